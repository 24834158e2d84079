//! Starts Corporate Customer: arguments, logging, the ticket from the opener, then the windows.
//! Everything else is in the library.

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use anyhow::Context as _;
use corporate_customer::arguments::{Again, HELP, Start};
use corporate_customer::desktop::{self, Launch};
use corporate_customer::handoff::Given;
use corporate_customer::{environment, handoff, language, logging, origin, platform};
use corporate_protocol::{ErrorCode, PortalOrigin};

fn main() -> ExitCode {
    #[expect(unsafe_code, reason = "the environment is changed while there is one thread")]
    // SAFETY: first statement of `main`; no thread has been started.
    unsafe {
        environment::seal();
    }
    let start = Start::parse(std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()));
    match start {
        Start::Help => print(HELP),
        Start::Version => print(concat!("corporate-customer ", env!("CARGO_PKG_VERSION"), "\n")),
        Start::NotUnderstood => {
            eprint!("{HELP}");
            ExitCode::from(2)
        }
        _ => match run(&start) {
            Ok(code) => code,
            Err(error) => {
                tracing::error!("{error:#}");
                ExitCode::FAILURE
            }
        },
    }
}

fn run(start: &Start) -> anyhow::Result<ExitCode> {
    tracing_subscriber::fmt()
        .with_env_filter(logging::filter(std::env::var(logging::VARIABLE).ok().as_deref()))
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let origin = origin::of_this_build();
    if let Err(error) = &origin {
        tracing::error!(%error, "this app knows no portal");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    let launch = if *start == Start::Handoff {
        let joined =
            origin.map_err(|_| ErrorCode::Internal).and_then(|origin| join(&runtime, origin));
        handoff::report(std::io::stdout(), joined.as_ref().map(drop).map_err(|code| *code));
        match joined {
            Ok(launch) => launch,
            Err(_) => return Ok(ExitCode::FAILURE),
        }
    } else {
        let (language, asked) = (language::of_system(), Again::of_start(start));
        Launch::Idle { origin: origin.ok(), language, asked }
    };
    let successor = desktop::run(launch).context("no window could be made")?;
    if let Some(program) = successor {
        platform::give_way_to(&program, UNINSTALL).context("the opener could not be started")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the opener is to do when it takes this program's place.
const UNINSTALL: &str = "--uninstall";

/// Reads the ticket and redeems it, with what the customer has typed for the proxy.
fn join(runtime: &tokio::runtime::Runtime, origin: PortalOrigin) -> Result<Launch, ErrorCode> {
    let Given { ticket, sign_in } = handoff::read(std::io::stdin()).map_err(|error| {
        tracing::error!(%error, "no ticket");
        ErrorCode::BadRequest
    })?;
    if let Some(sign_in) = sign_in {
        corporate_link::sign_in_to_proxy(sign_in);
    }
    let joined = runtime.block_on(handoff::redeem(&origin, ticket)).map_err(|error| {
        tracing::error!(%error, "the ticket was not redeemed");
        error.code()
    })?;
    tracing::info!(session.id = %joined.session, "joined");
    Ok(Launch::Session { origin, joined })
}

fn print(text: &str) -> ExitCode {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
