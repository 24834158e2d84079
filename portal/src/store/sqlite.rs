//! The store in one SQLite file: write-ahead log, one writer at a time, readers beside it.
//! Everything that is peculiar to SQLite stays below this module.

mod account;
mod agent;
mod assessment;
mod audit;
mod availability;
mod door;
mod log;
mod pass;
mod phone;
mod picture;
mod report;
mod retention;

use std::path::Path;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use self::log::Writer;
use super::{Answer, Store, StoreError};

/// The one file below the data folder.
const FILE_NAME: &str = "portal.sqlite";

/// A store in one SQLite file.
pub(super) struct SqliteStore {
    pool: SqlitePool,
    /// Writes events, which come all the time; everything else writes through the pool.
    writer: Writer,
}

impl SqliteStore {
    /// Opens or makes the file in this folder and brings its tables up to date.
    pub(super) async fn open(folder: &Path) -> Result<Self, StoreError> {
        crate::folder::make_private(folder).map_err(StoreError::Folder)?;
        let file = folder.join(FILE_NAME);
        // What SQLite puts beside it has the rights that it has.
        crate::folder::make_private_file(&file).map_err(StoreError::Folder)?;
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            // With NORMAL a write-ahead log may lose its last commits in a power cut. What is
            // confirmed here was dropped from the clients' outboxes, and may be a stop.
            .synchronous(SqliteSynchronous::Full)
            // What is deleted is overwritten, not only no longer found.
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(5))
            .disable_statement_logging();
        let pool =
            SqlitePoolOptions::new().max_connections(8).connect_with(options.clone()).await?;
        sqlx::migrate!().run(&pool).await?;
        report::bring_up_to_date(&pool).await?;
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        Ok(Self { pool, writer: Writer::start(writer) })
    }
}

impl Store for SqliteStore {
    fn ready(&self) -> Answer<'_, ()> {
        Box::pin(async {
            sqlx::query("SELECT 1").execute(&self.pool).await?;
            Ok(())
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            self.writer.close().await;
            self.pool.close().await;
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn a_folder_that_others_could_read_gives_nothing_away() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open).expect("ours");
        let _store = SqliteStore::open(folder.path()).await.expect("a store");
        let mode = |path: &Path| path.metadata().expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        let mut files = 0;
        for entry in std::fs::read_dir(folder.path()).expect("a folder") {
            let path = entry.expect("an entry").path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            files += 1;
        }
        assert_eq!(files, 3, "database, write-ahead log and index");
    }

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
