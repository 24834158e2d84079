//! Plain requests to the portal, off the async threads, each bounded in time and size. Refuses
//! redirects: a portal has one origin.

use std::time::Duration;

use corporate_protocol::{Credential, PortalOrigin};
use corporate_proxy::{Proxy, ProxyError};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::tls::{RootCerts, TlsConfig};

use crate::{LinkError, route};

/// Time for a whole request; as much again for finding the way.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of an error's body.
const PROBLEM_BYTES: u64 = 64 * 1024;

/// One request.
pub(crate) struct Request {
    /// The portal.
    pub(crate) origin: PortalOrigin,
    /// Where to.
    pub(crate) path: String,
    /// Shown as `Authorization: Bearer`.
    pub(crate) credential: Option<Credential>,
    /// JSON to post; nothing to post makes it a GET.
    pub(crate) body: Option<Vec<u8>>,
    /// Bytes of an answer; a longer one is refused.
    pub(crate) limit_bytes: u64,
}

impl Request {
    /// Sends it and returns the body of a successful answer.
    pub(crate) async fn send(self) -> Result<Vec<u8>, LinkError> {
        let found = tokio::time::timeout(TIMEOUT, route::find(&self.origin)).await;
        let proxy = found.map_err(LinkError::unreachable)??;
        let task = tokio::task::spawn_blocking(move || self.send_now(proxy.as_ref()));
        task.await.map_err(LinkError::unreachable)?
    }

    fn send_now(self, proxy: Option<&Proxy>) -> Result<Vec<u8>, LinkError> {
        let proxy = proxy.map(|proxy| ureq::Proxy::new(&proxy.reveal())).transpose();
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(proxy.map_err(|_| ProxyError::AddressInvalid)?)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .build()
            .new_agent();
        let mut request = http::Request::builder().uri(self.origin.at(&self.path).as_str());
        if let Some(credential) = self.credential {
            request = request.header(AUTHORIZATION, format!("Bearer {}", credential.reveal()));
        }
        let sent = if let Some(body) = self.body {
            let request = request.method("POST").header(CONTENT_TYPE, "application/json");
            agent.run(request.body(body).map_err(LinkError::unreachable)?)
        } else {
            agent.run(request.body(()).map_err(LinkError::unreachable)?)
        };
        let mut answer = sent.map_err(failed)?;
        let status = answer.status().as_u16();
        let good = (200..300).contains(&status);
        let limit = if good { self.limit_bytes } else { PROBLEM_BYTES };
        let read = answer.body_mut().with_config().limit(limit).read_to_vec();
        match read {
            Ok(body) if good => Ok(body),
            Ok(body) => Err(LinkError::of_answer(status, answer.headers(), &body)),
            Err(ureq::Error::BodyExceedsLimit(_)) => Err(LinkError::NotUnderstood),
            Err(error) => Err(LinkError::unreachable(error)),
        }
    }
}

/// Posts JSON to a path of the portal, with no credential, and reads the JSON that it answers, of at
/// most `limit_bytes`.
pub(crate) async fn post<Answer: DeserializeOwned>(
    origin: &PortalOrigin,
    path: &str,
    request: &impl Serialize,
    limit_bytes: u64,
) -> Result<Answer, LinkError> {
    let body = serde_json::to_vec(request).map_err(|_| LinkError::NotUnderstood)?;
    let (origin, path) = (origin.clone(), path.to_owned());
    let request = Request { origin, path, credential: None, body: Some(body), limit_bytes };
    serde_json::from_slice(&request.send().await?).map_err(|_| LinkError::NotUnderstood)
}

/// What a failure on the way to an answer means.
fn failed(error: ureq::Error) -> LinkError {
    use ureq::Error as E;
    match error {
        E::ConnectProxyFailed(_) | E::InvalidProxyUrl => LinkError::ProxyRefused,
        E::Tls(_) | E::Rustls(_) | E::TlsRequired => LinkError::NotSecure(Box::new(error)),
        // A failed handshake comes as such an I/O error, nothing else does.
        E::Io(ref source) if source.kind() == std::io::ErrorKind::InvalidData => {
            LinkError::NotSecure(Box::new(error))
        }
        other => LinkError::unreachable(other),
    }
}
