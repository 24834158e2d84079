//! `GET /download/Corporate-Opener-<code>`: the same bytes for everybody with that system and
//! processor; only the name differs.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, Method, Request, header};
use axum::response::Response;
use corporate_protocol::{Code, ErrorCode, System};
use schemars::JsonSchema;
use serde::Deserialize;
use tokio::time::Instant;

use crate::handoffs::Guesses;
use crate::sessions::SessionError;
use crate::state::Shared;
use crate::web::{Client, Failure, Query, system_of};

/// Which machine the opener is for; what the browser says where it is not given.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct For {
    system: Option<System>,
    arch: Option<Arch>,
}

/// A processor, as `std::env::consts::ARCH` names it.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Arch {
    X86_64,
    Aarch64,
}

impl Arch {
    const fn name(self) -> &'static str {
        match self {
            Self::X86_64 => "x86_64",
            Self::Aarch64 => "aarch64",
        }
    }
}

/// Sends the opener, and logs the first time in the session.
pub(crate) async fn opener(
    State(services): State<Shared>,
    Client(address): Client,
    Path(file_name): Path<String>,
    Query(wanted): Query<For>,
    request: Request<Body>,
) -> Result<Response, Failure> {
    let code = Code::from_file_name(&file_name).ok_or(ErrorCode::CodeUnknown)?;
    let attempt = services.limits.handoffs.code(&address, Instant::now())?;
    let system = wanted.system.unwrap_or_else(|| system_of(request.headers()));
    let asks_only = request.method() == Method::HEAD;
    let found = async {
        let release = services.release.as_ref().ok_or(ErrorCode::ReleaseMissing)?;
        let arch = wanted.arch.map(Arch::name);
        let file = release.opener(system, arch).ok_or(ErrorCode::ReleaseMissing)?;
        Ok((release, file, services.handoffs.look_up(&code).await?))
    };
    let found: Result<_, SessionError> = found.await;
    Guesses::shown(attempt, found.as_ref().err().map(SessionError::code), Instant::now());
    let (release, file, shown) = found?;
    let mut response = super::send(release, file, request).await?;
    if !asks_only && response.status().is_success() {
        services.handoffs.fetched(shown, system).await?;
    }
    let name = format!("{}{}", code.file_name(), system.program_ending());
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .map_err(|_| ErrorCode::Internal)?;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
