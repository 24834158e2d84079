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
/// What tells Windows' web view which program to run, where its data is, or to wait for a debugger.
const WEB_VIEW: [&str; 7] = [
    "WEBVIEW2_BROWSER_EXECUTABLE_FOLDER",
    "WEBVIEW2_CHANNEL_SEARCH_KIND",
    "WEBVIEW2_PIPE_FOR_SCRIPT_DEBUGGER",
    "WEBVIEW2_RELEASE_CHANNELS",
    "WEBVIEW2_RELEASE_CHANNEL_PREFERENCE",
    "WEBVIEW2_USER_DATA_FOLDER",
    "WEBVIEW2_WAIT_FOR_SCRIPT_DEBUGGER",
];

/// Removes [`corporate_policy::FORGOTTEN`], what is said of the web view, and the switches. With
/// the feature `automation`, which only test builds have, it leaves the switches and turns the
/// windows' automation on.
///
/// # Safety
/// To be called while the process has no other thread.
pub unsafe fn seal() {
    for name in corporate_policy::FORGOTTEN.into_iter().chain(WEB_VIEW) {
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
