//! The lobby's one task. Gathers notices of changed sessions for a moment, reads each such session
//! once, and then tells places, lists and agents. Looks around regularly besides: for rings that
//! have rung for too long, for customers who are gone, for secrets that are too old. Ends with the
//! portal.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use corporate_protocol::{Mode, Phase, Seq, SessionId, Timestamp};
use tokio::time::{Instant, MissedTickBehavior};

use crate::absence;
use crate::bus::{Heard, Notice};
use crate::handoffs;
use crate::routing::{self, Ringing};
use crate::sessions::{Live, SessionError};
use crate::state::{Services, Shared};

/// How long changes are gathered.
const GATHER: Duration = Duration::from_millis(50);
/// How often agents are read again although nobody said that they have changed.
const STAFF_EVERY: Duration = Duration::from_secs(5);
/// How often old secrets are forgotten.
const FORGET_EVERY_SECONDS: i64 = 3600;

/// A session that goes on.
struct Guest {
    live: Arc<Live>,
    /// When its customer was seen the last time.
    seen_at: Timestamp,
}

struct Host {
    services: Shared,
    guests: HashMap<SessionId, Guest>,
    /// Sessions whose logs have grown, and how far.
    changed: HashMap<SessionId, Seq>,
    /// Whether everything must be read again.
    all: bool,
    staff_at: Option<Instant>,
    forgot_at: Timestamp,
}

/// Starts the host, which lives as long as the portal.
pub(crate) fn start(services: &Shared) {
    let host = Host {
        services: Arc::clone(services),
        guests: HashMap::new(),
        changed: HashMap::new(),
        all: true,
        staff_at: None,
        forgot_at: services.sessions.now(),
    };
    services.tasks.spawn(host.run());
}

impl Host {
    async fn run(mut self) {
        let services = Arc::clone(&self.services);
        let mut notices = services.bus.subscribe_all();
        let mut looks = tokio::time::interval(services.timings.look_every);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut due: Option<Instant> = None;
        loop {
            let at = due.unwrap_or_else(Instant::now);
            tokio::select! {
                biased;
                () = services.stop.cancelled() => return,
                heard = notices.next() => match heard {
                    Heard::Notice(session, notice) => {
                        if let Notice::Appended(seq) = notice {
                            self.changed.insert(session, seq);
                        }
                        due.get_or_insert_with(|| Instant::now() + GATHER);
                    }
                    Heard::Missed => {
                        self.all = true;
                        due.get_or_insert_with(|| Instant::now() + GATHER);
                    }
                    Heard::Closed => return,
                },
                () = services.lobby.wake.notified() => {
                    self.staff_at = None;
                    due = Some(Instant::now());
                }
                () = tokio::time::sleep_until(at), if due.is_some() => {
                    due = None;
                    self.settle().await;
                }
                _ = looks.tick() => {
                    self.settle().await;
                    self.look_around().await;
                }
            }
        }
    }

    /// Takes in what has changed and tells who must know.
    async fn settle(&mut self) {
        if let Err(error) = self.read_changes().await {
            tracing::error!(%error, "changed sessions can't be read; they will be read again");
            self.all = true;
            return;
        }
        self.read_staff().await;
        let (lobby, now) = (&self.services.lobby, self.services.sessions.now());
        let workload = &self.services.sessions.workload;
        let colleagues = lobby.staff().colleagues(now, |agent| workload.sessions_of(agent));
        lobby.colleagues.send_if_modified(|known| {
            let news = **known != colleagues;
            if news {
                *known = Arc::new(colleagues);
            }
            news
        });
        let moved = {
            let staff = lobby.staff();
            lobby.board().settle(|queue| staff.is_attended(queue, now))
        };
        for session in moved {
            self.services.bus.publish(session, Notice::Place);
        }
        self.ring().await;
    }

    async fn read_changes(&mut self) -> Result<(), SessionError> {
        let sessions = &self.services.sessions;
        let mut batch: Vec<SessionId> = Vec::new();
        if self.all {
            let open = sessions.all_open().await?;
            self.services.lobby.board().clear();
            let mut before = std::mem::take(&mut self.guests);
            for live in open {
                let seen_at = before.remove(&live.id).map_or(sessions.now(), |known| known.seen_at);
                self.guests.insert(live.id, Guest { live: Arc::clone(&live), seen_at });
                place(&self.services, &live);
                batch.push(live.id);
            }
            // Those that have ended meanwhile.
            batch.extend(before.into_keys());
            self.all = false;
            self.changed.clear();
        }
        for (session, seq) in std::mem::take(&mut self.changed) {
            batch.push(session);
            let read = sessions.known(session).filter(|live| live.overview().state.seq >= seq);
            let live = match read {
                Some(live) => Some(live),
                None => sessions.open_readable(session).await?,
            };
            match live {
                Some(live) if live.overview().state.phase != Phase::Ended => {
                    place(&self.services, &live);
                    // Whoever starts a session is there, however late this is read.
                    let began = live.overview().start.as_ref().map(|start| start.at);
                    let seen_at = began.unwrap_or_else(|| sessions.now());
                    self.guests.entry(session).or_insert(Guest { live, seen_at });
                }
                Some(_) | None => {
                    self.guests.remove(&session);
                    self.services.lobby.board().remove(session);
                }
            }
        }
        if !batch.is_empty() {
            // Nobody listening is no failure.
            self.services.lobby.changes.send(batch.into()).ok();
        }
        Ok(())
    }

    async fn read_staff(&mut self) {
        if self.staff_at.is_some_and(|read| read.elapsed() < STAFF_EVERY) {
            return;
        }
        let store = &self.services.store;
        match (store.agents().await, store.availability().await) {
            (Ok(agents), Ok(chosen)) => {
                self.services.lobby.staff().replace(agents, chosen);
                self.staff_at = Some(Instant::now());
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "agents can't be read");
            }
        }
    }

    /// Rings the next free agents for those who wait without a queue of their choice.
    async fn ring(&self) {
        let mut waiting: Vec<(Timestamp, Arc<Live>)> = Vec::new();
        let mut ringing = Ringing::new();
        for guest in self.guests.values() {
            let overview = guest.live.overview();
            if routing::rings(&overview) {
                if let Some((agent, _)) = overview.ringing {
                    *ringing.entry(agent).or_default() += 1;
                }
                waiting.push((overview.state.waiting_since, Arc::clone(&guest.live)));
            }
        }
        waiting.sort_by_key(|(since, live)| (*since, live.id));
        for (_, live) in waiting {
            if let Err(error) = routing::look_after(&self.services, &live, &mut ringing).await {
                tracing::error!(%error, session.id = %live.id, "agents can't be rung");
            }
        }
    }

    async fn look_around(&mut self) {
        let now = self.services.sessions.now();
        let (mut gone, mut overdue) = (Vec::new(), Vec::new());
        for guest in self.guests.values_mut() {
            if handoffs::overdue(&guest.live.overview(), now).is_some() {
                overdue.push(Arc::clone(&guest.live));
            }
            let presence = self.services.presence.presence(guest.live.id);
            if presence.web || presence.app {
                guest.seen_at = now;
            } else if absence::is_over(&self.services.timings, &guest.live, guest.seen_at, now) {
                gone.push(Arc::clone(&guest.live));
            }
        }
        for live in gone {
            if let Err(error) = absence::end(&self.services, &live).await {
                tracing::error!(%error, session.id = %live.id, "an absent customer can't be noted");
            }
        }
        for live in overdue {
            if let Err(error) = self.services.handoffs.note_expired(&live).await {
                tracing::error!(%error, session.id = %live.id, "an expired code can't be noted");
            }
        }
        if now.0 >= self.forgot_at.plus_seconds(FORGET_EVERY_SECONDS).0 {
            self.forgot_at = now;
            match self.services.store.forget_passes(now).await {
                Ok(count) => tracing::debug!(count, "old secrets forgotten"),
                Err(error) => tracing::error!(%error, "old secrets can't be forgotten"),
            }
        }
    }
}

/// Puts a session on the board where its customer waits, or takes it off.
fn place(services: &Services, live: &Live) {
    let overview = live.overview();
    let state = &overview.state;
    // Who left a message does not wait in front of a page.
    let waits = state.phase == Phase::Waiting
        && overview.start.as_ref().is_some_and(|start| start.mode != Mode::Message);
    let mut board = services.lobby.board();
    match state.queue.as_ref().filter(|_| waits) {
        Some(queue) => board.put(live.id, queue, state.waiting_since),
        None => board.remove(live.id),
    }
}
