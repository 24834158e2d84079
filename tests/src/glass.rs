//! The pure parts of the picture's bench: the strip that numbers updates, the figures made of what
//! was seen, the slow line, and the comparison of pictures. No displays, no processes, no clock.

pub mod figures;
pub mod goal;
pub mod likeness;
pub mod line;
pub mod strip;
