//! The hand-off from the opener: a ticket on standard input, an answer on standard output. The
//! ticket never touches arguments, environment, files or logs.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::sync::mpsc;
use std::time::Duration;

use corporate_link::{Joined, LinkError};
use corporate_protocol::{ErrorCode, Machine, PortalOrigin, System, Ticket};
use serde::Deserialize;

/// Bytes of the line with the ticket.
const LINE_BYTES: u64 = 4 * 1024;
/// For the opener to write it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why no ticket could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandoffError {
    /// Nothing came in time.
    #[error("no ticket came within five seconds")]
    Late,
    /// What came is no ticket.
    #[error("what came is no ticket")]
    NotATicket,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    ticket: Ticket,
}

/// Reads the line with the ticket: one line of JSON, at most 4 KiB, within five seconds.
///
/// The thread that reads ends with the process where nothing ever comes; the process then ends.
///
/// # Errors
/// [`HandoffError`] for everything else.
pub fn read_ticket(input: impl Read + Send + 'static) -> Result<Ticket, HandoffError> {
    read_within(input, PATIENCE)
}

fn read_within(input: impl Read + Send + 'static, time: Duration) -> Result<Ticket, HandoffError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::spawn(move || {
        // Nobody waits any longer: nothing to do.
        let _late = sender.send(read_line(input));
    });
    let line = receiver.recv_timeout(time).map_err(|_| HandoffError::Late)??;
    let line: Line = serde_json::from_slice(&line).map_err(|_| HandoffError::NotATicket)?;
    Ok(line.ticket)
}

fn read_line(input: impl Read) -> Result<Vec<u8>, HandoffError> {
    let mut line = Vec::new();
    let read = BufReader::new(input.take(LINE_BYTES)).read_until(b'\n', &mut line);
    // The end without a line's end is a torn message; a full buffer is too long a line.
    if read.is_ok() && line.pop() == Some(b'\n') { Ok(line) } else { Err(HandoffError::NotATicket) }
}

/// Redeems the ticket at the sealed portal.
///
/// # Errors
/// As [`corporate_link::join`].
pub async fn redeem(origin: &PortalOrigin, ticket: Ticket) -> Result<Joined, LinkError> {
    corporate_link::join(origin, ticket, machine()).await
}

/// The machine that this app runs on.
pub(crate) fn machine() -> Machine {
    Machine {
        system: System::from_name(std::env::consts::OS).unwrap_or(System::Linux),
        arch: std::env::consts::ARCH.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Tells the opener how it went, on one line. An opener that is gone is none of our business.
pub fn report(mut output: impl Write, result: Result<(), ErrorCode>) {
    let line = match result {
        Ok(()) => "joined\n".to_owned(),
        Err(code) => format!("refused {}\n", wire_name(code)),
    };
    let written = output.write_all(line.as_bytes()).and_then(|()| output.flush());
    if let Err(error) = written {
        tracing::info!(%error, "the opener does not listen");
    }
}

/// The code as it travels, such as `ticket_used`.
pub fn wire_name(code: ErrorCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => "internal".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use corporate_protocol::Secret;

    use super::*;

    fn read(text: impl Into<Vec<u8>>) -> Result<Ticket, HandoffError> {
        read_ticket(Cursor::new(text.into()))
    }

    #[test]
    fn a_line_with_a_ticket_is_read() {
        let ticket = Secret::from_random([3; 32]);
        let line = format!("{{\"ticket\":\"{}\"}}\nignored", ticket.reveal());
        assert_eq!(read(line).expect("a ticket").hash(), ticket.hash());
    }

    #[test]
    fn anything_else_is_refused() {
        let good = Secret::from_random([3; 32]).reveal();
        for text in [
            String::new(),
            "\n".into(),
            "{}\n".into(),
            format!("{{\"ticket\":\"{good}\"}}"),
            format!("{{\"ticket\":\"{good}x\"}}\n"),
            format!("{{\"ticket\":\"{good}\",\"origin\":\"https://evil.example\"}}\n"),
            format!("{}{{\"ticket\":\"{good}\"}}\n", " ".repeat(4096)),
        ] {
            assert_eq!(read(text.clone()).err(), Some(HandoffError::NotATicket), "{text}");
        }
        assert_eq!(read(vec![0xff; 1 << 20]).err(), Some(HandoffError::NotATicket));
    }

    /// Blocks for as long as its sender lives.
    struct Silent(mpsc::Receiver<()>);

    impl Read for Silent {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            let _ended = self.0.recv();
            Ok(0)
        }
    }

    #[test]
    fn an_opener_that_says_nothing_is_not_waited_for() {
        let (keep, silent) = mpsc::channel();
        let result = read_within(Silent(silent), Duration::from_millis(1));
        assert_eq!(result.err(), Some(HandoffError::Late));
        drop(keep);
    }

    #[test]
    fn the_opener_gets_one_line() {
        let mut output = Vec::new();
        report(&mut output, Ok(()));
        report(&mut output, Err(ErrorCode::TicketUsed));
        assert_eq!(output, b"joined\nrefused ticket_used\n");
    }
}
