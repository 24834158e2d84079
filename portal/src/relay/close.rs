//! The codes with which screen and log sockets are closed. 4000 to 4999 are free for
//! applications (RFC 6455, 7.4.2); each keeps its meaning for ever.

/// The portal stops; come back later.
pub(crate) const RESTART: u16 = 1012;
/// The message was not understood.
pub(crate) const MALFORMED: u16 = 4400;
/// The right to this socket is gone, such as by signing out.
pub(crate) const NOT_ALLOWED: u16 = 4401;
/// A frame came without the customer's consent.
pub(crate) const NO_CONSENT: u16 = 4403;
/// The viewer acknowledged nothing for too long.
pub(crate) const TOO_SLOW: u16 = 4408;
/// A newer socket of the same app took the place.
pub(crate) const REPLACED: u16 = 4409;
/// The session is over, or the app has left it.
pub(crate) const ENDED: u16 = 4410;
