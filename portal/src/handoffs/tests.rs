//! What can happen between the two steps of a hand-off: using a secret up, and logging it.

use std::net::SocketAddr;

use corporate_protocol::AgentId;

use super::*;
use crate::config::Config;

const WEB: Author = Author::Customer { via: Via::Web };

struct Scene {
    handoffs: Handoffs,
    live: Arc<Live>,
    _data: tempfile::TempDir,
}

impl Scene {
    /// A session that an agent has taken.
    async fn new() -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = Config::new(any, data.path().to_owned());
        crate::demo::seed(&config).await.expect("a demo account");
        let store = crate::store::open(&config).await.expect("a store");
        let bus = crate::bus::open(&config).expect("a bus");
        let sessions = Arc::new(Sessions::new(store.clone(), bus, Arc::clone(&config.clock)));
        let started = EventBody::SessionStarted {
            customer: PersonName::parse("Erika").expect("a name"),
            question: corporate_protocol::MessageText::parse("Hi").ok(),
            queue: corporate_protocol::QueueId::try_from("general".to_owned()).expect("a queue"),
            language: Language::De,
            mode: corporate_protocol::Mode::Queue,
            email: None,
            facts: corporate_protocol::CustomerFacts::default(),
            terms_accepted: false,
            web_chat_off: false,
        };
        let session = SessionId::random();
        sessions.start(session, started).await.expect("a session");
        let live = sessions.open(session).await.expect("the session");
        let scene = Self { handoffs: Handoffs::new(store, sessions), live, _data: data };
        scene.by_agent(EventBody::AgentJoined).await;
        scene
    }

    async fn by_agent(&self, body: EventBody) {
        let name = PersonName::parse("Anna").expect("a name");
        let agent = Author::Agent { id: AgentId::random(), name };
        let sessions = &self.handoffs.sessions;
        sessions.append(&self.live, &agent, None, |_| Ok(body.clone())).await.expect("appended");
    }

    async fn offer(&self) -> HandoffId {
        let handoff = HandoffId::random();
        let chat_after = ChatAfterUpgrade::Both;
        self.by_agent(EventBody::UpgradeOffered { handoff, chat_after }).await;
        handoff
    }
}

#[tokio::test]
async fn a_code_of_an_offer_that_went_meanwhile_starts_nothing_in_the_next_one() {
    let scene = Scene::new().await;
    let old = scene.offer().await;
    let code = scene.handoffs.offer(&scene.live, &WEB, System::Linux).await.expect("a code").code;
    let hash = random::code_hash(&code);
    let taken = scene.handoffs.take(hash, PassKind::Code).await;
    let Shown { live, pass } = taken.expect("taken");
    scene.by_agent(EventBody::UpgradeCancelled).await;
    scene.offer().await;
    let step = EventBody::OpenerStarted { handoff: old, system: System::Linux };
    let refused = scene.handoffs.go_on(&live, &pass, step).await.expect_err("refused");
    assert_eq!(refused.code(), ErrorCode::CodeExpired);
    let log = scene.handoffs.sessions.whole_log(live.id).await.expect("a log");
    let last = log.last().map(|event| event.body.clone());
    assert_eq!(last, Some(EventBody::HandoffRefused { reason: ErrorCode::CodeExpired }));
    assert_eq!(live.overview().state.upgrade, Some(UpgradeStep::Offered));
}
