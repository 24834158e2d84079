//! Deletes sessions that ended longer ago than the account keeps them: log, files, secrets,
//! reports. Looks at the portal's start and then every hour, works in small steps so that nobody
//! waits for it, and says so in the audit list. A session that goes on is never touched.

use corporate_protocol::{AuditAction, SessionId};

use crate::state::{Services, Shared};
use crate::store::StoreError;

/// Sessions of one step; others may write between two of them.
const STEP: usize = 100;
/// Seconds of a day.
const DAY: i64 = 24 * 3600;

/// Starts to look, until the portal stops.
pub(crate) fn watch(services: &Shared) {
    let services = Shared::clone(services);
    let tasks = services.tasks.clone();
    tasks.spawn(async move {
        loop {
            match delete_old(&services).await {
                Ok(0) => {}
                Ok(sessions) => tracing::info!(sessions, "old sessions deleted"),
                Err(error) => tracing::error!(%error, "old sessions could not be deleted"),
            }
            tokio::select! {
                () = services.stop.cancelled() => return,
                () = tokio::time::sleep(services.timings.retention_every) => {}
            }
        }
    });
}

/// Deletes what is too old now; how many sessions that were.
async fn delete_old(services: &Services) -> Result<u32, StoreError> {
    let settings = services.store.account().await?.settings;
    let Some(days) = settings.retention_days else { return Ok(0) };
    let before = services.sessions.now().plus_seconds(-DAY * i64::from(days));
    let (mut sessions, mut entry, mut stuck) = (0_u32, None, Stuck::default());
    while !services.stop.is_cancelled() {
        let old = services.store.ended_before(before, stuck.sessions, STEP).await?;
        if old.is_empty() {
            break;
        }
        let step = without_files(services, &old, &mut stuck).await;
        if step.is_empty() {
            continue;
        }
        sessions = sessions.saturating_add(u32::try_from(step.len()).unwrap_or(u32::MAX));
        let note = services.audit.entry(None, AuditAction::SessionsDeleted { sessions, before });
        entry = Some(services.store.remove_sessions(&step, &note, entry).await?);
        services.sessions.forget(&step);
    }
    if let Some(error) = stuck.first {
        tracing::error!(%error, sessions = stuck.sessions, "files could not be deleted");
    }
    Ok(sessions)
}

/// Sessions whose files could not be deleted. They are passed over, and tried again next time.
#[derive(Default)]
struct Stuck {
    sessions: usize,
    first: Option<std::io::Error>,
}

/// Those of the sessions that have no files any more. Files go first: a session without them is
/// found again, files without their session would not be.
async fn without_files(
    services: &Services,
    sessions: &[SessionId],
    stuck: &mut Stuck,
) -> Vec<SessionId> {
    let mut done = Vec::with_capacity(sessions.len());
    for session in sessions {
        match services.files.remove_session(*session).await {
            Ok(()) => done.push(*session),
            Err(error) => {
                stuck.sessions += 1;
                stuck.first.get_or_insert(error);
            }
        }
    }
    done
}
