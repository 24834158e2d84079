//! The console's list socket: the open sessions that are an agent's business, then each change of
//! any of them, and who the colleagues are. As long as it is open its agent is there.

use std::collections::HashMap;
use std::sync::Arc;

use corporate_protocol::{
    Colleague, ErrorCode, LIST_PROTOCOL, ListMessage, Phase, Seq, SessionId, SessionSummary,
};
use tokio::sync::{broadcast, watch};

use super::wire::{Gone, Incoming, Wire, close_code};
use crate::sessions::{Live, SessionError};
use crate::state::Shared;
use crate::store::Agent;
use crate::web::Member;

/// The sub-protocol that it speaks.
pub(crate) const PROTOCOL: &str = LIST_PROTOCOL;

/// Why a socket ends.
enum End {
    /// The other side is gone.
    Gone,
    /// The portal closes it.
    Closing(ErrorCode),
}

impl From<Gone> for End {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

impl From<SessionError> for End {
    fn from(error: SessionError) -> Self {
        tracing::error!(%error, "list socket failed");
        Self::Closing(error.code())
    }
}

/// One console's socket.
struct ListSocket {
    services: Shared,
    member: Member,
    /// As of the last look at the agents.
    agent: Agent,
    wire: Wire,
    /// The sessions that are shown, and as of which event.
    shown: HashMap<SessionId, Seq>,
}

/// Serves an agent until one side ends it.
pub(crate) async fn run(services: Shared, member: Member, wire: Wire) {
    let Member::Agent(agent, _) = &member else {
        return wire.close(close_code(ErrorCode::NotAllowed), ErrorCode::NotAllowed).await;
    };
    let agent = (**agent).clone();
    let mut desk = services.lobby.enter(&agent);
    let mut socket = ListSocket { services, member, agent, wire, shown: HashMap::new() };
    let Err(end) = socket.talk().await;
    if let End::Closing(code) = end {
        if code == ErrorCode::NotSignedIn {
            desk.leave_for_good();
        }
        drop(desk);
        socket.wire.close(close_code(code), code).await;
    }
}

impl ListSocket {
    async fn talk(&mut self) -> Result<std::convert::Infallible, End> {
        // Listens before it reads, so that nothing falls in between.
        let services = Arc::clone(&self.services);
        let mut changes = services.lobby.changes();
        let mut colleagues = services.lobby.colleagues();
        let mut sign_outs = services.door.sign_outs();
        self.send_all().await?;
        self.send_colleagues(&mut colleagues).await?;
        loop {
            tokio::select! {
                () = services.stop.cancelled() => {
                    return Err(End::Closing(ErrorCode::Unavailable));
                }
                _ = sign_outs.changed() => self.still_signed_in().await?,
                changed = changes.recv() => match changed {
                    Ok(batch) => self.send_changed(&batch).await?,
                    Err(broadcast::error::RecvError::Lagged(_)) => self.send_all().await?,
                    Err(broadcast::error::RecvError::Closed) => {
                        return Err(End::Closing(ErrorCode::Unavailable));
                    }
                },
                changed = colleagues.changed() => match changed {
                    Ok(()) => self.send_colleagues(&mut colleagues).await?,
                    Err(_) => return Err(End::Closing(ErrorCode::Unavailable)),
                },
                incoming = self.wire.next() => match incoming {
                    Incoming::Tick => self.still_signed_in().await?,
                    Incoming::Gone => return Err(End::Gone),
                    // Nothing is to be said on this socket.
                    Incoming::Text(_) | Incoming::Binary(_) | Incoming::Broken => {
                        return Err(End::Closing(ErrorCode::BadRequest));
                    }
                },
            }
        }
    }

    async fn still_signed_in(&self) -> Result<(), End> {
        if self.member.still_signed_in(&self.services).await {
            return Ok(());
        }
        Err(End::Closing(ErrorCode::NotSignedIn))
    }

    async fn send_all(&mut self) -> Result<(), End> {
        let open = self.services.sessions.all_open().await?;
        let rows = open.iter().filter_map(|live| live.overview().summary());
        let sessions: Vec<_> = rows.filter(|row| self.sees(row)).collect();
        self.shown = sessions.iter().map(|row| (row.id, row.state.seq)).collect();
        Ok(self.wire.text(&ListMessage::Sessions { sessions }).await?)
    }

    async fn send_changed(&mut self, batch: &[SessionId]) -> Result<(), End> {
        for session in batch {
            let live = match self.services.sessions.known(*session) {
                Some(live) => live,
                None => match self.services.sessions.open_readable(*session).await? {
                    Some(live) => live,
                    // Deleted meanwhile, long after its end, or not to be read.
                    None => continue,
                },
            };
            self.send_one(&live).await?;
        }
        Ok(())
    }

    /// Sends a session's row where it is another one now; where the agent has lost sight of it,
    /// that it is gone.
    async fn send_one(&mut self, live: &Live) -> Result<(), End> {
        let Some(session) = live.overview().summary() else { return Ok(()) };
        let shown = self.shown.get(&live.id).copied();
        if shown.is_some_and(|seq| seq >= session.state.seq) {
            return Ok(());
        }
        let ended = session.state.phase == Phase::Ended;
        let message = match (self.sees(&session), shown) {
            (true, None) if ended => return Ok(()),
            (true, _) if ended => {
                self.shown.remove(&live.id);
                ListMessage::Changed { session }
            }
            (true, _) => {
                self.shown.insert(live.id, session.state.seq);
                ListMessage::Changed { session }
            }
            (false, None) => return Ok(()),
            (false, Some(_)) => {
                self.shown.remove(&live.id);
                ListMessage::Gone { session: live.id }
            }
        };
        Ok(self.wire.text(&message).await?)
    }

    /// Whether a session is this agent's business: of a queue that the agent serves, own, or one
    /// that the agent is asked to join.
    fn sees(&self, row: &SessionSummary) -> bool {
        self.agent.serves(&row.queue)
            || row.state.has_agent(self.agent.id)
            || row.state.invitation(self.agent.id).is_some()
    }

    async fn send_colleagues(
        &mut self,
        known: &mut watch::Receiver<Arc<Vec<Colleague>>>,
    ) -> Result<(), End> {
        let colleagues = known.borrow_and_update().as_ref().clone();
        let now = self.services.lobby.agent(self.agent.id);
        if let Some(now) = now.filter(|now| now.queues != self.agent.queues) {
            self.agent = now;
            self.send_all().await?;
        }
        Ok(self.wire.text(&ListMessage::Colleagues { colleagues }).await?)
    }
}
