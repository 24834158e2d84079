//! The program: reads the command line, takes what is sealed into it, opens the window, and says
//! with its exit code how it went. Everything else is in the library.

use std::io::{self, Write as _};
use std::process::ExitCode;

use corporate_opener::texts::{sentence, texts};
use corporate_opener::window::{self, Outcome};
use corporate_opener::{
    Arguments, Config, Handoff, OpenerError, ProxyChoice, RENEW_AFTER, Removal, SchemeHandler,
    Seal, code_of_this_program, data_folder, harden, own_program, system_language,
};
use corporate_protocol::Language;

/// The app was not started.
const FAILED: u8 = 1;
/// The command line was wrong.
const USAGE: u8 = 2;
/// The user stopped it.
const CANCELLED: u8 = 3;

fn main() -> ExitCode {
    // First of all: later it may be too late.
    #[expect(unsafe_code, reason = "the environment is changed while there is one thread")]
    // SAFETY: first statement of `main`; no thread has been started.
    unsafe {
        harden();
    }
    let language = system_language();
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Arguments::Open) => open(language),
        Ok(Arguments::Uninstall { quiet }) => uninstall(language, quiet),
        Ok(Arguments::Help) => say(texts(language).help),
        Ok(Arguments::Version) => say(concat!("corporate-opener ", env!("CARGO_PKG_VERSION"))),
        Err(unknown) => {
            let argument = unknown.0.to_string_lossy();
            complain(&format!("{argument:?}: {}", texts(language).unknown_argument));
            ExitCode::from(USAGE)
        }
    }
}

fn open(language: Language) -> ExitCode {
    let seal = match Seal::of_this_build() {
        Ok(seal) => seal,
        Err(error) => return fail(&error, language, ""),
    };
    let portal = seal.origin.to_string();
    let config = Config {
        proxy: ProxyChoice::System,
        origin: seal.origin,
        keys: seal.keys,
        data_folder: data_folder(),
        renew_after: RENEW_AFTER,
        own_program: own_program(),
        scheme: SchemeHandler::of_this_user(),
    };
    let outcome = window::run(Handoff::new(config), code_of_this_program(), language);
    exit_code(outcome).unwrap_or_else(|error| fail(&error, language, &portal))
}

fn uninstall(language: Language, quiet: bool) -> ExitCode {
    let removal = Removal::of_this_user();
    let outcome = if quiet {
        removal.run().map(|()| Outcome::Removed)
    } else {
        window::run_removal(removal, language)
    };
    exit_code(outcome).unwrap_or_else(|error| fail(&error, language, ""))
}

fn exit_code(outcome: Result<Outcome, OpenerError>) -> Result<ExitCode, OpenerError> {
    Ok(match outcome? {
        Outcome::Started | Outcome::Removed => ExitCode::SUCCESS,
        Outcome::Failed => ExitCode::from(FAILED),
        Outcome::Cancelled => ExitCode::from(CANCELLED),
    })
}

fn fail(error: &OpenerError, language: Language, portal: &str) -> ExitCode {
    complain(&format!("{}\n({})", sentence(error, language, portal), error.with_causes()));
    ExitCode::from(FAILED)
}

/// A closed pipe is no reason to fail.
fn say(text: &str) -> ExitCode {
    writeln!(io::stdout(), "{text}").ok();
    ExitCode::SUCCESS
}

fn complain(text: &str) {
    writeln!(io::stderr(), "{text}").ok();
}
