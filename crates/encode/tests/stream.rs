//! The encoder's operations, applied as a viewer applies them, with another decoder than the
//! browser's; and what the stream itself says.

#[path = "stream/exactness.rs"]
mod exactness;
#[path = "stream/figures.rs"]
mod figures;
#[path = "stream/motion.rs"]
mod motion;
#[path = "stream/parameters.rs"]
mod parameters;
#[path = "stream/scene.rs"]
mod scene;
#[path = "stream/viewer.rs"]
mod viewer;
