//! Customers' credentials, and the codes and tickets of hand-offs. Secrets arrive here hashed.

use corporate_protocol::{HandoffId, SecretHash, Timestamp};
use sqlx::sqlite::SqlitePool;
use sqlx::{Row as _, Sqlite};

use super::SqliteStore;
use crate::store::{Answer, CustomerAccess, Pass, PassKind, PassStore, StoreError};

impl PassStore for SqliteStore {
    fn put_credential(&self, hash: SecretHash, access: CustomerAccess) -> Answer<'_, ()> {
        Box::pin(put_credential(&self.pool, hash, access))
    }

    fn credential(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<CustomerAccess>> {
        Box::pin(credential(&self.pool, hash, now))
    }

    fn put_pass(&self, hash: SecretHash, pass: Pass, most: usize) -> Answer<'_, ()> {
        Box::pin(put(&self.pool, hash, pass, most))
    }

    fn pass(&self, hash: SecretHash, kind: PassKind) -> Answer<'_, Option<Pass>> {
        Box::pin(get(&self.pool, hash, kind))
    }

    fn use_pass(&self, hash: SecretHash, kind: PassKind, now: Timestamp) -> Answer<'_, bool> {
        Box::pin(consume(&self.pool, hash, kind, now))
    }

    fn exchange_pass(
        &self,
        old: SecretHash,
        hash: SecretHash,
        pass: Pass,
        now: Timestamp,
    ) -> Answer<'_, bool> {
        Box::pin(exchange(&self.pool, old, hash, pass, now))
    }

    fn last_code(&self, handoff: HandoffId) -> Answer<'_, Option<Timestamp>> {
        Box::pin(last_code(&self.pool, handoff))
    }

    fn forget_passes(&self, now: Timestamp) -> Answer<'_, u64> {
        Box::pin(forget(&self.pool, now))
    }
}

/// How long a pass is kept after it has stopped working, so that it can be told from one that
/// never was.
const KEPT_SECONDS: i64 = 24 * 3600;

const fn word(kind: PassKind) -> &'static str {
    match kind {
        PassKind::Code => "code",
        PassKind::Ticket => "ticket",
    }
}

pub(super) async fn put_credential(
    connection: impl sqlx::Executor<'_, Database = Sqlite>,
    hash: SecretHash,
    access: CustomerAccess,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO credentials (hash, session, handoff, expires_at) VALUES (?, ?, ?, ?)")
        .bind(hash.0.as_slice())
        .bind(access.session.to_string())
        .bind(access.handoff.map(|handoff| handoff.to_string()))
        .bind(access.expires_at.0)
        .execute(connection)
        .await?;
    Ok(())
}

async fn credential(
    pool: &SqlitePool,
    hash: SecretHash,
    now: Timestamp,
) -> Result<Option<CustomerAccess>, StoreError> {
    let row = sqlx::query(
        "SELECT session, handoff, expires_at FROM credentials WHERE hash = ? AND expires_at > ?",
    )
    .bind(hash.0.as_slice())
    .bind(now.0)
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let session: String = row.try_get("session")?;
    let handoff: Option<String> = row.try_get("handoff")?;
    Ok(Some(CustomerAccess {
        session: session.parse().map_err(|_| StoreError::Corrupt("session"))?,
        handoff: handoff
            .map(|text| text.parse())
            .transpose()
            .map_err(|_| StoreError::Corrupt("hand-off"))?,
        expires_at: Timestamp(row.try_get("expires_at")?),
    }))
}

async fn put(
    pool: &SqlitePool,
    hash: SecretHash,
    pass: Pass,
    most: usize,
) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    insert(&mut *transaction, hash, pass).await?;
    sqlx::query(
        "UPDATE passes SET expires_at = ?1 WHERE hash IN (
             SELECT hash FROM passes
             WHERE handoff = ?2 AND kind = ?3 AND used_at IS NULL AND expires_at > ?1
             ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ?4)",
    )
    .bind(pass.created_at.0)
    .bind(pass.handoff.to_string())
    .bind(word(pass.kind))
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(())
}

async fn insert(
    connection: impl sqlx::Executor<'_, Database = Sqlite>,
    hash: SecretHash,
    pass: Pass,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO passes
         (hash, kind, session, handoff, created_at, expires_at, renewable_until)
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(hash.0.as_slice())
    .bind(word(pass.kind))
    .bind(pass.session.to_string())
    .bind(pass.handoff.to_string())
    .bind(pass.created_at.0)
    .bind(pass.expires_at.0)
    .bind(pass.renewable_until.map(|until| until.0))
    .execute(connection)
    .await?;
    Ok(())
}

async fn get(
    pool: &SqlitePool,
    hash: SecretHash,
    kind: PassKind,
) -> Result<Option<Pass>, StoreError> {
    let row = sqlx::query(
        "SELECT session, handoff, created_at, expires_at, renewable_until,
                used_at IS NOT NULL AS used
         FROM passes WHERE hash = ? AND kind = ?",
    )
    .bind(hash.0.as_slice())
    .bind(word(kind))
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let session: String = row.try_get("session")?;
    let handoff: String = row.try_get("handoff")?;
    let renewable_until: Option<i64> = row.try_get("renewable_until")?;
    Ok(Some(Pass {
        kind,
        session: session.parse().map_err(|_| StoreError::Corrupt("session"))?,
        handoff: handoff.parse().map_err(|_| StoreError::Corrupt("hand-off"))?,
        created_at: Timestamp(row.try_get("created_at")?),
        expires_at: Timestamp(row.try_get("expires_at")?),
        used: row.try_get("used")?,
        renewable_until: renewable_until.map(Timestamp),
    }))
}

async fn consume(
    connection: impl sqlx::Executor<'_, Database = Sqlite>,
    hash: SecretHash,
    kind: PassKind,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE passes SET used_at = ?1
         WHERE hash = ?2 AND kind = ?3 AND used_at IS NULL AND expires_at > ?1",
    )
    .bind(now.0)
    .bind(hash.0.as_slice())
    .bind(word(kind))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn exchange(
    pool: &SqlitePool,
    old: SecretHash,
    hash: SecretHash,
    pass: Pass,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let stands = consume(&mut *transaction, old, pass.kind, now).await?
        || expire_renewed(&mut *transaction, old, pass.kind, now).await?;
    if stands {
        insert(&mut *transaction, hash, pass).await?;
        sqlx::query("UPDATE passes SET renewed_as = ? WHERE hash = ?")
            .bind(hash.0.as_slice())
            .bind(old.0.as_slice())
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(stands)
}

/// Lets what a pass was exchanged for expire; false where it was used or is too old, or where the
/// pass itself is.
async fn expire_renewed(
    connection: impl sqlx::Executor<'_, Database = Sqlite>,
    old: SecretHash,
    kind: PassKind,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE passes SET expires_at = ?1
         WHERE hash = (SELECT renewed_as FROM passes
                       WHERE hash = ?2 AND kind = ?3 AND expires_at > ?1)
             AND used_at IS NULL AND expires_at > ?1",
    )
    .bind(now.0)
    .bind(old.0.as_slice())
    .bind(word(kind))
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn last_code(pool: &SqlitePool, handoff: HandoffId) -> Result<Option<Timestamp>, StoreError> {
    let last: Option<i64> = sqlx::query_scalar(
        "SELECT MAX(expires_at) FROM passes WHERE handoff = ? AND kind = ? AND used_at IS NULL",
    )
    .bind(handoff.to_string())
    .bind(word(PassKind::Code))
    .fetch_one(pool)
    .await?;
    Ok(last.map(Timestamp))
}

async fn forget(pool: &SqlitePool, now: Timestamp) -> Result<u64, StoreError> {
    let mut gone = 0;
    for (statement, before) in [
        ("DELETE FROM credentials WHERE expires_at <= ?", now),
        ("DELETE FROM phone_codes WHERE expires_at <= ?", now),
        ("DELETE FROM passes WHERE expires_at <= ?", now.plus_seconds(-KEPT_SECONDS)),
    ] {
        gone += sqlx::query(statement).bind(before.0).execute(pool).await?.rows_affected();
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use corporate_protocol::{AgentId, Language, QueueId, SessionId};

    use super::*;
    use crate::store::{PhoneRecord, PhoneStore as _};

    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    async fn store(folder: &Path) -> (SqliteStore, SessionId) {
        let store = SqliteStore::open(folder).await.expect("a store");
        let session = SessionId::random();
        sqlx::query("INSERT INTO sessions (id, started_at) VALUES (?, ?)")
            .bind(session.to_string())
            .bind(NOW.0)
            .execute(&store.pool)
            .await
            .expect("a session");
        (store, session)
    }

    #[tokio::test]
    async fn what_no_longer_works_is_forgotten_and_the_rest_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, session) = store(folder.path()).await;
        let (handoff, created_at) = (HandoffId::random(), NOW);
        for (number, expires_at) in [(1, NOW.plus_seconds(60)), (2, NOW.plus_seconds(3_600))] {
            let access = CustomerAccess { session, handoff: None, expires_at };
            store.put_credential(SecretHash([number; 32]), access).await.expect("kept");
            let pass = Pass {
                kind: PassKind::Code,
                session,
                handoff,
                created_at,
                expires_at,
                used: false,
                renewable_until: None,
            };
            store.put_pass(SecretHash([number; 32]), pass, 5).await.expect("kept");
        }
        let later = NOW.plus_seconds(60);
        assert_eq!(store.forget_passes(later).await.expect("forgotten"), 1, "the credential");
        let kept = store.pass(SecretHash([1; 32]), PassKind::Code).await.expect("an answer");
        assert!(kept.is_some(), "an old code is still told from one that never was");
        let tomorrow = later.plus_seconds(KEPT_SECONDS);
        assert_eq!(store.forget_passes(tomorrow).await.expect("forgotten"), 2);
        let other = store.pass(SecretHash([2; 32]), PassKind::Code).await.expect("an answer");
        assert!(other.is_some());
    }

    #[tokio::test]
    async fn a_phone_code_is_taken_once_and_replaces_the_agents_last() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, _) = store(folder.path()).await;
        let agent = AgentId::random();
        sqlx::query(
            "INSERT INTO agents (id, email, name, roles, may_open_reports, password_hash)
             VALUES (?, 'a@b.test', 'Anna', '[]', 0, '')",
        )
        .bind(agent.to_string())
        .execute(&store.pool)
        .await
        .expect("an agent");
        let queue = QueueId::try_from("general".to_owned()).expect("a queue");
        let expires_at = NOW.plus_seconds(600);
        let record = PhoneRecord { agent, queue, language: Language::De, expires_at };
        for number in [1, 2] {
            let hash = SecretHash([number; 32]);
            assert!(store.put_phone_code(hash, &record, NOW).await.expect("kept"));
        }
        let take = |number, now| store.take_phone_code(SecretHash([number; 32]), now);
        assert_eq!(take(1, NOW).await.expect("an answer"), None, "replaced");
        assert_eq!(take(2, expires_at).await.expect("an answer"), None, "too old");
        assert_eq!(take(2, NOW).await.expect("an answer"), Some(record));
        assert_eq!(take(2, NOW).await.expect("an answer"), None, "used");
    }
}
