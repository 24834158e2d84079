//! The only way from the opener to the network: its portal, no other origin, no redirects, bounded
//! times. Turns every failure into one that a sentence can be written about.

use std::io;
use std::time::Duration;

use corporate_protocol::PortalOrigin;
use corporate_proxy::{Proxy, ProxyError, Route, TypedSignIn};
use serde::Serialize;
use ureq::http::{Response, StatusCode, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};

use crate::{OpenerError, ProxyChoice};

/// Until a connection stands, proxy and TLS included.
const CONNECT: Duration = Duration::from_secs(15);
/// Until the head of an answer has come.
const ANSWER: Duration = Duration::from_secs(20);
/// For each part of a body; a slow line is fine, a dead one is not.
const PART: Duration = Duration::from_secs(20);

/// The portal, as the opener reaches it.
pub(crate) struct Network {
    agent: Agent,
    origin: PortalOrigin,
    proxy: Option<Proxy>,
    /// Whether there may be a proxy that only a script knows.
    is_guess: bool,
}

/// A whole answer, no larger than asked for.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
}

impl Network {
    /// Looks up the way to the portal, which may take as long as the system does; nothing is sent
    /// to the portal yet.
    pub(crate) fn new(
        origin: PortalOrigin,
        proxy: &ProxyChoice,
        sign_in: Option<&TypedSignIn>,
    ) -> Result<Self, OpenerError> {
        let Route { proxy, is_guess } = proxy.route(&origin, sign_in)?;
        let shown = proxy.as_ref().map(|proxy| ureq::Proxy::new(&proxy.reveal())).transpose();
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .proxy(shown.map_err(|_| ProxyError::AddressInvalid)?)
            .tls_config(tls)
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("corporate-opener/", env!("CARGO_PKG_VERSION")))
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_send_request(Some(ANSWER))
            .timeout_send_body(Some(ANSWER))
            .timeout_recv_response(Some(ANSWER))
            .timeout_per_read(Some(PART))
            .build();
        Ok(Self { agent: config.new_agent(), origin, proxy, is_guess })
    }

    /// What interrupts every request that is under way when it is shut down.
    pub(crate) fn agent(&self) -> Agent {
        self.agent.clone()
    }

    /// Posts JSON and reads an answer of at most `limit_bytes`.
    pub(crate) fn post(
        &self,
        path: &str,
        body: &impl Serialize,
        limit_bytes: u64,
    ) -> Result<Answer, OpenerError> {
        let sent = self.agent.post(self.origin.at(path).as_str()).send_json(body);
        let mut response = self.answered(sent)?;
        let status = response.status();
        let read = response.body_mut().with_config().limit(limit_bytes).read_to_vec();
        match read {
            Ok(body) => Ok(Answer { status, body }),
            Err(ureq::Error::BodyExceedsLimit(_)) => {
                Err(OpenerError::AnswerUnreadable("larger than any portal's".to_owned()))
            }
            Err(error) => Err(self.failed(error)),
        }
    }

    /// Asks for a file from byte `start` on; the body is still to be read.
    pub(crate) fn get(&self, path: &str, start: u64) -> Result<Response<Body>, OpenerError> {
        let mut request = self.agent.get(self.origin.at(path).as_str());
        if start > 0 {
            request = request.header(header::RANGE, format!("bytes={start}-"));
        }
        self.answered(request.call())
    }

    /// Lets through what is neither a failure nor a redirect.
    fn answered(
        &self,
        result: Result<Response<Body>, ureq::Error>,
    ) -> Result<Response<Body>, OpenerError> {
        let response = result.map_err(|error| self.failed(error))?;
        if response.status().is_redirection() {
            return Err(OpenerError::Redirected(response.status().as_u16()));
        }
        Ok(response)
    }

    /// What a failure means to the user.
    fn failed(&self, error: ureq::Error) -> OpenerError {
        use ureq::Error as E;
        match error {
            // The status is in the text only (ureq 3).
            E::ConnectProxyFailed(reason) => match &self.proxy {
                Some(proxy) if reason.contains("407") => OpenerError::ProxySignIn(proxy.clone()),
                _ => OpenerError::ProxyRefused(reason),
            },
            E::InvalidProxyUrl => ProxyError::AddressInvalid.into(),
            E::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) if self.is_guess => {
                OpenerError::ProxyScript(Box::new(error))
            }
            E::Timeout(_) => OpenerError::Slow(Box::new(error)),
            E::Tls(_) | E::Pem(_) | E::Rustls(_) | E::TlsRequired => {
                OpenerError::NotSecure(Box::new(error))
            }
            // A failed handshake comes as such an I/O error, nothing else does.
            E::Io(ref source) if source.kind() == io::ErrorKind::InvalidData => {
                OpenerError::NotSecure(Box::new(error))
            }
            E::HostNotFound | E::ConnectionFailed if self.proxy.is_some() => {
                OpenerError::ProxyOffline(Box::new(error))
            }
            E::Io(ref source) if self.proxy.is_some() && is_unreachable(source) => {
                OpenerError::ProxyOffline(Box::new(error))
            }
            E::HostNotFound | E::ConnectionFailed | E::Io(_) if self.is_guess => {
                OpenerError::ProxyScript(Box::new(error))
            }
            E::HostNotFound | E::ConnectionFailed | E::Io(_) => {
                OpenerError::Offline(Box::new(error))
            }
            other => OpenerError::AnswerUnreadable(other.to_string()),
        }
    }
}

fn is_unreachable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::AddrNotAvailable
    )
}
