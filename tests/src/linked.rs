//! The story of links to an app that is installed: cold and running, with the customer's own word
//! each time, refused in every other form; and of the removal that leaves nothing behind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

use crate::desktop::Opener;
use crate::driver::{Driver, PAGE_SECONDS};
use crate::foreign::Stranger;
use crate::log::Log;
use crate::neighbour;
use crate::portal::LISTEN;
use crate::removal::{self, registrations};
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{self, AGENT, COMPANY};
use crate::wait::{until, until_true};

/// The page on which the app asks whether to join.
const INVITATION: &str = "/join.html";
/// What the app says to links that it does not follow.
const REFUSED: &str = "This call of the app is not valid; nothing has been done.";
/// What it says to links while it has a session.
const IN_SESSION: &str = "You are in a session already, which goes on.";
/// A code that no portal has made.
const CODE: &str = "2222-3333-4444";
/// The opener's exit code where it could not do what it was to do.
const FAILED: i32 = 1;

/// Plays the story.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    story::chat(stage, report).await?;
    let log = Log::of(stage).await?;
    let mut opener = story::upgrade(stage, report).await?;
    let app = story::join(stage, report, &mut opener).await?;
    let again = in_session(stage, &log, &app);
    report.step(stage, "later starts turn to the app with the session", again).await?;
    drop(app);
    report.step(stage, "customer closes the app", closed(stage, &log, 1)).await?;
    report.step(stage, "a link starts the app, which asks", cold(stage, &log)).await?;
    let other = refused(stage, &log);
    let (_running, app) = report.step(stage, "links of another form are refused", other).await?;
    let beside = beside_an_idle_app(stage, &log);
    report.step(stage, "an opener's app joins beside the one that runs", beside).await?;
    let asked = running(stage, &log, &app);
    report.step(stage, "a link goes to the app that runs", asked).await?;
    drop(app);
    let thought_better = thought_better(stage);
    report.step(stage, "the app's removal asks, and can be refused", thought_better).await?;
    let apart = beside_another_user(stage);
    report.step(stage, "another user's start opens an app of its own", apart).await?;
    report.step(stage, "what was brought is removed", removed(stage)).await
}

/// The opener's app has its session: a later start ends at once and leaves it alone, and a link is
/// refused in its own window. No second app stays, and nothing is joined.
async fn in_session(stage: &Stage, log: &Log, app: &Driver) -> Result<()> {
    let before = stage.crew.running("corporate-customer");
    let link = format!("corpcustomer://join/{CODE}");
    let program = program(stage)?;
    let mut second = stage.run_on_desktop("second", &mut Command::new(&program))?;
    ensure!(second.exit_code(20).await? == 0, "the second start stayed");
    let mut second = stage.run_on_desktop("second", Command::new(&program).arg(&link))?;
    ensure!(second.exit_code(20).await? == 0, "the link's start stayed");
    app.turn_to(INVITATION).await?;
    app.sees(IN_SESSION).await?;
    app.click_last(stage.words.ok).await?;
    app.turn_to("/consent.html").await?;
    let apps = stage.crew.running("corporate-customer");
    ensure!(apps == before, "other apps run: {before:?}, now {apps:?}");
    log.has("app_joined", 1).await
}

/// The app does not run: a link starts it, it asks first, and joins after the customer's word.
async fn cold(stage: &Stage, log: &Log) -> Result<()> {
    let link = offered_link(stage).await?;
    let app = follow(stage, &link)?.app(stage).await?;
    asks(stage, &app).await?;
    log.has("app_joined", 1).await?;
    app.click_last(stage.words.yes).await?;
    app.turn_to("/consent.html").await?;
    log.has("app_joined", 2).await?;
    drop(app);
    closed(stage, log, 2).await
}

/// Links that are not exactly one of ours, given to an app that runs: it says so, joins nothing and
/// asks nobody.
async fn refused(stage: &Stage, log: &Log) -> Result<(Opener, Driver)> {
    let stranger = Stranger::start().await?;
    let there = stranger.address();
    let started = log.count("opener_started").await?;
    let idle = stage.run_on_desktop("app", &mut Command::new(program(stage)?))?;
    let app = idle.app(stage).await?;
    for link in [
        format!("corpcustomer://join/{CODE}?portal=http://{there}"),
        format!("corpcustomer://{there}/join/{CODE}"),
        format!("corpcustomer://join/{CODE}/../../end"),
        format!("corpcustomer://join/{CODE}%20--handoff"),
        format!("corpcustomer://config/{CODE}"),
        format!("corpcustomer://join/{}", "2".repeat(4000)),
    ] {
        let mut second =
            stage.run_on_desktop("second", Command::new(program(stage)?).arg(&link))?;
        ensure!(second.exit_code(20).await? == 0, "the second start stayed: {link}");
        app.turn_to(INVITATION).await?;
        app.sees(REFUSED).await.with_context(|| link.clone())?;
        ensure!(!app.offers(stage.words.yes).await?, "{link} can be said Yes to");
        app.click_last(stage.words.ok).await?;
    }
    ensure!(log.count("opener_started").await? == started, "a code was shown to the portal");
    stranger.is_lonely()?;
    Ok((idle, app))
}

/// The app runs: a link that another user of the machine follows asks nothing in it.
async fn beside_another_user(stage: &Stage) -> Result<()> {
    let idle = stage.run_on_desktop("app", &mut Command::new(program(stage)?))?;
    let app = idle.app(stage).await?;
    let link = format!("corpcustomer://join/{CODE}");
    neighbour::lives_apart(stage, &program(stage)?, &link).await?;
    ensure!(!app.has_window(INVITATION).await?, "another user's link reached this app");
    drop(app);
    stage.close_app().await
}

/// An app runs without a session, and others turn to it. The app of an opener must not: that would end
/// it, and its session with it. The customer says no to what it asks, and closes it alone.
async fn beside_an_idle_app(stage: &Stage, log: &Log) -> Result<()> {
    let idle = stage.crew.running("corporate-customer");
    stage.agent_upgrades(stage.words.yes).await?;
    let opener = stage.downloaded_opener().await?;
    let opener = stage.opener_with(&opener, &stage.new_code().await?)?;
    let mut opener = stage.run_opener(&opener)?;
    opener.confirm(stage).await?;
    ensure!(opener.exit_code(60).await? == 0, "the opener failed");
    log.has("app_joined", 3).await?;
    let app = opener.app(stage).await?;
    app.turn_to("/consent.html").await?;
    let apps = stage.crew.running("corporate-customer");
    ensure!(apps.len() == idle.len() + 1, "beside {idle:?} run {apps:?}");
    drop(app);
    stage.close_app_beside(&idle).await?;
    log.has("app_left", 3).await
}

/// The app runs without a session: a link brings its question to that very process. No is a no.
async fn running(stage: &Stage, log: &Log, app: &Driver) -> Result<()> {
    let before = stage.crew.running("corporate-customer");
    let link = offered_link(stage).await?;
    let mut second = follow(stage, &link)?;
    second.exit_code(20).await?;
    asks(stage, app).await?;
    let apps = stage.crew.running("corporate-customer");
    ensure!(apps == before, "other apps run: {before:?}, now {apps:?}");
    app.click_last(stage.words.no).await?;
    until_true("the question's end", PAGE_SECONDS, async || {
        Ok(!app.has_window(INVITATION).await?)
    })
    .await?;
    stage.close_app().await?;
    log.has("app_joined", 3).await
}

/// An app without a session offers the removal; who says no to the opener's question keeps it all.
async fn thought_better(stage: &Stage) -> Result<()> {
    let mut idle = stage.run_on_desktop("app", &mut Command::new(program(stage)?))?;
    let app = idle.app(stage).await?;
    app.turn_to("/chat.html").await?;
    let window = removal::asked(stage, app).await?;
    removal::refused(stage, &window, &mut idle).await
}

/// Removal is refused while the app runs; afterwards nothing is left, and links lead nowhere.
async fn removed(stage: &Stage) -> Result<()> {
    let opener = copy_of_opener(stage)?;
    let program = program(stage)?;
    let app = stage.run_on_desktop("app", &mut Command::new(&program))?;
    drop(app.app(stage).await?);
    ensure!(remove(stage, &opener).await? == FAILED, "it was removed while it ran");
    ensure!(program.is_file() && !registrations(stage)?.is_empty(), "something is gone");
    stage.close_app().await?;
    ensure!(remove(stage, &opener).await? == 0, "it was not removed");
    removal::nothing_is_left(stage)?;
    let mut lost = follow(stage, &format!("corpcustomer://join/{CODE}"))?;
    ensure!(lost.exit_code(20).await? != 0, "the link still leads somewhere");
    Ok(())
}

async fn remove(stage: &Stage, opener: &Path) -> Result<i32> {
    let mut command = Command::new(opener);
    let command = command.args(["--uninstall", "--quiet"]);
    stage.run_on_desktop("uninstall", command)?.exit_code(30).await
}

/// The link of the upgrade that begins now, as the customer's page has it.
async fn offered_link(stage: &Stage) -> Result<String> {
    stage.agent_upgrades(stage.words.yes).await?;
    until("the link on the page", PAGE_SECONDS, async || {
        let link = Locator::Css("a[href^='corpcustomer:']");
        let found = stage.customer.client().find_all(link).await?;
        let Some(link) = found.into_iter().last() else { return Ok(None) };
        Ok(link.attr("href").await?)
    })
    .await
}

/// Follows a link as the desktop does for a browser.
fn follow(stage: &Stage, link: &str) -> Result<Opener> {
    stage.run_on_desktop("link", Command::new("gio").args(["open", link]))
}

/// The app names agent, company and portal before it joins.
async fn asks(stage: &Stage, app: &Driver) -> Result<()> {
    app.turn_to(INVITATION).await?;
    app.sees(&stage.name_of(AGENT)).await?;
    app.sees(COMPANY).await?;
    app.sees(&format!("http://{LISTEN}")).await
}

async fn closed(stage: &Stage, log: &Log, times: usize) -> Result<()> {
    stage.close_app().await?;
    log.has("app_left", times).await
}

/// The app that was installed.
fn program(stage: &Stage) -> Result<PathBuf> {
    find(&stage.app_folder(), "corporate-customer").context("an installed app")
}

/// The copy of itself that the opener has left for the removal.
fn copy_of_opener(stage: &Stage) -> Result<PathBuf> {
    find(&stage.home().join(".local"), "corporate-opener").context("a copy of the opener")
}

/// The first file of this name in a folder or below it.
fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let here = entries.iter().find(|path| path.is_file() && path.ends_with(name)).cloned();
    here.or_else(|| entries.iter().filter(|path| path.is_dir()).find_map(|path| find(path, name)))
}
