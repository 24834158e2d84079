//! Inviting, handing over, leaving, giving back, and the limit of sessions

use corporate_protocol::{AgentId, CommandBody, Consent, ErrorCode, Phase, QueueId};

use crate::support::{Agent, Console, Customer, Sharing, TestPortal};

fn invite(agent: AgentId, takes_over: bool) -> CommandBody {
    CommandBody::Invite { agent, takes_over }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_agent_reads_along_takes_over_and_the_other_is_shown_out() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut annas = anna.take(&portal, erika.session).await;
    let mut bens = Console::open(&portal, &ben).await;
    let id = bens.id("Ben Kurz");
    let refused = ben.try_log(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!(refused.problem.code, ErrorCode::NotInSession);
    assert_eq!(annas.ask(invite(AgentId::random(), true)).await, Err(ErrorCode::AgentUnknown));
    annas.do_it(invite(id, true)).await;
    bens.until("the invitation", |list| list.invited(erika.session, id)).await;
    let mut log = ben.try_log(&portal, erika.session).await.expect("who is invited reads");
    assert_eq!(log.ask(CommandBody::Upgrade).await, Err(ErrorCode::NotInSession));
    log.do_it(CommandBody::Take).await;
    assert_eq!(annas.until_closed().await, Some(ErrorCode::NotInSession));
    let refused = anna.try_log(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!(refused.problem.code, ErrorCode::NotInSession);
    log.say("I take over").await;
    assert_eq!(log.state.agents.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_screen_goes_on_for_the_next_agent_and_ends_for_the_last() {
    let portal = TestPortal::start().await;
    let mut scene = Sharing::started(&portal).await;
    let mut old = scene.viewer(&portal).await;
    let ben = Agent::ben(&portal).await;
    let id = Console::open(&portal, &ben).await.id("Ben Kurz");
    scene.anna.do_it(invite(id, true)).await;
    let log = ben.take(&portal, scene.app.session).await;
    assert!(log.state.may_show(), "the customer has agreed to be seen by support");
    assert_eq!(old.closed().await, Some(4401));
    ben.view(&portal, scene.app.session).await.expect("a viewer");
    let refused = scene.agent.view(&portal, scene.app.session).await.err().expect("a refusal");
    assert_eq!(refused.problem.code, ErrorCode::NotInSession);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_is_shown_out_and_the_last_one_may_not() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut annas = anna.take(&portal, erika.session).await;
    assert_eq!(annas.ask(CommandBody::Leave).await, Err(ErrorCode::NotNow));
    let id = Console::open(&portal, &ben).await.id("Ben Kurz");
    annas.do_it(invite(id, false)).await;
    let mut bens = ben.take(&portal, erika.session).await;
    annas.ask(CommandBody::Leave).await.expect("possible");
    assert_eq!(annas.until_closed().await, Some(ErrorCode::NotInSession));
    bens.until("the leaving", |log| log.state.agents.len() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_given_back_waits_in_the_queue_and_shows_nothing() {
    let portal = TestPortal::start().await;
    let Sharing { mut anna, app, mut log, .. } = Sharing::started(&portal).await;
    let hand = |name: &str| CommandBody::HandToQueue {
        queue: QueueId::try_from(name.to_owned()).expect("a queue"),
    };
    assert_eq!(anna.ask(hand("nope")).await, Err(ErrorCode::QueueUnknown));
    anna.ask(hand("general")).await.expect("possible");
    assert_eq!(anna.until_closed().await, Some(ErrorCode::NotInSession));
    log.until("the waiting", |log| log.state.phase == Phase::Waiting).await;
    assert_eq!(log.state.consent, Consent::None);
    assert!(!log.state.may_show());
    assert_eq!(log.state.queue.as_ref().map(QueueId::as_str), Some("general"));
    Agent::ben(&portal).await.take(&portal, app.session).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_takes_as_many_sessions_as_allowed() {
    let portal = TestPortal::start().await;
    portal.change_agent("anna@demo.test", "Anna Berg", &[], 1).await;
    let (erika, otto) = (
        Customer::start(&portal, "Erika", "Hi").await,
        Customer::start(&portal, "Otto", "Hi").await,
    );
    let anna = Agent::anna(&portal).await;
    let mut first = anna.take(&portal, erika.session).await;
    let mut second = anna.try_log(&portal, otto.session).await.expect("a log socket");
    assert_eq!(second.ask(CommandBody::Take).await, Err(ErrorCode::SessionLimit));
    first.do_it(CommandBody::End).await;
    second.do_it(CommandBody::Take).await;
    let portal = portal.restart().await;
    let third = Customer::start(&portal, "Third", "Hi").await;
    let mut console = Console::open(&portal, &anna).await;
    console
        .until("the count", |list| list.colleague("Anna Berg").is_some_and(|one| one.sessions == 1))
        .await;
    let mut log = anna.try_log(&portal, third.session).await.expect("a log socket");
    assert_eq!(log.ask(CommandBody::Take).await, Err(ErrorCode::SessionLimit));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_queue_is_nobodys_business() {
    let portal = TestPortal::start().await;
    portal.change_agent("anna@demo.test", "Anna Berg", &["general"], 5).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut annas = Console::open(&portal, &anna).await;
    assert!(annas.row(erika.session).is_none());
    let refused = anna.try_log(&portal, erika.session).await.err().expect("a refusal");
    assert_eq!(refused.problem.code, ErrorCode::NotInSession);
    let mut log = ben.take(&portal, erika.session).await;
    log.do_it(invite(annas.id("Anna Berg"), false)).await;
    annas.until("the invitation", |list| list.row(erika.session).is_some()).await;
    log.do_it(CommandBody::WithdrawInvitation { agent: annas.id("Anna Berg") }).await;
    annas.until("its end", |list| list.gone == [erika.session]).await;
}
