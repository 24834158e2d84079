//! Corporate Customer, the customer's desktop app: joins one session by an opener's ticket or
//! after its own question for a link's code, shows its chat,
//! asks for consent, and after an OK shares the screen until it is stopped.
//!
//! Everything that decides anything runs, and is tested, without a window: [`session`] follows
//! the log and the customer's wishes, [`consent`] guards the screen, [`sharing`] reads and sends
//! it. [`desktop`] puts windows around them.

pub mod arguments;
pub mod claim;
pub mod consent;
pub mod desktop;
pub mod environment;
pub mod handoff;
pub mod invitation;
pub mod language;
pub mod logging;
pub mod origin;
pub mod platform;
mod pointer;
pub mod session;
pub mod sharing;
pub mod transcript;
pub mod view;
