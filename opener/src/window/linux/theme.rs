//! Light or dark, as the desktop is. A dark or high-contrast GTK theme counts by itself; desktops
//! that name only a preferred colour scheme are asked for it here.

use gtk::gio::prelude::*;
use gtk::gio::{Settings, SettingsSchemaSource};
use gtk::prelude::*;

/// Where the desktop keeps its appearance.
const SCHEMA: &str = "org.gnome.desktop.interface";
/// The setting's name.
const SCHEME: &str = "color-scheme";

/// Takes the colour scheme over, where the desktop names one.
pub(super) fn follow_the_desktop() {
    let Some(gtk) = gtk::Settings::default() else { return };
    let known = SettingsSchemaSource::default().and_then(|source| source.lookup(SCHEMA, true));
    // Asking for settings that a desktop does not have would end the program.
    if known.is_some_and(|schema| schema.has_key(SCHEME)) {
        let is_dark = Settings::new(SCHEMA).string(SCHEME) == "prefer-dark";
        if is_dark {
            gtk.set_gtk_application_prefer_dark_theme(true);
        }
    }
}
