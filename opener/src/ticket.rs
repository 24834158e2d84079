//! The ticket between the portal and the app: kept young while a download or a question lasts.

use std::time::{Duration, Instant};

use corporate_protocol::{ErrorCode, RenewRequest, RenewResponse, Ticket};

use crate::OpenerError;
use crate::network::Network;
use crate::redeem;

/// Where tickets are renewed.
const PATH: &str = "/api/v1/handoff/renew";
/// Bytes of the answer.
const ANSWER_BYTES: u64 = 16 * 1024;
/// The wait after a renewal that has failed on the way.
const AGAIN: Duration = Duration::from_secs(5);
/// Renewals right before the start that may fail on the way.
const LAST_TRIES: u32 = 3;

/// A ticket, and how old it is.
#[derive(Debug)]
pub(crate) struct Held {
    ticket: Ticket,
    since: Instant,
    /// Not before this; after a renewal that has failed on the way.
    next_try: Option<Instant>,
}

impl Held {
    /// A ticket that was given just now.
    pub(crate) fn new(ticket: Ticket) -> Self {
        Self { ticket, since: Instant::now(), next_try: None }
    }

    /// The ticket itself, for the app's pipe.
    pub(crate) const fn ticket(&self) -> &Ticket {
        &self.ticket
    }

    /// Renews it where it is older than `age`. A failure on the way is none yet: it is tried again
    /// a little later. A portal that refuses has the last word.
    pub(crate) fn tend(&mut self, network: &Network, age: Duration) -> Result<(), OpenerError> {
        let waits = self.next_try.is_some_and(|time| Instant::now() < time);
        if self.since.elapsed() < age || waits {
            return Ok(());
        }
        match self.renew(network) {
            Err(error) if is_on_the_way(&error) => {
                self.next_try = Some(Instant::now() + AGAIN);
                Ok(())
            }
            renewed => renewed,
        }
    }

    /// Renews it where it is older than `age`, for the app that is started next.
    pub(crate) fn freshen(
        &mut self,
        network: &Network,
        age: Duration,
        mut wait: impl FnMut(Duration) -> Result<(), OpenerError>,
    ) -> Result<(), OpenerError> {
        if self.since.elapsed() < age {
            return Ok(());
        }
        let mut pause = Duration::from_millis(250);
        for _ in 1..LAST_TRIES {
            match self.renew(network) {
                Err(error) if is_on_the_way(&error) => wait(pause)?,
                renewed => return renewed,
            }
            pause *= 4;
        }
        self.renew(network)
    }

    fn renew(&mut self, network: &Network) -> Result<(), OpenerError> {
        let asked = Instant::now();
        let request = RenewRequest { ticket: self.ticket.clone() };
        let answer = network.post(PATH, &request, ANSWER_BYTES)?;
        let given: RenewResponse = redeem::read(&answer)?;
        // Counted from the question on: the portal has given it no later than the answer came.
        *self = Self { ticket: given.ticket, since: asked, next_try: None };
        Ok(())
    }
}

/// Whether it may work a little later with the same ticket.
const fn is_on_the_way(error: &OpenerError) -> bool {
    match error {
        OpenerError::Portal(code) => {
            matches!(code, ErrorCode::RateLimited | ErrorCode::Internal | ErrorCode::Unavailable)
        }
        other => other.can_go_on(),
    }
}
