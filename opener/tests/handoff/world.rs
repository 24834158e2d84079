//! What a test begins with: a release key, an app, a portal that offers it, a home of its own.

use std::fs;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_opener::{
    Cancel, Config, Handoff, OpenerError, ProxyChoice, ReleaseKey, Report, Reporter, Step,
};
use corporate_protocol::{
    Code, ErrorCode, Language, PersonName, PortalOrigin, Problem, RedeemRequest, RedeemResponse,
    SignedManifest, Ticket,
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::server::{Reply, Request, Server};

/// Where codes are redeemed.
pub(crate) const REDEEM: &str = "/api/v1/handoff/redeem";
/// Where the app is downloaded.
pub(crate) const DOWNLOAD: &str = "/download/release/linux-x86_64/corporate-customer";
/// When the release was made.
pub(crate) const RELEASED_AT: i64 = 1_700_000_000_000;

/// An app that writes down beside itself all that it was given, and joins.
pub(crate) const APP: &str = "#!/bin/sh\n\
    tr '\\0' '\\n' < /proc/$$/cmdline > seen-arguments\n\
    tr '\\0' '\\n' < /proc/$$/environ > seen-environment\n\
    IFS= read -r line\n\
    printf '%s' \"$line\" > seen-line\n\
    if read -r more; then echo more > seen-more; fi\n\
    echo joined\n";

pub(crate) fn code() -> Code {
    Code::parse("K7QM-2XRB-9TFD").expect("a code")
}

pub(crate) fn ticket() -> Ticket {
    Ticket::from_random([42; 32])
}

pub(crate) fn signer() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

pub(crate) fn key_of(signer: &SigningKey) -> ReleaseKey {
    ReleaseKey::parse(&STANDARD.encode(signer.verifying_key().as_bytes())).expect("a key")
}

/// The manifest of a release with this app.
pub(crate) fn manifest(app: &[u8]) -> Value {
    json!({
        "version": "1.2.3",
        "released_at": RELEASED_AT,
        "artifacts": [{
            "kind": "app",
            "system": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "path": "linux-x86_64/corporate-customer",
            "size_bytes": app.len(),
            "sha256": format!("{:x}", Sha256::digest(app)),
        }],
    })
}

pub(crate) fn sign(manifest: &Value, signer: &SigningKey) -> SignedManifest {
    let manifest = manifest.to_string();
    let signature = STANDARD.encode(signer.sign(manifest.as_bytes()).to_bytes());
    SignedManifest { manifest, signature }
}

/// A portal's answer to a code.
pub(crate) fn grant(release: SignedManifest) -> Reply {
    let response = RedeemResponse {
        ticket: ticket(),
        company: "Muster GmbH".to_owned(),
        agent: PersonName::parse("Anna Berg").expect("a name"),
        language: Language::De,
        release,
    };
    Reply::new(200, serde_json::to_vec(&response).expect("JSON"))
}

pub(crate) fn problem(code: ErrorCode) -> Reply {
    let body = serde_json::to_vec(&Problem::new(code)).expect("JSON");
    Reply::new(code.status(), body).header("Content-Type", "application/problem+json")
}

/// The part of a file that was asked for, as a server with Range support answers.
pub(crate) fn file(request: &Request, bytes: &[u8]) -> Reply {
    let start = request
        .header("range")
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse::<usize>().ok());
    match start {
        Some(start) if start < bytes.len() => Reply::new(206, &bytes[start..])
            .header("Content-Range", format!("bytes {start}-{}/{}", bytes.len() - 1, bytes.len())),
        Some(_) => Reply::new(416, ""),
        None => Reply::new(200, bytes),
    }
}

/// A portal that redeems any code for a release and hands out what `download` says.
pub(crate) fn portal(
    release: SignedManifest,
    download: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Server {
    Server::start(move |request| match request.path() {
        REDEEM => {
            serde_json::from_slice::<RedeemRequest>(&request.body).expect("a code");
            grant(release.clone())
        }
        DOWNLOAD => download(request),
        other => panic!("asked for {other}"),
    })
}

/// A portal with nothing wrong.
pub(crate) fn good_portal(app: &'static [u8]) -> Server {
    portal(sign(&manifest(app), &signer()), move |request| file(request, app))
}

/// A user's home.
pub(crate) struct World {
    home: TempDir,
    pub(crate) key: Option<ReleaseKey>,
    pub(crate) proxy: ProxyChoice,
}

/// How a run went.
pub(crate) struct Run {
    pub(crate) reports: Vec<Report>,
    pub(crate) handoff: Handoff,
}

impl World {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        Self { home, key: Some(key_of(&signer())), proxy: ProxyChoice::Direct }
    }

    /// The folder of apps; not made yet.
    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join("share/corporate-customer")
    }

    pub(crate) fn app_folder(&self) -> PathBuf {
        self.folder().join("1.2.3")
    }

    pub(crate) fn program(&self) -> PathBuf {
        self.app_folder().join("corporate-customer")
    }

    /// What the app has written down.
    pub(crate) fn seen(&self, name: &str) -> String {
        fs::read_to_string(self.app_folder().join(name)).expect(name)
    }

    pub(crate) fn handoff_at(&self, origin: &str) -> Handoff {
        let mut handoff = Handoff::new(Config {
            origin: PortalOrigin::parse(origin).expect("an origin"),
            key: self.key,
            data_folder: Some(self.folder()),
            proxy: self.proxy.clone(),
        });
        handoff.use_code(code());
        handoff
    }

    pub(crate) fn handoff(&self, server: &Server) -> Handoff {
        self.handoff_at(&format!("http://{}", server.address()))
    }

    /// Runs a new hand-off to its end.
    pub(crate) fn run(&self, server: &Server) -> Run {
        Run::of(self.handoff(server))
    }

    /// Runs a new hand-off that has to fail.
    pub(crate) fn failure(&self, server: &Server) -> OpenerError {
        self.run(server).failure()
    }
}

impl Run {
    /// Runs a hand-off to its end, however many reports there are.
    pub(crate) fn of(mut handoff: Handoff) -> Self {
        let (reporter, receiver) = Reporter::channel();
        let listening = std::thread::spawn(move || receiver.into_iter().collect());
        handoff.run(&reporter, &Cancel::new());
        drop(reporter);
        Self { reports: listening.join().expect("no panic"), handoff }
    }

    pub(crate) fn is_done(&self) -> bool {
        matches!(self.reports.last(), Some(Report::Step(Step::Done)))
    }

    pub(crate) fn failure(mut self) -> OpenerError {
        match self.reports.pop() {
            Some(Report::Step(Step::Failed(error))) => error,
            last => panic!("it did not fail: {last:?}"),
        }
    }

    pub(crate) fn assert_done(&self) {
        assert!(self.is_done(), "{:?}", self.reports);
    }
}
