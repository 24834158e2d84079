//! What ScreenCaptureKit calls, on a queue of its own: keeps the newest picture and adds up what is
//! dirty, until the capture thread reads it.
#![expect(unsafe_code, reason = "a class that the system calls")]

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use objc2::rc::Retained;
use objc2::runtime::NSObject;
use objc2::{AllocAnyThread as _, DefinedClass as _, define_class, msg_send};
use objc2_core_media::CMSampleBuffer;
use objc2_foundation::{NSError, NSObjectProtocol};
use objc2_screen_capture_kit::{
    SCStream, SCStreamDelegate, SCStreamErrorCode, SCStreamOutput, SCStreamOutputType,
};

use super::super::bell::Bell;
use super::super::damage::Damage;
use super::picture::{News, Picture};
use crate::{CaptureError, Rect};

/// What the system's queue leaves for the capture thread.
pub(super) struct Shared {
    bell: Arc<Bell>,
    state: Mutex<State>,
}

/// The newest picture and what of it has not been read.
#[derive(Default)]
pub(super) struct State {
    pub(super) picture: Option<Picture>,
    /// A picture has come before.
    begun: bool,
    pub(super) damage: Damage,
    pub(super) ended: Option<CaptureError>,
}

impl Shared {
    pub(super) fn new(bell: &Arc<Bell>) -> Self {
        Self { bell: Arc::clone(bell), state: Mutex::default() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, sample: &CMSampleBuffer) {
        let Some(news) = News::of(sample) else { return };
        let mut state = self.state();
        if !std::mem::replace(&mut state.begun, true) {
            let [width, height] = news.picture.size();
            state.damage.add(Rect::whole(width, height));
        }
        for rect in news.dirty {
            state.damage.add(rect);
        }
        state.picture = Some(news.picture);
        drop(state);
        self.bell.ring();
    }

    fn end(&self, reason: CaptureError) {
        self.state().ended.get_or_insert(reason);
        self.bell.ring();
    }
}

define_class!(
    // SAFETY: NSObject asks nothing of its subclasses, and Output has no Drop of its own.
    #[unsafe(super(NSObject))]
    #[name = "CorporateCaptureOutput"]
    #[ivars = Arc<Shared>]
    pub(super) struct Output;

    // SAFETY: what the protocol asks for is NSObject's.
    unsafe impl NSObjectProtocol for Output {}

    // SAFETY: the method has the protocol's types.
    unsafe impl SCStreamOutput for Output {
        #[unsafe(method(stream:didOutputSampleBuffer:ofType:))]
        fn did_output(&self, _stream: &SCStream, sample: &CMSampleBuffer, of: SCStreamOutputType) {
            if of == SCStreamOutputType::Screen {
                self.ivars().take(sample);
            }
        }
    }

    // SAFETY: the method has the protocol's types.
    unsafe impl SCStreamDelegate for Output {
        #[unsafe(method(stream:didStopWithError:))]
        fn did_stop(&self, _stream: &SCStream, error: &NSError) {
            self.ivars().end(reason(error));
        }
    }
);

impl Output {
    pub(super) fn new(shared: Arc<Shared>) -> Retained<Self> {
        let this = Self::alloc().set_ivars(shared);
        // SAFETY: NSObject's own way to begin.
        unsafe { msg_send![super(this), init] }
    }
}

/// What an error of ScreenCaptureKit means to us.
pub(super) fn reason(error: &NSError) -> CaptureError {
    let refused = [
        SCStreamErrorCode::UserDeclined,
        SCStreamErrorCode::UserStopped,
        SCStreamErrorCode::SystemStoppedStream,
    ];
    if refused.iter().any(|code| code.0 == error.code()) {
        return CaptureError::NotPermitted;
    }
    let said = format!("{} ({})", error.localizedDescription(), error.code());
    CaptureError::system("capturing with ScreenCaptureKit", said)
}
