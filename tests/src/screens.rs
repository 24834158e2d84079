//! A customer with two screens: the agent asks for the second one, the customer says not now, then
//! shows it, and goes back by the bar. Two monitors are made of one virtual display.

use anyhow::{Context, Result, ensure};

use crate::display::{HEIGHT, WIDTH};
use crate::driver::{Driver, PAGE_SECONDS};
use crate::picture::{Area, Picture};
use crate::report::Report;
use crate::stage::Stage;
use crate::story;
use crate::wait::until_true;

/// Size of each half of the display.
const HALF: (usize, usize) = (WIDTH as usize / 2, HEIGHT as usize);

/// Plays the story on a stage that is set.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    let words = stage.words;
    let (ask, show, not_now) = words.second_screen;
    stage.customer_display.split()?;
    story::chat(stage, report).await?;
    let mut opener = story::upgrade(stage, report).await?;
    let app = story::join(stage, report, &mut opener).await?;
    let agreed = async {
        app.click_last(words.ok).await?;
        shows_half(stage, 0).await
    };
    report.step(stage, "customer agrees, agent sees the first screen", agreed).await?;
    let refused = async {
        stage.agent.click(ask).await?;
        app.turn_to("/bar.html").await?;
        app.sees(not_now).await?;
        ensure!(is_half(stage, 0).await?, "the question alone has shown something");
        app.click_last(not_now).await?;
        stage.agent.sees(words.screen_refused).await?;
        shows_half(stage, 0).await
    };
    report.step(stage, "agent asks for the second screen, not now", refused).await?;
    let shown = async {
        stage.agent.click(ask).await?;
        press_until(&app, show, async || is_half(stage, 1).await).await
    };
    report.step(stage, "asked again, the customer shows it", shown).await?;
    let back = async {
        app.turn_to("/bar.html").await?;
        app.click_last(words.first_screen).await?;
        shows_half(stage, 0).await
    };
    report.step(stage, "customer goes back by the bar", back).await
}

/// Presses a button that waits a moment before it does anything, until something is so.
async fn press_until(
    app: &Driver,
    button: &str,
    is_so: impl AsyncFn() -> Result<bool>,
) -> Result<()> {
    app.turn_to("/bar.html").await?;
    app.sees(button).await?;
    until_true("the other screen", PAGE_SECONDS, async || {
        if app.offers(button).await? {
            app.click_last(button).await?;
        }
        is_so().await
    })
    .await
}

async fn shows_half(stage: &Stage, half: usize) -> Result<()> {
    until_true("a half of the display", PAGE_SECONDS, async || is_half(stage, half).await).await
}

/// Whether the agent sees this half of the customer's display.
async fn is_half(stage: &Stage, half: usize) -> Result<bool> {
    let Some(seen) = stage.agent.canvas().await? else { return Ok(false) };
    if (seen.width, seen.height) != HALF {
        return Ok(false);
    }
    let (width, height) = HALF;
    let area = Area { x: half * width, y: 0, width, height };
    let there: Picture = stage.customer_display.picture()?.part(area).context("a half")?;
    let whole = Area { x: 0, y: 0, width, height };
    Ok(seen.distance(&there, whole)? < 6.0)
}
