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

/// Removes [`corporate_policy::FORGOTTEN`] and the switches. With the feature `automation`, which
/// only test builds have, it leaves the switches and turns the windows' automation on.
///
/// # Safety
/// To be called while the process has no other thread.
pub unsafe fn seal() {
    for name in corporate_policy::FORGOTTEN {
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
