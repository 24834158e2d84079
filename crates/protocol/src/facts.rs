//! What a customer's browser says of itself, for the agent's eyes: never believed, never needed.

use serde::{Deserialize, Serialize};

use crate::PageAddress;

/// Facts beside a chat. The portal reads browser and system from the `User-Agent` and keeps short
/// plain words only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CustomerFacts {
    /// The page that the chat was started from, where it was embedded in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub page: Option<PageAddress>,
    /// Such as `Firefox 150`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub browser: Option<String>,
    /// Such as `Windows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub system: Option<String>,
}
