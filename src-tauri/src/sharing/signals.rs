//! What the async side says to the capture thread: that a refresh is wanted, or that it is time
//! to look up from waiting.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use corporate_capture::Waker;

/// Shared by the thread and whoever talks to it.
#[derive(Default)]
pub(super) struct Signals {
    refresh: AtomicBool,
    without_video: AtomicBool,
    waker: Mutex<Option<Waker>>,
}

impl Signals {
    /// The next frame must be a refresh.
    pub(super) fn refresh(&self) {
        self.refresh.store(true, Ordering::SeqCst);
        self.wake();
    }

    /// Whether a refresh is wanted; asks once.
    pub(super) fn take_refresh(&self) -> bool {
        self.refresh.swap(false, Ordering::SeqCst)
    }

    /// Whether all viewers can decode video, from the next refresh on.
    pub(super) fn allow_video(&self, video: bool) {
        self.without_video.store(!video, Ordering::SeqCst);
    }

    /// What was last said about video.
    pub(super) fn has_video(&self) -> bool {
        !self.without_video.load(Ordering::SeqCst)
    }

    /// Ends the thread's present wait for a change, or the next one.
    pub(super) fn wake(&self) {
        if let Some(waker) = &*self.waker.lock().unwrap_or_else(PoisonError::into_inner) {
            waker.wake();
        }
    }

    /// The thread waits on this capture from now on.
    pub(super) fn waits_on(&self, waker: Option<Waker>) {
        *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = waker;
    }
}
