//! Who is measured: ours and its peers, each in the best of its ordinary configurations. The words
//! that say which are printed with the table.

use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use corporate_stories::driver::Driver;
use corporate_stories::portal::Portal;
use corporate_stories::process::Owned;
use serde::Serialize;

use crate::room::Room;
use crate::scene::Scene;
use crate::webrtc::Signalling;
use crate::{freerdp, ours, tigervnc, webrtc};

/// A program that shares a screen, and its viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Peer {
    /// Corporate Customer, viewed in Chromium
    Ours,
    /// TigerVNC's x0tigervncserver, viewed by noVNC in Chromium
    Tigervnc,
    /// FreeRDP's shadow server, viewed by xfreerdp
    Freerdp,
    /// Chromium's WebRTC with the hint for text
    Webrtc,
    /// Chromium's WebRTC with the hint for motion: the film alone
    WebrtcMotion,
}

impl Peer {
    pub(crate) const ALL: [Self; 5] =
        [Self::Ours, Self::Tigervnc, Self::Freerdp, Self::Webrtc, Self::WebrtcMotion];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Tigervnc => "TigerVNC + noVNC",
            Self::Freerdp => "FreeRDP",
            Self::Webrtc => "WebRTC, detail",
            Self::WebrtcMotion => "WebRTC, motion",
        }
    }

    /// Its name in the names of files.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Tigervnc => "tigervnc",
            Self::Freerdp => "freerdp",
            Self::Webrtc => "webrtc",
            Self::WebrtcMotion => "webrtc-motion",
        }
    }

    /// How it is set up, for readers of the table.
    pub(crate) fn setting(self) -> &'static str {
        match self {
            Self::Ours => {
                "the programs of the folder `--programs`; viewer in Chromium, full screen, 1:1"
            }
            Self::Tigervnc => tigervnc::SETTING,
            Self::Freerdp => freerdp::SETTING,
            Self::Webrtc | Self::WebrtcMotion => webrtc::SETTING,
        }
    }

    /// Whether it plays this scene.
    pub(crate) fn plays(self, scene: Scene) -> bool {
        self != Self::WebrtcMotion || scene == Scene::Video
    }

    /// Shares the customer's screen, and shows it on the viewing display.
    pub(crate) async fn share(self, room: &Room, programs: &Path) -> Result<Sharing> {
        match self {
            Self::Ours => ours::share(room, programs).await,
            Self::Tigervnc => tigervnc::share(room).await,
            Self::Freerdp => freerdp::share(room).await,
            Self::Webrtc => webrtc::share(room, "detail").await,
            Self::WebrtcMotion => webrtc::share(room, "motion").await,
        }
    }
}

/// A shared screen. Dropping it ends it; the fields are in the order of ending.
#[derive(Default)]
#[expect(dead_code, reason = "most of it is only held until the end")]
pub(crate) struct Sharing {
    /// The programs that share; what they start counts with them.
    pub(crate) programs: Vec<u32>,
    /// The program whose memory is told.
    pub(crate) app: Option<u32>,
    pub(crate) viewer: Option<Driver>,
    pub(crate) processes: Vec<Owned>,
    pub(crate) portal: Option<Portal>,
    pub(crate) signalling: Option<Signalling>,
}
