//! Puts a release together: the portal, opener and app where the portal looks for them, and the
//! manifest with its signatures. Demo and stories are signed with a development key that never
//! leaves the target folder.

mod key;
mod manifest;
mod release;
#[cfg(test)]
mod scratch;
mod version;

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};

use anyhow::Result;

pub(crate) use self::key::ReleaseKey;
pub(crate) use self::manifest::{Programs, Signing, place, publish};
pub(crate) use self::release::{OPENER_PROFILE, ReleaseOptions, make, opener, release_for_stories};
pub(crate) use self::version::Version;
use crate::build::Purpose;
use crate::pages::Pages;
use crate::run::target;

/// Builds pages and programs and signs a release of them; gives its folder.
///
/// # Errors
/// Where building or signing fails.
pub(crate) fn build_and_sign(purpose: Purpose) -> Result<PathBuf> {
    Pages::install()?.script("build")?;
    purpose.build()?;
    sign(purpose)
}

/// Signs a release of the programs that were built last; gives its folder.
///
/// # Errors
/// Where a program is missing or a file cannot be written.
pub(crate) fn sign(purpose: Purpose) -> Result<PathBuf> {
    let built = target().join("debug");
    let folder = purpose.folder();
    std::fs::create_dir_all(&folder)?;
    place(&built.join("corporate-portal"), &folder.join("corporate-portal"))?;
    sign_native(&built, &folder.join("releases"))?;
    if let Some(by_policy) = purpose.by_policy() {
        sign_native(&by_policy, &by_policy.join("releases"))?;
    }
    Ok(folder)
}

/// Signs a release of the opener and the app in a folder.
fn sign_native(built: &Path, releases: &Path) -> Result<()> {
    let programs = [native(built.join("corporate-opener"), built.join("corporate-customer"))];
    let signing = Signing::with(ReleaseKey::of_this_checkout()?);
    publish(releases, Version::of_this_checkout(), &programs, &signing)
}

/// Programs for machines like this one.
fn native(opener: PathBuf, app: PathBuf) -> Programs {
    Programs { system: OS, arch: ARCH, ending: "", opener, app }
}
