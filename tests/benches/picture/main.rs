//! The picture's bench: ours and its peers, in one run and with the same scenes: how late, how many
//! bytes, how much of the processor, how like. `docs/performance.md` says how to read it.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod canvas;
mod desk;
mod film;
mod freerdp;
mod glass;
mod goals;
mod link;
mod measure;
mod network;
mod ours;
mod peer;
mod probe;
mod room;
mod scene;
mod slow;
mod table;
mod tigervnc;
mod usage;
mod webrtc;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use corporate_stories::picture::Picture;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::block_in_place;

use crate::desk::{Desk, STOPPED};
use crate::glass::Glass;
use crate::link::Link;
use crate::measure::{Bench, Row, Sharer};
use crate::peer::Peer;
use crate::probe::Place;
use crate::room::Room;
use crate::scene::Scene;

/// Measures the picture, ours and that of others.
#[derive(Parser)]
struct Arguments {
    /// The folder with corporate-portal and its releases
    #[arg(long)]
    programs: PathBuf,
    /// The folder for the table as Markdown and JSON, and a picture of each viewer
    #[arg(long)]
    out: PathBuf,
    /// Who is measured; everybody without it
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Peer>,
    /// What is played; everything without it
    #[arg(long, value_enum, value_delimiter = ',')]
    scenes: Vec<Scene>,
    /// The lines that are played; all without it
    #[arg(long, value_enum, value_delimiter = ',')]
    links: Vec<Link>,
    /// Seconds of each scene
    #[arg(long, default_value_t = 12)]
    seconds: u64,
    /// Four seconds of each scene: for a look, not for a table
    #[arg(long)]
    quick: bool,
    /// Given by `cargo bench`
    #[arg(long, hide = true)]
    bench: bool,
}

impl Arguments {
    fn length(&self) -> Duration {
        Duration::from_secs(if self.quick { 4 } else { self.seconds.max(1) })
    }
}

/// What was chosen, or everything there is.
fn chosen<T: Copy>(some: &[T], all: &[T]) -> Vec<T> {
    if some.is_empty() { all } else { some }.to_vec()
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match network::enter_office().and_then(|()| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Leaving by any of these ways ends everything that was started.
#[tokio::main]
async fn run(arguments: &Arguments) -> Result<()> {
    tokio::spawn(async {
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        STOPPED.store(true, Ordering::Relaxed);
        anyhow::Ok(())
    });
    let stopped = async {
        while !STOPPED.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::select! {
        done = measure_all(arguments) => done,
        () = stopped => bail!("stopped"),
    }
}

async fn measure_all(arguments: &Arguments) -> Result<()> {
    std::fs::create_dir_all(&arguments.out)?;
    let mut rows = Vec::new();
    let mut absent = Vec::new();
    for peer in chosen(&arguments.only, &Peer::ALL) {
        if let Err(error) = measure(arguments, peer, &mut rows).await {
            if STOPPED.load(Ordering::Relaxed) {
                return Err(error);
            }
            eprintln!("{}: {error:#}", peer.name());
            absent.push((peer, format!("{error:#}")));
        }
        write(arguments, &rows, &absent)?;
    }
    println!("{}", std::fs::read_to_string(arguments.out.join("picture.md"))?);
    Ok(())
}

/// Writes what there is so far, so that a run that is stopped has not been for nothing.
fn write(arguments: &Arguments, rows: &[Row], absent: &[(Peer, String)]) -> Result<()> {
    let goals = goals::goals(rows);
    let text = table::markdown(rows, absent, &goals);
    std::fs::write(arguments.out.join("picture.md"), text)?;
    let goals: Vec<_> =
        goals.iter().map(|goal| json!({ "goal": goal, "met": goal.met() })).collect();
    let absent: Vec<_> =
        absent.iter().map(|(peer, why)| json!({ "peer": peer, "why": why })).collect();
    let all = json!({ "rows": rows, "goals": goals, "not_measured": absent });
    std::fs::write(arguments.out.join("picture.json"), serde_json::to_string_pretty(&all)?)?;
    Ok(())
}

/// Measures one of them; what was measured before something failed stays.
async fn measure(arguments: &Arguments, peer: Peer, rows: &mut Vec<Row>) -> Result<()> {
    let mut room = Room::set().await?;
    let played = async {
        let sharing = peer.share(&room, &arguments.programs).await?;
        let sharer = Sharer {
            programs: sharing.programs.clone(),
            display_server: room.customer.server_id(),
            app: sharing.app,
        };
        block_in_place(|| play(arguments, peer, &mut room, &sharer, rows))
    };
    let played = played.await;
    if played.is_err() {
        let folder = arguments.out.join("logs").join(peer.file());
        room.keep_logs(&folder)?;
        for (name, display) in [("customer", &room.customer), ("viewing", &room.viewing)] {
            display.picture()?.write(&folder.join(format!("{name}.png")))?;
        }
    }
    played
}

fn play(
    arguments: &Arguments,
    peer: Peer,
    room: &mut Room,
    sharer: &Sharer,
    rows: &mut Vec<Row>,
) -> Result<()> {
    let begun = Instant::now();
    let mut desk = Desk::over(room.customer.name(), begun)?;
    let customer = Glass::open(room.customer.name())?;
    let viewing = Glass::open(room.viewing.name())?;
    viewing.park_pointer()?;
    desk::sleep(Duration::from_secs(3))?;
    let place = Place::find(&viewing, &desk, Duration::from_millis(800));
    desk.set(Scene::Typing)?;
    desk::sleep(Duration::from_secs(2))?;
    photograph(&viewing, &arguments.out.join(format!("{}.png", peer.file())))?;
    let place = place?;
    eprintln!("{}: {place:?}", peer.name());
    for link in chosen(&arguments.links, &Link::ALL) {
        room.network.become_like(link.quality())?;
        let mut bench = Bench {
            desk: &mut desk,
            customer: &customer,
            viewing: &viewing,
            viewing_name: room.viewing.name(),
            place,
            network: &room.network,
            sharer,
            begun,
        };
        for scene in chosen(&arguments.scenes, &Scene::ALL) {
            if link.plays(scene) && peer.plays(scene) {
                let row = bench.measure((peer, link), scene, arguments.length())?;
                eprintln!("{}", row.summary());
                rows.push(row);
            }
        }
    }
    Ok(())
}

fn photograph(glass: &Glass, path: &Path) -> Result<()> {
    let pixels = glass.grab(glass.whole)?;
    let (width, height) = (glass.whole.width.into(), glass.whole.height.into());
    Picture::from_bgrx(width, height, &pixels)?.write(path).context("a picture of the viewer")
}
