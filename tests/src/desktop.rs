//! The customer's desktop side: the opener as the browser saved it, run as a file manager would,
//! and the app that it brings.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::display::Window;
use crate::driver::{Driver, free_port};
use crate::process::Owned;
use crate::stage::Stage;
use crate::wait::{until, until_true};

/// How long a download on loopback may take, in seconds.
const DOWNLOAD_SECONDS: u64 = 60;

/// An opener that was started.
pub struct Opener {
    /// Its process.
    pub process: Owned,
    inspector: u16,
}

impl Opener {
    /// Takes control of the windows of the app that this opener brings.
    ///
    /// # Errors
    /// Where the app shows no window in time.
    pub async fn app(&self, stage: &Stage) -> Result<Driver> {
        let app = Driver::app(&stage.crew, self.inspector).await;
        app.with_context(|| format!("the opener printed: {}", self.process.printed()))
    }

    /// Waits for its end and gives its exit code.
    ///
    /// # Errors
    /// Where it does not end in time, or was killed.
    pub async fn exit_code(&mut self, seconds: u64) -> Result<i32> {
        let status = until("the opener's end", seconds, async || Ok(self.process.ended()?));
        status.await?.code().context("the opener was killed")
    }
}

impl Stage {
    /// The opener's window, as soon as it can be seen.
    ///
    /// # Errors
    /// Where it cannot be seen in time.
    pub async fn opener_window(&self, opener: &Opener) -> Result<Window> {
        let pid = opener.process.id();
        until("the opener's window", 20, async || {
            let windows = self.customer_display.windows()?;
            Ok(windows.into_iter().find(|window| window.pid == pid))
        })
        .await
    }

    /// The file that the browser has saved and that passes the test, as soon as it is whole.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn downloaded(&self, what: &str, is: impl Fn(&str) -> bool) -> Result<PathBuf> {
        until(what, DOWNLOAD_SECONDS, async || {
            for entry in fs::read_dir(&self.downloads)?.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if is(&name) && !name.ends_with(".crdownload") && entry.metadata()?.len() > 0 {
                    return Ok(Some(entry.path()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// The opener that the browser has saved.
    ///
    /// # Errors
    /// As [`downloaded`](Self::downloaded).
    pub async fn downloaded_opener(&self) -> Result<PathBuf> {
        self.downloaded("the opener", |name| name.starts_with("Corporate-Opener-")).await
    }

    /// Runs an opener by the name it has, after making it a program as file managers do.
    ///
    /// # Errors
    /// Where it cannot be run.
    pub fn run_opener(&self, file: &Path) -> Result<Opener> {
        fs::set_permissions(file, Permissions::from_mode(0o755))?;
        let inspector = free_port()?;
        let mut command = Command::new(file);
        command.current_dir(&self.downloads);
        command.env("DISPLAY", self.customer_display.name()).env_remove("WAYLAND_DISPLAY");
        command.env("LANG", "C.UTF-8").env("LANGUAGE", self.words.code);
        command.env("GDK_BACKEND", "x11");
        command.env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{inspector}"));
        let process = self.crew.start("opener", &mut command, false)?;
        Ok(Opener { process, inspector })
    }

    /// Waits until no app of this stage runs any more.
    ///
    /// # Errors
    /// Where one stays.
    pub async fn app_ends(&self) -> Result<()> {
        until_true("the app's end", 20, async || {
            Ok(self.crew.running("corporate-customer").is_empty())
        })
        .await
    }
}
