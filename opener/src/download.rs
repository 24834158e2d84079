//! Brings the app of a release onto this machine: keeps an installed copy that fits, downloads
//! what is missing, goes on where an earlier download broke off, and lets nothing run whose SHA-256
//! is not the signed one. Until then whatever is installed stays as it is.

mod partial;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use ureq::http::{HeaderMap, StatusCode, header};

use self::partial::Partial;
use crate::app::App;
use crate::handoff::Watch;
use crate::network::Network;
use crate::platform::{self, Found};
use crate::release::Release;
use crate::store::{Lock, Store};
use crate::{OpenerError, Step};

/// Connections for one download before the user is asked.
const TRIES: u32 = 5;
/// The wait after a broken connection; doubled each time.
const FIRST_WAIT: Duration = Duration::from_millis(250);
/// Bytes between two reports.
const REPORT_BYTES: u64 = 256 * 1024;
/// Bytes read at once.
const READ_BYTES: usize = 64 * 1024;

/// How a connection for a download ended.
enum Transfer {
    Complete,
    Broken(Option<OpenerError>),
}

/// Makes sure that the release's app is installed; answers with its path.
pub(crate) fn install(
    network: &Network,
    store: &Store,
    release: &Release,
    watch: &mut Watch<'_>,
) -> Result<PathBuf, OpenerError> {
    let app = &release.app;
    let folder = store.app_folder(app)?;
    let program = store.program(app);
    let unchanged = store.lock(Lock::Start, &mut |time| watch.wait(time))?;
    if is_installed(&program, app, watch)? {
        return Ok(program);
    }
    drop(unchanged);
    let _lock = store.lock(Lock::Install, &mut |time| watch.wait(time))?;
    // Another opener may have brought it meanwhile.
    if is_installed(&program, app, watch)? {
        return Ok(program);
    }
    let mut partial = Partial::open(&folder, app, watch)?;
    let resumed = partial.done_bytes() > 0;
    watch.step(Step::Downloading { done_bytes: partial.done_bytes(), total_bytes: app.size_bytes });
    fetch(network, release, &mut partial, watch)?;
    if resumed && !partial.fits(app) {
        // The part from an earlier run may have been something else's.
        partial.restart()?;
        fetch(network, release, &mut partial, watch)?;
    }
    if !partial.fits(app) {
        partial.discard()?;
        return Err(OpenerError::DownloadTampered);
    }
    // First, so that a program that is there has been described.
    store.describe(app)?;
    partial.install(&program)?;
    Ok(program)
}

/// Whether this very app is at this path already.
pub(crate) fn is_installed(
    program: &Path,
    app: &App,
    watch: &mut Watch<'_>,
) -> Result<bool, OpenerError> {
    let failed = |error| OpenerError::folder(program, error);
    let Found::File(mut file) = platform::open_file(program, false).map_err(failed)? else {
        return Ok(false);
    };
    if file.metadata().map_err(failed)?.len() != app.size_bytes {
        return Ok(false);
    }
    let sha256 = partial::hash(&mut file, program, watch)?;
    if partial::digest(sha256) != app.sha256 {
        return Ok(false);
    }
    platform::make_program(&file).map_err(failed)?;
    Ok(true)
}

/// Downloads what is missing, over several connections where one breaks.
fn fetch(
    network: &Network,
    release: &Release,
    partial: &mut Partial,
    watch: &mut Watch<'_>,
) -> Result<(), OpenerError> {
    let mut wait = FIRST_WAIT;
    let mut last = None;
    for tried in 0..TRIES {
        if partial.done_bytes() == release.app.size_bytes {
            return Ok(());
        }
        if tried > 0 {
            watch.wait(wait)?;
            wait *= 2;
        }
        match transfer(network, release, partial, watch)? {
            Transfer::Complete => return Ok(()),
            Transfer::Broken(error) => last = error,
        }
    }
    Err(last.unwrap_or(OpenerError::DownloadBroken {
        done_bytes: partial.done_bytes(),
        total_bytes: release.app.size_bytes,
    }))
}

/// One connection.
fn transfer(
    network: &Network,
    release: &Release,
    partial: &mut Partial,
    watch: &mut Watch<'_>,
) -> Result<Transfer, OpenerError> {
    let start = partial.done_bytes();
    let response = match network.get(&release.url_path, start) {
        Ok(response) => response,
        // Worth another try only where something has come before.
        Err(error @ (OpenerError::Offline(_) | OpenerError::Slow(_))) if start > 0 => {
            watch.check()?;
            return Ok(Transfer::Broken(Some(error)));
        }
        Err(error) => return Err(error),
    };
    match response.status() {
        StatusCode::OK if start == 0 => {}
        StatusCode::OK => partial.restart()?,
        StatusCode::PARTIAL_CONTENT
            if continues_at(response.headers(), start, release.app.size_bytes) => {}
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE if start > 0 => {
            partial.restart()?;
            return Ok(Transfer::Broken(None));
        }
        status => return Err(OpenerError::DownloadRefused(status.as_u16())),
    }
    let mut body = response.into_body().into_reader();
    let mut buffer = vec![0; READ_BYTES];
    let mut reported = partial.done_bytes();
    loop {
        watch.check()?;
        let Ok(count) = body.read(&mut buffer) else {
            watch.check()?;
            return Ok(Transfer::Broken(None));
        };
        if count == 0 {
            break;
        }
        if count as u64 > release.app.size_bytes - partial.done_bytes() {
            partial.discard()?;
            return Err(OpenerError::DownloadTooLarge);
        }
        partial.write(&buffer[..count])?;
        if partial.done_bytes() - reported >= REPORT_BYTES {
            reported = partial.done_bytes();
            watch.progress(reported, release.app.size_bytes);
        }
    }
    let complete = partial.done_bytes() == release.app.size_bytes;
    Ok(if complete { Transfer::Complete } else { Transfer::Broken(None) })
}

/// Whether a partial answer goes on at byte `start` of a file of `total` bytes (RFC 9110, 14.4).
fn continues_at(headers: &HeaderMap, start: u64, total: u64) -> bool {
    let range = headers.get(header::CONTENT_RANGE).and_then(|value| value.to_str().ok());
    let range = range.and_then(|text| text.strip_prefix("bytes ")?.split_once('/'));
    range.is_some_and(|(span, size)| {
        span.split_once('-').is_some_and(|(first, _)| first.parse() == Ok(start))
            && size.parse() == Ok(total)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partial_answer_must_go_on_exactly_where_we_are() {
        let continues = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, value.parse().expect("a value"));
            continues_at(&headers, 10, 100)
        };
        assert!(continues("bytes 10-99/100"));
        for other in
            ["bytes 0-99/100", "bytes 10-99/101", "bytes 10-99/*", "10-99/100", "bytes */100"]
        {
            assert!(!continues(other), "{other}");
        }
        assert!(!continues_at(&HeaderMap::new(), 10, 100));
    }
}
