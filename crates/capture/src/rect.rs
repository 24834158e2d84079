//! Rectangles of a monitor's picture, in pixels from its upper left corner.

/// A rectangle that is not empty and lies inside of its picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rect {
    /// Left edge.
    pub x: u16,
    /// Upper edge.
    pub y: u16,
    /// At least 1.
    pub width: u16,
    /// At least 1.
    pub height: u16,
}

impl Rect {
    /// The part of a rectangle on the desktop that lies on a monitor, in that monitor's pixels;
    /// `None` where nothing of it does. `area` is x, y, width and height on the desktop,
    /// `monitor` the same of the monitor.
    pub fn on_monitor(area: [i32; 4], monitor: [i32; 4]) -> Option<Self> {
        let [x, y, width, height] = area.map(i64::from);
        let [left, top, across, down] = monitor.map(i64::from);
        let (x, right) = ((x - left).max(0), (x + width - left).min(across));
        let (y, bottom) = ((y - top).max(0), (y + height - top).min(down));
        if x >= right || y >= bottom {
            return None;
        }
        Some(Self {
            x: u16::try_from(x).ok()?,
            y: u16::try_from(y).ok()?,
            width: u16::try_from(right - x).ok()?,
            height: u16::try_from(bottom - y).ok()?,
        })
    }

    /// The whole of a picture.
    pub const fn whole(width: u16, height: u16) -> Self {
        Self { x: 0, y: 0, width, height }
    }

    /// Number of pixels.
    pub const fn area(&self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// First column behind it.
    pub const fn right(&self) -> u32 {
        self.x as u32 + self.width as u32
    }

    /// First row below it.
    pub const fn bottom(&self) -> u32 {
        self.y as u32 + self.height as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_part_on_the_monitor_counts() {
        let monitor = [100, 50, 640, 480];
        let inside = Rect::on_monitor([110, 60, 5, 6], monitor);
        assert_eq!(inside, Some(Rect { x: 10, y: 10, width: 5, height: 6 }));
        let cut = Rect::on_monitor([90, 40, 20, 20], monitor);
        assert_eq!(cut, Some(Rect { x: 0, y: 0, width: 10, height: 10 }));
        let everything = Rect::on_monitor([0, 0, 4_000, 4_000], monitor);
        assert_eq!(everything, Some(Rect::whole(640, 480)));
    }

    #[test]
    fn what_lies_beside_the_monitor_is_nothing() {
        let monitor = [100, 50, 640, 480];
        for area in [[0, 0, 100, 50], [740, 50, 10, 10], [200, 530, 1, 1], [200, 60, 0, 9]] {
            assert_eq!(Rect::on_monitor(area, monitor), None, "{area:?}");
        }
        assert_eq!(Rect::on_monitor([i32::MAX, 0, i32::MAX, 9], monitor), None);
    }
}
