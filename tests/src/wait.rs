//! Waiting: the one place where stories let time pass. Everything waits for a condition, with a
//! deadline and a sentence that says what was waited for.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often a condition is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// Waits until `condition` gives something.
///
/// # Errors
/// After `seconds`, naming `what`, with the last error of the condition where it had one. An error
/// of the condition is no reason to stop waiting: a page that is being replaced gives many.
pub async fn until<T>(
    what: &str,
    seconds: u64,
    mut condition: impl AsyncFnMut() -> Result<Option<T>>,
) -> Result<T> {
    let deadline = Instant::now() + Duration::from_secs(seconds);
    loop {
        let last = match condition().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if Instant::now() >= deadline {
            let message = format!("waited {seconds} s for {what}");
            return match last {
                Some(error) => Err(error).context(message),
                None => bail!(message),
            };
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Waits until `condition` is true.
///
/// # Errors
/// As [`until`].
pub async fn until_true(
    what: &str,
    seconds: u64,
    mut condition: impl AsyncFnMut() -> Result<bool>,
) -> Result<()> {
    until(what, seconds, async || Ok(condition().await?.then_some(()))).await
}
