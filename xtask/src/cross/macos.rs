//! macOS: types alone. Zig brings the headers of Apple's C library, so that build scripts which
//! compile C work; frameworks are not there, so nothing that opens a window can be linked.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use super::{folder, tools};
use crate::build::Purpose;
use crate::run::{root, run};

/// Macs of today.
pub(super) const TARGET: &str = "aarch64-apple-darwin";
/// From the Python package index.
const PACKAGES: [&str; 2] = ["ziglang==0.17.1", "cargo-zigbuild==0.24.0"];

/// Zig as a C compiler, in a Python environment of its own.
pub(super) struct Zig {
    programs: PathBuf,
}

impl Zig {
    /// Installs it where it is missing.
    pub(super) fn set_up() -> Result<Self> {
        let environment = folder().join("zig");
        let programs = environment.join("bin");
        let stamp = environment.join("installed");
        let wanted = PACKAGES.join(" ");
        if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
            println!("zig is there");
            return Ok(Self { programs });
        }
        println!("Going to be installed into {}: {wanted}", environment.display());
        run(Command::new("python3").args(["-m", "venv"]).arg(&environment))?;
        let mut pip = Command::new(programs.join("pip"));
        run(pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES))?;
        fs::write(stamp, wanted)?;
        Ok(Self { programs })
    }

    /// Type-checks the opener and the crates below it.
    pub(super) fn check_opener(&self) -> Result<()> {
        let packages =
            ["corporate-opener", "corporate-policy", "corporate-protocol", "corporate-proxy"];
        run(&mut self.check(&packages)?)
    }

    /// Type-checks the desktop app.
    pub(super) fn check_app(&self) -> Result<()> {
        run(&mut self.check(&["corporate-customer"])?)
    }

    fn check(&self, packages: &[&str]) -> Result<Command> {
        let mut check = Command::new(self.programs.join("cargo-zigbuild"));
        check.current_dir(root());
        tools::on_our_own(&mut check);
        let path = std::env::join_paths([
            self.programs.clone(),
            PathBuf::from("/usr/bin"),
            PathBuf::from("/bin"),
        ])?;
        check.env("PATH", path).env("CARGO_TARGET_DIR", folder().join("build"));
        check.env("CARGO_ZIGBUILD_CACHE_DIR", folder().join("zig-cache"));
        check.env("ZIG_GLOBAL_CACHE_DIR", folder().join("zig-cache"));
        check.env("ZIG_LOCAL_CACHE_DIR", folder().join("zig-cache"));
        check.args(["check", "--target", TARGET]);
        for package in packages {
            check.args(["--package", package]);
        }
        Purpose::Stories.seal()?.set(&mut check);
        Ok(check)
    }
}
