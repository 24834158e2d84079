//! Sessions and their events. The primary key (session, seq) and the unique key (session,
//! command) are what makes adding an event optimistic and a command's repetition harmless.

use corporate_protocol::{CommandId, Event, SecretHash, Seq, SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteExecutor, SqlitePool, SqliteRow};

mod mend;
mod writer;

use self::writer::Work;
pub(super) use self::writer::Writer;
use super::SqliteStore;
use crate::store::{Answer, AppendError, LogStore, StoreError};

impl LogStore for SqliteStore {
    fn start_session<'a>(
        &'a self,
        first: &'a Event,
        credential: SecretHash,
        expires_at: Timestamp,
    ) -> Answer<'a, ()> {
        let work = Work::Start(credential, expires_at);
        Box::pin(async move {
            let written = self.writer.write(first.clone(), work).await;
            written.map_err(|error| match error {
                AppendError::Store(error) => error,
                // A new session's id is new.
                AppendError::SeqTaken | AppendError::CommandKnown(_) => {
                    StoreError::Corrupt("session")
                }
            })
        })
    }

    fn append<'a>(
        &'a self,
        event: &'a Event,
        command: Option<CommandId>,
    ) -> Answer<'a, (), AppendError> {
        Box::pin(self.writer.write(event.clone(), Work::Append(command)))
    }

    fn command(&self, session: SessionId, command: CommandId) -> Answer<'_, Option<Seq>> {
        Box::pin(known(&self.pool, session, command))
    }

    fn events(&self, session: SessionId, after: Seq, most: usize) -> Answer<'_, Vec<Event>> {
        Box::pin(events(&self.pool, session, after, most))
    }

    fn open_sessions(&self) -> Answer<'_, Vec<SessionId>> {
        Box::pin(open_sessions(&self.pool))
    }
}

async fn insert(
    connection: &mut SqliteConnection,
    event: &Event,
    command: Option<CommandId>,
) -> Result<(), StoreError> {
    let author = serde_json::to_string(&event.author).map_err(|_| StoreError::Corrupt("author"))?;
    let body = serde_json::to_string(&event.body).map_err(|_| StoreError::Corrupt("event"))?;
    sqlx::query(
        "INSERT INTO events (session, seq, at, author, body, command) VALUES (?, ?, ?, ?, ?, ?)",
    )
    .bind(event.session.to_string())
    .bind(event.seq.0 as i64)
    .bind(event.at.0)
    .bind(author)
    .bind(body)
    .bind(command.map(|id| id.to_string()))
    .execute(&mut *connection)
    .await?;
    super::report::add(connection, event).await
}

async fn known(
    executor: impl SqliteExecutor<'_>,
    session: SessionId,
    command: CommandId,
) -> Result<Option<Seq>, StoreError> {
    let row = sqlx::query("SELECT seq FROM events WHERE session = ? AND command = ?")
        .bind(session.to_string())
        .bind(command.to_string())
        .fetch_optional(executor)
        .await?;
    let seq: Option<i64> = row.map(|row| row.try_get("seq")).transpose()?;
    Ok(seq.map(|seq| Seq(seq.unsigned_abs())))
}

pub(super) async fn events(
    executor: impl SqliteExecutor<'_>,
    session: SessionId,
    after: Seq,
    most: usize,
) -> Result<Vec<Event>, StoreError> {
    let rows = sqlx::query(
        "SELECT seq, at, author, body FROM events WHERE session = ? AND seq > ?
         ORDER BY seq LIMIT ?",
    )
    .bind(session.to_string())
    .bind(i64::try_from(after.0).unwrap_or(i64::MAX))
    .bind(i64::try_from(most).unwrap_or(i64::MAX))
    .fetch_all(executor)
    .await?;
    rows.iter().map(|row| read(session, row)).collect()
}

fn read(session: SessionId, row: &SqliteRow) -> Result<Event, StoreError> {
    let seq: i64 = row.try_get("seq")?;
    let author: String = row.try_get("author")?;
    let body: String = row.try_get("body")?;
    Ok(Event {
        session,
        seq: Seq(seq.unsigned_abs()),
        at: Timestamp(row.try_get("at")?),
        author: serde_json::from_str(&author).map_err(|_| StoreError::Corrupt("author"))?,
        body: mend::body(&body).ok_or(StoreError::Corrupt("event"))?,
    })
}

async fn open_sessions(pool: &SqlitePool) -> Result<Vec<SessionId>, StoreError> {
    let rows =
        sqlx::query("SELECT id FROM sessions WHERE ended_at IS NULL ORDER BY started_at, id")
            .fetch_all(pool)
            .await?;
    rows.iter().map(session_id).collect()
}

fn session_id(row: &SqliteRow) -> Result<SessionId, StoreError> {
    let id: String = row.try_get("id")?;
    id.parse().map_err(|_| StoreError::Corrupt("session"))
}

#[cfg(test)]
mod tests;
