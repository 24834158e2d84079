//! To whom a file or folder belongs: an owner can change its access list at any time.
#![expect(unsafe_code, reason = "the Windows API is called here")]

use std::fs::File;
use std::io;
use std::os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle};
use std::ptr::null_mut;

use windows_sys::Win32::Foundation::{ERROR_SUCCESS, LocalFree};
use windows_sys::Win32::Security::Authorization::{GetSecurityInfo, SE_FILE_OBJECT};
use windows_sys::Win32::Security::{
    EqualSid, GetTokenInformation, IsWellKnownSid, OWNER_SECURITY_INFORMATION, PSID,
    SECURITY_MAX_SID_SIZE, TOKEN_QUERY, TOKEN_USER, TokenUser, WinBuiltinAdministratorsSid,
    WinLocalSystemSid,
};
use windows_sys::Win32::System::Threading::{GetCurrentProcess, OpenProcessToken};

/// Room for what is said of a user: the first is the answer, the others hold the number that it points
/// to, as long as any can be.
type User = [TOKEN_USER; 1 + (SECURITY_MAX_SID_SIZE as usize).div_ceil(size_of::<TOKEN_USER>())];

/// Whether it belongs to this user, or to those who may do everything anyway: what an administrator
/// makes with raised rights belongs to all administrators.
pub(super) fn is_mine(file: &File) -> io::Result<bool> {
    let (mut owner, mut descriptor) = (null_mut(), null_mut());
    // SAFETY: the file is open; the owner is a part of the descriptor, which is freed after its use.
    unsafe {
        let status = GetSecurityInfo(
            file.as_raw_handle(),
            SE_FILE_OBJECT,
            OWNER_SECURITY_INFORMATION,
            &raw mut owner,
            null_mut(),
            null_mut(),
            null_mut(),
            &raw mut descriptor,
        );
        if status != ERROR_SUCCESS {
            return Err(io::Error::from_raw_os_error(status.cast_signed()));
        }
        // What has no owner is nobody's.
        let trusted = if owner.is_null() { Ok(false) } else { is_trusted(owner) };
        LocalFree(descriptor);
        trusted
    }
}

/// Whether files of this owner are trusted.
///
/// # Safety
/// `somebody` points to a valid SID.
unsafe fn is_trusted(somebody: PSID) -> io::Result<bool> {
    let mut user = User::default();
    let mut token = null_mut();
    let mut size = size_of::<User>() as u32;
    // SAFETY: the caller's; what is written is as large as it is said to be, and the token is closed
    // once.
    unsafe {
        let mut administrators = [WinBuiltinAdministratorsSid, WinLocalSystemSid].into_iter();
        if administrators.any(|who| IsWellKnownSid(somebody, who) != 0) {
            return Ok(true);
        }
        if OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &raw mut token) == 0 {
            return Err(io::Error::last_os_error());
        }
        let token = OwnedHandle::from_raw_handle(token);
        let found = (&raw mut user).cast();
        if GetTokenInformation(token.as_raw_handle(), TokenUser, found, size, &raw mut size) == 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(EqualSid(somebody, user[0].User.Sid) != 0)
    }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::Security::{
        CreateWellKnownSid, WELL_KNOWN_SID_TYPE, WinAuthenticatedUserSid, WinLocalServiceSid,
        WinWorldSid,
    };

    use super::*;

    fn trusts(who: WELL_KNOWN_SID_TYPE) -> bool {
        let mut number = [0_u32; SECURITY_MAX_SID_SIZE as usize / size_of::<u32>()];
        let mut size = size_of_val(&number) as u32;
        let number = number.as_mut_ptr().cast();
        // SAFETY: the number has the room that the function is told, and lives for both calls.
        unsafe {
            assert_ne!(CreateWellKnownSid(who, null_mut(), number, &raw mut size), 0);
            is_trusted(number).expect("an answer")
        }
    }

    #[test]
    fn files_of_this_user_and_of_administrators_are_trusted_and_no_others() {
        assert!(is_mine(&tempfile::tempfile().expect("a file")).expect("an answer"));
        assert!(trusts(WinBuiltinAdministratorsSid) && trusts(WinLocalSystemSid));
        for other in [WinWorldSid, WinAuthenticatedUserSid, WinLocalServiceSid] {
            assert!(!trusts(other), "{other}");
        }
    }
}
