//! Sign-ins by device, second factors and recovery codes.

use corporate_protocol::{AgentId, SecretHash, SignInId, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqlitePool, SqliteRow};

use super::SqliteStore;
use super::agent::end_sign_ins;
use super::audit::put as put_audit;
use crate::store::{
    Answer, AuditNote, DoorStore, NewSignIn, SecondFactorRecord, SignInRecord, StoreError,
};

impl DoorStore for SqliteStore {
    fn begin_sign_in<'a>(&'a self, sign_in: &'a NewSignIn) -> Answer<'a, bool> {
        Box::pin(begin(&self.pool, sign_in))
    }

    fn sign_ins(&self, agent: AgentId, now: Timestamp) -> Answer<'_, Vec<SignInRecord>> {
        Box::pin(list(&self.pool, agent, now))
    }

    fn touch_sign_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, ()> {
        Box::pin(touch(&self.pool, hash, now))
    }

    fn end_sign_in(&self, agent: AgentId, id: SignInId) -> Answer<'_, bool> {
        Box::pin(end_one(&self.pool, agent, id))
    }

    fn end_sign_ins<'a>(&'a self, agent: AgentId, note: &'a AuditNote) -> Answer<'a, ()> {
        Box::pin(end_all(&self.pool, agent, note))
    }

    fn second_factor(&self, agent: AgentId) -> Answer<'_, SecondFactorRecord> {
        Box::pin(second_factor(&self.pool, agent))
    }

    fn second_factors(&self) -> Answer<'_, Vec<AgentId>> {
        Box::pin(second_factors(&self.pool))
    }

    fn put_second_factor<'a>(&'a self, agent: AgentId, sealed: &'a [u8]) -> Answer<'a, ()> {
        Box::pin(put_pending(&self.pool, agent, sealed))
    }

    fn confirm_second_factor<'a>(
        &'a self,
        agent: AgentId,
        sealed: &'a [u8],
        step: i64,
        recovery_codes: &'a [SecretHash],
        note: &'a AuditNote,
    ) -> Answer<'a, bool> {
        Box::pin(confirm(&self.pool, agent, sealed, step, recovery_codes, note))
    }

    fn use_step(&self, agent: AgentId, step: i64) -> Answer<'_, bool> {
        Box::pin(use_step(&self.pool, agent, step))
    }

    fn use_recovery_code(&self, agent: AgentId, hash: SecretHash) -> Answer<'_, bool> {
        Box::pin(use_recovery_code(&self.pool, agent, hash))
    }

    fn remove_second_factor<'a>(
        &'a self,
        agent: AgentId,
        keep: Option<SecretHash>,
        note: &'a AuditNote,
    ) -> Answer<'a, bool> {
        Box::pin(remove(&self.pool, agent, keep, note))
    }
}

async fn begin(pool: &SqlitePool, sign_in: &NewSignIn) -> Result<bool, StoreError> {
    let NewSignIn { hash, id, agent, browser, system, at, expires_at, opened } = sign_in;
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("DELETE FROM sign_ins WHERE expires_at <= ?")
        .bind(at.0)
        .execute(&mut *transaction)
        .await?;
    let begun = sqlx::query(
        "INSERT INTO sign_ins (hash, id, agent, browser, system, signed_in_at, used_at, expires_at)
         SELECT ?1, ?2, agents.id, ?4, ?5, ?6, ?6, ?7 FROM agents
         WHERE agents.id = ?3 AND password_hash = ?8 AND device_generation = ?9
             AND (SELECT secret FROM second_factors WHERE agent = ?3) IS ?10",
    )
    .bind(hash.0.as_slice())
    .bind(id.0.to_string())
    .bind(agent.to_string())
    .bind(browser)
    .bind(system)
    .bind(at.0)
    .bind(expires_at.0)
    .bind(&opened.lock.hash)
    .bind(opened.lock.generation)
    .bind(&opened.second_factor)
    .execute(&mut *transaction)
    .await?;
    if begun.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("UPDATE agents SET signed_in_at = ? WHERE id = ?")
        .bind(at.0)
        .bind(agent.to_string())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(true)
}

fn read(row: &SqliteRow) -> Result<SignInRecord, StoreError> {
    let corrupt = || StoreError::Corrupt("sign-in");
    let hash: Vec<u8> = row.try_get("hash")?;
    let id: String = row.try_get("id")?;
    Ok(SignInRecord {
        hash: SecretHash(hash.try_into().map_err(|_| corrupt())?),
        id: SignInId(id.parse().map_err(|_| corrupt())?),
        browser: row.try_get("browser")?,
        system: row.try_get("system")?,
        signed_in_at: Timestamp(row.try_get("signed_in_at")?),
        used_at: Timestamp(row.try_get("used_at")?),
    })
}

async fn list(
    pool: &SqlitePool,
    agent: AgentId,
    now: Timestamp,
) -> Result<Vec<SignInRecord>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM sign_ins WHERE agent = ? AND expires_at > ?
         ORDER BY used_at DESC, signed_in_at DESC LIMIT 100",
    )
    .bind(agent.to_string())
    .bind(now.0)
    .fetch_all(pool)
    .await?;
    rows.iter().map(read).collect()
}

async fn touch(pool: &SqlitePool, hash: SecretHash, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("UPDATE sign_ins SET used_at = ?1 WHERE hash = ?2 AND used_at < ?1")
        .bind(now.0)
        .bind(hash.0.as_slice())
        .execute(pool)
        .await?;
    Ok(())
}

async fn end_one(pool: &SqlitePool, agent: AgentId, id: SignInId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM sign_ins WHERE agent = ? AND id = ?")
        .bind(agent.to_string())
        .bind(id.0.to_string())
        .execute(pool)
        .await?;
    Ok(done.rows_affected() > 0)
}

async fn end_all(pool: &SqlitePool, agent: AgentId, note: &AuditNote) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    end_sign_ins(&mut transaction, agent, None).await?;
    sqlx::query("UPDATE agents SET device_generation = device_generation + 1 WHERE id = ?")
        .bind(agent.to_string())
        .execute(&mut *transaction)
        .await?;
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(())
}

async fn second_factor(
    pool: &SqlitePool,
    agent: AgentId,
) -> Result<SecondFactorRecord, StoreError> {
    let row = sqlx::query(
        "SELECT secret, pending,
             (SELECT COUNT(*) FROM recovery_codes WHERE recovery_codes.agent = ?1) AS codes
         FROM second_factors WHERE agent = ?1",
    )
    .bind(agent.to_string())
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(SecondFactorRecord::default()) };
    Ok(SecondFactorRecord {
        secret: row.try_get("secret")?,
        pending: row.try_get("pending")?,
        recovery_codes: row.try_get("codes")?,
    })
}

async fn second_factors(pool: &SqlitePool) -> Result<Vec<AgentId>, StoreError> {
    let ids: Vec<String> =
        sqlx::query_scalar("SELECT agent FROM second_factors WHERE secret IS NOT NULL")
            .fetch_all(pool)
            .await?;
    let parsed = ids.iter().map(|id| id.parse().map_err(|_| StoreError::Corrupt("agent")));
    parsed.collect()
}

async fn put_pending(pool: &SqlitePool, agent: AgentId, sealed: &[u8]) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO second_factors (agent, pending) VALUES (?, ?)
         ON CONFLICT (agent) DO UPDATE SET pending = excluded.pending",
    )
    .bind(agent.to_string())
    .bind(sealed)
    .execute(pool)
    .await?;
    Ok(())
}

async fn confirm(
    pool: &SqlitePool,
    agent: AgentId,
    sealed: &[u8],
    step: i64,
    recovery_codes: &[SecretHash],
    note: &AuditNote,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query(
        "UPDATE second_factors SET secret = pending, pending = NULL, last_step = ?3
         WHERE agent = ?1 AND pending = ?2 AND secret IS NULL",
    )
    .bind(agent.to_string())
    .bind(sealed)
    .bind(step)
    .execute(&mut *transaction)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM recovery_codes WHERE agent = ?")
        .bind(agent.to_string())
        .execute(&mut *transaction)
        .await?;
    for hash in recovery_codes {
        sqlx::query("INSERT INTO recovery_codes (agent, hash) VALUES (?, ?)")
            .bind(agent.to_string())
            .bind(hash.0.as_slice())
            .execute(&mut *transaction)
            .await?;
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(true)
}

async fn use_step(pool: &SqlitePool, agent: AgentId, step: i64) -> Result<bool, StoreError> {
    let done =
        sqlx::query("UPDATE second_factors SET last_step = ?2 WHERE agent = ?1 AND last_step < ?2")
            .bind(agent.to_string())
            .bind(step)
            .execute(pool)
            .await?;
    Ok(done.rows_affected() > 0)
}

async fn use_recovery_code(
    pool: &SqlitePool,
    agent: AgentId,
    hash: SecretHash,
) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM recovery_codes WHERE agent = ? AND hash = ?")
        .bind(agent.to_string())
        .bind(hash.0.as_slice())
        .execute(pool)
        .await?;
    Ok(done.rows_affected() > 0)
}

async fn remove(
    pool: &SqlitePool,
    agent: AgentId,
    keep: Option<SecretHash>,
    note: &AuditNote,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let done = sqlx::query("DELETE FROM second_factors WHERE agent = ?")
        .bind(agent.to_string())
        .execute(&mut *transaction)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM recovery_codes WHERE agent = ?")
        .bind(agent.to_string())
        .execute(&mut *transaction)
        .await?;
    if keep.is_some() {
        end_sign_ins(&mut transaction, agent, keep).await?;
    }
    put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(true)
}
