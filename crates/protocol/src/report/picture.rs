//! What a shared screen came to: how long frames took, and what they were made of.

use serde::{Deserialize, Serialize};

/// How long one step took, over all frames of a session, in microseconds: the upper end of a range
/// of about an eighth. Times of other machines are durations only; clocks are never compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StepFigures {
    /// Half of the frames took no longer.
    pub p50_us: u32,
    /// Of twenty frames nineteen took no longer.
    pub p95_us: u32,
}

/// Figures of a shared screen, as the portal that passed its frames on has seen them. Written
/// whenever the app's screen socket closes: what came after that before a portal died is not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureFigures {
    /// Frames that were passed on.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub frames: u64,
    /// Reading the pixels.
    pub capture: StepFigures,
    /// Converting and encoding.
    pub encode: StepFigures,
    /// Waiting between encoder and socket.
    pub send: StepFigures,
    /// Inside the portal.
    pub relay: StepFigures,
    /// From arrival in the viewer to decoded.
    pub decode: StepFigures,
    /// From decoded to painted.
    pub paint: StepFigures,
    /// All of these for each frame together, without the network.
    pub sum: StepFigures,
    /// Bytes of video.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub video_bytes: u64,
    /// Bytes of exact pixels.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub patch_bytes: u64,
    /// Bytes of copies within the picture.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub move_bytes: u64,
    /// Bytes of the cursor's shapes and places.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub cursor_bytes: u64,
    /// All bytes of all frames.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub bytes: u64,
    /// Thousandths of the picture that were exact at the end; none where that is not known.
    pub exact_permille: Option<u16>,
}
