//! The opener: a small program that a customer downloads from a web chat and runs once. It redeems
//! the code in its own file name, fetches the desktop app that the portal's signed release names,
//! and starts it with a ticket through a pipe.
//!
//! # What it trusts
//! One portal ([`Seal::origin`]), sealed when it is built or named by the machine's policy, and the
//! release keys ([`Seal::keys`]) that were sealed then (`CORPORATE_PORTAL_ORIGIN` and
//! `CORPORATE_RELEASE_KEY` in the environment of the *build*). Its file name can carry a
//! [`Code`](corporate_protocol::Code) and nothing else; arguments are `--help`, `--version` and
//! `--uninstall [--quiet]`. No switch, file or variable of the user's changes portal, keys or checks.
//! A proxy and the folder for programs are taken from where the system keeps them.
//!
//! # What it does
//! 1. **Redeeming**: `POST /api/v1/handoff/redeem`; no redirects, ever.
//! 2. **Checking**: the signatures first, then the manifest, then that its key was not retired and
//!    that it is no older than one seen from this portal, then whether the app is installed already
//!    (by SHA-256, not by name).
//! 3. **Asking** whether to go on with company and agent; nothing is started before the answer.
//! 4. **Downloading**, meanwhile: from the same origin, bounded by the signed size, resumed after a
//!    cut, hashed while it comes, into a folder that only this user can write. The ticket is renewed
//!    as long as this or the question lasts.
//! 5. **Starting**: `corporate-customer --handoff`, one JSON line through stdin (the ticket, and what
//!    the user has typed for the proxy), one line back.
//! 6. **Settling**: the app is noted for links, older ones are removed, a copy of the opener is kept
//!    that can remove everything ([`Removal`]).
//!
//! # What a user sees
//! One window with what is happening, or one sentence that says what to do, in German or English.
//! Exit codes: 0 the app has joined, 1 failed, 2 wrong arguments, 3 cancelled.
//!
//! # How it is laid out
//! [`Handoff`] is the core: no window, no global state; everything it needs is in [`Config`], so
//! tests give it their own portal, key and folder. [`Attempt`] runs it on a thread of its own. The
//! `window` shows it with the system's own controls, `corporate_proxy` finds the way to the portal,
//! and the `platform` module holds what differs between systems. What is there for macOS has only
//! been compiled and linked.

mod app;
mod arguments;
mod attempt;
mod download;
mod error;
mod file_name;
mod handoff;
mod language;
mod memory;
mod network;
mod platform;
mod proxy;
mod redeem;
mod release;
mod removal;
mod seal;
mod start;
mod store;
pub mod texts;
mod ticket;
pub mod window;

pub use arguments::{Arguments, UnknownArgument};
pub use attempt::Attempt;
pub use corporate_proxy::{Proxy, SignIn};
pub use error::{OpenerError, Remedy};
pub use file_name::code_of_this_program;
pub use handoff::{
    Cancel, Config, Confirmation, Handoff, RENEW_AFTER, Report, Reporter, SessionInfo, Step,
};
pub use language::system_language;
pub use platform::{SchemeHandler, data_folder, harden, own_program};
pub use proxy::ProxyChoice;
pub use release::ReleaseKey;
pub use removal::Removal;
pub use seal::Seal;
