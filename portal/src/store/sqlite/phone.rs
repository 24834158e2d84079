//! Phone codes. A code is deleted when it is used, so that a row is always a code that was not.

use corporate_protocol::{AgentId, QueueId, SecretHash, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use crate::store::{Answer, PhoneRecord, PhoneStore, StoreError};

impl PhoneStore for SqliteStore {
    fn put_phone_code<'a>(
        &'a self,
        hash: SecretHash,
        code: &'a PhoneRecord,
        now: Timestamp,
    ) -> Answer<'a, bool> {
        Box::pin(put(&self.pool, hash, code, now))
    }

    fn take_phone_code(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<PhoneRecord>> {
        Box::pin(take(&self.pool, hash, now))
    }

    fn remove_phone_code(&self, agent: AgentId) -> Answer<'_, ()> {
        Box::pin(remove(&self.pool, agent))
    }
}

async fn put(
    pool: &SqlitePool,
    hash: SecretHash,
    code: &PhoneRecord,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let language =
        serde_json::to_value(code.language).map_err(|_| StoreError::Corrupt("language"))?;
    sqlx::query("DELETE FROM phone_codes WHERE expires_at <= ?").bind(now.0).execute(pool).await?;
    let put = sqlx::query(
        "INSERT INTO phone_codes (agent, hash, queue, language, expires_at)
         VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (agent) DO UPDATE SET hash = excluded.hash, queue = excluded.queue,
             language = excluded.language, expires_at = excluded.expires_at",
    )
    .bind(code.agent.to_string())
    .bind(hash.0.as_slice())
    .bind(code.queue.as_str())
    .bind(language.as_str().unwrap_or_default())
    .bind(code.expires_at.0)
    .execute(pool)
    .await;
    match put {
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn take(
    pool: &SqlitePool,
    hash: SecretHash,
    now: Timestamp,
) -> Result<Option<PhoneRecord>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM phone_codes WHERE hash = ? AND expires_at > ?
         RETURNING agent, queue, language, expires_at",
    )
    .bind(hash.0.as_slice())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let agent: String = row.try_get("agent")?;
    let queue: String = row.try_get("queue")?;
    let language: String = row.try_get("language")?;
    Ok(Some(PhoneRecord {
        agent: agent.parse().map_err(|_| StoreError::Corrupt("agent"))?,
        queue: QueueId::try_from(queue).map_err(|_| StoreError::Corrupt("queue"))?,
        language: serde_json::from_value(language.into())
            .map_err(|_| StoreError::Corrupt("language"))?,
        expires_at: Timestamp(row.try_get("expires_at")?),
    }))
}

async fn remove(pool: &SqlitePool, agent: AgentId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM phone_codes WHERE agent = ?")
        .bind(agent.to_string())
        .execute(pool)
        .await?;
    Ok(())
}
