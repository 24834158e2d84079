//! The session's rules: whole stories through `decide` and `SessionState`, and arbitrary
//! commands, which must never show a picture without consent.

use corporate_protocol::{
    AgentId, AgentInSession, Author, ChatAfterUpgrade, CommandBody, Consent, CustomerFacts,
    EndReason, ErrorCode, Event, EventBody, HandoffId, Language, MessageText, Mode, MonitorInfo,
    Monitors, PersonName, Phase, QueueId, RefusedConsent, SessionId, SessionState, Sharing,
    Surroundings, System, Timestamp, UpgradeStep, Via, decide, limits,
};
use proptest::prelude::*;

#[path = "session/monitors.rs"]
mod monitors;

const WEB: Author = Author::Customer { via: Via::Web };
const APP: Author = Author::Customer { via: Via::App };

fn agent(number: u128) -> Author {
    let name = PersonName::parse(&format!("Agent {number}")).expect("a name");
    Author::Agent { id: AgentId::from_uuid(uuid::Uuid::from_u128(number)), name }
}

fn agent_id(number: u128) -> AgentId {
    AgentId::from_uuid(uuid::Uuid::from_u128(number))
}

fn queue(name: &str) -> QueueId {
    QueueId::try_from(name.to_owned()).expect("a queue")
}

fn invite(number: u128, takes_over: bool) -> CommandBody {
    CommandBody::Invite { agent: agent_id(number), takes_over }
}

fn text(text: &str) -> MessageText {
    MessageText::parse(text).expect("a message")
}

fn yes() -> CommandBody {
    CommandBody::AnswerConsent { granted: true, timed_out: false }
}

fn no() -> CommandBody {
    CommandBody::AnswerConsent { granted: false, timed_out: false }
}

fn monitor(number: u16) -> MonitorInfo {
    MonitorInfo { number, width: 1920, height: 1080 }
}

fn start_sharing() -> CommandBody {
    let monitors = vec![monitor(1), monitor(2)];
    CommandBody::StartSharing { monitor: "1".into(), width: 1920, height: 1080, monitors }
}

/// A session's log as a portal would keep it.
struct Log {
    events: Vec<Event>,
    state: SessionState,
    chat_after: ChatAfterUpgrade,
}

impl Log {
    fn started() -> Self {
        let mut log = Self {
            events: vec![],
            state: SessionState::default(),
            chat_after: ChatAfterUpgrade::Both,
        };
        log.append(
            WEB,
            EventBody::SessionStarted {
                customer: PersonName::parse("Erika").expect("a name"),
                question: Some(text("Why?")),
                queue: QueueId::try_from("general".to_owned()).expect("a queue"),
                language: Language::De,
                mode: Mode::Web,
                email: None,
                facts: CustomerFacts::default(),
                terms_accepted: false,
                web_chat_off: false,
            },
        );
        log
    }

    fn append(&mut self, author: Author, body: EventBody) {
        let seq = self.state.seq.next();
        let session = SessionId::from_uuid(uuid::Uuid::from_u128(1));
        let event = Event { session, seq, at: Timestamp(seq.0 as i64), author, body };
        self.state.apply(&event);
        self.events.push(event);
    }

    fn tell(&mut self, author: Author, command: &CommandBody) -> Result<(), ErrorCode> {
        let handoff = HandoffId::from_uuid(uuid::Uuid::from_u128(self.events.len() as u128));
        let mut around = Surroundings::new(handoff, self.chat_after);
        around.queue_known = true;
        if let CommandBody::Invite { agent, .. } = command {
            let name = PersonName::parse("Invited").expect("a name");
            around.agent = Some(AgentInSession { id: *agent, name });
        }
        let body = decide(&self.state, &author, command, &around)?;
        self.append(author, body);
        Ok(())
    }

    fn join_app(&mut self) {
        let handoff = self.state.handoff.expect("an upgrade is under way");
        let system = System::Linux;
        self.append(Author::Portal, EventBody::OpenerFetched { handoff, system });
        self.append(Author::Portal, EventBody::OpenerStarted { handoff, system });
        self.append(APP, EventBody::AppJoined { handoff, system, version: "0.1.0".into() });
    }

    fn upgraded(chat_after: ChatAfterUpgrade) -> Self {
        let mut log = Self::started();
        log.chat_after = chat_after;
        log.tell(agent(1), &CommandBody::Take).expect("taken");
        log.tell(agent(1), &CommandBody::Upgrade).expect("offered");
        log.join_app();
        log
    }

    fn sharing() -> Self {
        let mut log = Self::upgraded(ChatAfterUpgrade::Both);
        for command in [CommandBody::AskConsent, yes(), start_sharing()] {
            log.tell(APP, &command).expect("possible");
        }
        log
    }
}

#[test]
fn the_whole_way_from_question_to_end() {
    let mut log = Log::started();
    assert_eq!(log.state.phase, Phase::Waiting);
    log.tell(agent(1), &CommandBody::Take).expect("taken");
    assert_eq!(log.state.phase, Phase::Chatting);
    log.tell(agent(1), &CommandBody::Say { text: text("Hello") }).expect("said");
    log.tell(agent(1), &CommandBody::Upgrade).expect("offered");
    assert_eq!(
        (log.state.phase, log.state.upgrade),
        (Phase::Upgrading, Some(UpgradeStep::Offered))
    );
    log.join_app();
    assert_eq!(log.state.upgrade, Some(UpgradeStep::AppJoined));
    log.tell(APP, &CommandBody::AskConsent).expect("asked");
    assert_eq!((log.state.phase, log.state.consent), (Phase::Standard, Consent::Asked));
    log.tell(APP, &yes()).expect("agreed");
    assert!(!log.state.may_show());
    log.tell(APP, &start_sharing()).expect("started");
    assert!(log.state.may_show());
    log.tell(APP, &CommandBody::PauseSharing).expect("paused");
    assert!(!log.state.may_show());
    log.tell(APP, &CommandBody::ResumeSharing).expect("resumed");
    assert!(log.state.may_show());
    log.tell(agent(1), &CommandBody::End).expect("ended");
    assert!(!log.state.may_show());
    assert_eq!(log.state.phase, Phase::Ended);
    assert_eq!(
        log.events.last().map(|event| &event.body),
        Some(&EventBody::SessionEnded { reason: EndReason::Agent })
    );
    assert_eq!(log.tell(WEB, &CommandBody::Say { text: text("?") }), Err(ErrorCode::SessionEnded));
    assert_eq!(SessionState::of(&log.events), log.state);
}

#[test]
fn refusing_goes_back_to_chatting_and_the_agent_may_ask_again() {
    let mut log = Log::upgraded(ChatAfterUpgrade::Both);
    log.tell(APP, &CommandBody::AskConsent).expect("asked");
    log.tell(APP, &no()).expect("refused");
    assert_eq!((log.state.phase, log.state.consent), (Phase::Chatting, Consent::Refused));
    assert_eq!(log.tell(APP, &start_sharing()), Err(ErrorCode::NoConsent));
    log.tell(APP, &CommandBody::Say { text: text("Not now") }).expect("chat goes on");
    log.tell(agent(1), &CommandBody::Upgrade).expect("asked again without a new hand-off");
    assert_eq!((log.state.phase, log.state.consent), (Phase::Standard, Consent::Asked));
}

#[test]
fn a_yes_that_timed_out_is_no_consent() {
    let mut log = Log::upgraded(ChatAfterUpgrade::Both);
    log.tell(APP, &CommandBody::AskConsent).expect("asked");
    let late = CommandBody::AnswerConsent { granted: true, timed_out: true };
    assert_eq!(log.tell(APP, &late), Err(ErrorCode::BadRequest));
    assert_eq!(log.state.consent, Consent::Asked);
}

#[test]
fn stopping_ends_the_consent() {
    for who in [APP, agent(1)] {
        let mut log = Log::sharing();
        log.tell(who, &CommandBody::StopSharing).expect("stopped");
        assert_eq!((log.state.sharing, log.state.consent), (Sharing::Off, Consent::None));
        assert_eq!(log.tell(APP, &start_sharing()), Err(ErrorCode::NoConsent));
        assert_eq!(log.tell(APP, &CommandBody::ResumeSharing), Err(ErrorCode::NotNow));
    }
}

#[test]
fn the_web_chat_closes_only_under_transfer() {
    for (chat_after, answer) in [
        (ChatAfterUpgrade::Transfer, Err(ErrorCode::ChatMoved)),
        (ChatAfterUpgrade::WebOnly, Ok(())),
        (ChatAfterUpgrade::Both, Ok(())),
    ] {
        let mut log = Log::upgraded(chat_after);
        let said = log.tell(WEB, &CommandBody::Say { text: text("still here") });
        assert_eq!(said, answer, "{chat_after:?}");
        log.tell(APP, &CommandBody::LeaveApp).expect("left");
        log.tell(WEB, &CommandBody::Say { text: text("back") }).expect("the page is open again");
    }
}

#[test]
fn a_customer_can_end_a_session_that_moved_to_an_app_that_is_gone() {
    let mut log = Log::upgraded(ChatAfterUpgrade::Transfer);
    log.tell(WEB, &CommandBody::End).expect("ended");
    assert_eq!(log.state.phase, Phase::Ended);
}

#[test]
fn nobody_gives_an_agents_or_the_apps_commands_for_them() {
    let mut log = Log::upgraded(ChatAfterUpgrade::Both);
    log.tell(APP, &CommandBody::AskConsent).expect("asked");
    for who in [WEB, agent(1)] {
        assert_eq!(log.tell(who.clone(), &yes()), Err(ErrorCode::NotAllowed), "{who:?}");
        assert_eq!(log.tell(who, &start_sharing()), Err(ErrorCode::NotAllowed));
    }
    assert_eq!(log.tell(agent(2), &yes()), Err(ErrorCode::NotInSession));
    assert_eq!(log.tell(agent(2), &CommandBody::End), Err(ErrorCode::NotInSession));
    assert_eq!(log.tell(agent(2), &CommandBody::Take), Err(ErrorCode::AlreadyTaken));
    assert_eq!(log.tell(WEB, &CommandBody::Upgrade), Err(ErrorCode::NotAllowed));
    assert_eq!(log.tell(Author::Portal, &CommandBody::End), Err(ErrorCode::NotAllowed));
}

#[test]
fn an_app_that_has_not_joined_may_do_nothing() {
    let mut log = Log::started();
    for command in [CommandBody::AskConsent, yes(), start_sharing(), CommandBody::End] {
        assert_eq!(log.tell(APP, &command), Err(ErrorCode::NotInSession), "{command:?}");
    }
}

#[test]
fn a_step_of_an_older_hand_off_changes_nothing() {
    let mut log = Log::started();
    log.tell(agent(1), &CommandBody::Take).expect("taken");
    log.tell(agent(1), &CommandBody::Upgrade).expect("offered");
    let old = log.state.handoff.expect("a hand-off");
    log.tell(agent(1), &CommandBody::CancelUpgrade).expect("cancelled");
    log.tell(agent(1), &CommandBody::Upgrade).expect("offered again");
    let system = System::Linux;
    log.append(Author::Portal, EventBody::OpenerStarted { handoff: old, system });
    assert_eq!(log.state.upgrade, Some(UpgradeStep::Offered));
}

#[test]
fn the_json_of_an_event_is_flat() {
    let log = Log::started();
    let json = serde_json::to_value(&log.events[0]).expect("JSON");
    insta::assert_json_snapshot!(json);
    let back: Event = serde_json::from_value(json).expect("an event");
    assert_eq!(back, log.events[0]);
}

#[test]
fn a_session_is_handed_over_when_the_other_agent_joins() {
    let mut log = Log::started();
    log.tell(agent(1), &CommandBody::Take).expect("taken");
    log.tell(agent(1), &invite(2, true)).expect("invited");
    assert_eq!(log.tell(agent(1), &invite(2, false)), Err(ErrorCode::NotNow), "asked already");
    assert!(log.state.has_agent(agent_id(1)), "until the other comes");
    log.tell(agent(2), &CommandBody::Take).expect("joined");
    let present: Vec<_> = log.state.agents.iter().map(|agent| agent.id).collect();
    assert_eq!(present, [agent_id(2)]);
    assert_eq!((log.state.phase, log.state.invitations.len()), (Phase::Chatting, 0));
    assert_eq!(log.tell(agent(1), &CommandBody::End), Err(ErrorCode::NotInSession));
}

#[test]
fn a_second_agent_joins_declines_or_leaves_and_the_first_stays() {
    let mut log = Log::started();
    log.tell(agent(1), &CommandBody::Take).expect("taken");
    assert_eq!(log.tell(agent(2), &CommandBody::Take), Err(ErrorCode::AlreadyTaken));
    log.tell(agent(1), &invite(2, false)).expect("invited");
    let decline = CommandBody::WithdrawInvitation { agent: agent_id(2) };
    assert_eq!(log.tell(agent(3), &decline), Err(ErrorCode::NotInSession));
    log.tell(agent(2), &decline).expect("declined");
    assert_eq!(log.tell(agent(2), &CommandBody::Take), Err(ErrorCode::AlreadyTaken));
    log.tell(agent(1), &invite(2, false)).expect("invited again");
    log.tell(agent(2), &CommandBody::Take).expect("joined");
    assert_eq!(log.state.agents.len(), 2);
    log.tell(agent(1), &CommandBody::Leave).expect("left");
    assert_eq!(log.tell(agent(2), &CommandBody::Leave), Err(ErrorCode::NotNow), "the last one");
}

#[test]
fn a_session_given_back_waits_again_and_shows_nothing() {
    let mut log = Log::sharing();
    assert!(log.state.may_show());
    log.tell(agent(1), &CommandBody::HandToQueue { queue: queue("printers") }).expect("given back");
    assert_eq!((log.state.phase, log.state.consent), (Phase::Waiting, Consent::None));
    assert_eq!(log.state.queue, Some(queue("printers")));
    assert!(!log.state.may_show() && log.state.agents.is_empty());
    log.tell(agent(2), &CommandBody::Take).expect("taken");
    log.tell(agent(2), &CommandBody::Upgrade).expect("the app is there: asked again");
    assert_eq!(log.state.consent, Consent::Asked);
}

#[test]
fn a_session_given_back_keeps_its_place_when_the_app_leaves() {
    let mut log = Log::sharing();
    log.tell(agent(1), &CommandBody::HandToQueue { queue: queue("printers") }).expect("given back");
    let since = log.state.waiting_since;
    log.append(Author::Portal, EventBody::AppLeft);
    assert_eq!((log.state.phase, log.state.waiting_since), (Phase::Waiting, since));
    log.tell(agent(2), &CommandBody::Take).expect("it can be taken");
    assert_eq!(log.state.phase, Phase::Chatting);
}

#[test]
fn a_session_given_back_keeps_its_place_when_the_app_asks_for_consent() {
    let mut log = Log::upgraded(ChatAfterUpgrade::Both);
    log.tell(agent(1), &CommandBody::Leave).expect_err("the last one");
    log.tell(APP, &CommandBody::AskConsent).expect("asked");
    log.tell(APP, &no()).expect("refused");
    log.tell(agent(1), &CommandBody::HandToQueue { queue: queue("printers") }).expect("given back");
    assert_eq!(log.tell(APP, &CommandBody::AskConsent), Err(ErrorCode::NotNow));
    // A log that has the event nevertheless is read as waiting.
    log.append(APP, EventBody::ConsentAsked);
    assert_eq!((log.state.phase, log.state.consent), (Phase::Waiting, Consent::None));
    log.tell(agent(2), &CommandBody::Take).expect("it can be taken");
}

fn any_command() -> impl Strategy<Value = CommandBody> {
    prop_oneof![
        (1..4_u128, any::<bool>()).prop_map(|(who, takes_over)| invite(who, takes_over)),
        (1..4_u128).prop_map(|who| CommandBody::WithdrawInvitation { agent: agent_id(who) }),
        Just(CommandBody::Leave),
        Just(CommandBody::HandToQueue { queue: queue("printers") }),
        Just(CommandBody::Take),
        Just(CommandBody::Say { text: text("x") }),
        Just(CommandBody::Upgrade),
        Just(CommandBody::CancelUpgrade),
        Just(CommandBody::AskConsent),
        any::<(bool, bool)>()
            .prop_map(|(granted, timed_out)| CommandBody::AnswerConsent { granted, timed_out }),
        Just(start_sharing()),
        Just(CommandBody::PauseSharing),
        Just(CommandBody::ResumeSharing),
        Just(CommandBody::StopSharing),
        Just(CommandBody::LeaveApp),
        (1..4_u16).prop_map(|monitor| CommandBody::AskMonitor { monitor }),
        (1..4_u16).prop_map(|monitor| CommandBody::ShowMonitor { monitor, width: 8, height: 8 }),
        (1..4_u16, any::<bool>())
            .prop_map(|(monitor, timed_out)| CommandBody::RefuseMonitor { monitor, timed_out }),
        (0..4_u16).prop_map(|count| CommandBody::ListMonitors {
            monitors: (1..=count).map(monitor).collect()
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_order_of_commands_shows_a_picture_without_consent(
        steps in prop::collection::vec((0..5_u8, any_command(), any::<bool>()), 0..80),
    ) {
        let mut log = Log::started();
        let mut consent = false;
        for (who, command, join) in steps {
            let authors = [WEB, APP, agent(1), agent(2), agent(3)];
            let author = authors[usize::from(who)].clone();
            let shown = log.state.monitors.shown;
            if log.tell(author.clone(), &command).is_ok() {
                let now = log.state.monitors.shown;
                prop_assert!(author == APP || now == shown || now.is_none(), "{author:?} {command:?}");
                match log.events.last().map(|event| &event.body) {
                    Some(EventBody::ConsentGiven) => consent = true,
                    Some(
                        EventBody::ConsentRefused { .. } | EventBody::ConsentAsked
                        | EventBody::SharingStopped | EventBody::AppLeft
                        | EventBody::UpgradeOffered { .. } | EventBody::HandedToQueue { .. },
                    ) => consent = false,
                    _ => {}
                }
            }
            if join && log.state.phase == Phase::Upgrading && !log.state.app_joined() {
                log.join_app();
            }
            prop_assert!(consent || !log.state.may_show());
            check_agents(&log.state)?;
            let monitors = &log.state.monitors;
            prop_assert!(log.state.sharing != Sharing::Off || *monitors == Monitors::default());
            let asked = monitors.asked.as_ref();
            prop_assert!(asked.is_none_or(|it| log.state.has_agent(it.by.id)), "who asks is there");
            prop_assert_eq!(SessionState::of(&log.events), log.state.clone());
        }
    }
}

/// What holds of the agents of any session at any time.
fn check_agents(state: &SessionState) -> Result<(), TestCaseError> {
    let helped = matches!(state.phase, Phase::Chatting | Phase::Upgrading | Phase::Standard);
    prop_assert!(!helped || !state.agents.is_empty(), "nobody there in {:?}", state.phase);
    prop_assert!(state.phase != Phase::Waiting || state.agents.is_empty());
    for (number, agent) in state.agents.iter().enumerate() {
        prop_assert!(state.agents[..number].iter().all(|other| other.id != agent.id));
    }
    for (number, invitation) in state.invitations.iter().enumerate() {
        let earlier = &state.invitations[..number];
        prop_assert!(earlier.iter().all(|other| other.agent.id != invitation.agent.id));
        prop_assert!(!state.has_agent(invitation.agent.id), "who is there needs no invitation");
        let by = invitation.by;
        prop_assert!(by.is_none_or(|by| state.has_agent(by)), "who asks is there");
    }
    Ok(())
}
