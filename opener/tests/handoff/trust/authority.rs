//! An authority of a test's own, and what servers need that it vouches for. Its keys are known to
//! everybody; nothing but tests may believe it. The story of a company's network has this file, too.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyIdMethod, PKCS_ED25519,
    PublicKeyData, SignatureAlgorithm, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};

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
pub(super) struct Authority {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, Key>,
}

impl Authority {
    /// One with the key of this number.
    pub(super) fn new(number: u8, name: &str) -> Self {
        let key = Key::of(number);
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, name);
        authority.serial_number = Some(u64::from(number).into());
        authority.key_identifier_method = KeyIdMethod::PreSpecified(vec![number]);
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = authority.self_signed(&key).expect("a certificate").der().clone();
        Self { certificate, issuer: Issuer::new(authority, key) }
    }

    /// TLS for a server with a certificate for this name that ends with this year.
    pub(super) fn server(&self, name: &str, last_year: i32) -> Arc<ServerConfig> {
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
        Arc::new(tls)
    }

    /// Its certificate as systems keep theirs.
    pub(super) fn pem(&self) -> String {
        let text = STANDARD.encode(&self.certificate);
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let lines = lines.join("\n");
        format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
    }
}
