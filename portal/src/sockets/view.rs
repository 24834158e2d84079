//! A viewer's socket: frames out, acknowledgements and refresh requests in, both at the same
//! time, so that a large frame never holds an acknowledgement up.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::ws::Message as Wired;
use corporate_protocol::screen::{Error, Kind, Message, add_relay_time};
use corporate_protocol::{ErrorCode, Phase};
use tokio::time::{Instant, Interval};

use super::fault::Fault;
use super::pace::Pace;
use super::screen::End;
use super::wire::{Incoming, Receiver, Sender, Wire, goodbye};
use crate::bus::{Heard, Notice};
use crate::relay::{Line, Picture, ViewerId, close};
use crate::sessions::Live;
use crate::state::Shared;
use crate::web::Member;

struct ViewSocket {
    services: Shared,
    live: Arc<Live>,
    member: Member,
    line: Arc<Line>,
    viewer: ViewerId,
}

/// Serves an agent who takes part in the session.
pub(crate) async fn run(services: Shared, live: Arc<Live>, member: Member, wire: Wire) {
    let line = services.relay.line(live.id);
    let viewer = line.channel().viewer_joined(Instant::now());
    line.ring_app();
    let socket = ViewSocket { services, live, member, line, viewer };
    let (mut sender, mut receiver, pings) = wire.split();
    let end = tokio::select! {
        end = socket.send(&mut sender, pings) => end,
        end = socket.receive(&mut receiver) => end,
    };
    socket.line.channel().viewer_gone(viewer, Instant::now());
    socket.line.ring_app();
    if let Some((code, reason)) = end {
        goodbye(sender, receiver, code, reason).await;
    }
}

impl ViewSocket {
    /// Sends frames and pings, and watches whether the viewer may stay.
    async fn send(&self, sender: &mut Sender, mut pings: Interval) -> End {
        let mut bell = self.line.viewers_bell();
        let mut notices = self.services.bus.subscribe(self.live.id);
        let mut sign_outs = self.services.door.sign_outs();
        let stop = self.services.stop.clone();
        loop {
            if let Err(end) = self.send_frames(sender).await {
                return end;
            }
            tokio::select! {
                () = stop.cancelled() => return Some((close::RESTART, ErrorCode::Unavailable)),
                _ = sign_outs.changed() => {
                    if let Err(end) = self.still_signed_in().await {
                        return end;
                    }
                }
                _ = bell.changed() => {}
                heard = notices.next() => match heard {
                    Heard::Notice(_, Notice::Appended(_)) | Heard::Missed => {
                        if let Err(end) = self.look().await {
                            return end;
                        }
                    }
                    Heard::Notice(..) => {}
                    Heard::Closed => return Some((close::RESTART, ErrorCode::Unavailable)),
                },
                _ = pings.tick() => {
                    if sender.ping().await.is_err() {
                        return None;
                    }
                    if let Err(end) = self.still_signed_in().await {
                        return end;
                    }
                    if let Err(end) = self.look().await {
                        return end;
                    }
                }
            }
        }
    }

    async fn still_signed_in(&self) -> Result<(), End> {
        if self.member.still_signed_in(&self.services).await {
            return Ok(());
        }
        Err(Some((close::NOT_ALLOWED, ErrorCode::NotSignedIn)))
    }

    /// Takes in what the log says now.
    async fn look(&self) -> Result<(), End> {
        let overview = self.services.sessions.catch_up(&self.live).await.map_err(|error| {
            tracing::error!(%error, "view socket failed");
            Some((close::RESTART, ErrorCode::Unavailable))
        })?;
        if overview.state.phase == Phase::Ended {
            return Err(Some((close::ENDED, ErrorCode::SessionEnded)));
        }
        if !self.member.takes_part(&overview) {
            return Err(Some((close::NOT_ALLOWED, ErrorCode::NotInSession)));
        }
        Ok(())
    }

    /// Sends what waits, and asks the session's state again for each frame: what was let in just
    /// before the customer stopped, or the agent handed over, must not get out after.
    async fn send_frames(&self, sender: &mut Sender) -> Result<(), End> {
        loop {
            let overview = self.live.overview();
            if !self.member.takes_part(&overview) {
                return Err(Some((close::NOT_ALLOWED, ErrorCode::NotInSession)));
            }
            if !overview.state.may_show() {
                self.line.channel().withhold(Instant::now());
                return Ok(());
            }
            let Some(picture) = self.line.channel().next_for_viewer(self.viewer) else {
                return Ok(());
            };
            let sequence = picture.sequence;
            let (message, relay_us) = stamped(picture);
            self.line.figures().sent(sequence, relay_us);
            sender.send(Wired::Binary(message)).await.map_err(|_| None)?;
        }
    }

    /// Takes in what the viewer says, and watches that it says something.
    async fn receive(&self, receiver: &mut Receiver) -> End {
        let limit = self.services.timings.viewer_stall;
        let mut looks = tokio::time::interval(limit / 4);
        let mut pace = Pace::new(Instant::now());
        loop {
            let incoming = tokio::select! {
                incoming = receiver.next() => incoming,
                _ = looks.tick() => Incoming::Tick,
            };
            let now = Instant::now();
            match incoming {
                Incoming::Binary(message) => {
                    pace.came(message.len(), now);
                    if let Err(error) = self.said(&message, now) {
                        return self.misused(&error.into());
                    }
                    if let Some(pause) = pace.pause() {
                        tokio::time::sleep_until(pause).await;
                    }
                }
                Incoming::Tick if receiver.is_silent() => return None,
                Incoming::Tick => {
                    if self.line.channel().stalls(self.viewer, limit, now) {
                        tracing::info!(session.id = %self.live.id, "viewer is too slow");
                        return Some((close::TOO_SLOW, ErrorCode::NotNow));
                    }
                }
                Incoming::Text(_) => return self.misused(&Fault::Text),
                Incoming::Broken => return self.misused(&Fault::Broken),
                Incoming::Gone => return None,
            }
        }
    }

    /// Takes one message in.
    fn said(&self, message: &[u8], now: Instant) -> Result<(), Error> {
        let said = Message::decode(message)?;
        if let Message::Acknowledgement(what) = said {
            self.line.figures().painted(what);
        }
        let mut channel = self.line.channel();
        match said {
            Message::Acknowledgement(what) => {
                if !channel.acknowledged(self.viewer, what, now) {
                    return Ok(());
                }
            }
            Message::RefreshRequest(request) => {
                channel.refresh_wanted(self.viewer, request.reason, now);
            }
            Message::Pointer(pointer) => {
                // What is hidden, or stopped, nobody points into.
                if self.live.overview().state.may_show() {
                    channel.points(self.viewer, pointer);
                }
            }
            Message::Frame(_) => return Err(Error::Unknown(Kind::Frame as u8)),
        }
        drop(channel);
        self.line.ring_app();
        Ok(())
    }

    fn misused(&self, fault: &Fault) -> End {
        fault.end(self.live.id, "view")
    }
}

/// The frame with the time that it has spent here. Copied only where somebody else has it too.
fn stamped(picture: Picture) -> (Bytes, u32) {
    let Picture { message, arrived, .. } = picture;
    let mut message = message.try_into_mut().unwrap_or_else(|shared| shared.as_ref().into());
    let relay_us = u32::try_from(arrived.elapsed().as_micros()).unwrap_or(u32::MAX);
    add_relay_time(&mut message, relay_us);
    (message.freeze(), relay_us)
}
