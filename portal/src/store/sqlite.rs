//! The store in one SQLite file: write-ahead log, one writer at a time, readers beside it.
//! Everything that is peculiar to SQLite stays below this module.

mod account;
mod agent;
mod log;
mod pass;

use std::path::Path;
use std::time::Duration;

use corporate_protocol::{AgentId, CommandId, Event, SecretHash, Seq, SessionId, Timestamp};
use futures_util::future::BoxFuture;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use super::{
    Account, Agent, Answer, AppendError, CustomerAccess, Pass, PassKind, Queue, Store, StoreError,
};

/// The one file below the data folder.
const FILE_NAME: &str = "portal.sqlite";

/// A store in one SQLite file.
pub(super) struct SqliteStore {
    pool: SqlitePool,
}

impl SqliteStore {
    /// Opens or makes the file in this folder and brings its tables up to date.
    pub(super) async fn open(folder: &Path) -> Result<Self, StoreError> {
        make_private_folder(folder).map_err(StoreError::Folder)?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE_NAME))
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL a write-ahead log may lose its last commits in a power cut. What is
            // confirmed here was dropped from the clients' outboxes, and may be a stop.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(8).connect_with(options).await?;
        sqlx::migrate!().run(&pool).await?;
        Ok(Self { pool })
    }
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Store for SqliteStore {
    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(async {
            sqlx::query("SELECT 1").execute(&self.pool).await?;
            Ok(())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(self.pool.close())
    }

    fn account(&self) -> Answer<'_, Account> {
        Box::pin(account::get(&self.pool))
    }

    fn put_account<'a>(&'a self, account: &'a Account) -> Answer<'a, ()> {
        Box::pin(account::put(&self.pool, account))
    }

    fn queues(&self) -> Answer<'_, Vec<Queue>> {
        Box::pin(account::queues(&self.pool))
    }

    fn put_queue<'a>(&'a self, queue: &'a Queue) -> Answer<'a, ()> {
        Box::pin(account::put_queue(&self.pool, queue))
    }

    fn agents(&self) -> Answer<'_, Vec<Agent>> {
        Box::pin(agent::all(&self.pool))
    }

    fn agent_by_email<'a>(&'a self, email: &'a str) -> Answer<'a, Option<(Agent, String)>> {
        Box::pin(agent::by_email(&self.pool, email))
    }

    fn put_agent<'a>(&'a self, agent: &'a Agent, password_hash: Option<&'a str>) -> Answer<'a, ()> {
        Box::pin(agent::put(&self.pool, agent, password_hash))
    }

    fn remove_agent<'a>(&'a self, email: &'a str) -> Answer<'a, bool> {
        Box::pin(agent::remove(&self.pool, email))
    }

    fn put_sign_in(
        &self,
        hash: SecretHash,
        agent: AgentId,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Answer<'_, ()> {
        Box::pin(agent::put_sign_in(&self.pool, hash, agent, expires_at, now))
    }

    fn signed_in(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<Agent>> {
        Box::pin(agent::signed_in(&self.pool, hash, now))
    }

    fn remove_sign_in(&self, hash: SecretHash) -> Answer<'_, ()> {
        Box::pin(agent::remove_sign_in(&self.pool, hash))
    }

    fn start_session<'a>(
        &'a self,
        first: &'a Event,
        credential: SecretHash,
        expires_at: Timestamp,
    ) -> Answer<'a, ()> {
        Box::pin(log::start(&self.pool, first, credential, expires_at))
    }

    fn append<'a>(
        &'a self,
        event: &'a Event,
        command: Option<CommandId>,
    ) -> Answer<'a, (), AppendError> {
        Box::pin(log::append(&self.pool, event, command))
    }

    fn command(&self, session: SessionId, command: CommandId) -> Answer<'_, Option<Seq>> {
        Box::pin(log::command(&self.pool, session, command))
    }

    fn events(&self, session: SessionId, after: Seq, most: usize) -> Answer<'_, Vec<Event>> {
        Box::pin(log::events(&self.pool, session, after, most))
    }

    fn open_sessions(&self) -> Answer<'_, Vec<SessionId>> {
        Box::pin(log::open_sessions(&self.pool))
    }

    fn latest_sessions(&self, most: usize) -> Answer<'_, Vec<SessionId>> {
        Box::pin(log::latest_sessions(&self.pool, most))
    }

    fn put_credential(&self, hash: SecretHash, access: CustomerAccess) -> Answer<'_, ()> {
        Box::pin(pass::put_credential(&self.pool, hash, access))
    }

    fn credential(&self, hash: SecretHash, now: Timestamp) -> Answer<'_, Option<CustomerAccess>> {
        Box::pin(pass::credential(&self.pool, hash, now))
    }

    fn put_pass(&self, hash: SecretHash, pass: Pass, most: usize) -> Answer<'_, ()> {
        Box::pin(pass::put(&self.pool, hash, pass, most))
    }

    fn pass(&self, hash: SecretHash, kind: PassKind) -> Answer<'_, Option<Pass>> {
        Box::pin(pass::get(&self.pool, hash, kind))
    }

    fn use_pass(&self, hash: SecretHash, kind: PassKind, now: Timestamp) -> Answer<'_, bool> {
        Box::pin(pass::consume(&self.pool, hash, kind, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_confirmed_outlasts_a_power_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path()).await.expect("a store");
        let mut first = store.pool.acquire().await.expect("a connection");
        let mut second = store.pool.acquire().await.expect("a connection");
        for connection in [&mut first, &mut second] {
            let pragma = sqlx::query_scalar("PRAGMA synchronous");
            let level: i64 = pragma.fetch_one(&mut **connection).await.expect("a level");
            assert_eq!(level, 2, "FULL");
        }
    }
}
