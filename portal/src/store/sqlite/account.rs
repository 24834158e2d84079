//! The account's settings, one JSON document with a revision, and its queues.

use corporate_protocol::{Account, AccountSettings, Bilingual, Queue, QueueId};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use crate::store::{AccountStore, Answer, StoreError};

impl AccountStore for SqliteStore {
    fn account(&self) -> Answer<'_, Account> {
        Box::pin(get(&self.pool))
    }

    fn put_account<'a>(&'a self, revision: u64, settings: &'a AccountSettings) -> Answer<'a, bool> {
        Box::pin(put(&self.pool, revision, settings))
    }

    fn queues(&self) -> Answer<'_, Vec<Queue>> {
        Box::pin(queues(&self.pool))
    }

    fn put_queue<'a>(&'a self, queue: &'a Queue) -> Answer<'a, ()> {
        Box::pin(put_queue(&self.pool, queue))
    }

    fn remove_queue<'a>(&'a self, queue: &'a QueueId) -> Answer<'a, bool> {
        Box::pin(remove_queue(&self.pool, queue))
    }
}

async fn get(pool: &SqlitePool) -> Result<Account, StoreError> {
    let row = sqlx::query("SELECT revision, settings FROM account").fetch_optional(pool).await?;
    let Some(row) = row else {
        return Ok(Account { revision: 0, settings: AccountSettings::default() });
    };
    let revision: i64 = row.try_get("revision")?;
    let settings: String = row.try_get("settings")?;
    Ok(Account {
        revision: revision.unsigned_abs(),
        settings: serde_json::from_str(&settings)
            .map_err(|_| StoreError::Corrupt("account setting"))?,
    })
}

async fn put(
    pool: &SqlitePool,
    revision: u64,
    settings: &AccountSettings,
) -> Result<bool, StoreError> {
    let settings =
        serde_json::to_string(settings).map_err(|_| StoreError::Corrupt("account setting"))?;
    let done = sqlx::query(
        "INSERT INTO account (id, revision, settings) SELECT 1, 1, ?1
         WHERE ?2 = 0 OR EXISTS (SELECT 1 FROM account)
         ON CONFLICT (id) DO UPDATE SET revision = revision + 1, settings = excluded.settings
         WHERE revision = ?2",
    )
    .bind(settings)
    .bind(revision as i64)
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn queues(pool: &SqlitePool) -> Result<Vec<Queue>, StoreError> {
    let rows = sqlx::query("SELECT id, name_de, name_en FROM queues ORDER BY position, id")
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            let id = QueueId::try_from(id).map_err(|_| StoreError::Corrupt("queue"))?;
            let name = Bilingual { de: row.try_get("name_de")?, en: row.try_get("name_en")? };
            Ok(Queue { id, name })
        })
        .collect()
}

async fn put_queue(pool: &SqlitePool, queue: &Queue) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO queues (id, name_de, name_en, position)
         VALUES (?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM queues))
         ON CONFLICT (id) DO UPDATE SET name_de = excluded.name_de, name_en = excluded.name_en",
    )
    .bind(queue.id.as_str())
    .bind(&queue.name.de)
    .bind(&queue.name.en)
    .execute(pool)
    .await?;
    Ok(())
}

async fn remove_queue(pool: &SqlitePool, queue: &QueueId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM queues WHERE id = ?").bind(queue.as_str());
    Ok(done.execute(pool).await?.rows_affected() == 1)
}
