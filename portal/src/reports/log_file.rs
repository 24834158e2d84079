//! One session's whole log as a CSV file: one record an event, in words.

use corporate_protocol::{Event, Language, Queue};
use jiff::tz::TimeZone;

use super::csv::{MARK, record};
use super::words::{self, say};
use crate::transcript::{self, Teller};

/// Writes the file.
pub(crate) fn log_as_csv(
    events: &[Event],
    queues: &[Queue],
    language: Language,
    zone: &TimeZone,
) -> String {
    let teller = Teller::new(events, queues, language);
    let name = zone.iana_name().unwrap_or("UTC");
    let time = format!("{} ({name})", say(language, "Zeit", "Time"));
    let mut file = MARK.to_owned();
    file += &record([
        say(language, "Nr.", "No."),
        &time,
        say(language, "Wer", "Who"),
        say(language, "Fenster", "Window"),
        say(language, "Art", "Kind"),
        say(language, "Text", "Text"),
    ]);
    for event in events {
        let at = transcript::moment(event.at, zone, "%Y-%m-%d %H:%M:%S%.3f");
        let said = transcript::spoken(&event.body).map(str::to_owned);
        let told = teller.sentences(event);
        let text: Vec<String> = said.into_iter().chain(told).collect();
        file += &record([
            event.seq.to_string().as_str(),
            &at,
            &teller.who(event),
            words::via(event, language),
            &kind(event),
            &text.join("\n"),
        ]);
    }
    file
}

/// The event's kind as the protocol names it.
fn kind(event: &Event) -> String {
    let value = serde_json::to_value(&event.body).unwrap_or_default();
    value.get("kind").and_then(serde_json::Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
