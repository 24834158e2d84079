//! A session's log as a text file that people keep. Who said what can't be forged by names or
//! texts: a line that begins with a time is the portal's, all lines of a text after the first are
//! indented.

mod sentences;
mod words;

use corporate_protocol::{Event, EventBody, Language, MessageText, Queue};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(crate) use sentences::Teller;
pub(crate) use words::mode;

/// What the second and further lines of a text begin with.
const INDENT: &str = "          ";

/// The time zone that a browser names; UTC where it is unknown.
pub(crate) fn zone(name: Option<&str>) -> TimeZone {
    name.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// The name that the file is saved under.
pub(crate) fn file_name(events: &[Event], language: Language, zone: &TimeZone) -> String {
    let date = events.first().map(|first| local(first, zone, "%Y-%m-%d_%H-%M"));
    let word = words::file(language);
    format!("{word}_{}.txt", date.unwrap_or_default())
}

/// Writes the whole transcript.
pub(crate) fn write(
    events: &[Event],
    company: &str,
    queues: &[Queue],
    language: Language,
    zone: &TimeZone,
) -> String {
    let teller = Teller::new(events, queues, language);
    let mut lines = header(events, company, &teller, zone);
    let mut day = String::new();
    for event in events {
        let date = local(event, zone, words::date(language));
        if date != day {
            lines.push(format!("\n--- {date} ---"));
            day = date;
        }
        let time = local(event, zone, "%H:%M:%S");
        if let Some(said) = spoken(&event.body) {
            lines.push(format!("{time}  {}: {}", teller.who(event), indented(said)));
        }
        let told = teller.sentences(event);
        lines.extend(told.iter().map(|sentence| format!("{time}  * {}", one_line(sentence))));
    }
    lines.join("\n") + "\n"
}

fn header(events: &[Event], company: &str, teller: &Teller<'_>, zone: &TimeZone) -> Vec<String> {
    let language = teller.language();
    let mut rows = vec![(words::COMPANY, one_line(company))];
    if let Some(first) = events.first() {
        if let EventBody::SessionStarted { customer, queue, mode, email, .. } = &first.body {
            rows.push((words::CUSTOMER, customer.as_str().to_owned()));
            if let Some(email) = email {
                rows.push((words::EMAIL, one_line(email.as_str())));
            }
            rows.push((words::QUEUE, one_line(&teller.queue(queue))));
            rows.push((words::MODE, words::mode(*mode, language).to_owned()));
        }
        rows.push((words::SESSION, first.session.to_string()));
    }
    rows.push((words::ZONE, zone.iana_name().unwrap_or("UTC").to_owned()));
    let title = format!("{}\n", words::TITLE.of(language));
    let rows = rows.into_iter().map(|(label, value)| {
        let label = format!("{}:", label.of(language));
        format!("{label:<16}{value}")
    });
    std::iter::once(title).chain(rows).collect()
}

/// What somebody said in this event.
pub(crate) fn spoken(body: &EventBody) -> Option<&str> {
    match body {
        EventBody::SessionStarted { question, .. } => question.as_ref().map(MessageText::as_str),
        EventBody::Message { text } => Some(text.as_str()),
        _ => None,
    }
}

fn local(event: &Event, zone: &TimeZone, format: &str) -> String {
    moment(event.at, zone, format)
}

/// A moment in a time zone (`strftime`).
pub(crate) fn moment(at: corporate_protocol::Timestamp, zone: &TimeZone, format: &str) -> String {
    let moment = Timestamp::from_millisecond(at.0).unwrap_or(Timestamp::UNIX_EPOCH);
    moment.to_zoned(zone.clone()).strftime(format).to_string()
}

/// A text whose further lines can't be taken for lines of the transcript, whatever an editor
/// breaks lines at (Unicode TR 14: also vertical tab, form feed, NEL, LS, PS).
fn indented(text: &str) -> String {
    let lines: Vec<&str> = text.split(is_line_end).collect();
    lines.join(&format!("\n{INDENT}"))
}

pub(crate) fn one_line(text: &str) -> String {
    text.replace(|c: char| c.is_control() || is_line_end(c), " ")
}

const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests;
