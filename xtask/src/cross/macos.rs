//! macOS: the opener is compiled and linked, the desktop app type-checked; nothing can run here. Zig
//! brings the headers of Apple's C library and its list of names; those of the other libraries that
//! the opener uses are our own.

mod libraries;
mod linked;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::{folder, tools};
use crate::build::Purpose;
use crate::package::OPENER_PROFILE;
use crate::run::{root, run};
use crate::seal::Seal;

/// Macs of today.
pub(super) const TARGET: &str = "aarch64-apple-darwin";
/// The oldest system that the programs are for: the first on these Macs.
const MINIMUM: &str = "11.0";
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

    /// Builds the opener as it is released, without a portal and with one: only the former reads the
    /// machine's policy.
    pub(super) fn build_openers(&self) -> Result<()> {
        let stubs = folder().join("macos-libraries");
        libraries::write(&stubs)?;
        let sealed = Purpose::Stories.seal()?;
        let by_policy = Seal { origin: None, keys: sealed.keys.clone() };
        self.build_opener(&stubs, &by_policy, "opener by policy")?;
        self.build_opener(&stubs, &sealed, "opener, macos-aarch64")
    }

    /// Builds one, checks what it says of itself, and prints its size.
    fn build_opener(&self, stubs: &Path, seal: &Seal, name: &str) -> Result<()> {
        let mut build = self.cargo("rustc", seal)?;
        build.args(["--profile", OPENER_PROFILE, "--package", "corporate-opener", "--bin"]);
        build.args(["corporate-opener", "--"]);
        for looks in ["-F", "-L"] {
            build.arg(format!("-Clink-arg={looks}{}", stubs.display()));
        }
        run(&mut build)?;
        let built = folder().join("build").join(TARGET).join(OPENER_PROFILE);
        let bytes = linked::check(&built.join("corporate-opener"), MINIMUM)?;
        println!("{name:<28} {bytes:>10} bytes");
        Ok(())
    }

    /// Type-checks the desktop app.
    pub(super) fn check_app(&self) -> Result<()> {
        let seal = Purpose::Stories.seal()?;
        run(self.cargo("check", &seal)?.args(["--package", "corporate-customer"]))
    }

    /// A cargo command for Macs with what is sealed into the programs.
    fn cargo(&self, command: &str, seal: &Seal) -> Result<Command> {
        let mut cargo = Command::new(self.programs.join("cargo-zigbuild"));
        cargo.current_dir(root());
        tools::on_our_own(&mut cargo);
        let path = std::env::join_paths([
            self.programs.clone(),
            PathBuf::from("/usr/bin"),
            PathBuf::from("/bin"),
        ])?;
        cargo.env("PATH", path).env("CARGO_TARGET_DIR", folder().join("build"));
        cargo.env("CARGO_ZIGBUILD_CACHE_DIR", folder().join("zig-cache"));
        cargo.env("ZIG_GLOBAL_CACHE_DIR", folder().join("zig-cache"));
        cargo.env("ZIG_LOCAL_CACHE_DIR", folder().join("zig-cache"));
        cargo.env("MACOSX_DEPLOYMENT_TARGET", MINIMUM);
        cargo.args([command, "--target", TARGET]);
        seal.set(&mut cargo);
        Ok(cargo)
    }
}
