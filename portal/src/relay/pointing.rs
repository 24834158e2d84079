//! Where an agent points, on its way to the app: the newest place, no faster than an eye sees. Pure.

use std::time::Duration;

use corporate_protocol::screen::Pointer;
use tokio::time::Instant;

use super::ViewerId;

/// Between two places on their way to the app. Viewers tell of 30 a second.
const EVERY: Duration = Duration::from_millis(25);

/// The pointer of one session. Where several agents point, who moved last is seen.
#[derive(Default)]
pub(super) struct Pointing {
    /// Whose pointer the app shows, or will.
    by: Option<ViewerId>,
    waiting: Option<Pointer>,
    sent_at: Option<Instant>,
}

impl Pointing {
    /// A viewer points, or has stopped. Only who points can take the pointer away.
    pub(super) fn points(&mut self, viewer: ViewerId, pointer: Pointer) {
        match pointer {
            Pointer::At { .. } => self.by = Some(viewer),
            Pointer::Away if self.by == Some(viewer) => self.by = None,
            Pointer::Away => return,
        }
        self.waiting = Some(pointer);
    }

    /// A viewer has gone, and its pointer with it.
    pub(super) fn gone(&mut self, viewer: ViewerId) {
        self.points(viewer, Pointer::Away);
    }

    /// Nothing is to be shown any more: the app knows by itself.
    pub(super) fn forget(&mut self) {
        *self = Self { sent_at: self.sent_at, ..Self::default() };
    }

    /// When [`Pointing::take`] has something; none where nothing waits.
    pub(super) fn due(&self) -> Option<Instant> {
        let earliest = self.sent_at.map(|sent| sent + EVERY);
        self.waiting.map(|_| earliest.unwrap_or_else(Instant::now))
    }

    /// The newest place, where it is time for one.
    pub(super) fn take(&mut self, now: Instant) -> Option<Pointer> {
        if self.sent_at.is_some_and(|sent| now < sent + EVERY) {
            return None;
        }
        let pointer = self.waiting.take()?;
        self.sent_at = Some(now);
        Some(pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(x: u16) -> Pointer {
        Pointer::At { monitor: 0, x, y: 0 }
    }

    #[test]
    fn the_newest_place_wins_and_none_comes_too_early() {
        let now = Instant::now();
        let mut pointing = Pointing::default();
        assert_eq!((pointing.due(), pointing.take(now)), (None, None));
        pointing.points(1, at(1));
        assert_eq!(pointing.take(now), Some(at(1)));
        for x in 2..=1_000 {
            pointing.points(1, at(x));
            assert_eq!(pointing.take(now), None, "{x}");
        }
        assert_eq!(pointing.due(), Some(now + EVERY));
        assert_eq!(pointing.take(now + EVERY), Some(at(1_000)));
        assert_eq!(pointing.due(), None);
    }

    #[test]
    fn only_who_points_takes_the_pointer_away() {
        let now = Instant::now();
        let mut pointing = Pointing::default();
        pointing.points(1, at(1));
        pointing.points(2, at(2));
        pointing.points(1, Pointer::Away);
        pointing.gone(1);
        assert_eq!(pointing.take(now), Some(at(2)));
        pointing.gone(2);
        assert_eq!(pointing.take(now + EVERY), Some(Pointer::Away));
        pointing.gone(2);
        assert_eq!(pointing.due(), None);
    }

    #[test]
    fn what_is_forgotten_is_not_sent() {
        let mut pointing = Pointing::default();
        pointing.points(1, at(1));
        pointing.forget();
        assert_eq!((pointing.due(), pointing.take(Instant::now())), (None, None));
    }
}
