//! The machine's policy where it really stands, below `/etc`: written by root it names the portal,
//! and whatever else is there is an error that nothing skips. Each case is a machine of its own, in
//! a mount namespace; the program that asks is this test itself, started again.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use corporate_policy::{Origin, OriginSource};
use corporate_stories::namespace::Namespace;

/// Where the policy is, below `/etc`.
const POLICY: &str = "corporate-customer/policy.json";
const GOOD: &str = r#"{ "portal_url": "https://support.example.com" }"#;

/// Puts something where the policy is looked for.
type Furnish = fn(&Path) -> Result<()>;

/// Started by the other tests with another `/etc`; tells the portal of a program that was built for
/// none.
#[test]
#[ignore = "is a part of the other tests"]
fn tells() {
    let told = match Origin::of_this_build(None) {
        Ok(origin) => format!("{:?} {}", origin.source, origin.portal),
        Err(error) => format!("Refused {error}"),
    };
    fs::write(std::env::var("TOLD").expect("a file to tell it in"), told).expect("told");
}

/// A machine whose `/etc` is a copy of this one's.
struct Machine {
    folder: tempfile::TempDir,
    namespace: Namespace,
}

impl Machine {
    fn new() -> Result<Self> {
        let namespace = Namespace::of_this_user()?;
        let folder = tempfile::tempdir()?;
        namespace.copy_etc(&folder.path().join("etc"))?;
        Ok(Self { folder, namespace })
    }

    /// What is told on it with this as its policy, and nothing of an earlier one.
    fn told(&self, furnish: impl FnOnce(&Path) -> Result<()>) -> Result<String> {
        let (etc, told) = (self.folder.path().join("etc"), self.folder.path().join("told"));
        let policy = etc.join(POLICY);
        let ours = policy.parent().context("a folder of ours")?;
        if ours.exists() {
            fs::remove_dir_all(ours)?;
        }
        fs::create_dir(ours)?;
        furnish(&policy)?;
        let mut command = self.namespace.with_etc(&etc, &std::env::current_exe()?);
        let output = command.args(["--exact", "tells", "--ignored"]).env("TOLD", &told).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        fs::read_to_string(told).context("what was told")
    }
}

#[test]
fn the_administrators_file_names_the_portal() -> Result<()> {
    let machine = Machine::new()?;
    let portal = machine.told(|policy| Ok(fs::write(policy, GOOD)?))?;
    assert_eq!(portal, format!("{:?} https://support.example.com", OriginSource::Policy));
    let nobody = machine.told(|_| Ok(()))?;
    assert_eq!(nobody, format!("{:?} http://127.0.0.1:8080", OriginSource::ThisMachine));
    Ok(())
}

#[test]
fn a_policy_that_somebody_else_could_write_is_refused_and_not_skipped() -> Result<()> {
    let cases: [(&str, Furnish); 3] = [
        ("written by its group", |policy| {
            fs::write(policy, GOOD)?;
            Ok(fs::set_permissions(policy, Permissions::from_mode(0o664))?)
        }),
        ("a link", |policy| {
            let elsewhere = policy.with_file_name("elsewhere.json");
            fs::write(&elsewhere, GOOD)?;
            Ok(symlink(elsewhere, policy)?)
        }),
        ("a folder", |policy| Ok(fs::create_dir(policy)?)),
    ];
    let machine = Machine::new()?;
    for (name, furnish) in cases {
        let told = machine.told(furnish)?;
        assert!(told.starts_with("Refused"), "{name}: {told}");
    }
    // Only root gives files away.
    if machine.namespace.is_root() {
        let told = machine.told(|policy| {
            fs::write(policy, GOOD)?;
            Ok(chown(policy, Some(1000), None)?)
        })?;
        assert!(told.starts_with("Refused"), "of another user: {told}");
    }
    Ok(())
}

#[test]
fn a_policy_of_another_form_or_address_is_refused_and_not_skipped() -> Result<()> {
    let machine = Machine::new()?;
    for text in [
        "",
        "{}",
        r#"{ "portal_url": "http://support.example.com" }"#,
        r#"{ "portal_url": "https://support.example.com@evil.example" }"#,
        r#"{ "portal_url": "https://support.example.com", "key": "x" }"#,
        r#"{ "portal_url": ["https://support.example.com"] }"#,
    ] {
        let told = machine.told(|policy| Ok(fs::write(policy, text)?))?;
        assert!(told.starts_with("Refused"), "{text}: {told}");
    }
    Ok(())
}
