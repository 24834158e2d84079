//! `GET /api/v1/sessions/{session}/log`: words that arrive, once, in order.

use corporate_protocol::{
    Author, Command, CommandBody, CommandId, ErrorCode, EventBody, MessageText, Phase, Seq, Signal,
    UpgradeStep, limits,
};

use crate::support::{Agent, Customer, LogClient, TestPortal};

fn say(text: &str) -> CommandBody {
    CommandBody::Say { text: MessageText::parse(text).expect("a text") }
}

#[tokio::test(flavor = "multi_thread")]
async fn customer_and_agent_chat_in_the_same_order() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    web.until("the agent", |log| log.state.phase == Phase::Chatting).await;
    anna.say("Guten Tag!").await;
    web.say("Er druckt nicht.").await;
    let last = anna.say("Ich sehe nach.").await;
    web.until_seq(last).await;
    anna.until_seq(last).await;
    assert_eq!(web.events, anna.events);
    assert_eq!(web.state, anna.state);
    assert!(web.is_gapless());
    assert!(
        matches!(&web.events[2].author, Author::Agent { name, .. } if name.as_str() == "Anna Berg")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_sent_again_is_carried_out_once() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let command = Command { id: CommandId::random(), body: say("once") };
    for _ in 0..3 {
        web.send(&command).await;
    }
    let mut other = erika.log(&portal).await;
    other.send(&command).await;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers.push(web.answer(command.id).await);
    }
    answers.push(other.answer(command.id).await);
    assert_eq!(answers, [Ok(Seq(2)); 4]);
    let last = web.say("next").await;
    assert_eq!(last, Seq(3));
    assert_eq!(web.texts(), ["once", "next"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_sent_again_is_confirmed_and_nothing_follows_it() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let end = Command { id: CommandId::random(), body: CommandBody::End };
    let mut web = erika.log(&portal).await;
    web.send(&end).await;
    let seq = web.answer(end.id).await;
    let mut again = erika.log(&portal).await;
    again.send(&end).await;
    assert_eq!(again.answer(end.id).await, seq);
    assert_eq!(again.ask(say("Hello?")).await, Err(ErrorCode::SessionEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_resumes_after_the_last_number_seen() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    for number in 0..250 {
        web.send(&Command { id: CommandId::random(), body: say(&format!("line {number}")) }).await;
    }
    web.until_seq(Seq(251)).await;
    let rest = erika.log_after(&portal, 249).await;
    let seqs: Vec<_> = rest.events.iter().map(|event| event.seq).collect();
    assert_eq!(seqs, [Seq(250), Seq(251)]);
    let mut whole = erika.log(&portal).await;
    assert_eq!(whole.events.len(), limits::EVENTS_PER_MESSAGE, "the first of two messages");
    assert_eq!(whole.state.seq, Seq(251), "with the state after the whole log");
    whole.until_seq(Seq(251)).await;
    assert!(whole.is_gapless() && whole.largest_batch <= limits::EVENTS_PER_MESSAGE);
    let none = erika.log_after(&portal, 251).await;
    assert!(none.events.is_empty());
    assert_eq!(none.state.seq, Seq(251));
    let beyond = erika.log_after(&portal, u64::MAX).await;
    assert!(beyond.events.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_speak_at_once_are_all_heard() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut sockets = Vec::new();
    for _ in 0..8 {
        sockets.push(erika.log(&portal).await);
    }
    let speaking = sockets.iter_mut().enumerate().map(|(number, socket)| async move {
        for line in 0..5 {
            socket.say(&format!("{number}.{line}")).await;
        }
    });
    futures_util::future::join_all(speaking).await;
    let mut all = erika.log(&portal).await;
    all.until_seq(Seq(41)).await;
    let mut texts = all.texts();
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 40);
    assert!(all.is_gapless());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_portals_on_one_store_agree_on_one_order() {
    let portal = TestPortal::start().await;
    let twin = portal.twin().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (mut here, mut there) = (erika.log(&portal).await, erika.log(&twin).await);
    let command = Command { id: CommandId::random(), body: say("both") };
    here.send(&command).await;
    there.send(&command).await;
    assert_eq!(here.answer(command.id).await, there.answer(command.id).await);
    for round in 0..10 {
        let (one, other) = (
            Command { id: CommandId::random(), body: say(&format!("here {round}")) },
            Command { id: CommandId::random(), body: say(&format!("there {round}")) },
        );
        here.send(&one).await;
        there.send(&other).await;
        here.answer(one.id).await.expect("confirmed");
        there.answer(other.id).await.expect("confirmed");
    }
    let mut all = erika.log(&portal).await;
    all.until_seq(Seq(22)).await;
    assert_eq!(all.texts().len(), 21);
    assert!(all.is_gapless());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_read_is_refused_and_nonsense_closes() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let id = CommandId::random();
    let long = "x".repeat(limits::MESSAGE_CHARS + 1);
    let body = serde_json::json!({ "kind": "say", "text": long });
    web.send_text(serde_json::json!({ "type": "command", "id": id, "body": body }).to_string())
        .await;
    assert_eq!(web.answer(id).await, Err(ErrorCode::MessageInvalid));
    web.send_text("nonsense".into()).await;
    assert_eq!(web.until_closed().await, Some(ErrorCode::BadRequest));
    let mut web = erika.log(&portal).await;
    web.send_text("x".repeat(limits::SOCKET_TEXT_BYTES + 1)).await;
    assert_ne!(web.until_closed().await, Some(ErrorCode::Internal));
    assert!(erika.log(&portal).await.texts().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_passed_on_and_never_logged() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    // Nobody can signal in another's name.
    web.signal(Signal::AgentTyping { active: true }).await;
    web.signal(Signal::CustomerTyping { active: true }).await;
    anna.until("typing", |log| !log.signals.is_empty()).await;
    assert_eq!(anna.signals, [Signal::CustomerTyping { active: true }]);
    anna.signal(Signal::AgentTyping { active: true }).await;
    let last = anna.say("done").await;
    web.until_seq(last).await;
    web.until("typing", |log| !log.signals.is_empty()).await;
    assert_eq!(web.signals, [Signal::AgentTyping { active: true }]);
    assert_eq!(last, Seq(3));
}

#[tokio::test(flavor = "multi_thread")]
async fn presence_tells_who_is_connected() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    web.until("itself", |log| log.presence.web).await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.try_log(&portal, erika.session).await.expect("a log socket");
    anna.until("the customer", |log| log.presence.web).await;
    assert!(!anna.presence.agent, "who only looks is not there");
    anna.do_it(CommandBody::Take).await;
    web.until("the agent", |log| log.presence.agent).await;
    drop(anna);
    web.until("the agent's going", |log| !log.presence.agent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_is_slowed_down_and_no_word_of_it_lost() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    let began = std::time::Instant::now();
    let count = u64::from(limits::COMMANDS_PER_TEN_SECONDS) + 6;
    for number in 0..count {
        web.send(&Command { id: CommandId::random(), body: say(&format!("{number}")) }).await;
    }
    web.until_seq(Seq(count + 1)).await;
    assert!(began.elapsed().as_millis() >= 800, "{:?}", began.elapsed());
    assert_eq!(web.texts().len() as u64, count);
}

#[tokio::test(flavor = "multi_thread")]
async fn coming_again_gives_no_new_commands() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let began = std::time::Instant::now();
    let mut web = erika.log(&portal).await;
    for number in 0..=limits::COMMANDS_PER_TEN_SECONDS {
        web.say(&format!("{number}")).await;
    }
    for _ in 0..12 {
        web = erika.log_after(&portal, 60).await;
        web.say("again").await;
    }
    assert!(began.elapsed().as_millis() >= 1_900, "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_side_has_ten_sockets_and_the_others_have_their_own() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut open = Vec::new();
    for _ in 0..limits::SOCKETS_PER_SIDE {
        open.push(erika.log(&portal).await);
    }
    let headers = [("cookie", erika.cookie.clone()), ("origin", portal.origin())];
    let again = || LogClient::open(&portal, erika.session, "after=0", &headers);
    let refused = again().await.err().expect("no room");
    assert_eq!((refused.status, refused.problem.code), (429, ErrorCode::RateLimited));
    assert!(refused.problem.retry_after.is_some());
    Agent::anna(&portal).await.take(&portal, erika.session).await;
    drop(open);
    crate::support::soon("room again", async {
        while again().await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_stays_away_has_left() {
    let portal = TestPortal::start_with(Some(crate::support::TestRelease::new()), |config| {
        config.timings.app_gone = std::time::Duration::from_secs(1);
    })
    .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    drop(app.log(&portal).await);
    anna.until("the leaving", |log| {
        log.events.last().is_some_and(|event| event.body == EventBody::AppLeft)
    })
    .await;
    assert_eq!(anna.events.last().map(|event| &event.author), Some(&Author::Portal));
    let opened =
        crate::support::LogClient::open(&portal, app.session, "after=0", &app.headers()).await;
    let refused = opened.err().expect("a refusal");
    assert_eq!(refused.problem.code, ErrorCode::NotInSession);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_came_back_has_not_left() {
    let gone = std::time::Duration::from_secs(1);
    let portal = TestPortal::start_with(Some(crate::support::TestRelease::new()), |config| {
        config.timings.app_gone = gone;
    })
    .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    drop(app.log(&portal).await);
    let mut back = app.log(&portal).await;
    // Nothing to wait for: that nothing happens is the point.
    tokio::time::sleep(2 * gone).await;
    back.say("still here").await;
    assert_eq!(back.state.upgrade, Some(UpgradeStep::AppJoined));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_leaves_gets_its_answer_and_then_no_more() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    let mut log = app.log(&portal).await;
    log.ask(CommandBody::LeaveApp).await.expect("confirmed");
    assert_eq!(log.until_closed().await, Some(ErrorCode::NotInSession));
    anna.do_it(CommandBody::Upgrade).await;
    assert_eq!(anna.state.upgrade, Some(UpgradeStep::Offered), "a new hand-off is needed");
}
