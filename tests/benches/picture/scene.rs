//! What happens on the customer's screen: real X windows that hold still, are typed into, scrolled,
//! dragged, or play a film. One act a scene; the desk numbers and times what the acts paint.

mod moving;
mod typing;
mod video;

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt, CreateGCAux, CreateWindowAux, Rectangle, WindowClass,
};
use x11rb::rust_connection::RustConnection;

use crate::glass::Region;
use crate::scene::moving::{Dragging, Scrolling};
use crate::scene::typing::Typing;
pub(crate) use crate::scene::video::Video;

/// A scene by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scene {
    /// Nothing changes
    Idle,
    /// A small square flips now and then, and nothing else changes
    Flash,
    /// Eight letters a second in an editor, and its caret blinks
    Typing,
    /// A page of text scrolls by three lines, 30 times a second
    Scrolling,
    /// The same, and the small square flips now and then
    FlashScrolling,
    /// A window full of text moves over another one, 30 times a second
    Dragging,
    /// A film of 1280x720, 30 pictures a second
    Video,
}

impl Scene {
    /// All of them, in the order of playing.
    pub(crate) const ALL: [Self; 7] = [
        Self::Idle,
        Self::Flash,
        Self::Typing,
        Self::Scrolling,
        Self::FlashScrolling,
        Self::Dragging,
        Self::Video,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Flash => "flash",
            Self::Typing => "typing",
            Self::Scrolling => "scrolling",
            Self::FlashScrolling => "flash while scrolling",
            Self::Dragging => "window drag",
            Self::Video => "video",
        }
    }

    /// Whether the square flips in it.
    pub(crate) fn flashes(self) -> bool {
        matches!(self, Self::Flash | Self::FlashScrolling)
    }
}

/// Thirty times a second.
const THIRTIETH: Duration = Duration::from_nanos(33_333_333);
/// Left and upper edge of what scenes use of the desk.
const CORNER: (i16, i16) = (96, 112);

/// Where windows are made.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    pub(crate) connection: &'a RustConnection,
    pub(crate) desk: u32,
}

impl Ground<'_> {
    /// A window on the desk, not shown yet, that the server itself fills with this pixmap.
    fn window(self, region: Region, pixmap: Option<u32>) -> Result<u32> {
        let window = self.connection.generate_id()?;
        let Region { x, y, width, height } = region;
        let mut look = CreateWindowAux::new();
        look.background_pixmap = pixmap;
        let class = WindowClass::INPUT_OUTPUT;
        self.connection
            .create_window(0, window, self.desk, x, y, width, height, 0, class, 0, &look)?;
        Ok(window)
    }

    fn pen(self) -> Result<u32> {
        let pen = self.connection.generate_id()?;
        let silent = CreateGCAux::new().graphics_exposures(0);
        self.connection.create_gc(pen, self.desk, &silent)?;
        Ok(pen)
    }
}

/// One scene's windows and what happens in them.
pub(crate) trait Act {
    /// The windows, the lowest first.
    fn windows(&self) -> Vec<u32>;
    /// Sends the requests for the next update.
    fn paint(&mut self, ground: Ground<'_>) -> Result<()>;
    /// From the last update to the next one.
    fn pause(&mut self) -> Duration;
}

/// Sets a scene; none where the desk alone is enough.
pub(crate) fn act(scene: Scene, ground: Ground<'_>) -> Result<Option<Box<dyn Act>>> {
    Ok(match scene {
        Scene::Idle | Scene::Flash => None,
        Scene::Typing => Some(Box::new(Typing::new(ground)?)),
        Scene::Scrolling | Scene::FlashScrolling => Some(Box::new(Scrolling::new(ground)?)),
        Scene::Dragging => Some(Box::new(Dragging::new(ground)?)),
        Scene::Video => Some(Box::new(Video::new(ground)?)),
    })
}

/// Rectangles of the strip's cells of one colour.
pub(crate) fn cells_of(cells: &[bool], white: bool, x: i16, y: i16, cell: u16) -> Vec<Rectangle> {
    let places = cells.iter().enumerate().filter(|(_, is_white)| **is_white == white);
    let rectangle =
        |(place, _)| Rectangle { x: x + place as i16 * cell as i16, y, width: cell, height: cell };
    places.map(rectangle).collect()
}
