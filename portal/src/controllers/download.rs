//! Downloads: the opener under a name of its own, and the files of the release.

mod opener;
mod release;

pub(crate) use opener::{For, opener};
pub(crate) use release::release;

use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{Artifact, ErrorCode};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use crate::release::Release;
use crate::web::Failure;

/// Sends a file, whole or in the range that was asked for (RFC 9110, 14). Its entity tag is the
/// SHA-256 that the manifest says, so that a download that broke off goes on only where the
/// release is still the same. Whether the bytes have it, the opener finds out.
async fn send(
    release: &Release,
    file: &Artifact,
    mut request: Request<Body>,
) -> Result<Response, Failure> {
    let tag = HeaderValue::try_from(format!("\"{}\"", file.sha256)).ok();
    let condition = request.headers_mut().remove(header::IF_RANGE);
    if condition.is_some() && condition != tag {
        request.headers_mut().remove(header::RANGE);
    }
    let file = release.path_of(file);
    let octets = mime_guess::mime::APPLICATION_OCTET_STREAM;
    let sent = ServeFile::new_with_mime(&file, &octets).oneshot(request).await;
    let response = match sent {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    if response.status().is_server_error() || response.status() == 404 {
        tracing::error!(file = %file.display(), "a file of the release can't be read");
        return Err(ErrorCode::ReleaseMissing.into());
    }
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}
