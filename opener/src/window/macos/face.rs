//! The controls of the window and how a picture is put on them. Knows nothing of hand-offs. Fonts,
//! scale and dark look are AppKit's own; labels have no letters with Alt, as on any Mac.
#![expect(unsafe_code, reason = "AppKit is called here")]

use std::cell::RefCell;

use objc2::rc::Retained;
use objc2::runtime::{AnyObject, ProtocolObject};
use objc2::{MainThreadMarker, MainThreadOnly, sel};
use objc2_app_kit::{
    NSAccessibility, NSAccessibilityAnnouncementKey,
    NSAccessibilityAnnouncementRequestedNotification, NSAccessibilityPostNotificationWithUserInfo,
    NSBackingStoreType, NSButton, NSFont, NSLayoutAttribute, NSProgressIndicator,
    NSSecureTextField, NSStackView, NSTextField, NSUserInterfaceLayoutOrientation, NSView,
    NSWindow, NSWindowStyleMask,
};
use objc2_foundation::{NSArray, NSDictionary, NSEdgeInsets, NSPoint, NSRect, NSSize, NSString};

use super::hands::{Hands, tag_of};
use crate::texts::Texts;
use crate::window::picture::{Fields, Focus, Form, Key, Picture, Progress};

/// Lengths in points.
const WIDTH: f64 = 420.0;
const MARGIN: f64 = 20.0;
const GAP: f64 = 12.0;
const ENTRY: f64 = 200.0;

/// The window and all in it that changes.
pub(super) struct Face {
    window: Retained<NSWindow>,
    column: Retained<NSStackView>,
    headline: Retained<NSTextField>,
    /// Portal, company, agent.
    facts: [Retained<NSTextField>; 3],
    detail: Retained<NSTextField>,
    progress: Retained<NSProgressIndicator>,
    amount: Retained<NSTextField>,
    code: Field,
    user: Field,
    password: Field,
    proceed: Retained<NSButton>,
    second: Retained<NSButton>,
    primary: Retained<NSButton>,
    leave: Retained<NSButton>,
    painted: RefCell<Option<Picture>>,
}

/// A label and its entry.
struct Field {
    row: Retained<NSStackView>,
    label: Retained<NSTextField>,
    entry: Retained<NSTextField>,
}

impl Face {
    pub(super) fn new(marker: MainThreadMarker, hands: &Hands) -> Self {
        let words = || wrapped(marker);
        let button = |key: Key| button(marker, hands, key);
        let (proceed, second) = (button(Key::Proceed), button(Key::Second));
        let (primary, leave) = (button(Key::Primary), button(Key::Leave));
        leave.setKeyEquivalent(&NSString::from_str("\u{1b}"));
        let headline = words();
        headline.setFont(Some(&NSFont::boldSystemFontOfSize(NSFont::systemFontSize() * 1.3)));
        let password = NSSecureTextField::new(marker).into_super();
        let face = Self {
            window: window(marker),
            column: stack(marker, &[], NSUserInterfaceLayoutOrientation::Vertical),
            headline,
            facts: [words(), words(), words()],
            detail: words(),
            progress: NSProgressIndicator::new(marker),
            amount: words(),
            code: Field::new(marker, NSTextField::new(marker), Some(&proceed)),
            user: Field::new(marker, NSTextField::new(marker), None),
            password: Field::new(marker, password, None),
            proceed,
            second,
            primary,
            leave,
            painted: RefCell::new(None),
        };
        face.window.setDelegate(Some(ProtocolObject::from_ref(hands)));
        face.fill(marker);
        face
    }

    /// Puts everything below one another, in the order in which it is read.
    fn fill(&self, marker: MainThreadMarker) {
        self.progress.setMaxValue(1.0);
        self.progress.widthAnchor().constraintEqualToConstant(WIDTH - 2.0 * MARGIN).setActive(true);
        let buttons =
            [&self.second, &self.primary, &self.leave].map(|button| &***button as &NSView);
        let buttons = stack(marker, &buttons, NSUserInterfaceLayoutOrientation::Horizontal);
        let mut views: Vec<&NSView> = vec![&self.headline];
        views.extend(self.facts.iter().map(|fact| &***fact as &NSView));
        views.extend([&**self.detail as &NSView, &self.progress, &self.amount]);
        views.extend([&self.code, &self.user, &self.password].map(|field| &**field.row as &NSView));
        views.push(&buttons);
        for view in views {
            self.column.addArrangedSubview(view);
        }
        self.column.setAlignment(NSLayoutAttribute::Leading);
        self.column.setEdgeInsets(NSEdgeInsets {
            top: MARGIN,
            left: MARGIN,
            bottom: MARGIN,
            right: MARGIN,
        });
        self.window.setContentView(Some(&self.column));
    }

    pub(super) fn show(&self) {
        self.window.center();
        self.window.makeKeyAndOrderFront(None);
    }

    /// What was typed; the password is forgotten here.
    pub(super) fn fields(&self) -> Fields {
        let fields = Fields {
            code: self.code.text(),
            user: self.user.text(),
            password: self.password.text(),
        };
        self.password.entry.setStringValue(&NSString::new());
        fields
    }

    /// Shows a picture; touches only what has changed since the last.
    pub(super) fn paint(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let before = self.painted.replace(Some(picture.clone()));
        if before.as_ref() == Some(picture) {
            return;
        }
        self.paint_facts(texts, portal, picture);
        self.window.setTitle(&NSString::from_str(texts.title));
        say(&self.headline, Some(&picture.headline));
        say(&self.detail, Some(&picture.detail).filter(|detail| !detail.is_empty()));
        self.paint_progress(texts, &picture.progress);
        self.paint_form(texts, &picture.form);
        self.paint_buttons(texts, picture);
        self.window.setContentSize(NSSize::new(WIDTH, self.column.fittingSize().height));
        let is_new = before.as_ref().is_none_or(|before| before.moment != picture.moment);
        if is_new || before.as_ref().is_some_and(|before| before.focus() != picture.focus()) {
            self.focus(picture);
        }
        if before.is_none_or(|before| before.announcement != picture.announcement) {
            self.announce(&picture.announcement);
        }
    }

    fn paint_facts(&self, texts: &Texts, portal: &str, picture: &Picture) {
        let session = picture.session.as_ref();
        let values = [
            (texts.portal, Some(portal)),
            (texts.company, session.map(|session| session.company.as_str())),
            (texts.agent, session.map(|session| session.agent.as_str())),
        ];
        for (fact, (name, value)) in self.facts.iter().zip(values) {
            let value = value.filter(|_| picture.has_facts);
            say(fact, value.map(|value| format!("{name}: {value}")).as_ref());
        }
    }

    fn paint_progress(&self, texts: &Texts, progress: &Progress) {
        self.progress.setHidden(*progress == Progress::Hidden);
        self.progress.setAccessibilityLabel(Some(&NSString::from_str(texts.progress)));
        let is_busy = *progress == Progress::Busy;
        self.progress.setIndeterminate(is_busy);
        // SAFETY: no sender is named.
        unsafe {
            if is_busy {
                self.progress.startAnimation(None);
            } else {
                self.progress.stopAnimation(None);
            }
        }
        let Progress::Part(part, words) = progress else { return say(&self.amount, None) };
        self.progress.setDoubleValue(*part);
        say(&self.amount, Some(words));
    }

    fn paint_form(&self, texts: &Texts, form: &Form) {
        let code = if let Form::Code(label) = form { Some(*label) } else { None };
        self.code.paint(code);
        let signs_in = *form == Form::SignIn;
        self.user.paint(signs_in.then_some(texts.user));
        self.password.paint(signs_in.then_some(texts.password));
    }

    fn paint_buttons(&self, texts: &Texts, picture: &Picture) {
        let default = picture.default_key();
        let all = [
            (Key::Proceed, &self.proceed, Some(texts.proceed)),
            (Key::Primary, &self.primary, picture.primary.map(|button| button.label)),
            (Key::Second, &self.second, picture.second.map(|button| button.label)),
            (Key::Leave, &self.leave, picture.leave),
        ];
        for (key, button, label) in all {
            button.setHidden(label.is_none());
            button.setTitle(&plain(label.unwrap_or_default()));
            if key != Key::Leave {
                let enter = if default == Some(key) { "\r" } else { "" };
                button.setKeyEquivalent(&NSString::from_str(enter));
            }
        }
    }

    /// Puts the keyboard where it is needed next.
    fn focus(&self, picture: &Picture) {
        let view: &NSView = match picture.focus() {
            Focus::Nothing => {
                self.window.makeFirstResponder(None);
                return;
            }
            Focus::Code => &self.code.entry,
            Focus::User if self.user.text().is_empty() => &self.user.entry,
            Focus::User => &self.password.entry,
            Focus::Key(Key::Proceed) => &self.proceed,
            Focus::Key(Key::Primary) => &self.primary,
            Focus::Key(Key::Second) => &self.second,
            Focus::Key(Key::Leave) => &self.leave,
        };
        self.window.makeFirstResponder(Some(view));
    }

    /// Has VoiceOver say something.
    fn announce(&self, words: &str) {
        let words: Retained<AnyObject> = NSString::from_str(words).into_super().into();
        // SAFETY: these are constants of the system's; the value has the type that the key asks for.
        unsafe {
            let info =
                NSDictionary::from_retained_objects(&[NSAccessibilityAnnouncementKey], &[words]);
            NSAccessibilityPostNotificationWithUserInfo(
                &self.window,
                NSAccessibilityAnnouncementRequestedNotification,
                Some(&info),
            );
        }
    }
}

impl Field {
    fn new(
        marker: MainThreadMarker,
        entry: Retained<NSTextField>,
        beside: Option<&Retained<NSButton>>,
    ) -> Self {
        let label = NSTextField::labelWithString(&NSString::new(), marker);
        entry.widthAnchor().constraintEqualToConstant(ENTRY).setActive(true);
        let mut views: Vec<&NSView> = vec![&label, &entry];
        views.extend(beside.map(|button| &***button as &NSView));
        let row = stack(marker, &views, NSUserInterfaceLayoutOrientation::Horizontal);
        Self { row, label, entry }
    }

    fn text(&self) -> String {
        self.entry.stringValue().to_string()
    }

    /// Shows it under this label, or hides it.
    fn paint(&self, label: Option<&str>) {
        self.row.setHidden(label.is_none());
        let label = plain(label.unwrap_or_default());
        self.label.setStringValue(&label);
        self.entry.setAccessibilityLabel(Some(&label));
    }
}

fn window(marker: MainThreadMarker) -> Retained<NSWindow> {
    let area = NSRect::new(NSPoint::ZERO, NSSize::new(WIDTH, 1.0));
    let style =
        NSWindowStyleMask::Titled | NSWindowStyleMask::Closable | NSWindowStyleMask::Miniaturizable;
    // SAFETY: the window is kept by its owner, so that closing it must not release it.
    unsafe {
        let window = NSWindow::initWithContentRect_styleMask_backing_defer(
            NSWindow::alloc(marker),
            area,
            style,
            NSBackingStoreType::Buffered,
            false,
        );
        window.setReleasedWhenClosed(false);
        window
    }
}

fn stack(
    marker: MainThreadMarker,
    views: &[&NSView],
    orientation: NSUserInterfaceLayoutOrientation,
) -> Retained<NSStackView> {
    let stack = NSStackView::stackViewWithViews(&NSArray::from_slice(views), marker);
    stack.setOrientation(orientation);
    stack.setSpacing(GAP);
    stack
}

fn wrapped(marker: MainThreadMarker) -> Retained<NSTextField> {
    let label = NSTextField::wrappingLabelWithString(&NSString::new(), marker);
    label.setPreferredMaxLayoutWidth(WIDTH - 2.0 * MARGIN);
    label
}

fn button(marker: MainThreadMarker, hands: &Hands, key: Key) -> Retained<NSButton> {
    let hands: &AnyObject = hands.as_ref();
    // SAFETY: `pressed:` takes a control; the hands live as long as the window.
    let button = unsafe {
        NSButton::buttonWithTitle_target_action(
            &NSString::new(),
            Some(hands),
            Some(sel!(pressed:)),
            marker,
        )
    };
    button.setTag(tag_of(key));
    button
}

/// Shows this text, or nothing at all.
fn say(label: &NSTextField, text: Option<&String>) {
    label.setHidden(text.is_none());
    label.setStringValue(&NSString::from_str(text.map_or("", String::as_str)));
}

/// A label without the mark of its letter.
fn plain(label: &str) -> Retained<NSString> {
    NSString::from_str(&label.replacen('_', "", 1))
}
