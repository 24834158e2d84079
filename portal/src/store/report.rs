//! What a store keeps for reports: one row a session, computed from its log in the transaction
//! that adds an event. It can be thrown away and computed again; nothing else depends on it.

mod index;

use corporate_protocol::report::{ReportOrder, ReportRow, ReportSort};
use corporate_protocol::{
    AgentId, AgentInSession, Mode, Outcome, QueueId, SessionId, Timestamp, report::Figures,
};

pub(crate) use index::{INDEX_VERSION, Indexed, Joined};

use super::Answer;

/// Sessions that a report speaks of: a filter that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Which {
    /// Began at or after this moment.
    pub from: Timestamp,
    /// Began before this moment.
    pub to: Timestamp,
    /// Waited here last.
    pub queue: Option<QueueId>,
    /// This agent took part.
    pub agent: Option<AgentId>,
    /// Came out so.
    pub outcome: Option<Outcome>,
    /// Began so.
    pub mode: Option<Mode>,
    /// In lower case: a part of name, address or question, or the session's id.
    pub words: Option<String>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sorting {
    /// By what.
    pub sort: ReportSort,
    /// In which direction.
    pub order: ReportOrder,
}

/// What a list is sorted by, of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SortKey {
    /// A moment, a span or a count.
    Number(i64),
    /// A name.
    Text(String),
}

/// The place of a row in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// What the list is sorted by.
    pub key: SortKey,
    /// The session, for rows that are alike.
    pub session: SessionId,
}

/// Sessions that began in one quarter of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quarter {
    /// Its first moment.
    pub at: Timestamp,
    /// How many.
    pub sessions: u32,
    /// Those that ended before an agent joined.
    pub abandoned: u32,
}

/// Everything that figures are made of, as of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// Of all sessions.
    pub all: Figures,
    /// Those whose app joined.
    pub upgraded: u32,
    /// Those whose screen was shared.
    pub shared: u32,
    /// Messages.
    pub messages: i64,
    /// Files.
    pub files: i64,
    /// Milliseconds of sharing.
    pub sharing_ms: i64,
    /// When they began, in order.
    pub quarters: Vec<Quarter>,
    /// By queue, most sessions first.
    pub queues: Vec<(QueueId, Figures)>,
    /// By agent, most sessions first.
    pub agents: Vec<(AgentInSession, Figures)>,
    /// By outcome; those that are there.
    pub outcomes: Vec<(Outcome, u32)>,
    /// By mode; those that are there.
    pub modes: Vec<(Mode, u32)>,
}

/// Looks sessions up for reports.
pub(crate) trait ReportStore {
    /// At most `most` rows after a place, or the first ones, each with its place.
    fn report_rows<'a>(
        &'a self,
        which: &'a Which,
        sorting: Sorting,
        after: Option<&'a Place>,
        most: usize,
    ) -> Answer<'a, Vec<(ReportRow, Place)>>;
    /// How many there are.
    fn report_total<'a>(&'a self, which: &'a Which) -> Answer<'a, u32>;
    /// One session's row.
    fn report_row(&self, session: SessionId) -> Answer<'_, Option<ReportRow>>;
    /// The numbers of all of them.
    fn report_numbers<'a>(&'a self, which: &'a Which) -> Answer<'a, Numbers>;
}
