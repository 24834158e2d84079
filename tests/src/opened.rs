//! The story of openers that meet what customers meet: no code in the name, wrong and late codes,
//! second thoughts, a portal that dies in the middle of the download, an app that is there already,
//! an update that fails. Whatever happens, nothing is started that should not be, and what worked
//! before still works.

use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::desktop::Opener;
use crate::log::Log;
use crate::relay::Relay;
use crate::releases;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::chat;
use crate::wait::until_true;

/// The story's sentences in German, as the opener says them.
const NO_CODE: &str = "Das ist kein Code.";
const UNKNOWN: &str = "Diesen Code kennt das Kundenportal nicht.";
const LATE: &str = "Dieser Code ist abgelaufen.";
const USED: &str = "Dieser Code wurde schon verwendet.";
const DAMAGED: &str = "beschädigt oder wurde verändert";
/// A code that no portal has made.
const NOBODYS: &str = "2222-3333-4444";
/// Bytes of the app that come before the portal dies.
const HALF_WAY_BYTES: u64 = 8 * 1024 * 1024;
/// The opener's exit code where the customer stopped it.
const CANCELLED: i32 = 3;

/// Plays the story.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &mut Stage, report: &mut Report) -> Result<()> {
    chat(stage, report).await?;
    report.step(stage, "Yes at the question", stage.agent_upgrades(stage.words.yes)).await?;
    let file = report.step(stage, "opener downloads", stage.downloaded_opener()).await?;
    let log = Log::of(stage).await?;
    codes(stage, report, &file, &log).await?;

    let Stage { portal, crew, .. } = stage;
    let relay = portal.restart_behind_relay(crew).await?;
    broken(stage, report, &file, &relay, &log).await?;
    again(stage, report, &file, &relay, &log).await?;
    update(stage, report, &file, &log).await
}

/// Codes that are typed in: none, nobody's, the one that the agent reads
/// out; second thoughts; a used and a late one.
async fn codes(stage: &Stage, report: &mut Report, file: &Path, log: &Log) -> Result<()> {
    let words = stage.words;
    let nameless = stage.downloads.join("Urlaubsbilder");
    fs::copy(file, &nameless)?;
    let mut opener = stage.run_opener(&nameless)?;
    let wrong = async {
        let window = opener.read(stage).await?;
        for (typed, answer) in [("Urlaubsbilder", NO_CODE), (NOBODYS, UNKNOWN)] {
            window.types(typed).await?;
            window.press(words.go_on).await?;
            window.hears(answer).await?;
        }
        Ok(())
    };
    report.step(stage, "wrong codes are typed in and refused", wrong).await?;
    let code = stage.agent_reads_out_code();
    let code = report.step(stage, "agent reads out a code", code).await?;
    let doubted = async {
        let window = opener.read(stage).await?;
        window.types(&code.replace('-', " ").to_lowercase()).await?;
        window.press(words.go_on).await?;
        let window = opener.asks(stage).await?;
        window.press(words.cancel).await?;
        ensure!(opener.exit_code(20).await? == CANCELLED, "the opener was not cancelled");
        nothing_runs(stage)?;
        log.has("opener_started", 1).await?;
        log.has("app_joined", 0).await
    };
    report.step(stage, "it is typed in, then the customer cancels", doubted).await?;
    let spent = stage.opener_with(file, &code)?;
    let used = refused(stage, &spent, USED);
    report.step(stage, "the code is used up", used).await?;
    let late = async {
        let late = stage.opener_with(file, &stage.new_code().await?)?;
        stage.agent.click(words.cancel).await?;
        log.has("upgrade_cancelled", 1).await?;
        refused(stage, &late, LATE).await?;
        let refusals = log.refusals().await?;
        ensure!(refusals == ["code_used", "code_expired"], "the report says {refusals:?}");
        Ok(())
    };
    report.step(stage, "a code is late when its offer was taken back", late).await
}

/// The portal dies in the middle of the download and comes back: the download goes on where it was.
async fn broken(
    stage: &mut Stage,
    report: &mut Report,
    file: &Path,
    relay: &Relay,
    log: &Log,
) -> Result<()> {
    // The app came while the customer was asked, and stayed; this is a computer without it.
    fs::remove_dir_all(stage.app_folder())?;
    relay.hold_download_after(HALF_WAY_BYTES);
    let begun = async {
        stage.agent_upgrades(stage.words.yes).await?;
        let opener = stage.run_opener(&next(stage, file, log).await?)?;
        opener.confirm(stage).await?;
        until_true("a download half-way", 60, async || Ok(relay.holds())).await?;
        nothing_runs(stage)?;
        Ok(opener)
    };
    let mut opener = report.step(stage, "the download is half-way", begun).await?;
    stage.portal.kill();
    let Stage { portal, crew, .. } = &mut *stage;
    portal.restart(crew).await?;
    let resumed = async {
        joins(stage, &mut opener, log).await?;
        let downloads = relay.downloads();
        let resumed = downloads.iter().filter_map(|head| start_of(head)).max().unwrap_or(0);
        ensure!(resumed > HALF_WAY_BYTES / 2, "it began again from nothing: {downloads:?}");
        Ok(())
    };
    report.step(stage, "it goes on when the portal is back", resumed).await
}

/// The second upgrade downloads nothing.
async fn again(
    stage: &Stage,
    report: &mut Report,
    file: &Path,
    relay: &Relay,
    log: &Log,
) -> Result<()> {
    let played = async {
        let (app, before) = installed(stage)?;
        let downloads = relay.downloads().len();
        stage.agent_upgrades(stage.words.yes).await?;
        let mut opener = stage.run_opener(&next(stage, file, log).await?)?;
        opener.confirm(stage).await?;
        joins(stage, &mut opener, log).await?;
        ensure!(relay.downloads().len() == downloads, "the app was downloaded again");
        let after = fs::metadata(app)?;
        ensure!(same(&before, &after), "the app was written again");
        Ok(())
    };
    report.step(stage, "an app that is there is used again", played).await
}

/// A newer release whose app was changed on the portal: what worked before is kept and is used.
async fn update(stage: &mut Stage, report: &mut Report, file: &Path, log: &Log) -> Result<()> {
    let (app, before) = installed(stage)?;
    let newer = stage.home().join("newer");
    let tampered = stage.home().join("tampered");
    releases::newer(stage.portal.releases(), &newer)?;
    releases::tampered(&newer, &tampered)?;
    let Stage { portal, crew, .. } = &mut *stage;
    portal.restart_with(crew, &tampered).await?;
    let failed = async {
        stage.agent_upgrades(stage.words.yes).await?;
        let mut opener = stage.run_opener(&next(stage, file, log).await?)?;
        // No answer yet: the failure may be there first, with a button of the same name.
        let window = opener.read(stage).await?;
        window.hears(DAMAGED).await?;
        nothing_runs(stage)?;
        ensure!(same(&before, &fs::metadata(&app)?), "the last good app was touched");
        window.press(stage.words.older_app).await?;
        opener.confirm(stage).await?;
        joins(stage, &mut opener, log).await
    };
    report.step(stage, "an update fails and the last good app goes on", failed).await?;
    let (good, before) = (stage.home().join("newer"), fs::metadata(&app)?);
    let Stage { portal, crew, .. } = &mut *stage;
    portal.restart_with(crew, &good).await?;
    let updated = async {
        stage.agent_upgrades(stage.words.yes).await?;
        let mut opener = stage.run_opener(&next(stage, file, log).await?)?;
        opener.confirm(stage).await?;
        joins(stage, &mut opener, log).await?;
        let now = newest(stage)?;
        ensure!(now.len() > before.len(), "the newer app is not there");
        Ok(())
    };
    report.step(stage, "the same update succeeds when it is whole", updated).await
}

/// The app comes and asks; the customer closes it again.
async fn joins(stage: &Stage, opener: &mut Opener, log: &Log) -> Result<()> {
    let before = log.count("app_left").await?;
    let app = opener.app(stage).await?;
    ensure!(opener.exit_code(30).await? == 0, "the opener failed");
    app.turn_to("/consent.html").await?;
    log.has("app_joined", before + 1).await?;
    drop(app);
    stage.close_app().await?;
    log.has("app_left", before + 1).await
}

/// The opener with a new code of the upgrade that has just begun.
async fn next(stage: &Stage, file: &Path, log: &Log) -> Result<PathBuf> {
    // Every upgrade before this one was taken back, or its app has left.
    let before = log.count("upgrade_cancelled").await? + log.count("app_left").await?;
    log.has("upgrade_offered", before + 1).await?;
    stage.opener_with(file, &stage.new_code().await?)
}

/// Runs an opener whose code is refused with this sentence; it starts nothing.
async fn refused(stage: &Stage, file: &Path, sentence: &str) -> Result<()> {
    let mut opener = stage.run_opener(file)?;
    opener.read(stage).await?.hears(sentence).await?;
    nothing_runs(stage)?;
    stage.customer_display.close(&stage.opener_window(&opener).await?)?;
    ensure!(opener.exit_code(20).await? == 1, "the opener did not fail");
    Ok(())
}

fn nothing_runs(stage: &Stage) -> Result<()> {
    let apps = stage.crew.running("corporate-customer");
    ensure!(apps.is_empty(), "an app was started: {apps:?}");
    Ok(())
}

/// The first byte that a request asks for.
fn start_of(head: &str) -> Option<u64> {
    head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let range = name.eq_ignore_ascii_case("range").then_some(value)?;
        range.trim().strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
    })
}

/// The apps below the opener's folder.
fn apps(stage: &Stage) -> Result<Vec<PathBuf>> {
    let mut apps = Vec::new();
    for folder in fs::read_dir(stage.app_folder().join("apps"))?.flatten() {
        let app = folder.path().join("corporate-customer");
        if app.is_file() {
            apps.push(app);
        }
    }
    Ok(apps)
}

/// The only app that is installed.
fn installed(stage: &Stage) -> Result<(PathBuf, Metadata)> {
    let apps = apps(stage)?;
    ensure!(apps.len() == 1, "installed are {apps:?}");
    let app = apps.into_iter().next().context("an app")?;
    let metadata = fs::metadata(&app)?;
    Ok((app, metadata))
}

/// The app that was installed last.
fn newest(stage: &Stage) -> Result<Metadata> {
    let mut all: Vec<Metadata> = apps(stage)?.iter().map(fs::metadata).collect::<Result<_, _>>()?;
    all.sort_by_key(|app| (app.mtime(), app.mtime_nsec()));
    all.pop().context("an app")
}

fn same(before: &Metadata, after: &Metadata) -> bool {
    let of = |file: &Metadata| (file.ino(), file.len(), file.mtime(), file.mtime_nsec());
    of(before) == of(after)
}
