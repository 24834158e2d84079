//! `PUT /api/v1/agents/me/password`: another password, for whoever knows the present one.

use axum::extract::State;
use axum::http::StatusCode;
use corporate_protocol::{ChangePassword, ErrorCode};

use crate::agents::SignInError;
use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Changes the password and ends the other sign-ins.
pub(crate) async fn password(
    State(services): State<Shared>,
    signed_in: SignedIn,
    Json(body): Json<ChangePassword>,
) -> Result<StatusCode, Failure> {
    let company = services.store.account().await?.settings.company;
    let done = services.door.change_password(&signed_in, body.old, body.new, &company).await;
    done.map_err(|error| match error {
        SignInError::Refused(ErrorCode::WrongPassword) => {
            Failure::from(ErrorCode::WrongPassword).at("old")
        }
        SignInError::PasswordLength | SignInError::PasswordWeak => {
            Failure::from(ErrorCode::PasswordWeak).at("new")
        }
        other => other.into(),
    })?;
    tracing::info!(agent.id = %signed_in.agent.id, "password changed");
    Ok(StatusCode::NO_CONTENT)
}
