//! Rows that grow with the log against rows that are computed anew; exact percentiles; the list.

use std::collections::BTreeSet;

use corporate_protocol::report::{ReportOrder, ReportSort};
use corporate_protocol::{
    AgentId, AgentInSession, Assessment, Author, ChatAfterUpgrade, CustomerFacts, EndReason, Event,
    EventBody, FileId, FileInfo, FileName, HandoffId, Language, MessageText, Mode, Outcome,
    PersonName, QueueId, RefusedConsent, SecretHash, Seq, System, Timestamp, Via,
};
use sqlx::Row as _;
use tempfile::TempDir;

use super::super::SqliteStore;
use super::*;
use crate::random;
use crate::store::{AssessmentStore as _, LogStore as _};

const NOON: i64 = 1_795_348_800_000;
const WEB: Author = Author::Customer { via: Via::Web };

struct Shop {
    store: SqliteStore,
    _folder: TempDir,
}

fn secret() -> SecretHash {
    random::secret().hash()
}

fn agent(number: u8) -> Author {
    let id = AgentId::from_uuid(uuid::Uuid::from_bytes([number; 16]));
    let name = PersonName::parse(&format!("Agent {number}")).expect("a name");
    Author::Agent { id, name }
}

fn queue(name: &str) -> QueueId {
    QueueId::try_from(name.to_owned()).expect("a queue")
}

fn started(customer: &str, mode: Mode) -> EventBody {
    EventBody::SessionStarted {
        customer: PersonName::parse(customer).expect("a name"),
        question: MessageText::parse("Der Drucker streikt").ok(),
        queue: queue("printers"),
        language: Language::De,
        mode,
        email: None,
        facts: CustomerFacts::default(),
        terms_accepted: false,
        web_chat_off: false,
    }
}

impl Shop {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(folder.path()).await.expect("a store");
        Self { store, _folder: folder }
    }

    /// A session whose events come at these seconds after noon.
    async fn session(&self, log: Vec<(i64, Author, EventBody)>) -> SessionId {
        let session = SessionId::random();
        for (seq, (second, author, body)) in (1_u64..).zip(log) {
            let at = Timestamp(NOON + second * 1_000);
            let event = Event { session, seq: Seq(seq), at, author, body };
            if seq == 1 {
                let over = at.plus_seconds(3_600);
                self.store.start_session(&event, secret(), over).await.expect("a session");
            } else {
                self.store.append(&event, None).await.expect("an event");
            }
        }
        session
    }

    /// Waits, is answered by this agent, and is over a minute later.
    async fn answered(&self, at: i64, waits: i64, number: u8) -> SessionId {
        let log = vec![
            (at, WEB, started(&format!("Customer {waits}"), Mode::Queue)),
            (at + waits, agent(number), EventBody::AgentJoined),
            (at + waits + 60, WEB, EventBody::SessionEnded { reason: EndReason::Customer }),
        ];
        self.session(log).await
    }

    async fn dump(&self) -> BTreeSet<String> {
        let mut dump = BTreeSet::new();
        for table in ["report_sessions", "report_agents"] {
            let select = format!("SELECT * FROM {table}");
            for row in sqlx::query(&select).fetch_all(&self.store.pool).await.expect("rows") {
                let cells = (0..row.len()).map(|cell| {
                    let text = row.try_get_unchecked::<Option<String>, _>(cell).expect("a cell");
                    text.unwrap_or_default()
                });
                dump.insert(format!("{table}: {}", cells.collect::<Vec<_>>().join(" | ")));
            }
        }
        dump
    }
}

fn which() -> Which {
    Which {
        from: Timestamp(NOON),
        to: Timestamp(NOON + 24 * 3_600_000),
        queue: None,
        agent: None,
        outcome: None,
        mode: None,
        words: None,
    }
}

/// Every kind of event, and an author for it.
fn any_event(number: u64) -> (Author, EventBody) {
    let handoff = HandoffId::from_uuid(uuid::Uuid::from_bytes([9; 16]));
    let system = System::Linux;
    let someone = agent(u8::try_from(number % 3).unwrap_or_default());
    let app = Author::Customer { via: Via::App };
    let file = FileInfo {
        id: FileId::random(),
        name: FileName::parse("a.txt").expect("a name"),
        bytes: 7,
        picture: None,
    };
    let text = MessageText::parse("Hallo").expect("a text");
    let chat_after = ChatAfterUpgrade::Both;
    let reason = RefusedConsent::Declined;
    match number % 16 {
        0 | 1 => (someone, EventBody::AgentJoined),
        2 => (someone, EventBody::HandedToQueue { queue: queue("general") }),
        3 => (WEB, EventBody::FileSent { file }),
        4 => (someone, EventBody::UpgradeOffered { handoff, chat_after }),
        5 => (app, EventBody::AppJoined { handoff, system, version: "1".into() }),
        6 => (Author::Portal, EventBody::AppLeft),
        7 => (app, EventBody::ConsentRefused { reason }),
        8 | 9 => (
            app,
            EventBody::SharingStarted {
                monitor: "HDMI-1".into(),
                width: 8,
                height: 8,
                monitors: Vec::new(),
            },
        ),
        10 => (app, EventBody::SharingPaused),
        11 => (app, EventBody::SharingResumed),
        12 => (app, EventBody::SharingStopped),
        13 => (someone, EventBody::AgentLeft),
        _ => (WEB, EventBody::Message { text }),
    }
}

#[tokio::test]
async fn a_row_that_grew_equals_one_that_is_computed_anew() {
    let shop = Shop::new().await;
    let mut random: u64 = 42;
    for length in [0, 1, 5, 40, 300] {
        let mut log = vec![(0, WEB, started("Erika Müller", Mode::Web))];
        for second in 1..=length {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let (author, body) = any_event(random >> 33);
            log.push((second, author, body));
        }
        if length > 1 {
            log.push((length + 1, WEB, EventBody::SessionEnded { reason: EndReason::Absent }));
        }
        shop.session(log).await;
    }
    let grown = shop.dump().await;
    assert!(grown.len() > 5, "agents too: {grown:#?}");
    for spoil in
        ["UPDATE report_sessions SET version = 0, messages = 999", "DELETE FROM report_sessions"]
    {
        sqlx::query(spoil).execute(&shop.store.pool).await.expect("spoilt rows");
        assert_ne!(shop.dump().await, grown);
        bring_up_to_date(&shop.store.pool).await.expect("rows");
        assert_eq!(shop.dump().await, grown, "after {spoil}");
    }
}

#[tokio::test]
async fn sharing_counts_without_its_pauses() {
    let shop = Shop::new().await;
    let app = || Author::Customer { via: Via::App };
    let begin = EventBody::SharingStarted {
        monitor: "HDMI-1".into(),
        width: 8,
        height: 8,
        monitors: Vec::new(),
    };
    let session = shop
        .session(vec![
            (0, WEB, started("Erika", Mode::Queue)),
            (10, app(), begin),
            (20, app(), EventBody::SharingPaused),
            (50, app(), EventBody::SharingResumed),
            (55, agent(1), EventBody::SessionEnded { reason: EndReason::Agent }),
        ])
        .await;
    let row = shop.store.report_row(session).await.expect("a store").expect("a row");
    assert_eq!((row.shared, row.sharing_ms), (true, 15_000));
}

#[tokio::test]
async fn percentiles_are_exact_for_all_and_for_each() {
    let shop = Shop::new().await;
    for waits in 1..=10 {
        shop.answered(0, waits, if waits <= 3 { 1 } else { 2 }).await;
    }
    let gone = EventBody::SessionEnded { reason: EndReason::Customer };
    shop.session(vec![(0, WEB, started("Gone", Mode::Web)), (500, WEB, gone.clone())]).await;
    shop.session(vec![(0, WEB, started("Left", Mode::Message)), (9_000, WEB, gone)]).await;
    shop.session(vec![
        (0, WEB, started("Phone", Mode::Phone)),
        (0, agent(1), EventBody::AgentJoined),
    ])
    .await;
    let numbers = shop.store.report_numbers(&which()).await.expect("numbers");
    let all = numbers.all;
    assert_eq!((all.sessions, all.answered, all.abandoned), (13, 11, 1));
    let waiting = all.waiting;
    assert_eq!(waiting.count, 10, "a phone session does not wait, a message is not waited with");
    assert_eq!((waiting.p50_ms, waiting.p90_ms), (5_000, 9_000));
    assert_eq!((waiting.mean_ms, waiting.longest_ms), (5_500, 10_000));
    assert_eq!((all.handling.count, all.handling.p90_ms), (10, 60_000));
    let (second, figures) = &numbers.agents[0];
    assert_eq!((second.name.as_str(), figures.sessions), ("Agent 2", 7));
    assert_eq!((figures.waiting.p50_ms, figures.waiting.p90_ms), (7_000, 10_000));
    assert_eq!(
        numbers.modes,
        [(Mode::Message, 1), (Mode::Phone, 1), (Mode::Queue, 10), (Mode::Web, 1)]
    );
    assert_eq!(numbers.quarters.iter().map(|quarter| quarter.sessions).sum::<u32>(), 13);
    let none =
        Which { to: Timestamp(NOON + 1), from: Timestamp(0), words: Some("x".into()), ..which() };
    assert_eq!(shop.store.report_numbers(&none).await.expect("numbers"), Numbers::default());
}

#[tokio::test]
async fn pages_hold_every_row_once_in_every_order() {
    let shop = Shop::new().await;
    for number in 0..23 {
        shop.answered(number / 3, number % 4, 1).await;
    }
    let sorts = [
        ReportSort::Started,
        ReportSort::Customer,
        ReportSort::Waiting,
        ReportSort::Handling,
        ReportSort::Messages,
    ];
    for sort in sorts {
        for order in [ReportOrder::Ascending, ReportOrder::Descending] {
            let sorting = Sorting { sort, order };
            let mut seen = Vec::new();
            let mut after = None;
            loop {
                let page = shop
                    .store
                    .report_rows(&which(), sorting, after.as_ref(), 5)
                    .await
                    .expect("rows");
                after = page.last().map(|(_, place)| place.clone());
                seen.extend(page.iter().map(|(row, _)| (row.id, row.started_at)));
                if page.len() < 5 {
                    break;
                }
            }
            let different: BTreeSet<_> = seen.iter().map(|(id, _)| *id).collect();
            assert_eq!((seen.len(), different.len()), (23, 23), "{sorting:?}");
            if sort == ReportSort::Started {
                let sorted = seen.is_sorted_by(|one, other| match order {
                    ReportOrder::Ascending => one.1 <= other.1,
                    ReportOrder::Descending => one.1 >= other.1,
                });
                assert!(sorted, "{sorting:?}");
            }
        }
    }
}

#[tokio::test]
async fn each_part_of_the_filter_counts() {
    let shop = Shop::new().await;
    let one = shop.answered(0, 1, 1).await;
    let two = shop.answered(3_600, 2, 2).await;
    let mine = Assessment { outcome: Outcome::Resolved, note: String::new() };
    shop.store.put_assessment(two, &mine).await.expect("an assessment");
    let Author::Agent { id, .. } = agent(1) else { panic!("an agent") };
    let found = async |change: &dyn Fn(&mut Which)| {
        let mut which = which();
        change(&mut which);
        let rows =
            shop.store.report_rows(&which, Sorting::default(), None, 10).await.expect("rows");
        assert_eq!(shop.store.report_total(&which).await.expect("a total") as usize, rows.len());
        rows.into_iter().map(|(row, _)| row.id).collect::<Vec<_>>()
    };
    assert_eq!(found(&|_| {}).await, [two, one]);
    assert_eq!(found(&|w| w.from = Timestamp(NOON + 1)).await, [two]);
    assert_eq!(found(&|w| w.to = Timestamp(NOON + 3_600_000)).await, [one]);
    assert_eq!(found(&|w| w.agent = Some(id)).await, [one]);
    assert_eq!(found(&|w| w.outcome = Some(Outcome::Resolved)).await, [two]);
    assert_eq!(found(&|w| w.outcome = Some(Outcome::Unknown)).await, [one]);
    assert_eq!(found(&|w| w.queue = Some(queue("general"))).await, []);
    assert_eq!(found(&|w| w.mode = Some(Mode::Queue)).await, [two, one]);
    assert_eq!(found(&|w| w.mode = Some(Mode::Web)).await, []);
    assert_eq!(found(&|w| w.words = Some("customer 2".into())).await, [two]);
    assert_eq!(found(&|w| w.words = Some("drucker".into())).await, [two, one]);
    assert_eq!(found(&|w| w.words = Some(one.to_string())).await, [one]);
    assert_eq!(found(&|w| w.words = Some("%".into())).await, []);
}

#[tokio::test]
async fn a_row_tells_who_took_part_and_goes_with_its_session() {
    let shop = Shop::new().await;
    let log = vec![
        (0, WEB, started("Erika", Mode::Web)),
        (5, agent(2), EventBody::AgentJoined),
        (6, agent(2), EventBody::HandedToQueue { queue: queue("general") }),
        (9, agent(1), EventBody::AgentJoined),
    ];
    let session = shop.session(log).await;
    let row = shop.store.report_row(session).await.expect("a store").expect("a row");
    let names = row.agents.iter().map(|AgentInSession { name, .. }| name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["Agent 2", "Agent 1"], "those who left as well");
    assert_eq!(row.queue, queue("general"));
    assert_eq!(row.first_joined_at, Some(Timestamp(NOON + 5_000)));
    for table in ["events", "credentials"] {
        let delete = format!("DELETE FROM {table}");
        sqlx::query(&delete).execute(&shop.store.pool).await.expect("nothing left");
    }
    sqlx::query("DELETE FROM sessions").execute(&shop.store.pool).await.expect("no session");
    assert!(shop.dump().await.is_empty(), "{:?}", shop.dump().await);
}
