//! Downloads: the opener under a name of its own, and the files of the release.

mod opener;
mod release;

pub(crate) use opener::{For, opener};
pub(crate) use release::release;

use std::path::Path;

use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::ErrorCode;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use crate::web::Failure;

/// Sends a file, whole or in the range that was asked for (RFC 9110, 14).
async fn send(file: &Path, request: Request<Body>) -> Result<Response, Failure> {
    let octets = mime_guess::mime::APPLICATION_OCTET_STREAM;
    let sent = ServeFile::new_with_mime(file, &octets).oneshot(request).await;
    let response = match sent {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    if response.status().is_server_error() || response.status() == 404 {
        tracing::error!(file = %file.display(), "a file of the release can't be read");
        return Err(ErrorCode::ReleaseMissing.into());
    }
    let mut response = response.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}
