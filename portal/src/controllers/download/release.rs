//! `GET /download/release/{path}`: a file that the manifest names.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::Request;
use axum::response::Response;
use corporate_protocol::ErrorCode;

use crate::state::Shared;
use crate::web::Failure;

/// Sends an artifact.
pub(crate) async fn release(
    State(services): State<Shared>,
    Path(path): Path<String>,
    request: Request<Body>,
) -> Result<Response, Failure> {
    let release = services.release.as_ref().ok_or(ErrorCode::ReleaseMissing)?;
    let file = release.file(&path).ok_or(ErrorCode::NotFound)?;
    super::send(release, file, request).await
}
