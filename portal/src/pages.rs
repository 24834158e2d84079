//! The built pages, inside the program (in the dev profile: read from their folder each time).
//! Assets carry a hash in their names and stay in browsers' caches; pages are asked for again.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use corporate_protocol::ErrorCode;
use rust_embed::RustEmbed;

use crate::embedding::{self, Framed};
use crate::state::Shared;
use crate::web::Failure;

#[derive(RustEmbed)]
#[folder = "../ui/dist/portal"]
#[allow_missing = true]
struct Built;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// `/`
pub(crate) async fn index(headers: HeaderMap) -> Response {
    html("index.html", &headers)
}

/// `/chat`, which listed sites may frame.
pub(crate) async fn chat(State(services): State<Shared>, headers: HeaderMap) -> Response {
    let mut response = html("chat.html", &headers);
    let policy = match services.store.account().await {
        Ok(account) => embedding::policy(&account.settings),
        Err(error) => {
            tracing::error!(%error, "the chat page can't be framed while settings can't be read");
            None
        }
    };
    if let Some(policy) = policy {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        response.extensions_mut().insert(Framed);
    }
    response
}

/// `/console`, `/manage`, and single files such as an icon.
pub(crate) async fn page(Path(page): Path<String>, headers: HeaderMap) -> Response {
    match page.as_str() {
        "console" => html("console.html", &headers),
        "manage" => html("manage.html", &headers),
        // Each page has one address only.
        other if other.contains(".html") => lost(headers).await,
        other => match file(other, ASK_AGAIN, &headers) {
            Some(file) => file,
            None => lost(headers).await,
        },
    }
}

/// `/assets/…`
pub(crate) async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let file = file(&format!("assets/{path}"), FOR_EVER, &headers);
    file.unwrap_or_else(|| Failure::from(ErrorCode::NotFound).into_response())
}

/// An address that there is not: a page for a browser, a problem for a program.
pub(crate) async fn lost(mut headers: HeaderMap) -> Response {
    let for_people = headers.get(header::ACCEPT).is_some_and(|accept| {
        accept.to_str().is_ok_and(|kinds| kinds.to_ascii_lowercase().contains("text/html"))
    });
    headers.remove(header::IF_NONE_MATCH);
    let page = if for_people { file("404.html", ASK_AGAIN, &headers) } else { None };
    let page = page.map(|page| (StatusCode::NOT_FOUND, page).into_response());
    page.unwrap_or_else(|| Failure::from(ErrorCode::NotFound).into_response())
}

fn html(name: &str, headers: &HeaderMap) -> Response {
    file(name, ASK_AGAIN, headers).unwrap_or_else(|| {
        let text = "The pages are not built. Run `npm ci && npm run build` in the folder ui.\n";
        (StatusCode::NOT_FOUND, text).into_response()
    })
}

fn file(name: &str, cache: HeaderValue, headers: &HeaderMap) -> Option<Response> {
    let file = Built::get(name)?;
    let hash = file.metadata.sha256_hash();
    let (tag, _) = hash.split_first_chunk()?;
    let tag = format!("\"{:032x}\"", u128::from_be_bytes(*tag));
    let tag = HeaderValue::try_from(tag).ok()?;
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let mut kind = kind.essence_str().to_owned();
    if kind.starts_with("text/") {
        kind.push_str("; charset=utf-8");
    }
    let kind = HeaderValue::try_from(kind).ok()?;
    let known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == tag);
    let about = [(header::CACHE_CONTROL, cache), (header::ETAG, tag)];
    if known {
        return Some((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Some((about, [(header::CONTENT_TYPE, kind)], file.data).into_response())
}
