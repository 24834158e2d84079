//! One scene in front of one program: what is played, what is seen, and what it costs.

use std::time::{Duration, Instant};

use anyhow::Result;
use corporate_stories::glass::figures::{Arrivals, Times, arrivals};
use corporate_stories::glass::likeness::{Likeness, compare};
use serde::Serialize;

use crate::desk::{Desk, Painted, sleep};
use crate::film::{self, Film};
use crate::glass::{Glass, Region};
use crate::link::Link;
use crate::network::{Bytes, Network};
use crate::peer::Peer;
use crate::probe::{Place, Probe, Seen};
use crate::scene::{Scene, Video};
use crate::{table, usage};

/// From the last change to the comparison of the pictures.
const REST: Duration = Duration::from_secs(1);
/// What is compared: without the edge where the pointers are parked.
const COMPARED: Region = Region { x: 0, y: 0, width: 1888, height: 1048 };

/// Who uses the processor.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sharer {
    /// The programs that share, with all their children.
    pub(crate) programs: Vec<u32>,
    /// The X server of the customer's display.
    pub(crate) display_server: u32,
    /// The program whose memory is told: our app.
    pub(crate) app: Option<u32>,
}

/// Both displays, the line, and whoever shares.
pub(crate) struct Bench<'a> {
    pub(crate) desk: &'a mut Desk,
    pub(crate) customer: &'a Glass,
    pub(crate) viewing: &'a Glass,
    pub(crate) viewing_name: &'a str,
    pub(crate) place: Place,
    pub(crate) network: &'a Network,
    pub(crate) sharer: &'a Sharer,
    pub(crate) begun: Instant,
}

/// What one scene gave. Rates are of the scene's own length; bytes and processor time also count
/// the second after it, in which pictures are to become exact.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) peer: Peer,
    pub(crate) link: Link,
    pub(crate) scene: Scene,
    pub(crate) seconds: f64,
    /// Updates that were painted, and of them those that were seen.
    pub(crate) painted: usize,
    pub(crate) arrived: usize,
    pub(crate) arrived_per_second: f64,
    /// Until an update or a newer one was seen.
    pub(crate) times: Option<Times>,
    /// The same of the flips, where the scene has some.
    pub(crate) flash: Option<Times>,
    pub(crate) flips_lost: usize,
    pub(crate) sent_bytes: u64,
    pub(crate) received_bytes: u64,
    pub(crate) sharer_ms: f64,
    pub(crate) app_ms: Option<f64>,
    pub(crate) display_server_ms: f64,
    pub(crate) memory_bytes: Option<u64>,
    /// One second after the end; none where the viewer scales.
    pub(crate) after: Option<Likeness>,
    /// While a film plays: the mean over its sampled pictures.
    pub(crate) film_psnr_db: Option<f64>,
}

impl Row {
    /// What became of the updates; all else is still to be filled in.
    fn of(
        peer: Peer,
        link: Link,
        scene: Scene,
        painted: &Painted,
        seen: &Seen,
        end: Duration,
    ) -> Self {
        let flips = arrivals(&painted.flips, &seen.flips, end);
        let updates = match scene {
            Scene::Flash => flips.clone(),
            _ => arrivals(&painted.updates, &seen.updates, end),
        };
        let Arrivals { times_ms, ages_ms, lost } = updates;
        Self {
            peer,
            link,
            scene,
            seconds: 0.0,
            painted: times_ms.len() + lost,
            arrived: times_ms.len(),
            arrived_per_second: 0.0,
            times: Times::of(ages_ms),
            flash: Times::of(flips.ages_ms),
            flips_lost: flips.lost,
            sent_bytes: 0,
            received_bytes: 0,
            sharer_ms: 0.0,
            app_ms: None,
            display_server_ms: 0.0,
            memory_bytes: None,
            after: None,
            film_psnr_db: None,
        }
    }

    /// Kilobytes a second, from and to the customer.
    pub(crate) fn kilobytes_per_second(&self) -> f64 {
        (self.sent_bytes + self.received_bytes) as f64 / 1000.0 / self.seconds
    }

    /// The most important of it in one line, while the bench runs.
    pub(crate) fn summary(&self) -> String {
        let ms = |times: Option<Times>| times.map_or("–".to_owned(), table::times);
        let same =
            self.after.map_or("–".to_owned(), |after| format!("{:.3} %", after.same_percent));
        format!(
            "{}, {}, {}: late {} ms, flash {} ms, {} of {} updates seen, {:.1} kB/s, sharer {:.1} % of \
             a core, identical {same}",
            self.peer.name(),
            self.link.name(),
            self.scene.name(),
            ms(self.times),
            ms(self.flash),
            self.arrived,
            self.painted,
            self.kilobytes_per_second(),
            self.processor_percent(),
        )
    }

    /// Bytes for each update that arrived.
    pub(crate) fn bytes_per_update(&self) -> Option<f64> {
        let bytes = (self.sent_bytes + self.received_bytes) as f64;
        (self.arrived > 0).then(|| bytes / self.arrived as f64)
    }

    /// The sharer's processor time for each update that arrived, in milliseconds.
    pub(crate) fn processor_per_update_ms(&self) -> Option<f64> {
        (self.arrived > 0).then(|| self.sharer_ms / self.arrived as f64)
    }

    /// The sharer's share of one core, in percent.
    pub(crate) fn processor_percent(&self) -> f64 {
        self.sharer_ms / 10.0 / self.seconds
    }
}

/// Counters at one moment.
struct Counters {
    bytes: Bytes,
    sharer: Duration,
    app: Option<Duration>,
    display_server: Duration,
}

impl Bench<'_> {
    fn counters(&self) -> Result<Counters> {
        Ok(Counters {
            bytes: self.network.bytes()?,
            sharer: usage::processor_time(&self.sharer.programs),
            app: self.sharer.app.map(usage::own_time),
            display_server: usage::own_time(self.sharer.display_server),
        })
    }

    /// Waits until the line is quiet, at most so long.
    pub(crate) fn settle(&self, most: Duration) -> Result<()> {
        let deadline = Instant::now() + most;
        let mut quiet = 0;
        while quiet < 3 && Instant::now() < deadline {
            let before = self.network.bytes()?;
            sleep(Duration::from_millis(300))?;
            let moved = self.network.bytes()?.since(before);
            quiet = if moved.sent < 600 { quiet + 1 } else { 0 };
        }
        Ok(())
    }

    /// Plays a scene and measures it.
    pub(crate) fn measure(
        &mut self,
        (peer, link): (Peer, Link),
        scene: Scene,
        length: Duration,
    ) -> Result<Row> {
        let patience = link.patience();
        self.desk.set(scene)?;
        self.settle(patience)?;
        let sampled = (scene == Scene::Video && self.place.is_exact()).then_some(Video::REGION);
        let probe = Probe::start(self.viewing_name, self.place, self.begun, sampled)?;
        let before = self.counters()?;
        let painted = self.desk.play(length)?;
        sleep(REST)?;
        let counted = self.counters()?;
        let after = self.likeness()?;
        let memory_bytes = self.sharer.app.and_then(usage::memory_bytes);
        self.settle(patience)?;
        let seen = probe.stop()?;
        let row = Row::of(peer, link, scene, &painted, &seen, self.begun.elapsed());
        let bytes = counted.bytes.since(before.bytes);
        let ms = |now: Duration, then| now.saturating_sub(then).as_secs_f64() * 1000.0;
        Ok(Row {
            seconds: length.as_secs_f64(),
            arrived_per_second: row.arrived as f64 / length.as_secs_f64(),
            sent_bytes: bytes.sent,
            received_bytes: bytes.received,
            sharer_ms: ms(counted.sharer, before.sharer),
            app_ms: counted.app.zip(before.app).map(|(now, then)| ms(now, then)),
            display_server_ms: ms(counted.display_server, before.display_server),
            memory_bytes,
            after,
            film_psnr_db: film_psnr(&painted.updates, &seen.samples),
            ..row
        })
    }

    /// The customer's screen beside what the viewer shows of it.
    fn likeness(&self) -> Result<Option<Likeness>> {
        if !self.place.is_exact() {
            return Ok(None);
        }
        let shown = self.viewing.grab(self.place.of(COMPARED))?;
        Ok(Some(compare(&self.customer.grab(COMPARED)?, &shown)))
    }
}

/// The mean over sampled pictures of a film, each beside the picture that was played under its
/// number.
fn film_psnr(
    painted: &[corporate_stories::glass::figures::Sight],
    samples: &[(u16, Vec<u8>)],
) -> Option<f64> {
    /// What an exact picture counts as.
    const EXACT_DB: f64 = 60.0;
    let film = (!samples.is_empty()).then(Film::new)?;
    let psnr = |(number, picture): &(u16, Vec<u8>)| {
        let place = painted.iter().position(|sight| sight.number == *number)?;
        let played = film.picture(place % film::PICTURES);
        Some(compare(&played.pixels, picture).psnr_db.unwrap_or(EXACT_DB))
    };
    let all: Vec<f64> = samples.iter().filter_map(psnr).collect();
    (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64)
}
