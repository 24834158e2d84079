//! The program: reads the command line, takes what is sealed into it, opens the window, and says
//! with its exit code how it went. Everything else is in the library.

use std::io::{self, Write as _};
use std::process::ExitCode;

use corporate_opener::texts::{sentence, texts};
use corporate_opener::window::{self, Outcome};
use corporate_opener::{
    Arguments, Config, Handoff, OpenerError, Seal, code_of_this_program, data_folder,
    system_language, system_proxy,
};
use corporate_protocol::Language;

/// The app was not started.
const FAILED: u8 = 1;
/// The command line was wrong.
const USAGE: u8 = 2;
/// The user stopped it.
const CANCELLED: u8 = 3;

fn main() -> ExitCode {
    let language = system_language();
    match Arguments::parse(std::env::args_os().skip(1)) {
        Ok(Arguments::Open) => open(language),
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
        proxy: system_proxy(&seal.origin),
        origin: seal.origin,
        key: seal.key,
        data_folder: data_folder(),
    };
    match window::run(Handoff::new(config), code_of_this_program(), language) {
        Ok(Outcome::Started) => ExitCode::SUCCESS,
        Ok(Outcome::Failed) => ExitCode::from(FAILED),
        Ok(Outcome::Cancelled) => ExitCode::from(CANCELLED),
        Err(error) => fail(&error, language, &portal),
    }
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
