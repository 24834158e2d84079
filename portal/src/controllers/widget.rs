//! `GET /widget.js`: the script that pages of other sites load. The one answer of the portal that
//! any site may use; it holds nothing but the script.

use std::sync::LazyLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

/// Written by hand; served without its comments and indentation.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let lines = include_str!("../../../ui/src/widget/widget.js").lines().map(str::trim);
    lines.filter(|line| !is_comment(line)).collect::<Vec<_>>().join("\n")
});
/// Sites ask every few minutes at most, and find out about a new portal soon.
const CACHE: HeaderValue = HeaderValue::from_static("public, max-age=300");

static TAG: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let hash = Sha256::digest(SCRIPT.as_str());
    let (tag, _) = hash.as_slice().split_first_chunk()?;
    HeaderValue::try_from(format!("\"{:032x}\"", u128::from_be_bytes(*tag))).ok()
});

fn is_comment(line: &str) -> bool {
    line.starts_with("//") || (line.starts_with("/**") && line.ends_with("*/"))
}

/// Sends the script.
pub(crate) async fn get(headers: HeaderMap) -> Response {
    let known = TAG.is_some() && headers.get(header::IF_NONE_MATCH) == TAG.as_ref();
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        SCRIPT.as_str().into_response()
    };
    let answer = response.headers_mut();
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let policy = HeaderName::from_static("cross-origin-resource-policy");
    answer.insert(header::CONTENT_TYPE, kind);
    answer.insert(header::CACHE_CONTROL, CACHE);
    answer.insert(policy, HeaderValue::from_static("cross-origin"));
    if let Some(tag) = TAG.as_ref() {
        answer.insert(header::ETAG, tag.clone());
    }
    response
}
