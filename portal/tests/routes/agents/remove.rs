//! `DELETE /api/v1/agents/{agent}`

use corporate_protocol::{CommandBody, ErrorCode, EventBody, Phase};
use serde_json::json;

use crate::support::{Agent, Answer, Customer, Staff, TestPortal, nobody};

async fn remove(portal: &TestPortal, by: &Agent, path: &str) -> Answer {
    by.ask(portal, "DELETE", path, None).await
}

#[tokio::test(flavor = "multi_thread")]
async fn removes_an_agent_who_leaves_to_the_others_or_to_the_queue() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "DELETE", &nobody(), None).await;
    let alone = Customer::start(&portal, "Erika", "Hi").await;
    let together = Customer::start(&portal, "Otto", "Hi").await;
    let mut first = staff.anna.take(&portal, alone.session).await;
    let mut second = staff.anna.take(&portal, together.session).await;
    let ben = staff.agent(&portal, "ben@demo.test").await.id;
    second.do_it(CommandBody::Invite { agent: ben, takes_over: false }).await;
    let mut other = Agent::ben(&portal).await.take(&portal, together.session).await;

    let path = staff.path(&portal, "anna@demo.test").await;
    assert_eq!(remove(&portal, &staff.mona, &path).await.status, 204);
    assert_eq!(first.until_closed().await, Some(ErrorCode::NotSignedIn));
    assert_eq!(second.until_closed().await, Some(ErrorCode::NotSignedIn));
    let me = staff.anna.get(&portal, "/api/v1/agents/me").await;
    assert_eq!(me.code(), ErrorCode::NotSignedIn);
    other.until("one agent left", |log| log.state.agents.len() == 1).await;
    assert_eq!(other.events.last().map(|event| &event.body), Some(&EventBody::AgentLeft));
    other.say("I stay").await;
    let mut web = alone.log(&portal).await;
    web.until("waiting again", |log| log.state.phase == Phase::Waiting).await;
    let expected =
        json!({ "by": "mona@demo.test", "kind": "agent_removed", "email": "anna@demo.test" });
    assert_eq!(staff.audit(&portal).await[0], expected);
    let again = remove(&portal, &staff.mona, &path).await;
    assert_eq!((again.status, again.code()), (404, ErrorCode::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_goes_with_the_one_who_was_asked() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = staff.anna.take(&portal, erika.session).await;
    let ben = staff.agent(&portal, "ben@demo.test").await.id;
    anna.do_it(CommandBody::Invite { agent: ben, takes_over: true }).await;
    let path = staff.path(&portal, "ben@demo.test").await;
    assert_eq!(remove(&portal, &staff.max, &path).await.status, 204);
    anna.until("no invitation", |log| log.state.invitations.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_removes_plain_agents_only_and_nobody_oneself() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    for email in ["ben@demo.test", "max@demo.test", "mona@demo.test"] {
        let path = staff.path(&portal, email).await;
        let refused = remove(&portal, &staff.mona, &path).await;
        assert_eq!((refused.status, refused.code()), (403, ErrorCode::NotAllowed), "{email}");
    }
    let own = staff.path(&portal, "max@demo.test").await;
    let last = remove(&portal, &staff.max, &own).await;
    assert_eq!((last.status, last.code()), (409, ErrorCode::LastAdministrator));
    let ben = staff.agent(&portal, "ben@demo.test").await;
    let mut details = serde_json::to_value(&ben.details).expect("JSON");
    details["roles"] = json!(["administrator"]);
    let path = format!("/api/v1/agents/{}", ben.id);
    assert_eq!(staff.max.put(&portal, &path, &details).await.status, 200);
    let oneself = remove(&portal, &staff.max, &own).await;
    assert_eq!((oneself.status, oneself.code()), (403, ErrorCode::NotAllowed));
    let ben = Agent::ben(&portal).await;
    assert_eq!(remove(&portal, &ben, &own).await.status, 204);
    assert_eq!(staff.max.get(&portal, "/api/v1/agents/me").await.status, 401);
}
