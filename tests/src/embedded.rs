//! The chat on a company's own page, on another site than the portal: one line, a button, a frame.
//! In English.

use anyhow::{Context, Result, ensure};
use fantoccini::elements::{Element, ElementRef};
use serde_json::json;

use crate::driver::{Driver, PAGE_SECONDS};
use crate::host::Host;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{AGENT, CUSTOMER};
use crate::wait::{until, until_true};

/// Plays the story: an allowed page, then one that is not.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    let portal = stage.portal.addresses.url.trim_end_matches('/').to_owned();
    let line = format!(
        "<script src=\"{portal}/widget.js\" async data-lang=\"{}\"></script>",
        stage.words.code
    );
    let host = Host::start(&line, &portal).await?;
    let stranger = Host::start(&line, &portal).await?;
    stage.portal.set(&["--embed-origin", host.origin()])?;
    report.step(stage, "agent signs in", stage.agent_signs_in(AGENT)).await?;
    let started = start(stage, &host);
    report.step(stage, "customer opens the chat on a page and asks", started).await?;
    let answered = answer(stage);
    report.step(stage, "agent sees the page's address, both chat", answered).await?;
    let moved = move_on(stage, &host);
    report.step(stage, "chat goes on, on the site's next page", moved).await?;
    let refused = refused(stage, &stranger);
    report.step(stage, "a page that is not on the list gets no chat", refused).await
}

async fn start(stage: &Stage, host: &Host) -> Result<()> {
    let (page, words) = (&stage.customer, stage.words);
    page.open(&host.page("/cart?token=secret")).await?;
    page.in_widget("button").await?.click().await?;
    page.enter_chat().await?;
    page.fill(words.your_name, CUSTOMER).await?;
    page.fill(words.your_question, words.question).await?;
    page.click(words.start_chat).await?;
    page.sees(words.question).await
}

async fn answer(stage: &Stage) -> Result<()> {
    let words = stage.words;
    stage.agent_takes(CUSTOMER).await?;
    stage.agent.sees("/cart").await?;
    ensure!(!stage.agent.text().await?.contains("secret"), "the page's query has been kept");
    stage.says(&stage.agent, words.answer).await?;
    stage.customer.sees(words.answer).await?;
    stage.says(&stage.customer, words.meanwhile).await?;
    stage.agent.sees(words.meanwhile).await
}

/// The chat is closed by Escape, tells of a new message by its button, and is found again on the
/// next page.
async fn move_on(stage: &Stage, host: &Host) -> Result<()> {
    let (page, words) = (&stage.customer, stage.words);
    page.press_escape().await?;
    page.client().clone().enter_parent_frame().await?;
    let closed = page.in_widget("button[aria-expanded=false]").await?;
    stage.says(&stage.agent, words.answer_too).await?;
    until_true("the mark of a new message", PAGE_SECONDS, async || {
        Ok(closed.text().await?.trim() == "1")
    })
    .await?;
    page.open(&host.page("/other")).await?;
    page.in_widget("button").await?.click().await?;
    page.enter_chat().await?;
    for text in [words.question, words.answer, words.meanwhile, words.answer_too] {
        page.sees(text).await?;
    }
    page.client().clone().enter_parent_frame().await?;
    Ok(())
}

async fn refused(stage: &Stage, stranger: &Host) -> Result<()> {
    let page = &stage.customer;
    page.open(&stranger.page("/")).await?;
    page.in_widget("button").await?.click().await?;
    page.in_widget("iframe").await?.enter_frame().await?;
    let shown = page.text().await?;
    page.client().clone().enter_parent_frame().await?;
    for word in [stage.words.start_chat, stage.words.question, stage.words.message] {
        ensure!(!shown.contains(word), "a stranger's page shows the chat: {shown}");
    }
    Ok(())
}

impl Driver {
    /// A part of the chat's button on a page; it lives in a tree of its own.
    async fn in_widget(&self, selector: &str) -> Result<Element> {
        const SCRIPT: &str = "
            return document.querySelector('corporate-chat')?.shadowRoot.querySelector(arguments[0]);";
        until(&format!("{selector} of the chat's button"), PAGE_SECONDS, async || {
            let found = self.client().execute(SCRIPT, vec![json!(selector)]).await?;
            let Some(found) = found.as_object() else { return Ok(None) };
            let id = found.values().next().and_then(|id| id.as_str()).context("an element")?;
            let id = ElementRef::from(id.to_owned());
            Ok(Some(Element::from_element_id(self.client().clone(), id)))
        })
        .await
    }

    async fn enter_chat(&self) -> Result<()> {
        Ok(self.in_widget("iframe").await?.enter_frame().await?)
    }
}
