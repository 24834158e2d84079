//! Gives screen readers something to say: by UI Automation's notifications, which Windows has had
//! since 2017, else by the older alert, after which they read the window. The library is looked for
//! only when something is said.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use std::ffi::c_void;
use std::mem::transmute;
use std::ptr::null_mut;
use std::sync::OnceLock;

use windows_sys::Win32::Foundation::{HWND, SysAllocString, SysFreeString};
use windows_sys::Win32::UI::Accessibility::NotifyWinEvent;
use windows_sys::Win32::UI::WindowsAndMessaging::{CHILDID_SELF, EVENT_SYSTEM_ALERT, OBJID_CLIENT};
use windows_sys::core::BSTR;

use super::controls::wide;
use super::library::{self, Function};

/// Where the functions are.
const LIBRARY: &str = "uiautomationcore.dll";

/// `NotificationKind_ActionCompleted` and `NotificationProcessing_ImportantMostRecent`.
const COMPLETED: i32 = 2;
const MOST_RECENT: i32 = 1;

type HostProvider = unsafe extern "system" fn(HWND, *mut *mut c_void) -> i32;
type RaiseNotification = unsafe extern "system" fn(*mut c_void, i32, i32, BSTR, BSTR) -> i32;
type Release = unsafe extern "system" fn(*mut c_void) -> u32;

/// The two functions of the library that are needed.
struct Automation {
    host_provider: HostProvider,
    raise: RaiseNotification,
}

/// Has screen readers say something about a window.
pub(super) fn say(window: HWND, words: &str) {
    static AUTOMATION: OnceLock<Option<Automation>> = OnceLock::new();
    let said = AUTOMATION.get_or_init(Automation::load).as_ref();
    if !said.is_some_and(|automation| automation.say(window, words)) {
        // SAFETY: the window exists.
        unsafe { NotifyWinEvent(EVENT_SYSTEM_ALERT, window, OBJID_CLIENT, CHILDID_SELF as i32) };
    }
}

impl Automation {
    fn load() -> Option<Self> {
        let host_provider = library::find(LIBRARY, c"UiaHostProviderFromHwnd")?;
        let raise = library::find(LIBRARY, c"UiaRaiseNotificationEvent")?;
        // SAFETY: the functions have these types in the system's headers.
        Some(unsafe {
            Self {
                host_provider: transmute::<Function, HostProvider>(host_provider),
                raise: transmute::<Function, RaiseNotification>(raise),
            }
        })
    }

    /// Whether it could be said.
    fn say(&self, window: HWND, words: &str) -> bool {
        let (words, activity) = (wide(words), wide("opener"));
        let mut provider: *mut c_void = null_mut();
        // SAFETY: the window exists; the provider is a COM object of this caller's, whose table has
        // `Release` in the third place, and is released once; the texts are freed once, after use.
        unsafe {
            if (self.host_provider)(window, &raw mut provider) < 0 || provider.is_null() {
                return false;
            }
            let texts = (SysAllocString(words.as_ptr()), SysAllocString(activity.as_ptr()));
            let said = (self.raise)(provider, COMPLETED, MOST_RECENT, texts.0, texts.1);
            SysFreeString(texts.0);
            SysFreeString(texts.1);
            let table = *provider.cast::<*const *const c_void>();
            let release = transmute::<*const c_void, Release>(*table.add(2));
            release(provider);
            said >= 0
        }
    }
}
