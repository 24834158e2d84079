//! What differs between operating systems: whether and how a second start finds the first,
//! how this process gives its place to another program, what closes a folder to other users, and how
//! something is drawn above everything. Each system's module has the same items; this is the only place that chooses.

#[cfg(target_os = "linux")]
#[path = "platform/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "platform/macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "platform/windows.rs"]
mod system;
#[cfg(unix)]
mod unix;

/// Draws the agent's pointer.
pub(crate) mod pointer {
    pub(crate) use super::system::pointer::Overlay;

    /// Why there is no pointer on this screen.
    #[derive(Debug, thiserror::Error)]
    #[error("the agent's pointer cannot be shown: {0}")]
    pub(crate) struct OverlayError(pub(crate) String);
}

pub use system::give_way_to;
pub(crate) use system::{
    FINDS_FIRST_START, OPENER, has_first_start, make_private_folder, open_private_file,
};
