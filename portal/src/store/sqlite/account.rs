//! The account's settings, one JSON document with a revision, and its queues.

use corporate_protocol::{Account, AccountSettings, Bilingual, Queue, QueueId};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use super::audit::put as put_audit;
use crate::store::{AccountStore, Answer, AuditNote, StoreError};

impl AccountStore for SqliteStore {
    fn account(&self) -> Answer<'_, Account> {
        Box::pin(get(&self.pool))
    }

    fn put_account<'a>(
        &'a self,
        revision: u64,
        settings: &'a AccountSettings,
        note: &'a AuditNote,
    ) -> Answer<'a, bool> {
        Box::pin(put(&self.pool, revision, settings, note))
    }

    fn queues(&self) -> Answer<'_, Vec<Queue>> {
        Box::pin(queues(&self.pool))
    }

    fn put_queue<'a>(&'a self, queue: &'a Queue, note: &'a AuditNote) -> Answer<'a, ()> {
        Box::pin(put_queue(&self.pool, queue, note))
    }

    fn order_queues<'a>(&'a self, queues: &'a [QueueId], note: &'a AuditNote) -> Answer<'a, ()> {
        Box::pin(order_queues(&self.pool, queues, note))
    }

    fn remove_queue<'a>(&'a self, queue: &'a QueueId, note: &'a AuditNote) -> Answer<'a, bool> {
        Box::pin(remove_queue(&self.pool, queue, note))
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
    note: &AuditNote,
) -> Result<bool, StoreError> {
    let settings =
        serde_json::to_string(settings).map_err(|_| StoreError::Corrupt("account setting"))?;
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query(
        "INSERT INTO account (id, revision, settings) SELECT 1, 1, ?1
         WHERE ?2 = 0 OR EXISTS (SELECT 1 FROM account)
         ON CONFLICT (id) DO UPDATE SET revision = revision + 1, settings = excluded.settings
         WHERE revision = ?2",
    )
    .bind(settings)
    .bind(revision as i64)
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(true)
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

async fn put_queue(pool: &SqlitePool, queue: &Queue, note: &AuditNote) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(
        "INSERT INTO queues (id, name_de, name_en, position)
         VALUES (?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM queues))
         ON CONFLICT (id) DO UPDATE SET name_de = excluded.name_de, name_en = excluded.name_en",
    )
    .bind(queue.id.as_str())
    .bind(&queue.name.de)
    .bind(&queue.name.en)
    .execute(&mut *transaction)
    .await?;
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

async fn order_queues(
    pool: &SqlitePool,
    queues: &[QueueId],
    note: &AuditNote,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    for (position, queue) in (1_i64..).zip(queues) {
        sqlx::query("UPDATE queues SET position = ? WHERE id = ?")
            .bind(position)
            .bind(queue.as_str())
            .execute(&mut *transaction)
            .await?;
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

async fn remove_queue(
    pool: &SqlitePool,
    queue: &QueueId,
    note: &AuditNote,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query("DELETE FROM queues WHERE id = ?").bind(queue.as_str());
    if done.execute(&mut *transaction).await?.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(
        "UPDATE agents SET queues =
             (SELECT json_group_array(value) FROM json_each(queues) WHERE value <> ?1)
         WHERE EXISTS (SELECT 1 FROM json_each(queues) WHERE value = ?1)",
    )
    .bind(queue.as_str())
    .execute(&mut *transaction)
    .await?;
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(true)
}
