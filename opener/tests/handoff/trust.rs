//! Whom TLS believes: an authority that this machine knows, for this name, today. Each hand-off runs
//! in a process of its own, this test started again, whose `SSL_CERT_FILE` stands for the machine's
//! certificates: the library reads it. The program forgets it first of all, with everything else in
//! the environment that would bring code or trust.

#![cfg(target_os = "linux")]

mod authority;

use std::fs;
use std::process::Command;

use corporate_opener::{OpenerError, Report, Step, harden};

use self::authority::Authority;
use crate::server::Server;
use crate::world::{APP, Run, World, good_answers};

/// Where the portal of the other tests is.
const ORIGIN: &str = "TRUST_ORIGIN";
/// The file in which the hand-off's end is told.
const TOLD: &str = "TRUST_TOLD";
/// Set where the process is to begin as the program does.
const HARDENED: &str = "TRUST_HARDENED";
/// The portal's address.
const HERE: &str = "127.0.0.1";

/// Started by the other tests, with one thread.
#[test]
#[ignore = "is a part of the other tests"]
fn tells() {
    if std::env::var_os(HARDENED).is_some() {
        #[expect(unsafe_code, reason = "the environment is changed while there is one thread")]
        // SAFETY: this process runs this test alone, and on its only thread.
        unsafe {
            harden();
        }
    }
    let run = Run::of(World::new().handoff_at(&std::env::var(ORIGIN).expect("an origin")));
    let told = match run.reports.last() {
        Some(Report::Step(Step::Done)) => "done".to_owned(),
        Some(Report::Step(Step::Failed(error @ OpenerError::NotSecure(_)))) => {
            format!("not secure: {}", error.with_causes())
        }
        other => format!("{other:?}"),
    };
    fs::write(std::env::var_os(TOLD).expect("a file to tell it in"), told).expect("told");
}

/// The authority that machines here believe.
fn known() -> Authority {
    Authority::new(1, "Known")
}

/// A portal with a certificate of this authority.
fn portal(authority: &Authority, name: &str, last_year: i32) -> Server {
    Server::start_secure(authority.server(name, last_year), good_answers(APP.as_bytes()))
}

/// How a hand-off with this portal ends where this authority is believed.
fn told(portal: &Server, believed: &Authority, hardened: bool) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (authorities, told) = (folder.path().join("believed.pem"), folder.path().join("told"));
    fs::write(&authorities, believed.pem()).expect("a certificate");
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "trust::tells", "--ignored", "--test-threads=1"]);
    command.env(ORIGIN, format!("https://{}", portal.address())).env(TOLD, &told);
    command.env("SSL_CERT_FILE", &authorities).env("SSL_CERT_DIR", folder.path());
    if hardened {
        command.env(HARDENED, "yes");
    }
    let output = command.output().expect("the process");
    let said = String::from_utf8_lossy(&output.stdout);
    fs::read_to_string(told).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// Nothing was sent, and the reason is this.
fn assert_refused(portal: &Server, believed: &Authority, reason: &str) {
    let told = told(portal, believed, false);
    assert!(told.starts_with("not secure") && told.contains(reason), "{told}");
    assert!(portal.requests().is_empty(), "{:?}", portal.requests());
}

#[test]
fn a_portal_with_a_certificate_of_a_known_authority_is_believed() {
    let known = known();
    let portal = portal(&known, HERE, 2100);
    assert_eq!(told(&portal, &known, false), "done");
    assert_eq!(portal.requests().len(), 2);
}

#[test]
fn a_certificate_of_an_unknown_authority_gets_no_code() {
    let known = known();
    let unknown = portal(&Authority::new(2, "Unknown"), HERE, 2100);
    assert_refused(&unknown, &known, "UnknownIssuer");
    let impostor = portal(&Authority::new(2, "Known"), HERE, 2100);
    assert_refused(&impostor, &known, "BadSignature");
}

#[test]
fn a_certificate_for_another_name_gets_no_code() {
    let known = known();
    assert_refused(&portal(&known, "support.example.com", 2100), &known, "not valid for name");
}

#[test]
fn a_certificate_that_has_expired_gets_no_code() {
    let known = known();
    assert_refused(&portal(&known, HERE, 2021), &known, "expired");
}

#[test]
fn an_authority_that_the_environment_brings_is_not_believed() {
    let brought = known();
    let portal = portal(&brought, HERE, 2100);
    let told = told(&portal, &brought, true);
    assert!(told.starts_with("not secure"), "{told}");
    assert!(portal.requests().is_empty(), "{:?}", portal.requests());
}

// The toolkit complains of a module that it can't load, before it looks for a display.
#[test]
fn code_that_the_environment_names_is_not_loaded() {
    let folder = tempfile::tempdir().expect("a folder");
    let planted = folder.path().join("planted.so");
    fs::write(&planted, "code of somebody else").expect("a module");
    let output = Command::new(env!("CARGO_BIN_EXE_corporate-opener"))
        .env("LANGUAGE", "en")
        .env("GTK_MODULES", &planted)
        .env("GTK3_MODULES", &planted)
        .env("GTK_PATH", folder.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("GDK_BACKEND", "x11")
        .output()
        .expect("the program");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("No window"), "{said}");
    assert!(!said.contains("planted"), "{said}");
}
