//! `POST /api/v1/phone-codes`: a code for an agent to read out.

use axum::extract::State;
use axum::http::StatusCode;
use corporate_protocol::{NewPhoneCode, PhoneCode};

use crate::state::Shared;
use crate::web::{Failure, Json, SignedIn};

/// Makes a code in place of the agent's last one.
pub(crate) async fn make(
    State(services): State<Shared>,
    SignedIn { agent, .. }: SignedIn,
    Json(NewPhoneCode { queue, language }): Json<NewPhoneCode>,
) -> Result<(StatusCode, axum::Json<PhoneCode>), Failure> {
    let code = services.phone.make(&agent, queue, language).await?;
    tracing::info!(agent.id = %agent.id, "phone code made");
    Ok((StatusCode::CREATED, axum::Json(code)))
}
