//! How agents come in and what they do with their own account: signing in, passwords, the second
//! factor, the devices on which they are signed in. Types with secrets show none in `Debug`.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AgentId, PersonName, QueueId, Role, Timestamp};

/// Body of `POST /api/v1/agents/sign-in`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignIn {
    /// Whose door.
    pub email: String,
    /// The password.
    pub password: String,
    /// Six digits of the second factor or a recovery code; asked for by `second_factor_needed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub second_factor: Option<String>,
}

/// Answer to `POST /api/v1/agents/sign-in` and `GET /api/v1/agents/me`: an agent as the agent's
/// own pages see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OwnAgent {
    /// Which one.
    pub id: AgentId,
    /// The name that customers see.
    pub name: PersonName,
    /// For signing in.
    pub email: String,
    /// What the agent is there for.
    pub roles: Vec<Role>,
    /// Whether session reports may be opened.
    pub may_open_reports: bool,
    /// The queues that the agent serves; none for all.
    pub queues: Vec<QueueId>,
    /// Sessions at once.
    pub most_sessions: u32,
    /// Whether a new password must be chosen first; until then nothing else is allowed.
    pub must_change_password: bool,
    /// Whether a second factor is asked for at sign-in.
    pub second_factor: bool,
    /// Recovery codes that are left, where there is a second factor.
    pub recovery_codes: u32,
}

/// One sign-in, for good: names it without being its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SignInId(pub Uuid);

/// One row of `GET /api/v1/agents/me/sign-ins`: a device on which the agent is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignInDevice {
    /// Which sign-in.
    pub id: SignInId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// Such as `Firefox 150`.
    pub browser: Option<String>,
    /// Such as `Windows`.
    pub system: Option<String>,
    /// When it began.
    pub signed_in_at: Timestamp,
    /// When it was used last, to a few minutes.
    pub used_at: Timestamp,
}

/// Body of `PUT /api/v1/agents/me/password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangePassword {
    /// The present password.
    pub old: String,
    /// The password from now on.
    pub new: String,
}

/// Answer to `POST /api/v1/agents/me/second-factor`: a secret that counts from the moment when
/// [`ConfirmSecondFactor`] shows that it has arrived.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewSecondFactor {
    /// For typing in: base32 (RFC 4648) in groups of four.
    pub secret: String,
    /// For programs: `otpauth://totp/…`.
    pub uri: String,
    /// The same as a picture to point a telephone at.
    pub qr_svg: String,
}

/// Body of `PUT /api/v1/agents/me/second-factor`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfirmSecondFactor {
    /// Six digits that the new secret makes now.
    pub code: String,
}

/// Answer to `PUT /api/v1/agents/me/second-factor`: the only time that these are shown.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecoveryCodes {
    /// Each of them stands in for the second factor once.
    pub recovery_codes: Vec<String>,
}

/// Body of `POST /api/v1/agents/me/second-factor`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProvePassword {
    /// The password.
    pub password: String,
}

/// Body of `DELETE /api/v1/agents/me/second-factor`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RemoveSecondFactor {
    /// The password.
    pub password: String,
    /// Six digits or a recovery code.
    pub code: String,
}

macro_rules! hidden {
    ($($name:ident),*) => {
        $(
            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(concat!(stringify!($name), "(…)"))
                }
            }
        )*
    };
}

hidden!(
    SignIn,
    ChangePassword,
    NewSecondFactor,
    ConfirmSecondFactor,
    RecoveryCodes,
    ProvePassword,
    RemoveSecondFactor
);
