//! What is known about a monitor before it is captured.

/// A monitor as its system lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Monitor {
    /// Its place in the list, counted from 0: the number of it in screen frames.
    pub index: u16,
    /// The system's own number of it.
    pub id: u32,
    /// The system's name of it, such as `HDMI-1`.
    pub name: String,
    /// Left edge on the desktop, in pixels.
    pub x: i32,
    /// Upper edge on the desktop, in pixels.
    pub y: i32,
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// Whether the system calls it the primary one.
    pub primary: bool,
    /// How many pixels make one unit of its owner's settings; 1.0 where unknown.
    pub scale: f32,
}
