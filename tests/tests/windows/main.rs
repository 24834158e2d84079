//! The opener for Windows, as it is released, under Wine against a real portal: window, redeeming,
//! download, check, start, policy, planted libraries. A stand-in takes the desktop app's place.
//! `cargo xtask cross` builds all of it and runs this; it shows nothing about Windows itself.

mod desk;
mod imports;
mod machine;

use std::fs;

use anyhow::{Context, Result, ensure};
use corporate_protocol::Language;
use corporate_stories::reader::Reader;

use crate::desk::Desk;
use crate::machine::{Machine, OFTEN_PLANTED, Program, Root};

/// An origin that nothing may bring in.
const EVIL: &str = "http://127.0.0.1:18081";

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn a_download_leads_to_the_joined_app_and_the_ticket_to_nobody_else() -> Result<()> {
    let machine = Machine::set("handoff", "newer").await?;
    let desk = Desk::open(&machine.portal, Language::De).await?;
    let offer = desk.offer().await?;
    let download = desk.download(&offer).await?;
    let name = offer.file_name.clone() + ".exe";
    let opener = machine.start_bytes(&name, &download, &[])?;
    ensure!(download == machine.bytes(Program::Opener)?, "not the program that was built");
    machine.sees("Anna").await?;
    machine.sees("Muster Support").await?;
    machine.sees("127.0.0.1:18080").await?;
    machine.picture("asks")?;
    ensure!(!machine.app_has_run(), "the app has run before the customer said so");
    machine.press("Weiter").await?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());

    let seen = machine.app_saw()?;
    ensure!(seen["has_ticket"] == true && seen["has_sign_in"] == false, "{seen}");
    ensure!(seen["arguments"] == serde_json::json!(["--handoff"]), "{seen}");
    for leak in ["ticket_in_arguments", "ticket_in_environment"] {
        ensure!(seen[leak] == false, "{leak}");
    }
    ensure!(!seen.to_string().contains(&offer.code), "the code has reached the app");
    let works_in = seen["works_in"].as_str().context("a folder")?;
    ensure!(!works_in.contains("Downloads"), "the app works in {works_in}");
    let kinds = Reader::sign_in(&machine.portal, "ben").await?.kinds(&desk.session).await?;
    for kind in ["opener_fetched", "opener_started", "app_joined"] {
        ensure!(kinds.iter().any(|it| it == kind), "{kind} is not in the log: {kinds:?}");
    }
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn a_typed_code_works_once_and_finds_the_app_that_is_there() -> Result<()> {
    let machine = Machine::set("typed", "newer").await?;
    let mut written = Vec::new();
    for _ in 0..2 {
        let desk = Desk::open(&machine.portal, Language::En).await?;
        let code = desk.offer().await?.code;
        let opener = machine.start("opener.exe", Program::Opener, &[])?;
        machine.sees("Your code").await?;
        machine.picture("entry")?;
        machine.type_in(&code).await?;
        machine.press("Continue").await?;
        machine.sees("Anna").await?;
        machine.press("Continue").await?;
        ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());
        written.push(fs::metadata(machine.app()?)?.modified()?);

        let again = machine.start("opener.exe", Program::Opener, &[])?;
        machine.sees("Your code").await?;
        machine.type_in(&code).await?;
        machine.press("Continue").await?;
        machine.sees("used already").await?;
        machine.press("Close").await?;
        ensure!(again.exit_code(30).await? == 1, "a used code must not end well");
    }
    ensure!(written[0] == written[1], "the app was downloaded again");
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn nothing_tampered_foreign_or_older_is_started() -> Result<()> {
    let mut machine = Machine::set("refused", "newer").await?;
    for (release, sentence) in [
        (machine.tampered_app()?, "damaged"),
        (machine.changed_manifest()?, "not validly signed"),
        (machine.truncated_app()?, "broke off"),
    ] {
        machine.offer_release(&release).await?;
        machine.fails_with(sentence).await?;
        ensure!(!machine.app_has_run(), "{} was started", release.display());
    }
    let newer = machine.release("newer");
    machine.offer_release(&newer).await?;
    hand_off(&machine).await?;
    let older = machine.release("older");
    machine.forget_that_the_app_has_run()?;
    machine.offer_release(&older).await?;
    machine.fails_with("older app").await?;
    ensure!(!machine.app_has_run(), "an older release was started");
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn the_machines_policy_names_the_portal_and_nothing_else_does() -> Result<()> {
    let machine = Machine::set("policy", "newer").await?;
    let portal = machine.portal.addresses.url.trim_end_matches('/').to_owned();
    let hints = [("CORPORATE_PORTAL_ORIGIN", EVIL), ("PortalUrl", EVIL)];

    // A user's own registry is no policy: the unsealed opener looks on this machine's usual port.
    machine.set_policy(Root::User, EVIL)?;
    let opener = machine.start("opener.exe", Program::OpenerByPolicy, &hints)?;
    machine.sees("127.0.0.1:8080").await?;
    machine.picture("unsealed")?;
    machine.press("Close").await?;
    ensure!(opener.exit_code(30).await? == 3, "{}", opener.printed());

    machine.set_policy(Root::Machine, &portal)?;
    let desk = Desk::open(&machine.portal, Language::En).await?;
    let name = desk.offer().await?.file_name + ".exe";
    let opener = machine.start(&name, Program::OpenerByPolicy, &hints)?;
    machine.sees("Anna").await?;
    machine.sees(portal.trim_start_matches("http://")).await?;
    machine.picture("by-policy")?;
    machine.press("Continue").await?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());

    // A policy that is wrong is an error and never passed over.
    for wrong in ["http://support.example.com", "support.example.com", "https://a.example/path"] {
        machine.set_policy(Root::Machine, wrong)?;
        let opener = machine.start("opener.exe", Program::OpenerByPolicy, &hints)?;
        ensure!(machine.ends_or_closes(&opener).await? == 1, "{wrong}: {}", opener.printed());
    }
    // A sealed opener asks no policy.
    machine.set_policy(Root::Machine, EVIL)?;
    let opener = machine.start("opener.exe", Program::Opener, &hints)?;
    machine.sees("127.0.0.1:18080").await?;
    machine.press("Close").await?;
    ensure!(opener.exit_code(30).await? == 3, "{}", opener.printed());
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn libraries_planted_beside_the_opener_are_not_loaded() -> Result<()> {
    let machine = Machine::set("planted", "newer").await?;
    machine.plant()?;
    // Only what others would load can be kept out.
    let loaded = machine.load_planted(&[])?;
    ensure!(loaded == OFTEN_PLANTED, "a program that is not hardened has loaded {loaded:?}");
    let loaded = machine.load_planted(&["--harden"])?;
    ensure!(loaded.is_empty(), "a hardened program has loaded {loaded:?}");

    let desk = Desk::open(&machine.portal, Language::En).await?;
    let name = desk.offer().await?.file_name + ".exe";
    let opener = machine.start_among_planted(&name)?;
    machine.sees("Anna").await?;
    machine.press("Continue").await?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());
    let loaded = machine.take_loaded()?;
    ensure!(loaded.is_empty(), "loaded from the folder of downloads: {loaded:?}");
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn no_argument_brings_anything_in() -> Result<()> {
    let machine = Machine::set("arguments", "newer").await?;
    for argument in ["--origin=http://127.0.0.1:18081", "corpcustomer://join/K7QM-2XRB-9TFD"] {
        let opener = machine.start_with(Program::Opener, &[argument])?;
        ensure!(machine.ends_or_closes(&opener).await? == 2, "{argument}: {}", opener.printed());
    }
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn all_that_was_brought_is_removed_again() -> Result<()> {
    let machine = Machine::set("removal", "newer").await?;
    hand_off(&machine).await?;
    let scheme = machine.scheme().context("links are opened by the app")?;
    ensure!(
        scheme.contains("URL Protocol") && scheme.contains("corporate-customer.exe"),
        "{scheme}"
    );
    ensure!(scheme.contains("\"%1\""), "the link is not quoted: {scheme}");

    let opener = machine.start_with(Program::Opener, &["--uninstall", "--quiet"])?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());
    ensure!(machine.scheme().is_none(), "links are still opened");
    ensure!(machine.app().is_err() && !machine.has_data()?, "something is left");
    machine.end().await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask cross`"]
async fn a_kept_opener_removes_itself_where_temporary_files_are_on_another_disk() -> Result<()> {
    let machine = Machine::set("removal-aside", "newer").await?;
    hand_off(&machine).await?;
    machine.keep_temporary_files_on_another_disk()?;
    let opener = machine.start_kept(&["--uninstall", "--quiet"])?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());
    ensure!(machine.scheme().is_none() && !machine.has_data()?, "something is left");
    let aside = machine.moved_aside()?;
    ensure!(aside.len() == 1, "what ran was to be moved to one place: {aside:?}");
    machine.end().await
}

/// A customer downloads the opener and goes on, until the app has joined.
async fn hand_off(machine: &Machine) -> Result<()> {
    let desk = Desk::open(&machine.portal, Language::En).await?;
    let name = desk.offer().await?.file_name + ".exe";
    let opener = machine.start(&name, Program::Opener, &[])?;
    machine.sees("Anna").await?;
    machine.press("Continue").await?;
    ensure!(opener.exit_code(60).await? == 0, "{}", opener.printed());
    Ok(())
}
