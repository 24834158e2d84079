//! A second user of the customer's machine, with a home, a folder for running programs and a session
//! bus of their own: the two must not meet. Needs the rights of root; elsewhere the step says that it
//! was not played. Used by the story of links.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;

use crate::bus::Bus;
use crate::process::Owned;
use crate::stage::Stage;
use crate::wait::{until, until_true};

/// The user `nobody`, whom every system has: a bus refuses users without a name.
const USER: u32 = 65_534;
/// How long an app may take to start, in seconds.
const START_SECONDS: u64 = 60;

/// The second user.
pub struct Neighbour {
    program: PathBuf,
    bus: Bus,
    home: TempDir,
}

impl Neighbour {
    /// Moves in, with a copy of the app; `None` where this process may not start others' processes.
    ///
    /// # Errors
    /// Where home or bus can't be had.
    pub async fn move_in(stage: &Stage, app: &Path) -> Result<Option<Self>> {
        if fs::metadata("/proc/self")?.uid() != 0 {
            return Ok(None);
        }
        let home = tempfile::tempdir().context("make a home for the second user")?;
        let running = home.path().join("running");
        let program = home.path().join("corporate-customer");
        fs::create_dir(&running)?;
        fs::copy(app, &program)?;
        for path in [&running, &program, home.path()] {
            chown(path, Some(USER), Some(USER))?;
            fs::set_permissions(path, Permissions::from_mode(0o700))?;
        }
        let mut bus = Command::new("env");
        bus.uid(USER).gid(USER).current_dir(home.path());
        // What the bus starts has its variables, and none that name the first user's folders.
        for name in
            ["TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"]
        {
            bus.args(["-u", name]);
        }
        bus.arg(format!("HOME={}", home.path().display()));
        bus.arg(format!("XDG_RUNTIME_DIR={}", running.display())).arg("dbus-daemon");
        let bus = Bus::of(&stage.crew, "neighbour-dbus", bus).await?;
        Ok(Some(Self { program, bus, home }))
    }

    /// Starts the user's own app.
    ///
    /// # Errors
    /// Where it can't be started.
    pub fn starts(&self, stage: &Stage, link: Option<&str>) -> Result<Owned> {
        let home = self.home.path();
        let mut command = Command::new("env");
        command.uid(USER).gid(USER).current_dir(home);
        for (name, value) in [
            ("HOME", home.to_owned()),
            ("TMPDIR", home.join("running")),
            ("XDG_RUNTIME_DIR", home.join("running")),
            ("XDG_DATA_HOME", home.join(".local/share")),
            ("XDG_CONFIG_HOME", home.join(".config")),
            ("XDG_CACHE_HOME", home.join(".cache")),
            ("XDG_STATE_HOME", home.join(".local/state")),
            ("DBUS_SESSION_BUS_ADDRESS", self.bus.address().into()),
            ("DISPLAY", stage.customer_display.name().into()),
        ] {
            command.arg(format!("{name}={}", value.display()));
        }
        command.env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
        command.arg(&self.program).args(link);
        stage.crew.start("neighbour-app", &mut command, false)
    }
}

/// The first user's app runs: the second user's start opens an app of its own, which the second
/// user's later starts turn to, and nobody else's.
///
/// # Errors
/// Where they meet, or others could read the first user's locks.
pub async fn lives_apart(stage: &Stage, app: &Path, link: &str) -> Result<()> {
    let Some(neighbour) = Neighbour::move_in(stage, app).await? else {
        eprintln!("not played: only root can be two users");
        return Ok(());
    };
    let first = stage.crew.running("corporate-customer");
    let mut own = neighbour.starts(stage, Some(link))?;
    until("the second user's window", START_SECONDS, async || {
        ensure!(own.ended()?.is_none(), "it ended: {}", own.printed());
        let windows = stage.customer_display.windows()?;
        Ok(windows.into_iter().find(|window| window.pid == own.id()))
    })
    .await?;
    let mut again = neighbour.starts(stage, None)?;
    let ended = until("the second start's end", START_SECONDS, async || Ok(again.ended()?));
    ensure!(ended.await?.success(), "the second start failed: {}", again.printed());
    ensure!(own.ended()?.is_none(), "the second user's app ended: {}", own.printed());
    let locks = stage.home().join("running/corporate-customer");
    ensure!(fs::metadata(&locks)?.mode() & 0o777 == 0o700, "others can enter the folder of locks");
    let entries = fs::read_dir(&locks)?.collect::<std::io::Result<Vec<_>>>()?;
    ensure!(!entries.is_empty(), "the first user's app has no locks");
    for lock in entries {
        let lock = lock.path();
        ensure!(fs::metadata(&lock)?.mode() & 0o777 == 0o600, "{} is open", lock.display());
    }
    own.stop();
    until_true("the first user's app alone", 20, async || {
        Ok(stage.crew.running("corporate-customer") == first)
    })
    .await
}
