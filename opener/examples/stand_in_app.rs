//! Stands in for the desktop app where only the opener can be tried: writes down beside itself what
//! it was given besides the ticket, shows the ticket to the portal as the app does, and says how
//! that went. Shares nothing and shows nothing.

use std::fs;
use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use corporate_protocol::{
    ErrorCode, JoinRequest, JoinResponse, Machine, PortalOrigin, Problem, System, Ticket,
};
use serde_json::{Value, json};

/// Bytes of any line or answer.
const MOST_BYTES: u64 = 64 * 1024;

fn main() {
    let folder = std::env::current_exe().ok().and_then(|path| path.parent().map(Path::to_owned));
    let folder = folder.expect("a program lies in a folder");
    let line = first_line();
    write_down(&folder, &line);
    let answer = match ticket(&line).map_or(Err(ErrorCode::TicketUnknown), join) {
        Ok(()) => "joined".to_owned(),
        Err(code) => format!("refused {}", json!(code).as_str().unwrap_or("internal")),
    };
    // An opener that does not listen any more is none of the app's business.
    writeln!(io::stdout(), "{answer}").ok();
}

fn first_line() -> String {
    let mut line = String::new();
    let read = io::Read::take(io::stdin(), MOST_BYTES);
    // What can't be read is no ticket, and is refused as such.
    io::BufReader::new(read).read_line(&mut line).ok();
    line
}

/// Ticket and sign-in themselves are not written down, only whether they were there and whether the
/// ticket is anywhere else.
fn write_down(folder: &Path, line: &str) {
    let secret = ticket(line).map(|ticket| ticket.reveal()).unwrap_or_default();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let environment: Vec<String> =
        std::env::vars().map(|(name, value)| format!("{name}={value}")).collect();
    let holds_it = |text: &String| !secret.is_empty() && text.contains(&secret);
    let working: PathBuf = std::env::current_dir().unwrap_or_default();
    let seen = json!({
        "has_ticket": !secret.is_empty(),
        "has_sign_in": has_sign_in(line),
        "ticket_in_arguments": arguments.iter().any(holds_it),
        "ticket_in_environment": environment.iter().any(holds_it),
        "arguments": arguments,
        "environment": environment,
        "folder": folder,
        "works_in": working,
    });
    fs::write(folder.join("seen.json"), seen.to_string()).expect("beside the program");
}

fn ticket(line: &str) -> Option<Ticket> {
    let line: Value = serde_json::from_str(line).ok()?;
    serde_json::from_value(line["ticket"].clone()).ok()
}

/// Whether the customer has typed something for the proxy.
fn has_sign_in(line: &str) -> bool {
    serde_json::from_str::<Value>(line).is_ok_and(|line| line["proxy"]["user"].is_string())
}

fn join(ticket: Ticket) -> Result<(), ErrorCode> {
    let origin = option_env!("CORPORATE_PORTAL_ORIGIN").unwrap_or("http://127.0.0.1:8080");
    let origin = PortalOrigin::parse(origin).map_err(|_| ErrorCode::Internal)?;
    let machine = Machine {
        system: System::from_name(std::env::consts::OS).unwrap_or(System::Windows),
        arch: std::env::consts::ARCH.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let config = ureq::Agent::config_builder().proxy(None).http_status_as_error(false).build();
    let sent = config
        .new_agent()
        .post(origin.at("/api/v1/handoff/join").as_str())
        .send_json(JoinRequest { ticket, machine });
    let mut response = sent.map_err(|_| ErrorCode::Unavailable)?;
    let good = response.status().is_success();
    let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec();
    let body = body.map_err(|_| ErrorCode::Unavailable)?;
    if good {
        let joined = serde_json::from_slice::<JoinResponse>(&body);
        return joined.map(drop).map_err(|_| ErrorCode::Internal);
    }
    let problem = serde_json::from_slice::<Problem>(&body);
    Err(problem.map_or(ErrorCode::Internal, |problem| problem.code))
}
