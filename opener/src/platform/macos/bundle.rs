//! The app as a bundle: the system brings links to bundles alone, by what stands in their
//! `Info.plist`. Compiled and linked only.

use std::ffi::c_void;
use std::io;
use std::path::Path;

use objc2::rc::Retained;
use objc2_foundation::{NSString, NSURL};

/// The app's program, below the app's folder.
pub(crate) const APP_PROGRAM: &str = "Corporate Customer.app/Contents/MacOS/corporate-customer";
/// What the system wants to know of an app: where it lies, below the app's folder, and its text, in
/// which the version is to be filled in.
pub(crate) const APP_INFO: Option<(&str, &str)> =
    Some(("Corporate Customer.app/Contents/Info.plist", include_str!("Info.plist")));

#[expect(unsafe_code, reason = "the system's library is declared here")]
#[link(name = "CoreServices", kind = "framework")]
unsafe extern "C" {
    /// Tells Launch Services of a bundle (`<LSInfo.h>`), again where `update` is not 0.
    fn LSRegisterURL(bundle: *const c_void, update: u8) -> i32;
}

/// Who is asked for links of our scheme: the app's bundle.
#[derive(Clone, Debug)]
pub struct SchemeHandler;

impl SchemeHandler {
    /// The same for every user: Launch Services has a list for each.
    pub const fn of_this_user() -> Option<Self> {
        Some(Self)
    }

    /// Has the system read what stands in the bundle of this app.
    ///
    /// # Errors
    /// Where the app is in no bundle, or the number that Launch Services gives.
    #[expect(unsafe_code, reason = "the macOS API is called here")]
    pub fn register(&self, app: &Path, _opener: Option<&Path>) -> io::Result<()> {
        // MacOS, Contents, the bundle.
        let bundle = app.ancestors().nth(3).and_then(Path::to_str);
        let bundle = bundle.ok_or(io::ErrorKind::InvalidInput)?;
        let bundle = NSURL::fileURLWithPath_isDirectory(&NSString::from_str(bundle), true);
        // SAFETY: an NSURL is a CFURL as well ("toll-free bridged"), and outlives the call.
        let status = unsafe { LSRegisterURL(Retained::as_ptr(&bundle).cast(), 1) };
        if status == 0 { Ok(()) } else { Err(io::Error::other(format!("status {status}"))) }
    }

    /// Nothing to do: Launch Services has no public call for it; that it follows no link to a bundle
    /// that is gone has not been seen.
    ///
    /// # Errors
    /// None.
    pub const fn unregister(&self) -> io::Result<()> {
        Ok(())
    }
}
