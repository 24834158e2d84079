//! Owns the thread on which a hand-off runs: starts it, hears it, stops it, gets the hand-off back.

use std::io;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::thread::{self, JoinHandle};

use crate::{Cancel, Confirmation, Handoff, OpenerError, Report, Reporter, Step};

/// One run of a hand-off on a thread of its own. Dropping it stops the run; only
/// [`finish`](Self::finish) waits for it.
pub struct Attempt {
    reports: Receiver<Report>,
    cancel: Cancel,
    confirmation: Confirmation,
    thread: Option<JoinHandle<Handoff>>,
}

impl Attempt {
    /// Runs a hand-off from where it stands.
    ///
    /// # Errors
    /// What the system says where it has no more threads.
    pub fn start(mut handoff: Handoff) -> io::Result<Self> {
        let (reporter, reports) = Reporter::channel();
        let cancel = Cancel::new();
        let confirmation = handoff.confirmation().clone();
        let thread = thread::Builder::new().name("hand-off".to_owned()).spawn({
            let cancel = cancel.clone();
            move || {
                handoff.run(&reporter, &cancel);
                handoff
            }
        })?;
        Ok(Self { reports, cancel, confirmation, thread: Some(thread) })
    }

    /// Answers [`Step::Asking`]: the user goes on with this session. Holds for later runs of the
    /// same code, too.
    pub fn go_on(&self) {
        self.confirmation.give();
    }

    /// Stops the run; it still reports [`Step::Failed`] with [`OpenerError::Cancelled`], or
    /// [`Step::Done`] where the app has joined already.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }

    /// The next report, if there is one. After the last one there are none.
    pub fn try_next(&self) -> Option<Report> {
        match self.reports.try_recv() {
            Ok(report) => Some(report),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => self.died(),
        }
    }

    /// The next report, however long it takes; `None` after the last one.
    pub fn next(&self) -> Option<Report> {
        self.reports.recv().ok()
    }

    /// Waits for the end of the run and gives the hand-off back for another one; `None` where it
    /// was lost to a fault of this program.
    pub fn finish(mut self) -> Option<Handoff> {
        drop(std::mem::replace(&mut self.reports, Reporter::channel().1));
        self.thread.take()?.join().ok()
    }

    /// A thread that ended without a last report has panicked.
    fn died(&self) -> Option<Report> {
        let panicked = self.thread.as_ref().is_some_and(JoinHandle::is_finished);
        panicked.then_some(Report::Step(Step::Failed(OpenerError::Internal)))
    }
}

impl Drop for Attempt {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}
