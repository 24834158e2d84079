//! The story of a portal that dies twice, in the middle of the chat and of the sharing: both
//! resume by themselves, no word is lost or doubled, the picture comes back under the same consent.

use anyhow::{Result, ensure};

use crate::display::Terminal;
use crate::driver::Driver;
use crate::reader::Reader;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{self, READER};
use crate::wait::until_true;

/// Written by the customer while the portal is dead.
const LOST_IN_CHAT: &str = "Are you still there?";
/// Written by the agent while the portal is dead.
const FROM_AGENT: &str = "One moment, my line is unsteady.";
/// Written in the app while sharing is paused.
const WHILE_PAUSED: &str = "I am typing a password now, one moment.";
/// Written in the app while the portal is dead.
const LOST_IN_APP: &str = "The bar says that sharing goes on.";

/// Plays the story.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &mut Stage, report: &mut Report) -> Result<()> {
    story::chat(stage, report).await?;
    let session = stage.session().await?;

    stage.portal.kill();
    let written = async {
        stage.says(&stage.customer, LOST_IN_CHAT).await?;
        stage.says(&stage.agent, FROM_AGENT).await
    };
    report.step(stage, "both write while the portal is dead", written).await?;
    back(stage).await?;
    let arrived = async {
        stage.agent.sees(LOST_IN_CHAT).await?;
        stage.customer.sees(FROM_AGENT).await?;
        once(stage, &session, &[LOST_IN_CHAT, FROM_AGENT]).await
    };
    report.step(stage, "both are read, once, when it is back", arrived).await?;

    let mut opener = story::upgrade(stage, report).await?;
    let app = story::join(stage, report, &mut opener).await?;
    story::share(stage, report, &app).await?;

    let paused = pause(stage, &app, &session);
    report.step(stage, "customer pauses and goes on", paused).await?;

    stage.portal.kill();
    let written = async {
        app.turn_to("/chat.html").await?;
        stage.says(&app, LOST_IN_APP).await
    };
    report.step(stage, "customer writes in the app, the portal is dead", written).await?;
    back(stage).await?;
    let arrived = async {
        stage.agent.sees(LOST_IN_APP).await?;
        stage.customer.sees(LOST_IN_APP).await?;
        once(stage, &session, &[LOST_IN_CHAT, FROM_AGENT, LOST_IN_APP]).await
    };
    report.step(stage, "it is read, once, when it is back", arrived).await?;
    let resumed = story::change(stage, "sharing goes on");
    report.step(stage, "the picture is back", resumed).await?;
    let kinds = Reader::sign_in(&stage.portal, READER).await?.kinds(&session).await?;
    let asked = kinds.iter().filter(|kind| *kind == "consent_asked").count();
    ensure!(asked == 1, "the customer was asked {asked} times");
    let stopped = stop(stage, &app, &session);
    report.step(stage, "customer stops the sharing", stopped).await
}

/// The portal is started again, as its service manager would.
async fn back(stage: &mut Stage) -> Result<()> {
    let Stage { portal, crew, .. } = stage;
    portal.restart(crew).await
}

/// The customer pauses in the bar: what changes meanwhile shows only when the customer goes on.
async fn pause(stage: &Stage, app: &Driver, session: &str) -> Result<()> {
    app.turn_to("/bar.html").await?;
    app.click(stage.words.pause).await?;
    let reader = Reader::sign_in(&stage.portal, READER).await?;
    until_true("the pause in the log", 20, async || {
        Ok(reader.kinds(session).await?.iter().any(|kind| kind == "sharing_paused"))
    })
    .await?;
    let before = stage.customer_display.picture()?;
    stage.terminal.print(&stage.customer_display, &story::banner("nobody sees this")).await?;
    let now = stage.customer_display.picture()?;
    // Words take the same way as pictures and more time: had a picture left, it would be there.
    app.turn_to("/chat.html").await?;
    stage.says(app, WHILE_PAUSED).await?;
    stage.agent.sees(WHILE_PAUSED).await?;
    if let Some(seen) = stage.agent.canvas().await? {
        let changed = now.distance(&before, Terminal::AREA)?;
        let apart = seen.distance(&now, Terminal::AREA)?;
        ensure!(apart > changed / 2.0, "a picture was sent during the pause");
    }
    app.turn_to("/bar.html").await?;
    app.click(stage.words.resume).await?;
    stage.viewer_follows(&before, Terminal::AREA).await
}

/// The customer stops in the bar; the chat goes on.
async fn stop(stage: &Stage, app: &Driver, session: &str) -> Result<()> {
    app.turn_to("/bar.html").await?;
    app.click_last(stage.words.stop_sharing).await?;
    let reader = Reader::sign_in(&stage.portal, READER).await?;
    until_true("the end of sharing in the log", 20, async || {
        Ok(reader.kinds(session).await?.iter().any(|kind| kind == "sharing_stopped"))
    })
    .await?;
    app.turn_to("/chat.html").await?;
    stage.says(app, stage.words.from_app).await?;
    stage.agent.sees(stage.words.from_app).await
}

/// Each of these messages is in the log exactly once, and on both pages too.
async fn once(stage: &Stage, session: &str, texts: &[&str]) -> Result<()> {
    let messages = Reader::sign_in(&stage.portal, READER).await?.messages(session).await?;
    for text in texts {
        let logged = messages.iter().filter(|message| message == text).count();
        ensure!(logged == 1, "\"{text}\" is {logged} times in the log");
        for page in [&stage.customer, &stage.agent] {
            let shown = page.count(text).await?;
            ensure!(shown == 1, "\"{text}\" is {shown} times on a page");
        }
    }
    Ok(())
}
