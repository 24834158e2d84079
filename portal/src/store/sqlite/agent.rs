//! Agents and their sign-ins.

use corporate_protocol::{AgentId, PersonName, SecretHash, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::SqliteStore;
use crate::store::{Agent, AgentStore, Answer, StoreError};

impl AgentStore for SqliteStore {
    fn agents(&self) -> Answer<'_, Vec<Agent>> {
        Box::pin(all(&self.pool))
    }

    fn agent_by_email<'a>(&'a self, email: &'a str) -> Answer<'a, Option<(Agent, String)>> {
        Box::pin(by_email(&self.pool, email))
    }

    fn put_agent<'a>(&'a self, agent: &'a Agent, password_hash: Option<&'a str>) -> Answer<'a, ()> {
        Box::pin(put(&self.pool, agent, password_hash))
    }

    fn remove_agent<'a>(&'a self, email: &'a str) -> Answer<'a, bool> {
        Box::pin(remove(&self.pool, email))
    }

    fn put_sign_in(
        &self,
        hash: SecretHash,
        agent: AgentId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, ()> {
        Box::pin(put_sign_in(&self.pool, hash, agent, expires_at, now))
    }

    fn signed_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<Agent>> {
        Box::pin(signed_in(&self.pool, hash, now))
    }

    fn remove_sign_in(&self, hash: SecretHash) -> Answer<'_, ()> {
        Box::pin(remove_sign_in(&self.pool, hash))
    }
}

fn read(row: &SqliteRow) -> Result<Agent, StoreError> {
    let id: String = row.try_get("id")?;
    let id: AgentId = id.parse().map_err(|_| StoreError::Corrupt("agent"))?;
    let name: String = row.try_get("name")?;
    let roles: String = row.try_get("roles")?;
    let queues: String = row.try_get("queues")?;
    Ok(Agent {
        id,
        email: row.try_get("email")?,
        name: PersonName::parse(&name).map_err(|_| StoreError::Corrupt("name"))?,
        roles: serde_json::from_str(&roles).map_err(|_| StoreError::Corrupt("role"))?,
        may_open_reports: row.try_get("may_open_reports")?,
        queues: serde_json::from_str(&queues).map_err(|_| StoreError::Corrupt("queue"))?,
        most_sessions: row.try_get("most_sessions")?,
    })
}

async fn all(pool: &SqlitePool) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query("SELECT * FROM agents ORDER BY email").fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

async fn by_email(pool: &SqlitePool, email: &str) -> Result<Option<(Agent, String)>, StoreError> {
    let row = sqlx::query("SELECT * FROM agents WHERE email = ?").bind(email);
    let Some(row) = row.fetch_optional(pool).await? else { return Ok(None) };
    Ok(Some((read(&row)?, row.try_get("password_hash")?)))
}

async fn put(
    pool: &SqlitePool,
    agent: &Agent,
    password_hash: Option<&str>,
) -> Result<(), StoreError> {
    let roles =
        serde_json::to_string(&agent.roles).map_err(|_| StoreError::Corrupt("list of roles"))?;
    let queues =
        serde_json::to_string(&agent.queues).map_err(|_| StoreError::Corrupt("list of queues"))?;
    let mut transaction = pool.begin().await?;
    sqlx::query(
        "INSERT INTO agents (id, email, name, roles, may_open_reports, password_hash, queues,
             most_sessions)
         VALUES (?1, ?2, ?3, ?4, ?5, COALESCE(?6, ''), ?7, ?8)
         ON CONFLICT (email) DO UPDATE SET name = excluded.name, roles = excluded.roles,
             may_open_reports = excluded.may_open_reports, queues = excluded.queues,
             most_sessions = excluded.most_sessions,
             password_hash = COALESCE(?6, password_hash)",
    )
    .bind(agent.id.to_string())
    .bind(&agent.email)
    .bind(agent.name.as_str())
    .bind(roles)
    .bind(agent.may_open_reports)
    .bind(password_hash)
    .bind(queues)
    .bind(agent.most_sessions)
    .execute(&mut *transaction)
    .await?;
    if password_hash.is_some() {
        sqlx::query("DELETE FROM sign_ins WHERE agent = (SELECT id FROM agents WHERE email = ?)")
            .bind(&agent.email)
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}

async fn remove(pool: &SqlitePool, email: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM agents WHERE email = ?").bind(email).execute(pool).await?;
    Ok(done.rows_affected() > 0)
}

async fn put_sign_in(
    pool: &SqlitePool,
    hash: SecretHash,
    agent: AgentId,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE expires_at <= ?").bind(now.0).execute(pool).await?;
    sqlx::query("INSERT INTO sign_ins (hash, agent, expires_at) VALUES (?, ?, ?)")
        .bind(hash.0.as_slice())
        .bind(agent.to_string())
        .bind(expires_at.0)
        .execute(pool)
        .await?;
    Ok(())
}

async fn signed_in(
    pool: &SqlitePool,
    hash: SecretHash,
    now: Timestamp,
) -> Result<Option<Agent>, StoreError> {
    let row = sqlx::query(
        "SELECT agents.* FROM agents JOIN sign_ins ON sign_ins.agent = agents.id
         WHERE sign_ins.hash = ? AND sign_ins.expires_at > ?",
    )
    .bind(hash.0.as_slice())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    row.as_ref().map(read).transpose()
}

async fn remove_sign_in(pool: &SqlitePool, hash: SecretHash) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE hash = ?")
        .bind(hash.0.as_slice())
        .execute(pool)
        .await?;
    Ok(())
}
