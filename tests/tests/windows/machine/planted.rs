//! Libraries that somebody has put beside the opener, and whether anybody has loaded one.
//!
//! Only libraries that are loaded while the program runs: those that it is linked to are loaded
//! before its first line. Microsoft's linker can bind them to the system's folder
//! (`/DEPENDENTLOADFLAG`), the GNU linker of these builds can't, so here they are not protected.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Machine, Program};

/// What programs of Windows often load while they run.
const OFTEN_PLANTED: [&str; 16] = [
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
    "uxtheme.dll",
    "version.dll",
    "winhttp.dll",
];

impl Machine {
    /// Puts libraries beside the opener.
    pub(crate) fn plant(&self) -> Result<()> {
        let planted = self.cross.join("windows/planted.dll");
        let linked = self.linked()?;
        ensure!(linked.len() > 5, "the opener is linked to more than {linked:?}");
        for name in OFTEN_PLANTED {
            if !linked.iter().any(|linked| linked == name) {
                fs::copy(&planted, self.downloads().join(name))?;
            }
        }
        Ok(())
    }

    /// The libraries that the opener is linked to.
    fn linked(&self) -> Result<Vec<String>> {
        let opener = self.cross.join("windows").join(Program::Opener.file());
        let mut objdump = Command::new("x86_64-w64-mingw32-objdump");
        let output = objdump.arg("-p").arg(opener).output().context("read the opener")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let names = text.lines().filter_map(|line| line.trim().strip_prefix("DLL Name: "));
        Ok(names.map(str::to_lowercase).collect())
    }

    /// The planted libraries that somebody has loaded.
    pub(crate) fn loaded(&self) -> Result<Vec<String>> {
        let files = fs::read_dir(self.downloads())?.flatten();
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        Ok(names.filter(|name| name.ends_with(".loaded")).collect())
    }
}
