//! The one task that writes events. What waits when a transaction begins goes into it together:
//! a disk that takes its time for each commit is asked once for many, and who waits, waits in line,
//! where SQLite itself would look again and again for its lock.

use std::sync::Arc;

use corporate_protocol::{CommandId, Event, EventBody, SecretHash, Timestamp};
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{Connection as _, Sqlite, Transaction};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::{insert, known};
use crate::store::{AppendError, CustomerAccess, StoreError};

/// Events that may wait; who comes then waits for a place.
const WAITING: usize = 256;
/// Events of one transaction.
const TOGETHER: usize = 64;

/// What is written.
pub(super) enum Work {
    /// A session begins with its first event; the credential is its customer's.
    Start(SecretHash, Timestamp),
    /// A session goes on; the command is the one that became the event.
    Append(Option<CommandId>),
}

struct Entry {
    event: Event,
    work: Work,
    written: oneshot::Sender<Result<(), AppendError>>,
}

/// Hands events to the task that writes them.
pub(in crate::store::sqlite) struct Writer {
    queue: mpsc::Sender<Entry>,
    stop: CancellationToken,
    task: TaskTracker,
}

impl Writer {
    /// Starts the task; `pool` has one connection, which is the task's alone.
    pub(in crate::store::sqlite) fn start(pool: SqlitePool) -> Self {
        let (queue, entries) = mpsc::channel(WAITING);
        let (stop, task) = (CancellationToken::new(), TaskTracker::new());
        task.spawn(run(pool, entries, stop.clone()));
        task.close();
        Self { queue, stop, task }
    }

    /// Writes an event; it is on disk when this returns.
    pub(super) async fn write(&self, event: Event, work: Work) -> Result<(), AppendError> {
        let (written, answer) = oneshot::channel();
        let entry = Entry { event, work, written };
        self.queue.send(entry).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Writes what waits and ends the task.
    pub(in crate::store::sqlite) async fn close(&self) {
        self.stop.cancel();
        self.task.wait().await;
    }
}

async fn run(pool: SqlitePool, mut entries: mpsc::Receiver<Entry>, stop: CancellationToken) {
    let mut together = Vec::with_capacity(TOGETHER);
    loop {
        tokio::select! {
            count = entries.recv_many(&mut together, TOGETHER) => if count == 0 { break },
            () = stop.cancelled(), if !entries.is_closed() => {
                entries.close();
                continue;
            }
        }
        write(&pool, &mut together).await;
    }
    pool.close().await;
}

/// Writes entries in one transaction and tells each how it went.
async fn write(pool: &SqlitePool, entries: &mut Vec<Entry>) {
    let outcome = transact(pool, entries).await.map_err(Arc::new);
    let all = entries.drain(..);
    match outcome {
        Ok(outcomes) => all.zip(outcomes).for_each(|(entry, outcome)| answer(entry, outcome)),
        Err(error) => {
            all.for_each(|entry| {
                answer(entry, Err(StoreError::NotWritten(Arc::clone(&error)).into()));
            });
        }
    }
}

fn answer(entry: Entry, outcome: Result<(), AppendError>) {
    // Who no longer waits reads it in the log.
    entry.written.send(outcome).ok();
}

async fn transact(
    pool: &SqlitePool,
    entries: &[Entry],
) -> Result<Vec<Result<(), AppendError>>, sqlx::Error> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    let mut outcomes = Vec::with_capacity(entries.len());
    for entry in entries {
        outcomes.push(one(&mut transaction, entry).await);
    }
    transaction.commit().await?;
    Ok(outcomes)
}

/// Writes one entry, or nothing of it: what is wrong with one must not take others along.
async fn one(transaction: &mut Transaction<'_, Sqlite>, entry: &Entry) -> Result<(), AppendError> {
    let mut part = transaction.begin().await.map_err(StoreError::from)?;
    let added = add(&mut part, entry).await;
    let taken = match &added {
        Ok(()) => return Ok(part.commit().await.map_err(StoreError::from)?),
        Err(StoreError::Database(sqlx::Error::Database(error))) => error.is_unique_violation(),
        Err(_) => false,
    };
    part.rollback().await.map_err(StoreError::from)?;
    match (taken, &entry.work) {
        (true, Work::Append(command)) => Err(match command {
            Some(id) => known(&mut **transaction, entry.event.session, *id)
                .await?
                .map_or(AppendError::SeqTaken, AppendError::CommandKnown),
            None => AppendError::SeqTaken,
        }),
        _ => Ok(added?),
    }
}

async fn add(connection: &mut SqliteConnection, entry: &Entry) -> Result<(), StoreError> {
    let event = &entry.event;
    let session = event.session.to_string();
    match entry.work {
        Work::Start(credential, expires_at) => {
            sqlx::query("INSERT INTO sessions (id, started_at) VALUES (?, ?)")
                .bind(session)
                .bind(event.at.0)
                .execute(&mut *connection)
                .await?;
            insert(connection, event, None).await?;
            let access = CustomerAccess { session: event.session, handoff: None, expires_at };
            super::super::pass::put_credential(connection, credential, access).await
        }
        Work::Append(command) => {
            insert(connection, event, command).await?;
            if matches!(event.body, EventBody::SessionEnded { .. }) {
                sqlx::query("UPDATE sessions SET ended_at = ? WHERE id = ?")
                    .bind(event.at.0)
                    .bind(session)
                    .execute(connection)
                    .await?;
            }
            Ok(())
        }
    }
}
