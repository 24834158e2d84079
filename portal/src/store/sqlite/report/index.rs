//! Keeps the rows of the reports beside the log. `add` runs in the transaction of each event;
//! `bring_up_to_date` computes what is missing or of an older version, when the store opens.

use corporate_protocol::{EmailAddress, Event, MessageText, Seq, SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteRow};

use super::{parsed, word};
use crate::store::{INDEX_VERSION, Indexed, Joined, StoreError};

/// Events that are read at once when a row is computed anew.
const BATCH: usize = 1_000;

/// Takes an event into its session's row.
pub(in crate::store::sqlite) async fn add(
    connection: &mut SqliteConnection,
    event: &Event,
) -> Result<(), StoreError> {
    if let Some(begun) = Indexed::begin(event) {
        return put(connection, &begun).await;
    }
    // A session without a row is one whose log does not begin as it must: there is nothing to say.
    let Some(mut row) = load(connection, event.session).await? else { return Ok(()) };
    let joined = row.apply(event);
    put(connection, &row).await?;
    match joined {
        Some(joined) => put_agent(connection, event.session, &joined).await,
        None => Ok(()),
    }
}

/// Computes each row that is missing or of an older version; each in a transaction of its own.
pub(in crate::store::sqlite) async fn bring_up_to_date(
    pool: &SqlitePool,
) -> Result<(), StoreError> {
    let stale = sqlx::query(
        "SELECT id FROM sessions WHERE NOT EXISTS
         (SELECT 1 FROM report_sessions r WHERE r.session = sessions.id AND r.version = ?)",
    )
    .bind(INDEX_VERSION)
    .fetch_all(pool)
    .await?;
    for row in &stale {
        rebuild(pool, parsed(row.try_get("id")?, "session")?).await?;
    }
    if !stale.is_empty() {
        tracing::info!(sessions = stale.len(), "computed the rows of reports");
    }
    Ok(())
}

async fn rebuild(pool: &SqlitePool, session: SessionId) -> Result<(), StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("DELETE FROM report_sessions WHERE session = ?")
        .bind(session.to_string())
        .execute(&mut *transaction)
        .await?;
    let mut row: Option<Indexed> = None;
    let mut agents = Vec::new();
    let mut after = Seq::default();
    loop {
        let events =
            crate::store::sqlite::log::events(&mut *transaction, session, after, BATCH).await?;
        for event in &events {
            match &mut row {
                Some(row) => agents.extend(row.apply(event)),
                None => row = Indexed::begin(event),
            }
            after = event.seq;
        }
        if events.len() < BATCH {
            break;
        }
    }
    if let Some(row) = row {
        put(&mut transaction, &row).await?;
        for joined in &agents {
            put_agent(&mut transaction, session, joined).await?;
        }
    }
    transaction.commit().await?;
    Ok(())
}

async fn put(connection: &mut SqliteConnection, row: &Indexed) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO report_sessions (session, version, seq, customer, customer_key, email,
             question, words, queue, language, mode, started_at, first_joined_at, ended_at,
             end_reason, messages, files, upgraded, shared, sharing_ms, sharing_since)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (session) DO UPDATE SET version = excluded.version, seq = excluded.seq,
             queue = excluded.queue, first_joined_at = excluded.first_joined_at,
             ended_at = excluded.ended_at, end_reason = excluded.end_reason,
             messages = excluded.messages, files = excluded.files, upgraded = excluded.upgraded,
             shared = excluded.shared, sharing_ms = excluded.sharing_ms,
             sharing_since = excluded.sharing_since",
    )
    .bind(row.session.to_string())
    .bind(INDEX_VERSION)
    .bind(i64::try_from(row.seq.0).unwrap_or(i64::MAX))
    .bind(row.customer.as_str())
    .bind(row.customer_key())
    .bind(row.email.as_ref().map(EmailAddress::as_str))
    .bind(row.question.as_ref().map(MessageText::as_str))
    .bind(row.words())
    .bind(row.queue.as_str())
    .bind(word(&row.language))
    .bind(word(&row.mode))
    .bind(row.started_at.0)
    .bind(row.first_joined_at.map(|at| at.0))
    .bind(row.ended_at.map(|at| at.0))
    .bind(row.end_reason.as_ref().map(word))
    .bind(row.messages)
    .bind(row.files)
    .bind(row.upgraded)
    .bind(row.shared)
    .bind(row.sharing_ms)
    .bind(row.sharing_since.map(|at| at.0))
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_agent(
    connection: &mut SqliteConnection,
    session: SessionId,
    joined: &Joined,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO report_agents (session, agent, position, name) VALUES (?, ?, ?, ?)
         ON CONFLICT (session, agent) DO NOTHING",
    )
    .bind(session.to_string())
    .bind(joined.agent.to_string())
    .bind(i64::try_from(joined.seq.0).unwrap_or(i64::MAX))
    .bind(joined.name.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

async fn load(
    connection: &mut SqliteConnection,
    session: SessionId,
) -> Result<Option<Indexed>, StoreError> {
    let row = sqlx::query("SELECT * FROM report_sessions WHERE session = ?")
        .bind(session.to_string())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(|row| read(session, row)).transpose()
}

fn read(session: SessionId, row: &SqliteRow) -> Result<Indexed, StoreError> {
    let seq: i64 = row.try_get("seq")?;
    let text = |column| row.try_get::<Option<String>, _>(column);
    let moment =
        |column| Ok::<_, StoreError>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp));
    Ok(Indexed {
        session,
        seq: Seq(seq.unsigned_abs()),
        customer: parsed(row.try_get("customer")?, "name")?,
        email: text("email")?.map(|text| parsed(text, "address")).transpose()?,
        question: text("question")?.map(|text| parsed(text, "question")).transpose()?,
        queue: parsed(row.try_get("queue")?, "queue")?,
        language: parsed(row.try_get("language")?, "language")?,
        mode: parsed(row.try_get("mode")?, "mode")?,
        started_at: Timestamp(row.try_get("started_at")?),
        first_joined_at: moment("first_joined_at")?,
        ended_at: moment("ended_at")?,
        end_reason: text("end_reason")?.map(|text| parsed(text, "end")).transpose()?,
        messages: row.try_get("messages")?,
        files: row.try_get("files")?,
        upgraded: row.try_get("upgraded")?,
        shared: row.try_get("shared")?,
        sharing_ms: row.try_get("sharing_ms")?,
        sharing_since: moment("sharing_since")?,
    })
}
