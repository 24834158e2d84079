//! Figures for whoever keeps the portal running, in the text format of Prometheus
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>). Counts routes by their
//! pattern, never addresses, names or anything that somebody typed.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use corporate_protocol::{Phase, SecretHash};
use sha2::{Digest as _, Sha256};

/// Pairs of route and status that are counted apart; the table of routes bounds them in practice.
const PAIRS: usize = 5_000;

/// What is counted while the portal runs.
#[derive(Default)]
pub(crate) struct Metrics {
    requests: Mutex<HashMap<(String, u16), u64>>,
    refused_sockets: AtomicU64,
}

/// What is looked at when somebody asks.
pub(crate) struct Snapshot {
    /// The phase of each session that goes on.
    pub(crate) phases: Vec<Phase>,
    /// Sockets that are open.
    pub(crate) sockets: usize,
    /// Events, and among them messages, that were added to logs since the start.
    pub(crate) events: u64,
    /// See `events`.
    pub(crate) messages: u64,
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn answered(&self, route: &str, status: u16) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (route.to_owned(), status);
        if requests.len() < PAIRS || requests.contains_key(&key) {
            *requests.entry(key).or_default() += 1;
        }
    }

    /// Counts a socket for which there was no room.
    pub(crate) fn socket_refused(&self) {
        self.refused_sockets.fetch_add(1, Ordering::Relaxed);
    }

    /// All figures.
    pub(crate) fn text(&self, now: &Snapshot) -> String {
        let mut text = String::new();
        let mut phases: BTreeMap<&str, usize> =
            PHASES.iter().map(|phase| (phase_word(*phase), 0)).collect();
        for phase in &now.phases {
            *phases.entry(phase_word(*phase)).or_default() += 1;
        }
        head(&mut text, "sessions", "gauge", "Sessions that go on, by phase.");
        for (phase, count) in phases {
            line(&mut text, "sessions", &format!("{{phase=\"{phase}\"}}"), count as u64);
        }
        head(&mut text, "sockets", "gauge", "WebSockets that are open.");
        line(&mut text, "sockets", "", now.sockets as u64);
        let refused = self.refused_sockets.load(Ordering::Relaxed);
        head(&mut text, "sockets_refused_total", "counter", "WebSockets without room.");
        line(&mut text, "sockets_refused_total", "", refused);
        head(&mut text, "events_total", "counter", "Events added to session logs.");
        line(&mut text, "events_total", "", now.events);
        head(&mut text, "messages_total", "counter", "Chat messages added to session logs.");
        line(&mut text, "messages_total", "", now.messages);
        head(&mut text, "requests_total", "counter", "Answers by route and status.");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let requests: BTreeMap<_, _> = requests.into_iter().collect();
        for ((route, status), count) in requests {
            let labels = format!("{{route=\"{}\",status=\"{status}\"}}", escaped(&route));
            line(&mut text, "requests_total", &labels, count);
        }
        text
    }
}

/// The form in which the token of the metrics is kept and compared.
pub(crate) fn token_hash(token: &str) -> SecretHash {
    SecretHash(Sha256::digest(token).into())
}

const PHASES: [Phase; 4] = [Phase::Waiting, Phase::Chatting, Phase::Upgrading, Phase::Standard];

const fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Waiting => "waiting",
        Phase::Chatting => "chatting",
        Phase::Upgrading => "upgrading",
        Phase::Standard => "standard",
        Phase::Ended => "ended",
    }
}

/// Label values (exposition format, "Comments, help text, and type information").
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

// Writing to a string can't fail.
fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    write!(text, "# HELP corporate_portal_{name} {help}\n# TYPE corporate_portal_{name} {kind}\n")
        .ok();
}

fn line(text: &mut String, name: &str, labels: &str, value: u64) {
    writeln!(text, "corporate_portal_{name}{labels} {value}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::default();
        metrics.answered("/api/v1/chats", 201);
        metrics.answered("/api/v1/chats", 201);
        metrics.answered("odd\"\n", 404);
        let now = Snapshot { phases: vec![Phase::Waiting], sockets: 3, events: 7, messages: 5 };
        let text = metrics.text(&now);
        for line in [
            "# TYPE corporate_portal_sessions gauge",
            "corporate_portal_sessions{phase=\"waiting\"} 1",
            "corporate_portal_sessions{phase=\"standard\"} 0",
            "corporate_portal_sockets 3",
            "corporate_portal_messages_total 5",
            "corporate_portal_requests_total{route=\"/api/v1/chats\",status=\"201\"} 2",
            "corporate_portal_requests_total{route=\"odd\\\"\\n\",status=\"404\"} 1",
        ] {
            assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
        }
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn what_is_counted_stays_bounded() {
        let metrics = Metrics::default();
        for number in 0..PAIRS + 10 {
            metrics.answered(&number.to_string(), 200);
        }
        assert_eq!(metrics.requests.lock().expect("a lock").len(), PAIRS);
    }
}
