//! The menu bar: macOS brings Cmd+V and its like by way of a menu's item, so that without one
//! nothing can be pasted, and Cmd+Q does nothing.
#![expect(unsafe_code, reason = "AppKit is called here")]

use objc2::rc::Retained;
use objc2::runtime::{AnyObject, Sel};
use objc2::{MainThreadMarker, MainThreadOnly, sel};
use objc2_app_kit::{NSApplication, NSMenu, NSMenuItem};
use objc2_foundation::NSString;

use super::hands::Hands;
use crate::texts::Texts;

/// Puts the menu bar of a language in the place of the one that is there.
pub(super) fn put(app: &NSApplication, marker: MainThreadMarker, hands: &Hands, texts: &Texts) {
    let texts = &texts.menu;
    let quit = item(marker, texts.quit, Some(sel!(leave:)), "q");
    let hands: &AnyObject = hands.as_ref();
    // SAFETY: `leave:` takes any sender; the hands live as long as the program's window.
    unsafe { quit.setTarget(Some(hands)) };
    // Without a target, so that they go to whatever has the keyboard.
    let edit = [
        (texts.cut, sel!(cut:), "x"),
        (texts.copy, sel!(copy:), "c"),
        (texts.paste, sel!(paste:), "v"),
        (texts.select_all, sel!(selectAll:), "a"),
    ]
    .map(|(title, action, key)| item(marker, title, Some(action), key));
    let bar = NSMenu::new(marker);
    // The system shows the program's own name for the first one's title.
    for (title, items) in [(texts.quit, &[quit][..]), (texts.edit, &edit)] {
        let menu = NSMenu::initWithTitle(NSMenu::alloc(marker), &NSString::from_str(title));
        for item in items {
            menu.addItem(item);
        }
        let holder = item(marker, title, None, "");
        holder.setSubmenu(Some(&menu));
        bar.addItem(&holder);
    }
    app.setMainMenu(Some(&bar));
}

fn item(
    marker: MainThreadMarker,
    title: &str,
    action: Option<Sel>,
    key: &str,
) -> Retained<NSMenuItem> {
    let (title, key) = (NSString::from_str(title), NSString::from_str(key));
    // SAFETY: the selectors are those of AppKit's text fields and of the hands, which take a sender.
    unsafe {
        NSMenuItem::initWithTitle_action_keyEquivalent(
            NSMenuItem::alloc(marker),
            &title,
            action,
            &key,
        )
    }
}
