//! The main story: from a question in the web chat to a shared screen and a read report. Played by
//! the tests and by `cargo xtask demo --headless`.

use anyhow::{Result, ensure};

use crate::desktop::Opener;
use crate::display::{HEIGHT, Terminal, WIDTH};
use crate::driver::{Driver, PAGE_SECONDS};
use crate::picture::Area;
use crate::report::Report;
use crate::settings;
use crate::stage::Stage;
use crate::traces;
use crate::wait::{until, until_true};

/// The customer of the story.
pub const CUSTOMER: &str = "Clara Muster";
/// The company, as the demo's account names it.
pub const COMPANY: &str = "Muster Support";
/// The agent who takes the session.
pub const AGENT: &str = "anna";
/// The agent who may read reports.
pub const READER: &str = "ben";

/// What is shown on the customer's terminal: a field of colour, and a line below it.
pub fn banner(line: &str) -> String {
    let colour = format!("\u{1b}[42m{}\u{1b}[0m", " ".repeat(100));
    format!("{}\n{line}", [colour.as_str(); 8].join("\n"))
}

/// Plays the story on a stage that is set.
///
/// # Errors
/// That of the first step that does not happen; the report has it too.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    chat(stage, report).await?;
    let session = report.step(stage, "session is known", stage.session()).await?;
    let mut opener = upgrade(stage, report).await?;
    let app = join(stage, report, &mut opener).await?;
    share(stage, report, &app).await?;
    let hidden = async { traces::in_name_only(stage, &stage.downloaded_opener().await?) };
    report.step(stage, "code is in the file's name alone", hidden).await?;
    let (chosen, saved) = ("agent says Yes", "opener downloads by itself");
    report.figure("from the agent's Yes to the saved opener", chosen, saved)?;
    let (opened, seen) = ("customer runs the opener", "agent sees the screen");
    report.figure("from the opener's start to the agent's first picture", opened, seen)?;
    finish(stage, report, &app, &session).await
}

/// Steps up to the chat of customer and agent.
///
/// # Errors
/// As [`play`].
pub async fn chat(stage: &Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    report.step(stage, "customer asks", stage.customer_starts_chat(CUSTOMER)).await?;
    report.step(stage, "agent signs in", stage.agent_signs_in(AGENT)).await?;
    let listed = stage.agent.sees(CUSTOMER);
    report.step(stage, "agent sees the session in the list", listed).await?;
    report.step(stage, "agent takes the session", stage.agent_takes(CUSTOMER)).await?;
    let answered = async {
        stage.says(&stage.agent, words.answer).await?;
        stage.customer.sees(words.answer).await
    };
    report.step(stage, "agent answers", answered).await
}

/// Steps from the upgrade to the running opener.
///
/// # Errors
/// As [`play`].
pub async fn upgrade(stage: &Stage, report: &mut Report) -> Result<Opener> {
    let words = stage.words;
    let asked = stage.agent.click(words.upgrade);
    report.step(stage, "agent chooses the upgrade", asked).await?;
    report.step(stage, "agent says Yes", stage.agent.click(words.yes)).await?;
    let file = report.step(stage, "opener downloads by itself", stage.downloaded_opener()).await?;
    let chatted = async {
        stage.says(&stage.customer, words.meanwhile).await?;
        stage.agent.sees(words.meanwhile).await
    };
    report.step(stage, "both chat during the download", chatted).await?;
    let runs = async {
        let before = stage.customer_display.picture()?;
        let opener = stage.run_opener(&file)?;
        let window = stage.opener_window(&opener).await?;
        until_true("something in the opener's window", PAGE_SECONDS, async || {
            // It may have done its work, and be gone, before it was looked at.
            let Ok(inside) = stage.customer_display.inside(&window) else { return Ok(true) };
            Ok(stage.customer_display.picture()?.distance(&before, inside)? > 5.0)
        })
        .await?;
        Ok(opener)
    };
    report.step(stage, "customer runs the opener", runs).await
}

/// Steps from the running opener to the app's question.
///
/// # Errors
/// As [`play`].
pub async fn join(stage: &Stage, report: &mut Report, opener: &mut Opener) -> Result<Driver> {
    let words = stage.words;
    let confirmed = async {
        opener.asks(stage).await?;
        ensure!(stage.crew.running("corporate-customer").is_empty(), "the app runs unasked");
        let window = stage.opener_window(opener).await?;
        // The default button: the keyboard alone is enough. It isn't at once, so that no key that
        // was meant for something else answers.
        until_true("the question answered by the keyboard", PAGE_SECONDS, async || {
            if opener.read(stage).await?.offers(words.go_on).await? {
                stage.customer_display.press_return(&window).await?;
                return Ok(false);
            }
            Ok(true)
        })
        .await
    };
    report.step(stage, "customer reads who asks and goes on", confirmed).await?;
    let app = report.step(stage, "opener starts the app", opener.app(stage)).await?;
    report.version("windows of the app", app.version());
    let shown = async {
        app.turn_to("/chat.html").await?;
        app.sees(words.question).await?;
        app.sees(words.answer).await?;
        app.sees(words.meanwhile).await
    };
    report.step(stage, "app shows the chat so far", shown).await?;
    let ended = async {
        let code = opener.exit_code(30).await?;
        ensure!(code == 0, "the opener ended with {code}");
        Ok(())
    };
    report.step(stage, "opener has done its work", ended).await?;
    let asked = async {
        app.turn_to("/consent.html").await?;
        app.sees(&stage.name_of(AGENT)).await?;
        ensure!(stage.agent.canvas().await?.is_none(), "a picture before consent");
        Ok(())
    };
    report.step(stage, "app asks for consent", asked).await?;
    Ok(app)
}

/// Steps from the consent to a change that the agent sees.
///
/// # Errors
/// As [`play`].
pub async fn share(stage: &Stage, report: &mut Report, app: &Driver) -> Result<()> {
    let whole = Area { x: 0, y: 0, width: usize::from(WIDTH), height: usize::from(HEIGHT) };
    report.step(stage, "customer says OK", app.click_last(stage.words.ok)).await?;
    let shown = until("the first picture", PAGE_SECONDS, async || {
        let Some(seen) = stage.agent.canvas().await? else { return Ok(None) };
        let distance = seen.distance(&stage.customer_display.picture()?, whole)?;
        ensure!(distance < 6.0, "the picture is {distance:.2} apart from the screen");
        Ok(Some(()))
    });
    report.step(stage, "agent sees the screen", shown).await?;
    report.step(stage, "bar shows that sharing is on", app.turn_to("/bar.html")).await?;
    let changed = change(stage, "printing invoice 2026-11 ... done");
    report.step(stage, "a change shows in the viewer", changed).await
}

/// Something changes on the customer's screen, and the agent sees it.
///
/// # Errors
/// Where the agent does not in time.
pub async fn change(stage: &Stage, line: &str) -> Result<()> {
    let before = stage.customer_display.picture()?;
    stage.terminal.print(&stage.customer_display, &banner(line)).await?;
    stage.viewer_follows(&before, Terminal::AREA).await
}

/// Steps from the shared screen to the read report.
///
/// # Errors
/// As [`play`].
pub async fn finish(stage: &Stage, report: &mut Report, app: &Driver, session: &str) -> Result<()> {
    let words = stage.words;
    let chatted = async {
        app.turn_to("/chat.html").await?;
        stage.says(app, words.from_app).await?;
        stage.agent.sees(words.from_app).await?;
        stage.says(&stage.agent, words.to_app).await?;
        app.sees(words.to_app).await?;
        // The web chat stays, with all of it, once each.
        for text in [words.question, words.answer, words.meanwhile, words.from_app, words.to_app] {
            stage.customer.sees(text).await?;
            let times = stage.customer.count(text).await?;
            ensure!(times == 1, "\"{text}\" is there {times} times");
        }
        Ok(())
    };
    report.step(stage, "app and console chat", chatted).await?;
    let both = settings::both(stage, app);
    report.step(stage, "page closed and opened again, both show all", both).await?;
    let ended = async {
        stage.agent.click(words.end_session).await?;
        stage.agent.click(words.yes).await?;
        until_true("the end of sharing", PAGE_SECONDS, async || {
            Ok(!app.has_window("/bar.html").await?)
        })
        .await
    };
    report.step(stage, "agent ends the session", ended).await?;
    let saved = async {
        let saved = stage.saves_chat(&stage.customer).await?;
        let kept = stage.transcript(session).await?;
        ensure!(saved == kept, "the saved file differs from the portal's transcript");
        for text in [words.question, words.answer, words.meanwhile, words.from_app, words.to_app] {
            ensure!(saved.matches(text).count() == 1, "the transcript lacks \"{text}\"");
        }
        Ok(saved)
    };
    let transcript = report.step(stage, "customer saves the chat", saved).await?;
    report.write("transcript.txt", &transcript)?;
    let saved = async {
        app.turn_to("/chat.html").await?;
        ensure!(stage.saves_chat(app).await? == transcript, "the app saved something else");
        Ok(())
    };
    report.step(stage, "customer saves the chat in the app too", saved).await?;
    let read = async {
        let manage = stage.in_language(&stage.portal.addresses.manage)?;
        stage.agent.client().delete_all_cookies().await?;
        stage.agent.open(&manage).await?;
        stage.signs_in(&stage.agent, READER).await?;
        stage.agent.sees(CUSTOMER).await?;
        stage.agent.choose(CUSTOMER).await?;
        for text in [words.question, words.answer, words.from_app, words.to_app] {
            stage.agent.sees(text).await?;
        }
        Ok(())
    };
    report.step(stage, "another agent reads the session report", read).await
}
