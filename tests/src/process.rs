//! Processes that a story starts, and the certainty that none of them outlives it. Whatever a
//! story starts carries the story's mark in its environment, and so do the children of its
//! children, even those that left their process group; the mark finds them all.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// Environment variable that marks the processes of one story.
const MARK: &str = "CORPORATE_STORY";
/// How long a process may take to end after it was asked to.
const PATIENCE: Duration = Duration::from_secs(3);

/// All processes of one story; when it is dropped, none of them is left.
#[derive(Debug)]
pub struct Crew {
    mark: String,
    logs: PathBuf,
    environment: Vec<(String, OsString)>,
}

impl Crew {
    /// A crew that writes what its processes print into the folder `logs`.
    ///
    /// # Errors
    /// Where the folder cannot be made.
    pub fn new(logs: &Path) -> Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        fs::create_dir_all(logs).context("make the folder for logs")?;
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{MARK}={}-{number}", std::process::id());
        Ok(Self { mark, logs: logs.to_owned(), environment: Vec::new() })
    }

    /// Gives all processes that are started from now on this variable.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.environment.push((name.to_owned(), value.into()));
    }

    /// Starts `command`; what it prints goes to `<name>.log`, standard output too unless the
    /// command says otherwise (by `stdout` set to a pipe through `piped`).
    ///
    /// # Errors
    /// Where it cannot be started.
    pub fn start(&self, name: &str, command: &mut Command, piped: bool) -> Result<Owned> {
        let log = self.log(name);
        let file = File::options().create(true).append(true).open(&log)?;
        let (key, value) = self.mark.split_once('=').expect("a mark has a name and a value");
        let stdout = if piped { Stdio::piped() } else { Stdio::from(file.try_clone()?) };
        let child = command
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .env(key, value)
            .stdin(Stdio::null())
            .stdout(stdout)
            .stderr(file)
            .spawn()
            .with_context(|| format!("start {name} ({})", command.get_program().display()))?;
        Ok(Owned { child, log })
    }

    /// Where the process of this name writes.
    pub fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}.log"))
    }

    /// The processes with this crew's mark that are alive and were started from a program of this
    /// name, whoever started them.
    pub fn running(&self, program: &str) -> Vec<u32> {
        let named = |pid: &u32| {
            let target = fs::read_link(format!("/proc/{pid}/exe")).unwrap_or_default();
            target.file_name().is_some_and(|name| name.to_string_lossy().starts_with(program))
        };
        self.marked().into_iter().filter(named).collect()
    }

    /// Ends every process that carries this crew's mark.
    pub fn end(&self) {
        // Each is asked once, children made meanwhile too; whoever stays is killed.
        let deadline = Instant::now() + PATIENCE;
        let mut asked = HashSet::new();
        while Instant::now() < deadline + PATIENCE {
            let left = self.marked();
            if left.is_empty() {
                return;
            }
            for pid in left {
                if Instant::now() > deadline {
                    signal(pid, "KILL");
                } else if asked.insert(pid) {
                    signal(pid, "TERM");
                }
            }
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// All processes of this crew: those with its mark, those that name its folder (Chromium's
    /// helpers write over their environment), and all children of either.
    fn marked(&self) -> Vec<u32> {
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
        let all: Vec<(u32, u32)> = pids.filter_map(|pid: u32| Some((pid, parent(pid)?))).collect();
        let mut ours: HashSet<u32> =
            all.iter().map(|(pid, _)| *pid).filter(|pid| self.is_marked(*pid)).collect();
        loop {
            let known = ours.len();
            ours.extend(
                all.iter()
                    .filter(|(_, of)| ours.contains(of))
                    .map(|(pid, _)| *pid)
                    .collect::<Vec<_>>(),
            );
            if ours.len() == known {
                let mut ours: Vec<u32> = ours.into_iter().collect();
                ours.sort_unstable();
                return ours;
            }
        }
    }

    fn is_marked(&self, pid: u32) -> bool {
        if pid == std::process::id() {
            return false;
        }
        let read = |file| fs::read(format!("/proc/{pid}/{file}")).unwrap_or_default();
        let folder = self.logs.as_os_str().as_encoded_bytes();
        let folder = folder.strip_suffix(b"/logs").unwrap_or(folder);
        read("environ").split(|byte| *byte == 0).any(|entry| entry == self.mark.as_bytes())
            || read("cmdline").windows(folder.len()).any(|part| part == folder)
    }
}

/// The parent of a process that is alive; one that has ended is nobody's business but its
/// parent's.
fn parent(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name before it is in parentheses and may hold anything.
    let mut rest = stat.rsplit_once(") ")?.1.split(' ');
    let state = rest.next()?;
    rest.next()?.parse().ok().filter(|_| state != "Z")
}

impl Drop for Crew {
    fn drop(&mut self) {
        self.end();
    }
}

/// One process; killed when dropped.
#[derive(Debug)]
pub struct Owned {
    child: Child,
    log: PathBuf,
}

impl Owned {
    /// Its standard output, once, where it was started with a pipe.
    pub fn stdout(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// What it has printed so far.
    pub fn printed(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Its exit status, once it has ended.
    ///
    /// # Errors
    /// Where the system refuses to say.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to end and gives it a moment; kills it after that.
    pub fn stop(&mut self) {
        if matches!(self.ended(), Ok(Some(_))) {
            return;
        }
        signal(self.id(), "TERM");
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if matches!(self.ended(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.kill();
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Sends a signal to one process by its id.
fn signal(pid: u32, name: &str) {
    let _ =
        Command::new("kill").args(["-s", name, &pid.to_string()]).stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_without_its_mark_is_found_by_its_folder_and_its_children_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let crew = Crew::new(&folder.path().join("logs")).expect("a crew");
        let mut hidden = Command::new("env");
        hidden.args(["-i", "/bin/sh", "-c", "/bin/sleep 100 & wait"]).arg(folder.path());
        let _owned = crew.start("hidden", &mut hidden, false).expect("started");
        let deadline = Instant::now() + PATIENCE;
        while crew.running("sleep").is_empty() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert_eq!(crew.running("sleep").len(), 1);
        crew.end();
        assert_eq!(crew.running(""), Vec::<u32>::new());
    }
}
