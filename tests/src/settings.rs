//! The two settings of an upgrade that the main story does not play: the chat moves to the app, or
//! stays in the browser alone. Each with a page that is closed and a message from either side.

use anyhow::{Result, ensure};

use crate::driver::Driver;
use crate::removal;
use crate::report::Report;
use crate::stage::Stage;
use crate::story;
use crate::wait::until_true;

/// The app's page that says that the session has ended, where no chat window does.
const FAREWELL: &str = "/farewell.html";

/// The chat moves to the app: the page says so, offers nothing to write with, and may be closed.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn transfer(stage: &Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    stage.portal.set(&["--chat-after", "transfer"])?;
    story::chat(stage, report).await?;
    let mut opener = story::upgrade(stage, report).await?;
    let app = story::join(stage, report, &mut opener).await?;
    let moved = async {
        stage.customer.sees(words.moved).await?;
        ensure!(!stage.customer.offers(words.send).await?, "the web chat can still be written in");
        ensure!(stage.customer.offers(words.save_chat_history).await?, "it can't be saved");
        Ok(())
    };
    report.step(stage, "web chat says that it has moved", moved).await?;
    let closed = async {
        close(&stage.customer).await?;
        app.turn_to("/chat.html").await?;
        stage.says(&app, words.from_app).await?;
        stage.agent.sees(words.from_app).await?;
        stage.says(&stage.agent, words.to_app).await?;
        app.sees(words.to_app).await
    };
    report.step(stage, "page is closed, app and console chat", closed).await?;
    report.step(stage, "page is opened again", reopened(stage, words.moved)).await?;
    let answered = async {
        app.turn_to("/consent.html").await?;
        app.click_last(words.cancel).await?;
        app.turn_to("/chat.html").await?;
        stage.says(&app, words.meanwhile_too).await?;
        stage.agent.sees(words.meanwhile_too).await
    };
    report.step(stage, "no to the question, the chat goes on in the app", answered).await?;
    let left = async {
        let app_chat = stage.saves_chat(&app).await?;
        let web_chat = stage.saves_chat(&stage.customer).await?;
        ensure!(app_chat == web_chat, "app and page save different texts");
        ensure!(app_chat.contains(words.meanwhile_too), "the transcript lacks the last message");
        Ok(())
    };
    report.step(stage, "app and page save the same chat", left).await
}

/// The chat stays in the browser: the app asks and shares, and has no chat window.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn web_only(stage: &Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    stage.portal.set(&["--chat-after", "web_only"])?;
    story::chat(stage, report).await?;
    let mut opener = story::upgrade(stage, report).await?;
    report.step(stage, "customer goes on", opener.confirm(stage)).await?;
    let app = report.step(stage, "opener starts the app", opener.app(stage)).await?;
    let asked = async {
        app.turn_to("/consent.html").await?;
        ensure!(!app.has_window("/chat.html").await?, "the app shows a chat");
        stage.customer.sees(words.web_only).await?;
        ensure!(opener.exit_code(30).await? == 0, "the opener failed");
        Ok(())
    };
    report.step(stage, "app asks and shows no chat", asked).await?;
    app.turn_to("/consent.html").await?;
    story::share(stage, report, &app).await?;
    let chatted = async {
        stage.says(&stage.customer, words.from_web).await?;
        stage.agent.sees(words.from_web).await?;
        stage.says(&stage.agent, words.to_app).await?;
        stage.customer.sees(words.to_app).await?;
        ensure!(!app.has_window("/chat.html").await?, "the app shows a chat");
        Ok(())
    };
    report.step(stage, "web chat goes on while sharing", chatted).await?;
    let closed = async {
        close(&stage.customer).await?;
        stage.says(&stage.agent, words.answer_too).await?;
        reopened(stage, words.answer_too).await?;
        stage.says(&stage.customer, words.meanwhile_too).await?;
        stage.agent.sees(words.meanwhile_too).await
    };
    report.step(stage, "page is closed, opened again, and goes on", closed).await?;
    let ended = async {
        app.turn_to("/bar.html").await?;
        app.click_last(words.stop_sharing).await?;
        until_true("the end of sharing", 20, async || Ok(!app.has_window("/bar.html").await?)).await
    };
    report.step(stage, "customer stops sharing", ended).await?;
    let said = farewell(stage, &app);
    report.step(stage, "the session ends, and the app says so once", said).await?;
    let window = removal::asked(stage, app);
    let window = report.step(stage, "customer removes the app there", window).await?;
    let removed = removal::confirmed(stage, &window);
    report.step(stage, "the opener asks, and removes all of it", removed).await
}

/// The agent ends the session: the app, which has no chat window, says so and asks nothing.
async fn farewell(stage: &Stage, app: &Driver) -> Result<()> {
    let words = stage.words;
    ensure!(!app.has_window(FAREWELL).await?, "the end is said before it");
    stage.agent.click(words.end_session).await?;
    stage.agent.click(words.yes).await?;
    app.turn_to(FAREWELL).await?;
    for text in words.farewell {
        app.sees(text).await?;
    }
    ensure!(app.offers(words.close).await?, "it can't be closed by a button");
    ensure!(!app.has_window("/chat.html").await?, "the app shows a chat");
    app.turn_to(FAREWELL).await
}

/// The chat in both: what is typed in one shows in the other, in the same order, also after the
/// page was closed meanwhile.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn both(stage: &Stage, app: &Driver) -> Result<()> {
    let words = stage.words;
    close(&stage.customer).await?;
    app.turn_to("/chat.html").await?;
    stage.says(app, words.meanwhile_too).await?;
    reopened(stage, words.meanwhile_too).await?;
    stage.says(&stage.customer, words.from_web).await?;
    app.sees(words.from_web).await?;
    let order = [words.question, words.meanwhile, words.meanwhile_too, words.from_web];
    for page in [&stage.customer, &stage.agent, app] {
        let text = page.text().await?;
        let places: Vec<_> = order.iter().map(|said| text.rfind(said)).collect();
        ensure!(places.is_sorted() && places[0].is_some(), "a page shows another order: {text}");
    }
    Ok(())
}

/// The customer closes the page.
async fn close(page: &Driver) -> Result<()> {
    page.open("about:blank").await
}

/// The customer opens the page again and sees the whole chat, and this.
async fn reopened(stage: &Stage, text: &str) -> Result<()> {
    stage.customer.open(&stage.in_language(&stage.portal.addresses.chat)?).await?;
    for text in [stage.words.question, stage.words.answer, text] {
        stage.customer.sees(text).await?;
    }
    Ok(())
}
