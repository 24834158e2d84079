//! The numbers by which people call the monitors of this machine. A monitor keeps its number as long
//! as the session runs, so that log, frames and question never mean two different ones by it.

use corporate_capture::Monitor;
use corporate_protocol::{MonitorInfo, limits};

/// Every monitor that was ever there, each at its number, counted from 0 as in frames.
#[derive(Debug, Default)]
pub(super) struct Numbers(Vec<Option<(u32, String)>>);

impl Numbers {
    /// Gives each monitor its number in place of the system's place for it.
    pub(super) fn give(&mut self, mut monitors: Vec<Monitor>) -> Vec<Monitor> {
        for monitor in &mut monitors {
            monitor.index = self.of(monitor);
        }
        monitors
    }

    fn of(&mut self, monitor: &Monitor) -> u16 {
        let own = Some((monitor.id, monitor.name.clone()));
        let place = self.0.iter().position(|known| *known == own).unwrap_or_else(|| {
            let wanted = usize::from(monitor.index).min(limits::MONITORS);
            let end = wanted.max(self.0.len());
            let mut from_there = wanted..end;
            let free = from_there.find(|at| self.0.get(*at).is_none_or(Option::is_none));
            let free = free.unwrap_or(end);
            if free >= self.0.len() {
                self.0.resize(free + 1, None);
            }
            self.0[free] = own;
            free
        });
        u16::try_from(place).unwrap_or(u16::MAX - 1)
    }
}

/// What the portal is told of them.
pub(crate) fn infos(monitors: &[Monitor]) -> Vec<MonitorInfo> {
    let infos = monitors.iter().map(|monitor| MonitorInfo {
        number: monitor.index.saturating_add(1),
        width: monitor.width,
        height: monitor.height,
    });
    let mut infos: Vec<_> = infos
        .filter(|info| (1..=limits::PICTURE_SIDE).contains(&info.width.max(info.height)))
        .filter(|info| info.width > 0 && info.height > 0)
        .collect();
    infos.sort_by_key(|info| info.number);
    infos.truncate(limits::MONITORS);
    infos
}

#[cfg(test)]
mod tests {
    use super::*;

    fn monitor(index: u16, name: &str) -> Monitor {
        let monitor = corporate_capture::synthetic::monitor(8, 6);
        Monitor { index, id: u32::from(index) + 40, name: name.to_owned(), ..monitor }
    }

    fn numbers(numbers: &mut Numbers, monitors: Vec<Monitor>) -> Vec<(String, u16)> {
        let given = numbers.give(monitors);
        given.into_iter().map(|monitor| (monitor.name, monitor.index)).collect()
    }

    #[test]
    fn a_monitor_keeps_its_number_whatever_comes_and_goes() {
        let mut known = Numbers::default();
        let (left, right) = (monitor(0, "left"), monitor(1, "right"));
        let both = vec![left.clone(), right.clone()];
        let expected = vec![("left".to_owned(), 0), ("right".to_owned(), 1)];
        assert_eq!(numbers(&mut known, both), expected);
        // The system counts anew when the left one is gone.
        let moved = Monitor { index: 0, ..right };
        assert_eq!(numbers(&mut known, vec![moved.clone()]), expected[1..]);
        let new = Monitor { index: 0, id: 99, name: "new".to_owned(), ..left.clone() };
        let all = numbers(&mut known, vec![new, Monitor { index: 1, ..moved }]);
        assert_eq!(all, [("new".to_owned(), 2), ("right".to_owned(), 1)]);
        assert_eq!(numbers(&mut known, vec![left]), expected[..1]);
    }

    #[test]
    fn the_portal_is_told_of_what_can_be_shown() {
        let flat = Monitor { height: 0, ..monitor(1, "flat") };
        let vast = Monitor { width: limits::PICTURE_SIDE + 1, ..monitor(2, "vast") };
        let told = infos(&[monitor(3, "fourth"), flat, vast, monitor(0, "first")]);
        let told: Vec<_> = told.iter().map(|info| (info.number, info.width)).collect();
        assert_eq!(told, [(1, 8), (4, 8)]);
        let many: Vec<_> = (0..40).map(|index| monitor(index, "x")).collect();
        assert_eq!(infos(&many).len(), limits::MONITORS);
    }
}
