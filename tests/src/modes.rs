//! The ways into a session and what agents do with one: a code read out over the phone, places in a
//! queue, a message left while nobody is there, files, handing over, note and outcome. In English.

use std::fs;

use anyhow::{Context, Result, ensure};
use fantoccini::Locator;

use crate::driver::{Driver, PAGE_SECONDS};
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{AGENT, CUSTOMER, READER};
use crate::wait::{until, until_true};

/// Waits in a queue before the second.
const FIRST: &str = "Frieda Erste";
const SECOND: &str = "Paul Zweiter";
/// Leaves a message.
const ABSENT: &str = "Nina Später";
const NOTE: &str = "Paper tray of the second printer is bent.";
const LEFT: &str = "Please call me back about the delivery.";

/// Plays them one after the other.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    report.step(stage, "agent signs in", stage.agent_signs_in(AGENT)).await?;
    report.step(stage, "phone: a code leads to the agent who read it out", phone(stage)).await?;
    let second = stage.browser("second", true).await?;
    let queue = queue(stage, &second);
    report.step(stage, "queue: both see their places", queue).await?;
    let colleague = stage.browser("colleague", false).await?;
    let handed = hand_over(stage, &second, &colleague);
    report.step(stage, "agent hands over, the customer is never alone", handed).await?;
    let sent = files(stage, &second, &colleague);
    report.step(stage, "files arrive on both sides as they were", sent).await?;
    let noted = note(stage, &second, &colleague);
    report.step(stage, "note and outcome are in the report, not in the chat", noted).await?;
    let left = leave_message(stage, &colleague);
    report.step(stage, "a message is left while nobody is there", left).await
}

async fn phone(stage: &Stage) -> Result<()> {
    let words = stage.words;
    stage.agent.click("Session").await?;
    stage.agent.choose_entry("Phone code…").await?;
    stage.agent.click("Make a code").await?;
    let output = until("the code", PAGE_SECONDS, async || {
        let output = stage.agent.client().find(Locator::Css("output")).await?;
        let digits: String = output.text().await?.chars().filter(char::is_ascii_digit).collect();
        Ok((digits.len() == 9).then_some(digits))
    });
    let code = output.await?;
    stage.customer.open(&stage.in_language(&stage.portal.addresses.url)?).await?;
    stage.customer.fill("Your code", &code).await?;
    stage.customer.fill(words.your_name, CUSTOMER).await?;
    stage.customer.click("Connect").await?;
    stage.customer.sees("Anna Berg").await?;
    stage.says(&stage.customer, "I am the one on the phone.").await?;
    stage.agent.sees("I am the one on the phone.").await?;
    stage.says(&stage.agent, words.answer).await?;
    stage.customer.sees(words.answer).await?;
    end(stage, &stage.agent).await?;
    stage.customer.sees(words.ended).await
}

/// Two customers wait for printers; the first is taken, the second moves up.
async fn queue(stage: &Stage, second: &Driver) -> Result<()> {
    for (page, name) in [(&stage.customer, FIRST), (second, SECOND)] {
        page.client().delete_all_cookies().await?;
        page.open(&stage.in_language(&stage.portal.addresses.chat)?).await?;
        page.fill(stage.words.your_name, name).await?;
        page.fill(stage.words.your_question, stage.words.question).await?;
        page.select("Topic", "Printers").await?;
        page.click(stage.words.start_chat).await?;
        page.sees(stage.words.question).await?;
    }
    stage.customer.sees("You are next in line.").await?;
    second.sees("You are number 2 in the queue.").await?;
    stage.agent_takes(FIRST).await?;
    second.sees("You are next in line.").await?;
    end(stage, &stage.agent).await?;
    stage.agent_takes(SECOND).await?;
    stage.says(&stage.agent, stage.words.answer).await?;
    second.sees(stage.words.answer).await
}

async fn hand_over(stage: &Stage, second: &Driver, colleague: &Driver) -> Result<()> {
    colleague.open(&stage.in_language(&stage.portal.addresses.console)?).await?;
    stage.signs_in(colleague, READER).await?;
    colleague.sees("of 5 sessions").await?;
    stage.agent.click("Session").await?;
    stage.agent.choose_entry("Hand over…").await?;
    stage.agent.fill("Search colleagues and queues", "Ben").await?;
    stage.agent.click("Hand over").await?;
    colleague.sees("hands this session over to you").await?;
    let with_anna = "You are chatting with Anna Berg";
    ensure!(second.text().await?.contains(with_anna), "the customer is alone");
    colleague.click(&format!("Take: {SECOND}")).await?;
    second.sees("You are chatting with Ben Kurz").await?;
    stage.says(colleague, "I go on from here.").await?;
    second.sees("I go on from here.").await?;
    colleague.sees(stage.words.answer).await
}

async fn files(stage: &Stage, second: &Driver, colleague: &Driver) -> Result<()> {
    let text = stage.home().join("error log.txt");
    fs::write(&text, "E17 paper tray\n")?;
    second.attach(&text).await?;
    colleague.sees("error log.txt").await?;
    let bytes = colleague.fetch(&file_address(colleague).await?).await?;
    ensure!(bytes == "E17 paper tray\n", "the file has changed: {bytes:?}");
    let picture = stage.home().join("screen.png");
    stage.customer_display.picture()?.write(&picture)?;
    colleague.attach(&picture).await?;
    until_true("the picture in the customer's chat", PAGE_SECONDS, async || {
        const SHOWN: &str = "return [...document.images].some((image) =>
            image.complete && image.naturalWidth > 100 && image.alt.includes('screen.png'));";
        Ok(second.client().execute(SHOWN, Vec::new()).await? == serde_json::json!(true))
    })
    .await?;
    let refused = stage.home().join("tool.exe");
    fs::write(&refused, "MZ")?;
    second.attach(&refused).await?;
    second.sees("Files of this type cannot be sent").await
}

/// The address of the first file in a chat.
async fn file_address(page: &Driver) -> Result<String> {
    let link = page.client().find(Locator::Css("a[href*='/files/']")).await?;
    link.attr("href").await?.context("the address of a file")
}

async fn note(stage: &Stage, second: &Driver, colleague: &Driver) -> Result<()> {
    colleague.tick("Resolved").await?;
    colleague.fill("Note for colleagues", NOTE).await?;
    end(stage, colleague).await?;
    second.sees(stage.words.ended).await?;
    ensure!(!second.text().await?.contains(NOTE), "the customer sees the note");
    colleague.open(&stage.in_language(&stage.portal.addresses.manage)?).await?;
    colleague.choose(SECOND).await?;
    colleague.sees(NOTE).await?;
    colleague.sees("Resolved").await
}

async fn leave_message(stage: &Stage, colleague: &Driver) -> Result<()> {
    colleague.open("about:blank").await?;
    stage.agent.select("Availability", "Away").await?;
    let page = &stage.customer;
    page.client().delete_all_cookies().await?;
    until_true("the form for a message", PAGE_SECONDS, async || {
        page.open(&stage.in_language(&stage.portal.addresses.chat)?).await?;
        page.settled().await?;
        page.offers("Leave a message").await
    })
    .await?;
    page.click("Leave a message").await?;
    page.sees("Leave us a message").await?;
    page.fill(stage.words.your_name, ABSENT).await?;
    page.fill("Your e-mail address", "clara@example.test").await?;
    page.fill("Your message", LEFT).await?;
    page.click("Leave message").await?;
    page.sees("We have received your message").await?;
    stage.agent.sees("Left message").await?;
    stage.agent.choose(ABSENT).await?;
    stage.agent.sees(LEFT).await?;
    stage.agent.sees("clara@example.test").await
}

async fn end(stage: &Stage, agent: &Driver) -> Result<()> {
    agent.click(stage.words.end_session).await?;
    agent.click(stage.words.yes).await
}
