//! `PUT` and `GET /api/v1/sessions/{session}/files/{file}`: a file of the chat, sent by those who
//! may say something, fetched by those who may read. A page never shows what comes from here:
//! always a download, of a type that means nothing, in a sandbox.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use corporate_protocol::{
    AccountSettings, ErrorCode, FileId, FileInfo, FileName, SessionId, limits,
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use crate::files::{self, Arrived, FileError, Pace, Upload};
use crate::sessions::Live;
use crate::state::Shared;
use crate::web::{As, Client, Failure, Member, problem};

/// The name, percent-encoded UTF-8.
const NAME: HeaderName = HeaderName::from_static("x-file-name");
/// How long a refused file is read and thrown away: browsers look for the answer only after they
/// have sent everything.
const LINGER: Duration = Duration::from_secs(5);
/// Nothing of a file may run, load or be framed, wherever it is opened.
const SANDBOX: HeaderValue = HeaderValue::from_static("sandbox; default-src 'none'");
/// What may stand in an extended parameter as it is (RFC 8187, `attr-char`).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// As whom; read with the route's rights.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Whom {
    /// Chooses where one browser holds cookies for both.
    #[expect(dead_code, reason = "it is read in front of this handler")]
    r#as: Option<As>,
}

/// The session and the file in the path.
pub(crate) struct Address {
    pub(super) session: SessionId,
    pub(super) file: FileId,
}

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Path((session, file)) = Path::<(String, String)>::from_request_parts(parts, state)
            .await
            .map_err(|_| ErrorCode::NotFound)?;
        Ok(Self {
            session: session.parse().map_err(|_| ErrorCode::NotFound)?,
            file: file.parse().map_err(|_| ErrorCode::NotFound)?,
        })
    }
}

/// Takes a file in, once, however often it is sent.
pub(crate) async fn send(
    State(services): State<Shared>,
    Client(client): Client,
    Address { session, file }: Address,
    sender: Member,
    request: Request,
) -> Result<Response, Failure> {
    let (head, body) = request.into_parts();
    let live = services.sessions.open(session).await?;
    if length(&head.headers).is_none() {
        return Ok(problem(ErrorCode::BadRequest, StatusCode::LENGTH_REQUIRED));
    }
    let pace = Pace::new(services.timings.request, services.stop.clone());
    if is_customer(&sender) && !services.limits.files.allows(&client, Instant::now()) {
        linger(body, &pace).await;
        return Err(Failure::from(ErrorCode::RateLimited).retry_after(5));
    }
    match files::known(&*services.store, session, file).await {
        Ok(None) => {}
        Ok(Some(info)) => {
            let again = length(&head.headers).filter(|bytes| *bytes == info.bytes);
            match again.and_then(|bytes| services.files.slot(session, bytes)) {
                // Sent once more, perhaps because the answer was lost.
                Some(_slot) => files::discard(body, info.bytes, &pace).await,
                None => linger(body, &pace).await,
            }
            return Ok(axum::Json(info).into_response());
        }
        Err(error) => {
            linger(body, &pace).await;
            return Err(error.into());
        }
    }
    let room = admit(&services, client, &sender, &live, &head.headers).await;
    let (name, upload) = match room {
        Ok(room) => room,
        Err(failure) => {
            linger(body, &pace).await;
            return Err(failure);
        }
    };
    let bytes = upload.bytes();
    let path = services.files.incoming().await?.receive(body, bytes, &pace).await?;
    let arrived = Arrived { upload, id: file, name, bytes, path };
    let info = keep(&services, live, sender, arrived).await?;
    Ok((StatusCode::CREATED, axum::Json(info)).into_response())
}

/// Whether a file may come, before its first byte is taken: under which name, and room for it.
async fn admit(
    services: &Shared,
    client: IpAddr,
    sender: &Member,
    live: &Live,
    headers: &HeaderMap,
) -> Result<(FileName, Upload), Failure> {
    let customer = is_customer(sender);
    let overview = live.overview();
    files::may_send(&overview.state, &sender.author())?;
    if customer && !overview.agent_came {
        return Err(ErrorCode::NotNow.into());
    }
    drop(overview);
    let settings = services.store.account().await?.settings;
    let bytes = length(headers).ok_or(ErrorCode::BadRequest)?;
    let name = checked(headers, bytes, &settings)?;
    let payer = customer.then(|| (client, services.sessions.now()));
    Ok((name, services.files.reserve(live.id, bytes, payer).await?))
}

const fn is_customer(sender: &Member) -> bool {
    matches!(sender, Member::Web | Member::App(_))
}

/// Reads on for a moment, so that who sends sees the answer.
async fn linger(body: Body, pace: &Pace) {
    let discarded = files::discard(body, limits::FILE_BYTES, pace);
    tokio::time::timeout(LINGER, discarded).await.ok();
}

/// Keeps a file and its event together, even where the sender leaves meanwhile.
async fn keep(
    services: &Shared,
    live: Arc<Live>,
    sender: Member,
    arrived: Arrived,
) -> Result<FileInfo, FileError> {
    let shared = Arc::clone(services);
    let keeping = services.tasks.spawn(async move {
        let log = (&*shared.sessions, &*shared.store);
        shared.files.keep(log, &live, &sender.author(), arrived).await
    });
    keeping.await.map_err(std::io::Error::other)?
}

fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What the account allows, checked before the first byte is taken.
fn checked(
    headers: &HeaderMap,
    bytes: u64,
    settings: &AccountSettings,
) -> Result<FileName, ErrorCode> {
    let rules = &settings.files;
    if !rules.allowed {
        return Err(ErrorCode::FilesOff);
    }
    let name = headers.get(NAME).and_then(|name| name.to_str().ok());
    let name = percent_decode_str(name.ok_or(ErrorCode::FileNameInvalid)?).decode_utf8();
    let name = name.map_err(|_| ErrorCode::FileNameInvalid)?;
    let name = FileName::parse(&name).map_err(|_| ErrorCode::FileNameInvalid)?;
    if !rules.endings.contains(&name.ending()) {
        return Err(ErrorCode::FileTypeRefused);
    }
    if bytes > rules.most_bytes.min(limits::FILE_BYTES) {
        return Err(ErrorCode::TooLarge);
    }
    Ok(name)
}

/// Sends a file to somebody who may read, whole or in the range that was asked for.
pub(crate) async fn fetch(
    State(services): State<Shared>,
    address: Address,
    reader: Member,
    request: Request,
) -> Result<Response, Failure> {
    let info = named(&services, &address).await?;
    note_reading(&services, address.session, &reader).await?;
    let path = services.files.path(address.session, info.id);
    serve(&path, "application/octet-stream", "attachment", &info, request).await
}

/// Notes who reads by the right to reports alone.
pub(super) async fn note_reading(
    services: &Shared,
    session: SessionId,
    reader: &Member,
) -> Result<(), Failure> {
    let Member::Agent(agent, _) = reader else { return Ok(()) };
    let live = services.sessions.open(session).await?;
    if reader.may_read(&live.overview()).is_err() {
        services.audit.note_reading(agent, session).await?;
    }
    Ok(())
}

/// What the log says of a file.
pub(super) async fn named(services: &Shared, address: &Address) -> Result<FileInfo, Failure> {
    match files::known(&*services.store, address.session, address.file).await {
        Ok(Some(info)) => Ok(info),
        // An id that stands for something else is no file.
        Ok(None) | Err(FileError::Refused(_)) => Err(ErrorCode::NotFound.into()),
        Err(error) => Err(error.into()),
    }
}

/// Sends what is on the disk, with everything that keeps a browser from making more of it.
pub(super) async fn serve(
    path: &std::path::Path,
    media_type: &'static str,
    disposition: &str,
    info: &FileInfo,
    request: Request,
) -> Result<Response, Failure> {
    let octets = mime_guess::mime::APPLICATION_OCTET_STREAM;
    let sent = ServeFile::new_with_mime(path, &octets).oneshot(request).await;
    let mut response = match sent {
        Ok(response) => response.map(Body::new).into_response(),
        Err(never) => match never {},
    };
    if response.status().is_server_error() || response.status() == StatusCode::NOT_FOUND {
        tracing::error!(file.id = %info.id, "a file of a session can't be read");
        return Err(ErrorCode::NotFound.into());
    }
    let name = disposition_of(disposition, info.name.as_str());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_DISPOSITION, name);
    headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    Ok(response)
}

/// `Content-Disposition` with the name twice: plain for old programs, and whole (RFC 6266, 4.3).
fn disposition_of(disposition: &str, name: &str) -> HeaderValue {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_');
    let plain: String = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let whole = utf8_percent_encode(name, PLAIN);
    let text = format!("{disposition}; filename=\"{plain}\"; filename*=UTF-8''{whole}");
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_not_break_out_of_its_header() {
        let value = disposition_of("attachment", "Rechnung \"ä\"; x=1\r\n%41.pdf");
        let text = value.to_str().expect("text");
        assert_eq!(
            text,
            "attachment; filename=\"Rechnung ____ x_1___41.pdf\"; \
             filename*=UTF-8''Rechnung%20%22%C3%A4%22%3B%20x%3D1%0D%0A%2541.pdf"
        );
    }
}
