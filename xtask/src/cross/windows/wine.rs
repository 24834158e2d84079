//! Wine in a folder of its own: set up once, with the two libraries that Wine 8 lacks. These
//! are for the tests and are never shipped. The capture's tests get a display, the others none.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::super::{folder, tools};
use super::TARGET;
use crate::run::{ask, root, run};
use crate::seal::Seal;

/// Called by its own name: the script around it only warns of what is not installed.
const WINE: [&str; 2] = ["/usr/lib/wine/wine64", "/usr/bin/wine64"];
/// The compiler for C.
const COMPILER: &str = "x86_64-w64-mingw32-gcc";

/// What Wine 8 lacks, and what takes its place.
const MISSING: [(&str, &str); 2] = [
    ("bcryptprimitives.dll", include_str!("process_prng.c")),
    ("coremessaging.dll", include_str!("core_messaging.c")),
];

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
            wine.rest()?;
        }
        for (name, source) in MISSING {
            let missing = system.join(name);
            if !missing.exists() {
                println!("This Wine lacks {name}; its place is taken, for tests alone.");
                compile(&["-shared"], source, &missing)?;
            }
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

    /// Runs the tests of these packages, without a display.
    pub(super) fn test(&self, packages: &[&str], seal: &Seal) -> Result<()> {
        let mut test = self.cargo_test(packages, seal)?;
        run(test.env_remove("DISPLAY"))
    }

    /// Runs the tests of these packages on a virtual display.
    pub(super) fn test_on_display(&self, packages: &[&str], seal: &Seal) -> Result<()> {
        let mut test = self.cargo_test(packages, seal)?;
        // Whoever is left of a Wine without a display would answer for the new one.
        self.rest()?;
        let display = Display::start()?;
        let result = run(test.env("DISPLAY", &display.name));
        self.rest()?;
        result
    }

    /// Waits until no program runs in it.
    fn rest(&self) -> Result<()> {
        let mut wait = Command::new("wineserver");
        self.lend(wait.arg("-w"));
        run(&mut wait)
    }

    fn cargo_test(&self, packages: &[&str], seal: &Seal) -> Result<Command> {
        let mut test = tools::cargo();
        test.args(["test", "--target", TARGET]);
        for package in packages {
            test.args(["--package", package]);
        }
        test.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", self.program);
        test.env_remove("WAYLAND_DISPLAY").env("WINEPATH", libraries()?);
        // Snapshots are looked for below it; programs under Wine can't ask cargo where it is.
        test.env("INSTA_WORKSPACE_ROOT", root());
        self.lend(&mut test);
        seal.set(&mut test);
        Ok(test)
    }
}

/// The folder of the C++ library that tests with a codec load; what is shipped has none.
fn libraries() -> Result<PathBuf> {
    let mut compiler = Command::new(COMPILER.replace("gcc", "g++"));
    let library = ask(compiler.arg("-print-file-name=libstdc++-6.dll"));
    let library = library.map(PathBuf::from).context("the compiler has no C++ library")?;
    Ok(library.parent().unwrap_or(&library).to_owned())
}

/// An X server that ends with its owner.
struct Display {
    server: Child,
    name: String,
}

impl Display {
    fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "1024x768x24"]);
        server.args(["-nolisten", "tcp", "-noreset"]).stdout(Stdio::piped());
        let mut server = server.stderr(Stdio::null()).spawn().context("start Xvfb")?;
        let mut number = String::new();
        let told = server.stdout.take().map(|out| BufReader::new(out).read_line(&mut number));
        let display = Self { server, name: format!(":{}", number.trim()) };
        ensure!(told.is_some_and(|it| it.is_ok()) && display.name != ":", "Xvfb does not start");
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Gone already where either fails.
        self.server.kill().ok();
        self.server.wait().ok();
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
