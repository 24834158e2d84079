//! What the portal keeps, behind one small trait: accounts, agents, the session log and hashed
//! secrets. It decides nothing; everything it promises holds for any database with transactions
//! and unique keys. Called by the services, never by controllers.

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
mod sqlite;

use std::sync::Arc;

use futures_util::future::BoxFuture;

pub(crate) use account::AccountStore;
pub(crate) use agent::{Agent, AgentChange, AgentStore, Lock, NewHash};
pub(crate) use assessment::AssessmentStore;
pub(crate) use audit::{AuditNote, AuditStore};
pub(crate) use availability::AvailabilityStore;
pub(crate) use door::{DoorStore, NewSignIn, Opened, SecondFactorRecord, SignInRecord};
pub(crate) use log::{AppendError, LogStore};
pub(crate) use pass::{CustomerAccess, Pass, PassKind, PassStore};
pub(crate) use phone::{PhoneRecord, PhoneStore};
pub(crate) use picture::PictureStore;
pub(crate) use report::{
    INDEX_VERSION, Indexed, Joined, Numbers, Place, Quarter, ReportStore, SortKey, Sorting, Which,
};
pub(crate) use retention::RetentionStore;

use crate::config::Config;

/// What a store answers, later.
pub(crate) type Answer<'a, T, E = StoreError> = BoxFuture<'a, Result<T, E>>;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// Several events were to be written together and none was.
    #[error("the events could not be written")]
    NotWritten(#[source] Arc<sqlx::Error>),
    /// The store was closed meanwhile.
    #[error("the store is closed")]
    Closed,
    /// The database's tables could not be brought up to date.
    #[error("the database could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something in the database can't be read back.
    #[error("the database holds a bad {0}")]
    Corrupt(&'static str),
    /// The folder of the data can't be used.
    #[error("the data folder can't be used")]
    Folder(#[source] std::io::Error),
    /// A kind of database that is still to come.
    #[error("{0} is not supported yet; leave it out to use the file in the data folder")]
    NotSupported(&'static str),
}

/// Everything that the portal keeps: one trait for each kind of thing, beside this file.
pub(crate) trait Store:
    AccountStore
    + AgentStore
    + AssessmentStore
    + AuditStore
    + AvailabilityStore
    + DoorStore
    + LogStore
    + PassStore
    + PhoneStore
    + PictureStore
    + ReportStore
    + RetentionStore
    + Send
    + Sync
{
    /// Whether the store answers.
    fn ready(&self) -> Answer<'_, ()>;
    /// Finishes what is under way and lets go of the database.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// Opens the store that a configuration names, and brings its tables up to date.
///
/// # Errors
/// [`StoreError`] where it can't be opened, or is of a kind that is still to come.
pub(crate) async fn open(config: &Config) -> Result<Arc<dyn Store>, StoreError> {
    match config.database.as_deref() {
        None => Ok(Arc::new(sqlite::SqliteStore::open(&config.data).await?)),
        Some(url) if url.starts_with("postgres:") || url.starts_with("postgresql:") => {
            Err(StoreError::NotSupported("a PostgreSQL database"))
        }
        Some(_) => Err(StoreError::NotSupported("this kind of database address")),
    }
}
