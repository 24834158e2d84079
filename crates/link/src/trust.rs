//! Whom TLS believes: what the operating system believes, a company's own authority included, so
//! that the app gets through wherever the opener and the browser do. rustls over ring, always.

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::LinkError;

/// The settings of every TLS socket; reads the system's certificates on first use.
pub(crate) async fn settings() -> Result<Arc<ClientConfig>, LinkError> {
    static SETTINGS: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(settings) = SETTINGS.get() {
        return Ok(settings.clone());
    }
    let made = tokio::task::spawn_blocking(make).await.map_err(LinkError::unreachable)?;
    let made = made.map_err(LinkError::unreachable)?;
    Ok(SETTINGS.get_or_init(|| Arc::new(made)).clone())
}

fn make() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let settings = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(settings)
}
