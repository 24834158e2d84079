//! The opener's window: read and pressed by a program of its own system, kept in pictures.

use anyhow::{Context, Result, ensure};
use corporate_protocol::Language;
use corporate_stories::wait::{until, until_true};

use super::{Machine, Opener, PATIENCE, Program};
use crate::desk::Desk;

impl Machine {
    /// Waits until the opener's window says this somewhere.
    pub(crate) async fn sees(&self, text: &str) -> Result<()> {
        let mut last = String::new();
        let what = format!("\"{text}\" in the window");
        let seen = until_true(&what, PATIENCE, async || {
            last = self.wine("window_hand.exe", &["read"])?;
            Ok(last.contains(text))
        })
        .await;
        if seen.is_err() {
            self.picture("not-seen")?;
        }
        seen.with_context(|| format!("the window: {last}"))
    }

    /// Presses a button as soon as it can be pressed.
    pub(crate) async fn press(&self, name: &str) -> Result<()> {
        until(&format!("the button \"{name}\""), PATIENCE, async || {
            self.wine("window_hand.exe", &["press", name]).map(Some)
        })
        .await
        .map(drop)
    }

    /// Fills the entry.
    pub(crate) async fn type_in(&self, text: &str) -> Result<()> {
        until("the entry", PATIENCE, async || {
            self.wine("window_hand.exe", &["type", text]).map(Some)
        })
        .await
        .map(drop)
    }

    /// Keeps a picture of the display.
    pub(crate) fn picture(&self, name: &str) -> Result<()> {
        self.display.picture()?.write(&self.out.join(format!("{name}.png")))
    }

    /// Redeems a new code, reads this sentence, closes the window.
    pub(crate) async fn fails_with(&self, sentence: &str) -> Result<()> {
        let desk = Desk::open(&self.portal, Language::En).await?;
        let name = desk.offer().await?.file_name + ".exe";
        let opener = self.start(&name, Program::Opener, &[])?;
        self.goes_on_until(sentence).await?;
        self.picture(&sentence.replace(' ', "-"))?;
        self.press("Close").await?;
        ensure!(opener.exit_code(30).await? == 1, "{}", opener.printed());
        Ok(())
    }

    /// Says yes to what is asked until the window says this.
    async fn goes_on_until(&self, sentence: &str) -> Result<()> {
        let mut last = String::new();
        let seen = until_true(&format!("\"{sentence}\" in the window"), PATIENCE, async || {
            last = self.wine("window_hand.exe", &["read"])?;
            if last.contains(sentence) {
                return Ok(true);
            }
            // What failed may have come meanwhile, and asks for another code beside such a button.
            self.wine("window_hand.exe", &["agree", "Continue"]).ok();
            Ok(false)
        })
        .await;
        seen.with_context(|| format!("the window: {last}"))
    }

    /// The exit code of an opener that ends by itself or shows a window that is closed here.
    pub(crate) async fn ends_or_closes(&self, opener: &Opener) -> Result<i32> {
        until("the opener's end", PATIENCE, async || {
            for button in ["Close", "OK"] {
                self.wine("window_hand.exe", &["press", button]).ok();
            }
            opener.ended()
        })
        .await
    }
}
