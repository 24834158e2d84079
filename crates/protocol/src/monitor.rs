//! The customer's monitors: which there are, which one is shown, and the question for another one.
//! An agent can only ask. Another monitor is shown by a command of the app, which gives it for an
//! act of the customer's and for nothing else.

use serde::{Deserialize, Serialize};

use crate::{
    AgentInSession, Author, CommandBody, Consent, ErrorCode, Event, EventBody, RefusedConsent, Seq,
    SessionState, Sharing, limits,
};

/// One of the customer's monitors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorInfo {
    /// What people call it by, counted from 1; one more than in a frame. The same as long as the
    /// app shares, whatever is plugged in or out meanwhile.
    pub number: u16,
    /// Its width in pixels.
    pub width: u16,
    /// Its height in pixels.
    pub height: u16,
}

/// An agent asks to see another monitor, and the customer has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MonitorQuestion {
    /// The event that asks.
    pub seq: Seq,
    /// The monitor's number.
    pub monitor: u16,
    /// Who asks.
    pub by: AgentInSession,
}

/// Which monitors there are and which one is shown; empty while nothing is shared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Monitors {
    /// All of them, as far as the app has said.
    pub all: Vec<MonitorInfo>,
    /// The number of the one that the customer shows; none where the app gave it a name only.
    pub shown: Option<u16>,
    /// The open question for another one.
    pub asked: Option<MonitorQuestion>,
}

impl Monitors {
    /// The monitor with this number.
    pub fn get(&self, number: u16) -> Option<&MonitorInfo> {
        self.all.iter().find(|monitor| monitor.number == number)
    }

    /// Takes an event of the log in that may be about monitors.
    pub(crate) fn apply(&mut self, event: &Event) {
        match &event.body {
            EventBody::SharingStarted { monitor, monitors, .. } => {
                *self = Self { all: monitors.clone(), shown: monitor.parse().ok(), asked: None };
            }
            EventBody::MonitorsChanged { monitors } => {
                self.all.clone_from(monitors);
                // Nobody can say yes to what is not there any more.
                let gone = |question: &MonitorQuestion| {
                    monitors.iter().all(|monitor| monitor.number != question.monitor)
                };
                self.asked = self.asked.take().filter(|question| !gone(question));
            }
            EventBody::MonitorAsked { monitor } => {
                if let Author::Agent { id, name } = &event.author {
                    let by = AgentInSession { id: *id, name: name.clone() };
                    self.asked = Some(MonitorQuestion { seq: event.seq, monitor: *monitor, by });
                }
            }
            EventBody::MonitorShown { monitor, .. } => {
                self.shown = Some(*monitor);
                self.asked = None;
            }
            EventBody::MonitorRefused { .. } => self.asked = None,
            _ => {}
        }
    }
}

/// What an agent's command about monitors becomes; none for every other command.
pub(crate) fn by_agent(
    state: &SessionState,
    command: &CommandBody,
) -> Option<Result<EventBody, ErrorCode>> {
    let CommandBody::AskMonitor { monitor } = command else { return None };
    let Monitors { shown, asked, .. } = &state.monitors;
    let another = state.monitors.get(*monitor).is_some() && *shown != Some(*monitor);
    // One question at a time, so that an answer can't meet another one than was read.
    let open = state.may_show() && another && asked.is_none();
    Some(if open {
        Ok(EventBody::MonitorAsked { monitor: *monitor })
    } else {
        Err(ErrorCode::NotNow)
    })
}

/// What the app's command about monitors becomes; none for every other command.
pub(crate) fn by_app(
    state: &SessionState,
    command: &CommandBody,
) -> Option<Result<EventBody, ErrorCode>> {
    let shares = state.consent == Consent::Given && state.sharing != Sharing::Off;
    let Monitors { all, shown, asked } = &state.monitors;
    let (possible, event) = match command {
        CommandBody::ListMonitors { monitors } => {
            if !are_monitors(monitors) {
                return Some(Err(ErrorCode::BadRequest));
            }
            (shares && monitors != all, EventBody::MonitorsChanged { monitors: monitors.clone() })
        }
        CommandBody::ShowMonitor { monitor, width, height } => {
            let (monitor, width, height) = (*monitor, *width, *height);
            let another = state.monitors.get(monitor).is_some() && *shown != Some(monitor);
            (shares && another, EventBody::MonitorShown { monitor, width, height })
        }
        CommandBody::RefuseMonitor { monitor, timed_out } => {
            let reason =
                if *timed_out { RefusedConsent::NoAnswer } else { RefusedConsent::Declined };
            let is_asked = asked.as_ref().is_some_and(|question| question.monitor == *monitor);
            (is_asked, EventBody::MonitorRefused { monitor: *monitor, reason })
        }
        _ => return None,
    };
    Some(if possible { Ok(event) } else { Err(ErrorCode::NotNow) })
}

/// Whether an app may say this of its machine: not too many, each with a size and a number of its
/// own. An app that knows of none says none.
pub(crate) fn are_monitors(monitors: &[MonitorInfo]) -> bool {
    let is_one = |(at, monitor): (usize, &MonitorInfo)| {
        let sides = 1..=limits::PICTURE_SIDE;
        let MonitorInfo { number, width, height } = *monitor;
        number > 0
            && sides.contains(&width)
            && sides.contains(&height)
            && monitors[..at].iter().all(|other| other.number != number)
    };
    monitors.len() <= limits::MONITORS && monitors.iter().enumerate().all(is_one)
}
