//! Agents and their sign-ins.

use corporate_protocol::{AgentId, PersonName, SecretHash, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};

use super::SqliteStore;
use super::audit::put as put_audit;
use crate::store::{Agent, AgentChange, AgentStore, Answer, AuditNote, Lock, NewHash, StoreError};

impl AgentStore for SqliteStore {
    fn agents(&self) -> Answer<'_, Vec<Agent>> {
        Box::pin(all(&self.pool))
    }

    fn agent(&self, id: AgentId) -> Answer<'_, Option<Agent>> {
        Box::pin(one(&self.pool, id))
    }

    fn agent_by_email<'a>(&'a self, email: &'a str) -> Answer<'a, Option<(Agent, Lock)>> {
        Box::pin(by_email(&self.pool, email))
    }

    fn add_agent<'a>(
        &'a self,
        agent: &'a Agent,
        password: NewHash<'a>,
        note: &'a AuditNote,
    ) -> Answer<'a, AgentChange> {
        Box::pin(add(&self.pool, agent, password, note))
    }

    fn change_agent<'a>(
        &'a self,
        agent: &'a Agent,
        sign_out: bool,
        note: &'a AuditNote,
    ) -> Answer<'a, AgentChange> {
        Box::pin(change(&self.pool, agent, sign_out, note))
    }

    fn set_password<'a>(
        &'a self,
        agent: AgentId,
        password: NewHash<'a>,
        keep: Option<SecretHash>,
        note: &'a AuditNote,
    ) -> Answer<'a, bool> {
        Box::pin(set_password(&self.pool, agent, password, keep, note))
    }

    fn remove_agent<'a>(&'a self, agent: AgentId, note: &'a AuditNote) -> Answer<'a, AgentChange> {
        Box::pin(remove(&self.pool, agent, note))
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
        must_change_password: row.try_get("must_change_password")?,
        signed_in_at: row.try_get::<Option<i64>, _>("signed_in_at")?.map(Timestamp),
    })
}

async fn all(pool: &SqlitePool) -> Result<Vec<Agent>, StoreError> {
    let rows = sqlx::query("SELECT * FROM agents ORDER BY email").fetch_all(pool).await?;
    rows.iter().map(read).collect()
}

async fn by_email(pool: &SqlitePool, email: &str) -> Result<Option<(Agent, Lock)>, StoreError> {
    let row = sqlx::query("SELECT * FROM agents WHERE email = ?").bind(email);
    let Some(row) = row.fetch_optional(pool).await? else { return Ok(None) };
    let lock = Lock {
        hash: row.try_get("password_hash")?,
        expires_at: row.try_get::<Option<i64>, _>("password_expires_at")?.map(Timestamp),
        generation: row.try_get("device_generation")?,
    };
    Ok(Some((read(&row)?, lock)))
}

async fn one(pool: &SqlitePool, id: AgentId) -> Result<Option<Agent>, StoreError> {
    let row = sqlx::query("SELECT * FROM agents WHERE id = ?").bind(id.to_string());
    row.fetch_optional(pool).await?.as_ref().map(read).transpose()
}

fn json<T: serde::Serialize>(list: &T) -> Result<String, StoreError> {
    serde_json::to_string(list).map_err(|_| StoreError::Corrupt("list"))
}

fn is_taken(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if error.is_unique_violation())
}

async fn add(
    pool: &SqlitePool,
    agent: &Agent,
    password: NewHash<'_>,
    note: &AuditNote,
) -> Result<AgentChange, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let added = sqlx::query(
        "INSERT INTO agents (id, email, name, roles, may_open_reports, queues, most_sessions,
             password_hash, must_change_password, password_expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(agent.id.to_string())
    .bind(&agent.email)
    .bind(agent.name.as_str())
    .bind(json(&agent.roles)?)
    .bind(agent.may_open_reports)
    .bind(json(&agent.queues)?)
    .bind(agent.most_sessions)
    .bind(password.hash)
    .bind(password.must_change)
    .bind(password.expires_at.map(|at| at.0))
    .execute(&mut *transaction)
    .await;
    match added {
        Err(error) if is_taken(&error) => return Ok(AgentChange::EmailTaken),
        other => other?,
    };
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(AgentChange::Done)
}

async fn change(
    pool: &SqlitePool,
    agent: &Agent,
    sign_out: bool,
    note: &AuditNote,
) -> Result<AgentChange, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    if !agent.administers() && is_last_administrator(&mut transaction, agent.id).await? {
        return Ok(AgentChange::LastAdministrator);
    }
    let changed = sqlx::query(
        "UPDATE agents SET email = ?, name = ?, roles = ?, may_open_reports = ?, queues = ?,
             most_sessions = ? WHERE id = ?",
    )
    .bind(&agent.email)
    .bind(agent.name.as_str())
    .bind(json(&agent.roles)?)
    .bind(agent.may_open_reports)
    .bind(json(&agent.queues)?)
    .bind(agent.most_sessions)
    .bind(agent.id.to_string())
    .execute(&mut *transaction)
    .await;
    match changed {
        Err(error) if is_taken(&error) => return Ok(AgentChange::EmailTaken),
        Ok(done) if done.rows_affected() == 0 => return Ok(AgentChange::Unknown),
        other => other?,
    };
    if sign_out {
        end_sign_ins(&mut transaction, agent.id, None).await?;
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(AgentChange::Done)
}

async fn is_last_administrator(
    connection: &mut SqliteConnection,
    agent: AgentId,
) -> Result<bool, StoreError> {
    let ids: Vec<String> = sqlx::query_scalar(
        "SELECT id FROM agents
         WHERE EXISTS (SELECT 1 FROM json_each(roles) WHERE value = 'administrator') LIMIT 2",
    )
    .fetch_all(connection)
    .await?;
    Ok(ids == [agent.to_string()])
}

pub(super) async fn end_sign_ins(
    connection: &mut SqliteConnection,
    agent: AgentId,
    keep: Option<SecretHash>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_ins WHERE agent = ?1 AND (?2 IS NULL OR hash <> ?2)")
        .bind(agent.to_string())
        .bind(keep.as_ref().map(|hash| hash.0.as_slice()))
        .execute(connection)
        .await?;
    Ok(())
}

async fn set_password(
    pool: &SqlitePool,
    agent: AgentId,
    password: NewHash<'_>,
    keep: Option<SecretHash>,
    note: &AuditNote,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query(
        "UPDATE agents SET password_hash = ?, must_change_password = ?, password_expires_at = ?,
             device_generation = device_generation + ? WHERE id = ?",
    )
    .bind(password.hash)
    .bind(password.must_change)
    .bind(password.expires_at.map(|at| at.0))
    .bind(keep.is_none())
    .bind(agent.to_string())
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    end_sign_ins(&mut transaction, agent, keep).await?;
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn remove(
    pool: &SqlitePool,
    agent: AgentId,
    note: &AuditNote,
) -> Result<AgentChange, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    if is_last_administrator(&mut transaction, agent).await? {
        return Ok(AgentChange::LastAdministrator);
    }
    let done = sqlx::query("DELETE FROM agents WHERE id = ?").bind(agent.to_string());
    if done.execute(&mut *transaction).await?.rows_affected() == 0 {
        return Ok(AgentChange::Unknown);
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(AgentChange::Done)
}

async fn signed_in(
    pool: &SqlitePool,
    hash: SecretHash,
    now: Timestamp,
) -> Result<Option<Agent>, StoreError> {
    let row = sqlx::query(
        "SELECT agents.* FROM agents JOIN sign_ins ON sign_ins.agent = agents.id
         WHERE sign_ins.hash = ? AND sign_ins.expires_at > ? AND agents.roles <> '[]'",
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
