//! The list of sessions as a CSV file: one record a session, times in the reader's time zone.

use corporate_protocol::report::{PictureFigures, REPORT_EXPORT_ROWS, ReportRow};
use corporate_protocol::{Language, MessageText, Queue, Timestamp};
use jiff::tz::TimeZone;

use super::csv::{MARK, record};
use super::words::{self, say};
use crate::transcript;

/// How a file of sessions is written.
#[derive(Clone, Debug)]
pub(crate) struct RowsFile {
    /// The language of headings and words.
    pub language: Language,
    /// The time zone of its times.
    pub zone: TimeZone,
    /// The names of queues.
    pub queues: Vec<Queue>,
}

impl RowsFile {
    /// Byte order mark and headings.
    pub(crate) fn head(&self) -> String {
        let language = self.language;
        let zone = self.zone.iana_name().unwrap_or("UTC");
        let started = format!("{} ({zone})", say(language, "Begonnen", "Started"));
        let answered = format!("{} ({zone})", say(language, "Angenommen", "Answered"));
        let ended = format!("{} ({zone})", say(language, "Beendet", "Ended"));
        let headings = [
            say(language, "Sitzung", "Session"),
            &started,
            &answered,
            &ended,
            say(language, "Wartezeit (s)", "Waiting (s)"),
            say(language, "Bearbeitung (s)", "Handling (s)"),
            say(language, "Kunde", "Customer"),
            say(language, "E-Mail", "E-mail"),
            say(language, "Sprache", "Language"),
            say(language, "Verbindung", "Connection"),
            say(language, "Warteschlange", "Queue"),
            say(language, "Supportmitarbeiter", "Agents"),
            say(language, "Frage", "Question"),
            say(language, "Nachrichten", "Messages"),
            say(language, "Dateien", "Files"),
            say(language, "App beigetreten", "App joined"),
            say(language, "Freigabe (s)", "Sharing (s)"),
            say(language, "Bildzeit p50 (ms)", "Picture time p50 (ms)"),
            say(language, "Bildzeit p95 (ms)", "Picture time p95 (ms)"),
            say(language, "Bilddaten (kB)", "Picture data (kB)"),
            say(language, "Beendet von", "Ended by"),
            say(language, "Ergebnis", "Outcome"),
        ];
        format!("{MARK}{}", record(headings))
    }

    /// The last record of a file that does not hold all: it says so in its first cell.
    pub(crate) fn foot(&self, total: u32) -> String {
        let most = REPORT_EXPORT_ROWS;
        record([match self.language {
            Language::De => format!(
                "Unvollständig: Diese Datei enthält die ersten {most} von {total} Sitzungen."
            ),
            Language::En => {
                format!("Incomplete: this file holds the first {most} of {total} sessions.")
            }
        }
        .as_str()])
    }

    fn queue<'a>(&'a self, row: &'a ReportRow) -> &'a str {
        let known = self.queues.iter().find(|known| known.id == row.queue);
        known.map_or(row.queue.as_str(), |known| known.name.of(self.language))
    }

    fn moment(&self, at: Option<Timestamp>) -> String {
        at.map_or_else(String::new, |at| transcript::moment(at, &self.zone, "%Y-%m-%d %H:%M:%S"))
    }
}

/// A session's record.
pub(crate) fn row_line(file: &RowsFile, row: &ReportRow) -> String {
    let language = file.language;
    let agents: Vec<&str> = row.agents.iter().map(|agent| agent.name.as_str()).collect();
    let cells = [
        row.id.to_string(),
        file.moment(Some(row.started_at)),
        file.moment(row.first_joined_at),
        file.moment(row.ended_at),
        seconds(Some(row.started_at), row.first_joined_at),
        seconds(row.first_joined_at, row.ended_at),
        row.customer.as_str().to_owned(),
        row.email.as_ref().map_or_else(String::new, |email| email.as_str().to_owned()),
        row.language.tag().to_owned(),
        transcript::mode(row.mode, language).to_owned(),
        file.queue(row).to_owned(),
        agents.join("; "),
        row.question.as_ref().map_or("", MessageText::as_str).to_owned(),
        row.messages.to_string(),
        row.files.to_string(),
        words::yes(row.upgraded, language).to_owned(),
        (row.sharing_ms / 1_000).to_string(),
        of_picture(row, |picture| u64::from(picture.sum.p50_us)),
        of_picture(row, |picture| u64::from(picture.sum.p95_us)),
        of_picture(row, |picture| picture.bytes),
        row.end_reason.map_or("", |reason| words::end(reason, language)).to_owned(),
        words::outcome(row.outcome, language).to_owned(),
    ];
    record(cells.iter().map(String::as_str))
}

/// A thousandth of a figure, rounded; nothing where there are no figures.
fn of_picture(row: &ReportRow, figure: impl Fn(&PictureFigures) -> u64) -> String {
    let thousandth = |picture| (figure(picture).saturating_add(500) / 1_000).to_string();
    row.picture.as_ref().map_or_else(String::new, thousandth)
}

fn seconds(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let span = from.zip(to).map(|(from, to)| ((to.0 - from.0) / 1_000).max(0));
    span.map_or_else(String::new, |span| span.to_string())
}

#[cfg(test)]
mod tests;
