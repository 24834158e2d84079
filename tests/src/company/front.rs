//! TLS before the portal: a certificate for a name of the company's, from an authority of the
//! company's own that only its machines believe.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyIdMethod, PKCS_ED25519,
    PublicKeyData, SignatureAlgorithm,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::portal::LISTEN;

/// A running front; ends with this value.
pub(super) struct Front {
    address: SocketAddr,
    authority: String,
    server: JoinHandle<()>,
}

impl Front {
    /// Starts it with a certificate for this name.
    pub(super) async fn start(name: &str) -> Result<Self> {
        let (authority, tls) = certified(name)?;
        let acceptor = TlsAcceptor::from(Arc::new(tls));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            let mut lines = JoinSet::new();
            while let Ok((visitor, _)) = listener.accept().await {
                // Who speaks no TLS gets no further; both ends see a cut.
                lines.spawn(pass(visitor, acceptor.clone()));
                while lines.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, authority, server })
    }

    /// Where it listens.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The authority's certificate, as systems keep theirs.
    pub(super) fn authority(&self) -> &str {
        &self.authority
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(visitor: TcpStream, acceptor: TlsAcceptor) -> Result<()> {
    let mut visitor = acceptor.accept(visitor).await?;
    let mut portal = TcpStream::connect(LISTEN).await?;
    copy_bidirectional(&mut visitor, &mut portal).await?;
    Ok(())
}

/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410, section 10.3).
const PKCS8: [u8; 16] = *b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";

/// A key that certificates are signed with or made for. Nothing but this story believes it, so that
/// it may be one that everybody knows.
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

/// An authority's certificate as systems keep theirs, and what a server needs that it has signed.
fn certified(name: &str) -> Result<(String, ServerConfig)> {
    let mut authority = CertificateParams::default();
    authority.distinguished_name.push(DnType::CommonName, "Company");
    authority.serial_number = Some(1.into());
    authority.key_identifier_method = KeyIdMethod::PreSpecified(vec![1]);
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = Key::of(1);
    let pem = pem(authority.self_signed(&key)?.der());
    let issuer = Issuer::new(authority, key);
    let key = Key::of(2);
    let mut certificate = CertificateParams::new([name.to_owned()])?;
    certificate.serial_number = Some(2.into());
    let certificate = certificate.signed_by(&key, &issuer)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from([&PKCS8[..], &key.0.to_bytes()].concat()).into(),
        )?;
    Ok((pem, tls))
}

fn pem(certificate: &[u8]) -> String {
    let text = STANDARD.encode(certificate);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let lines = lines.join("\n");
    format!("-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n")
}
