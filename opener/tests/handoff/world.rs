//! What a test begins with: a release key, an app, a portal that offers it, a home of its own.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_opener::{
    Cancel, Config, Handoff, OpenerError, ProxyChoice, RENEW_AFTER, ReleaseKey, Report, Reporter,
    SchemeHandler, Step,
};
use corporate_protocol::{
    Code, ErrorCode, Language, PersonName, PortalOrigin, Problem, RedeemRequest, RedeemResponse,
    RenewRequest, RenewResponse, SignedManifest, Ticket,
};
use ed25519_dalek::{Signer as _, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::server::{Reply, Request, Server};

/// Where codes are redeemed.
pub(crate) const REDEEM: &str = "/api/v1/handoff/redeem";
/// Where tickets are renewed.
pub(crate) const RENEW: &str = "/api/v1/handoff/renew";
/// Where the app is downloaded.
pub(crate) const DOWNLOAD: &str = "/download/release/linux-x86_64/corporate-customer";
/// When the release was made.
pub(crate) const RELEASED_AT: i64 = 1_700_000_000_000;

/// An app that writes down beside itself all that it was given, and joins.
pub(crate) const APP: &str = "#!/bin/sh\n\
    tr '\\0' '\\n' < /proc/$$/cmdline > seen-arguments\n\
    tr '\\0' '\\n' < /proc/$$/environ > seen-environment\n\
    ls -l /proc/$$/fd > seen-files\n\
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
    sign_with(manifest, &[signer])
}

/// Signs with several keys, as a release does when one key follows another.
pub(crate) fn sign_with(manifest: &Value, signers: &[&SigningKey]) -> SignedManifest {
    let manifest = manifest.to_string();
    let sign = |key: &&SigningKey| STANDARD.encode(key.sign(manifest.as_bytes()).to_bytes());
    let signature = signers.iter().map(sign).collect::<Vec<_>>().join("\n");
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

/// A portal's answer to a ticket that is renewed: the ticket of this number.
pub(crate) fn renewed(number: u8) -> Reply {
    let response = RenewResponse { ticket: Ticket::from_random([number; 32]) };
    Reply::new(200, serde_json::to_vec(&response).expect("JSON"))
}

/// The ticket that was shown to be renewed.
pub(crate) fn shown_ticket(request: &Request) -> Ticket {
    serde_json::from_slice::<RenewRequest>(&request.body).expect("a ticket").ticket
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

/// How a portal answers that redeems any code for a release and hands out what `download` says.
fn answers(
    release: SignedManifest,
    download: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    move |request| match request.path() {
        REDEEM => {
            serde_json::from_slice::<RedeemRequest>(&request.body).expect("a code");
            grant(release.clone())
        }
        DOWNLOAD => download(request),
        RENEW => renewed(1),
        other => panic!("asked for {other}"),
    }
}

/// How a portal answers with nothing wrong.
pub(crate) fn good_answers(
    app: &'static [u8],
) -> impl Fn(&Request) -> Reply + Send + Sync + 'static {
    answers(sign(&manifest(app), &signer()), move |request| file(request, app))
}

/// A portal that redeems any code for a release and hands out what `download` says.
pub(crate) fn portal(
    release: SignedManifest,
    download: impl Fn(&Request) -> Reply + Send + Sync + 'static,
) -> Server {
    Server::start(answers(release, download))
}

/// A portal with nothing wrong.
pub(crate) fn good_portal(app: &'static [u8]) -> Server {
    Server::start(good_answers(app))
}

/// What one portal offers at the moment: a release and its app. Clones are about the same portal.
#[derive(Clone)]
pub(crate) struct Shelf(Arc<Mutex<(SignedManifest, Option<Vec<u8>>)>>);

impl Shelf {
    pub(crate) fn with(release: SignedManifest, app: &[u8]) -> Self {
        Self(Arc::new(Mutex::new((release, Some(app.to_vec())))))
    }

    /// Offers another release; one without an app can't be downloaded.
    pub(crate) fn put(&self, release: SignedManifest, app: Option<&[u8]>) {
        *self.0.lock().expect("no panic") = (release, app.map(<[u8]>::to_vec));
    }

    pub(crate) fn portal(&self) -> Server {
        let shelf = self.clone();
        Server::start(move |request| {
            let (release, app) = shelf.0.lock().expect("no panic").clone();
            match (request.path(), app) {
                (REDEEM, _) => grant(release),
                (RENEW, _) => renewed(1),
                (DOWNLOAD, Some(app)) => file(request, &app),
                _ => Reply::new(503, ""),
            }
        })
    }
}

/// A user's home.
pub(crate) struct World {
    pub(crate) home: TempDir,
    pub(crate) keys: Vec<ReleaseKey>,
    pub(crate) proxy: ProxyChoice,
    pub(crate) renew_after: Duration,
    /// The running opener, where a copy is to be kept.
    pub(crate) own_program: Option<PathBuf>,
    pub(crate) scheme: Option<SchemeHandler>,
}

/// How a run went.
pub(crate) struct Run {
    pub(crate) reports: Vec<Report>,
    pub(crate) handoff: Handoff,
}

impl World {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        Self {
            home,
            keys: vec![key_of(&signer())],
            proxy: ProxyChoice::Direct,
            renew_after: RENEW_AFTER,
            own_program: None,
            scheme: None,
        }
    }

    /// The folder of apps; not made yet.
    pub(crate) fn folder(&self) -> PathBuf {
        self.home.path().join("share/corporate-customer")
    }

    pub(crate) fn folder_of_apps(&self) -> PathBuf {
        self.folder().join("apps")
    }

    /// The folder of the usual app.
    pub(crate) fn app_folder(&self) -> PathBuf {
        self.folder_of("1.2.3", APP.as_bytes())
    }

    /// The folder of one build of the app.
    pub(crate) fn folder_of(&self, version: &str, app: &[u8]) -> PathBuf {
        let digest = format!("{:x}", Sha256::digest(app));
        self.folder_of_apps().join(format!("{version}-{}", &digest[..32]))
    }

    pub(crate) fn program(&self) -> PathBuf {
        self.app_folder().join("corporate-customer")
    }

    /// What the app has written down.
    pub(crate) fn seen(&self, name: &str) -> String {
        fs::read_to_string(self.app_folder().join(name)).expect(name)
    }

    /// A hand-off whose user goes on.
    pub(crate) fn handoff_at(&self, origin: &str) -> Handoff {
        let handoff = self.asking_handoff_at(origin);
        handoff.confirmation().give();
        handoff
    }

    /// A hand-off whose user has not answered yet.
    pub(crate) fn asking_handoff_at(&self, origin: &str) -> Handoff {
        let mut handoff = Handoff::new(Config {
            origin: PortalOrigin::parse(origin).expect("an origin"),
            keys: self.keys.clone(),
            data_folder: Some(self.folder()),
            proxy: self.proxy.clone(),
            renew_after: self.renew_after,
            own_program: self.own_program.clone(),
            scheme: self.scheme.clone(),
        });
        handoff.use_code(code());
        handoff
    }

    pub(crate) fn handoff(&self, server: &Server) -> Handoff {
        self.handoff_at(&format!("http://{}", server.address()))
    }

    pub(crate) fn asking_handoff(&self, server: &Server) -> Handoff {
        self.asking_handoff_at(&format!("http://{}", server.address()))
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
