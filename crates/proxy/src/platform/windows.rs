//! Windows: the proxy of this user's internet settings. Scripts and the search for one (WPAD) are
//! fetched and evaluated by the system (WinHTTP), which knows the network that it is in.
#![expect(unsafe_code, reason = "the Windows API is called here")]

#[path = "windows/winhttp.rs"]
mod winhttp;

use std::ptr::null;

use corporate_protocol::PortalOrigin;
use windows_sys::Win32::Foundation::{GetLastError, GlobalFree};
use windows_sys::Win32::Networking::WinHttp::{
    ERROR_WINHTTP_LOGIN_FAILURE, WINHTTP_ACCESS_TYPE_NAMED_PROXY, WINHTTP_ACCESS_TYPE_NO_PROXY,
    WINHTTP_AUTO_DETECT_TYPE_DHCP, WINHTTP_AUTO_DETECT_TYPE_DNS_A, WINHTTP_AUTOPROXY_AUTO_DETECT,
    WINHTTP_AUTOPROXY_CONFIG_URL, WINHTTP_AUTOPROXY_OPTIONS, WINHTTP_CURRENT_USER_IE_PROXY_CONFIG,
    WINHTTP_PROXY_INFO,
};

use self::winhttp::WinHttp;
use crate::route::{Named, Settings};
use crate::rules::{Target, secure_proxy};

/// How long each part of fetching a script may take.
const SCRIPT_MS: i32 = 5000;
/// Units of a text that the system gives; longer ones are cut.
const TEXT_UNITS: usize = 32 * 1024;

/// What the system says about a portal.
pub(crate) fn settings(origin: &PortalOrigin, target: Target<'_>) -> Settings {
    let Some(system) = WinHttp::load() else {
        // What the user has set can't be asked for.
        return Settings { named: Named::Direct, is_guess: true };
    };
    let user = UserSettings::read(&system);
    if (user.detects || user.script.is_some())
        && let Some((proxy, bypass)) = ask_script(&system, origin, &user)
    {
        return Settings::certain(named(target, proxy.as_deref(), bypass.as_deref()));
    }
    let named = named(target, user.proxy.as_deref(), user.bypass.as_deref());
    // The search for a script finds none in most networks; a script that is named has to be there.
    let is_guess = user.script.is_some() && named == Named::Direct;
    Settings { named, is_guess }
}

fn named(target: Target<'_>, proxies: Option<&str>, bypass: Option<&str>) -> Named {
    let bypassed = bypass.is_some_and(|list| target.is_bypassed(list));
    match proxies.and_then(secure_proxy) {
        Some(proxy) if !bypassed => Named::Proxy(proxy.to_owned()),
        _ => Named::Direct,
    }
}

/// What this user has set.
#[derive(Default)]
struct UserSettings {
    detects: bool,
    script: Option<String>,
    proxy: Option<String>,
    bypass: Option<String>,
}

impl UserSettings {
    fn read(system: &WinHttp) -> Self {
        let mut found = WINHTTP_CURRENT_USER_IE_PROXY_CONFIG::default();
        // SAFETY: the structure outlives the call; its texts are taken below, each once.
        unsafe {
            if (system.user_settings)(&raw mut found) == 0 {
                return Self::default();
            }
            Self {
                detects: found.fAutoDetect != 0,
                script: take(found.lpszAutoConfigUrl),
                proxy: take(found.lpszProxy),
                bypass: take(found.lpszProxyBypass),
            }
        }
    }
}

/// Proxies and exceptions that a script names; nothing where none could be evaluated.
fn ask_script(
    system: &WinHttp,
    origin: &PortalOrigin,
    user: &UserSettings,
) -> Option<(Option<String>, Option<String>)> {
    let url = wide(origin.at("/").as_str());
    let script = user.script.as_deref().map(wide);
    let mut options = WINHTTP_AUTOPROXY_OPTIONS::default();
    if user.detects {
        options.dwFlags |= WINHTTP_AUTOPROXY_AUTO_DETECT;
        options.dwAutoDetectFlags = WINHTTP_AUTO_DETECT_TYPE_DHCP | WINHTTP_AUTO_DETECT_TYPE_DNS_A;
    }
    if let Some(script) = &script {
        options.dwFlags |= WINHTTP_AUTOPROXY_CONFIG_URL;
        options.lpszAutoConfigUrl = script.as_ptr();
    }
    // Who serves a script may ask for the user's sign-in of Windows. The one that the settings name
    // gets it; one that only the network names never does.
    let named = script.as_ref().map(|script| WINHTTP_AUTOPROXY_OPTIONS {
        dwFlags: WINHTTP_AUTOPROXY_CONFIG_URL,
        lpszAutoConfigUrl: script.as_ptr(),
        fAutoLogonIfChallenged: 1,
        ..Default::default()
    });
    let mut found = WINHTTP_PROXY_INFO::default();
    // SAFETY: all texts end with 0 and outlive the calls; the handle is closed; the texts that the
    // system gives are taken once.
    unsafe {
        let session = (system.open)(null(), WINHTTP_ACCESS_TYPE_NO_PROXY, null(), null(), 0);
        if session.is_null() {
            return None;
        }
        (system.set_timeouts)(session, SCRIPT_MS, SCRIPT_MS, SCRIPT_MS, SCRIPT_MS);
        let mut done =
            (system.proxy_for_url)(session, url.as_ptr(), &raw mut options, &raw mut found);
        if let Some(mut named) = named
            && done == 0
            && GetLastError() == ERROR_WINHTTP_LOGIN_FAILURE
        {
            done = (system.proxy_for_url)(session, url.as_ptr(), &raw mut named, &raw mut found);
        }
        (system.close)(session);
        if done == 0 {
            return None;
        }
        let texts = (take(found.lpszProxy), take(found.lpszProxyBypass));
        Some(if found.dwAccessType == WINHTTP_ACCESS_TYPE_NAMED_PROXY {
            texts
        } else {
            (None, None)
        })
    }
}

/// A text as Windows takes it.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().filter(|unit| *unit != 0).chain([0]).collect()
}

/// A text of the system's, which is given back to it; nothing where it is missing or empty.
///
/// # Safety
/// It is null, or a text that ends with 0, was allocated for the caller and is not used again.
unsafe fn take(text: *mut u16) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the text ends with 0, up to which it may be read; it is freed once.
    unsafe {
        let length = (0..TEXT_UNITS).take_while(|at| *text.add(*at) != 0).count();
        let taken = String::from_utf16_lossy(std::slice::from_raw_parts(text, length));
        GlobalFree(text.cast());
        (!taken.trim().is_empty()).then_some(taken)
    }
}
