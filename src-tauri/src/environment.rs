//! Rids this process of switches that would let another program drive or inspect its windows, and
//! of variables that name whom TLS trusts or where to load code from. Called by `main` before
//! anything else.
#![expect(unsafe_code, reason = "changing the environment is unsafe since edition 2024")]

#[cfg(all(feature = "automation", not(debug_assertions)))]
compile_error!("the feature `automation` is for tests and never part of a release");

/// Each lets a WebDriver or an inspector reach the windows, and with them the consent.
const SWITCHES: [&str; 5] = [
    "TAURI_AUTOMATION",
    "TAURI_WEBVIEW_AUTOMATION",
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
];

/// Each names certificates in the place of the system's, or code that the toolkit loads. The opener
/// forgets the same.
const NAMES: [&str; 11] = [
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GDK_PIXBUF_MODULEDIR",
    "GDK_PIXBUF_MODULE_FILE",
    "GIO_EXTRA_MODULES",
    "GIO_MODULE_DIR",
    "GTK3_MODULES",
    "GTK_EXE_PREFIX",
    "GTK_IM_MODULE_FILE",
    "GTK_MODULES",
    "GTK_PATH",
];

/// Removes the names and the switches. With the feature `automation`, which only test builds have,
/// it leaves the switches and turns the windows' automation on.
///
/// # Safety
/// To be called while the process has no other thread.
pub unsafe fn seal() {
    for name in NAMES {
        // SAFETY: the caller promises that no other thread is there to read the environment.
        unsafe { std::env::remove_var(name) };
    }
    for switch in SWITCHES {
        if !cfg!(feature = "automation") {
            // SAFETY: as above.
            unsafe { std::env::remove_var(switch) };
        }
    }
    if cfg!(feature = "automation") {
        // SAFETY: as above.
        unsafe { std::env::set_var("TAURI_WEBVIEW_AUTOMATION", "true") };
    }
}
