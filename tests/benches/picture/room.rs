//! What every program under measure gets afresh: a home, the customer's display, a larger viewing
//! display beside it, and the network between the two.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use corporate_stories::bus::Bus;
use corporate_stories::display::Display;
use corporate_stories::driver::{Browser, Driver};
use corporate_stories::process::Crew;
use corporate_stories::stage::furnish;
use tempfile::TempDir;

use crate::network::Network;

/// Size of the viewing display: the customer's screen fits into it, pixel by pixel, with all that
/// viewers put around it.
const VIEWING: (u16, u16) = (2560, 1440);

/// A set room. Dropping it ends everything in it; the fields are in the order of ending.
pub(crate) struct Room {
    pub(crate) viewing: Display,
    pub(crate) customer: Display,
    pub(crate) network: Network,
    pub(crate) downloads: PathBuf,
    pub(crate) crew: Crew,
    _bus: Bus,
    home: TempDir,
}

impl Room {
    pub(crate) async fn set() -> Result<Self> {
        let home = tempfile::tempdir().context("make a home")?;
        let downloads = home.path().join("Downloads");
        let mut crew = furnish(home.path(), &downloads)?;
        let bus = Bus::start(&mut crew).await?;
        let network = Network::lay(&crew).await?;
        let customer = Display::start(&crew, "customer").await?;
        let viewing = Display::sized(&crew, "viewing", VIEWING).await?;
        Ok(Self { viewing, customer, network, downloads, crew, _bus: bus, home })
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Copies what everybody here has printed into a folder.
    pub(crate) fn keep_logs(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder)?;
        for entry in fs::read_dir(self.home().join("logs"))? {
            let entry = entry?;
            fs::copy(entry.path(), folder.join(entry.file_name()))?;
        }
        Ok(())
    }

    /// Chromium on one of the displays, in the office.
    pub(crate) async fn chromium(&self, label: &str, of_customer: bool) -> Result<Driver> {
        let (display, window) = if of_customer {
            (&self.customer, [0, 0, 1180, 1000])
        } else {
            (&self.viewing, [0, 0, VIEWING.0.into(), VIEWING.1.into()])
        };
        let profile = self.home().join(label);
        fs::create_dir_all(&profile)?;
        let downloads = &self.downloads;
        let browser = Browser { label, display, profile, downloads, language: "en", window };
        Driver::chromium(&self.crew, &browser).await
    }
}
