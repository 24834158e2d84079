//! Figures from numbers: days and hours as the reader's time zone counts them, and every outcome,
//! mode and hour there, even where nothing happened.

use corporate_protocol::report::{
    AgentFigures, DayFigures, HourFigures, ModeFigures, OutcomeFigures, QueueFigures, ReportFigures,
};
use corporate_protocol::{Mode, Outcome, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, Zoned};

use crate::store::{Numbers, Which};

const OUTCOMES: [Outcome; 3] = [Outcome::Resolved, Outcome::Unresolved, Outcome::Unknown];
const MODES: [Mode; 4] = [Mode::Web, Mode::Queue, Mode::Phone, Mode::Message];

/// The figures of the sessions that were asked about.
pub(crate) fn figures(which: &Which, numbers: Numbers, zone: &TimeZone) -> ReportFigures {
    let (days, hours) = days_and_hours(which, &numbers, zone);
    let of = |found: Option<u32>| found.unwrap_or_default();
    let outcomes = OUTCOMES.map(|outcome| {
        let found = numbers.outcomes.iter().find(|(known, _)| *known == outcome);
        OutcomeFigures { outcome, sessions: of(found.map(|(_, sessions)| *sessions)) }
    });
    let modes = MODES.map(|mode| {
        let found = numbers.modes.iter().find(|(known, _)| *known == mode);
        ModeFigures { mode, sessions: of(found.map(|(_, sessions)| *sessions)) }
    });
    let queues = numbers.queues.into_iter();
    let agents = numbers.agents.into_iter();
    ReportFigures {
        from: which.from,
        to: which.to,
        zone: zone.iana_name().unwrap_or("UTC").to_owned(),
        all: numbers.all,
        upgraded: numbers.upgraded,
        shared: numbers.shared,
        messages: numbers.messages,
        files: numbers.files,
        sharing_ms: numbers.sharing_ms,
        days,
        hours,
        queues: queues.map(|(queue, figures)| QueueFigures { queue, figures }).collect(),
        agents: agents.map(|(agent, figures)| AgentFigures { agent, figures }).collect(),
        outcomes: outcomes.to_vec(),
        modes: modes.to_vec(),
    }
}

/// A quarter of an hour lies within one day and one hour of every time zone there is.
fn days_and_hours(
    which: &Which,
    numbers: &Numbers,
    zone: &TimeZone,
) -> (Vec<DayFigures>, Vec<HourFigures>) {
    let mut days = empty_days(which, zone);
    let mut hours: Vec<HourFigures> =
        (0..24).map(|hour| HourFigures { hour, ..HourFigures::default() }).collect();
    for quarter in &numbers.quarters {
        let local = local(quarter.at.max(which.from), zone);
        if let Ok(at) = days.binary_search_by_key(&local.date(), |(date, _)| *date) {
            days[at].1.sessions += quarter.sessions;
            days[at].1.abandoned += quarter.abandoned;
        }
        let hour = usize::try_from(local.hour()).unwrap_or_default();
        if let Some(hour) = hours.get_mut(hour) {
            hour.sessions += quarter.sessions;
            hour.abandoned += quarter.abandoned;
        }
    }
    (days.into_iter().map(|(_, figures)| figures).collect(), hours)
}

fn empty_days(which: &Which, zone: &TimeZone) -> Vec<(Date, DayFigures)> {
    let first = local(which.from, zone).date();
    let last = local(Timestamp(which.to.0 - 1), zone).date();
    let days = first.series(1.day()).take_while(|day| *day <= last);
    let empty = |day: Date| DayFigures { day: day.to_string(), sessions: 0, abandoned: 0 };
    days.map(|day| (day, empty(day))).collect()
}

fn local(at: Timestamp, zone: &TimeZone) -> Zoned {
    let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Quarter;

    fn at(text: &str) -> Timestamp {
        let moment: jiff::Timestamp = text.parse().expect("a moment");
        Timestamp(moment.as_millisecond())
    }

    fn told(from: &str, to: &str, quarters: &[&str], zone: &str) -> ReportFigures {
        let which = Which {
            from: at(from),
            to: at(to),
            queue: None,
            agent: None,
            outcome: None,
            mode: None,
            words: None,
        };
        let quarters =
            quarters.iter().map(|text| Quarter { at: at(text), sessions: 2, abandoned: 1 });
        let numbers = Numbers { quarters: quarters.collect(), ..Numbers::default() };
        figures(&which, numbers, &TimeZone::get(zone).expect("a zone"))
    }

    fn days(figures: &ReportFigures) -> Vec<(&str, u32)> {
        figures.days.iter().map(|day| (day.day.as_str(), day.sessions)).collect()
    }

    #[test]
    fn a_day_is_the_readers() {
        let quarters = ["2026-11-22T22:45:00Z", "2026-11-22T23:00:00Z"];
        let (from, to) = ("2026-11-21T23:00:00Z", "2026-11-23T23:00:00Z");
        let berlin = told(from, to, &quarters, "Europe/Berlin");
        assert_eq!(days(&berlin), [("2026-11-22", 2), ("2026-11-23", 2)]);
        assert_eq!((berlin.hours[23].sessions, berlin.hours[0].sessions), (2, 2));
        assert_eq!(berlin.hours[0].abandoned, 1);
        let utc = told(from, to, &quarters, "UTC");
        assert_eq!(days(&utc), [("2026-11-21", 0), ("2026-11-22", 4), ("2026-11-23", 0)]);
        let nepal = told(from, to, &quarters, "Asia/Kathmandu");
        assert_eq!(nepal.hours[4].sessions, 4, "UTC+5:45");
    }

    #[test]
    fn days_of_23_and_25_hours_are_one_day() {
        let quarters = ["2026-03-29T01:00:00Z", "2026-03-28T22:45:00Z"];
        let spring =
            told("2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", &quarters, "Europe/Berlin");
        assert_eq!(days(&spring), [("2026-03-29", 4)], "a quarter before `from` counts from there");
        assert_eq!(spring.hours[3].sessions, 2, "02:00 does not exist");
        let quarters = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"];
        let autumn =
            told("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", &quarters, "Europe/Berlin");
        assert_eq!(days(&autumn), [("2026-10-25", 4)]);
        assert_eq!(autumn.hours[2].sessions, 4, "02:30 is there twice");
    }

    #[test]
    fn nothing_is_left_out() {
        let none = told("2024-11-22T00:00:00Z", "2026-11-22T00:00:00Z", &[], "UTC");
        assert_eq!((none.days.len(), none.hours.len()), (730, 24));
        assert_eq!((none.outcomes.len(), none.modes.len()), (3, 4));
    }
}
