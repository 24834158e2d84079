//! Sessions that are kept no longer. Events, credentials and passes are removed by name; whatever
//! else belongs to a session goes with it by its foreign key.

use corporate_protocol::{SessionId, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use super::audit::put as put_audit;
use crate::store::{Answer, AuditNote, RetentionStore, StoreError};

impl RetentionStore for SqliteStore {
    fn ended_before(
        &self,
        moment: Timestamp,
        skipped: usize,
        most: usize,
    ) -> Answer<'_, Vec<SessionId>> {
        Box::pin(ended_before(&self.pool, moment, skipped, most))
    }

    fn remove_sessions<'a>(
        &'a self,
        sessions: &'a [SessionId],
        note: &'a AuditNote,
        entry: Option<i64>,
    ) -> Answer<'a, i64> {
        Box::pin(remove(&self.pool, sessions, note, entry))
    }
}

async fn ended_before(
    pool: &SqlitePool,
    moment: Timestamp,
    skipped: usize,
    most: usize,
) -> Result<Vec<SessionId>, StoreError> {
    let old = "SELECT id FROM sessions WHERE ended_at < ? ORDER BY ended_at, id LIMIT ? OFFSET ?";
    let rows = sqlx::query(old)
        .bind(moment.0)
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .bind(i64::try_from(skipped).unwrap_or(i64::MAX))
        .fetch_all(pool)
        .await?;
    rows.iter()
        .map(|row| {
            let id: String = row.try_get("id")?;
            id.parse().map_err(|_| StoreError::Corrupt("session"))
        })
        .collect()
}

async fn remove(
    pool: &SqlitePool,
    sessions: &[SessionId],
    note: &AuditNote,
    entry: Option<i64>,
) -> Result<i64, StoreError> {
    let mut transaction = pool.begin_with("BEGIN IMMEDIATE").await?;
    for session in sessions {
        let id = session.to_string();
        for statement in [
            "DELETE FROM events WHERE session = ?",
            "DELETE FROM credentials WHERE session = ?",
            "DELETE FROM passes WHERE session = ?",
        ] {
            sqlx::query(statement).bind(&id).execute(&mut *transaction).await?;
        }
        let done = sqlx::query("DELETE FROM sessions WHERE id = ? AND ended_at IS NOT NULL");
        if done.bind(&id).execute(&mut *transaction).await?.rows_affected() != 1 {
            return Err(StoreError::Corrupt("session to delete"));
        }
    }
    if let Some(entry) = entry {
        let done = sqlx::query("DELETE FROM audit WHERE id = ?").bind(entry);
        done.execute(&mut *transaction).await?;
    }
    let entry = put_audit(&mut *transaction, note).await?;
    transaction.commit().await?;
    Ok(entry)
}

#[cfg(test)]
mod tests {
    use corporate_protocol::{
        AuditAction, Author, CustomerFacts, EndReason, Event, EventBody, Language, Mode,
        PersonName, QueueId, Secret, Seq, Via,
    };

    use super::*;
    use crate::store::{AuditStore as _, LogStore as _};

    async fn session(store: &SqliteStore, ended_at: Option<i64>) -> SessionId {
        let body = EventBody::SessionStarted {
            customer: PersonName::parse("Erika").expect("a name"),
            question: None,
            queue: QueueId::try_from("general".to_owned()).expect("a queue"),
            language: Language::De,
            mode: Mode::Queue,
            email: None,
            facts: CustomerFacts::default(),
            terms_accepted: false,
            web_chat_off: false,
        };
        let id = SessionId::random();
        let event = |seq, at, body| Event {
            session: id,
            seq: Seq(seq),
            at: Timestamp(at),
            author: Author::Customer { via: Via::Web },
            body,
        };
        let secret = Secret::from_random(rand::random()).hash();
        let first = event(1, 0, body);
        store.start_session(&first, secret, Timestamp(i64::MAX)).await.expect("started");
        if let Some(at) = ended_at {
            let end = event(2, at, EventBody::SessionEnded { reason: EndReason::Customer });
            store.append(&end, None).await.expect("ended");
        }
        id
    }

    fn note(sessions: u32) -> AuditNote {
        let action = AuditAction::SessionsDeleted { sessions, before: Timestamp(100) };
        AuditNote { at: Timestamp(200), by: None, action }
    }

    #[tokio::test]
    async fn a_deletion_in_steps_makes_one_entry_and_spares_the_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path()).await.expect("a store");
        let second = session(&store, Some(50)).await;
        let first = session(&store, Some(40)).await;
        let third = session(&store, Some(99)).await;
        let (young, open) = (session(&store, Some(100)).await, session(&store, None).await);
        let step = store.ended_before(Timestamp(100), 0, 2).await.expect("two");
        assert_eq!(step, [first, second], "those first that ended first");
        let later = store.ended_before(Timestamp(100), 1, 2).await.expect("two");
        assert_eq!(later, [second, third], "all but the first");
        let entry = store.remove_sessions(&step, &note(2), None).await.expect("removed");
        let step = store.ended_before(Timestamp(100), 0, 2).await.expect("one");
        assert_eq!(step, [third]);
        store.remove_sessions(&step, &note(3), Some(entry)).await.expect("removed");
        assert!(store.ended_before(Timestamp(100), 0, 2).await.expect("none").is_empty());
        let audit = store.audit(None, 10).await.expect("a list");
        assert_eq!(audit.iter().map(|entry| &entry.action).collect::<Vec<_>>(), [&note(3).action]);
        for (id, events) in [(first, 0), (third, 0), (young, 2), (open, 1)] {
            assert_eq!(store.events(id, Seq(0), 10).await.expect("events").len(), events);
        }
        let asked = store.remove_sessions(&[open], &note(1), None).await;
        assert!(asked.is_err(), "what goes on can't be removed");
        assert_eq!(store.events(open, Seq(0), 10).await.expect("events").len(), 1);
    }
}
