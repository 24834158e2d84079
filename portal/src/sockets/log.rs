//! The session log socket: what happened since, then what happens; commands and signals the other
//! way. A socket that asks too fast is read more slowly, so that no words are lost.

use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{
    ClientMessage, CommandBody, CommandId, Delivered, ErrorCode, Phase, Place, Seq, ServerMessage,
    Signal,
};
use tokio::time::Instant;
use uuid::Uuid;

use super::wire::{Gone, Incoming, Wire, close_code};
use crate::absence;
use crate::bus::{ConnectionId, Heard, Notice};
use crate::rate_limit::{Allowance, Bucket};
use crate::sessions::{Live, PresenceGuard, SessionError};
use crate::state::Shared;
use crate::web::Member;

/// Acknowledgements that a socket may send; more than it ever has reason to.
const RECEIPTS: Allowance = Allowance { burst: 300, one_each: Duration::from_millis(20) };
/// How long news about what has arrived are gathered before they are passed on.
const GATHER: Duration = Duration::from_millis(100);

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
        if !matches!(error, SessionError::Refused(_)) {
            tracing::error!(%error, "log socket failed");
        }
        Self::Closing(error.code())
    }
}

/// One participant's socket.
struct LogSocket {
    services: Shared,
    live: Arc<Live>,
    member: Member,
    wire: Wire,
    id: ConnectionId,
    /// The last event that the client had when it came.
    came_after: Seq,
    /// The last event that was sent.
    seen: Seq,
    present: Option<PresenceGuard>,
    receipts: Bucket,
    /// Until when nothing is read.
    read_again: Option<Instant>,
    /// What this side was told of deliveries, and when it is told the next time.
    told_delivered: Option<Delivered>,
    tell_delivered: Option<Instant>,
    told_place: Option<Place>,
}

/// Serves a participant who has seen everything up to `after`.
pub(crate) async fn run(services: Shared, live: Arc<Live>, member: Member, after: Seq, wire: Wire) {
    let arrival = matches!(member, Member::App(_)).then(|| live.app_arrived());
    let mut socket = LogSocket {
        id: Uuid::new_v4(),
        came_after: after,
        seen: after,
        present: None,
        receipts: Bucket::full(RECEIPTS, Instant::now()),
        read_again: None,
        told_delivered: None,
        tell_delivered: None,
        told_place: None,
        services,
        live,
        member,
        wire,
    };
    let end = socket.serve().await;
    let LogSocket { services, live, member, mut wire, present, .. } = socket;
    drop(present);
    if let (Member::App(handoff), Some(arrival)) = (member, arrival) {
        absence::watch(&services, &live, handoff, arrival);
    }
    if let End::Closing(code) = end {
        tracing::debug!(session.id = %live.id, error.code = ?code, "log socket closes");
        if wire.text(&ServerMessage::Closing { code }).await.is_ok() {
            wire.close(close_code(code), code).await;
        }
    }
}

impl LogSocket {
    async fn serve(&mut self) -> End {
        match self.talk().await {
            Ok(never) => match never {},
            Err(end) => end,
        }
    }

    async fn talk(&mut self) -> Result<std::convert::Infallible, End> {
        // Listens before it reads, so that nothing falls in between.
        let mut notices = self.services.bus.subscribe(self.live.id);
        self.catch_up().await?;
        self.send_events(true).await?;
        self.send_presence().await?;
        // Whoever goes on after a number has everything before it.
        self.received(self.seen_before());
        self.send_delivered().await?;
        self.send_place().await?;
        let stop = self.services.stop.clone();
        let services = Arc::clone(&self.services);
        let mut sign_outs = services.door.sign_outs();
        let mut colleagues = services.lobby.colleagues();
        let is_agent = matches!(self.member, Member::Agent(..));
        // Who has asked too fast before does not get around it by coming again.
        let wait = services.sessions.bounds.wait(self.live.id, self.member.side());
        self.read_again = wait.map(|wait| Instant::now() + wait);
        loop {
            let pause = self.read_again;
            let tell = self.tell_delivered;
            tokio::select! {
                () = stop.cancelled() => return Err(End::Closing(ErrorCode::Unavailable)),
                _ = sign_outs.changed() => self.still_signed_in().await?,
                Ok(()) = colleagues.changed(), if is_agent => {
                    if self.look_at_queues() {
                        self.send_events(false).await?;
                    }
                }
                heard = notices.next() => self.heard(heard).await?,
                incoming = self.wire.next(), if pause.is_none() => self.incoming(incoming).await?,
                () = tokio::time::sleep_until(pause.unwrap_or_else(Instant::now)),
                    if pause.is_some() => self.read_again = None,
                () = tokio::time::sleep_until(tell.unwrap_or_else(Instant::now)),
                    if tell.is_some() => self.send_delivered().await?,
            }
        }
    }

    async fn still_signed_in(&self) -> Result<(), End> {
        if self.member.still_signed_in(&self.services).await {
            return Ok(());
        }
        Err(End::Closing(ErrorCode::NotSignedIn))
    }

    /// An agent whose queues have changed reads on only as far as the new ones go.
    fn look_at_queues(&mut self) -> bool {
        let Member::Agent(agent, _) = &mut self.member else { return false };
        let now = self.services.lobby.agent(agent.id);
        let Some(now) = now.filter(|now| now.queues != agent.queues) else { return false };
        agent.queues = now.queues;
        true
    }

    async fn heard(&mut self, heard: Heard) -> Result<(), End> {
        match heard {
            Heard::Notice(_, Notice::Appended(seq)) => {
                let caught_up = self.services.sessions.catch_up_to(&self.live, seq).await;
                caught_up.map_err(SessionError::from)?;
                self.send_events(false).await
            }
            Heard::Notice(_, Notice::Presence(presence)) => {
                Ok(self.wire.text(&ServerMessage::Presence(presence)).await?)
            }
            Heard::Notice(_, Notice::Signal { from, signal }) => {
                let reads_along = self.member.takes_part(&self.live.overview());
                if from != self.id && reads_along {
                    self.wire.text(&ServerMessage::Signal { signal }).await?;
                }
                Ok(())
            }
            Heard::Notice(_, Notice::Delivered(news)) => {
                self.live.merge_delivered(news);
                self.tell_delivered.get_or_insert_with(|| Instant::now() + GATHER);
                Ok(())
            }
            Heard::Notice(_, Notice::Place) => self.send_place().await,
            Heard::Missed => {
                self.catch_up().await?;
                self.send_events(false).await?;
                self.send_presence().await?;
                self.send_delivered().await?;
                self.send_place().await
            }
            Heard::Closed => Err(End::Closing(ErrorCode::Unavailable)),
        }
    }

    async fn catch_up(&self) -> Result<(), End> {
        let caught_up = self.services.sessions.catch_up(&self.live).await;
        caught_up.map(drop).map_err(|error| SessionError::from(error).into())
    }

    /// Sends what is new; the first time even where nothing is.
    async fn send_events(&mut self, mut even_none: bool) -> Result<(), End> {
        let sessions = Arc::clone(&self.services.sessions);
        loop {
            let overview = self.live.overview();
            self.member.may_read(&overview).map_err(End::Closing)?;
            if self.present.is_some() && !self.member.takes_part(&overview) {
                // Who took part and left does not read along again through the same door.
                return Err(End::Closing(ErrorCode::NotInSession));
            }
            let events =
                sessions.events(&self.live, self.seen).await.map_err(SessionError::from)?;
            let Some(last) = events.last().map(|event| event.seq) else {
                if even_none {
                    let state = overview.state.clone();
                    self.wire.text(&ServerMessage::Events { events, state }).await?;
                }
                self.be_counted();
                return Ok(());
            };
            self.seen = last;
            even_none = false;
            sessions.catch_up_to(&self.live, last).await.map_err(SessionError::from)?;
            let state = self.live.overview().state.clone();
            self.wire.text(&ServerMessage::Events { events, state }).await?;
        }
    }

    /// Counts this socket in as soon as its owner takes part.
    fn be_counted(&mut self) {
        if self.present.is_none() && self.member.takes_part(&self.live.overview()) {
            let participant = self.member.participant();
            self.present = Some(self.services.presence.enter(self.live.id, participant));
        }
    }

    async fn send_presence(&mut self) -> Result<(), End> {
        let presence = self.services.presence.presence(self.live.id);
        Ok(self.wire.text(&ServerMessage::Presence(presence)).await?)
    }

    /// The last number that this client has seen before it came.
    fn seen_before(&self) -> Seq {
        self.came_after.min(self.live.overview().state.seq)
    }

    /// Takes in how far the log has arrived here; what was not sent has not arrived.
    fn received(&self, seq: Seq) {
        if !self.member.takes_part(&self.live.overview()) {
            return;
        }
        let seq = seq.min(self.seen.min(self.live.overview().state.seq));
        if let Some(news) = self.live.arrived(self.member.participant(), seq) {
            self.services.bus.publish(self.live.id, Notice::Delivered(news));
        }
    }

    async fn send_delivered(&mut self) -> Result<(), End> {
        self.tell_delivered = None;
        let delivered = self.live.delivered();
        if self.told_delivered.replace(delivered) == Some(delivered) {
            return Ok(());
        }
        Ok(self.wire.text(&ServerMessage::Delivered(delivered)).await?)
    }

    /// Tells a waiting customer of another place.
    async fn send_place(&mut self) -> Result<(), End> {
        let waiting = self.live.overview().state.phase == Phase::Waiting;
        let waits = waiting && matches!(self.member, Member::Web);
        let place = self.services.lobby.place(self.live.id).filter(|_| waits);
        if self.told_place == place {
            return Ok(());
        }
        self.told_place = place;
        match place {
            Some(place) => Ok(self.wire.text(&ServerMessage::Place(place)).await?),
            None => Ok(()),
        }
    }

    async fn incoming(&mut self, incoming: Incoming) -> Result<(), End> {
        match incoming {
            Incoming::Text(text) => {
                let message = serde_json::from_str(text.as_str()).map_err(|_| text.as_str());
                let now = Instant::now();
                let wait = match message {
                    Ok(ClientMessage::Received { .. }) => self.receipts.owe(RECEIPTS, now),
                    _ => self.services.sessions.bounds.command(self.live.id, self.member.side()),
                };
                self.read_again = wait.map(|wait| now + wait);
                self.message(message).await
            }
            Incoming::Tick => {
                self.still_signed_in().await?;
                self.look_at_queues();
                // Catches up with whatever a lost notice was about.
                self.catch_up().await?;
                self.send_events(false).await
            }
            Incoming::Binary(_) => Err(End::Closing(ErrorCode::BadRequest)),
            Incoming::Broken => Err(End::Closing(ErrorCode::TooLarge)),
            Incoming::Gone => Err(End::Gone),
        }
    }

    async fn message(&mut self, message: Result<ClientMessage, &str>) -> Result<(), End> {
        match message {
            Ok(ClientMessage::Command(command)) => {
                let author = self.member.author();
                let outcome = match self.may_ask(&command.body) {
                    Ok(()) => self.services.sessions.command(&self.live, &author, &command).await,
                    Err(code) => Err(code.into()),
                };
                let answer = match outcome {
                    Ok(seq) => ServerMessage::Confirmed { command: command.id, seq },
                    Err(SessionError::Refused(code)) => {
                        ServerMessage::Refused { command: command.id, code }
                    }
                    Err(error) => return Err(error.into()),
                };
                Ok(self.wire.text(&answer).await?)
            }
            Ok(ClientMessage::Received { seq }) => {
                self.received(seq);
                Ok(())
            }
            Ok(ClientMessage::Signal { signal }) => {
                self.signal(signal);
                Ok(())
            }
            Err(text) => match unreadable_command(text) {
                Some((command, code)) => {
                    Ok(self.wire.text(&ServerMessage::Refused { command, code }).await?)
                }
                None => Err(End::Closing(ErrorCode::BadRequest)),
            },
        }
    }

    /// An app that has left, or was replaced by another hand-off's, asks for nothing any more.
    fn may_ask(&self, command: &CommandBody) -> Result<(), ErrorCode> {
        match self.member {
            Member::App(handoff) if !self.live.overview().app_of(handoff) => {
                // A repeated `leave_app` is confirmed from the log as any repeated command.
                if matches!(command, CommandBody::LeaveApp) {
                    return Ok(());
                }
                Err(ErrorCode::NotInSession)
            }
            _ => Ok(()),
        }
    }

    /// Passes a signal on where its sender takes part and speaks for itself.
    fn signal(&self, signal: Signal) {
        let own = matches!(
            (&self.member, &signal),
            (Member::Agent(..), Signal::AgentTyping { .. })
                | (Member::Web | Member::App(_), Signal::CustomerTyping { .. })
        );
        if own && self.member.takes_part(&self.live.overview()) {
            self.services.bus.publish(self.live.id, Notice::Signal { from: self.id, signal });
        }
    }
}

/// The id of a command that can't be read otherwise, and the reason to refuse it for.
fn unreadable_command(text: &str) -> Option<(CommandId, ErrorCode)> {
    let message: serde_json::Value = serde_json::from_str(text).ok()?;
    let is_command = message.get("type")?.as_str()? == "command";
    let id = message.get("id")?.as_str()?.parse().ok().filter(|_| is_command)?;
    let says = message.pointer("/body/kind").and_then(|kind| kind.as_str()) == Some("say");
    Some((id, if says { ErrorCode::MessageInvalid } else { ErrorCode::BadRequest }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_can_not_be_read_is_refused_by_its_id() {
        let id = CommandId::random();
        let text = |kind: &str| {
            format!(r#"{{"type":"{kind}","id":"{id}","body":{{"kind":"say","text":""}}}}"#)
        };
        assert_eq!(unreadable_command(&text("command")), Some((id, ErrorCode::MessageInvalid)));
        assert_eq!(unreadable_command(&text("signal")), None);
        let odd = format!(r#"{{"type":"command","id":"{id}","body":{{"kind":"dance"}}}}"#);
        assert_eq!(unreadable_command(&odd), Some((id, ErrorCode::BadRequest)));
        for bad in ["", "{}", "[]", r#"{"type":"command"}"#] {
            assert_eq!(unreadable_command(bad), None, "{bad}");
        }
    }
}
