//! Whom TLS believes: an authority that this machine knows, for this name, today. Each hand-off runs
//! in a process of its own, this test started again, whose `SSL_CERT_FILE` stands for the machine's
//! certificates: the library reads it. The program forgets it first of all, with everything else in
//! the environment that would bring code or trust.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_opener::{OpenerError, Report, Step, harden};
use ed25519_dalek::{Signer as _, SigningKey};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyIdMethod, PKCS_ED25519,
    PublicKeyData, SignatureAlgorithm, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

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

/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 10.3).
const PKCS8: [u8; 16] = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

/// A key that certificates are signed with or made for.
struct Key(SigningKey);

impl Key {
    fn of(number: u8) -> Self {
        Self(SigningKey::from_bytes(&[number; 32]))
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.0.as_ref().as_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ED25519
    }
}

impl rcgen::SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.0.sign(message).to_vec())
    }
}

/// Who signs certificates.
struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, Key>,
}

impl Authority {
    fn known() -> Self {
        Self::new(1, "Known")
    }

    fn new(number: u8, name: &str) -> Self {
        let key = Key::of(number);
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, name);
        authority.serial_number = Some(u64::from(number).into());
        authority.key_identifier_method = KeyIdMethod::PreSpecified(vec![number]);
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = authority.self_signed(&key).expect("a certificate").der().clone();
        Self { certificate, issuer: Issuer::new(authority, key) }
    }

    /// A portal with a certificate for this name that ends with this year.
    fn portal(&self, name: &str, last_year: i32) -> Server {
        let key = Key::of(100);
        let mut certificate = CertificateParams::new([name.to_owned()]).expect("a name");
        certificate.serial_number = Some(100.into());
        certificate.not_before = date_time_ymd(2020, 1, 1);
        certificate.not_after = date_time_ymd(last_year, 12, 31);
        let certificate = certificate.signed_by(&key, &self.issuer).expect("a certificate");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from([&PKCS8[..], &key.0.to_bytes()].concat()).into(),
            )
            .expect("a configuration");
        Server::start_secure(Arc::new(tls), good_answers(APP.as_bytes()))
    }

    /// Writes its certificate down as systems keep theirs.
    fn write(&self, path: &Path) {
        let text = STANDARD.encode(&self.certificate);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let lines = lines.join("\n");
        let pem = format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n");
        fs::write(path, pem).expect("a certificate");
    }
}

/// How a hand-off with this portal ends where this authority is believed.
fn told(portal: &Server, believed: &Authority, hardened: bool) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let (authorities, told) = (folder.path().join("believed.pem"), folder.path().join("told"));
    believed.write(&authorities);
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
    let known = Authority::known();
    let portal = known.portal(HERE, 2100);
    assert_eq!(told(&portal, &known, false), "done");
    assert_eq!(portal.requests().len(), 2);
}

#[test]
fn a_certificate_of_an_unknown_authority_gets_no_code() {
    let known = Authority::known();
    let unknown = Authority::new(2, "Unknown").portal(HERE, 2100);
    assert_refused(&unknown, &known, "UnknownIssuer");
    let impostor = Authority::new(2, "Known").portal(HERE, 2100);
    assert_refused(&impostor, &known, "BadSignature");
}

#[test]
fn a_certificate_for_another_name_gets_no_code() {
    let known = Authority::known();
    assert_refused(&known.portal("support.example.com", 2100), &known, "not valid for name");
}

#[test]
fn a_certificate_that_has_expired_gets_no_code() {
    let known = Authority::known();
    assert_refused(&known.portal(HERE, 2021), &known, "expired");
}

#[test]
fn an_authority_that_the_environment_brings_is_not_believed() {
    let brought = Authority::known();
    let portal = brought.portal(HERE, 2100);
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
