//! Stand-ins for the system's libraries that zig does not bring: lists of names for the linker, with
//! the paths at which programs find the real ones. No code, and no more names than the opener uses:
//! one that is missing here stops the linker, and is added by whoever has looked up in Apple's
//! documentation which library has it. That the real ones have these names only a Mac can tell.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A library of the system's.
struct Library {
    /// Where programs load it from.
    path: &'static str,
    /// The functions and constants that the opener or a crate below it uses, as C spells them.
    names: &'static [&'static str],
}

const LIBRARIES: [Library; 7] = [
    Library {
        path: "/System/Library/Frameworks/AppKit.framework/Versions/C/AppKit",
        names: &[
            "NSAccessibilityAnnouncementKey",
            "NSAccessibilityAnnouncementRequestedNotification",
            "NSAccessibilityPostNotificationWithUserInfo",
        ],
    },
    Library {
        path: "/System/Library/Frameworks/CFNetwork.framework/Versions/A/CFNetwork",
        names: &["CFNetworkCopySystemProxySettings"],
    },
    Library {
        path: "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation",
        names: &[
            "CFArrayCreate",
            "CFDataCreate",
            "CFDateCreate",
            "CFErrorCopyDescription",
            "CFErrorGetCode",
            "CFGetTypeID",
            "CFPreferencesAppValueIsForced",
            "CFPreferencesCopyAppValue",
            "CFRelease",
            "CFRetain",
            "CFStringCreateWithBytes",
            "CFStringCreateWithBytesNoCopy",
            "CFStringGetBytes",
            "CFStringGetCStringPtr",
            "CFStringGetLength",
            "CFStringGetTypeID",
            "kCFAbsoluteTimeIntervalSince1970",
            "kCFAllocatorDefault",
            "kCFAllocatorNull",
            "kCFTypeArrayCallBacks",
        ],
    },
    Library {
        path: "/System/Library/Frameworks/CoreServices.framework/Versions/A/CoreServices",
        names: &["LSRegisterURL"],
    },
    Library {
        path: "/System/Library/Frameworks/Foundation.framework/Versions/C/Foundation",
        names: &["NSDefaultRunLoopMode"],
    },
    Library {
        path: "/System/Library/Frameworks/Security.framework/Versions/A/Security",
        names: &[
            "SecCertificateCopySubjectSummary",
            "SecCertificateCreateWithData",
            "SecCopyErrorMessageString",
            "SecPolicyCreateSSL",
            "SecTrustCreateWithCertificates",
            "SecTrustEvaluateWithError",
            "SecTrustSetAnchorCertificates",
            "SecTrustSetAnchorCertificatesOnly",
            "SecTrustSetOCSPResponse",
            "SecTrustSetVerifyDate",
        ],
    },
    Library {
        path: "/usr/lib/libobjc.A.dylib",
        names: &[
            "class_addIvar",
            "class_addMethod",
            "class_addProtocol",
            "class_getInstanceVariable",
            "class_getName",
            "class_isMetaClass",
            "ivar_getOffset",
            "objc_alloc",
            "objc_allocateClassPair",
            "objc_getClass",
            "objc_getProtocol",
            "objc_msgSend",
            "objc_msgSendSuper",
            "objc_registerClassPair",
            "objc_release",
            "objc_retain",
            "objc_retainAutoreleasedReturnValue",
            "object_getClass",
            "sel_getName",
            "sel_registerName",
        ],
    },
];

impl Library {
    /// Where the linker looks for it, below the folder that it is told.
    fn place(&self) -> PathBuf {
        let file = Path::new(self.path).file_name().unwrap_or_default().to_string_lossy();
        match file.split_once('.') {
            Some((name, _)) => format!("{name}.tbd").into(),
            None => format!("{file}.framework/{file}.tbd").into(),
        }
    }

    /// Its text-based stub, version 4, as Apple's linker defines it.
    fn stub(&self) -> String {
        let symbols: Vec<String> = self.names.iter().map(|name| format!("_{name}")).collect();
        format!(
            "--- !tapi-tbd\ntbd-version: 4\ntargets: [ arm64-macos ]\ninstall-name: '{}'\n\
             exports:\n  - targets: [ arm64-macos ]\n    symbols: [ {} ]\n...\n",
            self.path,
            symbols.join(", ")
        )
    }
}

/// Writes all of them below a folder.
///
/// # Errors
/// Where the disk does not take them.
pub(super) fn write(folder: &Path) -> Result<()> {
    for library in &LIBRARIES {
        let path = folder.join(library.place());
        let place = path.parent().unwrap_or(folder);
        fs::create_dir_all(place).with_context(|| format!("make {}", place.display()))?;
        fs::write(&path, library.stub()).with_context(|| format!("write {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_lies_where_the_linker_looks_and_names_the_real_library() {
        let places: Vec<PathBuf> = LIBRARIES.iter().map(Library::place).collect();
        assert!(places.contains(&"AppKit.framework/AppKit.tbd".into()), "{places:?}");
        assert!(places.contains(&"libobjc.tbd".into()), "{places:?}");
        let library = Library { path: "/usr/lib/libx.A.dylib", names: &["one", "two"] };
        let stub = library.stub();
        assert!(stub.contains("\ninstall-name: '/usr/lib/libx.A.dylib'\n"), "{stub}");
        assert!(stub.contains("\n    symbols: [ _one, _two ]\n"), "{stub}");
    }
}
