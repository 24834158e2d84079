//! The account's queues: added, renamed, put in order, removed. One always stays, as every chat
//! waits in one.

use corporate_protocol::{AuditAction, ErrorCode, Phase, Queue, QueueId, settings};

use super::{ManageError, refused};
use crate::state::Services;
use crate::store::Agent;

/// Adds a queue at the end, or renames it.
///
/// # Errors
/// [`ErrorCode::SettingInvalid`] with the field of an unfit name, [`ErrorCode::TooLarge`] where
/// there are as many queues as there may be.
pub(crate) async fn put(
    services: &Services,
    by: &Agent,
    queue: Queue,
) -> Result<Queue, ManageError> {
    queue.check()?;
    let _turn = services.managing.lock().await;
    let queues = services.store.queues().await?;
    if queues.contains(&queue) {
        return Ok(queue);
    }
    let is_new = queues.iter().all(|known| known.id != queue.id);
    if is_new && queues.len() >= settings::QUEUES {
        return Err(ErrorCode::TooLarge.into());
    }
    let action = AuditAction::QueueChanged { queue: queue.id.clone() };
    services.store.put_queue(&queue, &services.audit.entry(Some(by), action)).await?;
    Ok(queue)
}

/// Puts the queues in this order.
///
/// # Errors
/// [`ErrorCode::Outdated`] where these are not exactly the queues that there are.
pub(crate) async fn order(
    services: &Services,
    by: &Agent,
    ids: &[QueueId],
) -> Result<Vec<Queue>, ManageError> {
    let _turn = services.managing.lock().await;
    let queues = services.store.queues().await?;
    if queues.iter().map(|queue| &queue.id).eq(ids) {
        return Ok(queues);
    }
    let same = queues.len() == ids.len() && queues.iter().all(|queue| ids.contains(&queue.id));
    if !same {
        return Err(ErrorCode::Outdated.into());
    }
    let note = services.audit.entry(Some(by), AuditAction::QueuesOrdered);
    services.store.order_queues(ids, &note).await?;
    Ok(services.store.queues().await?)
}

/// Removes a queue, also from the lists of the agents who serve it.
///
/// # Errors
/// [`ErrorCode::InUse`] for the last queue, while somebody waits in it, and (field `agents`) while
/// it is the only one that an agent serves: with an empty list that one would serve all of them.
pub(crate) async fn remove(
    services: &Services,
    by: &Agent,
    id: &QueueId,
) -> Result<(), ManageError> {
    let _turn = services.managing.lock().await;
    let queues = services.store.queues().await?;
    if queues.iter().all(|queue| queue.id != *id) {
        return Err(ErrorCode::NotFound.into());
    }
    if queues.len() == 1 {
        return Err(ErrorCode::InUse.into());
    }
    for live in services.sessions.all_open().await? {
        let state = &live.overview().state;
        if state.phase == Phase::Waiting && state.queue.as_ref() == Some(id) {
            return Err(refused(ErrorCode::InUse, "sessions"));
        }
    }
    let agents = services.store.agents().await?;
    if agents.iter().any(|agent| agent.queues == [id.clone()]) {
        return Err(refused(ErrorCode::InUse, "agents"));
    }
    let action = AuditAction::QueueRemoved { queue: id.clone() };
    services.store.remove_queue(id, &services.audit.entry(Some(by), action)).await?;
    services.lobby.staff_changed();
    Ok(())
}
