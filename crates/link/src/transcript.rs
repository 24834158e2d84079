//! Fetching the transcript of a session, as the portal writes it.

use corporate_protocol::{Credential, Language, PortalOrigin, SessionId};

use crate::LinkError;
use crate::http::Request;

/// Bytes of a transcript; far above any chat's.
const TRANSCRIPT_BYTES: u64 = 32 * 1024 * 1024;

/// The session's transcript as UTF-8 text, with times in the zone named, such as
/// `Europe/Berlin`. What can't be the name of a zone becomes UTC.
///
/// # Errors
/// [`LinkError`] as for every request.
pub async fn transcript(
    origin: &PortalOrigin,
    session: SessionId,
    credential: Credential,
    language: Language,
    zone: &str,
) -> Result<String, LinkError> {
    let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    let zone = if zone.chars().all(named) && !zone.is_empty() { zone } else { "UTC" };
    let zone = zone.replace('+', "%2B");
    let language = language.tag();
    let request = Request {
        origin: origin.clone(),
        path: format!("/api/v1/sessions/{session}/transcript.txt?lang={language}&zone={zone}"),
        credential: Some(credential),
        body: None,
        limit_bytes: TRANSCRIPT_BYTES,
    };
    String::from_utf8(request.send().await?).map_err(|_| LinkError::NotUnderstood)
}
