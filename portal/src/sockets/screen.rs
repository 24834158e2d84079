//! The app's screen socket: the gate where consent is enforced. A frame goes on only while the
//! session's log says that it may; one that comes without consent closes the socket. Fails closed:
//! a state that can't be read counts as no consent.

use std::sync::Arc;

use axum::body::Bytes;
use corporate_protocol::screen::{FrameView, RefreshRequest};
use corporate_protocol::{Consent, ErrorCode, HandoffId, Phase, Sharing};
use tokio::time::Instant;

use super::fault::Fault;
use super::pace::Pace;
use super::wire::{Incoming, Wire};
use crate::bus::{Heard, Notice};
use crate::relay::{Line, Picture, Place, ToApp, close};
use crate::sessions::Live;
use crate::state::Shared;

/// Why a screen socket ends: its close code and the reason, or nothing where the app is gone.
pub(super) type End = Option<(u16, ErrorCode)>;

struct ScreenSocket {
    services: Shared,
    live: Arc<Live>,
    handoff: HandoffId,
    line: Arc<Line>,
    /// This socket's number on the line; a newer one takes its place.
    app: u64,
    /// When consent was last seen to stand.
    consent_at: Option<Instant>,
    /// Whether the customer paused, when last looked at.
    paused: bool,
    pace: Pace,
}

/// Serves the app that came by this hand-off.
pub(crate) async fn run(services: Shared, live: Arc<Live>, handoff: HandoffId, mut wire: Wire) {
    let line = services.relay.line(live.id);
    let app = line.channel().app_connected(Instant::now());
    line.figures().begin();
    line.ring_app();
    let mut socket = ScreenSocket {
        line: Arc::clone(&line),
        consent_at: None,
        paused: false,
        pace: Pace::new(Instant::now()),
        services,
        live,
        handoff,
        app,
    };
    let end = socket.serve(&mut wire).await;
    line.channel().app_gone(app);
    let ScreenSocket { services, live, .. } = socket;
    let kept = services.relay.keep_figures(&*services.store, live.id, &line).await;
    if let Err(error) = kept {
        tracing::error!(session.id = %live.id, %error, "figures of the picture are lost");
    }
    if let Some((code, reason)) = end {
        wire.close(code, reason).await;
    }
}

impl ScreenSocket {
    async fn serve(&mut self, wire: &mut Wire) -> End {
        let mut bell = self.line.app_bell();
        let mut notices = self.services.bus.subscribe(self.live.id);
        let stop = self.services.stop.clone();
        loop {
            if let Err(end) = self.look() {
                return end;
            }
            if let Err(end) = self.answer(wire).await {
                return end;
            }
            let due = self.line.channel().due_for_app();
            let pause = self.pace.pause();
            let step = tokio::select! {
                () = stop.cancelled() => Err(Some((close::RESTART, ErrorCode::Unavailable))),
                _ = bell.changed() => Ok(()),
                () = until(due), if due.is_some() => Ok(()),
                () = until(pause), if pause.is_some() => {
                    self.pace.go_on();
                    Ok(())
                }
                heard = notices.next() => match heard {
                    Heard::Notice(_, Notice::Appended(_)) | Heard::Missed => self.catch_up().await,
                    Heard::Notice(..) => Ok(()),
                    Heard::Closed => Err(Some((close::RESTART, ErrorCode::Unavailable))),
                },
                incoming = wire.next(), if pause.is_none() => match incoming {
                    Incoming::Binary(message) => self.frame(&message, Instant::now()),
                    Incoming::Tick => self.catch_up().await,
                    Incoming::Text(_) => Err(self.misused(&Fault::Text)),
                    Incoming::Broken => Err(self.misused(&Fault::Broken)),
                    Incoming::Gone => Err(None),
                },
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn catch_up(&self) -> Result<(), End> {
        let caught_up = self.services.sessions.catch_up(&self.live).await;
        caught_up.map(drop).map_err(|error| {
            tracing::error!(%error, "screen socket failed");
            Some((close::RESTART, ErrorCode::Unavailable))
        })
    }

    /// Takes in what the log says now.
    fn look(&mut self) -> Result<(), End> {
        let overview = self.live.overview();
        if overview.state.phase == Phase::Ended {
            return Err(Some((close::ENDED, ErrorCode::SessionEnded)));
        }
        if !overview.app_of(self.handoff) {
            return Err(Some((close::ENDED, ErrorCode::NotInSession)));
        }
        if overview.state.consent == Consent::Given {
            self.consent_at = Some(Instant::now());
        }
        if !overview.state.may_show() {
            self.line.channel().withhold(Instant::now());
        } else if self.paused {
            self.line.channel().resumed(Instant::now());
        }
        self.paused = overview.state.sharing == Sharing::Paused;
        Ok(())
    }

    /// The gate.
    fn frame(&mut self, message: &Bytes, arrived: Instant) -> Result<(), End> {
        self.pace.came(message.len(), arrived);
        self.look()?;
        let overview = self.live.overview();
        if overview.state.consent != Consent::Given && !self.just_stopped() {
            return Err(self.misused(&Fault::NoConsent));
        }
        let frame = FrameView::check(message).map_err(|error| self.misused(&error.into()))?;
        let FrameView { sequence, monitor, width, height, refresh, .. } = frame;
        let mut channel = self.line.channel();
        if !channel.follows(self.app, sequence) {
            drop(channel);
            return Err(self.misused(&Fault::Sequence(sequence)));
        }
        // The log names one monitor; of any other nothing goes on, not even what was under way.
        let named = overview.state.monitors.shown;
        let is_named = named.is_none_or(|number| u32::from(number) == u32::from(monitor) + 1);
        if overview.state.may_show() && is_named {
            let place = Place { monitor, width, height };
            let picture = Picture { message: message.clone(), sequence, refresh, place, arrived };
            channel.show(&picture);
            drop(channel);
            self.line.ring_viewers();
            // After the bell: viewers wait for no figures.
            self.line.figures().shown(&frame, message.len());
        } else {
            channel.drop_frame(sequence);
        }
        Ok(())
    }

    fn misused(&self, fault: &Fault) -> End {
        fault.end(self.live.id, "screen")
    }

    /// Whether consent stood a moment ago: what was under way then is dropped without blame.
    fn just_stopped(&self) -> bool {
        self.consent_at.is_some_and(|at| at.elapsed() < self.services.timings.stop_grace)
    }

    /// Sends what viewers have to say.
    async fn answer(&self, wire: &mut Wire) -> Result<(), End> {
        loop {
            let next = self.line.channel().next_for_app(self.app, Instant::now());
            let message = match next {
                None => return Ok(()),
                Some(ToApp::Replaced) => {
                    return Err(Some((close::REPLACED, ErrorCode::NotNow)));
                }
                Some(ToApp::Acknowledgement(what)) => what.encode(),
                Some(ToApp::Refresh(reason)) => RefreshRequest { reason }.encode(),
                Some(ToApp::Pointer(pointer)) => pointer.encode(),
            };
            wire.binary(message).await.map_err(|_| None)?;
        }
    }
}

/// Waits until then; for ever where there is no such time.
async fn until(when: Option<Instant>) {
    match when {
        Some(when) => tokio::time::sleep_until(when).await,
        None => std::future::pending().await,
    }
}
