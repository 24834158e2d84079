//! The compiler for other systems: Debian's second Rust toolchain, whose source is packed with it,
//! and the standard libraries that are built from that source once.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::folder;
use crate::install::as_root;
use crate::run::{ask, root, run};

/// Debian's cargo and rustc (packages cargo-web and rustc-web).
const CARGO: &str = "/usr/bin/cargo";
const RUSTC: &str = "/usr/bin/rustc";
/// Variables of a build for this machine that would change one for another.
const FOREIGN: [&str; 6] = [
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
];
/// Compiles one crate of the standard library with the strategy that its name says; programs that
/// end at a panic could not be linked otherwise.
const WRAPPER: &str = "#!/bin/sh\n\
    rustc=\"$1\"; shift\n\
    for word in \"$@\"; do\n\
    \x20 [ \"$word\" = panic_abort ] && exec \"$rustc\" \"$@\" -Cpanic=abort\n\
    done\n\
    exec \"$rustc\" \"$@\"\n";

/// A cargo that builds for other systems, in a folder of its own.
pub(super) fn cargo() -> Command {
    let mut cargo = Command::new(CARGO);
    cargo.current_dir(root());
    on_our_own(&mut cargo);
    cargo.env("CARGO_TARGET_DIR", folder().join("build"));
    cargo
}

/// A program of the LLVM that comes with that toolchain; Debian's packages of it have its version in
/// their programs' names.
///
/// # Errors
/// Where the compiler does not say which one that is.
pub(super) fn llvm(name: &str) -> Result<Command> {
    let mut rustc = Command::new(RUSTC);
    on_our_own(rustc.arg("-vV"));
    let about = ask(&mut rustc).context("the compiler does not say what it is")?;
    let version = about.lines().find_map(|line| line.strip_prefix("LLVM version: "));
    let major = version.and_then(|version| version.split('.').next());
    let major = major.context("the compiler does not say which LLVM it has")?;
    Ok(Command::new(format!("/usr/bin/{name}-{major}")))
}

/// Gives a command the other toolchain and none of the variables of this one.
pub(super) fn on_our_own(command: &mut Command) {
    for name in FOREIGN {
        command.env_remove(name);
    }
    let paths = env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(PathBuf::from("/usr/bin")).chain(env::split_paths(&paths));
    let paths = env::join_paths(paths).unwrap_or_default();
    command.env("PATH", paths).env("CARGO", CARGO).env("RUSTC", RUSTC);
}

/// Sees to a standard library for a target that fits the compiler.
///
/// # Errors
/// Where it cannot be built, or put where the compiler looks for it.
pub(super) fn standard_library(target: &str) -> Result<()> {
    ensure!(
        Path::new(RUSTC).exists() && Path::new(CARGO).exists(),
        "{RUSTC} and {CARGO} are missing; Debian 12 packs them as rustc-web and cargo-web"
    );
    if fits(target)? {
        println!("the standard library for {target} is there");
        return Ok(());
    }
    println!("Building the standard library for {target} from the packed source, once.");
    let work = folder().join("std").join(target);
    let built = build(target, &work)?;
    let place = sysroot()?.join("lib/rustlib").join(target).join("lib");
    let place = place.to_str().context("a path in UTF-8")?;
    run(&mut as_root(&["rm", "-rf", place])?)?;
    run(&mut as_root(&["install", "-d", place])?)?;
    for library in built {
        run(as_root(&["install", "-m", "644"])?.arg(library).arg(place))?;
    }
    ensure!(fits(target)?, "the standard library for {target} was built and does not fit");
    // Everything in it has been copied; a failure to remove it harms nobody.
    fs::remove_dir_all(&work).ok();
    Ok(())
}

/// Whether a library of one line compiles: none is there, or one of another compiler, otherwise.
fn fits(target: &str) -> Result<bool> {
    let folder = folder().join("probe");
    fs::create_dir_all(&folder)?;
    let mut rustc = Command::new(RUSTC);
    rustc.args(["--target", target, "--crate-type", "lib", "--crate-name", "probe"]);
    rustc.args(["--emit", "metadata", "-"]).arg("--out-dir").arg(folder);
    on_our_own(&mut rustc);
    let mut rustc =
        rustc.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let source = b"pub fn say(what: &str) { println!(\"{what}\") }";
    rustc.stdin.take().context("the compiler's input")?.write_all(source)?;
    Ok(rustc.wait()?.success())
}

/// Builds it; gives the libraries.
fn build(target: &str, work: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(work.join("src"))?;
    let manifest = "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n\
        [profile.release]\ncodegen-units = 2\n\n[workspace]\n";
    fs::write(work.join("Cargo.toml"), manifest)?;
    fs::write(work.join("src/lib.rs"), "")?;
    let wrapper = work.join("rustc.sh");
    fs::write(&wrapper, WRAPPER)?;
    run(Command::new("chmod").arg("755").arg(&wrapper))?;
    let mut cargo = Command::new(CARGO);
    on_our_own(cargo.current_dir(work));
    cargo.env("RUSTC_WRAPPER", &wrapper).env("RUSTC_BOOTSTRAP", "1");
    cargo.env("RUSTFLAGS", "-Cembed-bitcode=yes -Cforce-unwind-tables=yes");
    cargo.env("CARGO_TARGET_DIR", work.join("built"));
    cargo.args(["build", "--quiet", "--release", "--target", target]);
    cargo.arg("-Zbuild-std=std,panic_abort,panic_unwind,proc_macro,test");
    run(cargo.arg("-Zbuild-std-features=panic-unwind,backtrace"))?;
    let libraries = work.join("built").join(target).join("release/deps");
    let libraries = fs::read_dir(&libraries)
        .with_context(|| format!("read {}", libraries.display()))?
        .flatten()
        .map(|entry| entry.path());
    let is_library = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".rlib") && !name.starts_with("libempty-")
    };
    Ok(libraries.filter(is_library).collect())
}

fn sysroot() -> Result<PathBuf> {
    let mut rustc = Command::new(RUSTC);
    on_our_own(rustc.args(["--print", "sysroot"]));
    ask(&mut rustc).map(PathBuf::from).context("the compiler does not say where its libraries are")
}
