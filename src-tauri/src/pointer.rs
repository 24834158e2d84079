//! The agent's pointer on the customer's screen. It is shown only into the monitor that is being
//! captured, never while a question is open, and goes three seconds after it was heard of last, or
//! at once when the picture is held. One thread owns the window; it is started by the first pointer.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use corporate_capture::Monitor;
use corporate_protocol::screen::Pointer;

use crate::platform::pointer::Overlay;

/// How long the pointer stays after it was heard of last.
const STAYS: Duration = Duration::from_secs(3);

/// What the thread is to do, and what it has to know.
#[derive(Debug, Default)]
struct Wanted {
    /// What is captured now; none while nothing is.
    monitor: Option<Monitor>,
    /// A question is open.
    asking: bool,
    /// Where the pointer is to be, on the desktop, and until when.
    place: Option<(i32, i32, Instant)>,
    started: bool,
    ended: bool,
}

impl Wanted {
    /// Takes in what an agent says. Outside of the captured monitor it points at nothing.
    fn points(&mut self, pointer: Pointer, now: Instant) {
        let monitor = self.monitor.as_ref().filter(|_| !self.asking);
        self.place = match (pointer, monitor) {
            (Pointer::At { monitor: number, x, y }, Some(monitor))
                if number == monitor.index && x < monitor.width && y < monitor.height =>
            {
                Some((monitor.x + i32::from(x), monitor.y + i32::from(y), now + STAYS))
            }
            _ => None,
        };
    }

    /// Where the pointer is at this time.
    fn at(&self, now: Instant) -> Option<(i32, i32)> {
        self.place.filter(|(_, _, until)| now < *until).map(|(x, y, _)| (x, y))
    }
}

/// Says where the pointer is to be; shared by all who know. The last one to go ends the thread.
#[derive(Default)]
pub(crate) struct AgentPointer {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Default)]
struct Shared {
    wanted: Mutex<Wanted>,
    changed: Condvar,
}

impl AgentPointer {
    /// An agent points somewhere.
    pub(crate) fn points(&self, pointer: Pointer) {
        let start = {
            let mut wanted = self.shared.wanted();
            wanted.points(pointer, Instant::now());
            wanted.place.is_some() && !std::mem::replace(&mut wanted.started, true)
        };
        self.shared.changed.notify_all();
        if start {
            self.start();
        }
    }

    /// This monitor is captured from now on, or none.
    pub(crate) fn captures(&self, monitor: Option<Monitor>) {
        self.change(|wanted| wanted.monitor = monitor);
    }

    /// A question is open, or was answered.
    pub(crate) fn asking(&self, asking: bool) {
        if self.shared.wanted().asking != asking {
            self.change(|wanted| wanted.asking = asking);
        }
    }

    /// Whatever changes takes the pointer away, until it is heard of again.
    fn change(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = self.shared.wanted();
        change(&mut wanted);
        wanted.place = None;
        drop(wanted);
        self.shared.changed.notify_all();
    }

    fn start(&self) {
        let shared = Arc::clone(&self.shared);
        let thread = std::thread::Builder::new().name("pointer".into()).spawn(move || {
            if let Err(error) = follow(&shared) {
                tracing::warn!(%error, "agents cannot point on this screen");
            }
        });
        match thread {
            Ok(thread) => {
                *self.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
            }
            Err(error) => tracing::error!(%error, "no thread for the pointer"),
        }
    }
}

impl Drop for AgentPointer {
    fn drop(&mut self) {
        self.change(|wanted| wanted.ended = true);
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the pointer's thread panicked");
        }
    }
}

impl Shared {
    fn wanted(&self) -> MutexGuard<'_, Wanted> {
        // Every change is one assignment.
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps the window where it is wanted, until the end.
fn follow(shared: &Shared) -> Result<(), crate::platform::pointer::OverlayError> {
    let mut overlay = Overlay::open(None)?;
    let mut shown = None;
    let mut wanted = shared.wanted();
    while !wanted.ended {
        let now = Instant::now();
        let place = wanted.at(now);
        if place != shown {
            drop(wanted);
            match place {
                Some((x, y)) => overlay.show(x, y)?,
                None => overlay.hide()?,
            }
            shown = place;
            wanted = shared.wanted();
            continue;
        }
        wanted = match wanted.place.map(|(_, _, until)| until.saturating_duration_since(now)) {
            Some(left) if !left.is_zero() => {
                let waited = shared.changed.wait_timeout(wanted, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            _ => shared.changed.wait(wanted).unwrap_or_else(PoisonError::into_inner),
        };
    }
    overlay.hide()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capturing() -> Wanted {
        let monitor = corporate_capture::synthetic::monitor(640, 480);
        let monitor = Monitor { index: 1, x: 1_920, y: 100, ..monitor };
        Wanted { monitor: Some(monitor), ..Wanted::default() }
    }

    const fn at(monitor: u16, x: u16, y: u16) -> Pointer {
        Pointer::At { monitor, x, y }
    }

    #[test]
    fn it_stands_on_the_captured_monitor_for_three_seconds() {
        let now = Instant::now();
        let mut wanted = capturing();
        wanted.points(at(1, 639, 479), now);
        assert_eq!(wanted.at(now), Some((2_559, 579)));
        assert_eq!(wanted.at(now + STAYS / 2), Some((2_559, 579)));
        assert_eq!(wanted.at(now + STAYS), None);
        wanted.points(Pointer::Away, now);
        assert_eq!(wanted.at(now), None);
    }

    #[test]
    fn it_is_nowhere_else_and_not_beside_a_question() {
        let now = Instant::now();
        for outside in [at(0, 5, 5), at(1, 640, 0), at(1, 0, 480)] {
            let mut wanted = capturing();
            wanted.points(at(1, 5, 5), now);
            wanted.points(outside, now);
            assert_eq!(wanted.at(now), None, "{outside:?}");
        }
        let mut wanted = Wanted { asking: true, ..capturing() };
        wanted.points(at(1, 5, 5), now);
        assert_eq!(wanted.at(now), None);
        let mut wanted = Wanted::default();
        wanted.points(at(0, 5, 5), now);
        assert_eq!(wanted.at(now), None, "nothing is captured");
    }

    #[test]
    fn holding_the_picture_or_asking_takes_it_away_at_once() {
        let pointer = AgentPointer::default();
        // No window in a test: the thread is as good as started.
        pointer.shared.wanted().started = true;
        let monitor = corporate_capture::synthetic::monitor(640, 480);
        let place = || pointer.shared.wanted().at(Instant::now());
        pointer.captures(Some(monitor));
        pointer.points(at(0, 5, 5));
        assert!(place().is_some());
        pointer.asking(true);
        assert_eq!(place(), None);
        pointer.asking(false);
        assert_eq!(place(), None, "not before it is heard of again");
        pointer.points(at(0, 5, 5));
        pointer.captures(None);
        assert_eq!(place(), None);
    }
}
