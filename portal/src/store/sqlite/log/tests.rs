//! Many write at once: each event lands once, in its place, or whoever wrote it hears why not.

use corporate_protocol::{
    Author, CommandId, CustomerFacts, Event, EventBody, Language, MessageText, Mode, PersonName,
    QueueId, Seq, SessionId, Timestamp, Via,
};
use futures_util::future::join_all;

use crate::random;
use crate::store::sqlite::SqliteStore;
use crate::store::{AppendError, LogStore as _, Store as _, StoreError};

const WEB: Author = Author::Customer { via: Via::Web };

async fn store() -> (SqliteStore, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    (SqliteStore::open(folder.path()).await.expect("a store"), folder)
}

fn event(session: SessionId, seq: u64, body: EventBody) -> Event {
    Event { session, seq: Seq(seq), at: Timestamp(1_000), author: WEB, body }
}

fn message(session: SessionId, seq: u64) -> Event {
    let text = MessageText::parse("Is it fast?").expect("a text");
    event(session, seq, EventBody::Message { text })
}

async fn begin(store: &SqliteStore) -> SessionId {
    let session = SessionId::random();
    let body = EventBody::SessionStarted {
        customer: PersonName::parse("Clara").expect("a name"),
        question: None,
        queue: QueueId::try_from("general".to_owned()).expect("a queue"),
        language: Language::En,
        mode: Mode::Queue,
        email: None,
        facts: CustomerFacts::default(),
        terms_accepted: false,
        web_chat_off: false,
    };
    let first = event(session, 1, body);
    let started = store.start_session(&first, random::secret().hash(), Timestamp(9_000)).await;
    started.expect("a session");
    session
}

#[tokio::test]
async fn of_all_who_take_a_number_at_once_one_gets_it() {
    let (store, _folder) = store().await;
    let sessions = join_all((0..8).map(|_| begin(&store))).await;
    let events: Vec<_> =
        sessions.iter().flat_map(|session| [message(*session, 2), message(*session, 2)]).collect();
    let written = join_all(events.iter().map(|event| store.append(event, None))).await;
    for (pair, session) in written.chunks(2).zip(&sessions) {
        let won = pair.iter().filter(|one| one.is_ok()).count();
        let lost = pair.iter().filter(|one| matches!(one, Err(AppendError::SeqTaken))).count();
        assert_eq!((won, lost), (1, 1));
        assert_eq!(store.events(*session, Seq(0), 9).await.expect("a log").len(), 2);
    }
}

#[tokio::test]
async fn a_repeated_command_is_told_what_it_became() {
    let (store, _folder) = store().await;
    let session = begin(&store).await;
    let command = Some(CommandId::random());
    store.append(&message(session, 2), command).await.expect("written");
    let again = store.append(&message(session, 3), command).await;
    assert!(matches!(again, Err(AppendError::CommandKnown(Seq(2)))));
    store.append(&message(session, 3), Some(CommandId::random())).await.expect("its place is free");
}

#[tokio::test]
async fn what_cannot_be_written_takes_nothing_along() {
    let (store, _folder) = store().await;
    let session = begin(&store).await;
    let (good, bad) = (message(session, 2), message(SessionId::random(), 2));
    let (bad, good) = tokio::join!(store.append(&bad, None), store.append(&good, None));
    assert!(matches!(bad, Err(AppendError::Store(StoreError::Database(_)))), "{bad:?}");
    good.expect("written");
}

#[tokio::test]
async fn closing_writes_what_waits_and_takes_nothing_more() {
    let (store, _folder) = store().await;
    let session = begin(&store).await;
    let last = message(session, 2);
    let (last, ()) = tokio::join!(store.append(&last, None), store.close());
    last.expect("written before the end");
    let late = store.append(&message(session, 3), None).await;
    assert!(matches!(late, Err(AppendError::Store(StoreError::Closed))), "{late:?}");
}
