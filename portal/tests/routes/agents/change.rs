//! `PUT /api/v1/agents/{agent}`

use corporate_protocol::{
    Author, CommandBody, ErrorCode, EventBody, LIST_PROTOCOL, Phase, Problem,
};
use serde_json::{Value, json};

use crate::support::{Agent, Answer, Customer, Socket, Staff, TestPortal, nobody};

/// Changes one detail of an agent.
async fn change(
    portal: &TestPortal,
    by: &Agent,
    staff: &Staff,
    email: &str,
    (field, value): (&str, Value),
) -> Answer {
    let agent = staff.agent(portal, email).await;
    let mut details = serde_json::to_value(&agent.details).expect("JSON");
    details[field] = value;
    by.put(portal, &format!("/api/v1/agents/{}", agent.id), &details).await
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_what_is_said_and_notes_which_fields() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let anna = staff.agent(&portal, "anna@demo.test").await;
    let path = format!("/api/v1/agents/{}", anna.id);
    let mut details = serde_json::to_value(&anna.details).expect("JSON");
    staff.only_managers(&portal, "PUT", &path, Some(&details)).await;
    details["email"] = json!("Anna.Berg@demo.test");
    details["name"] = json!("Anna Berg-Kurz");
    details["most_sessions"] = json!(8);
    let answer = staff.mona.put(&portal, &path, &details).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let changed: Value = answer.json();
    assert_eq!(changed["details"]["email"], "anna.berg@demo.test");
    let me: Value = staff.anna.get(&portal, "/api/v1/agents/me").await.json();
    assert_eq!((&me["name"], &me["most_sessions"]), (&json!("Anna Berg-Kurz"), &json!(8)));
    let password = portal.password("anna@demo.test").to_owned();
    Agent::with_password(&portal, "anna.berg@demo.test", &password).await;
    let expected = json!({ "by": "mona@demo.test", "kind": "agent_changed",
        "email": "anna.berg@demo.test", "fields": ["email", "name", "most_sessions"] });
    assert_eq!(staff.audit(&portal).await[0], expected);
    let before = staff.audit(&portal).await.len();
    assert_eq!(staff.mona.put(&portal, &path, &details).await.status, 200);
    assert_eq!(staff.audit(&portal).await.len(), before, "nothing new, nothing to note");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_somebody_unknown_or_with_another_ones_address_there_is_no_change() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let details =
        serde_json::to_value(&staff.agent(&portal, "anna@demo.test").await.details).expect("JSON");
    for path in [nobody(), "/api/v1/agents/nonsense".to_owned()] {
        let unknown = staff.max.put(&portal, &path, &details).await;
        assert_eq!((unknown.status, unknown.code()), (404, ErrorCode::NotFound), "{path}");
    }
    let taken = ("email", json!("ben@demo.test"));
    let answer = change(&portal, &staff.max, &staff, "anna@demo.test", taken).await;
    let problem: Problem = answer.json();
    assert_eq!((problem.status, problem.code), (409, ErrorCode::EmailTaken));
    let odd = ("email", json!("anna@"));
    let answer = change(&portal, &staff.max, &staff, "anna@demo.test", odd).await;
    assert_eq!((answer.status, answer.code()), (422, ErrorCode::EmailInvalid));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reaches_plain_agents_only() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let name = || ("name", json!("Somebody Else"));
    for email in ["ben@demo.test", "max@demo.test", "mona@demo.test"] {
        let refused = change(&portal, &staff.mona, &staff, email, name()).await;
        assert_eq!((refused.status, refused.code()), (403, ErrorCode::NotAllowed), "{email}");
        let done = change(&portal, &staff.max, &staff, email, name()).await;
        assert_eq!(done.status, 200, "{email}");
    }
    let grants = [
        ("roles", json!(["agent", "administrator"])),
        ("roles", json!(["manager"])),
        ("may_open_reports", json!(true)),
    ];
    for grant in grants {
        let refused = change(&portal, &staff.mona, &staff, "anna@demo.test", grant.clone()).await;
        let problem: Problem = refused.json();
        assert_eq!((problem.status, problem.code), (403, ErrorCode::NotAllowed));
        assert_eq!(problem.field.as_deref(), Some(grant.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_stays_and_no_one_takes_the_own_role() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let less = || ("roles", json!(["manager"]));
    let last = change(&portal, &staff.max, &staff, "max@demo.test", less()).await;
    let problem: Problem = last.json();
    assert_eq!((problem.status, problem.code), (409, ErrorCode::LastAdministrator));
    assert_eq!(problem.field.as_deref(), Some("roles"));
    let more = ("roles", json!(["administrator"]));
    assert_eq!(change(&portal, &staff.max, &staff, "ben@demo.test", more).await.status, 200);
    let own = change(&portal, &staff.max, &staff, "max@demo.test", less()).await;
    assert_eq!((own.status, own.code()), (403, ErrorCode::NotAllowed));
    let both = ("roles", json!(["agent", "administrator"]));
    assert_eq!(change(&portal, &staff.max, &staff, "max@demo.test", both).await.status, 200);
    let ben = Agent::ben(&portal).await;
    assert_eq!(change(&portal, &ben, &staff, "max@demo.test", less()).await.status, 200);
    let me = staff.max.get(&portal, "/api/v1/agents/me").await;
    assert_eq!(me.status, 401, "whoever loses a role signs in again");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_no_sessions_any_more_leaves_them_at_once() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = staff.anna.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let headers = staff.anna.headers(&portal);
    let path = "/api/v1/console/sessions";
    let mut list = Socket::open(portal.address, path, LIST_PROTOCOL, &headers).await.expect("one");
    let none = ("roles", json!([]));
    let done = change(&portal, &staff.mona, &staff, "anna@demo.test", none).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(list.closed().await, Some(4401));
    assert_eq!(anna.until_closed().await, Some(ErrorCode::NotSignedIn));
    let mut web = erika.log(&portal).await;
    web.until("waiting again", |log| log.state.phase == Phase::Waiting).await;
    let last = web.events.last().expect("an event");
    assert!(matches!(last.body, EventBody::HandedToQueue { .. }), "{last:?}");
    assert_eq!(last.author, Author::Portal);
    assert!(web.state.agents.is_empty() && web.state.upgrade.is_none());
    let mut ben = Agent::ben(&portal).await.take(&portal, erika.session).await;
    ben.say("I go on with this").await;
    ben.do_it(CommandBody::Upgrade).await;
}
