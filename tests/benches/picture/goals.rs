//! What the picture is to reach, as ratios between rows of one run. A goal whose rows are missing
//! says so; nothing is met by not being measured.

use corporate_stories::glass::goal::Goal;

use crate::link::Link;
use crate::measure::Row;
use crate::peer::Peer;
use crate::scene::Scene;

/// A decibel of quality costs about this share of bytes at these qualities; used to compare films
/// that were shown in different quality.
const BYTES_PER_DECIBEL: f64 = 1.18;

/// The rows of a run.
pub(crate) struct Rows<'a>(pub(crate) &'a [Row]);

impl Rows<'_> {
    fn of(&self, peer: Peer, link: Link, scene: Scene, value: Value) -> Option<f64> {
        let is = |row: &&Row| row.peer == peer && row.link == link && row.scene == scene;
        self.0.iter().find(is).and_then(value)
    }

    /// Ours beside one of these peers: whoever has the least.
    fn goal(
        &self,
        what: &str,
        link: Link,
        scene: Scene,
        peers: &[Peer],
        limit: f64,
        value: Value,
    ) -> Goal {
        let of = |peer: &Peer| Some((self.of(*peer, link, scene, value)?, peer.name().to_owned()));
        let ours = self.of(Peer::Ours, link, scene, value);
        let other = peers.iter().filter_map(of).min_by(|one, other| one.0.total_cmp(&other.0));
        // A ratio to nobody is no ratio.
        let ours = ours.filter(|_| other.is_some());
        Goal { measure: what.to_owned(), ours, other, limit, at_least: false }
    }

    /// Ours alone.
    fn alone(&self, what: &str, scene: Scene, limit: f64, value: Value) -> Goal {
        let ours = self.of(Peer::Ours, Link::Lan, scene, value);
        Goal { measure: what.to_owned(), ours, other: None, limit, at_least: false }
    }
}

type Value = fn(&Row) -> Option<f64>;

/// All goals, in the order in which they were set.
pub(crate) fn goals(rows: &[Row]) -> Vec<Goal> {
    let rows = Rows(rows);
    let mut all = lateness(&rows);
    all.extend(bytes(&rows));
    all.extend(processor(&rows));
    all.extend(exactness(&rows));
    all
}

fn lateness(rows: &Rows<'_>) -> Vec<Goal> {
    let p50: Value = |row| Some(row.flash?.p50_ms);
    let p95: Value = |row| Some(row.flash?.p95_ms);
    let best = [Peer::Tigervnc, Peer::Freerdp, Peer::Webrtc];
    let lines: [(&str, Link, &[Peer], [f64; 2]); 3] = [
        ("", Link::Lan, &[Peer::Tigervnc], [1.0, 0.5]),
        (", 20 ms / 5 Mbit/s", Link::Dsl, &best, [0.4, 0.4]),
        (", 200 ms / 300 kbit/s, 1 % loss", Link::Narrow, &best, [0.3, 0.3]),
    ];
    let scenes =
        [(Scene::Flash, "small change"), (Scene::FlashScrolling, "while a window scrolls")];
    let mut all = Vec::new();
    for (words, link, peers, limits) in lines {
        for ((scene, what), limit) in scenes.into_iter().zip(limits) {
            for (name, value) in [("p50", p50), ("p95", p95)] {
                let measure = format!("glass to glass, {what}, {name}, ms{words}");
                all.push(rows.goal(&measure, link, scene, peers, limit, value));
            }
        }
    }
    all
}

fn bytes(rows: &Rows<'_>) -> Vec<Goal> {
    let each: Value = |row| Some(row.bytes_per_update()? / 1000.0);
    let freerdp = [Peer::Freerdp];
    let mut all = Vec::new();
    for (scene, limit) in [(Scene::Typing, 1.0), (Scene::Scrolling, 0.5), (Scene::Dragging, 0.5)] {
        let measure = format!("bytes, {}, kB an update", scene.name());
        all.push(rows.goal(&measure, Link::Lan, scene, &freerdp, limit, each));
    }
    let film: Value = |row| {
        let kilobytes = row.bytes_per_update()? / 1000.0;
        Some(kilobytes * BYTES_PER_DECIBEL.powf(40.0 - row.film_psnr_db?))
    };
    let peers = [Peer::Tigervnc, Peer::Webrtc, Peer::WebrtcMotion];
    let measure = "bytes, video, kB a frame that arrived, brought to 40 dB (18 % a decibel)";
    all.push(rows.goal(measure, Link::Lan, Scene::Video, &peers, 0.8, film));
    all
}

fn processor(rows: &Rows<'_>) -> Vec<Goal> {
    let each: Value = Row::processor_per_update_ms;
    let mut all = Vec::new();
    for scene in [Scene::Typing, Scene::Scrolling, Scene::Video] {
        let measure = format!("sharer's CPU, {}, ms an update", scene.name());
        all.push(rows.goal(&measure, Link::Lan, scene, &[Peer::Freerdp], 0.5, each));
    }
    let peers = [Peer::Webrtc, Peer::WebrtcMotion];
    all.push(rows.goal(
        "sharer's CPU, video, ms an update",
        Link::Lan,
        Scene::Video,
        &peers,
        0.8,
        each,
    ));
    all.push(rows.alone("idle, sharer's CPU, % of a core", Scene::Idle, 0.5, |row| {
        Some(row.processor_percent())
    }));
    all.push(rows.alone("idle, kB/s", Scene::Idle, 0.2, |row| Some(row.kilobytes_per_second())));
    all
}

fn exactness(rows: &Rows<'_>) -> Vec<Goal> {
    let mut all = Vec::new();
    for scene in Scene::ALL {
        if scene != Scene::Video {
            let measure = format!("identical pixels one second after {}, %", scene.name());
            let same: Value = |row| Some(row.after?.same_percent);
            all.push(Goal { at_least: true, ..rows.alone(&measure, scene, 100.0, same) });
        }
    }
    let mut ours = rows.0.iter().filter(|row| row.peer == Peer::Ours);
    let most = ours.by_ref().filter_map(|row| row.memory_bytes).max();
    all.push(Goal {
        measure: "the app's memory, web views apart, MB".to_owned(),
        ours: most.map(|bytes| bytes as f64 / 1e6),
        other: None,
        limit: 120.0,
        at_least: false,
    });
    all
}
