//! The list of sessions: filtered, sorted, and paged by the place of the last row, so that rows
//! that come in meanwhile move nobody else's.

use std::collections::HashMap;

use corporate_protocol::report::{ReportOrder, ReportRow, ReportSort};
use corporate_protocol::{AgentInSession, SessionId, Timestamp};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{QueryBuilder, Row as _, Sqlite};

use super::{OUTCOME, TABLES, count, filter, parsed};
use crate::store::{Place, SortKey, Sorting, StoreError, Which};

/// Sessions whose agents are asked for at once; SQLite takes no endless list.
const AGENTS_OF: usize = 500;

const fn key_of(sort: ReportSort) -> &'static str {
    match sort {
        ReportSort::Started => "r.started_at",
        ReportSort::Customer => "r.customer_key",
        ReportSort::Waiting => "COALESCE(r.first_joined_at - r.started_at, -1)",
        ReportSort::Handling => "COALESCE(r.ended_at - r.first_joined_at, -1)",
        ReportSort::Messages => "r.messages",
    }
}

fn select() -> QueryBuilder<'static, Sqlite> {
    let mut query = QueryBuilder::new("SELECT r.*, f.figures AS picture, ");
    query.push(OUTCOME).push(" AS outcome");
    query
}

/// One page.
pub(super) async fn page(
    pool: &SqlitePool,
    which: &Which,
    sorting: Sorting,
    after: Option<&Place>,
    most: usize,
) -> Result<Vec<(ReportRow, Place)>, StoreError> {
    let key = key_of(sorting.sort);
    let (than, direction) = match sorting.order {
        ReportOrder::Descending => (" < ", " DESC"),
        ReportOrder::Ascending => (" > ", " ASC"),
    };
    let mut query = select();
    query.push(", ").push(key).push(" AS sort_key").push(TABLES);
    filter(&mut query, which);
    if let Some(place) = after {
        query.push(" AND (").push(key).push(", r.session)").push(than).push("(");
        match &place.key {
            SortKey::Number(number) => query.push_bind(*number),
            SortKey::Text(text) => query.push_bind(text.clone()),
        };
        query.push(", ").push_bind(place.session.to_string()).push(")");
    }
    query.push(" ORDER BY ").push(key).push(direction).push(", r.session").push(direction);
    query.push(" LIMIT ").push_bind(i64::try_from(most).unwrap_or(i64::MAX));
    let found = query.build().fetch_all(pool).await?;
    let mut rows = Vec::with_capacity(found.len());
    for row in &found {
        let read = read(row)?;
        let key = match sorting.sort {
            ReportSort::Customer => SortKey::Text(row.try_get("sort_key")?),
            _ => SortKey::Number(row.try_get("sort_key")?),
        };
        let place = Place { key, session: read.id };
        rows.push((read, place));
    }
    let each = rows.iter_mut().map(|(row, _)| row).collect::<Vec<_>>();
    fill_in_agents(pool, each).await?;
    Ok(rows)
}

/// How many there are.
pub(super) async fn total(pool: &SqlitePool, which: &Which) -> Result<u32, StoreError> {
    let mut query = QueryBuilder::new("SELECT COUNT(*)");
    query.push(TABLES);
    filter(&mut query, which);
    let total: i64 = query.build_query_scalar().fetch_one(pool).await?;
    Ok(count(total))
}

/// One session's row.
pub(super) async fn one(
    pool: &SqlitePool,
    session: SessionId,
) -> Result<Option<ReportRow>, StoreError> {
    let mut query = select();
    query.push(TABLES).push(" WHERE r.session = ").push_bind(session.to_string());
    let Some(row) = query.build().fetch_optional(pool).await? else { return Ok(None) };
    let mut row = read(&row)?;
    fill_in_agents(pool, vec![&mut row]).await?;
    Ok(Some(row))
}

async fn fill_in_agents(
    pool: &SqlitePool,
    mut rows: Vec<&mut ReportRow>,
) -> Result<(), StoreError> {
    for some in rows.chunks_mut(AGENTS_OF) {
        let mut query =
            QueryBuilder::new("SELECT session, agent, name FROM report_agents WHERE session IN (");
        let mut list = query.separated(", ");
        for row in some.iter() {
            list.push_bind(row.id.to_string());
        }
        query.push(") ORDER BY position");
        let mut agents: HashMap<SessionId, Vec<AgentInSession>> = HashMap::new();
        for found in query.build().fetch_all(pool).await? {
            let session = parsed(found.try_get("session")?, "session")?;
            agents.entry(session).or_default().push(AgentInSession {
                id: parsed(found.try_get("agent")?, "agent")?,
                name: parsed(found.try_get("name")?, "name")?,
            });
        }
        for row in some.iter_mut() {
            row.agents = agents.remove(&row.id).unwrap_or_default();
        }
    }
    Ok(())
}

fn read(row: &SqliteRow) -> Result<ReportRow, StoreError> {
    let text = |column| row.try_get::<Option<String>, _>(column);
    let moment =
        |column| Ok::<_, StoreError>(row.try_get::<Option<i64>, _>(column)?.map(Timestamp));
    Ok(ReportRow {
        id: parsed(row.try_get("session")?, "session")?,
        customer: parsed(row.try_get("customer")?, "name")?,
        email: text("email")?.map(|text| parsed(text, "address")).transpose()?,
        question: text("question")?.map(|text| parsed(text, "question")).transpose()?,
        queue: parsed(row.try_get("queue")?, "queue")?,
        mode: parsed(row.try_get("mode")?, "mode")?,
        language: parsed(row.try_get("language")?, "language")?,
        agents: Vec::new(),
        started_at: Timestamp(row.try_get("started_at")?),
        first_joined_at: moment("first_joined_at")?,
        ended_at: moment("ended_at")?,
        end_reason: text("end_reason")?.map(|text| parsed(text, "end")).transpose()?,
        messages: count(row.try_get("messages")?),
        files: count(row.try_get("files")?),
        upgraded: row.try_get("upgraded")?,
        shared: row.try_get("shared")?,
        sharing_ms: row.try_get("sharing_ms")?,
        picture: text("picture")?
            .map(|text| serde_json::from_str(&text).map_err(|_| StoreError::Corrupt("figures")))
            .transpose()?,
        outcome: parsed(row.try_get("outcome")?, "outcome")?,
    })
}
