//! Asks the desktop's portal for a monitor (org.freedesktop.portal.ScreenCast), which asks its owner.
//! The answer is remembered as long as the program runs, so that the owner is not asked again when a
//! capture starts anew; it is never written down.

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::sync::{Mutex, PoisonError};

use ashpd::desktop::screencast::{
    CursorMode, OpenPipeWireRemoteOptions, Screencast, SelectSourcesOptions, SourceType,
    StartCastOptions,
};
use ashpd::desktop::{CreateSessionOptions, PersistMode, ResponseError, Session};
use ashpd::enumflags2::BitFlags;
use ashpd::zbus::block_on;

use crate::{CaptureError, Monitor};

/// What the owner has answered for each monitor, by its number.
static ANSWERS: Mutex<BTreeMap<u32, String>> = Mutex::new(BTreeMap::new());

/// A permission to see a monitor; given back when dropped.
pub(super) struct Grant {
    session: Session<Screencast>,
    /// How the cursor comes.
    pub(super) cursor: CursorMode,
}

/// Where the pictures of a permission are.
pub(super) struct Source {
    pub(super) remote: OwnedFd,
    /// The number of the stream there.
    pub(super) node: u32,
}

impl Drop for Grant {
    fn drop(&mut self) {
        if let Err(error) = block_on(self.session.close()) {
            tracing::debug!(%error, "the portal's session was over already");
        }
    }
}

/// Asks, and waits for the owner's answer.
///
/// # Errors
/// [`CaptureError::NotPermitted`] where the owner declines or chooses another monitor,
/// [`CaptureError::System`] where there is no portal that could ask.
pub(super) fn ask(monitor: &Monitor, cursor: bool) -> Result<(Grant, Source), CaptureError> {
    block_on(negotiate(monitor, cursor))
}

async fn negotiate(monitor: &Monitor, cursor: bool) -> Result<(Grant, Source), CaptureError> {
    let portal = Screencast::new().await.map_err(refused)?;
    let offered = portal.available_cursor_modes().await.unwrap_or_default();
    let cursor = match cursor {
        true if offered.contains(CursorMode::Metadata) => CursorMode::Metadata,
        true if offered.contains(CursorMode::Embedded) => CursorMode::Embedded,
        _ => CursorMode::Hidden,
    };
    let session = portal.create_session(CreateSessionOptions::default()).await.map_err(refused)?;
    // From here on it is closed, whatever happens.
    let grant = Grant { session, cursor };
    let known = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner).get(&monitor.id).cloned();
    let wishes = SelectSourcesOptions::default()
        .set_sources(BitFlags::from(SourceType::Monitor))
        .set_multiple(false)
        .set_cursor_mode(cursor)
        .set_persist_mode(PersistMode::Application)
        .set_restore_token(known.as_deref());
    let chosen = portal.select_sources(&grant.session, wishes).await.map_err(refused)?;
    chosen.response().map_err(refused)?;
    let answer = portal.start(&grant.session, None, StartCastOptions::default()).await;
    let streams = answer.and_then(|answer| answer.response()).map_err(refused)?;
    let stream = streams.streams().first().ok_or(CaptureError::NotPermitted)?;
    // The question for consent has named one monitor: no other takes its place.
    if stream.position().is_some_and(|place| place != (monitor.x, monitor.y)) {
        tracing::warn!("the owner has chosen another monitor than the one agreed to");
        return Err(CaptureError::NotPermitted);
    }
    if let Some(token) = streams.restore_token() {
        let mut answers = ANSWERS.lock().unwrap_or_else(PoisonError::into_inner);
        answers.insert(monitor.id, token.to_owned());
    }
    let node = stream.pipe_wire_node_id();
    let options = OpenPipeWireRemoteOptions::default();
    let remote = portal.open_pipe_wire_remote(&grant.session, options).await.map_err(refused)?;
    Ok((grant, Source { remote, node }))
}

fn refused(error: ashpd::Error) -> CaptureError {
    match error {
        ashpd::Error::Response(ResponseError::Cancelled) => CaptureError::NotPermitted,
        error => CaptureError::system("asking the desktop's portal", error),
    }
}
