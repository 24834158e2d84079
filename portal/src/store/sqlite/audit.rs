//! The audit list; an action is kept as JSON.

use corporate_protocol::{AuditEntry, Timestamp};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{Row as _, Sqlite};

use super::SqliteStore;
use crate::store::{Answer, AuditNote, AuditStore, StoreError};

impl AuditStore for SqliteStore {
    fn put_audit<'a>(&'a self, note: &'a AuditNote) -> Answer<'a, ()> {
        Box::pin(async { put(&self.pool, note).await.map(|_| ()) })
    }

    fn audit(&self, before: Option<i64>, most: usize) -> Answer<'_, Vec<AuditEntry>> {
        Box::pin(list(&self.pool, before, most))
    }
}

/// Adds an entry, on its own or as part of a transaction; its number.
pub(super) async fn put(
    connection: impl sqlx::Executor<'_, Database = Sqlite>,
    note: &AuditNote,
) -> Result<i64, StoreError> {
    let action =
        serde_json::to_string(&note.action).map_err(|_| StoreError::Corrupt("audit entry"))?;
    let done = sqlx::query("INSERT INTO audit (at, by, action) VALUES (?, ?, ?)")
        .bind(note.at.0)
        .bind(note.by.as_deref())
        .bind(action)
        .execute(connection)
        .await?;
    Ok(done.last_insert_rowid())
}

async fn list(
    pool: &SqlitePool,
    before: Option<i64>,
    most: usize,
) -> Result<Vec<AuditEntry>, StoreError> {
    let rows =
        sqlx::query("SELECT id, at, by, action FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?")
            .bind(before.unwrap_or(i64::MAX))
            .bind(i64::try_from(most).unwrap_or(i64::MAX))
            .fetch_all(pool)
            .await?;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<AuditEntry, StoreError> {
    let action: String = row.try_get("action")?;
    Ok(AuditEntry {
        id: row.try_get("id")?,
        at: Timestamp(row.try_get("at")?),
        by: row.try_get("by")?,
        action: serde_json::from_str(&action).map_err(|_| StoreError::Corrupt("audit entry"))?,
    })
}
