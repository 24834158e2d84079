//! Stories of people and portals that say no: the chat goes on, nothing is started that should not
//! be, and whatever was refused stands in the log.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::foreign;
use crate::reader::Reader;
use crate::releases;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{AGENT, READER, chat};
use crate::wait::until_true;

/// No at the upgrade's question; a renamed opener; no consent; a code used twice.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    chat(stage, report).await?;
    let session = stage.session().await?;
    let reader = Reader::sign_in(&stage.portal, READER).await?;
    let logged = async |kind: &str| {
        until_true(&format!("{kind} in the log"), 20, async || {
            Ok(reader.kinds(&session).await?.iter().any(|logged| logged == kind))
        })
        .await
    };
    let declined = async {
        stage.agent_upgrades(words.no).await?;
        stage.says(&stage.customer, words.meanwhile).await?;
        stage.agent.sees(words.meanwhile).await?;
        let kinds = reader.kinds(&session).await?;
        ensure!(kinds.iter().all(|kind| kind != "upgrade_offered"), "{kinds:?}");
        ensure!(stage.agent.offers(words.upgrade).await?, "the upgrade can be chosen again");
        Ok(())
    };
    report.step(stage, "No at the question changes nothing", declined).await?;

    report.step(stage, "Yes at the question", stage.agent_upgrades(words.yes)).await?;
    let file = report.step(stage, "opener downloads", stage.downloaded_opener()).await?;
    let name = file.file_name().map(|name| format!("{} (1)", name.to_string_lossy()));
    let renamed = file.with_file_name(name.unwrap_or_default());
    fs::rename(&file, &renamed)?;
    let mut opener =
        report.step(stage, "renamed opener runs", async { stage.run_opener(&renamed) }).await?;
    report.step(stage, "customer goes on", opener.confirm(stage)).await?;
    let app = report.step(stage, "opener starts the app", opener.app(stage)).await?;

    let refused = async {
        app.turn_to("/consent.html").await?;
        app.sees(&stage.name_of(AGENT)).await?;
        app.click_last(words.cancel).await?;
        logged("consent_refused").await
    };
    report.step(stage, "customer refuses", refused).await?;
    let chatted = async {
        app.turn_to("/chat.html").await?;
        stage.says(&app, words.from_app).await?;
        stage.agent.sees(words.from_app).await?;
        stage.customer.sees(words.from_app).await?;
        stage.says(&stage.agent, words.to_app).await?;
        app.sees(words.to_app).await?;
        ensure!(stage.agent.canvas().await?.is_none(), "a picture without consent");
        Ok(())
    };
    report.step(stage, "the chat goes on", chatted).await?;

    let again = async {
        ensure!(opener.exit_code(30).await? == 0, "the opener has done its work");
        stuck(stage, &renamed, Some("has been used")).await?;
        ensure!(stage.crew.running("corporate-customer").len() == 1, "one app");
        logged("handoff_refused").await
    };
    report.step(stage, "a used code is refused and logged", again).await
}

/// An opener without a code in its name, without a portal, and with a tampered app behind it.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn hindered(stage: &mut Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    chat(stage, report).await?;
    report.step(stage, "Yes at the question", stage.agent_upgrades(words.yes)).await?;
    let file = report.step(stage, "opener downloads", stage.downloaded_opener()).await?;

    let nonsense = stage.downloads.join("holiday-pictures");
    fs::copy(&file, &nonsense)?;
    let asked = stuck(stage, &nonsense, None);
    report.step(stage, "an opener without a code asks for it", asked).await?;

    let named = foreign::by_name(stage, &file);
    report.step(stage, "no name brings another portal", named).await?;
    let stuffed = foreign::by_content(stage, &file);
    report.step(stage, "nothing in its file brings another portal", stuffed).await?;
    let argued = foreign::by_argument(stage, &file);
    report.step(stage, "no argument brings another portal", argued).await?;
    let surrounded = foreign::by_environment(stage, &file);
    report.step(stage, "no variable and no file brings another portal", surrounded).await?;
    let ruled = foreign::by_policy(stage, &file);
    report.step(stage, "no policy brings a sealed opener to another portal", ruled).await?;

    stage.portal.kill();
    let offline = stuck(stage, &file, Some("could not be reached"));
    report.step(stage, "an opener without a portal starts nothing", offline).await?;

    let tampered = stage.home().join("tampered");
    releases::tampered(stage.portal.releases(), &tampered)?;
    let Stage { portal, crew, .. } = stage;
    portal.restart_with(crew, &tampered).await?;
    let tampered = async {
        stuck(stage, &file, Some("is not the file of the release")).await?;
        stage.says(&stage.customer, words.meanwhile).await?;
        stage.agent.sees(words.meanwhile).await
    };
    report.step(stage, "a tampered app is not started", tampered).await?;
    ensure!(stage.crew.running("corporate-customer").is_empty(), "an app was started");
    Ok(())
}

/// Runs an opener that cannot go on: it shows a window, says what it met, starts no other app, and
/// ends with failure when its window is closed.
async fn stuck(stage: &Stage, file: &Path, meets: Option<&str>) -> Result<()> {
    let before = stage.crew.running("corporate-customer");
    let mut opener = stage.run_opener(file)?;
    let window = stage.opener_window(&opener).await?;
    if let Some(meets) = meets {
        until_true(&format!("\"{meets}\" from the opener"), 60, async || {
            Ok(opener.process.printed().contains(meets))
        })
        .await?;
    }
    ensure!(opener.process.ended()?.is_none(), "the opener has ended by itself");
    ensure!(stage.crew.running("corporate-customer") == before, "an app was started");
    stage.customer_display.close(&window)?;
    let code = opener.exit_code(20).await?;
    ensure!(code != 0, "an opener that was stuck ends with {code}");
    Ok(())
}
