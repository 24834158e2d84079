//! A release as the portal serves it: the programs, the manifest that names them, and its
//! signatures. Openers believe the signatures and nothing else; the portal has no key.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::key::ReleaseKey;
use super::version::Version;

/// The programs for one kind of machine.
#[derive(Clone, Debug)]
pub(crate) struct Programs {
    /// The operating system, as `std::env::consts::OS` names it.
    pub(crate) system: &'static str,
    /// The processor, as `std::env::consts::ARCH` names it.
    pub(crate) arch: &'static str,
    /// What file names of programs end in there.
    pub(crate) ending: &'static str,
    /// The opener.
    pub(crate) opener: PathBuf,
    /// The desktop app.
    pub(crate) app: PathBuf,
}

/// As the command line names them: `windows-x86_64=opener.exe,app.exe`.
impl FromStr for Programs {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let form = || format!("{text:?} is not of the form SYSTEM-ARCH=OPENER,APP");
        let (machine, files) = text.split_once('=').with_context(form)?;
        let (opener, app) = files.split_once(',').with_context(form)?;
        let (system, arch) = machine.split_once('-').with_context(form)?;
        let known = |names: &[&'static str], name: &str| {
            let found = names.iter().find(|known| **known == name).copied();
            found.with_context(|| format!("{name:?} is none of {}", names.join(", ")))
        };
        let system = known(&["linux", "macos", "windows"], system)?;
        let arch = known(&["aarch64", "x86_64"], arch)?;
        for file in [opener, app] {
            ensure!(Path::new(file).is_file(), "there is no file {file:?}");
        }
        let ending = if system == "windows" { ".exe" } else { "" };
        Ok(Self { system, arch, ending, opener: opener.into(), app: app.into() })
    }
}

/// Who signs, and what the manifest says besides the programs.
pub(crate) struct Signing {
    /// Each adds its signature; one that an opener knows is enough for it.
    pub(crate) keys: Vec<ReleaseKey>,
    /// Fingerprints of keys that sign nothing any more.
    pub(crate) retired: Vec<String>,
    /// The oldest app that may still be started where this one cannot be fetched.
    pub(crate) minimum_version: Option<Version>,
}

impl Signing {
    /// One key, nothing retired.
    pub(crate) fn with(key: ReleaseKey) -> Self {
        Self { keys: vec![key], retired: Vec::new(), minimum_version: None }
    }

    /// Refuses what openers would refuse.
    fn check(&self, version: Version, released_at: u64) -> Result<()> {
        ensure!(!self.keys.is_empty(), "a release is signed with one key at least");
        ensure!(
            self.minimum_version.is_none_or(|minimum| minimum <= version),
            "the minimum version is newer than the release"
        );
        for retired in &self.retired {
            let digits = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
            ensure!(
                retired.len() == 64 && retired.bytes().all(digits),
                "a retired key is named by its fingerprint, 64 hexadecimal digits: {retired}"
            );
            ensure!(
                self.keys.iter().any(|key| key.fingerprint() != *retired),
                "the only key that signs would be retired"
            );
        }
        self.keys.iter().try_for_each(|key| key.check_newer(version, released_at))
    }
}

/// Puts programs, manifest and signatures into `folder`, the manifest's two files last.
///
/// # Errors
/// Where a program is missing, the release is older than the last one, or a file cannot be written.
pub(crate) fn publish(
    folder: &Path,
    version: Version,
    programs: &[Programs],
    signing: &Signing,
) -> Result<()> {
    let released_at = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64;
    signing.check(version, released_at)?;
    let mut artifacts = Vec::new();
    for machine in programs {
        artifacts.extend(place_programs(folder, machine)?);
    }
    let manifest = manifest(version, released_at, &artifacts, signing);
    let text = serde_json::to_string_pretty(&manifest)?;
    let signatures: Vec<String> = signing.keys.iter().map(|key| key.sign(&text)).collect();
    write(&folder.join("manifest.json"), text.as_bytes())?;
    write(&folder.join("manifest.sig"), signatures.join("\n").as_bytes())?;
    signing.keys.iter().try_for_each(|key| key.remember(version, released_at))?;
    println!("signed release {version} in {}", folder.display());
    Ok(())
}

fn manifest(version: Version, released_at: u64, artifacts: &[Value], signing: &Signing) -> Value {
    let mut manifest = json!({
        "version": version.to_string(),
        "released_at": released_at,
        "artifacts": artifacts,
    });
    if !signing.retired.is_empty() {
        manifest["retired_keys"] = json!(signing.retired);
    }
    if let Some(minimum) = signing.minimum_version {
        manifest["minimum_version"] = json!(minimum.to_string());
    }
    manifest
}

/// Copies opener and app; gives their entries in the manifest.
fn place_programs(folder: &Path, machine: &Programs) -> Result<Vec<Value>> {
    let Programs { system, arch, ending, opener, app } = machine;
    let below = format!("{system}-{arch}");
    fs::create_dir_all(folder.join(&below))?;
    let named = [("opener", "corporate-opener", opener), ("app", "corporate-customer", app)];
    let mut artifacts = Vec::new();
    for (kind, program, from) in named {
        let path = format!("{below}/{program}{ending}");
        let bytes = place(from, &folder.join(&path))?;
        artifacts.push(json!({
            "kind": kind,
            "system": system,
            "arch": arch,
            "path": path,
            "size_bytes": bytes.len(),
            "sha256": format!("{:x}", Sha256::digest(&bytes)),
        }));
    }
    Ok(artifacts)
}

/// Copies a program; a running old one keeps its file. Gives its bytes.
///
/// # Errors
/// Where it is missing or cannot be written.
pub(crate) fn place(from: &Path, to: &Path) -> Result<Vec<u8>> {
    let bytes = fs::read(from).with_context(|| format!("read {}", from.display()))?;
    if to.exists() {
        fs::remove_file(to)?;
    }
    let file = File::options().write(true).create_new(true).mode(0o755).open(to);
    file.and_then(|mut file| file.write_all(&bytes))
        .with_context(|| format!("write {}", to.display()))?;
    Ok(bytes)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(path, bytes).with_context(|| format!("write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::scratch::Scratch;

    struct Made {
        folder: Scratch,
        programs: Vec<Programs>,
    }

    impl Made {
        fn new(name: &str) -> Self {
            let folder = Scratch::new(name);
            let program = |name: &str| {
                let path = folder.path().join(name);
                fs::write(&path, name).expect("written");
                path
            };
            let (opener, app) = (program("an opener"), program("an app"));
            let (system, arch, ending) = ("windows", "x86_64", ".exe");
            let programs = vec![Programs { system, arch, ending, opener, app }];
            Self { folder, programs }
        }

        fn key(&self, name: &str) -> ReleaseKey {
            ReleaseKey::read_or_make(&self.folder.path().join(name)).expect("a key")
        }

        fn publish(&self, signing: &Signing) -> Result<Value> {
            let version = Version::parse("1.2.3").expect("a version");
            publish(self.folder.path(), version, &self.programs, signing)?;
            let text = fs::read(self.folder.path().join("manifest.json"))?;
            Ok(serde_json::from_slice(&text)?)
        }
    }

    #[test]
    fn a_release_names_its_programs_with_size_and_digest() {
        let made = Made::new("release");
        let manifest = made.publish(&Signing::with(made.key("a.key"))).expect("published");
        let app = &manifest["artifacts"][1];
        assert_eq!(app["path"], "windows-x86_64/corporate-customer.exe");
        assert_eq!(app["size_bytes"], 6);
        assert_eq!(app["sha256"], format!("{:x}", Sha256::digest("an app")));
        let placed = made.folder.path().join("windows-x86_64/corporate-customer.exe");
        assert_eq!(fs::read_to_string(placed).expect("the app"), "an app");
        for absent in ["retired_keys", "minimum_version"] {
            assert!(manifest.get(absent).is_none(), "{absent}");
        }
    }

    #[test]
    fn no_program_of_a_release_is_called_like_an_installer() {
        let made = Made::new("names");
        let manifest = made.publish(&Signing::with(made.key("a.key"))).expect("published");
        let artifacts = manifest["artifacts"].as_array().expect("programs");
        assert_eq!(artifacts.len(), 2);
        for artifact in artifacts {
            let path = artifact["path"].as_str().expect("a path").to_lowercase();
            for word in ["launch", "setup", "install"] {
                assert!(!path.contains(word), "{path}");
            }
        }
    }

    #[test]
    fn two_keys_sign_side_by_side_and_one_of_them_may_be_retired() {
        let made = Made::new("rotation");
        let retired = made.key("a.key").fingerprint();
        let signing = Signing {
            keys: vec![made.key("a.key"), made.key("b.key")],
            retired: vec![retired.clone()],
            minimum_version: Version::parse("1.0.0"),
        };
        let manifest = made.publish(&signing).expect("published");
        assert_eq!(manifest["retired_keys"], json!([retired]));
        assert_eq!(manifest["minimum_version"], "1.0.0");
        let text = fs::read_to_string(made.folder.path().join("manifest.json")).expect("text");
        let signatures = fs::read_to_string(made.folder.path().join("manifest.sig")).expect("text");
        let expected = signing.keys.iter().map(|key| key.sign(&text));
        assert_eq!(signatures.lines().collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }

    #[test]
    fn what_openers_would_refuse_is_not_signed() {
        let made = Made::new("refused");
        let signing = |retired: &str, minimum: &str| Signing {
            keys: vec![made.key("a.key")],
            retired: vec![retired.to_owned()],
            minimum_version: Version::parse(minimum),
        };
        let own = made.key("a.key").fingerprint();
        let other = made.key("b.key").fingerprint();
        for (retired, minimum) in [(own.as_str(), "1.0.0"), ("abc", "1.0.0"), (&other, "1.2.4")] {
            made.publish(&signing(retired, minimum)).expect_err(retired);
            assert!(!made.folder.path().join("manifest.sig").exists());
        }
        made.publish(&signing(&other, "1.2.3")).expect("published");
    }

    #[test]
    fn programs_of_another_machine_are_named_in_one_form() {
        let made = Made::new("elsewhere");
        let [opener, app] = ["an opener", "an app"].map(|name| made.folder.path().join(name));
        let text = |machine: &str| format!("{machine}={},{}", opener.display(), app.display());
        let programs: Programs = text("windows-x86_64").parse().expect("programs");
        assert_eq!((programs.system, programs.arch), ("windows", "x86_64"));
        assert_eq!((programs.ending, &programs.opener, &programs.app), (".exe", &opener, &app));
        assert_eq!(text("macos-aarch64").parse::<Programs>().expect("programs").ending, "");
        for wrong in [text("windows"), text("amiga-x86_64"), text("linux-m68k"), String::new()] {
            assert!(wrong.parse::<Programs>().is_err(), "{wrong}");
        }
        assert!("linux-x86_64=/nowhere,/nowhere".parse::<Programs>().is_err());
    }
}
