//! Session reports: rows, figures and one session's whole report, for those with the right to
//! them. Everything here is computed from session logs and can be computed again.

mod picture;

use serde::{Deserialize, Serialize};

pub use picture::{PictureFigures, StepFigures};

use crate::{
    AgentId, AgentInSession, Assessment, ChatAfterUpgrade, CustomerFacts, EmailAddress, EndReason,
    ErrorCode, Event, HandoffId, Language, MessageText, Mode, Outcome, PersonName, QueueId, Seq,
    SessionId, SessionState, System, Timestamp,
};

/// Rows of one page of the list.
pub const REPORT_PAGE_ROWS: usize = 100;
/// Rows of one exported file.
pub const REPORT_EXPORT_ROWS: usize = 10_000;
/// Days that one list, export or set of figures may span: two years.
pub const REPORT_DAYS: i64 = 732;
/// Characters of the text that is looked for.
pub const REPORT_TEXT_CHARS: usize = 100;

/// What the list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportSort {
    /// When the session began.
    #[default]
    Started,
    /// The customer's name.
    Customer,
    /// How long the customer waited.
    Waiting,
    /// How long agents were there.
    Handling,
    /// How much was written.
    Messages,
}

/// The direction of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportOrder {
    /// Latest, longest, most, or the end of the alphabet first.
    #[default]
    Descending,
    /// The other way round.
    Ascending,
}

/// Query of the list and of exports: which sessions. Figures take `from`, `to`, `queue`, `agent`
/// and `zone`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct ReportFilter {
    /// Sessions that began at or after this moment; [`REPORT_DAYS`] before `to` where there is none.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub from: Option<Timestamp>,
    /// Sessions that began before this moment; now where there is none.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub to: Option<Timestamp>,
    /// The queue that they waited in last.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub queue: Option<QueueId>,
    /// An agent who took part at some time.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub agent: Option<AgentId>,
    /// How they came out.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub outcome: Option<Outcome>,
    /// How they began.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub mode: Option<Mode>,
    /// A part of the customer's name, e-mail address or question, or a session's whole id; at most
    /// [`REPORT_TEXT_CHARS`] characters.
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub text: Option<String>,
    /// What the list is sorted by.
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<ReportSort>"))]
    pub sort: ReportSort,
    /// In which direction.
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<ReportOrder>"))]
    pub order: ReportOrder,
}

/// One session in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRow {
    /// The session.
    pub id: SessionId,
    /// The customer's name.
    pub customer: PersonName,
    /// Where an answer goes.
    pub email: Option<EmailAddress>,
    /// The first question.
    pub question: Option<MessageText>,
    /// The queue that it waited in last.
    pub queue: QueueId,
    /// How it began.
    pub mode: Mode,
    /// The customer's language.
    pub language: Language,
    /// Everybody who ever joined, in that order.
    pub agents: Vec<AgentInSession>,
    /// When it began.
    pub started_at: Timestamp,
    /// When the first agent joined.
    pub first_joined_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Who ended it.
    pub end_reason: Option<EndReason>,
    /// Messages, the question among them.
    pub messages: u32,
    /// Files that were sent.
    pub files: u32,
    /// Whether the app joined.
    pub upgraded: bool,
    /// Whether the screen was shared.
    pub shared: bool,
    /// Milliseconds for which the screen was shared, pauses left out, up to the last that ended.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub sharing_ms: i64,
    /// Figures of the shared screen; none where none are known.
    pub picture: Option<PictureFigures>,
    /// How it came out.
    pub outcome: Outcome,
}

/// Answer to `GET /api/v1/reports/sessions`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportPage {
    /// At most [`REPORT_PAGE_ROWS`].
    pub rows: Vec<ReportRow>,
    /// Shown as `before`, it leads to the next page; none on the last one.
    pub next: Option<String>,
    /// Sessions that fit the filter, of all pages.
    pub total: u32,
}

/// Answer to `GET /api/v1/reports/sessions.json`: a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportExport {
    /// Sessions that fit the filter.
    pub total: u32,
    /// Whether `rows` holds all of them: at most [`REPORT_EXPORT_ROWS`] do.
    pub complete: bool,
    /// The sessions.
    pub rows: Vec<ReportRow>,
}

/// How long something took, over many sessions. Percentiles are exact: the nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Spread {
    /// Sessions that count.
    pub count: u32,
    /// Milliseconds on average.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub mean_ms: i64,
    /// Milliseconds that half of them did not exceed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub p50_ms: i64,
    /// Milliseconds that nine in ten did not exceed.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub p90_ms: i64,
    /// Milliseconds of the longest.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub longest_ms: i64,
}

/// Figures of some sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// How many.
    pub sessions: u32,
    /// Those that an agent joined.
    pub answered: u32,
    /// Those that ended before an agent joined; messages that were left don't count.
    pub abandoned: u32,
    /// From the beginning to the first agent; of chats in web and queue mode that were answered.
    pub waiting: Spread,
    /// From the first agent to the end; of all that have ended.
    pub handling: Spread,
}

/// Sessions that began on a day or in an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayFigures {
    /// The day in the reader's time zone, such as `2026-11-22`.
    pub day: String,
    /// How many.
    pub sessions: u32,
    /// Those that ended before an agent joined.
    pub abandoned: u32,
}

/// Sessions that began in an hour of the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HourFigures {
    /// 0 to 23 in the reader's time zone.
    pub hour: u8,
    /// How many.
    pub sessions: u32,
    /// Those that ended before an agent joined.
    pub abandoned: u32,
}

/// Figures of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QueueFigures {
    /// The queue that the sessions waited in last.
    pub queue: QueueId,
    /// The figures.
    pub figures: Figures,
}

/// Figures of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentFigures {
    /// The agent, by the name in the latest of these sessions.
    pub agent: AgentInSession,
    /// Of the sessions that this agent took part in; one with two agents counts for both.
    pub figures: Figures,
}

/// How many sessions came out in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeFigures {
    /// The way.
    pub outcome: Outcome,
    /// How many.
    pub sessions: u32,
}

/// How many sessions began in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModeFigures {
    /// The way.
    pub mode: Mode,
    /// How many.
    pub sessions: u32,
}

/// Answer to `GET /api/v1/reports/figures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportFigures {
    /// The first moment that counts.
    pub from: Timestamp,
    /// The first one after `from` that does not count any more.
    pub to: Timestamp,
    /// The time zone of days and hours; `UTC` where the one asked for is unknown.
    pub zone: String,
    /// Of all sessions.
    pub all: Figures,
    /// Those whose app joined.
    pub upgraded: u32,
    /// Those whose screen was shared.
    pub shared: u32,
    /// Messages in all of them.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub messages: i64,
    /// Files in all of them.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub files: i64,
    /// Milliseconds of sharing in all of them.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub sharing_ms: i64,
    /// Each day that the span touches, in order, those without sessions too.
    pub days: Vec<DayFigures>,
    /// The 24 hours of the day.
    pub hours: Vec<HourFigures>,
    /// Queues, the one with most sessions first.
    pub queues: Vec<QueueFigures>,
    /// Agents, the one with most sessions first.
    pub agents: Vec<AgentFigures>,
    /// Outcomes; each is there.
    pub outcomes: Vec<OutcomeFigures>,
    /// Modes; each is there.
    pub modes: Vec<ModeFigures>,
}

/// A code or ticket of a hand-off that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedPass {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: ErrorCode,
}

/// What became of one offer to move to the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandoffFacts {
    /// The hand-off.
    pub handoff: HandoffId,
    /// When it was offered.
    pub offered_at: Timestamp,
    /// By whom; none where the portal did.
    pub offered_by: Option<PersonName>,
    /// Where the customer was to chat afterwards.
    pub chat_after: ChatAfterUpgrade,
    /// When the customer's page got its first code.
    pub code_made_at: Option<Timestamp>,
    /// When an agent first made a code to be read out.
    pub read_out_at: Option<Timestamp>,
    /// When the last code grew too old before an opener had redeemed one.
    pub expired_at: Option<Timestamp>,
    /// When the browser fetched the opener, the last time.
    pub fetched_at: Option<Timestamp>,
    /// When the opener showed its code.
    pub started_at: Option<Timestamp>,
    /// When the app joined.
    pub joined_at: Option<Timestamp>,
    /// The system of opener or app, as far as it is known.
    pub system: Option<System>,
    /// The app's version.
    pub version: Option<String>,
    /// When the app left.
    pub left_at: Option<Timestamp>,
    /// When the offer was taken back.
    pub cancelled_at: Option<Timestamp>,
    /// Codes and tickets that were refused meanwhile.
    pub refused: Vec<RefusedPass>,
}

/// How a question for consent was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsentAnswer {
    /// OK.
    Given,
    /// No.
    Declined,
    /// Nobody answered in time.
    NoAnswer,
    /// The question went away unanswered, with the app or the session.
    Withdrawn,
}

/// One question for consent, and what was shown under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConsentFacts {
    /// The event that asked.
    pub seq: Seq,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// How; none while the question stands.
    pub answer: Option<ConsentAnswer>,
    /// When the first picture was about to be sent.
    pub shared_from: Option<Timestamp>,
    /// When sharing ended; none where it never began or still goes on.
    pub shared_to: Option<Timestamp>,
    /// Milliseconds of sharing, pauses left out, up to the last that ended.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub sharing_ms: i64,
    /// The monitors that were shown, each once, in the order of being shown: their numbers, counted
    /// from 1, or a name.
    pub monitors: Vec<String>,
    /// How often the customer paused.
    pub pauses: u32,
}

/// Answer to `GET /api/v1/reports/sessions/{id}`: everything about one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionReport {
    /// Its row in the list.
    pub row: ReportRow,
    /// Where it stands.
    pub state: SessionState,
    /// What agents note on it.
    pub assessment: Assessment,
    /// What the customer's browser said of itself.
    pub facts: CustomerFacts,
    /// Whether the account's terms were shown and agreed to.
    pub terms_accepted: bool,
    /// Its hand-offs, in order.
    pub handoffs: Vec<HandoffFacts>,
    /// The questions for consent, in order.
    pub consents: Vec<ConsentFacts>,
    /// Its whole log.
    pub events: Vec<Event>,
}
