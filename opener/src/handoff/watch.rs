//! What every long step of a hand-off has at hand: whom it reports to, what stops it, and what has
//! to be looked after meanwhile.

use std::time::Duration;

use super::{Cancel, Reporter, Step};
use crate::OpenerError;

/// Goes through the steps of one run.
pub(crate) struct Watch<'a> {
    reporter: &'a Reporter,
    cancel: &'a Cancel,
    /// Looks after the ticket; an error stops the run.
    tend: &'a mut dyn FnMut() -> Result<(), OpenerError>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(
        reporter: &'a Reporter,
        cancel: &'a Cancel,
        tend: &'a mut dyn FnMut() -> Result<(), OpenerError>,
    ) -> Self {
        Self { reporter, cancel, tend }
    }

    /// An error where the run has to stop. To be called often.
    pub(crate) fn check(&mut self) -> Result<(), OpenerError> {
        self.cancel.check()?;
        (self.tend)()
    }

    /// Waits, unless the run is stopped before the time is up.
    pub(crate) fn wait(&mut self, time: Duration) -> Result<(), OpenerError> {
        self.cancel.wait(time)?;
        self.check()
    }

    pub(crate) fn step(&self, step: Step) {
        self.reporter.step(step);
    }

    pub(crate) fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.reporter.progress(done_bytes, total_bytes);
    }
}
