//! `POST /api/v1/chats` in web mode: the next free agent is rung, then the next

use corporate_protocol::{AgentId, Author, Availability, CommandBody, EventBody, Mode, Phase};

use crate::support::{Agent, Console, Customer, LogClient, TestPortal};

/// An agent at an open console.
async fn at_work(portal: &TestPortal, agent: &Agent, name: &str) -> Console {
    let mut console = Console::open(portal, agent).await;
    console
        .until("the agent", |console| console.availability(name) == Some(Availability::Available))
        .await;
    console
}

async fn until_rung(log: &mut LogClient, times: usize) -> Vec<AgentId> {
    log.until("a ring", |log| rung(log).len() >= times).await;
    rung(log)
}

fn rung(log: &LogClient) -> Vec<AgentId> {
    let rings = log.events.iter().filter_map(|event| match &event.body {
        EventBody::AgentInvited { agent, .. } if event.author == Author::Portal => Some(agent.id),
        _ => None,
    });
    rings.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn rings_one_agent_after_the_other_each_once() {
    let portal = TestPortal::start().await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut annas = at_work(&portal, &anna, "Anna Berg").await;
    let _bens = at_work(&portal, &ben, "Ben Kurz").await;
    annas.until("Ben", |list| list.availability("Ben Kurz") == Some(Availability::Available)).await;
    let erika = Customer::start_web(&portal, "Erika").await;
    let mut web = erika.log(&portal).await;
    let first = until_rung(&mut web, 1).await;
    assert!(matches!(web.events[0].body, EventBody::SessionStarted { mode: Mode::Web, .. }));
    portal.clock.pass_seconds(29);
    tokio::time::sleep(portal.config().timings.look_every * 2).await;
    assert_eq!(web.state.invitations.len(), 1);
    portal.clock.pass_seconds(1);
    let both = until_rung(&mut web, 2).await;
    assert_ne!(both[0], both[1]);
    assert_eq!(both[0], first[0]);
    portal.clock.pass_seconds(30);
    web.until("silence", |log| log.state.invitations.is_empty()).await;
    portal.clock.pass_seconds(300);
    tokio::time::sleep(portal.config().timings.look_every * 2).await;
    web.say("Still there?").await;
    assert_eq!(rung(&web), both, "each at most once");
    assert_eq!(web.state.phase, Phase::Waiting);
    anna.take(&portal, erika.session).await;
    web.until("Anna", |log| log.state.phase == Phase::Chatting).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stops_when_somebody_takes_it_or_declines_and_skips_who_has_enough() {
    let portal = TestPortal::start().await;
    portal.change_agent("ben@demo.test", "Ben Kurz", &[], 1).await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let first = Customer::start(&portal, "First", "Hi").await;
    let _enough = ben.take(&portal, first.session).await;
    let _bens = at_work(&portal, &ben, "Ben Kurz").await;
    let annas = at_work(&portal, &anna, "Anna Berg").await;
    let erika = Customer::start_web(&portal, "Erika").await;
    let mut web = erika.log(&portal).await;
    assert_eq!(until_rung(&mut web, 1).await, [annas.id("Anna Berg")], "Ben has enough");
    let mut log = anna.try_log(&portal, erika.session).await.expect("a log socket");
    log.do_it(CommandBody::WithdrawInvitation { agent: annas.id("Anna Berg") }).await;
    web.until("the no", |log| log.state.invitations.is_empty()).await;
    let otto = Customer::start_web(&portal, "Otto").await;
    let mut second = otto.log(&portal).await;
    until_rung(&mut second, 1).await;
    anna.take(&portal, otto.session).await;
    second.until("Anna", |log| log.state.phase == Phase::Chatting).await;
    assert!(second.state.invitations.is_empty());
    assert_eq!(rung(&web).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn prefers_who_has_the_fewest_sessions_and_leaves_out_who_is_busy() {
    let portal = TestPortal::start().await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let mut annas = at_work(&portal, &anna, "Anna Berg").await;
    let _bens = at_work(&portal, &ben, "Ben Kurz").await;
    let busy = Customer::start(&portal, "First", "Hi").await;
    let _log = anna.take(&portal, busy.session).await;
    annas.until("Ben", |list| list.availability("Ben Kurz") == Some(Availability::Available)).await;
    let erika = Customer::start_web(&portal, "Erika").await;
    let mut log = erika.log(&portal).await;
    assert_eq!(until_rung(&mut log, 1).await, [annas.id("Ben Kurz")], "Anna has one already");
    // A ring counts as much as a session.
    ben.choose(&portal, Availability::Busy).await;
    assert_eq!(until_rung(&mut log, 2).await[1], annas.id("Anna Berg"), "Ben went");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_queue_rings_nobody() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let _console = at_work(&portal, &anna, "Anna Berg").await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    web.until("a place", |log| log.place.is_some()).await;
    tokio::time::sleep(portal.config().timings.look_every * 2).await;
    web.say("Hello?").await;
    assert!(rung(&web).is_empty());
}
