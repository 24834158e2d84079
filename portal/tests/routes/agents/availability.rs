//! `PUT /api/v1/agents/me/availability`, and what colleagues see of it

use corporate_protocol::{Availability, ErrorCode};
use serde_json::{Value, json};

use crate::support::{Agent, Console, Customer, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn colleagues_see_who_is_there_and_what_each_chose() {
    let portal = TestPortal::start().await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut console = Console::open(&portal, &anna).await;
    console
        .until("herself", |console| {
            console.availability("Anna Berg") == Some(Availability::Available)
        })
        .await;
    let names: Vec<_> = console.colleagues.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["Anna Berg", "Ben Kurz"], "those who take sessions, by name");
    assert_eq!(console.availability("Ben Kurz"), Some(Availability::Offline));
    let bens = Console::open(&portal, &ben).await;
    let is = |wanted| move |console: &Console| console.availability("Ben Kurz") == Some(wanted);
    console.until("Ben", is(Availability::Available)).await;
    assert_eq!(ben.choose(&portal, Availability::Busy).await.status, 200);
    console.until("Ben's choice", is(Availability::Busy)).await;
    drop(bens);
    // A page that is loaded again makes nobody come and go.
    let again = Console::open(&portal, &ben).await;
    assert_eq!(console.availability("Ben Kurz"), Some(Availability::Busy));
    drop(again);
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    anna.take(&portal, erika.session).await;
    console
        .until("her session", |console| {
            console.colleague("Anna Berg").is_some_and(|anna| anna.sessions == 1)
        })
        .await;
    assert_eq!(console.availability("Ben Kurz"), Some(Availability::Busy), "in the grace");
    portal.clock.pass_seconds(10);
    console.until("Ben's going", is(Availability::Offline)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_outlasts_a_restart() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    assert_eq!(anna.choose(&portal, Availability::Away).await.status, 200);
    let portal = portal.restart().await;
    let mut console = Console::open(&portal, &anna).await;
    console
        .until("the choice", |console| {
            console.availability("Anna Berg") == Some(Availability::Away)
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_chooses_to_be_offline_and_who_takes_no_sessions_nothing() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    assert_eq!(anna.choose(&portal, Availability::Offline).await.code(), ErrorCode::BadRequest);
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    assert_eq!(max.choose(&portal, Availability::Busy).await.code(), ErrorCode::NotAllowed);
    let body = json!({ "availability": "busy" });
    let request = Request::post("/api/v1/agents/me/availability", &body);
    assert_ne!(portal.send(request).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_portal_is_staffed_while_somebody_is_available() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let staffed = async || {
        let public: Value = portal.send(Request::get("/api/v1/portal")).await.json();
        public["staffed"].as_bool().expect("a truth value")
    };
    assert!(!staffed().await);
    let mut console = Console::open(&portal, &anna).await;
    console
        .until("herself", |console| {
            console.availability("Anna Berg") == Some(Availability::Available)
        })
        .await;
    assert!(staffed().await);
    anna.choose(&portal, Availability::Busy).await;
    assert!(!staffed().await);
}
