//! Reports in SQLite: the rows that are kept beside the log, the list with its filter, and the
//! numbers. Percentiles are exact, by window functions.

mod index;
mod numbers;
mod rows;

use corporate_protocol::SessionId;
use corporate_protocol::report::ReportRow;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::{QueryBuilder, Sqlite};

pub(super) use index::{add, bring_up_to_date};

use super::SqliteStore;
use crate::store::{Answer, Numbers, Place, ReportStore, Sorting, StoreError, Which};

/// Rows with what agents note beside the log.
const TABLES: &str = " FROM report_sessions r LEFT JOIN assessments a ON a.session = r.session
    LEFT JOIN picture_figures f ON f.session = r.session";
/// How a session came out; the same word as in the protocol.
const OUTCOME: &str = "COALESCE(a.outcome, 'unknown')";
/// Whether a customer went away unanswered.
const ABANDONED: &str =
    "(r.first_joined_at IS NULL AND r.ended_at IS NOT NULL AND r.mode <> 'message')";

impl ReportStore for SqliteStore {
    fn report_rows<'a>(
        &'a self,
        which: &'a Which,
        sorting: Sorting,
        after: Option<&'a Place>,
        most: usize,
    ) -> Answer<'a, Vec<(ReportRow, Place)>> {
        Box::pin(rows::page(&self.pool, which, sorting, after, most))
    }

    fn report_total<'a>(&'a self, which: &'a Which) -> Answer<'a, u32> {
        Box::pin(rows::total(&self.pool, which))
    }

    fn report_row(&self, session: SessionId) -> Answer<'_, Option<ReportRow>> {
        Box::pin(rows::one(&self.pool, session))
    }

    fn report_numbers<'a>(&'a self, which: &'a Which) -> Answer<'a, Numbers> {
        Box::pin(numbers::numbers(&self.pool, which))
    }
}

/// The rows that a report speaks of, as a `WHERE`.
fn filter(query: &mut QueryBuilder<'_, Sqlite>, which: &Which) {
    query.push(" WHERE r.started_at >= ").push_bind(which.from.0);
    query.push(" AND r.started_at < ").push_bind(which.to.0);
    if let Some(queue) = &which.queue {
        query.push(" AND r.queue = ").push_bind(queue.as_str().to_owned());
    }
    if let Some(mode) = which.mode {
        query.push(" AND r.mode = ").push_bind(word(&mode));
    }
    if let Some(outcome) = which.outcome {
        query.push(" AND ").push(OUTCOME).push(" = ").push_bind(word(&outcome));
    }
    if let Some(agent) = which.agent {
        query.push(" AND EXISTS (SELECT 1 FROM report_agents j WHERE j.session = r.session");
        query.push(" AND j.agent = ").push_bind(agent.to_string()).push(")");
    }
    if let Some(words) = &which.words {
        query.push(" AND (instr(r.words, ").push_bind(words.clone()).push(") > 0");
        query.push(" OR r.session = ").push_bind(words.clone()).push(")");
    }
}

/// The protocol's word for a plain variant.
fn word(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The variant, id or text that a word stands for.
fn parsed<T: DeserializeOwned>(word: String, what: &'static str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word)).map_err(|_| StoreError::Corrupt(what))
}

fn count(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
