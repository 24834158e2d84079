//! Which proxy stands between this machine and its portal. Asked in this order: the variables of
//! the process, then what this user's system has set, scripts for automatic configuration included
//! as far as the system itself evaluates them. A portal on this machine is never asked for through
//! a proxy, which would look for it on its own machine. Opener and app ask here and nowhere else.
//!
//! Systems answer slowly at times (a script has to be fetched): [`route`] blocks, and belongs on a
//! thread that may. Only proxies that take CONNECT are known, by HTTP or HTTPS; SOCKS is an error.

mod error;
mod platform;
mod proxy;
mod route;
mod rules;
mod sign_in;
mod typed;
mod variables;

pub use error::ProxyError;
pub use proxy::{Proxy, ProxyScheme};
pub use route::{Route, is_on_this_machine, route};
pub use sign_in::SignIn;
pub use typed::TypedSignIn;
