//! Assessments, one row a session; they go when the session goes.

use corporate_protocol::{Assessment, SessionId};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use crate::store::{Answer, AssessmentStore, StoreError};

impl AssessmentStore for SqliteStore {
    fn assessment(&self, session: SessionId) -> Answer<'_, Assessment> {
        Box::pin(get(&self.pool, session))
    }

    fn put_assessment<'a>(
        &'a self,
        session: SessionId,
        assessment: &'a Assessment,
    ) -> Answer<'a, ()> {
        Box::pin(put(&self.pool, session, assessment))
    }
}

async fn get(pool: &SqlitePool, session: SessionId) -> Result<Assessment, StoreError> {
    let row = sqlx::query("SELECT outcome, note FROM assessments WHERE session = ?")
        .bind(session.to_string())
        .fetch_optional(pool)
        .await?;
    let Some(row) = row else { return Ok(Assessment::default()) };
    let outcome: String = row.try_get("outcome")?;
    Ok(Assessment {
        outcome: serde_json::from_value(outcome.into())
            .map_err(|_| StoreError::Corrupt("outcome"))?,
        note: row.try_get("note")?,
    })
}

async fn put(
    pool: &SqlitePool,
    session: SessionId,
    assessment: &Assessment,
) -> Result<(), StoreError> {
    let outcome =
        serde_json::to_value(assessment.outcome).map_err(|_| StoreError::Corrupt("outcome"))?;
    sqlx::query(
        "INSERT INTO assessments (session, outcome, note) VALUES (?, ?, ?)
         ON CONFLICT (session) DO UPDATE SET outcome = excluded.outcome, note = excluded.note",
    )
    .bind(session.to_string())
    .bind(outcome.as_str().unwrap_or_default())
    .bind(&assessment.note)
    .execute(pool)
    .await?;
    Ok(())
}
