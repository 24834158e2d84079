//! The X11 module against real X servers: each test starts an Xvfb of its own, paints on it as
//! programs do, and looks at what the capturer says.
#![cfg(target_os = "linux")]

#[path = "x11/cursor.rs"]
mod cursor;
#[path = "x11/display.rs"]
mod display;
#[path = "x11/figures.rs"]
mod figures;
#[path = "x11/life.rs"]
mod life;
#[path = "x11/monitors.rs"]
mod monitors;
#[path = "x11/pixels.rs"]
mod pixels;
