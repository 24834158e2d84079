//! The customer's Windows: Wine with a display of its own, the registry, the folder of downloads,
//! the opener's window and what its buttons do. Nothing of one test is left for the next.

mod planted;
mod releases;
mod removal;
mod window;

use std::cell::RefCell;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use corporate_stories::display::Display;
use corporate_stories::portal::Portal;
use corporate_stories::process::{Crew, Owned};
use corporate_stories::programs::{Programs, Turn};
use corporate_stories::wait::{until, until_true};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) use self::planted::OFTEN_PLANTED;

/// How long anything in the opener's window may take, in seconds.
const PATIENCE: u64 = 90;
/// The folder that the opener keeps its apps in.
const DATA: &str = "AppData/Local/corporate-customer";
/// Who opens links of our scheme.
const SCHEME: &str = r"HKCU\Software\Classes\corpcustomer";
/// The entry in the system's list of programs.
const PROGRAM: &str =
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Corporate Customer";
/// One of the programs that were built.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Program {
    /// Sealed to the portal.
    Opener,
    /// Sealed to none.
    OpenerByPolicy,
}

impl Program {
    const fn file(self) -> &'static str {
        match self {
            Self::Opener => "opener.exe",
            Self::OpenerByPolicy => "opener-by-policy.exe",
        }
    }
}

/// Where in the registry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Root {
    /// What administrators set.
    Machine,
    /// What anybody can set for oneself.
    User,
}

impl Root {
    const fn key(self) -> &'static str {
        match self {
            Self::Machine => r"HKLM\SOFTWARE\Policies\Corporate Customer",
            Self::User => r"HKCU\SOFTWARE\Policies\Corporate Customer",
        }
    }
}

/// A Windows with a portal in reach. Dropping it ends everything on it, in the order of the fields.
pub(crate) struct Machine {
    pub(crate) portal: Portal,
    display: Display,
    crew: Crew,
    wine: PathBuf,
    prefix: PathBuf,
    cross: PathBuf,
    out: PathBuf,
    home: TempDir,
    _turn: Turn,
}

/// A running opener.
pub(crate) struct Opener(RefCell<Owned>);

impl Machine {
    /// A machine of this name, for its pictures; the portal offers this release.
    pub(crate) async fn set(name: &str, release: &str) -> Result<Self> {
        let turn = tokio::task::spawn_blocking(Turn::wait).await??;
        let given = |name: &str| {
            let path = std::env::var_os(name).map(PathBuf::from);
            path.with_context(|| format!("{name} is not set; `cargo xtask cross` sets it"))
        };
        let (wine, cross) = (given("CORPORATE_WINE")?, given("CORPORATE_CROSS")?);
        let prefix = given("WINEPREFIX")?;
        let target = cross.parent().context("a folder above")?;
        let programs = Programs {
            portal: target.join("package/stories/corporate-portal"),
            releases: cross.join("releases").join(release),
        };
        let home = tempfile::tempdir()?;
        let mut crew = Crew::new(&home.path().join("logs"))?;
        crew.set("HOME", cross.join("home"));
        crew.set("LANG", "C.UTF-8");
        let portal = Portal::start(&crew, &programs, &home.path().join("portal")).await?;
        let display = Display::start(&crew, "windows").await?;
        let out = cross.join("pictures").join(name);
        fs::create_dir_all(&out)?;
        let machine = Self { portal, display, crew, wine, prefix, cross, out, home, _turn: turn };
        // What another test left running belongs to a display that is gone.
        machine.stop()?;
        machine.clean()?;
        Ok(machine)
    }

    /// Leaves nothing of an earlier test.
    fn clean(&self) -> Result<()> {
        self.clean_temporary_files()?;
        for folder in [self.data()?, self.downloads()] {
            if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
        }
        fs::create_dir_all(self.downloads())?;
        for key in [Root::Machine.key(), Root::User.key(), SCHEME, PROGRAM] {
            // There may be none.
            self.wine("reg.exe", &["delete", key, "/f"]).ok();
        }
        Ok(())
    }

    /// Ends it; nothing that was started may be left.
    pub(crate) async fn end(self) -> Result<()> {
        self.clean()?;
        self.keep_logs()?;
        self.stop()?;
        until_true("the end of all Windows programs", 20, async || {
            Ok(self.crew.running("wine").is_empty())
        })
        .await
    }

    /// Ends every program of this Wine; the registry is written before.
    fn stop(&self) -> Result<()> {
        for option in ["-k", "-w"] {
            let mut server = Command::new("wineserver");
            server.arg(option).env("WINEPREFIX", &self.prefix);
            // It says so where there was nothing to end.
            server.stderr(Stdio::null()).status().context("run wineserver")?;
        }
        Ok(())
    }

    fn keep_logs(&self) -> Result<()> {
        for entry in fs::read_dir(self.home.path().join("logs"))? {
            let entry = entry?;
            fs::copy(entry.path(), self.out.join(entry.file_name()))?;
        }
        Ok(())
    }

    fn user(&self) -> Result<PathBuf> {
        let users = fs::read_dir(self.prefix.join("drive_c/users"))?;
        let mut users = users.flatten().map(|entry| entry.path());
        let own = users.find(|path| path.file_name() != Some(OsStr::new("Public")));
        own.context("Wine has a user")
    }

    fn data(&self) -> Result<PathBuf> {
        Ok(self.user()?.join(DATA))
    }

    fn downloads(&self) -> PathBuf {
        self.prefix.join("drive_c/Downloads")
    }

    /// The bytes of a program that was built.
    pub(crate) fn bytes(&self, program: Program) -> Result<Vec<u8>> {
        let path = self.cross.join("windows").join(program.file());
        fs::read(&path).with_context(|| format!("read {}", path.display()))
    }

    /// Runs a program of the downloads folder under a name, with these variables.
    pub(crate) fn start(
        &self,
        name: &str,
        program: Program,
        variables: &[(&str, &str)],
    ) -> Result<Opener> {
        self.start_bytes(name, &self.bytes(program)?, variables)
    }

    /// Runs what a browser has saved under a name.
    pub(crate) fn start_bytes(
        &self,
        name: &str,
        bytes: &[u8],
        variables: &[(&str, &str)],
    ) -> Result<Opener> {
        let path = self.downloads().join(name);
        fs::write(&path, bytes)?;
        let mut command = self.command(&path);
        self.launch(command.envs(variables.iter().copied()))
    }

    /// Runs a program with arguments.
    pub(crate) fn start_with(&self, program: Program, arguments: &[&str]) -> Result<Opener> {
        let path = self.downloads().join("opener.exe");
        fs::write(&path, self.bytes(program)?)?;
        let mut command = self.command(&path);
        self.launch(command.args(arguments))
    }

    fn launch(&self, command: &mut Command) -> Result<Opener> {
        Ok(Opener(RefCell::new(self.crew.start("opener", command, false)?)))
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(&self.wine);
        command.arg(program).current_dir(self.downloads());
        command.env("DISPLAY", self.display.name()).env_remove("WAYLAND_DISPLAY");
        for proxy in
            ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"]
        {
            command.env_remove(proxy);
        }
        command
    }

    /// Runs a program of Windows or of these tests to its end; gives what it printed.
    fn wine(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let own = self.cross.join("windows").join(program);
        let path = if own.exists() { own } else { PathBuf::from(program) };
        // Not in the folder of downloads, whose libraries are the opener's affair.
        self.run(self.command(&path).args(arguments).current_dir(&self.cross))
    }

    /// Runs a command of Wine's to its end; gives what it printed.
    fn run(&self, command: &mut Command) -> Result<String> {
        // Files and no pipes: services that Wine starts with a program keep what it prints to open
        // for as long as they live.
        let printed = self.home.path().join("printed.txt");
        let file = File::create(&printed)?;
        let status =
            command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).status()?;
        let printed = String::from_utf8_lossy(&fs::read(printed)?).trim().to_owned();
        ensure!(status.success(), "{command:?}: {printed}");
        Ok(printed)
    }

    /// Sets the portal's address where a policy is looked for.
    pub(crate) fn set_policy(&self, root: Root, url: &str) -> Result<()> {
        let value = ["/v", "PortalUrl", "/t", "REG_SZ", "/d", url, "/f"];
        self.wine("reg.exe", &[&["add", root.key()], &value[..]].concat()).map(drop)
    }

    /// What the registry says of our scheme.
    pub(crate) fn scheme(&self) -> Option<String> {
        self.wine("reg.exe", &["query", SCHEME, "/s"]).ok()
    }

    /// Whether the opener's folder is there.
    pub(crate) fn has_data(&self) -> Result<bool> {
        Ok(self.data()?.exists())
    }

    /// The app, where the opener has put it.
    pub(crate) fn app(&self) -> Result<PathBuf> {
        let mut folders = vec![self.data()?];
        while let Some(folder) = folders.pop() {
            let app = folder.join("corporate-customer.exe");
            if app.is_file() {
                return Ok(app);
            }
            let entries = fs::read_dir(&folder)?.flatten().map(|entry| entry.path());
            folders.extend(entries.filter(|path| path.is_dir()));
        }
        bail!("no app is there")
    }

    /// What the app has written down.
    pub(crate) fn app_saw(&self) -> Result<Value> {
        let path = self.app()?.with_file_name("seen.json");
        Ok(serde_json::from_slice(&fs::read(path).context("what the app saw")?)?)
    }

    /// Whether the app has run.
    pub(crate) fn app_has_run(&self) -> bool {
        self.app_saw().is_ok()
    }

    /// Removes what the app has written down.
    pub(crate) fn forget_that_the_app_has_run(&self) -> Result<()> {
        Ok(fs::remove_file(self.app()?.with_file_name("seen.json"))?)
    }
}

impl Opener {
    /// Its exit code, once it has ended.
    fn ended(&self) -> Result<Option<i32>> {
        let status = self.0.borrow_mut().ended()?;
        status.map(|status| status.code().context("the opener was killed")).transpose()
    }

    /// Waits for its end and gives its exit code.
    pub(crate) async fn exit_code(&self, seconds: u64) -> Result<i32> {
        until("the opener's end", seconds, async || self.ended()).await
    }

    /// What it has printed so far.
    pub(crate) fn printed(&self) -> String {
        self.0.borrow().printed()
    }
}
