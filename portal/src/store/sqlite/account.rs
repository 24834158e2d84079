//! The account and its queues.

use corporate_protocol::{ChatAfterUpgrade, QueueId};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use crate::store::{Account, Queue, StoreError};

/// The company's name until somebody sets one.
const UNNAMED: &str = "Support";

pub(super) async fn get(pool: &SqlitePool) -> Result<Account, StoreError> {
    let row = sqlx::query("SELECT company, chat_after FROM account").fetch_optional(pool).await?;
    let Some(row) = row else {
        let chat_after = ChatAfterUpgrade::default();
        return Ok(Account { company: UNNAMED.to_owned(), chat_after });
    };
    let chat_after: String = row.try_get("chat_after")?;
    let chat_after = serde_json::from_value(chat_after.into())
        .map_err(|_| StoreError::Corrupt("account setting"))?;
    Ok(Account { company: row.try_get("company")?, chat_after })
}

pub(super) async fn put(pool: &SqlitePool, account: &Account) -> Result<(), StoreError> {
    let chat_after = match account.chat_after {
        ChatAfterUpgrade::Transfer => "transfer",
        ChatAfterUpgrade::WebOnly => "web_only",
        ChatAfterUpgrade::Both => "both",
    };
    sqlx::query(
        "INSERT INTO account (id, company, chat_after) VALUES (1, ?, ?)
         ON CONFLICT (id) DO UPDATE SET company = excluded.company,
             chat_after = excluded.chat_after",
    )
    .bind(&account.company)
    .bind(chat_after)
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn queues(pool: &SqlitePool) -> Result<Vec<Queue>, StoreError> {
    let rows = sqlx::query("SELECT id, name_de, name_en FROM queues ORDER BY position, id")
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            let id = QueueId::try_from(id).map_err(|_| StoreError::Corrupt("queue"))?;
            Ok(Queue { id, name_de: row.try_get("name_de")?, name_en: row.try_get("name_en")? })
        })
        .collect()
}

pub(super) async fn put_queue(pool: &SqlitePool, queue: &Queue) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO queues (id, name_de, name_en, position)
         VALUES (?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM queues))
         ON CONFLICT (id) DO UPDATE SET name_de = excluded.name_de, name_en = excluded.name_en",
    )
    .bind(queue.id.as_str())
    .bind(&queue.name_de)
    .bind(&queue.name_en)
    .execute(pool)
    .await?;
    Ok(())
}
