//! Where each system keeps what it has set about proxies. Each system's module has the same one
//! item, `settings`; this is the only place that chooses.

#[cfg(target_os = "linux")]
#[path = "platform/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "platform/windows.rs"]
mod system;

pub(crate) use self::system::settings;
