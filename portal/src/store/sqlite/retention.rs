//! Sessions that are kept no longer. Events, credentials and passes are removed by name; whatever
//! else belongs to a session goes with it by its foreign key.

use corporate_protocol::{SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use super::audit::put as put_audit;
use crate::store::{Answer, AuditNote, RetentionStore, StoreError};

impl RetentionStore for SqliteStore {
    fn ended_before(&self, moment: Timestamp, most: usize) -> Answer<'_, Vec<SessionId>> {
        Box::pin(ended_before(&self.pool, moment, most))
    }

    fn remove_sessions<'a>(
        &'a self,
        sessions: &'a [SessionId],
        note: &'a AuditNote,
        entry: Option<i64>,
    ) -> Answer<'a, i64> {
        Box::pin(remove(&self.pool, sessions, note, entry))
    }
}

async fn ended_before(
    pool: &SqlitePool,
    moment: Timestamp,
    most: usize,
) -> Result<Vec<SessionId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM sessions WHERE ended_at < ? ORDER BY ended_at LIMIT ?")
        .bind(moment.0)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            id.parse().map_err(|_| StoreError::Corrupt("session"))
        })
        .collect()
}

async fn remove(
    pool: &SqlitePool,
    sessions: &[SessionId],
    note: &AuditNote,
    entry: Option<i64>,
) -> Result<i64, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    for session in sessions {
        for statement in [
            "DELETE FROM events WHERE session = ?",
            "DELETE FROM credentials WHERE session = ?",
            "DELETE FROM passes WHERE session = ?",
            "DELETE FROM sessions WHERE id = ? AND ended_at IS NOT NULL",
        ] {
            let done = sqlx::query(statement).bind(session.to_string());
            done.execute(&mut *transaction).await?;
        }
    }
    if let Some(entry) = entry {
        let done = sqlx::query("DELETE FROM audit WHERE id = ?").bind(entry);
        done.execute(&mut *transaction).await?;
    }
    let entry = put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(entry)
}
