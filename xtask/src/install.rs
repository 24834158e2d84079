//! The system packages that building and testing need: which are missing, what each is for, and
//! their installation by apt. Says all of it before it changes anything.

use std::process::Command;

use anyhow::{Result, bail, ensure};

use crate::run::{ask, exists, run};

/// Package and reason. What is needed to build and to run the demo.
const BUILD: &[(&str, &str)] = &[
    ("build-essential", "C compiler and linker"),
    ("pkg-config", "finds the libraries below"),
    ("libwebkit2gtk-4.1-dev", "windows of the app and of the opener"),
    ("nasm", "assembler, for fast H.264"),
    ("clang", "reads the headers of PipeWire"),
    ("libclang-dev", "reads the headers of PipeWire"),
    ("libpipewire-0.3-dev", "screens on Wayland"),
    ("libgbm-dev", "screens on Wayland"),
    ("libwayland-dev", "screens on Wayland"),
    ("libegl-dev", "screens on Wayland"),
    ("libxcb1-dev", "screens on X11"),
    ("libxrandr-dev", "screens on X11"),
];

/// What the stories need besides.
const STORIES: &[(&str, &str)] = &[
    ("xvfb", "virtual displays"),
    ("openbox", "window manager of the virtual displays"),
    ("xterm", "a program on the customer's display"),
    ("mousepad", "a program on the customer's display"),
    ("dbus", "session bus of the customer"),
    ("at-spi2-core", "reads the opener's window as screen readers do"),
    ("libglib2.0-bin", "follows links as desktops do"),
    ("webkit2gtk-driver", "drives the windows of the app"),
    ("ca-certificates", "authorities that the system believes"),
    ("fonts-dejavu-core", "letters on the virtual displays"),
];

/// What the picture's bench needs besides the stories' packages: the peers beside ours.
const PEERS: &[(&str, &str)] = &[
    ("tigervnc-scraping-server", "peer: shares a running display by VNC"),
    ("novnc", "peer: views VNC in a browser"),
    ("websockify", "peer: between the two"),
    ("freerdp2-shadow-x11", "peer: shares a running display by RDP"),
    ("freerdp2-x11", "peer: views RDP"),
    ("iproute2", "makes the lines of the bench"),
];

/// What building for other systems needs besides.
const CROSS: &[(&str, &str)] = &[
    ("rustc-web", "compiler whose source is packed with it"),
    ("cargo-web", "cargo of that compiler"),
    ("rust-web-src", "the source of its standard library"),
    ("rust-web-llvm", "strips and reads programs of other systems"),
    ("rust-web-clippy", "lints of that compiler"),
    ("gcc-mingw-w64-x86-64", "C compiler and linker for Windows"),
    ("g++-mingw-w64-x86-64", "C++ compiler for Windows"),
    ("wine", "runs Windows programs"),
    ("wine64", "runs Windows programs"),
    ("python3-venv", "holds zig, a C compiler and linker for macOS"),
];

/// The browser, as Debian packs it.
const BROWSER: &[(&str, &str)] =
    &[("chromium", "browser of customer and agent"), ("chromium-driver", "drives the browser")];

/// Ubuntu's own package is a snap, which may not see the folders that the stories work in.
const UBUNTU: &str = "The stories need Chrome or Chromium, and chromedriver of the same version. \
    Ubuntu packs Chromium as a snap, which can't be used here; please install Google Chrome and \
    its chromedriver.";

/// What the packages are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// Building and showing.
    Demo,
    /// Playing the stories too.
    Stories,
    /// Measuring the picture beside that of others.
    PictureBench,
    /// Building and trying programs of other systems.
    Cross,
}

/// Installs what is missing.
///
/// # Errors
/// Where something is missing and cannot be installed, with the command that would.
pub(crate) fn system_packages(need: Need) -> Result<()> {
    let mut wanted = BUILD.to_vec();
    if need != Need::Demo {
        wanted.extend(STORIES);
    }
    if need == Need::Cross {
        wanted.extend(CROSS);
    }
    let browses = matches!(need, Need::Stories | Need::PictureBench);
    if browses && !(browser_is_there() && exists("chromedriver")) {
        ensure!(!is_ubuntu(), "{UBUNTU}");
        wanted.extend(BROWSER);
    }
    if need == Need::PictureBench {
        wanted.extend(PEERS);
    }
    if !exists("node") || !exists("npm") {
        wanted.extend([("nodejs", "builds the pages"), ("npm", "builds the pages")]);
    }
    install(&wanted)
}

fn browser_is_there() -> bool {
    ["chromium", "google-chrome", "chrome"].into_iter().any(exists)
}

fn is_ubuntu() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    release.lines().any(|line| line == "ID=ubuntu")
}

fn install(wanted: &[(&str, &str)]) -> Result<()> {
    if !exists("dpkg-query") {
        println!("This system has no dpkg; expected to be installed already:");
        say(wanted);
        return Ok(());
    }
    let missing: Vec<_> = wanted.iter().copied().filter(|(name, _)| !is_installed(name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("These system packages are missing and are going to be installed:");
    say(&missing);
    let names: Vec<&str> = missing.iter().map(|(name, _)| *name).collect();
    let command = format!("apt-get install -y --no-install-recommends {}", names.join(" "));
    let attempt = as_root(&["apt-get", "update"]).and_then(|mut update| {
        // A stale source must not stop what the others can give.
        if let Err(error) = run(&mut update) {
            println!("{error:#}; going on with the lists that are there");
        }
        let quiet = "DEBIAN_FRONTEND=noninteractive";
        let install = ["env", quiet, "apt-get", "install", "-y", "--no-install-recommends"];
        run(as_root(&install)?.args(&names))
    });
    if let Err(error) = attempt {
        bail!(
            "{error:#}.\nPlease have somebody with the right to do so run this once:\n    {command}"
        );
    }
    Ok(())
}

fn say(packages: &[(&str, &str)]) {
    for (name, reason) in packages {
        println!("    {name:<24} {reason}");
    }
}

fn is_installed(package: &str) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Status}", package]);
    ask(&mut query).is_some_and(|status| status == "installed")
}

/// A command with the rights of root.
///
/// # Errors
/// Where this user has no way to them.
pub(crate) fn as_root(words: &[&str]) -> Result<Command> {
    let root = ask(Command::new("id").arg("-u")).is_some_and(|user| user == "0");
    let mut command = if root {
        Command::new(words[0])
    } else if exists("sudo") {
        let mut sudo = Command::new("sudo");
        sudo.arg(words[0]);
        sudo
    } else {
        bail!("Installing needs root, and there is no sudo here");
    };
    command.args(&words[1..]);
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_named_once_and_with_a_reason() {
        let mut names: Vec<&str> = Vec::new();
        for (name, reason) in BUILD.iter().chain(STORIES).chain(PEERS).chain(CROSS).chain(BROWSER) {
            assert!(!reason.is_empty() && !names.contains(name), "{name}");
            names.push(name);
        }
    }

    #[test]
    fn a_package_that_does_not_exist_is_missing() {
        assert!(!is_installed("corporate-no-such-package"));
    }
}
