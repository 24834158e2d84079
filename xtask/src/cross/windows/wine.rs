//! Wine in a folder of its own: set up once, with the one library that Wine 8 lacks. That library
//! is for these tests and is never shipped.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::super::{folder, tools};
use super::TARGET;
use crate::run::{root, run};
use crate::seal::Seal;

/// Called by its own name: the script around it only warns of what is not installed.
const WINE: [&str; 2] = ["/usr/lib/wine/wine64", "/usr/bin/wine64"];
/// The compiler for C.
const COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// A Windows of our own.
pub(in crate::cross) struct Wine {
    program: &'static str,
    prefix: PathBuf,
    home: PathBuf,
}

impl Wine {
    /// Makes it where there is none.
    pub(in crate::cross) fn set_up() -> Result<Self> {
        let program = WINE.into_iter().find(|path| Path::new(path).exists());
        let program = program.context("Wine is missing; Debian 12 packs it as wine64")?;
        let (prefix, home) = (folder().join("prefix"), folder().join("home"));
        let wine = Self { program, prefix, home };
        let system = wine.prefix.join("drive_c/windows/system32");
        if system.join("kernel32.dll").exists() {
            println!("Wine is set up in {}", wine.prefix.display());
        } else {
            fs::create_dir_all(&wine.home)?;
            let mut boot = Command::new(program);
            wine.lend(boot.args(["wineboot", "-i"]).env_remove("DISPLAY"));
            run(&mut boot)?;
            let mut wait = Command::new("wineserver");
            wine.lend(wait.arg("-w"));
            run(&mut wait)?;
        }
        let missing = system.join("bcryptprimitives.dll");
        if !missing.exists() {
            println!("This Wine lacks bcryptprimitives.dll; its place is taken, for tests alone.");
            compile(&["-shared"], include_str!("process_prng.c"), &missing)?;
        }
        ensure!(system.exists(), "Wine made no {}", system.display());
        Ok(wine)
    }

    /// Gives a command this Wine: nothing that it or its children do touches the user's own.
    pub(in crate::cross) fn lend(&self, command: &mut Command) {
        command.env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all");
        // Neither .NET nor a browser engine is asked for, and no menus are made on this machine.
        command.env("WINEDLLOVERRIDES", "mscoree=;mshtml=;winemenubuilder.exe=d");
        command.env("CORPORATE_WINE", self.program).env("CORPORATE_CROSS", folder());
        if !command.get_program().to_string_lossy().contains("cargo") {
            command.env("HOME", &self.home);
        }
    }

    /// Runs the tests of these packages.
    pub(super) fn test(&self, packages: &[&str], seal: &Seal) -> Result<()> {
        let mut test = tools::cargo();
        test.args(["test", "--target", TARGET]);
        for package in packages {
            test.args(["--package", package]);
        }
        test.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", self.program);
        test.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        // Snapshots are looked for below it; programs under Wine can't ask cargo where it is.
        test.env("INSTA_WORKSPACE_ROOT", root());
        self.lend(&mut test);
        seal.set(&mut test);
        run(&mut test)
    }
}

/// Compiles a few lines of C.
pub(super) fn compile(options: &[&str], source: &str, to: &Path) -> Result<()> {
    let file = folder().join("source.c");
    fs::create_dir_all(folder())?;
    fs::write(&file, source)?;
    let mut compiler = Command::new(COMPILER);
    compiler.current_dir(root()).args(["-Os", "-s"]).args(options).arg("-o").arg(to);
    run(compiler.arg(file).arg("-ladvapi32"))
}
