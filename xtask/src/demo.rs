//! The demo: for a person at this machine, or by itself on virtual displays. The last thing that
//! either does is to become the program that runs, so whatever ends this process ends that one, and
//! nothing is left.

use std::env;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, absolute};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::Tongue;
use crate::build::Purpose;
use crate::install::{Need, system_packages};
use crate::package::build_and_sign;
use crate::run::{exists, target};

/// How long the pages wait for the portal before nobody opens them.
const PATIENCE: Duration = Duration::from_secs(30);
/// The customer's, the agents' and the managers' page.
const PAGES: [&str; 3] = ["chat", "console", "manage"];

/// Builds everything and becomes the portal, which prints its addresses and sign-ins.
///
/// # Errors
/// Where installing or building fails, or the portal cannot be started.
pub(crate) fn show(lang: Option<Tongue>) -> Result<()> {
    is_free(Purpose::Demo)?;
    system_packages(Need::Demo)?;
    let folder = build_and_sign(Purpose::Demo)?;
    let data = target().join("demo-data");
    fs::create_dir_all(&data).with_context(|| format!("make {}", data.display()))?;
    if has_desktop() {
        // A process of its own, because this one is about to become the portal.
        let mut opener = Command::new(env::current_exe()?);
        opener.arg("open-pages").args(lang.map(Tongue::code));
        opener.stdin(Stdio::null()).spawn().context("start the helper that opens the pages")?;
    }
    println!("\nStarting the portal; Ctrl-C ends it.\n");
    let mut portal = Command::new(folder.join("corporate-portal"));
    portal.args(["demo", "--listen", Purpose::Demo.listen(), "--data"]).arg(data);
    portal.arg("--releases").arg(folder.join("releases"));
    Err(portal.exec()).context("start the portal")
}

/// Builds everything and becomes the program that plays the story.
///
/// # Errors
/// Where installing or building fails, or that program cannot be started.
pub(crate) fn play_headless(out: &Path, lang: Option<Tongue>) -> Result<()> {
    is_free(Purpose::Stories)?;
    system_packages(Need::Stories)?;
    let folder = build_and_sign(Purpose::Stories)?;
    let mut story = Command::new(target().join("debug/corporate-stories"));
    story.arg("--out").arg(absolute(out)?).arg("--programs").arg(folder);
    story.args(["--lang", lang.unwrap_or(Tongue::En).code()]);
    Err(story.exec()).context("start the story")
}

/// Opens the three pages in the desktop's browser as soon as the portal is ready.
///
/// # Errors
/// Where the portal does not get ready in time.
pub(crate) fn open_pages(lang: Option<Tongue>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !is_ready().unwrap_or(false) {
        anyhow::ensure!(Instant::now() < deadline, "the portal did not get ready in time");
        std::thread::sleep(Duration::from_millis(200));
    }
    for page in PAGES {
        let lang = lang.map(|lang| format!("?lang={}", lang.code())).unwrap_or_default();
        let address = format!("http://{}/{page}{lang}", Purpose::Demo.listen());
        let mut open = Command::new("xdg-open");
        open.arg(address).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    }
    Ok(())
}

/// Finds out before a long build, not after it, that the address is taken.
fn is_free(purpose: Purpose) -> Result<()> {
    let address = purpose.listen();
    TcpListener::bind(address).map(drop).with_context(|| {
        format!("another program listens on {address}; please stop it, then try again")
    })
}

fn has_desktop() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    (set("DISPLAY") || set("WAYLAND_DISPLAY")) && exists("xdg-open")
}

fn is_ready() -> Result<bool> {
    let address: SocketAddr = Purpose::Demo.listen().parse()?;
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    stream.write_all(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer)?;
    Ok(answer.ends_with(b" 200"))
}
