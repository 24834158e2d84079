//! Apps that are gone: where the app of a session holds no log socket for too long, the portal
//! says that it has left, so that nobody is stuck in a session with an app that can't answer.
//! Watched from the moment it joins, from the end of each of its log sockets, and from the
//! portal's start. Customers that are gone for very long have their session ended; the lobby's
//! host looks for those. Both look at this process's sockets only, as `PresenceBook` does.

use std::sync::Arc;

use corporate_protocol::{Author, EndReason, EventBody, HandoffId, Mode, Phase, Timestamp};

use crate::config::Timings;
use crate::sessions::{Live, SessionError};
use crate::state::{Services, Shared};

/// Watches whether this hand-off's app connects from now on. `arrival` is the latest of its
/// connections; one that comes later is watched from its own end.
pub(crate) fn watch(services: &Shared, live: &Arc<Live>, handoff: HandoffId, arrival: u64) {
    let (services, live) = (Arc::clone(services), Arc::clone(live));
    let tasks = services.tasks.clone();
    tasks.spawn(async move {
        tokio::select! {
            () = services.stop.cancelled() => return,
            () = tokio::time::sleep(services.timings.app_gone) => {}
        }
        if live.last_app_arrival() != arrival || services.presence.presence(live.id).app {
            return;
        }
        if let Err(error) = note_left(&services, &live, handoff).await {
            tracing::error!(%error, session.id = %live.id, "the app's leaving could not be noted");
        }
    });
}

/// Watches the apps of all open sessions: those that were here when the portal stopped are
/// expected back.
pub(crate) fn watch_all(services: &Shared) {
    let services = Arc::clone(services);
    let tasks = services.tasks.clone();
    tasks.spawn(async move {
        let open = tokio::select! {
            () = services.stop.cancelled() => return,
            open = services.sessions.all_open() => open,
        };
        match open {
            Ok(open) => {
                for live in open {
                    let arrival = live.last_app_arrival();
                    let overview = live.overview();
                    if let Some(handoff) = overview.state.handoff
                        && overview.app_of(handoff)
                    {
                        watch(&services, &live, handoff, arrival);
                    }
                }
            }
            Err(error) => tracing::error!(%error, "apps of open sessions can't be looked for"),
        }
    });
}

async fn note_left(
    services: &Services,
    live: &Live,
    handoff: HandoffId,
) -> Result<(), SessionError> {
    let left = |state: &corporate_protocol::SessionState| {
        let here = state.app_joined() && state.handoff == Some(handoff);
        (here && state.phase != Phase::Ended).then_some(EventBody::AppLeft)
    };
    services.sessions.note(live, &Author::Portal, left).await
}

/// Whether a customer who was seen the last time then has been gone for too long. Whoever left a
/// message is not expected to stay; such a session is over when nothing has happened in it for
/// very long, by the log's own times, which outlive the portal's process.
pub(crate) fn is_over(timings: &Timings, live: &Live, seen_at: Timestamp, now: Timestamp) -> bool {
    let overview = live.overview();
    let Some(start) = &overview.start else { return false };
    let (patience, since) = match overview.state.phase {
        Phase::Ended => return false,
        _ if start.mode == Mode::Message => (timings.absent_message, overview.changed_at),
        Phase::Waiting => (timings.absent_waiting, seen_at),
        Phase::Chatting | Phase::Upgrading | Phase::Standard => (timings.absent_chatting, seen_at),
    };
    u128::try_from(now.0.saturating_sub(since.0)).is_ok_and(|gone| gone >= patience.as_millis())
}

/// Ends a session whose customer has been gone for too long.
///
/// # Errors
/// [`SessionError`] where the store fails.
pub(crate) async fn end(services: &Services, live: &Live) -> Result<(), SessionError> {
    let ended = |state: &corporate_protocol::SessionState| {
        let presence = services.presence.presence(live.id);
        let gone = !presence.web && !presence.app && state.phase != Phase::Ended;
        gone.then_some(EventBody::SessionEnded { reason: EndReason::Absent })
    };
    services.sessions.note(live, &Author::Portal, ended).await
}
