//! Finds the code in the name under which this program was saved. Takes a code from it and nothing
//! else, whatever the name says.

use std::ffi::OsStr;
use std::path::Path;

use corporate_protocol::Code;

/// The code in this program's file name. The file's own name counts first, then the name under
/// which it was called (a link's, for example). `None` where the user renamed it.
pub fn code_of_this_program() -> Option<Code> {
    let own = std::env::current_exe().ok();
    let called = std::env::args_os().next();
    code_in(own.as_deref().map(Path::as_os_str)).or_else(|| code_in(called.as_deref()))
}

/// The code in the last part of a path.
fn code_in(path: Option<&OsStr>) -> Option<Code> {
    let name = Path::new(path?).file_name()?.to_string_lossy();
    Code::from_file_name(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_in_names_that_browsers_make_and_in_no_other() {
        let code = Code::parse("K7QM-2XRB-9TFD");
        for path in [
            "/home/erika/Downloads/Corporate-Opener-K7QM-2XRB-9TFD",
            "/home/erika/Downloads/Corporate-Opener-K7QM-2XRB-9TFD (1)",
            "./Corporate-Opener-K7QM-2XRB-9TFD(2)",
            "/tmp/Corporate-Opener-K7QM-2XRB-9TFD (deleted)",
        ] {
            assert_eq!(code_in(Some(OsStr::new(path))), code, "{path}");
        }
        for path in [
            "",
            "/",
            "..",
            "/home/erika/Downloads/help",
            "/home/Corporate-Opener-K7QM-2XRB-9TFD/help",
            "/x/Corporate-Opener-https-evil-example",
        ] {
            assert_eq!(code_in(Some(OsStr::new(path))), None, "{path}");
        }
        assert_eq!(code_in(None), None);
    }
}
