//! Agents' own choice, one row an agent.

use std::collections::HashMap;

use corporate_protocol::{AgentId, Availability};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use crate::store::{Answer, AvailabilityStore, StoreError};

impl AvailabilityStore for SqliteStore {
    fn availability(&self) -> Answer<'_, HashMap<AgentId, Availability>> {
        Box::pin(all(&self.pool))
    }

    fn put_availability(&self, agent: AgentId, chosen: Availability) -> Answer<'_, ()> {
        Box::pin(put(&self.pool, agent, chosen))
    }
}

async fn all(pool: &SqlitePool) -> Result<HashMap<AgentId, Availability>, StoreError> {
    let rows = sqlx::query("SELECT agent, availability FROM availability").fetch_all(pool).await?;
    let read = |row: &sqlx::sqlite::SqliteRow| {
        let agent: String = row.try_get("agent")?;
        let chosen: String = row.try_get("availability")?;
        Ok((
            agent.parse().map_err(|_| StoreError::Corrupt("agent"))?,
            serde_json::from_str(&chosen).map_err(|_| StoreError::Corrupt("availability"))?,
        ))
    };
    rows.iter().map(read).collect()
}

async fn put(pool: &SqlitePool, agent: AgentId, chosen: Availability) -> Result<(), StoreError> {
    let chosen = serde_json::to_string(&chosen).map_err(|_| StoreError::Corrupt("availability"))?;
    sqlx::query(
        "INSERT INTO availability (agent, availability) VALUES (?, ?)
         ON CONFLICT (agent) DO UPDATE SET availability = excluded.availability",
    )
    .bind(agent.to_string())
    .bind(chosen)
    .execute(pool)
    .await?;
    Ok(())
}
