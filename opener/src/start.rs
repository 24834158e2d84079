//! Starts the app and gives it the ticket, and what the user has typed for the proxy, through its
//! standard input, where no other program of this machine can read it; arguments and environment
//! can be read by many. Waits until the app has joined or says why not.

use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use corporate_protocol::{ErrorCode, Ticket};
use corporate_proxy::TypedSignIn;
use serde::Serialize;

use crate::{Cancel, OpenerError};

/// Says to the app that a ticket comes through its standard input.
const ARGUMENT: &str = "--handoff";
/// How long the app may take to join: slow machines take long to start a web view for the first
/// time, and the user can cancel. Less than its ticket lives.
const ANSWER: Duration = Duration::from_secs(90);
/// Bytes of the app's answer.
const ANSWER_BYTES: u64 = 256;
/// How often a wait looks whether it was cancelled.
const LOOK: Duration = Duration::from_millis(100);
/// How often a program that is still held by somebody is tried again.
const BUSY_TRIES: u32 = 20;

/// What the app is given. Neither cloned nor shown, and written to the pipe only.
#[derive(Serialize)]
pub(crate) struct Given<'a> {
    ticket: &'a Ticket,
    /// There only where the user has typed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    proxy: Option<Typed<'a>>,
}

/// A sign-in to the proxy.
#[derive(Serialize)]
struct Typed<'a> {
    /// The proxy's, without name and password.
    address: String,
    user: &'a str,
    password: &'a str,
}

impl<'a> Given<'a> {
    pub(crate) fn new(ticket: &'a Ticket, sign_in: Option<&'a TypedSignIn>) -> Self {
        let proxy = sign_in.map(|typed| Typed {
            address: typed.asked_by().address(),
            user: typed.sign_in().user(),
            password: typed.sign_in().password(),
        });
        Self { ticket, proxy }
    }

    /// One line of JSON.
    fn line(&self) -> Result<String, OpenerError> {
        let json = serde_json::to_string(self).map_err(|_| OpenerError::Internal)?;
        Ok(json + "\n")
    }
}

/// Starts the app at `program`; returns when it has joined. An app that hasn't is stopped.
pub(crate) fn start(program: &Path, given: &Given<'_>, cancel: &Cancel) -> Result<(), OpenerError> {
    let mut child = spawn(program, cancel)?;
    let answer = give(&mut child, given).and_then(|output| hear(&output, ANSWER, cancel));
    if answer.is_err() {
        child.kill().ok();
        child.wait().ok();
    }
    answer
}

fn spawn(program: &Path, cancel: &Cancel) -> Result<Child, OpenerError> {
    let mut command = Command::new(program);
    command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped());
    if let Some(folder) = program.parent() {
        // Not the download folder, where anybody's files lie about.
        command.current_dir(folder);
    }
    let mut tries = 0;
    loop {
        match command.spawn() {
            Ok(child) => return Ok(child),
            // Virus scanners, and programs that are being started at this moment by another
            // thread, hold a new file open for a moment.
            Err(error) if is_held(&error) && tries < BUSY_TRIES => {
                tries += 1;
                cancel.wait(LOOK)?;
            }
            Err(error) => return Err(OpenerError::AppNotStarted(error)),
        }
    }
}

fn is_held(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ExecutableFileBusy | io::ErrorKind::ResourceBusy)
}

/// Writes the line, closes the pipe, and reads the answer on a thread that ends with the answer
/// or with the app.
fn give(child: &mut Child, given: &Given<'_>) -> Result<Receiver<String>, OpenerError> {
    let input = child.stdin.take();
    let output = child.stdout.take();
    let (Some(mut input), Some(output)) = (input, output) else {
        return Err(OpenerError::Internal);
    };
    input.write_all(given.line()?.as_bytes()).map_err(|_| OpenerError::AppEnded)?;
    drop(input);
    let (sender, receiver) = sync_channel(1);
    thread::Builder::new()
        .name("app's answer".to_owned())
        .spawn(move || sender.send(first_line(output)))
        .map_err(|_| OpenerError::Internal)?;
    Ok(receiver)
}

/// The first line, or what there is of it.
fn first_line(output: ChildStdout) -> String {
    let mut line = Vec::new();
    for byte in io::BufReader::new(output.take(ANSWER_BYTES)).bytes() {
        match byte {
            Ok(b'\n') | Err(_) => break,
            Ok(byte) => line.push(byte),
        }
    }
    String::from_utf8_lossy(&line).into_owned()
}

fn hear(output: &Receiver<String>, time: Duration, cancel: &Cancel) -> Result<(), OpenerError> {
    let deadline = Instant::now() + time;
    loop {
        cancel.check()?;
        match output.recv_timeout(LOOK) {
            Ok(line) => return understand(&line),
            Err(RecvTimeoutError::Disconnected) => return Err(OpenerError::AppEnded),
            Err(RecvTimeoutError::Timeout) if Instant::now() >= deadline => {
                return Err(OpenerError::AppSilent);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn understand(line: &str) -> Result<(), OpenerError> {
    match line.trim_end().split_once(' ') {
        None if line.trim_end() == "joined" => Ok(()),
        Some(("refused", code)) => {
            let code = serde_json::from_value(serde_json::Value::String(code.to_owned()));
            Err(OpenerError::AppRefused(code.unwrap_or(ErrorCode::Internal)))
        }
        _ => Err(OpenerError::AppEnded),
    }
}

#[cfg(test)]
mod tests {
    use corporate_proxy::{Proxy, SignIn};

    use super::*;

    #[test]
    fn a_sign_in_is_in_the_line_only_where_it_was_typed() {
        let ticket = Ticket::from_random([3; 32]);
        let line = |sign_in| Given::new(&ticket, sign_in).line().expect("a line");
        let shown = ticket.reveal();
        assert_eq!(line(None), format!("{{\"ticket\":\"{shown}\"}}\n"));
        let sign_in = SignIn::new("Büro\\erika", "a \"b\"\n").expect("a sign-in");
        let proxy = Proxy::parse("http://a:3128").expect("a proxy");
        let sign_in = TypedSignIn::new(proxy, sign_in);
        let proxy = r#"{"address":"http://a:3128","user":"Büro\\erika","password":"a \"b\"\n"}"#;
        let expected = format!("{{\"ticket\":\"{shown}\",\"proxy\":{proxy}}}\n");
        assert_eq!(line(Some(&sign_in)), expected);
    }

    #[test]
    fn an_app_that_says_nothing_is_not_waited_for_for_ever() {
        let (sender, receiver) = sync_channel(1);
        let waited = hear(&receiver, Duration::ZERO, &Cancel::new());
        assert!(matches!(waited, Err(OpenerError::AppSilent)));
        drop(sender);
        let waited = hear(&receiver, ANSWER, &Cancel::new());
        assert!(matches!(waited, Err(OpenerError::AppEnded)));
    }

    #[test]
    fn an_app_may_take_long_to_join_and_no_longer_than_its_ticket_lives() {
        let lives = Duration::from_mins(5);
        assert!(ANSWER >= Duration::from_mins(1));
        assert!(crate::RENEW_AFTER + ANSWER < lives);
    }

    #[test]
    fn the_app_says_one_of_two_things() {
        assert!(understand("joined").is_ok());
        assert!(understand("joined\r").is_ok());
        let refused = understand("refused ticket_used");
        assert!(matches!(refused, Err(OpenerError::AppRefused(ErrorCode::TicketUsed))));
        let refused = understand("refused something_new");
        assert!(matches!(refused, Err(OpenerError::AppRefused(ErrorCode::Internal))));
        for other in ["", "Joined", "joined now", "refused", "Gtk-WARNING: no theme"] {
            assert!(matches!(understand(other), Err(OpenerError::AppEnded)), "{other}");
        }
    }
}
