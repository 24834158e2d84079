//! What a system says is damaged and nobody has read yet: a handful of rectangles, or the box around
//! them. A hint only; comparing finds out what really changed.

use crate::Rect;

/// Above this number of rectangles the box around all of them is read instead.
const RECTS: usize = 64;

/// Damage that adds up until it is read.
#[derive(Debug, Default)]
pub(super) struct Damage(Vec<Rect>);

impl Damage {
    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a rectangle; one that a known one covers adds nothing, and those that it covers go.
    pub(super) fn add(&mut self, rect: Rect) {
        if self.0.iter().any(|known| covers(*known, rect)) {
            return;
        }
        self.0.retain(|known| !covers(rect, *known));
        self.0.push(rect);
        if self.0.len() > RECTS {
            let all = self.0.drain(..).reduce(around);
            self.0.extend(all);
        }
    }

    /// Takes all of it: rectangles that may overlap.
    pub(super) fn take(&mut self) -> Vec<Rect> {
        std::mem::take(&mut self.0)
    }
}

const fn covers(outer: Rect, inner: Rect) -> bool {
    outer.x <= inner.x
        && outer.y <= inner.y
        && outer.right() >= inner.right()
        && outer.bottom() >= inner.bottom()
}

/// The box around two rectangles.
fn around(one: Rect, two: Rect) -> Rect {
    let (x, y) = (one.x.min(two.x), one.y.min(two.y));
    let (right, bottom) = (one.right().max(two.right()), one.bottom().max(two.bottom()));
    Rect { x, y, width: (right - u32::from(x)) as u16, height: (bottom - u32::from(y)) as u16 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn rect(x: u16, y: u16, width: u16, height: u16) -> Rect {
        Rect { x, y, width, height }
    }

    #[test]
    fn what_is_covered_is_kept_once() {
        let mut damage = Damage::default();
        for added in [rect(5, 5, 2, 2), rect(0, 0, 4, 4), rect(1, 1, 9, 9), rect(2, 2, 1, 1)] {
            damage.add(added);
        }
        assert_eq!(damage.take(), [rect(0, 0, 4, 4), rect(1, 1, 9, 9)]);
        assert!(damage.is_empty());
    }

    #[test]
    fn many_rectangles_become_the_box_around_them() {
        let mut damage = Damage::default();
        for step in 0..=RECTS as u16 {
            damage.add(rect(10 + 3 * step, 20 + 2 * step, 2, 1));
        }
        assert_eq!(damage.take(), [rect(10, 20, 3 * 64 + 2, 2 * 64 + 1)]);
    }
}
