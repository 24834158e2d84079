//! Windows by the GNU toolchain and Wine: the opener as it is released, its crates' tests, and the
//! runs of the real program against a real portal, which `tests/tests/windows` holds.

mod wine;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub(super) use self::wine::Wine;
use super::{folder, tools};
use crate::build::{Purpose, select_all};
use crate::package::{OPENER_PROFILE, Programs, ReleaseKey, Signing, Version, place, publish};
use crate::pages::Pages;
use crate::run::{run, target};
use crate::seal::Seal;
use crate::stages::Stages;

/// Linked by MinGW, for these tests: what customers get is to be linked by Microsoft's linker on
/// Windows, from the same source, which binds its libraries to the system's folder.
pub(super) const TARGET: &str = "x86_64-pc-windows-gnu";
/// What is tested under Wine.
const TESTED: [&str; 5] = [
    "corporate-encode",
    "corporate-opener",
    "corporate-policy",
    "corporate-protocol",
    "corporate-proxy",
];
/// What is tested under Wine on a display.
const TESTED_ON_DISPLAY: [&str; 1] = ["corporate-capture"];
/// Programs that only tests have: the app's place is taken by the first, the second reads the
/// opener's window and presses its buttons, and the third loads libraries.
const STAND_INS: [&str; 3] = ["stand_in_app", "window_hand", "library_hand"];

/// Builds, tests and runs.
pub(super) fn all(wine: &Wine, stages: &mut Stages, done: &mut Vec<&'static str>) -> Result<()> {
    let seal = Purpose::Stories.seal()?;
    stages.run("windows: lints", || lint(&TESTED, &seal))?;
    stages.run("windows: opener", || build_all(&seal))?;
    done.push("Windows (x86_64, GNU): opener compiled and linked for tests.");
    stages.run("windows: tests", || wine.test(&TESTED, &seal))?;
    done.push("Windows: unit tests of opener, policy, protocol, proxy and encoder run under Wine.");
    stages.run("windows: capture lints", || lint(&TESTED_ON_DISPLAY, &seal))?;
    stages.run("windows: capture", || wine.test_on_display(&TESTED_ON_DISPLAY, &seal))?;
    done.push(
        "Windows: screen capture's slower way, by GDI, run under Wine; the usual one linked.",
    );
    stages.run("windows: portal", portal)?;
    stages.run("windows: runs", || runs(wine))?;
    done.push("Windows: the opener run under Wine against a real portal, with a stand-in app.");
    done.push("Windows: nothing has run on Windows itself.");
    Ok(())
}

/// The desktop app, by the compiler alone.
pub(super) fn check_app(stages: &mut Stages, done: &mut Vec<&'static str>) -> Result<()> {
    stages.run("windows: app", || lint(&["corporate-customer"], &Purpose::Stories.seal()?))?;
    done.push("Windows (x86_64, GNU): desktop app and its tests type-checked; nothing has run.");
    Ok(())
}

/// Type-checks packages and their tests, with the lints that hold for all.
fn lint(packages: &[&str], seal: &Seal) -> Result<()> {
    let mut clippy = tools::cargo();
    clippy.args(["clippy", "--target", TARGET, "--all-targets"]);
    for package in packages {
        clippy.args(["--package", package]);
    }
    seal.set(&mut clippy);
    run(clippy.args(["--", "-D", "warnings"]))
}

/// The opener, sealed and unsealed, the stand-ins, and releases of them.
fn build_all(seal: &Seal) -> Result<()> {
    let by_policy = Seal { origin: None, keys: seal.keys.clone() };
    let programs = folder().join("windows");
    fs::create_dir_all(&programs)?;
    // The unsealed one first: what is built last stays in cargo's folder.
    for (seal, name) in [(&by_policy, "opener-by-policy.exe"), (seal, "opener.exe")] {
        place(&build_opener(seal)?, &programs.join(name))?;
    }
    let built = build_stand_ins(seal)?;
    for name in STAND_INS {
        place(&built.join(format!("{name}.exe")), &programs.join(format!("{name}.exe")))?;
    }
    wine::compile(&["-shared"], include_str!("windows/planted.c"), &programs.join("planted.dll"))?;
    releases(&programs)?;
    println!(
        "{:<28} {:>10} bytes",
        "opener, windows-x86_64",
        fs::metadata(programs.join("opener.exe"))?.len()
    );
    Ok(())
}

fn build_opener(seal: &Seal) -> Result<PathBuf> {
    let mut build = tools::cargo();
    build.args(["build", "--profile", OPENER_PROFILE, "--target", TARGET]);
    seal.set(build.args(["--package", "corporate-opener", "--bins"]));
    run(&mut build)?;
    Ok(built_in(OPENER_PROFILE).join("corporate-opener.exe"))
}

fn build_stand_ins(seal: &Seal) -> Result<PathBuf> {
    let mut build = tools::cargo();
    build.args(["build", "--target", TARGET, "--package", "corporate-opener"]);
    for name in STAND_INS {
        build.args(["--example", name]);
    }
    seal.set(&mut build);
    run(&mut build)?;
    Ok(built_in("debug").join("examples"))
}

fn built_in(profile: &str) -> PathBuf {
    folder().join("build").join(TARGET).join(profile)
}

/// Two releases with the stand-in as their app, one after the other.
fn releases(programs: &Path) -> Result<()> {
    let machine = Programs {
        system: "windows",
        arch: "x86_64",
        ending: ".exe",
        opener: programs.join("opener.exe"),
        app: programs.join("stand_in_app.exe"),
    };
    for name in ["older", "newer"] {
        let releases = folder().join("releases").join(name);
        fs::create_dir_all(&releases).with_context(|| format!("make {}", releases.display()))?;
        let signing = Signing::with(ReleaseKey::of_this_checkout()?);
        let version = Version::of_this_checkout();
        publish(&releases, version, std::slice::from_ref(&machine), &signing)?;
    }
    Ok(())
}

/// The portal of the stories, built as `cargo xtask test` builds it.
fn portal() -> Result<()> {
    Pages::install()?.script("build")?;
    let mut build = Purpose::Stories.cargo("build")?;
    select_all(&mut build);
    run(build.args(["--bin", "corporate-portal", "--test", "windows"]))?;
    let portal = Purpose::Stories.folder();
    fs::create_dir_all(&portal)?;
    place(&target().join("debug/corporate-portal"), &portal.join("corporate-portal")).map(drop)
}

fn runs(wine: &Wine) -> Result<()> {
    let mut test = Purpose::Stories.cargo("test")?;
    select_all(&mut test);
    test.args(["--test", "windows", "--"]);
    test.args(["--include-ignored", "--test-threads=1", "--nocapture"]);
    wine.lend(&mut test);
    run(&mut test)
}
