//! Looks at the viewing display all the time and notes when which number of an update, and of a
//! flip, first shows there. Finds the place of the strips by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use corporate_stories::glass::figures::Sight;
use corporate_stories::glass::strip::{self, CELLS};
use serde::Serialize;

use crate::desk::{Desk, FLIPS, STRIP, sleep};
use crate::glass::{Glass, Region};

/// Between two looks.
const LOOK: Duration = Duration::from_micros(500);
/// How often the strip is painted plain to be found, and how long it stays.
const SIGNALS: usize = 6;
/// From a number to a sample of the region: the rest of a picture may be painted after the strip.
const REST: Duration = Duration::from_millis(6);

/// How the customer's screen lies on the viewing display.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Place {
    left: f64,
    top: f64,
    scale: [f64; 2],
}

impl Place {
    /// Finds the strip, which the desk paints black and white in turn: all pixels that follow
    /// each time.
    pub(crate) fn find(glass: &Glass, desk: &Desk, hold: Duration) -> Result<Self> {
        let wide = usize::from(glass.whole.width);
        let mut votes = vec![0; wide * usize::from(glass.whole.height)];
        let mut pixels = Vec::new();
        for signal in 0..SIGNALS {
            let white = signal % 2 == 1;
            desk.plain_strip(white)?;
            sleep(hold)?;
            glass.read(glass.whole, &mut pixels)?;
            for (vote, pixel) in votes.iter_mut().zip(pixels.chunks_exact(4)) {
                *vote += usize::from(if white { luma(pixel) > 200 } else { luma(pixel) < 55 });
            }
        }
        let found: Vec<usize> = (0..votes.len()).filter(|at| votes[*at] == SIGNALS).collect();
        let columns = || found.iter().map(|at| at % wide);
        let (left, right) = columns().min().zip(columns().max()).context(
            "the customer's screen does not show on the viewing display (no strip was found)",
        )?;
        let (top, bottom) = (found[0] / wide, found[found.len() - 1] / wide);
        let (width, height) = ((right - left + 1) as f64, (bottom - top + 1) as f64);
        let filled = found.len() as f64 / (width * height);
        ensure!(filled > 0.7 && width > 4.0 * height, "what follows the strip has another shape");
        let scale = [width / f64::from(STRIP.width), height / f64::from(STRIP.height)];
        let left = left as f64 - f64::from(STRIP.x) * scale[0];
        Ok(Self { left, top: top as f64 - f64::from(STRIP.y) * scale[1], scale })
    }

    /// Whether each pixel is one pixel.
    pub(crate) fn is_exact(self) -> bool {
        self.scale.iter().all(|scale| (scale - 1.0).abs() < f64::EPSILON)
    }

    /// Where a region of the customer's screen is.
    pub(crate) fn of(self, region: Region) -> Region {
        let at =
            |from: f64, scale: f64, place: i16| (from + scale * f64::from(place)).round() as i16;
        let long = |scale: f64, length: u16| (scale * f64::from(length)).round().max(1.0) as u16;
        Region {
            x: at(self.left, self.scale[0], region.x),
            y: at(self.top, self.scale[1], region.y),
            width: long(self.scale[0], region.width),
            height: long(self.scale[1], region.height),
        }
    }
}

/// What was seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Numbers of the first strip.
    pub(crate) updates: Vec<Sight>,
    /// Numbers of the second strip, which numbers the flips.
    pub(crate) flips: Vec<Sight>,
    /// Pictures of the region to sample, with their numbers.
    pub(crate) samples: Vec<(u16, Vec<u8>)>,
}

/// A running probe.
pub(crate) struct Probe {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Seen>>>,
}

impl Probe {
    /// Starts to look. Every eighth new number it takes a picture of the region to sample.
    pub(crate) fn start(
        display: &str,
        place: Place,
        begun: Instant,
        sampled: Option<Region>,
    ) -> Result<Self> {
        let glass = Glass::open(display)?;
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let sampled = sampled.map(|region| place.of(region));
        let thread = std::thread::Builder::new().name("probe".to_owned());
        let thread = thread.spawn(move || look(&glass, place, begun, sampled, &told))?;
        Ok(Self { stop, thread: Some(thread) })
    }

    /// Ends it; gives what it has seen.
    pub(crate) fn stop(mut self) -> Result<Seen> {
        self.stop.store(true, Ordering::Relaxed);
        let thread = self.thread.take().context("a probe is stopped once")?;
        thread.join().ok().context("the probe panicked")?
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _left = thread.join();
        }
    }
}

fn look(
    glass: &Glass,
    place: Place,
    begun: Instant,
    sampled: Option<Region>,
    stop: &AtomicBool,
) -> Result<Seen> {
    let strips = [place.of(STRIP), place.of(FLIPS)];
    let both =
        Region { height: (strips[1].y - strips[0].y) as u16 + strips[1].height, ..strips[0] };
    let (mut seen, mut pixels, mut last) = (Seen::default(), Vec::new(), [None, None]);
    while !stop.load(Ordering::Relaxed) {
        glass.read(both, &mut pixels)?;
        let at = begun.elapsed();
        let numbers = strips.map(|strip| read_number(&pixels, both, strip));
        for (which, list) in [&mut seen.updates, &mut seen.flips].into_iter().enumerate() {
            if numbers[which].is_some() && numbers[which] != last[which] {
                last[which] = numbers[which];
                list.extend(numbers[which].map(|number| Sight { number, at }));
                let due = which == 0 && list.len() % 8 == 0;
                if let (Some(region), true, Some(number)) = (sampled, due, numbers[which]) {
                    std::thread::sleep(REST);
                    let picture = glass.grab(region)?;
                    glass.read(both, &mut pixels)?;
                    if read_number(&pixels, both, strips[0]) == Some(number) {
                        seen.samples.push((number, picture));
                    }
                }
            }
        }
        std::thread::sleep(LOOK);
    }
    Ok(seen)
}

/// The number that a strip shows, from the middle of its cells.
fn read_number(pixels: &[u8], both: Region, strip: Region) -> Option<u16> {
    let (wide, high) = (usize::from(strip.width), usize::from(strip.height));
    let row = (strip.y - both.y) as usize + high / 2;
    let mut cells = [false; CELLS];
    for (cell, white) in cells.iter_mut().enumerate() {
        let at = (row * wide + (2 * cell + 1) * wide / (2 * CELLS)) * 4;
        *white = match luma(pixels.get(at..at + 4)?) {
            0..=100 => false,
            155.. => true,
            _ => return None,
        };
    }
    strip::number(cells)
}

fn luma(pixel: &[u8]) -> u32 {
    (u32::from(pixel[0]) + 2 * u32::from(pixel[1]) + u32::from(pixel[2])) / 4
}
