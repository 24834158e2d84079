//! Typing: an editor with a page of text, into which a letter comes now and then, and whose caret
//! blinks.

use std::time::Duration;

use anyhow::Result;

use super::{Act, CORNER, Ground};
use crate::canvas::{Canvas, Face, Seeded};
use crate::glass::{Region, put, upload};

/// An editor.
pub(super) struct Typing {
    window: u32,
    pen: u32,
    face: Face,
    words: Seeded,
    line: Vec<char>,
    column: usize,
    row: u16,
    since_blink: Duration,
    caret: bool,
    letter_next: bool,
}

impl Typing {
    const REGION: Region = Region { x: CORNER.0, y: CORNER.1, width: 1000, height: 840 };
    const CELL: (u16, u16) = (9, 20);
    const EDGE: u16 = 16;
    const BLINK: Duration = Duration::from_millis(500);
    const ROWS: u16 = 40;
    /// Where the typing begins: above stands what was typed before.
    const FIRST: u16 = 24;

    pub(super) fn new(ground: Ground<'_>) -> Result<Self> {
        let face = Face::mono(15.0)?;
        let Region { width, height, .. } = Self::REGION;
        let mut paper = Canvas::plain(width, height, [255, 255, 255]);
        let mut words = Seeded::new(41);
        for row in 0..Self::FIRST {
            let line = face.line(&mut words, f32::from(width) * 0.8);
            let base = f32::from(Self::EDGE + row * Self::CELL.1 + 15);
            paper.text(&face, f32::from(Self::EDGE), base, &line, [25, 25, 25]);
        }
        let pixmap = upload(ground.connection, ground.desk, &paper)?;
        let window = ground.window(Self::REGION, Some(pixmap))?;
        let mut typing = Self {
            window,
            pen: ground.pen()?,
            face,
            words,
            line: Vec::new(),
            column: 0,
            row: Self::FIRST,
            since_blink: Duration::ZERO,
            caret: false,
            letter_next: false,
        };
        typing.new_line();
        Ok(typing)
    }

    fn new_line(&mut self) {
        let wide = f32::from(Self::REGION.width) * 0.8;
        self.line = self.face.line(&mut self.words, wide).chars().collect();
        self.column = 0;
    }

    /// One cell of the paper, with a letter or the caret in it.
    fn cell(&self, ground: Ground<'_>, letter: char, caret: bool) -> Result<()> {
        let (width, height) = Self::CELL;
        let mut cell = Canvas::plain(width, height, [255, 255, 255]);
        cell.text(&self.face, 0.0, 15.0, &letter.to_string(), [25, 25, 25]);
        if caret {
            cell.fill(0, 1, 2, 18, [0, 0, 0]);
        }
        let x = Self::EDGE + self.column as u16 * width;
        let y = Self::EDGE + self.row * height;
        put(ground.connection, self.window, self.pen, &cell, x as i16, y as i16)
    }
}

impl Act for Typing {
    fn windows(&self) -> Vec<u32> {
        vec![self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        if !self.letter_next {
            self.caret = !self.caret;
            return self.cell(ground, ' ', self.caret);
        }
        if let Some(letter) = self.line.get(self.column).copied() {
            self.cell(ground, letter, false)?;
            self.column += 1;
        } else {
            self.cell(ground, ' ', false)?;
            self.row = if self.row + 1 < Self::ROWS { self.row + 1 } else { Self::FIRST };
            self.new_line();
        }
        self.cell(ground, ' ', self.caret)
    }

    fn pause(&mut self) -> Duration {
        let letter = Duration::from_millis(90 + self.words.below(70));
        let blink = Self::BLINK.saturating_sub(self.since_blink);
        self.letter_next = letter <= blink;
        self.since_blink =
            if self.letter_next { self.since_blink + letter } else { Duration::ZERO };
        letter.min(blink)
    }
}
