//! A release as customers get it: optimised programs for a portal of one's own, signed with one's
//! own key, with what a change of keys needs.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use clap::Args;

use super::key::ReleaseKey;
use super::manifest::{Programs, Signing, place, publish};
use super::version::Version;
use crate::build::Purpose;
use crate::install::{Need, system_packages};
use crate::pages::Pages;
use crate::run::{cargo, run, target};
use crate::seal::Seal;

/// The profile of the opener: as small as it gets.
pub(crate) const OPENER_PROFILE: &str = "release-opener";

/// What a release is made for, and who signs it.
#[derive(Args, Debug)]
pub(crate) struct ReleaseOptions {
    /// The portal that opener and app are sealed to; without it the machine's policy names it
    #[arg(long, value_name = "URL")]
    portal_url: Option<String>,
    /// The file of the key that signs; without it the development key of this checkout
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// The file of the next key: it signs too, and openers of this release know it
    #[arg(long, value_name = "FILE")]
    rotate: Option<PathBuf>,
    /// A public key that openers of this release know, kept offline until it is needed
    #[arg(long, value_name = "BASE64")]
    spare: Vec<String>,
    /// The fingerprint of a key that signs nothing any more
    #[arg(long, value_name = "SHA256")]
    retire: Vec<String>,
    /// The oldest app that may still be started where this one cannot be fetched; without it none
    /// may
    #[arg(long, value_name = "VERSION")]
    minimum_version: Option<Version>,
    /// Opener and app of another kind of machine, built there with the same portal and keys, such as
    /// `windows-x86_64=opener.exe,app.exe`
    #[arg(long, value_name = "SYSTEM-ARCH=OPENER,APP")]
    programs: Vec<Programs>,
}

impl ReleaseOptions {
    fn keys(&self) -> Result<Vec<ReleaseKey>> {
        let first = match &self.key {
            Some(path) => ReleaseKey::read(path)?,
            None => ReleaseKey::of_this_checkout()?,
        };
        let next = self.rotate.as_deref().map(ReleaseKey::read).transpose()?;
        ensure!(
            next.as_ref().is_none_or(|next| next.public() != first.public()),
            "the next key is the one that signs already"
        );
        Ok(std::iter::once(first).chain(next).collect())
    }

    fn seal(&self, keys: &[ReleaseKey]) -> Seal {
        // A retired key is no longer sealed into anything.
        let alive = keys.iter().filter(|key| !self.retire.contains(&key.fingerprint()));
        let keys = alive.map(ReleaseKey::public).chain(self.spare.iter().cloned());
        Seal { origin: self.portal_url.clone(), keys: keys.collect() }
    }
}

/// Builds and signs a release in `target/package/release`; prints the programs' sizes.
///
/// # Errors
/// Where building or signing fails.
pub(crate) fn make(options: &ReleaseOptions) -> Result<()> {
    if let Some(url) = &options.portal_url {
        // What opener and app would refuse when they start is refused before anything is built.
        corporate_policy::read_address(url).with_context(|| format!("the address {url:?}"))?;
    }
    system_packages(Need::Demo)?;
    let keys = options.keys()?;
    let seal = options.seal(&keys);
    Pages::install()?.script("build")?;
    let app = ["build", "--release", "--package", "corporate-portal", "--package"];
    let mut build = cargo();
    seal.set(build.args(app).arg("corporate-customer"));
    run(&mut build)?;
    let opener = opener(&seal)?;

    let folder = target().join("package/release");
    std::fs::create_dir_all(&folder)?;
    let built = target().join("release");
    place(&built.join("corporate-portal"), &folder.join("corporate-portal"))?;
    let mut programs = vec![super::native(opener, built.join("corporate-customer"))];
    programs.extend(options.programs.iter().cloned());
    let version = Version::of_this_checkout();
    let retired = options.retire.clone();
    let signing = Signing { keys, retired, minimum_version: options.minimum_version };
    publish(&folder.join("releases"), version, &programs, &signing)?;
    println!("\nkeys that signed: public half (--spare), fingerprint (--retire)");
    for key in &signing.keys {
        println!("{}  {}", key.public(), key.fingerprint());
    }
    print_sizes(&folder.join("corporate-portal"), &programs)
}

/// Builds portal, opener and app as they are released, sealed to the address that stories use; gives
/// their folder. For measuring: the development key signs.
///
/// # Errors
/// Where building or signing fails.
pub(crate) fn release_for_stories() -> Result<PathBuf> {
    let seal = Purpose::Stories.seal()?;
    Pages::install()?.script("build")?;
    let mut build = cargo();
    build.args(["build", "--release", "--package", "corporate-portal"]);
    build.args(["--package", "corporate-customer"]);
    seal.set(&mut build);
    run(&mut build)?;
    let opener = opener(&seal)?;
    let built = target().join("release");
    let folder = target().join("package/bench");
    std::fs::create_dir_all(&folder)?;
    place(&built.join("corporate-portal"), &folder.join("corporate-portal"))?;
    let programs = [super::native(opener, built.join("corporate-customer"))];
    let signing = Signing::with(ReleaseKey::of_this_checkout()?);
    publish(&folder.join("releases"), Version::of_this_checkout(), &programs, &signing)?;
    Ok(folder)
}

/// Builds the opener as it is released; gives its path.
///
/// # Errors
/// Where the build fails.
pub(crate) fn opener(seal: &Seal) -> Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--profile", OPENER_PROFILE, "--package", "corporate-opener"]);
    seal.set(&mut build);
    run(&mut build)?;
    Ok(target().join(OPENER_PROFILE).join("corporate-opener"))
}

fn print_sizes(portal: &Path, programs: &[Programs]) -> Result<()> {
    println!("\n{:<32} {:>10}", "program", "bytes");
    let line = |name: &str, path: &Path| -> Result<()> {
        println!("{name:<32} {:>10}", std::fs::metadata(path)?.len());
        Ok(())
    };
    line("corporate-portal", portal)?;
    for Programs { system, arch, opener, app, .. } in programs {
        line(&format!("corporate-opener, {system}-{arch}"), opener)?;
        line(&format!("corporate-customer, {system}-{arch}"), app)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::scratch::Scratch;

    #[test]
    fn openers_know_the_keys_that_sign_and_the_spare_ones_but_no_retired_one() {
        let folder = Scratch::new("options");
        let path = |name: &str| {
            let path = folder.path().join(name);
            ReleaseKey::read_or_make(&path).expect("made");
            path
        };
        let mut options = ReleaseOptions {
            portal_url: Some("https://support.example.com".to_owned()),
            key: Some(path("a.key")),
            rotate: Some(path("b.key")),
            spare: vec!["spare".to_owned()],
            retire: Vec::new(),
            minimum_version: None,
            programs: Vec::new(),
        };
        let keys = options.keys().expect("two keys");
        let public = |index: usize| keys[index].public();
        let sealed = |options: &ReleaseOptions| options.seal(&keys).keys;
        assert_eq!(sealed(&options), [public(0), public(1), "spare".to_owned()]);
        options.retire = vec![keys[0].fingerprint()];
        assert_eq!(sealed(&options), [public(1), "spare".to_owned()]);
        options.rotate = Some(path("a.key"));
        assert!(options.keys().is_err(), "the same key twice");
    }
}
