//! The picture's bench: ours and its peers, in one run and with the same scenes: how late, how many
//! bytes, how much of the processor, how like. `docs/performance.md` says how to read it.
#![expect(clippy::print_stdout, reason = "a bench prints its figures")]

mod canvas;
mod desk;
mod film;
mod glass;
mod measure;
mod network;
mod ours;
mod probe;
mod room;
mod scene;
mod slow;
mod usage;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use corporate_stories::picture::Picture;
use tokio::signal::unix::{SignalKind, signal};

use crate::desk::{Desk, STOPPED};
use crate::glass::Glass;
use crate::measure::{Bench, Row};
use crate::ours::Ours;
use crate::probe::Place;
use crate::room::Room;
use crate::scene::Scene;

/// Measures the picture.
#[derive(Parser)]
struct Arguments {
    /// The folder with corporate-portal and its releases.
    #[arg(long)]
    programs: PathBuf,
    /// The folder for tables and pictures.
    #[arg(long)]
    out: PathBuf,
    /// Scenes to play; all without it.
    #[arg(long, value_enum, value_delimiter = ',')]
    scenes: Vec<Scene>,
    /// Seconds of each scene.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// Given by `cargo bench`.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    match network::enter_office().and_then(|()| run(&Arguments::parse())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(arguments: &Arguments) -> Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::spawn(async {
        if tokio::signal::ctrl_c().await.is_ok() {
            STOPPED.store(true, Ordering::Relaxed);
        }
    });
    tokio::select! {
        done = measure(arguments) => done,
        _ = tokio::signal::ctrl_c() => bail!("stopped"),
        _ = terminate.recv() => bail!("stopped"),
    }
}

async fn measure(arguments: &Arguments) -> Result<()> {
    std::fs::create_dir_all(&arguments.out)?;
    let room = Room::set().await?;
    let ours = Ours::share(&room, &arguments.programs).await;
    let ours = ours.inspect_err(|_| keep_logs(&room, arguments))?;
    let begun = Instant::now();
    tokio::task::block_in_place(|| -> Result<()> {
        let mut desk = Desk::over(room.customer.name(), begun)?;
        let customer = Glass::open(room.customer.name())?;
        let viewing = Glass::open(room.viewing.name())?;
        desk::sleep(Duration::from_secs(2))?;
        let place = Place::find(&viewing, &desk, Duration::from_millis(800));
        let place = place.inspect_err(|_| keep_logs(&room, arguments));
        let shot = viewing.grab(viewing.whole)?;
        let (width, height) = (viewing.whole.width.into(), viewing.whole.height.into());
        Picture::from_bgrx(width, height, &shot)?.write(&arguments.out.join("ours.png"))?;
        let place = place?;
        println!("{place:?}");
        let mut bench = Bench {
            desk: &mut desk,
            customer: &customer,
            viewing: &viewing,
            viewing_name: room.viewing.name(),
            place,
            network: &room.network,
            sharer: &ours.sharer,
            begun,
        };
        let scenes =
            if arguments.scenes.is_empty() { &Scene::ALL[..] } else { &arguments.scenes[..] };
        for scene in scenes {
            let length = Duration::from_secs(arguments.seconds);
            let patience = Duration::from_secs(5);
            let row = bench.measure(("ours", "lan"), *scene, length, patience)?;
            print(&row);
        }
        Ok(())
    })
}

fn print(row: &Row) {
    println!("{}", serde_json::to_string(row).unwrap_or_default());
}

fn keep_logs(room: &Room, arguments: &Arguments) {
    let _kept = corporate_stories_logs(room, arguments).context("logs");
}

fn corporate_stories_logs(room: &Room, arguments: &Arguments) -> Result<()> {
    let folder = arguments.out.join("logs");
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(room.home().join("logs"))? {
        let entry = entry?;
        std::fs::copy(entry.path(), folder.join(entry.file_name()))?;
    }
    Ok(())
}
