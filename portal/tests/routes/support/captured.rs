//! Everything that any test's portal logs, in memory, from the first portal on.

use std::io::Write;
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static START: Once = Once::new();

/// Writes into the memory.
struct Captured;

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Capture;

impl MakeWriter<'_> for Capture {
    type Writer = Captured;

    fn make_writer(&self) -> Captured {
        Captured
    }
}

/// Starts to capture whatever the program could log at all.
pub(crate) fn start() {
    START.call_once(|| {
        tracing_subscriber::fmt()
            .with_env_filter(corporate_portal::log_filter("trace"))
            .with_ansi(false)
            .with_writer(Capture)
            .init();
    });
}

/// What was logged so far, by all tests of this process.
pub(crate) fn log() -> String {
    let log = LOG.lock().unwrap_or_else(PoisonError::into_inner).clone();
    String::from_utf8(log).expect("UTF-8")
}
