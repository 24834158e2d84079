//! What AppKit calls: the keys that were pressed, kept until the window's loop takes them.
#![expect(unsafe_code, reason = "a class of Objective-C is made here")]

use std::cell::RefCell;
use std::collections::VecDeque;

use objc2::rc::Retained;
use objc2::runtime::{AnyObject, NSObjectProtocol};
use objc2::{DefinedClass, MainThreadMarker, MainThreadOnly, define_class, msg_send};
use objc2_app_kit::{NSControl, NSWindow, NSWindowDelegate};
use objc2_foundation::NSObject;

use crate::window::picture::Key;

/// Keys that may wait; a hand is not faster than the window.
const WAITING: usize = 8;

define_class!(
    // SAFETY: `NSObject` asks nothing of its subclasses, and this one has no `Drop`.
    #[unsafe(super = NSObject)]
    #[thread_kind = MainThreadOnly]
    #[name = "CorporateOpenerHands"]
    #[ivars = RefCell<VecDeque<Key>>]
    pub(super) struct Hands;

    // SAFETY: it asks nothing.
    unsafe impl NSObjectProtocol for Hands {}

    // SAFETY: the method has the types that the protocol says.
    unsafe impl NSWindowDelegate for Hands {
        #[unsafe(method(windowShouldClose:))]
        fn window_should_close(&self, _window: &NSWindow) -> bool {
            self.press(Key::Leave);
            false
        }
    }

    impl Hands {
        #[unsafe(method(pressed:))]
        fn pressed(&self, sender: &NSControl) {
            if let Some(key) = key_of(sender.tag()) {
                self.press(key);
            }
        }

        #[unsafe(method(leave:))]
        fn leave(&self, _sender: Option<&AnyObject>) {
            self.press(Key::Leave);
        }
    }
);

impl Hands {
    pub(super) fn new(marker: MainThreadMarker) -> Retained<Self> {
        let this = Self::alloc(marker).set_ivars(RefCell::default());
        // SAFETY: `init` of the superclass has this type.
        unsafe { msg_send![super(this), init] }
    }

    /// The oldest key that was pressed and not yet taken.
    pub(super) fn take_pressed(&self) -> Option<Key> {
        self.ivars().borrow_mut().pop_front()
    }

    fn press(&self, key: Key) {
        let mut pressed = self.ivars().borrow_mut();
        if pressed.len() < WAITING {
            pressed.push_back(key);
        }
    }
}

/// The number that a key's button carries.
pub(super) const fn tag_of(key: Key) -> isize {
    match key {
        Key::Proceed => 1,
        Key::Primary => 2,
        Key::Second => 3,
        Key::Leave => 4,
    }
}

const fn key_of(tag: isize) -> Option<Key> {
    match tag {
        1 => Some(Key::Proceed),
        2 => Some(Key::Primary),
        3 => Some(Key::Second),
        4 => Some(Key::Leave),
        _ => None,
    }
}
