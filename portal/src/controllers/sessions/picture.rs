//! `GET /api/v1/sessions/{session}/files/{file}/picture`: what the portal itself has drawn from a
//! picture that somebody sent. The only thing of a file that a page may show.

use axum::extract::{Request, State};
use axum::response::Response;
use corporate_protocol::ErrorCode;

use super::files::{Address, named, note_reading, serve};
use crate::files::PictureKind;
use crate::state::Shared;
use crate::web::{Failure, Member};

/// Sends the picture to somebody who may read, where there is one.
pub(crate) async fn picture(
    State(services): State<Shared>,
    address: Address,
    reader: Member,
    request: Request,
) -> Result<Response, Failure> {
    let info = named(&services, &address).await?;
    if info.picture.is_none() {
        return Err(ErrorCode::NotFound.into());
    }
    note_reading(&services, address.session, &reader).await?;
    for kind in PictureKind::ALL {
        let path = services.files.picture_path(address.session, info.id, kind);
        if tokio::fs::try_exists(&path).await.unwrap_or_default() {
            return serve(&path, kind.media_type(), "inline", &info, request).await;
        }
    }
    Err(ErrorCode::NotFound.into())
}
