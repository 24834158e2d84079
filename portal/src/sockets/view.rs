//! A viewer's socket: frames out, acknowledgements and refresh requests in, both at the same
//! time, so that a large frame never holds an acknowledgement up.

use std::sync::Arc;

use axum::extract::ws::Message as Wired;
use corporate_protocol::screen::{Message, add_relay_time};
use corporate_protocol::{ErrorCode, Phase};
use tokio::time::{Instant, Interval};

use super::screen::End;
use super::wire::{Incoming, Receiver, Sender, Wire, goodbye};
use crate::bus::{Heard, Notice};
use crate::relay::{Line, ViewerId, close};
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
    line.ring();
    let socket = ViewSocket { services, live, member, line, viewer };
    let (mut sender, mut receiver, pings) = wire.split();
    let end = tokio::select! {
        end = socket.send(&mut sender, pings) => end,
        end = socket.receive(&mut receiver) => end,
    };
    socket.line.channel().viewer_gone(viewer, Instant::now());
    socket.line.ring();
    if let Some((code, reason)) = end {
        goodbye(sender, receiver, code, reason).await;
    }
}

impl ViewSocket {
    /// Sends frames and pings, and watches whether the viewer may stay.
    async fn send(&self, sender: &mut Sender, mut pings: Interval) -> End {
        let mut bell = self.line.bell();
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
            let mut message = Vec::from(picture.message);
            let relay_us = picture.arrived.elapsed().as_micros();
            add_relay_time(&mut message, u32::try_from(relay_us).unwrap_or(u32::MAX));
            sender.send(Wired::binary(message)).await.map_err(|_| None)?;
        }
    }

    /// Takes in what the viewer says, and watches that it says something.
    async fn receive(&self, receiver: &mut Receiver) -> End {
        let limit = self.services.timings.viewer_stall;
        let mut looks = tokio::time::interval(limit / 4);
        loop {
            let incoming = tokio::select! {
                incoming = receiver.next() => incoming,
                _ = looks.tick() => Incoming::Tick,
            };
            let now = Instant::now();
            match incoming {
                Incoming::Binary(message) => match Message::decode(&message) {
                    Ok(Message::Acknowledgement(what)) => {
                        self.line.channel().acknowledged(self.viewer, what, now);
                        self.line.ring();
                    }
                    Ok(Message::RefreshRequest(request)) => {
                        self.line.channel().refresh_wanted(self.viewer, request.reason, now);
                        self.line.ring();
                    }
                    Ok(Message::Frame(_) | Message::Pointer(_)) | Err(_) => {
                        return Some((close::MALFORMED, ErrorCode::BadRequest));
                    }
                },
                Incoming::Tick if receiver.is_silent() => return None,
                Incoming::Tick => {
                    if self.line.channel().stalls(self.viewer, limit, now) {
                        tracing::info!(session.id = %self.live.id, "viewer is too slow");
                        return Some((close::TOO_SLOW, ErrorCode::NotNow));
                    }
                }
                Incoming::Text(_) | Incoming::Broken => {
                    return Some((close::MALFORMED, ErrorCode::BadRequest));
                }
                Incoming::Gone => return None,
            }
        }
    }
}
