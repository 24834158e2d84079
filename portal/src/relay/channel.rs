//! Who is owed which frame. Pure bookkeeping: no sockets, time is an argument.
//!
//! A viewer's queue is bounded, by frames and by bytes, and so is what it has been sent and not
//! acknowledged. Frames build on one another, so a full queue can't lose one of them: all are
//! dropped, the app is asked for a refresh, and the viewer gets nothing until it comes (the newest
//! picture wins). A viewer that joins waits for a refresh in the same way.
//! The app hears the acknowledgement of the slowest viewer. Frames that go to nobody are
//! acknowledged by the portal, at once while viewers are there, and else when the next one joins:
//! an app that nobody watches comes to rest, and never waits for an answer that can't come.
//! While a viewer is there that can't decode video, every refresh is asked for without it; when the
//! last such viewer has gone, a refresh brings video back.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use axum::body::Bytes;
use corporate_protocol::limits;
use corporate_protocol::screen::{Acknowledgement, Pointer, RefreshReason};
use tokio::time::Instant;

use super::pointing::Pointing;

/// Frames that a viewer has not acknowledged, those among them that wait for its socket. An app
/// that minds its window stays far below.
const OWED_FRAMES: usize = 64;
/// Bytes that wait for one viewer's socket, a single frame apart. Viewers share them.
const QUEUE_BYTES: usize = limits::SCREEN_MESSAGE_BYTES;
/// A refresh is asked for again when it did not come within this time.
const REFRESH_AGAIN: Duration = Duration::from_secs(1);

/// One viewer's socket.
pub(crate) type ViewerId = u64;

/// An encoded frame on its way.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// The whole message.
    pub message: Bytes,
    /// Its sequence.
    pub sequence: u32,
    /// Whether the picture follows from this frame alone.
    pub refresh: bool,
    /// Which part of the customer's desktop it shows.
    pub place: Place,
    /// When it arrived.
    pub arrived: Instant,
}

/// A monitor, as the app's frames have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Its number, counted from 0.
    pub monitor: u16,
    /// Its picture's width.
    pub width: u16,
    /// Its picture's height.
    pub height: u16,
}

/// What the app's socket has to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToApp {
    /// Everything up to here is painted or gone.
    Acknowledgement(Acknowledgement),
    /// The next frame must be a refresh.
    Refresh(RefreshReason),
    /// Where an agent points.
    Pointer(Pointer),
    /// A newer socket has taken the place.
    Replaced,
}

#[derive(Default)]
struct Viewer {
    queue: VecDeque<Picture>,
    /// Sequences handed over and not acknowledged.
    owed: VecDeque<u32>,
    /// The last sequence of this app socket that was handed over.
    sent: u32,
    /// Since when something is owed without an acknowledgement.
    waiting_since: Option<Instant>,
    /// Gets refreshes; before the first it gets nothing.
    in_picture: bool,
    /// Can't decode video.
    no_video: bool,
    last: Acknowledged,
}

#[derive(Clone, Copy, Default)]
struct Acknowledged {
    decode_us: u32,
    paint_us: u32,
}

/// The frames of one session.
#[derive(Default)]
pub(crate) struct Channel {
    /// Counts app sockets; the highest is the one that counts.
    app: u64,
    app_is_there: bool,
    viewers: BTreeMap<ViewerId, Viewer>,
    next_viewer: ViewerId,
    /// The last sequence that came from the app's present socket.
    last_sequence: u32,
    /// The last that was acknowledged to it.
    acknowledged: u32,
    to_app: Option<Acknowledgement>,
    refresh: Option<RefreshReason>,
    refresh_asked: Option<Instant>,
    /// What the newest frame that may be shown is of.
    place: Option<Place>,
    pointing: Pointing,
}

impl Channel {
    /// A new screen socket of the app takes the place of any other.
    pub(crate) fn app_connected(&mut self, now: Instant) -> u64 {
        self.app += 1;
        self.app_is_there = true;
        self.last_sequence = 0;
        self.acknowledged = 0;
        self.to_app = None;
        self.refresh = None;
        self.refresh_asked = None;
        self.place = None;
        self.pointing.forget();
        for viewer in self.viewers.values_mut() {
            let Viewer { no_video, last, .. } = *viewer;
            *viewer = Viewer { no_video, last, ..Viewer::default() };
        }
        if !self.viewers.is_empty() {
            self.ask_refresh(RefreshReason::Joined, now);
        }
        self.app
    }

    /// That screen socket is gone.
    pub(crate) fn app_gone(&mut self, app: u64) {
        if self.app == app {
            self.app_is_there = false;
        }
    }

    /// A viewer has come.
    pub(crate) fn viewer_joined(&mut self, now: Instant) -> ViewerId {
        self.next_viewer += 1;
        self.viewers.insert(self.next_viewer, Viewer::default());
        self.settle(None);
        self.ask_refresh(RefreshReason::Joined, now);
        self.next_viewer
    }

    /// A viewer has gone; nobody waits for it any more.
    pub(crate) fn viewer_gone(&mut self, viewer: ViewerId, now: Instant) {
        let gone = self.viewers.remove(&viewer);
        self.pointing.gone(viewer);
        if self.viewers.is_empty() {
            return;
        }
        self.settle(None);
        if gone.is_some_and(|gone| gone.no_video) && !self.without_video() {
            self.ask_refresh(RefreshReason::Joined, now);
        }
    }

    /// Whether this sequence may follow on this app socket.
    pub(crate) const fn follows(&self, app: u64, sequence: u32) -> bool {
        self.app == app && sequence > self.last_sequence
    }

    /// A frame that may be shown.
    pub(crate) fn show(&mut self, picture: &Picture) {
        self.last_sequence = picture.sequence;
        self.place = Some(picture.place);
        if picture.refresh {
            self.refresh_asked = None;
        }
        let mut lost = false;
        for viewer in self.viewers.values_mut() {
            // What waits before a refresh is painted over by it.
            if picture.refresh || !viewer.has_room(picture) {
                viewer.drop_queue();
            }
            viewer.in_picture |= picture.refresh && viewer.has_room(picture);
            if viewer.in_picture {
                viewer.queue.push_back(picture.clone());
                viewer.owed.push_back(picture.sequence);
                viewer.waiting_since.get_or_insert(picture.arrived);
            } else {
                lost = true;
            }
        }
        if lost {
            self.ask_refresh(RefreshReason::DecoderError, picture.arrived);
        }
        if !self.viewers.is_empty() {
            self.settle(None);
        }
    }

    /// A frame that may not be shown now, such as one that was under way when the customer paused.
    pub(crate) fn drop_frame(&mut self, sequence: u32) {
        self.last_sequence = sequence;
        for viewer in self.viewers.values_mut() {
            viewer.in_picture = false;
        }
        self.settle(None);
    }

    /// Takes what waits for a viewer back, because it may no longer be shown.
    pub(crate) fn withhold(&mut self, now: Instant) {
        self.place = None;
        self.pointing.forget();
        let mut lost = false;
        for viewer in self.viewers.values_mut().filter(|viewer| !viewer.queue.is_empty()) {
            lost = true;
            viewer.drop_queue();
        }
        if lost {
            self.settle(None);
            self.ask_refresh(RefreshReason::DecoderError, now);
        }
    }

    /// Sharing goes on after a pause: whoever missed a frame meanwhile needs the whole picture.
    pub(crate) fn resumed(&mut self, now: Instant) {
        self.refresh_asked = None;
        if self.viewers.values().any(|viewer| !viewer.in_picture) {
            self.ask_refresh(RefreshReason::DecoderError, now);
        }
    }

    /// The next frame for a viewer's socket.
    pub(crate) fn next_for_viewer(&mut self, viewer: ViewerId) -> Option<Picture> {
        let viewer = self.viewers.get_mut(&viewer)?;
        let picture = viewer.queue.pop_front()?;
        viewer.sent = picture.sequence;
        Some(picture)
    }

    /// What the app's socket is to send next.
    pub(crate) fn next_for_app(&mut self, app: u64, now: Instant) -> Option<ToApp> {
        if self.app != app {
            return Some(ToApp::Replaced);
        }
        let acknowledgement = self.to_app.take().map(ToApp::Acknowledgement);
        acknowledgement
            .or_else(|| self.refresh.take().map(ToApp::Refresh))
            .or_else(|| self.pointing.take(now).map(ToApp::Pointer))
    }

    /// When the app's socket has something to send by time alone.
    pub(crate) fn due_for_app(&self) -> Option<Instant> {
        self.pointing.due()
    }

    /// A viewer points at something. Outside of the picture as the portal knows it, which may have
    /// changed on the way, it points at nothing.
    pub(crate) fn points(&mut self, viewer: ViewerId, pointer: Pointer) {
        if !self.viewers.contains_key(&viewer) {
            return;
        }
        let inside = match (pointer, self.place) {
            (Pointer::Away, _) => true,
            (Pointer::At { monitor, x, y }, Some(place)) => {
                monitor == place.monitor && x < place.width && y < place.height
            }
            (Pointer::At { .. }, None) => false,
        };
        self.pointing.points(viewer, if inside { pointer } else { Pointer::Away });
    }

    /// A viewer has painted; whether the app is told something.
    pub(crate) fn acknowledged(
        &mut self,
        viewer: ViewerId,
        what: Acknowledgement,
        now: Instant,
    ) -> bool {
        let Some(who) = self.viewers.get_mut(&viewer) else { return false };
        // What has not left the portal can't be painted: this one is late, and meant a frame of
        // the app's socket before, whose sequences were others.
        if what.sequence > who.sent {
            return false;
        }
        let before = who.owed.len();
        while who.owed.front().is_some_and(|owed| *owed <= what.sequence) {
            who.owed.pop_front();
        }
        if who.owed.len() < before {
            who.waiting_since = (!who.owed.is_empty()).then_some(now);
            who.last = Acknowledged { decode_us: what.decode_us, paint_us: what.paint_us };
            self.settle(Some(viewer));
        }
        self.to_app.is_some()
    }

    /// A viewer needs the whole picture. One that can't decode video is asked for at once when it
    /// says so for the first time, and stays one until it goes.
    pub(crate) fn refresh_wanted(&mut self, viewer: ViewerId, reason: RefreshReason, now: Instant) {
        let Some(viewer) = self.viewers.get_mut(&viewer) else { return };
        let is_new = reason == RefreshReason::NoVideo && !viewer.no_video;
        viewer.no_video |= is_new;
        // What it has been sent so far it can't paint: as good as new.
        let urgent = if is_new { RefreshReason::Joined } else { RefreshReason::DecoderError };
        self.ask_refresh(urgent, now);
    }

    fn without_video(&self) -> bool {
        self.viewers.values().any(|viewer| viewer.no_video)
    }

    /// Whether a viewer owes an acknowledgement for longer than this.
    pub(crate) fn stalls(&self, viewer: ViewerId, limit: Duration, now: Instant) -> bool {
        let since = self.viewers.get(&viewer).and_then(|viewer| viewer.waiting_since);
        since.is_some_and(|since| now.saturating_duration_since(since) >= limit)
    }

    fn ask_refresh(&mut self, reason: RefreshReason, now: Instant) {
        let asked_lately = self
            .refresh_asked
            .is_some_and(|asked| now.saturating_duration_since(asked) < REFRESH_AGAIN);
        if self.app_is_there && (reason == RefreshReason::Joined || !asked_lately) {
            let without_video = self.without_video();
            self.refresh = Some(if without_video { RefreshReason::NoVideo } else { reason });
            self.refresh_asked = Some(now);
        }
    }

    /// Acknowledges to the app what nobody owes any more.
    fn settle(&mut self, by: Option<ViewerId>) {
        let owed = self.viewers.values().filter_map(|viewer| viewer.owed.front()).min();
        let free = owed.map_or(self.last_sequence, |first| first.saturating_sub(1));
        let free = free.min(self.last_sequence);
        if free > self.acknowledged {
            self.acknowledged = free;
            let times = by.and_then(|id| self.viewers.get(&id)).map(|viewer| viewer.last);
            let Acknowledged { decode_us, paint_us } = times.unwrap_or_default();
            self.to_app = Some(Acknowledgement { sequence: free, decode_us, paint_us });
        }
    }
}

impl Viewer {
    /// Whether one more frame may wait, or be owed.
    fn has_room(&self, picture: &Picture) -> bool {
        let waiting: usize = self.queue.iter().map(|waiting| waiting.message.len()).sum();
        self.owed.len() < OWED_FRAMES
            && (waiting == 0 || waiting + picture.message.len() <= QUEUE_BYTES)
    }

    /// Forgets what has not been sent; from then on the viewer waits for a refresh.
    fn drop_queue(&mut self) {
        if let Some(first) = self.queue.front().map(|picture| picture.sequence) {
            self.owed.retain(|owed| *owed < first);
            self.queue.clear();
        }
        self.in_picture = false;
        if self.owed.is_empty() {
            self.waiting_since = None;
        }
    }
}

#[cfg(test)]
mod tests;
