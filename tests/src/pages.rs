//! A walk through every page in one language: the customer's, the console, the management center.
//! Each is looked at on a desk, in the dark and on a phone, and checked for accessibility.

use anyhow::Result;

use crate::driver::Driver;
use crate::gallery::Gallery;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{AGENT, CUSTOMER};

/// Sections of the management center, as its addresses name them, beside the reports.
const SECTIONS: [&str; 8] =
    ["account", "chat", "files", "replies", "embed", "queues", "agents", "audit"];

/// Walks through all pages; pictures and findings go beside the report.
///
/// # Errors
/// That of the first step that does not happen, or all that was found on the pages.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    let mut gallery = Gallery::open(&report.folder()?.join("pages"), stage.words.code)?;
    let asked = ask(stage, &mut gallery);
    report.step(stage, "customer's pages up to the wait", asked).await?;
    let taken = take(stage, &mut gallery);
    report.step(stage, "console up to the chat", taken).await?;
    let upgraded = upgrade(stage, &mut gallery);
    report.step(stage, "upgrade on both sides", upgraded).await?;
    let ended = end(stage, &mut gallery);
    report.step(stage, "end on both sides", ended).await?;
    let managed = manage(stage, &mut gallery);
    report.step(stage, "management center", managed).await?;
    report.step(stage, "nothing was found on any page", async { gallery.close() }).await
}

async fn ask(stage: &Stage, gallery: &mut Gallery) -> Result<()> {
    let page = &stage.customer;
    let portal = stage.in_language(&stage.portal.addresses.url)?;
    page.open(&portal).await?;
    page.sees(stage.words.start_chat).await?;
    gallery.show(page, "01-portal").await?;
    page.open(&stage.in_language(&format!("{}/nowhere", stage.portal.addresses.url))?).await?;
    gallery.show(page, "02-no-such-page").await?;
    page.open(&stage.in_language(&stage.portal.addresses.chat)?).await?;
    page.sees(stage.words.start_chat).await?;
    gallery.show(page, "03-form").await?;
    stage.customer_starts_chat(CUSTOMER).await?;
    gallery.show(page, "04-waiting").await
}

async fn take(stage: &Stage, gallery: &mut Gallery) -> Result<()> {
    let (words, page) = (stage.words, &stage.agent);
    page.open(&stage.in_language(&stage.portal.addresses.console)?).await?;
    page.sees(words.sign_in).await?;
    gallery.show(page, "05-sign-in").await?;
    stage.signs_in(page, AGENT).await?;
    page.sees(CUSTOMER).await?;
    gallery.show(page, "06-list").await?;
    stage.agent_takes(CUSTOMER).await?;
    stage.says(page, words.answer).await?;
    stage.customer.sees(words.answer).await?;
    let picture = stage.home().join("invoice.png");
    stage.customer_display.picture()?.write(&picture)?;
    stage.customer.attach(&picture).await?;
    page.sees("invoice.png").await?;
    gallery.show(page, "07-session").await?;
    gallery.show(&stage.customer, "08-chat").await
}

async fn upgrade(stage: &Stage, gallery: &mut Gallery) -> Result<()> {
    let words = stage.words;
    stage.agent.click(words.upgrade).await?;
    gallery.show(&stage.agent, "09-upgrade-question").await?;
    stage.agent.click(words.yes).await?;
    stage.downloaded_opener().await?;
    gallery.show(&stage.customer, "10-download").await?;
    gallery.show(&stage.agent, "11-upgrade-steps").await
}

async fn end(stage: &Stage, gallery: &mut Gallery) -> Result<()> {
    let words = stage.words;
    stage.agent.click(words.end_session).await?;
    gallery.show(&stage.agent, "12-end-question").await?;
    stage.agent.click(words.yes).await?;
    stage.customer.sees(words.ended).await?;
    gallery.show(&stage.customer, "13-ended").await
}

async fn manage(stage: &Stage, gallery: &mut Gallery) -> Result<()> {
    let page = &stage.agent;
    page.client().delete_all_cookies().await?;
    let manage = stage.in_language(&stage.portal.addresses.manage)?;
    page.open(&manage).await?;
    stage.signs_in(page, "max").await?;
    page.sees(CUSTOMER).await?;
    gallery.show(page, "14-reports").await?;
    page.choose(CUSTOMER).await?;
    page.sees(stage.words.answer).await?;
    gallery.show(page, "15-report").await?;
    for (number, section) in (16..).zip(SECTIONS) {
        go(page, section).await?;
        gallery.show(page, &format!("{number}-{section}")).await?;
    }
    Ok(())
}

/// Goes to a section of the management center as a link within the page does.
async fn go(page: &Driver, section: &str) -> Result<()> {
    let script = format!("location.hash = '#/{section}';");
    page.client().execute(&script, Vec::new()).await?;
    page.settled().await
}
