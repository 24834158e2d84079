//! Setting an account up while the portal runs.

use std::time::Duration;

use corporate_portal::setup::{AgentDetails, Setup};
use corporate_protocol::{ErrorCode, Phase};
use serde_json::json;

use crate::support::{Agent, Customer, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_ends_all_sign_ins_and_a_removed_agent_is_gone() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let setup = Setup::open(portal.config()).await.expect("a store");
    setup.set_password("Anna@demo.test", "a brand new one").await.expect("set");
    assert_eq!(anna.get(&portal, "/api/v1/agents/me").await.code(), ErrorCode::NotSignedIn);
    let sign_in = |password: &str| {
        let body = json!({ "email": "anna@demo.test", "password": password });
        Request::post("/api/v1/agents/sign-in", &body)
    };
    let old = portal.password("anna@demo.test").to_owned();
    assert_eq!(portal.send(sign_in(&old)).await.code(), ErrorCode::WrongPassword);
    let answer = portal.send(sign_in("a brand new one")).await;
    assert_eq!(answer.status, 200);
    let cookie = answer.cookie();
    setup.remove_agent("anna@demo.test").await.expect("removed");
    let me = Request::get("/api/v1/agents/me").header("cookie", &cookie);
    assert_eq!(portal.send(me).await.code(), ErrorCode::NotSignedIn);
    assert!(setup.remove_agent("anna@demo.test").await.is_err());
    setup.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unfit_is_refused_in_words() {
    let portal = TestPortal::start().await;
    let setup = Setup::open(portal.config()).await.expect("a store");
    let details = |email: &str, role: &str| AgentDetails {
        email: email.to_owned(),
        name: "Nina".to_owned(),
        roles: vec![role.to_owned()],
        ..AgentDetails::default()
    };
    let cases = [
        (details("nobody", "agent"), "long enough", "an e-mail address has an @"),
        (details("n@x.test", "boss"), "long enough", "a role is agent, manager or administrator"),
        (details("n@x.test", "agent"), "short", "a password has 12 to 200 characters"),
    ];
    for (details, password, sentence) in cases {
        let refused = setup.set_agent(&details, password).await.expect_err("unfit");
        assert_eq!(refused.to_string(), sentence);
    }
    assert!(setup.set_account(None, Some("sometimes")).await.is_err());
    assert!(setup.set_queue("Not A Queue", "a", "b").await.is_err());
    let words = setup.describe().await.expect("words");
    assert!(words.contains("anna@demo.test  Anna Berg  agent\n"), "{words}");
    assert!(words.contains("max@demo.test  Max Adler  administrator, reports\n"), "{words}");
    setup.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_agents_customers_wait_again_and_one_who_administers_stays() {
    let portal = TestPortal::start_with(None, |config| {
        config.timings.staff_every = Duration::from_millis(50);
    })
    .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    Agent::anna(&portal).await.take(&portal, erika.session).await;
    let setup = Setup::open(portal.config()).await.expect("a store");
    setup.remove_agent("anna@demo.test").await.expect("removed");
    let mut web = erika.log(&portal).await;
    web.until("waiting again", |log| log.state.phase == Phase::Waiting && log.state.seq.0 > 1)
        .await;
    let last = setup.remove_agent("max@demo.test").await.expect_err("the last one");
    assert_eq!(last.to_string(), "there must be an administrator");
    setup.close().await;
}
