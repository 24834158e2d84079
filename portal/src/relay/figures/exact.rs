//! Which parts of the picture that viewers have are exact, in cells of 16 by 16 pixels, as viewers
//! count it: a patch makes cells exact that it covers whole, video makes every cell that it touches
//! inexact, a move takes exactness along, a refresh forgets everything. Work on one frame is
//! bounded, whatever it says.

use corporate_protocol::screen::{FrameView, OperationView, Rect};

/// Pixels along a cell.
const CELL: usize = 16;
/// Cells that one frame may touch, all operations together: some thirty pictures of 4K.
const MOST_WORK: usize = 1 << 20;

/// The cells of one picture.
#[derive(Debug, Default)]
pub(super) struct Exact {
    width: usize,
    height: usize,
    columns: usize,
    cells: Vec<bool>,
    /// Whether the cells say something: since a refresh that was followed to its end.
    known: bool,
}

impl Exact {
    /// Takes a frame in.
    pub(super) fn follow(&mut self, frame: &FrameView<'_>) {
        let (width, height) = (usize::from(frame.width), usize::from(frame.height));
        if frame.refresh || (self.width, self.height) != (width, height) {
            let columns = width.div_ceil(CELL);
            let cells = vec![false; columns * height.div_ceil(CELL)];
            *self = Self { width, height, columns, cells, known: frame.refresh };
        }
        let mut work = 0;
        for operation in frame.operations() {
            if !self.known {
                return;
            }
            match operation {
                OperationView::Video { rects, .. } => {
                    for rect in rects.iter() {
                        work += self.set(touched(rect), false);
                        if work > MOST_WORK {
                            break;
                        }
                    }
                }
                OperationView::Patch { rect, .. } => work += self.set(self.covered(rect), true),
                OperationView::Move { from_x, from_y, to } => {
                    work += self.moved(usize::from(from_x), usize::from(from_y), to);
                }
                _ => {}
            }
            self.known &= work <= MOST_WORK;
        }
    }

    /// Thousandths that are exact; none where that is not known.
    pub(super) fn permille(&self) -> Option<u16> {
        if !self.known || self.cells.is_empty() {
            return None;
        }
        let exact = self.cells.iter().filter(|exact| **exact).count();
        u16::try_from(exact * 1_000 / self.cells.len()).ok()
    }

    /// Those that it covers whole; the last ones of the picture may be smaller than others.
    fn covered(&self, rect: Rect) -> [usize; 4] {
        let Rect { x, y, width, height } = rect;
        let [x, y, width, height] = [x, y, width, height].map(usize::from);
        let end =
            |end: usize, side: usize| if end == side { end.div_ceil(CELL) } else { end / CELL };
        let right = end(x + width, self.width);
        let bottom = end(y + height, self.height);
        [x.div_ceil(CELL), right, y.div_ceil(CELL), bottom]
    }

    /// Sets the cells of these columns and rows; how many there are.
    fn set(&mut self, [left, right, top, bottom]: [usize; 4], exact: bool) -> usize {
        if left >= right {
            return 1;
        }
        for row in top..bottom {
            self.cells[row * self.columns + left..row * self.columns + right].fill(exact);
        }
        1 + (right - left) * bottom.saturating_sub(top)
    }

    /// A target cell that is covered whole is exact where all source cells are that it comes from;
    /// another one only where it was, too.
    fn moved(&mut self, from_x: usize, from_y: usize, to: Rect) -> usize {
        let [left, right, top, bottom] = touched(to);
        let whole = self.covered(to);
        let (x, y) = (usize::from(to.x), usize::from(to.y));
        let (end_x, end_y) = (x + usize::from(to.width), y + usize::from(to.height));
        let mut new = Vec::with_capacity((right - left) * (bottom - top));
        for row in top..bottom {
            // The part of this row of cells that is painted, in the source.
            let first = row.saturating_mul(CELL).max(y) - y + from_y;
            let last = ((row + 1) * CELL).min(end_y) - y + from_y;
            for column in left..right {
                let begin = (column * CELL).max(x) - x + from_x;
                let end = ((column + 1) * CELL).min(end_x) - x + from_x;
                let source = self
                    .all([begin / CELL, end.div_ceil(CELL)], [first / CELL, last.div_ceil(CELL)]);
                let is_whole =
                    (whole[0]..whole[1]).contains(&column) && (whole[2]..whole[3]).contains(&row);
                new.push(source && (is_whole || self.cells[row * self.columns + column]));
            }
        }
        let width = right - left;
        for (line, exact) in new.chunks(width.max(1)).enumerate() {
            let start = (top + line) * self.columns + left;
            self.cells[start..start + exact.len()].copy_from_slice(exact);
        }
        1 + 4 * new.len()
    }

    fn all(&self, columns: [usize; 2], rows: [usize; 2]) -> bool {
        (rows[0]..rows[1]).all(|row| {
            let start = row * self.columns;
            self.cells[start + columns[0]..start + columns[1]].iter().all(|exact| *exact)
        })
    }
}

/// Columns and rows of the cells that a rectangle touches.
fn touched(rect: Rect) -> [usize; 4] {
    let Rect { x, y, width, height } = rect;
    let [x, y, width, height] = [x, y, width, height].map(usize::from);
    [x / CELL, (x + width).div_ceil(CELL), y / CELL, (y + height).div_ceil(CELL)]
}

#[cfg(test)]
mod tests {
    use corporate_protocol::screen::{Frame, FrameTimes, Operation, PatchEncoding};

    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    fn patch(rect: Rect) -> Operation {
        Operation::Patch { rect, encoding: PatchEncoding::Png, data: vec![] }
    }

    fn video(rect: Rect) -> Operation {
        Operation::Video { key: false, rects: vec![rect], data: vec![] }
    }

    /// A picture of 40 by 32 pixels: three columns, the last one of half a cell, and two rows.
    fn follow(exact: &mut Exact, refresh: bool, operations: Vec<Operation>) -> Option<u16> {
        let times = FrameTimes::default();
        let frame =
            Frame { sequence: 1, monitor: 0, width: 40, height: 32, refresh, times, operations };
        let bytes = frame.encode();
        exact.follow(&FrameView::check(&bytes).expect("a frame"));
        exact.permille()
    }

    #[test]
    fn patches_make_exact_and_video_does_not() {
        let mut exact = Exact::default();
        assert_eq!(
            follow(&mut exact, false, vec![patch(rect(0, 0, 40, 32))]),
            None,
            "no refresh yet"
        );
        assert_eq!(follow(&mut exact, true, vec![video(rect(0, 0, 40, 32))]), Some(0));
        assert_eq!(follow(&mut exact, false, vec![patch(rect(0, 0, 31, 16))]), Some(166));
        assert_eq!(follow(&mut exact, false, vec![patch(rect(16, 0, 24, 16))]), Some(500));
        assert_eq!(follow(&mut exact, false, vec![patch(rect(0, 16, 40, 16))]), Some(1_000));
        assert_eq!(follow(&mut exact, false, vec![video(rect(15, 15, 2, 2))]), Some(333));
        assert_eq!(follow(&mut exact, true, vec![]), Some(0), "a refresh forgets");
    }

    #[test]
    fn a_move_takes_exactness_along() {
        let shift = |from_x, from_y, to| Operation::Move { from_x, from_y, to };
        let upper = || vec![patch(rect(0, 0, 40, 16))];
        let mut exact = Exact::default();
        follow(&mut exact, true, upper());
        assert_eq!(follow(&mut exact, false, vec![shift(0, 0, rect(0, 16, 40, 16))]), Some(1_000));
        // What comes from an inexact cell is inexact.
        follow(&mut exact, true, upper());
        assert_eq!(follow(&mut exact, false, vec![shift(0, 4, rect(0, 0, 40, 16))]), Some(0));
        // A cell that is covered in part keeps what it was, at best.
        follow(&mut exact, true, upper());
        assert_eq!(follow(&mut exact, false, vec![shift(0, 0, rect(0, 20, 40, 8))]), Some(500));
        // Onto itself, by a few pixels to the side: all sources are exact.
        assert_eq!(follow(&mut exact, false, vec![shift(0, 0, rect(3, 0, 37, 16))]), Some(500));
    }

    #[test]
    fn a_frame_that_makes_too_much_work_is_not_followed() {
        let side = corporate_protocol::limits::PICTURE_SIDE;
        let whole = rect(0, 0, side, side);
        let operations = vec![patch(whole), patch(whole), patch(whole)];
        let times = FrameTimes::default();
        let frame = Frame {
            sequence: 1,
            monitor: 0,
            width: side,
            height: side,
            refresh: true,
            times,
            operations,
        };
        let bytes = frame.encode();
        let mut exact = Exact::default();
        exact.follow(&FrameView::check(&bytes).expect("a frame"));
        assert_eq!(exact.permille(), None);
    }
}
