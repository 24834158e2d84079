//! `PUT /api/v1/account`: all settings at once, as they were read and changed. What is unfit is
//! named by its path below `settings`.

use axum::extract::State;
use corporate_protocol::{Account, ErrorCode};
use serde_json::Value;

use crate::document;
use crate::staff::settings;
use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Keeps the settings; answers with their new revision.
pub(crate) async fn put(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
    Json(body): Json<Value>,
) -> Result<axum::Json<Account>, Failure> {
    let account: Account = document::read_known(&body).map_err(|path| {
        let field = path.strip_prefix("settings.").unwrap_or(&path);
        Failure::from(ErrorCode::SettingInvalid).at(field)
    })?;
    Ok(axum::Json(settings::put(&services, &agent, account).await?))
}
