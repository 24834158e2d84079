//! The persistent picture of a monitor, and the comparison that turns a system's damage, which is
//! a hint, into what really changed. Used by every system's module under the slot's lock.

use crate::Rect;

/// Bytes of one pixel: B, G, R and a fourth that is always 255.
pub const BYTES_PER_PIXEL: usize = 4;
/// Pixels that are compared at once, and the least unchanged width that parts two rectangles.
const BLOCK_PIXELS: usize = 32;
/// Unchanged rows that part two rectangles.
const GAP_ROWS: usize = 16;
/// The three bytes of a pixel that count.
const COLOUR: u32 = 0x00ff_ffff;

/// A view of a picture: rows of B, G, R, 255.
#[derive(Clone, Copy)]
pub struct Pixels<'a> {
    width: u16,
    height: u16,
    bytes: &'a [u8],
}

impl<'a> Pixels<'a> {
    /// Width in pixels.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Height in pixels.
    pub const fn height(&self) -> u16 {
        self.height
    }

    /// Bytes from one row to the next.
    pub const fn stride(&self) -> usize {
        self.width as usize * BYTES_PER_PIXEL
    }

    /// All rows, `stride * height` bytes.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }
}

/// Shows the size only: what is on a screen has no place in a log.
impl std::fmt::Debug for Pixels<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Pixels({}x{})", self.width, self.height)
    }
}

/// The picture as it was last read.
pub(crate) struct Frame {
    width: u16,
    height: u16,
    bytes: Vec<u8>,
}

impl Frame {
    /// A black picture.
    pub(crate) fn new(width: u16, height: u16) -> Self {
        let pixels = usize::from(width) * usize::from(height);
        Self { width, height, bytes: [0, 0, 0, 255].repeat(pixels) }
    }

    pub(crate) fn pixels(&self) -> Pixels<'_> {
        Pixels { width: self.width, height: self.height, bytes: &self.bytes }
    }

    /// Takes in the pixels of `rect`, rows of `rect.width` pixels in `source`, and adds the
    /// rectangles that differ from before to `changed`. What is missing in `source` stays.
    pub(crate) fn absorb(&mut self, rect: Rect, source: &[u8], changed: &mut Vec<Rect>) {
        let row_bytes = usize::from(rect.width) * BYTES_PER_PIXEL;
        self.absorb_rows(rect, source.chunks_exact(row_bytes.max(1)), changed);
    }

    /// As [`Frame::absorb`], out of a picture of the same size as this one whose rows begin
    /// `pitch` bytes apart.
    pub(crate) fn absorb_part(
        &mut self,
        rect: Rect,
        picture: &[u8],
        pitch: usize,
        changed: &mut Vec<Rect>,
    ) {
        let left = usize::from(rect.x) * BYTES_PER_PIXEL;
        let across = left..left + usize::from(rect.width) * BYTES_PER_PIXEL;
        let rows = picture.chunks(pitch.max(1)).skip(rect.y.into());
        self.absorb_rows(rect, rows.map_while(|row| row.get(across.clone())), changed);
    }

    fn absorb_rows<'a>(
        &mut self,
        rect: Rect,
        rows: impl Iterator<Item = &'a [u8]>,
        changed: &mut Vec<Rect>,
    ) {
        let row_bytes = usize::from(rect.width) * BYTES_PER_PIXEL;
        let stride = usize::from(self.width) * BYTES_PER_PIXEL;
        let left = usize::from(rect.x) * BYTES_PER_PIXEL;
        let mut found = Changes::new(usize::from(rect.width));
        for (row, new) in rows.take(usize::from(rect.height)).enumerate() {
            let start = (usize::from(rect.y) + row) * stride + left;
            let Some(old) = self.bytes.get_mut(start..start + row_bytes) else { break };
            found.row(row, old, new, rect, changed);
        }
        found.flush(rect, changed);
    }
}

/// Bounds of what changed in a column of blocks: first and last pixel, first and last row.
#[derive(Clone, Copy)]
struct Bounds {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

/// Changes of neighbouring rows that are not yet parted into rectangles.
struct Changes {
    blocks: Vec<Option<Bounds>>,
    last_row: Option<usize>,
}

impl Changes {
    fn new(width: usize) -> Self {
        Self { blocks: vec![None; width.div_ceil(BLOCK_PIXELS)], last_row: None }
    }

    fn row(&mut self, row: usize, old: &mut [u8], new: &[u8], rect: Rect, changed: &mut Vec<Rect>) {
        if self.last_row.is_some_and(|last| row > last + GAP_ROWS) {
            self.flush(rect, changed);
        }
        let block_bytes = BLOCK_PIXELS * BYTES_PER_PIXEL;
        let pairs = old.chunks_mut(block_bytes).zip(new.chunks(block_bytes));
        for (index, (old, new)) in pairs.enumerate() {
            if same(old, new) {
                continue;
            }
            if let Some((first, last)) = replace(old, new) {
                self.last_row = Some(row);
                let start = index * BLOCK_PIXELS;
                let bounds = self.blocks[index].get_or_insert(Bounds {
                    left: start + first,
                    right: start + last,
                    top: row,
                    bottom: row,
                });
                bounds.left = bounds.left.min(start + first);
                bounds.right = bounds.right.max(start + last);
                bounds.bottom = row;
            }
        }
    }

    /// Joins neighbouring blocks into rectangles and starts anew.
    fn flush(&mut self, rect: Rect, changed: &mut Vec<Rect>) {
        let mut open: Option<Bounds> = None;
        for block in self.blocks.iter_mut().map(Option::take).chain([None]) {
            open = match (open, block) {
                (Some(left), Some(right)) => Some(Bounds {
                    left: left.left,
                    right: right.right,
                    top: left.top.min(right.top),
                    bottom: left.bottom.max(right.bottom),
                }),
                (Some(done), None) => {
                    changed.push(done.inside(rect));
                    None
                }
                (None, block) => block,
            };
        }
        self.last_row = None;
    }
}

impl Bounds {
    fn inside(self, rect: Rect) -> Rect {
        Rect {
            x: rect.x + self.left as u16,
            y: rect.y + self.top as u16,
            width: (self.right - self.left + 1) as u16,
            height: (self.bottom - self.top + 1) as u16,
        }
    }
}

fn colour(pixel: [u8; 4]) -> u32 {
    u32::from_le_bytes(pixel) & COLOUR
}

/// Whether two rows of pixels show the same colours; without a branch inside, for the vectoriser.
fn same(old: &[u8], new: &[u8]) -> bool {
    let (old, _) = old.as_chunks::<4>();
    let (new, _) = new.as_chunks::<4>();
    let difference =
        old.iter().zip(new).fold(0, |all, (old, new)| all | (colour(*old) ^ colour(*new)));
    difference == 0
}

/// Replaces old pixels; answers with the first and last that differ.
fn replace(old: &mut [u8], new: &[u8]) -> Option<(usize, usize)> {
    let (old, _) = old.as_chunks_mut::<4>();
    let (new, _) = new.as_chunks::<4>();
    let differ = |(old, new): (&[u8; 4], &[u8; 4])| colour(*old) != colour(*new);
    let first = old.iter().zip(new).position(differ)?;
    let last = old.iter().zip(new).rposition(differ)?;
    // What lies between and is the same is written again: without a branch it costs nothing.
    for (old, new) in old[first..=last].iter_mut().zip(&new[first..=last]) {
        *old = (colour(*new) | !COLOUR).to_le_bytes();
    }
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn absorb(frame: &mut Frame, rect: Rect, source: &[u8]) -> Vec<Rect> {
        let mut changed = Vec::new();
        frame.absorb(rect, source, &mut changed);
        changed
    }

    fn white_at(rect: Rect, points: &[(u16, u16)]) -> Vec<u8> {
        let mut source = [0, 0, 0, 7].repeat(rect.area() as usize);
        for (x, y) in points {
            let start = (usize::from(*y) * usize::from(rect.width) + usize::from(*x)) * 4;
            source[start..start + 3].fill(255);
        }
        source
    }

    #[test]
    fn the_same_colours_are_no_change_whatever_the_fourth_byte_says() {
        let mut frame = Frame::new(100, 80);
        let rect = Rect { x: 3, y: 4, width: 90, height: 70 };
        assert_eq!(absorb(&mut frame, rect, &white_at(rect, &[])), []);
        assert!(frame.pixels().bytes().chunks(4).all(|pixel| pixel == [0, 0, 0, 255]));
    }

    #[test]
    fn a_change_is_bounded_to_the_pixel_across_blocks() {
        let mut frame = Frame::new(200, 100);
        let rect = Rect { x: 10, y: 20, width: 150, height: 60 };
        let points = [(30, 5), (34, 12), (62, 9)];
        let changed = absorb(&mut frame, rect, &white_at(rect, &points));
        assert_eq!(changed, [Rect { x: 40, y: 25, width: 33, height: 8 }]);
        let at = (25 * 200 + 40) * 4;
        assert_eq!(frame.pixels().bytes()[at..at + 4], [255; 4]);
        assert_eq!(absorb(&mut frame, rect, &white_at(rect, &points)), []);
    }

    #[test]
    fn changes_far_apart_become_rectangles_of_their_own() {
        let mut frame = Frame::new(400, 200);
        let rect = Rect::whole(400, 200);
        let changed = absorb(&mut frame, rect, &white_at(rect, &[(1, 2), (300, 3), (9, 150)]));
        let pixel = |x, y| Rect { x, y, width: 1, height: 1 };
        assert_eq!(changed, [pixel(1, 2), pixel(300, 3), pixel(9, 150)]);
    }

    #[test]
    fn a_part_is_taken_out_of_a_picture_with_wider_rows() {
        let (mut frame, mut changed) = (Frame::new(10, 6), Vec::new());
        let pitch = 13 * 4;
        let mut picture = vec![0; pitch * 6 - 12];
        picture[2 * pitch + 3 * 4] = 200;
        picture[4 * pitch + 8 * 4] = 100;
        let rect = Rect { x: 3, y: 2, width: 4, height: 4 };
        frame.absorb_part(rect, &picture, pitch, &mut changed);
        assert_eq!(changed, [Rect { x: 3, y: 2, width: 1, height: 1 }]);
        assert_eq!(frame.pixels().bytes()[(2 * 10 + 3) * 4], 200);
        changed.clear();
        frame.absorb_part(Rect::whole(10, 6), &picture[..4 * pitch + 39], pitch, &mut changed);
        assert_eq!(changed, [], "a row that is cut short is missing");
        frame.absorb_part(Rect::whole(10, 6), &picture, pitch, &mut changed);
        assert_eq!(changed, [Rect { x: 8, y: 4, width: 1, height: 1 }]);
    }

    #[test]
    fn a_source_that_ends_early_changes_only_what_it_has() {
        let mut frame = Frame::new(10, 10);
        let changed = absorb(&mut frame, Rect::whole(10, 10), &[255; 10 * 4 * 3 + 5]);
        assert_eq!(changed, [Rect { x: 0, y: 0, width: 10, height: 3 }]);
    }
}
