//! Whole sessions without a window: the real link, conductor, pipeline and encoder, against a
//! portal and a screen that are made for each test.

mod consent;
mod invitation;
mod monitors;
mod portal;
mod resume;
mod secrets;
mod stage;
