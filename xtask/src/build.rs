//! Which programs are built how: sealed to which portal, for whom, with which features.

use std::path::Path;
use std::process::Command;

use anyhow::Result;
use clap::ValueEnum;

use crate::package::{ReleaseKey, place};
use crate::run::{cargo, run, target};
use crate::seal::Seal;

/// Features of a build for tests: the app's windows can be driven, generated files can be checked.
const TEST_FEATURES: &str = "corporate-customer/automation,corporate-protocol/typescript";

/// The programs of the customer's machine.
const NATIVE: [&str; 2] = ["corporate-opener", "corporate-customer"];

/// What programs are built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Purpose {
    /// A person who tries them; sealed to http://127.0.0.1:8080
    Demo,
    /// The stories; sealed to http://127.0.0.1:18080, windows can be driven
    Stories,
}

impl Purpose {
    /// The name of its folder.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Stories => "stories",
        }
    }

    /// The address that its portal listens on.
    pub(crate) const fn listen(self) -> &'static str {
        match self {
            Self::Demo => "127.0.0.1:8080",
            Self::Stories => "127.0.0.1:18080",
        }
    }

    /// The folder that holds its portal and its release.
    pub(crate) fn folder(self) -> std::path::PathBuf {
        target().join("package").join(self.name())
    }

    /// The folder of opener and app that are sealed to no portal, and of a release of them: one
    /// story has its portal named by the machine's policy.
    pub(crate) fn by_policy(self) -> Option<std::path::PathBuf> {
        (self == Self::Stories).then(|| self.folder().join("by-policy"))
    }

    /// Builds all programs.
    ///
    /// # Errors
    /// Where the key cannot be made or the build fails.
    pub(crate) fn build(self) -> Result<()> {
        // Those without a portal first: what is built last stays in cargo's folder.
        if let Some(folder) = self.by_policy() {
            self.build_by_policy(&folder)?;
        }
        let mut build = self.cargo("build")?;
        match self {
            Self::Demo => {
                for program in ["corporate-portal"].into_iter().chain(NATIVE) {
                    build.args(["--package", program]);
                }
            }
            // The test makes cargo choose the features of libraries as it does for all tests, so
            // that they are built once.
            Self::Stories => {
                select_all(&mut build);
                build.args(["--bins", "--test", "stories"]);
            }
        }
        run(&mut build)
    }

    /// Opener and app without a portal of their own, beside which nothing else has to be built
    /// again for them.
    fn build_by_policy(self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let mut build = cargo();
        Seal { origin: None, ..self.seal()? }.set(build.arg("build"));
        select_all(&mut build);
        for program in NATIVE {
            build.args(["--bin", program]);
        }
        run(build.args(["--test", "stories"]))?;
        for program in NATIVE {
            place(&target().join("debug").join(program), &folder.join(program))?;
        }
        Ok(())
    }

    /// A cargo command with what is sealed into the programs in its environment.
    ///
    /// # Errors
    /// Where the key cannot be made.
    pub(crate) fn cargo(self, command: &str) -> Result<Command> {
        let mut cargo = cargo();
        self.seal()?.set(cargo.arg(command));
        Ok(cargo)
    }

    /// What is sealed into its programs.
    ///
    /// # Errors
    /// Where the key cannot be made.
    pub(crate) fn seal(self) -> Result<Seal> {
        let key = ReleaseKey::of_this_checkout()?;
        Ok(Seal { origin: Some(format!("http://{}", self.listen())), keys: vec![key.public()] })
    }
}

/// Selects the whole workspace with the features of tests; the same for every cargo command of
/// `cargo xtask test`, so that nothing is built twice.
pub(crate) fn select_all(cargo: &mut Command) {
    cargo.args(["--workspace", "--features", TEST_FEATURES]);
}
