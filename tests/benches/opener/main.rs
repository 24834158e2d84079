//! The opener's size, and how soon its window is there: the time from the start of the process
//! until the display shows a window of its, the median of many starts on a display of its own.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use corporate_stories::bus::Bus;
use corporate_stories::display::Display;
use corporate_stories::process::Crew;
use serde_json::json;
use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{ChangeWindowAttributesAux, ConnectionExt, EventMask};
use x11rb::rust_connection::RustConnection;

/// A window of fewer pixels to each side is none that anybody sees.
const SMALL: u16 = 50;
/// How long a start may take before it is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Measures the opener.
#[derive(Parser)]
struct Arguments {
    /// The opener, built with the profile release-opener.
    #[arg(long)]
    opener: PathBuf,
    /// An opener for another system, whose size is told.
    #[arg(long)]
    other: Vec<PathBuf>,
    /// How often it is started.
    #[arg(long, default_value_t = 20)]
    starts: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let mut crew = Crew::new(folder.path())?;
    crew.set("HOME", folder.path());
    let _bus = Bus::start(&mut crew).await?;
    let display = Display::start(&crew, "bench").await?;
    let watch = Watch::over(&display)?;
    let mut took_ms = Vec::new();
    // One start more than is counted: the first reads the program from the disk.
    for _ in 0..=arguments.starts {
        took_ms.push(watch.start(&crew, &display, &arguments.opener)?.as_secs_f64() * 1000.0);
    }
    let first_ms = took_ms.remove(0);
    took_ms.sort_by(f64::total_cmp);
    let (median, slowest) = (middle(&took_ms), took_ms.last().copied().unwrap_or_default());
    let files = std::iter::once(&arguments.opener).chain(&arguments.other);
    let sizes = files.map(|path| size(path)).collect::<Result<Vec<_>>>()?;
    if arguments.json {
        let sizes: Vec<_> =
            sizes.iter().map(|(name, bytes)| json!({ "file": name, "bytes": bytes })).collect();
        println!(
            "{}",
            json!({ "sizes": sizes, "first_ms": first_ms, "median_ms": median,
            "slowest_ms": slowest, "starts": took_ms.len() })
        );
        return Ok(());
    }
    for (name, bytes) in sizes {
        println!("{name}: {bytes} bytes");
    }
    println!(
        "until the window is there: median {median:.0} ms of {} starts, slowest {slowest:.0} ms, \
         the very first {first_ms:.0} ms",
        took_ms.len()
    );
    Ok(())
}

/// The median of sorted figures.
fn middle(sorted: &[f64]) -> f64 {
    let (low, high) = (sorted.len().saturating_sub(1) / 2, sorted.len() / 2);
    let at = |place: usize| sorted.get(place).copied().unwrap_or_default();
    f64::midpoint(at(low), at(high))
}

fn size(path: &Path) -> Result<(String, u64)> {
    let bytes = std::fs::metadata(path).with_context(|| format!("read {}", path.display()))?.len();
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((name, bytes))
}

/// Sees windows come.
struct Watch(RustConnection);

impl Watch {
    fn over(display: &Display) -> Result<Self> {
        let (connection, screen) = RustConnection::connect(Some(display.name()))?;
        let root = connection.setup().roots[screen].root;
        let events = ChangeWindowAttributesAux::new().event_mask(EventMask::SUBSTRUCTURE_NOTIFY);
        connection.change_window_attributes(root, &events)?.check()?;
        Ok(Self(connection))
    }

    /// Starts the opener, waits for its window, ends it.
    fn start(&self, crew: &Crew, display: &Display, opener: &Path) -> Result<Duration> {
        while self.0.poll_for_event()?.is_some() {}
        let mut command = Command::new(opener);
        command.env("DISPLAY", display.name()).env_remove("WAYLAND_DISPLAY");
        command.env("GDK_BACKEND", "x11").env("LANG", "C.UTF-8");
        let begun = Instant::now();
        let mut process = crew.start("opener", &mut command, false)?;
        let took = loop {
            match self.0.poll_for_event()? {
                Some(Event::MapNotify(mapped)) => {
                    let size = self.0.get_geometry(mapped.window)?.reply();
                    if size.is_ok_and(|size| size.width > SMALL && size.height > SMALL) {
                        break begun.elapsed();
                    }
                }
                Some(_) => {}
                None => std::thread::sleep(Duration::from_millis(1)),
            }
            if begun.elapsed() > PATIENCE || process.ended()?.is_some() {
                bail!("the opener showed no window: {}", process.printed());
            }
        };
        process.kill();
        Ok(took)
    }
}
