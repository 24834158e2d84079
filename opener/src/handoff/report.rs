//! What a hand-off tells whoever watches it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use corporate_protocol::{Language, PersonName, PortalOrigin, RedeemResponse};

use crate::OpenerError;

/// Reports that may wait to be read.
const WAITING: usize = 32;

/// One report.
#[derive(Debug)]
pub enum Report {
    /// A step has begun or got on.
    Step(Step),
    /// The portal has told whose session it is.
    Session(SessionInfo),
}

/// The steps of a hand-off, in their order.
#[derive(Debug)]
pub enum Step {
    /// The code is shown to the portal.
    Redeeming,
    /// Release and installed app are checked.
    Checking,
    /// The user is asked whether to go on with this session: company, agent and portal are known,
    /// and nothing is started before [`Attempt::go_on`](crate::Attempt::go_on). The question stands
    /// until then; the app may come meanwhile, which is reported by `Downloading`. Reported once
    /// more when the app is there and the answer alone is missing.
    Asking,
    /// The app is coming.
    Downloading {
        /// Bytes that have come, those of an earlier try included.
        done_bytes: u64,
        /// Bytes that the release says.
        total_bytes: u64,
    },
    /// The app was started and joins the session.
    Starting,
    /// The app has joined. The last report.
    Done,
    /// It can't go on. The last report.
    Failed(OpenerError),
}

/// Whose session it is, for the user to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// The company, one line; the portal's address where its name can't be shown.
    pub company: String,
    /// The agent who offered to go on in the app.
    pub agent: PersonName,
    /// The language of the session.
    pub language: Language,
}

impl SessionInfo {
    pub(super) fn new(given: &RedeemResponse, origin: &PortalOrigin) -> Self {
        let company = PersonName::parse(&given.company)
            .map_or_else(|_| origin.to_string(), |name| name.as_str().to_owned());
        Self { company, agent: given.agent.clone(), language: given.language }
    }
}

/// The worker's end of the channel. When nobody listens any more, reports are dropped: the
/// hand-off ends by being cancelled, not by being unheard.
pub struct Reporter(SyncSender<Report>);

impl Reporter {
    /// A bounded channel: new steps wait for a reader, progress within a step is left out where
    /// the reader is behind.
    pub fn channel() -> (Self, Receiver<Report>) {
        let (sender, receiver) = sync_channel(WAITING);
        (Self(sender), receiver)
    }

    pub(crate) fn step(&self, step: Step) {
        self.0.send(Report::Step(step)).ok();
    }

    pub(crate) fn progress(&self, done_bytes: u64, total_bytes: u64) {
        self.0.try_send(Report::Step(Step::Downloading { done_bytes, total_bytes })).ok();
    }

    pub(crate) fn session(&self, info: SessionInfo) {
        self.0.send(Report::Session(info)).ok();
    }
}
