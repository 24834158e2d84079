//! Sign-ins that take so long that the door gets another lock meanwhile.

use corporate_protocol::{AuditAction, PersonName, Role};

use super::*;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::store::{AuditNote, NewHash};

const EMAIL: &str = "anna@x.test";
const PASSWORD: &str = "quartz-lantern-43-meadow";

struct Scene {
    _folder: tempfile::TempDir,
    door: Arc<Door>,
    agent: AgentId,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = crate::store::open(&config(&folder)).await.expect("a store");
        let door = Door::new(store, Arc::new(SystemClock), folder.path()).expect("a door");
        let agent = Agent {
            id: AgentId::random(),
            email: EMAIL.into(),
            name: PersonName::parse("Anna Berg").expect("a name"),
            roles: vec![Role::Agent],
            may_open_reports: false,
            queues: Vec::new(),
            most_sessions: 5,
            must_change_password: false,
            signed_in_at: None,
        };
        let hash = hash_password(PASSWORD).expect("a hash");
        let hash = NewHash { hash: &hash, must_change: false, expires_at: None };
        door.store.add_agent(&agent, hash, &note()).await.expect("added");
        Self { _folder: folder, door: Arc::new(door), agent: agent.id }
    }

    /// What becomes of the right password when something happens while it waits to be checked.
    async fn meanwhile(&self, happens: impl Future<Output = ()>) -> Result<Welcome, SignInError> {
        let places = Arc::clone(self.door.checks.others());
        let all = u32::try_from(places.available_permits()).expect("a few");
        let held = Arc::clone(&places).acquire_many_owned(all).await.expect("all places");
        let idle = Arc::strong_count(&places);
        let door = Arc::clone(&self.door);
        let attempt = Attempt {
            from: IpAddr::from([192, 0, 2, 1]),
            browser: None,
            system: None,
            devices: Vec::new(),
            email: EMAIL.into(),
            password: PASSWORD.into(),
            second_factor: None,
        };
        let sign_in = tokio::spawn(async move { door.sign_in(attempt).await });
        // Who waits for a place holds on to them.
        while Arc::strong_count(&places) == idle {
            tokio::task::yield_now().await;
        }
        happens.await;
        drop(held);
        sign_in.await.expect("no panic")
    }
}

fn config(folder: &tempfile::TempDir) -> Config {
    Config::new(([127, 0, 0, 1], 0).into(), folder.path().to_owned())
}

fn note() -> AuditNote {
    AuditNote { at: Timestamp(0), by: None, action: AuditAction::PasswordChanged }
}

fn is_refused(outcome: &Result<Welcome, SignInError>) -> bool {
    matches!(outcome, Err(SignInError::Refused(ErrorCode::WrongPassword)))
}

#[tokio::test]
async fn nothing_happens_meanwhile_and_the_password_opens() {
    let scene = Scene::new().await;
    assert!(scene.meanwhile(async {}).await.is_ok());
}

#[tokio::test]
async fn a_sign_in_that_waited_does_not_outlive_a_new_password() {
    let scene = Scene::new().await;
    let reset = async {
        let hash = hash_password("another-lantern-43-meadow").expect("a hash");
        let hash = NewHash { hash: &hash, must_change: true, expires_at: None };
        let done = scene.door.store.set_password(scene.agent, hash, None, &note()).await;
        assert!(done.expect("kept"));
    };
    assert!(is_refused(&scene.meanwhile(reset).await));
    let left = scene.door.store.sign_ins(scene.agent, Timestamp(0)).await.expect("a list");
    assert!(left.is_empty());
}

#[tokio::test]
async fn a_sign_in_that_waited_does_not_outlive_signing_out_everywhere() {
    let scene = Scene::new().await;
    let ended = async {
        scene.door.store.end_sign_ins(scene.agent, &note()).await.expect("ended");
    };
    assert!(is_refused(&scene.meanwhile(ended).await));
}

#[tokio::test]
async fn a_second_factor_that_came_after_the_check_counts() {
    let scene = Scene::new().await;
    let door = &scene.door;
    let (_, lock) = door.store.agent_by_email(EMAIL).await.expect("read").expect("Anna");
    door.store.put_second_factor(scene.agent, b"sealed").await.expect("kept");
    let sign_in = |second_factor: Option<&[u8]>| NewSignIn {
        hash: random::secret().hash(),
        id: SignInId(Uuid::new_v4()),
        agent: scene.agent,
        browser: None,
        system: None,
        at: Timestamp(0),
        expires_at: Timestamp(1_000),
        opened: Opened { lock: lock.clone(), second_factor: second_factor.map(<[u8]>::to_vec) },
    };
    assert!(door.store.begin_sign_in(&sign_in(None)).await.expect("asked"), "it only waits yet");
    let note = note();
    let confirmed = door.store.confirm_second_factor(scene.agent, b"sealed", 1, &[], &note);
    assert!(confirmed.await.expect("asked"));
    assert!(!door.store.begin_sign_in(&sign_in(None)).await.expect("asked"));
    assert!(door.store.begin_sign_in(&sign_in(Some(b"sealed"))).await.expect("asked"));
    assert!(!door.store.begin_sign_in(&sign_in(Some(b"another"))).await.expect("asked"));
}
