//! Libraries that somebody has put beside a program, and who loads them.
//!
//! Wine takes libraries of its own in the place of others with the same name, wherever those lie,
//! unless it is told to believe in what it finds: else nothing planted would ever be loaded.

use std::fs;

use anyhow::{Context, Result};

use super::{Machine, Opener, Program};

/// What programs of Windows often load while they run, in the order of the alphabet, as `take_loaded`
/// gives them. Not `version.dll` and `uxtheme.dll`: Wine's own `user32.dll` and `comctl32.dll` load them before a program's first line.
pub(crate) const OFTEN_PLANTED: [&str; 15] = [
    "cryptbase.dll",
    "cryptsp.dll",
    "dbghelp.dll",
    "dhcpcsvc.dll",
    "dnsapi.dll",
    "dwmapi.dll",
    "iphlpapi.dll",
    "mswsock.dll",
    "netapi32.dll",
    "profapi.dll",
    "propsys.dll",
    "rsaenh.dll",
    "secur32.dll",
    "winhttp.dll",
    "wininet.dll",
];
/// Loads libraries, hardened or not.
const HAND: &str = "library_hand.exe";
/// Tells Wine which libraries to take from where.
const OVERRIDES: &str = "WINEDLLOVERRIDES";

impl Machine {
    /// Puts libraries into the folder of downloads.
    pub(crate) fn plant(&self) -> Result<()> {
        for name in OFTEN_PLANTED {
            fs::copy(self.cross.join("windows/planted.dll"), self.downloads().join(name))?;
        }
        Ok(())
    }

    /// Runs the opener under a name, with Wine believing in planted libraries.
    pub(crate) fn start_among_planted(&self, name: &str) -> Result<Opener> {
        self.start(name, Program::Opener, &[(OVERRIDES, &believing()?)])
    }

    /// Has a program beside the planted libraries load them all by name; gives those that were
    /// loaded from there.
    pub(crate) fn load_planted(&self, options: &[&str]) -> Result<Vec<String>> {
        let program = self.downloads().join(HAND);
        fs::copy(self.cross.join("windows").join(HAND), &program)?;
        let mut command = self.command(&program);
        command.args(options).args(OFTEN_PLANTED).env(OVERRIDES, believing()?);
        self.run(&mut command)?;
        self.take_loaded()
    }

    /// The planted libraries that somebody has loaded since this was asked last, in their order.
    pub(crate) fn take_loaded(&self) -> Result<Vec<String>> {
        let mut loaded = Vec::new();
        for file in fs::read_dir(self.downloads())? {
            let path = file?.path();
            if path.extension().is_some_and(|ending| ending == "loaded") {
                let name = path.file_stem().context("a name")?.to_string_lossy().into_owned();
                fs::remove_file(path)?;
                loaded.push(name);
            }
        }
        loaded.sort();
        Ok(loaded)
    }
}

/// What Wine is told: before its own, take the libraries of these names that are found.
fn believing() -> Result<String> {
    let lent = std::env::var(OVERRIDES).with_context(|| format!("{OVERRIDES} is not set"))?;
    Ok(format!("{lent};{}=n,b", OFTEN_PLANTED.join(",")))
}
