//! The hand-off from the opener: on standard input a ticket, and what the customer has typed for the
//! proxy; on standard output an answer. Neither of the two touches arguments, environment, files or
//! logs.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::sync::mpsc;
use std::time::Duration;

use corporate_link::{Joined, LinkError, Proxy, SignIn, TypedSignIn};
use corporate_protocol::{ErrorCode, Machine, PortalOrigin, System, Ticket};
use serde::{Deserialize, Deserializer};

/// Bytes of the line: a ticket, a proxy's address, a user name and a password of 1024 bytes each, and
/// six for each of these where JSON escapes it.
const LINE_BYTES: u64 = 16 * 1024;
/// For the opener to write it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why no ticket could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandoffError {
    /// Nothing came in time.
    #[error("no ticket came within five seconds")]
    Late,
    /// What came is no ticket, or more than a ticket and a sign-in.
    #[error("what came is no ticket")]
    NotATicket,
}

/// What the opener has given.
#[derive(Debug)]
pub struct Given {
    /// For [`redeem`], once.
    pub ticket: Ticket,
    /// What the customer has typed in the opener for the proxy, if anything.
    pub sign_in: Option<TypedSignIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    ticket: Ticket,
    #[serde(default, deserialize_with = "typed")]
    proxy: Option<Typed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    address: String,
    user: String,
    password: String,
}

/// What is there is a sign-in, and not `null`.
fn typed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Typed>, D::Error> {
    Typed::deserialize(deserializer).map(Some)
}

impl Given {
    fn of_line(line: &[u8]) -> Result<Self, HandoffError> {
        // The reason could show a part of the line.
        let line: Line = serde_json::from_slice(line).map_err(|_| HandoffError::NotATicket)?;
        let sign_in = line.proxy.map(|typed| typed.checked().ok_or(HandoffError::NotATicket));
        Ok(Self { ticket: line.ticket, sign_in: sign_in.transpose()? })
    }
}

impl Typed {
    fn checked(self) -> Option<TypedSignIn> {
        let proxy = Proxy::parse(&self.address).ok().filter(|proxy| proxy.sign_in().is_none())?;
        Some(TypedSignIn::new(proxy, SignIn::new(&self.user, &self.password)?))
    }
}

/// Reads what the opener gives: one line of JSON, at most 16 KiB, within five seconds.
///
/// The thread that reads ends with the process where nothing ever comes; the process then ends.
///
/// # Errors
/// [`HandoffError`] for everything else.
pub fn read(input: impl Read + Send + 'static) -> Result<Given, HandoffError> {
    read_within(input, PATIENCE)
}

fn read_within(input: impl Read + Send + 'static, time: Duration) -> Result<Given, HandoffError> {
    let (sender, receiver) = mpsc::sync_channel(1);
    std::thread::spawn(move || {
        // Nobody waits any longer: nothing to do.
        let _late = sender.send(read_line(input));
    });
    let line = receiver.recv_timeout(time).map_err(|_| HandoffError::Late)??;
    Given::of_line(&line)
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

    fn read(text: impl Into<Vec<u8>>) -> Result<Given, HandoffError> {
        super::read(Cursor::new(text.into()))
    }

    #[test]
    fn a_line_with_a_ticket_is_read() {
        let ticket = Secret::from_random([3; 32]);
        let line = format!("{{\"ticket\":\"{}\"}}\nignored", ticket.reveal());
        let given = read(line).expect("a ticket");
        assert_eq!(given.ticket.hash(), ticket.hash());
        assert!(given.sign_in.is_none());
    }

    #[test]
    fn a_line_with_a_sign_in_is_read_and_shows_nothing_of_it() {
        let ticket = Secret::from_random([3; 32]);
        // The most that is typed, and the longest that JSON makes of it.
        let (user, password) = (format!("Büro\\erika{}", "x".repeat(1000)), "\u{1}".repeat(1024));
        let address = "http://proxy.example:3128";
        let proxy = serde_json::json!({ "address": address, "user": user, "password": password });
        let line = serde_json::json!({ "ticket": ticket.reveal(), "proxy": proxy });
        let given = read(format!("{line}\n")).expect("a ticket");
        let typed = given.sign_in.as_ref().expect("a sign-in");
        assert_eq!(typed.asked_by().address(), address);
        let sign_in = typed.sign_in();
        assert_eq!((sign_in.user(), sign_in.password()), (&*user, &*password));
        let written = format!("{given:?}");
        assert!(!written.contains("erika") && !written.contains("\\u{1}"), "{written}");
        assert!(!written.contains(&ticket.reveal()), "{written}");
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
            format!("{}{{\"ticket\":\"{good}\"}}\n", " ".repeat(16 * 1024)),
        ] {
            assert_eq!(read(text.clone()).err(), Some(HandoffError::NotATicket), "{text}");
        }
        assert_eq!(read(vec![0xff; 1 << 20]).err(), Some(HandoffError::NotATicket));
    }

    #[test]
    fn a_sign_in_of_another_shape_is_refused() {
        let good = Secret::from_random([3; 32]).reveal();
        let long = "x".repeat(1025);
        let at = r#""address":"http://a:1""#;
        for proxy in [
            "null".to_owned(),
            "{}".to_owned(),
            "[]".to_owned(),
            "\"erika:geheim\"".to_owned(),
            format!(r#"{{{at},"user":"erika"}}"#),
            format!(r#"{{{at},"password":"geheim"}}"#),
            format!(r#"{{{at},"user":"","password":"geheim"}}"#),
            format!(r#"{{{at},"user":"erika","password":7}}"#),
            format!(r#"{{{at},"user":"erika","password":null}}"#),
            format!(r#"{{{at},"user":"erika","password":"x","realm":"y"}}"#),
            format!(r#"{{{at},"user":"{long}","password":"x"}}"#),
            format!(r#"{{{at},"user":"erika","password":"{long}"}}"#),
            r#"{"user":"erika","password":"x"}"#.to_owned(),
            r#"{"address":"socks5://a","user":"erika","password":"x"}"#.to_owned(),
            r#"{"address":"http://b:c@a:1","user":"erika","password":"x"}"#.to_owned(),
        ] {
            let line = format!("{{\"ticket\":\"{good}\",\"proxy\":{proxy}}}\n");
            assert_eq!(read(line).err(), Some(HandoffError::NotATicket), "{proxy}");
        }
        let alone = format!("{{\"proxy\":{{{at},\"user\":\"erika\",\"password\":\"x\"}}}}\n");
        assert_eq!(read(alone).err(), Some(HandoffError::NotATicket));
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
