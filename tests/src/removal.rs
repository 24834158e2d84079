//! The removal as the customer has it: the app's own button, the window of the opener that takes the
//! app's process, and that nothing is left of either. Used by the stories that end with it.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};

use crate::desktop::Opener;
use crate::driver::Driver;
use crate::screen_reader::ScreenReader;
use crate::stage::Stage;
use crate::wait::{until, until_true};

/// The app's identifier, by which its web view names its folders.
const APP: &str = "app.corporate.customer";

/// The customer presses Remove in a window of the app that runs: the app's own process becomes the
/// opener, which asks first.
///
/// # Errors
/// Where the opener does not ask in time, or in another process.
pub async fn asked(stage: &Stage, app: Driver) -> Result<ScreenReader> {
    let before = stage.crew.running("corporate-customer");
    app.click_last(stage.words.remove_app).await?;
    drop(app);
    let process = until("the opener in the app's place", 30, async || {
        Ok(stage.crew.running("corporate-opener").first().copied())
    })
    .await?;
    ensure!(before.contains(&process), "the opener has a process of its own beside {before:?}");
    let window = ScreenReader::of_process(stage.bus.address(), process).await?;
    window.hears(stage.words.removal).await?;
    Ok(window)
}

/// The customer confirms: everything is removed, and the window says so until it is closed.
///
/// # Errors
/// Where it is not removed, or something is left.
pub async fn confirmed(stage: &Stage, window: &ScreenReader) -> Result<()> {
    window.press(stage.words.remove).await?;
    window.hears(stage.words.removed).await?;
    window.press(stage.words.close).await?;
    until_true("the opener's end", 20, async || {
        Ok(stage.crew.running("corporate-opener").is_empty())
    })
    .await?;
    nothing_is_left(stage)
}

/// The customer thinks better of it: everything stays.
///
/// # Errors
/// Where the opener stays too, says anything but that it was cancelled, or something is gone.
pub async fn refused(stage: &Stage, window: &ScreenReader, app: &mut Opener) -> Result<()> {
    /// The opener's exit code where its user has stopped it.
    const CANCELLED: i32 = 3;
    window.press(stage.words.cancel).await?;
    let code = app.exit_code(20).await?;
    ensure!(code == CANCELLED, "the opener ended with {code}");
    ensure!(stage.app_folder().exists(), "the app's folder is gone");
    ensure!(!registrations(stage)?.is_empty(), "the link's registration is gone");
    Ok(())
}

/// Nothing of app and opener is left in the customer's home, their locks included.
///
/// # Errors
/// Where something is.
pub fn nothing_is_left(stage: &Stage) -> Result<()> {
    let own = ["running/corporate-customer", ".local/share/corporate-customer"];
    let web_view = [".local/share", ".config", ".cache"].map(|home| format!("{home}/{APP}"));
    for path in own.iter().copied().chain(web_view.iter().map(String::as_str)) {
        ensure!(!stage.home().join(path).exists(), "{path} is left");
    }
    let left = registrations(stage)?;
    ensure!(left.is_empty(), "registrations are left: {left:?}");
    Ok(())
}

/// The files by which the desktop knows who follows our links.
///
/// # Errors
/// Where one can't be read.
pub fn registrations(stage: &Stage) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in [stage.home().join(".local/share/applications"), stage.home().join(".config")] {
        let Ok(entries) = fs::read_dir(folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()) {
            let text = fs::read(&path).with_context(|| path.display().to_string())?;
            if String::from_utf8_lossy(&text).contains("corpcustomer") {
                found.push(path);
            }
        }
    }
    Ok(found)
}
