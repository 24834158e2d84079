//! Everything that stands before a story begins: a portal with the demo account, the customer's
//! display with programs and a browser on it, the agent's display with a browser.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use tempfile::TempDir;
use url::Url;

use crate::bus::Bus;
use crate::display::{Display, Terminal};
use crate::driver::{Browser, Driver};
use crate::picture::Area;
use crate::portal::Portal;
use crate::process::Crew;
use crate::programs::{Programs, Turn};
use crate::words::Words;

/// The time zone of customer and agent.
pub const ZONE: &str = "Europe/Berlin";

/// A set stage. Dropping it ends everything on it; the fields are in the order of ending.
pub struct Stage {
    /// The language of both pages.
    pub words: &'static Words,
    /// The agent's browser.
    pub agent: Driver,
    /// The customer's browser.
    pub customer: Driver,
    /// A program on the customer's display.
    pub terminal: Terminal,
    /// The portal.
    pub portal: Portal,
    /// The agent's display.
    pub agent_display: Display,
    /// The customer's display.
    pub customer_display: Display,
    /// The customer's folder for downloads.
    pub downloads: PathBuf,
    /// All processes.
    pub crew: Crew,
    /// The customer's session bus.
    pub bus: Bus,
    home: TempDir,
    _turn: Turn,
}

impl Stage {
    /// Sets the stage; waits for its turn first.
    ///
    /// # Errors
    /// Where something is not installed, not built or does not come up.
    pub async fn set(programs: &Programs, words: &'static Words) -> Result<Self> {
        let turn = tokio::task::spawn_blocking(Turn::wait).await??;
        let home = tempfile::tempdir().context("make a home for the customer")?;
        let downloads = home.path().join("Downloads");
        let mut crew = furnish(home.path(), &downloads)?;
        let bus = Bus::start(&mut crew).await?;
        let portal = Portal::start(&crew, programs, &home.path().join("portal")).await?;

        let mut customer_display = Display::start(&crew, "customer").await?;
        let mut mousepad = Command::new("mousepad");
        let note = home.path().join("invoice.txt");
        fs::write(&note, "Invoice 2026-11\n\n  1 x support, a month   49.00 EUR\n")?;
        customer_display.run(&crew, "mousepad", mousepad.arg("--disable-server").arg(note))?;
        let beside = Area { x: 1220, y: 60, width: 640, height: 480 };
        customer_display.place("invoice.txt", beside).await?;
        let terminal = Terminal::open(&mut customer_display, &crew, home.path()).await?;
        let agent_display = Display::start(&crew, "agent").await?;

        let browser = |label, display, window| Browser {
            label,
            display,
            profile: home.path().join(label),
            downloads: &downloads,
            language: words.code,
            window,
        };
        let window = browser("customer", &customer_display, [0, 0, 1180, 1040]);
        let customer = Driver::chromium(&crew, &window).await?;
        let window = browser("agent", &agent_display, [0, 0, 1900, 1050]);
        let agent = Driver::chromium(&crew, &window).await?;
        Ok(Self {
            words,
            agent,
            customer,
            terminal,
            portal,
            agent_display,
            customer_display,
            downloads,
            crew,
            bus,
            home,
            _turn: turn,
        })
    }

    /// One more browser, of a customer or of an agent, with nothing kept in it.
    ///
    /// # Errors
    /// Where it does not come up.
    pub async fn browser(&self, label: &str, of_customer: bool) -> Result<Driver> {
        let display = if of_customer { &self.customer_display } else { &self.agent_display };
        let profile = self.home.path().join(label);
        fs::create_dir_all(&profile)?;
        let browser = Browser {
            label,
            display,
            profile,
            downloads: &self.downloads,
            language: self.words.code,
            window: [0, 0, 1180, 1040],
        };
        Driver::chromium(&self.crew, &browser).await
    }

    /// An address in the stage's language.
    ///
    /// # Errors
    /// Where it is none.
    pub fn in_language(&self, address: &str) -> Result<String> {
        let mut url = Url::parse(address)?;
        url.query_pairs_mut().append_pair("lang", self.words.code);
        Ok(url.into())
    }

    /// Copies what the processes have printed into `out/logs`.
    ///
    /// # Errors
    /// Where it cannot be copied.
    pub fn keep_logs(&self, out: &Path) -> Result<()> {
        let folder = out.join("logs");
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(self.home.path().join("logs"))? {
            let entry = entry?;
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// The customer's home folder.
    pub fn home(&self) -> &Path {
        self.home.path()
    }
}

/// Makes the customer's home and gives every process that home.
///
/// # Errors
/// Where it cannot be made.
pub fn furnish(home: &Path, downloads: &Path) -> Result<Crew> {
    let config = home.join(".config");
    let temporary = home.join("tmp");
    for folder in [downloads, &config, &temporary, &home.join("agent"), &home.join("customer")] {
        fs::create_dir_all(folder)?;
    }
    fs::write(config.join("user-dirs.dirs"), "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n")?;
    let running = home.join("running");
    fs::create_dir(&running)?;
    fs::set_permissions(&running, Permissions::from_mode(0o700))?;
    let mut crew = Crew::new(&home.join("logs"))?;
    crew.set("HOME", home);
    crew.set("XDG_RUNTIME_DIR", running);
    crew.set("XDG_CONFIG_HOME", config);
    crew.set("XDG_DATA_HOME", home.join(".local/share"));
    crew.set("XDG_CACHE_HOME", home.join(".cache"));
    crew.set("XDG_STATE_HOME", home.join(".local/state"));
    crew.set("TMPDIR", temporary);
    crew.set("TZ", ZONE);
    // Pages are drawn by the processor; asking for a graphics card only delays the first window.
    crew.set("LIBGL_ALWAYS_SOFTWARE", "1");
    Ok(crew)
}
