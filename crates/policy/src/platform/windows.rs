//! Windows: the machine's policies in the registry, which administrators alone can write; never
//! the user's own half of it. The 64-bit view is read whatever this program was built for.

use std::io;

use windows_sys::Win32::Foundation::{
    ERROR_FILE_NOT_FOUND, ERROR_MORE_DATA, ERROR_SUCCESS, ERROR_UNSUPPORTED_TYPE,
};
use windows_sys::Win32::System::Registry::{
    HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RRF_SUBKEY_WOW6464KEY, RegGetValueW,
};

use crate::PolicyError;

/// Where the policy is.
pub(crate) const PLACE: &str = r"HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Corporate Customer\PortalUrl";
const KEY: &str = r"SOFTWARE\Policies\Corporate Customer";
const VALUE: &str = "PortalUrl";
/// UTF-16 units of a policy, its end included.
const POLICY_UNITS: usize = 2 * 1024;

/// The portal's address as the administrator has written it; `None` where there is no policy.
#[expect(unsafe_code, reason = "the Windows API is called here")]
pub(crate) fn policy() -> Result<Option<String>, PolicyError> {
    let (key, value) = (wide(KEY), wide(VALUE));
    let mut units = vec![0_u16; POLICY_UNITS];
    let mut bytes = (POLICY_UNITS * 2) as u32;
    // SAFETY: both names end in a zero, the buffer is as long as `bytes` says, and the pointers
    // are good until the call returns.
    let status = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            key.as_ptr(),
            value.as_ptr(),
            RRF_RT_REG_SZ | RRF_SUBKEY_WOW6464KEY,
            std::ptr::null_mut(),
            units.as_mut_ptr().cast(),
            &raw mut bytes,
        )
    };
    let wrong = |reason| PolicyError::Form { place: PLACE, reason };
    match status {
        ERROR_SUCCESS => {}
        ERROR_FILE_NOT_FOUND => return Ok(None),
        ERROR_UNSUPPORTED_TYPE => return Err(wrong("it has to be a string (REG_SZ)")),
        ERROR_MORE_DATA => return Err(wrong("it is larger than 4 KiB")),
        other => {
            let source = io::Error::from_raw_os_error(other.cast_signed());
            return Err(PolicyError::Unreadable { place: PLACE, source });
        }
    }
    let length = (bytes as usize / 2).saturating_sub(1);
    let text = units.get(..length).and_then(|units| String::from_utf16(units).ok());
    text.map(Some).ok_or_else(|| wrong("it is no text"))
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain(Some(0)).collect()
}
