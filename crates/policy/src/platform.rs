//! Where each system keeps what its administrator has decided. Each system's module has the same
//! two items, `PLACE` and `policy`; this is the only place that chooses.

#[cfg(target_os = "linux")]
#[path = "platform/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "platform/windows.rs"]
mod system;

/// The policy in JSON, where a system keeps it in a file.
#[cfg(target_os = "linux")]
#[path = "platform/document.rs"]
mod document;

pub(crate) use self::system::{PLACE, policy};
