//! The window on macOS, made of AppKit's controls: passes on what is pressed and paints the show.
//!
//! **Compiled and linked only.** No Mac has run this yet; what it does there is still to be seen.

#[path = "macos/face.rs"]
mod face;
#[path = "macos/hands.rs"]
mod hands;
#[path = "macos/menu.rs"]
mod menu;

use objc2::MainThreadMarker;
use objc2_app_kit::{NSApplication, NSApplicationActivationPolicy, NSEventMask};
use objc2_foundation::{NSDate, NSDefaultRunLoopMode};

use self::face::Face;
use self::hands::Hands;
use super::Outcome;
use super::show::{Show, TICK};
use crate::OpenerError;

/// See [`super::run`]. Serves events itself rather than in `NSApplication::run`, so that the
/// program's end is this function's.
pub(super) fn run(show: impl FnOnce() -> Show) -> Result<Outcome, OpenerError> {
    let marker = MainThreadMarker::new().ok_or(OpenerError::NoDisplay)?;
    let app = NSApplication::sharedApplication(marker);
    app.setActivationPolicy(NSApplicationActivationPolicy::Regular);
    let hands = Hands::new(marker);
    let face = Face::new(marker, &hands);
    let mut show = show();
    let mut texts = show.texts();
    menu::put(&app, marker, &hands, texts);
    app.finishLaunching();
    face.paint(show.texts(), show.portal(), &show.picture());
    face.show();
    app.activate();
    loop {
        if let Some(outcome) = show.outcome() {
            return Ok(outcome);
        }
        let until = if show.wants_ticks() {
            NSDate::dateWithTimeIntervalSinceNow(TICK.as_secs_f64())
        } else {
            NSDate::distantFuture()
        };
        // SAFETY: the mode is a constant of the system's.
        #[expect(unsafe_code, reason = "a constant of the system is read")]
        let mode = unsafe { NSDefaultRunLoopMode };
        let event = app.nextEventMatchingMask_untilDate_inMode_dequeue(
            NSEventMask::Any,
            Some(&until),
            mode,
            true,
        );
        if let Some(event) = event {
            app.sendEvent(&event);
        }
        while let Some(key) = hands.take_pressed() {
            show.press(key, &face.fields());
        }
        show.tick();
        if !std::ptr::eq(texts, show.texts()) {
            texts = show.texts();
            menu::put(&app, marker, &hands, texts);
        }
        face.paint(show.texts(), show.portal(), &show.picture());
    }
}
