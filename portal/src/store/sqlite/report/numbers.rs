//! The numbers of reports: counts by SQL, percentiles by rank, all read in one transaction so that
//! they fit together.

use std::collections::HashMap;

use corporate_protocol::report::{Figures, Spread};
use corporate_protocol::{AgentInSession, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use sqlx::{QueryBuilder, Row as _};

use super::{ABANDONED, OUTCOME, TABLES, count, filter, parsed};
use crate::store::{Numbers, Quarter, StoreError, Which};

/// Milliseconds of a quarter of an hour: every time zone differs from UTC by whole ones.
const QUARTER_MS: i64 = 15 * 60 * 1_000;
/// Queues or agents in one answer.
const GROUPS: i64 = 500;

const WAITING: &str =
    "CASE WHEN r.mode IN ('web', 'queue') THEN MAX(0, r.first_joined_at - r.started_at) END";
const HANDLING: &str = "MAX(0, r.ended_at - r.first_joined_at)";

/// What figures are told apart by.
#[derive(Clone, Copy)]
enum By {
    Nothing,
    Queue,
    Agent,
}

impl By {
    const fn key(self) -> &'static str {
        match self {
            Self::Nothing => "''",
            Self::Queue => "r.queue",
            Self::Agent => "g.agent",
        }
    }

    const fn join(self) -> &'static str {
        match self {
            Self::Nothing | Self::Queue => "",
            Self::Agent => " JOIN report_agents g ON g.session = r.session",
        }
    }
}

/// All numbers of the sessions that a report speaks of.
pub(super) async fn numbers(pool: &SqlitePool, which: &Which) -> Result<Numbers, StoreError> {
    let mut snapshot = pool.begin().await?;
    let mut numbers = sums(&mut snapshot, which).await?;
    let all = groups(&mut snapshot, which, By::Nothing).await?;
    numbers.all = all.first().map(|(_, figures)| *figures).unwrap_or_default();
    for (key, figures) in groups(&mut snapshot, which, By::Queue).await? {
        numbers.queues.push((parsed(key, "queue")?, figures));
    }
    let mut names = names(&mut snapshot, which).await?;
    for (key, figures) in groups(&mut snapshot, which, By::Agent).await? {
        let name = names.remove(&key).ok_or(StoreError::Corrupt("name"))?;
        let agent = AgentInSession { id: parsed(key, "agent")?, name: parsed(name, "name")? };
        numbers.agents.push((agent, figures));
    }
    numbers.quarters = quarters(&mut snapshot, which).await?;
    numbers.outcomes = counts(&mut snapshot, which, OUTCOME).await?;
    numbers.modes = counts(&mut snapshot, which, "r.mode").await?;
    Ok(numbers)
}

async fn sums(connection: &mut SqliteConnection, which: &Which) -> Result<Numbers, StoreError> {
    let mut query = QueryBuilder::new(
        "SELECT COALESCE(SUM(r.upgraded), 0) AS upgraded, COALESCE(SUM(r.shared), 0) AS shared,
         COALESCE(SUM(r.messages), 0) AS messages, COALESCE(SUM(r.files), 0) AS files,
         COALESCE(SUM(r.sharing_ms), 0) AS sharing_ms",
    );
    query.push(TABLES);
    filter(&mut query, which);
    let row = query.build().fetch_one(connection).await?;
    Ok(Numbers {
        upgraded: count(row.try_get("upgraded")?),
        shared: count(row.try_get("shared")?),
        messages: row.try_get("messages")?,
        files: row.try_get("files")?,
        sharing_ms: row.try_get("sharing_ms")?,
        ..Numbers::default()
    })
}

async fn groups(
    connection: &mut SqliteConnection,
    which: &Which,
    by: By,
) -> Result<Vec<(String, Figures)>, StoreError> {
    let mut query = QueryBuilder::new("SELECT ");
    query
        .push(by.key())
        .push(" AS key, COUNT(*) AS sessions, COUNT(r.first_joined_at) AS answered,");
    query.push(" SUM(").push(ABANDONED).push(") AS abandoned").push(TABLES).push(by.join());
    filter(&mut query, which);
    query.push(" GROUP BY 1 ORDER BY sessions DESC, 1 LIMIT ").push_bind(GROUPS);
    let rows = query.build().fetch_all(&mut *connection).await?;
    let waiting = spreads(connection, which, by, WAITING).await?;
    let handling = spreads(connection, which, by, HANDLING).await?;
    let figures = rows.iter().map(|row| {
        let key: String = row.try_get("key")?;
        let figures = Figures {
            sessions: count(row.try_get("sessions")?),
            answered: count(row.try_get("answered")?),
            abandoned: count(row.try_get("abandoned")?),
            waiting: waiting.get(&key).copied().unwrap_or_default(),
            handling: handling.get(&key).copied().unwrap_or_default(),
        };
        Ok((key, figures))
    });
    figures.collect()
}

/// Mean and percentiles by nearest rank, for each group.
async fn spreads(
    connection: &mut SqliteConnection,
    which: &Which,
    by: By,
    value: &'static str,
) -> Result<HashMap<String, Spread>, StoreError> {
    let mut query = QueryBuilder::new(
        "SELECT key, n, CAST(ROUND(AVG(value)) AS INTEGER) AS mean, MAX(value) AS longest,
         MAX(CASE WHEN place = (n * 50 + 99) / 100 THEN value END) AS p50,
         MAX(CASE WHEN place = (n * 90 + 99) / 100 THEN value END) AS p90
         FROM (SELECT key, value, ROW_NUMBER() OVER (PARTITION BY key ORDER BY value) AS place,
               COUNT(*) OVER (PARTITION BY key) AS n FROM (SELECT ",
    );
    query.push(by.key()).push(" AS key, ").push(value).push(" AS value");
    query.push(TABLES).push(by.join());
    filter(&mut query, which);
    query.push(") WHERE value IS NOT NULL) GROUP BY key, n");
    let rows = query.build().fetch_all(connection).await?;
    let spreads = rows.iter().map(|row| {
        let spread = Spread {
            count: count(row.try_get("n")?),
            mean_ms: row.try_get("mean")?,
            p50_ms: row.try_get("p50")?,
            p90_ms: row.try_get("p90")?,
            longest_ms: row.try_get("longest")?,
        };
        Ok((row.try_get("key")?, spread))
    });
    spreads.collect()
}

/// The latest name of each agent. SQLite takes a bare column from the row of the maximum.
async fn names(
    connection: &mut SqliteConnection,
    which: &Which,
) -> Result<HashMap<String, String>, StoreError> {
    let mut query = QueryBuilder::new("SELECT g.agent, g.name, MAX(r.started_at)");
    query.push(TABLES).push(By::Agent.join());
    filter(&mut query, which);
    query.push(" GROUP BY g.agent");
    let rows = query.build().fetch_all(connection).await?;
    rows.iter().map(|row| Ok((row.try_get("agent")?, row.try_get("name")?))).collect()
}

async fn quarters(
    connection: &mut SqliteConnection,
    which: &Which,
) -> Result<Vec<Quarter>, StoreError> {
    let mut query = QueryBuilder::new("SELECT r.started_at / ");
    query.push(QUARTER_MS).push(" AS quarter, COUNT(*) AS sessions, SUM(").push(ABANDONED);
    query.push(") AS abandoned").push(TABLES);
    filter(&mut query, which);
    query.push(" GROUP BY 1 ORDER BY 1");
    let rows = query.build().fetch_all(connection).await?;
    let quarters = rows.iter().map(|row| {
        let quarter: i64 = row.try_get("quarter")?;
        Ok(Quarter {
            at: Timestamp(quarter * QUARTER_MS),
            sessions: count(row.try_get("sessions")?),
            abandoned: count(row.try_get("abandoned")?),
        })
    });
    quarters.collect()
}

async fn counts<T: DeserializeOwned>(
    connection: &mut SqliteConnection,
    which: &Which,
    by: &'static str,
) -> Result<Vec<(T, u32)>, StoreError> {
    let mut query = QueryBuilder::new("SELECT ");
    query.push(by).push(" AS key, COUNT(*) AS sessions").push(TABLES);
    filter(&mut query, which);
    query.push(" GROUP BY 1 ORDER BY 1");
    let rows = query.build().fetch_all(connection).await?;
    let counts = rows
        .iter()
        .map(|row| Ok((parsed(row.try_get("key")?, "word")?, count(row.try_get("sessions")?))));
    counts.collect()
}
