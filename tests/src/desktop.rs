//! The customer's desktop side: the opener as the browser saved it, run as a file manager would,
//! what the customer does in its window, and the app that it brings.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::display::Window;
use crate::driver::{Driver, free_port};
use crate::portal::LISTEN;
use crate::process::Owned;
use crate::screen_reader::ScreenReader;
use crate::stage::Stage;
use crate::story::{AGENT, COMPANY};
use crate::wait::{until, until_true};

/// How long a download on loopback may take, in seconds.
const DOWNLOAD_SECONDS: u64 = 60;

/// An opener that was started.
pub struct Opener {
    /// Its process.
    pub process: Owned,
    /// The portal's address that its window is to show.
    pub portal: String,
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

    /// Its window as a screen reader has it.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn read(&self, stage: &Stage) -> Result<ScreenReader> {
        ScreenReader::of_process(stage.bus.address(), self.process.id()).await
    }

    /// Waits for the question whether to go on: it names company, agent and the portal's
    /// address.
    ///
    /// # Errors
    /// Where it is not asked in time.
    pub async fn asks(&self, stage: &Stage) -> Result<ScreenReader> {
        let window = self.read(stage).await?;
        // Only a portal that has taken the code tells whose session it is.
        window.hears(&stage.name_of(AGENT)).await?;
        window.hears(COMPANY).await?;
        window.hears(&self.portal).await?;
        until_true("the opener's question", 60, async || window.offers(stage.words.go_on).await)
            .await
            .with_context(|| format!("the opener printed: {}", self.process.printed()))?;
        Ok(window)
    }

    /// The customer reads who asks, and goes on.
    ///
    /// # Errors
    /// Where the question is not asked in time.
    pub async fn confirm(&self, stage: &Stage) -> Result<()> {
        self.asks(stage).await?.press(stage.words.go_on).await
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
        self.downloaded_within(DOWNLOAD_SECONDS, what, is).await
    }

    /// As [`downloaded`](Self::downloaded), in a time of one's own.
    ///
    /// # Errors
    /// Where no file comes in time.
    pub async fn downloaded_within(
        &self,
        seconds: u64,
        what: &str,
        is: impl Fn(&str) -> bool,
    ) -> Result<PathBuf> {
        until(what, seconds, async || {
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
        self.run_on_desktop("opener", &mut Command::new(file))
    }

    /// Runs a program as the customer's desktop would, for the app that it is or brings.
    ///
    /// # Errors
    /// Where it cannot be run.
    pub fn run_on_desktop(&self, label: &str, command: &mut Command) -> Result<Opener> {
        let inspector = free_port()?;
        command.current_dir(&self.downloads);
        command.env("DISPLAY", self.customer_display.name()).env_remove("WAYLAND_DISPLAY");
        command.env("LANG", "C.UTF-8").env("LANGUAGE", self.words.code);
        command.env("GDK_BACKEND", "x11");
        command.env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{inspector}"));
        let process = self.crew.start(label, command, false)?;
        Ok(Opener { process, portal: format!("http://{LISTEN}"), inspector })
    }

    /// The customer's folder in which the opener keeps the app.
    pub fn app_folder(&self) -> PathBuf {
        self.home().join(".local/share/corporate-customer")
    }

    /// A new code of the customer's page, for the upgrade that is under way.
    ///
    /// # Errors
    /// Where the portal refuses.
    pub async fn new_code(&self) -> Result<String> {
        let path = format!("/api/v1/sessions/{}/handoff", self.session().await?);
        let offer = self.customer.ask("POST", &path, &json!({})).await?;
        let offer: Value = serde_json::from_str(&offer)?;
        Ok(offer["code"].as_str().context("an offer has a code")?.to_owned())
    }

    /// The opener as it would be saved with another code: its bytes are the same for everybody.
    ///
    /// # Errors
    /// Where it cannot be copied.
    pub fn opener_with(&self, opener: &Path, code: &str) -> Result<PathBuf> {
        let copy = self.downloads.join(format!("Corporate-Opener-{code}"));
        fs::copy(opener, &copy)?;
        fs::set_permissions(&copy, Permissions::from_mode(0o755))?;
        Ok(copy)
    }

    /// The customer closes all windows of the app, which ends it; closing its question is a no.
    ///
    /// # Errors
    /// Where it does not end in time.
    pub async fn close_app(&self) -> Result<()> {
        self.close_app_beside(&[]).await
    }

    /// The same for the app that runs beside these, which stay.
    ///
    /// # Errors
    /// Where it does not end in time, or one of these does.
    pub async fn close_app_beside(&self, staying: &[u32]) -> Result<()> {
        until_true("the app's end", 30, async || {
            let apps = self.crew.running("corporate-customer");
            for window in self.customer_display.windows()? {
                if apps.contains(&window.pid) && !staying.contains(&window.pid) {
                    self.customer_display.close(&window)?;
                }
            }
            Ok(apps == staying)
        })
        .await
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
