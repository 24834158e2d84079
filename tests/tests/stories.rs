//! The stories, each on a stage of its own and one after the other, because openers and apps are
//! sealed to one address. They need the signed programs of `cargo xtask package stories` and are
//! run by `cargo xtask test`, which has made them.

use anyhow::{Result, ensure};
use corporate_stories::programs::Programs;
use corporate_stories::report::Report;
use corporate_stories::stage::Stage;
use corporate_stories::words::{ENGLISH, GERMAN, Words};
use corporate_stories::{
    company, embedded, hostile, linked, modes, opened, pages, refusals, restarts, screens,
    settings, stolen, story,
};

/// Sets a stage, plays, and keeps pictures and logs of what failed.
async fn told(
    name: &str,
    words: &'static Words,
    play: impl AsyncFnOnce(&mut Stage, &mut Report) -> Result<()>,
) -> Result<()> {
    let target = std::env::current_exe()?;
    let out = target.ancestors().nth(3).map(|target| target.join("stories").join(name));
    let out = out.unwrap_or_default();
    let programs = Programs::built()?;
    let mut report = Report::new(words.code, Some(&out))?;
    let mut stage = Stage::set(&programs, words).await?;
    report.begin();
    let played = play(&mut stage, &mut report).await;
    report.finish()?;
    stage.keep_logs(&out)?;
    stage.crew.end();
    let left = stage.crew.running("");
    ensure!(left.is_empty(), "processes are left: {left:?}");
    played
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn from_a_question_to_a_shared_screen_and_a_read_report() -> Result<()> {
    told("main", &ENGLISH, async |stage, report| story::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn refusing_keeps_the_chat_going_and_a_code_works_once() -> Result<()> {
    told("refusals", &GERMAN, async |stage, report| refusals::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_portal_that_dies_takes_no_word_and_no_picture_with_it() -> Result<()> {
    told("restarts", &ENGLISH, async |stage, report| restarts::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn an_opener_that_cannot_go_on_says_so_and_starts_nothing() -> Result<()> {
    told("hindrances", &GERMAN, async |stage, report| refusals::hindered(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_chat_that_moves_to_the_app_leaves_a_notice_and_nothing_to_write_with() -> Result<()> {
    told("transfer", &GERMAN, async |stage, report| settings::transfer(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_chat_that_stays_in_the_browser_gives_the_app_no_chat_window() -> Result<()> {
    told("web-only", &ENGLISH, async |stage, report| settings::web_only(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn every_page_can_be_used_by_everybody_in_english() -> Result<()> {
    told("pages-en", &ENGLISH, async |stage, report| pages::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn every_page_can_be_used_by_everybody_in_german() -> Result<()> {
    told("pages-de", &GERMAN, async |stage, report| pages::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn every_way_into_a_session_and_from_agent_to_agent() -> Result<()> {
    told("modes", &ENGLISH, async |stage, report| modes::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_page_of_another_site_embeds_the_chat_where_it_may() -> Result<()> {
    told("embedded", &ENGLISH, async |stage, report| embedded::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn what_is_typed_to_do_harm_arrives_and_does_nothing() -> Result<()> {
    told("hostile", &ENGLISH, async |stage, report| hostile::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn an_opener_goes_on_after_wrong_codes_a_dead_portal_and_a_failed_update() -> Result<()> {
    told("opened", &GERMAN, async |stage, report| opened::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_link_joins_after_the_apps_own_question_and_all_of_it_can_be_removed() -> Result<()> {
    told("linked", &ENGLISH, async |stage, report| linked::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_ticket_leaves_no_trace_and_its_theft_is_told() -> Result<()> {
    told("stolen", &ENGLISH, async |stage, report| stolen::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn behind_a_proxy_a_policy_leads_opener_and_app_to_a_portal_with_tls() -> Result<()> {
    told("company", &ENGLISH, async |stage, report| company::play(stage, report).await).await
}

#[tokio::test]
#[ignore = "needs the programs of `cargo xtask package stories`"]
async fn a_second_screen_is_asked_for_refused_and_shown() -> Result<()> {
    told("screens", &ENGLISH, async |stage, report| screens::play(stage, report).await).await
}
