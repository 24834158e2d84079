//! What happens on the customer's screen: real X windows that hold still, are typed into, scrolled,
//! dragged, or play a film. One act a scene; the desk numbers and times what the acts paint.

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConfigureWindowAux, ConnectionExt, CreateGCAux, CreateWindowAux, Rectangle, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::canvas::{Canvas, Face, Seeded};
use crate::film::{self, Film};
use crate::glass::{Region, put, upload};

/// A scene by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scene {
    /// Nothing changes
    Idle,
    /// A small square flips now and then, and nothing else changes
    Flash,
    /// Eight letters a second in an editor, and its caret blinks
    Typing,
    /// A page of text scrolls by three lines, 30 times a second
    Scrolling,
    /// The same, and the small square flips now and then
    FlashScrolling,
    /// A window full of text moves over another one, 30 times a second
    Dragging,
    /// A film of 1280x720, 30 pictures a second
    Video,
}

impl Scene {
    /// All of them, in the order of playing.
    pub(crate) const ALL: [Self; 7] = [
        Self::Idle,
        Self::Flash,
        Self::Typing,
        Self::Scrolling,
        Self::FlashScrolling,
        Self::Dragging,
        Self::Video,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Flash => "flash",
            Self::Typing => "typing",
            Self::Scrolling => "scrolling",
            Self::FlashScrolling => "flash while scrolling",
            Self::Dragging => "window drag",
            Self::Video => "video",
        }
    }

    /// Whether the square flips in it.
    pub(crate) fn flashes(self) -> bool {
        matches!(self, Self::Flash | Self::FlashScrolling)
    }
}

/// Thirty times a second.
const THIRTIETH: Duration = Duration::from_nanos(33_333_333);
/// Left and upper edge of what scenes use of the desk.
const CORNER: (i16, i16) = (96, 112);

/// Where windows are made.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) connection: &'a RustConnection,
    pub(crate) desk: u32,
}

impl Ground<'_> {
    /// A window on the desk, not shown yet, that the server itself fills with this pixmap.
    fn window(self, region: Region, pixmap: Option<u32>) -> Result<u32> {
        let window = self.connection.generate_id()?;
        let Region { x, y, width, height } = region;
        let mut look = CreateWindowAux::new();
        look.background_pixmap = pixmap;
        let class = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(0, window, self.desk, x, y, width, height, 0, class, 0, &look)?;
        Ok(window)
    }

    fn pen(self) -> Result<u32> {
        let pen = self.connection.generate_id()?;
        let silent = CreateGCAux::new().graphics_exposures(0);
        self.connection.create_gc(pen, self.desk, &silent)?;
        Ok(pen)
    }
}

/// One scene's windows and what happens in them.
pub(crate) trait Act {
    /// The windows, the lowest first.
    fn windows(&self) -> Vec<u32>;
    /// Sends the requests for the next update.
    fn paint(&mut self, ground: Ground<'_>) -> Result<()>;
    /// From the last update to the next one.
    fn pause(&mut self) -> Duration;
}

/// Sets a scene; none where the desk alone is enough.
pub(crate) fn act(scene: Scene, ground: Ground<'_>) -> Result<Option<Box<dyn Act>>> {
    Ok(match scene {
        Scene::Idle | Scene::Flash => None,
        Scene::Typing => Some(Box::new(Typing::new(ground)?)),
        Scene::Scrolling | Scene::FlashScrolling => Some(Box::new(Scrolling::new(ground)?)),
        Scene::Dragging => Some(Box::new(Dragging::new(ground)?)),
        Scene::Video => Some(Box::new(Video::new(ground)?)),
    })
}

/// An editor.
struct Typing {
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

    fn new(ground: Ground<'_>) -> Result<Self> {
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

/// A page that scrolls to its end and back.
struct Scrolling {
    window: u32,
    pen: u32,
    page: u32,
    top: i16,
    down: bool,
}

impl Scrolling {
    const REGION: Region = Region { x: CORNER.0, y: CORNER.1, width: 1100, height: 900 };
    const PAGE_HEIGHT: u16 = 9000;
    /// Three lines.
    const STEP: i16 = 51;

    fn new(ground: Ground<'_>) -> Result<Self> {
        let paper = Canvas::page(Self::REGION.width, Self::PAGE_HEIGHT, &Face::sans(14.0)?, 5);
        let page = upload(ground.connection, ground.desk, &paper)?;
        let window = ground.window(Self::REGION, Some(page))?;
        Ok(Self { window, pen: ground.pen()?, page, top: 0, down: true })
    }
}

impl Act for Scrolling {
    fn windows(&self) -> Vec<u32> {
        vec![self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        let Region { width, height, .. } = Self::REGION;
        let last = (Self::PAGE_HEIGHT - height) as i16;
        let step = if self.down { Self::STEP } else { -Self::STEP };
        let next = self.top + step;
        self.top = if (0..=last).contains(&next) {
            next
        } else {
            self.down = !self.down;
            self.top - step
        };
        let Self { page, window, pen, top, .. } = *self;
        ground.connection.copy_area(page, window, pen, 0, top, 0, 0, width, height)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}

/// A window on its way over another one.
struct Dragging {
    behind: u32,
    window: u32,
    turn: f32,
}

impl Dragging {
    const BEHIND: Region = Region { x: CORNER.0, y: CORNER.1, width: 1700, height: 920 };
    const SIZE: (u16, u16) = (640, 480);

    fn new(ground: Ground<'_>) -> Result<Self> {
        let face = Face::sans(14.0)?;
        let Region { width, height, .. } = Self::BEHIND;
        let page = Canvas::page(width, height, &face, 8);
        let behind =
            ground.window(Self::BEHIND, Some(upload(ground.connection, ground.desk, &page)?))?;
        let (width, height) = Self::SIZE;
        let mut page = Canvas::page(width, height, &face, 9);
        page.fill(0, 0, width, 22, [60, 90, 140]);
        page.text(&face, 8.0, 16.0, "Invoice 2026-11", [255, 255, 255]);
        let pixmap = upload(ground.connection, ground.desk, &page)?;
        let region = Region { x: 300, y: 300, width, height };
        Ok(Self { behind, window: ground.window(region, Some(pixmap))?, turn: 0.0 })
    }
}

impl Act for Dragging {
    fn windows(&self) -> Vec<u32> {
        vec![self.behind, self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        self.turn += 0.035;
        let Region { x, y, width, height } = Self::BEHIND;
        let swing = |part: f32, from: i16, room: u16| {
            i32::from(from) + (f32::from(room) * f32::midpoint(1.0, part)) as i32
        };
        let place = ConfigureWindowAux::new()
            .x(swing(self.turn.sin(), x, width - Self::SIZE.0))
            .y(swing((self.turn * 1.3).cos(), y, height - Self::SIZE.1));
        ground.connection.configure_window(self.window, &place)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}

/// A film.
pub(crate) struct Video {
    window: u32,
    pen: u32,
    pictures: Vec<u32>,
    next: usize,
}

impl Video {
    /// Where it plays.
    pub(crate) const REGION: Region =
        Region { x: 320, y: 176, width: film::WIDTH, height: film::HEIGHT };

    fn new(ground: Ground<'_>) -> Result<Self> {
        let film = Film::new();
        let upload = |number| upload(ground.connection, ground.desk, &film.picture(number));
        let pictures = (0..film::PICTURES).map(upload).collect::<Result<Vec<_>>>()?;
        let window = ground.window(Self::REGION, pictures.first().copied())?;
        Ok(Self { window, pen: ground.pen()?, pictures, next: 0 })
    }
}

impl Act for Video {
    fn windows(&self) -> Vec<u32> {
        vec![self.window]
    }

    fn paint(&mut self, ground: Ground<'_>) -> Result<()> {
        let picture = self.pictures[self.next % self.pictures.len()];
        self.next += 1;
        let Region { width, height, .. } = Self::REGION;
        let (window, pen) = (self.window, self.pen);
        ground.connection.copy_area(picture, window, pen, 0, 0, 0, 0, width, height)?;
        Ok(())
    }

    fn pause(&mut self) -> Duration {
        THIRTIETH
    }
}

/// Rectangles of the strip's cells of one colour.
pub(crate) fn cells_of(cells: &[bool], white: bool, x: i16, y: i16, cell: u16) -> Vec<Rectangle> {
    let places = cells.iter().enumerate().filter(|(_, is_white)| **is_white == white);
    let rectangle =
        |(place, _)| Rectangle { x: x + place as i16 * cell as i16, y, width: cell, height: cell };
    places.map(rectangle).collect()
}
