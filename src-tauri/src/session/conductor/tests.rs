//! Scenarios of the conductor, each with a log as the portal would write it.

use std::time::Duration;

use corporate_protocol::{
    AgentId, Author, ChatAfterUpgrade, EndReason, HandoffId, Language, PersonName, Secret, Seq,
    SessionId, System, Timestamp, Via,
};

use super::*;

const APP: Author = Author::Customer { via: Via::App };

/// A conductor and the log of its session.
struct Scene {
    conductor: Conductor,
    session: SessionId,
    log: Vec<Event>,
    now: Instant,
}

impl Scene {
    /// A session into which the app has just come.
    fn joined() -> (Self, Vec<Effect>) {
        let joined = Joined {
            session: SessionId::random(),
            credential: Secret::from_random([1; 32]),
            company: "Muster GmbH".into(),
            language: Language::De,
            chat_after: ChatAfterUpgrade::Both,
        };
        let conductor = Conductor::new(&joined);
        let (session, now) = (joined.session, Instant::now());
        let mut scene = Self { conductor, session, log: Vec::new(), now };
        let name = PersonName::parse("Anna").expect("a name");
        scene.grow(Author::Agent { id: AgentId::random(), name }, EventBody::AgentJoined);
        let handoff = HandoffId::random();
        let offered = EventBody::UpgradeOffered { handoff, chat_after: ChatAfterUpgrade::Both };
        scene.grow(Author::Portal, offered);
        let system = System::Linux;
        let effects =
            scene.grow(APP, EventBody::AppJoined { handoff, system, version: "1".into() });
        (scene, effects)
    }

    fn asked() -> Self {
        let mut scene = Self::joined().0;
        scene.grow(APP, EventBody::ConsentAsked);
        scene
    }

    fn sharing() -> Self {
        let mut scene = Self::asked();
        scene.wish(Wish::Answer(true)).expect("possible");
        scene.grow(APP, EventBody::ConsentGiven);
        let started = EventBody::SharingStarted {
            monitor: "one".into(),
            width: 640,
            height: 480,
            monitors: Vec::new(),
        };
        let effects = scene.grow(APP, started);
        assert!(matches!(&effects[..], [Effect::Capture(permit), ..] if permit.holds()));
        scene
    }

    fn grow(&mut self, author: Author, body: EventBody) -> Vec<Effect> {
        let seq = Seq(self.log.len() as u64 + 1);
        let event = Event { session: self.session, seq, at: Timestamp(0), author, body };
        self.log.push(event.clone());
        let state = Box::new(SessionState::of(&self.log));
        self.conductor.told(LinkEvent::Events { events: vec![event], state }, self.now)
    }

    fn wish(&mut self, wish: Wish) -> Result<Vec<Effect>, ErrorCode> {
        self.conductor.wished(wish, self.now)
    }

    fn view(&self) -> AppView {
        self.conductor.view(self.now)
    }
}

/// Names of effects, for comparing.
fn names(effects: &[Effect]) -> Vec<String> {
    effects
        .iter()
        .filter(|effect| !matches!(effect, Effect::Log(_)))
        .map(|effect| match effect {
            Effect::Send(body) => format!("send {body:?}"),
            Effect::Capture(_) => "capture".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        })
        .collect()
}

#[test]
fn having_joined_the_app_asks_for_consent_once() {
    let (mut scene, effects) = Scene::joined();
    assert_eq!(names(&effects), ["send AskConsent"]);
    let text = MessageText::parse("Guten Tag").expect("a message");
    assert!(names(&scene.grow(Author::Portal, EventBody::Message { text })).is_empty());
}

#[test]
fn nothing_is_captured_between_question_and_announcement() {
    let mut scene = Scene::asked();
    assert_eq!(scene.view().consent_seconds_left, Some(120));
    let effects = scene.wish(Wish::Answer(true)).expect("possible");
    assert_eq!(names(&effects), ["send AnswerConsent { granted: true, timed_out: false }"]);
    assert_eq!(scene.view().consent_seconds_left, None);
    let effects = scene.grow(APP, EventBody::ConsentGiven);
    assert_eq!(names(&effects), ["announce"]);
}

#[test]
fn consent_that_this_process_knows_nothing_of_is_taken_back() {
    let mut scene = Scene::asked();
    let effects = scene.grow(APP, EventBody::ConsentGiven);
    assert_eq!(names(&effects), ["send StopSharing"]);
    let started = EventBody::SharingStarted {
        monitor: "one".into(),
        width: 640,
        height: 480,
        monitors: Vec::new(),
    };
    assert!(names(&scene.grow(APP, started)).is_empty());
    assert_eq!(scene.view().state.expect("a state").sharing, Sharing::Off);
}

/// Bug: an OK took effect whenever the portal came back, with no question on the screen.
#[test]
fn an_ok_that_is_confirmed_too_late_is_taken_back() {
    let mut scene = Scene::asked();
    scene.wish(Wish::Answer(true)).expect("possible");
    scene.now += crate::consent::ConsentGate::PATIENCE;
    assert_eq!(names(&scene.grow(APP, EventBody::ConsentGiven)), ["send StopSharing"]);
}

#[test]
fn sharing_that_an_earlier_process_began_is_not_taken_over() {
    let earlier = Scene::sharing();
    let mut scene = Scene::joined().0;
    let state = Box::new(SessionState::of(&earlier.log));
    let told = LinkEvent::Events { events: earlier.log, state };
    let effects = scene.conductor.told(told, scene.now);
    assert_eq!(names(&effects), ["choose", "send StopSharing"]);
}

/// Bug: an app that came again took every consent of its log back, and showed the refusals.
#[test]
fn consent_that_the_log_has_ended_itself_is_not_taken_back() {
    let mut earlier = Scene::sharing();
    earlier.grow(APP, EventBody::SharingStopped);
    earlier.grow(APP, EventBody::ConsentAsked);
    earlier.grow(APP, EventBody::ConsentGiven);
    earlier.grow(APP, EventBody::AppLeft);
    let mut scene = Scene::joined().0;
    let state = Box::new(SessionState::of(&earlier.log));
    let effects = scene.conductor.told(LinkEvent::Events { events: earlier.log, state }, scene.now);
    assert_eq!(names(&effects), ["choose", "choose"]);
}

/// Bug: when customer and agent stopped in the same moment, a refusal hid the real reason.
#[test]
fn a_stop_or_pause_that_came_too_late_is_no_problem() {
    for body in [CommandBody::StopSharing, CommandBody::PauseSharing] {
        let mut scene = Scene::sharing();
        scene.conductor.screen_failed("capture");
        let command = CommandId::random();
        scene.conductor.sent(command, body.clone());
        let code = ErrorCode::NotNow;
        scene.conductor.told(LinkEvent::Refused { command, code }, scene.now);
        assert_eq!(scene.view().problem.as_deref(), Some("capture"), "{body:?}");
        let command = CommandId::random();
        scene.conductor.sent(command, body);
        let code = ErrorCode::NotInSession;
        scene.conductor.told(LinkEvent::Refused { command, code }, scene.now);
        assert_eq!(scene.view().problem.as_deref(), Some("not_in_session"));
    }
}

#[test]
fn a_stop_that_waits_is_said_once_but_a_new_consent_gets_its_own() {
    let mut scene = Scene::sharing();
    assert_eq!(names(&scene.wish(Wish::Stop).expect("possible")), ["close", "send StopSharing"]);
    scene.conductor.sent(CommandId::random(), CommandBody::StopSharing);
    assert!(names(&scene.wish(Wish::Stop).expect("possible")).is_empty());
    scene.grow(APP, EventBody::SharingStopped);
    scene.grow(APP, EventBody::ConsentAsked);
    scene.wish(Wish::Answer(true)).expect("possible");
    scene.grow(APP, EventBody::ConsentGiven);
    assert_eq!(names(&scene.wish(Wish::Stop).expect("possible")), ["send StopSharing"]);
}

#[test]
fn a_pause_stands_where_going_on_could_not_be_said() {
    let mut scene = Scene::sharing();
    scene.wish(Wish::Pause).expect("possible");
    scene.wish(Wish::Resume).expect("possible");
    scene.conductor.not_sent(&CommandBody::ResumeSharing);
    assert_eq!(scene.view().state.expect("a state").sharing, Sharing::Paused);
    assert_eq!(scene.view().problem.as_deref(), Some("rate_limited"));
}

#[test]
fn no_answer_becomes_a_no_when_the_time_is_over() {
    let mut scene = Scene::asked();
    let mut seconds = Vec::new();
    let effects = loop {
        let tick = scene.conductor.next_tick(scene.now).expect("a countdown");
        assert!(tick - scene.now <= Duration::from_secs(1));
        scene.now = tick;
        let effects = scene.conductor.tick(scene.now);
        if !effects.is_empty() {
            break effects;
        }
        seconds.extend(scene.view().consent_seconds_left);
        assert!(seconds.len() <= 120);
    };
    assert_eq!(seconds.len(), 119);
    assert!(seconds.is_sorted_by(|a, b| a > b));
    assert_eq!(names(&effects), ["send AnswerConsent { granted: false, timed_out: true }"]);
    assert_eq!(scene.wish(Wish::Answer(true)).err(), Some(ErrorCode::NotNow));
    assert_eq!(scene.conductor.next_tick(scene.now), None);
}

#[test]
fn pausing_holds_before_anybody_hears_of_it_and_resuming_waits_for_the_log() {
    let mut scene = Scene::sharing();
    let effects = scene.wish(Wish::Pause).expect("possible");
    assert_eq!(names(&effects), ["hold", "send PauseSharing"]);
    assert_eq!(scene.view().state.expect("a state").sharing, Sharing::Paused);
    assert!(names(&scene.grow(APP, EventBody::SharingPaused)).is_empty());
    let effects = scene.wish(Wish::Resume).expect("possible");
    assert_eq!(names(&effects), ["send ResumeSharing"]);
    assert_eq!(names(&scene.grow(APP, EventBody::SharingResumed)), ["capture"]);
}

#[test]
fn a_message_in_the_log_does_not_restart_the_capture() {
    let mut scene = Scene::sharing();
    let text = MessageText::parse("Ich sehe es").expect("a message");
    assert!(names(&scene.grow(Author::Portal, EventBody::Message { text })).is_empty());
}

#[test]
fn whoever_ends_it_the_screen_is_closed_first() {
    for (wish, command) in [(Wish::Stop, "send StopSharing"), (Wish::End, "send End")] {
        let mut scene = Scene::sharing();
        assert_eq!(names(&scene.wish(wish).expect("possible")), ["close", command]);
        assert_eq!(scene.view().state.expect("a state").sharing, Sharing::Off);
    }
    for body in [
        EventBody::SharingStopped,
        EventBody::SessionEnded { reason: EndReason::Agent },
        EventBody::AppLeft,
    ] {
        let mut scene = Scene::sharing();
        assert_eq!(names(&scene.grow(Author::Portal, body)), ["close"]);
    }
    let mut scene = Scene::sharing();
    let effects = scene.conductor.told(LinkEvent::Closed(ErrorCode::NotSignedIn), scene.now);
    assert_eq!(names(&effects), ["close"]);
    assert_eq!(scene.view().problem.as_deref(), Some("not_signed_in"));
    let mut scene = Scene::sharing();
    assert_eq!(names(&scene.conductor.screen_failed("capture")), ["close", "send StopSharing"]);
}

#[test]
fn a_cut_keeps_consent_and_capture() {
    let mut scene = Scene::sharing();
    let retry_in = Duration::from_secs(1);
    let cut = LinkEvent::Connection(Connection::Offline { retry_in });
    assert!(scene.conductor.told(cut, scene.now).is_empty());
    assert_eq!(scene.view().connection, ConnectionView::Offline);
    let back = LinkEvent::Connection(Connection::Online);
    assert!(scene.conductor.told(back, scene.now).is_empty());
    let same =
        LinkEvent::Events { events: Vec::new(), state: Box::new(SessionState::of(&scene.log)) };
    assert!(names(&scene.conductor.told(same, scene.now)).is_empty());
}

#[test]
fn a_state_ahead_of_its_events_closes_but_never_opens() {
    let mut scene = Scene::sharing();
    let mut state = SessionState::of(&scene.log);
    state.consent = Consent::None;
    state.sharing = Sharing::Off;
    let told = LinkEvent::Events { events: Vec::new(), state: Box::new(state) };
    assert_eq!(names(&scene.conductor.told(told, scene.now)), ["close"]);
}

#[test]
fn wishes_out_of_season_are_refused() {
    let mut scene = Scene::joined().0;
    for wish in [Wish::Answer(true), Wish::Pause, Wish::Resume] {
        assert_eq!(scene.wish(wish).err(), Some(ErrorCode::NotNow));
    }
    scene.grow(Author::Portal, EventBody::SessionEnded { reason: EndReason::Agent });
    assert_eq!(scene.view().connection, ConnectionView::Ended);
    assert_eq!(scene.wish(Wish::End).err(), Some(ErrorCode::SessionEnded));
}

#[test]
fn a_message_is_unsent_until_it_is_answered() {
    let mut scene = Scene::joined().0;
    let text = MessageText::parse("Hallo").expect("a message");
    let ids = [CommandId::random(), CommandId::random()];
    for id in ids {
        scene.conductor.sent(id, CommandBody::Say { text: text.clone() });
    }
    scene.conductor.told(LinkEvent::Confirmed { command: ids[0] }, scene.now);
    assert_eq!(scene.view().unsent.iter().map(|unsent| unsent.id).collect::<Vec<_>>(), [ids[1]]);
    let refused = LinkEvent::Refused { command: ids[1], code: ErrorCode::RateLimited };
    scene.conductor.told(refused, scene.now);
    assert!(scene.view().unsent.is_empty());
    assert_eq!(scene.view().problem.as_deref(), Some("rate_limited"));
}

const MONITORS: [MonitorInfo; 2] = [
    MonitorInfo { number: 1, width: 640, height: 480 },
    MonitorInfo { number: 2, width: 800, height: 600 },
];

/// Sharing the first of two monitors, and Anna asks for the second.
fn asked_for_another() -> Scene {
    let mut scene = Scene::asked();
    scene.wish(Wish::Answer(true)).expect("possible");
    scene.grow(APP, EventBody::ConsentGiven);
    let started = EventBody::SharingStarted {
        monitor: "1".into(),
        width: 640,
        height: 480,
        monitors: MONITORS.to_vec(),
    };
    assert_eq!(names(&scene.grow(APP, started)), ["capture"]);
    let anna = scene.log[0].author.clone();
    let effects = scene.grow(anna, EventBody::MonitorAsked { monitor: 2 });
    assert!(names(&effects).is_empty(), "the agent's question changes nothing: {effects:?}");
    scene
}

fn shown(monitor: u16) -> EventBody {
    EventBody::MonitorShown { monitor, width: 800, height: 600 }
}

fn question_in(view: &AppView) -> Option<u16> {
    let asked = view.state.as_ref()?.monitors.asked.as_ref();
    asked.map(|question| question.monitor)
}

#[test]
fn another_monitor_is_shown_when_the_customer_and_the_log_say_so() {
    let mut scene = asked_for_another();
    assert_eq!(question_in(&scene.view()), Some(2));
    assert_eq!(scene.view().monitor_seconds_left, Some(120));
    let effects = scene.wish(Wish::AnswerMonitor(true)).expect("possible");
    assert_eq!(names(&effects), ["send ShowMonitor { monitor: 2, width: 800, height: 600 }"]);
    assert_eq!((question_in(&scene.view()), scene.view().monitor_seconds_left), (None, None));
    assert_eq!(names(&scene.grow(APP, shown(2))), ["show(2)", "capture"]);
    assert_eq!(scene.wish(Wish::AnswerMonitor(true)).err(), Some(ErrorCode::NotNow));
}

#[test]
fn a_no_or_no_answer_shows_nothing_else() {
    let mut scene = asked_for_another();
    let effects = scene.wish(Wish::AnswerMonitor(false)).expect("possible");
    assert_eq!(names(&effects), ["send RefuseMonitor { monitor: 2, timed_out: false }"]);
    let mut scene = asked_for_another();
    scene.now += MonitorGate::PATIENCE;
    let effects = scene.conductor.tick(scene.now);
    assert_eq!(names(&effects), ["send RefuseMonitor { monitor: 2, timed_out: true }"]);
    assert!(names(&scene.conductor.tick(scene.now)).is_empty());
    assert_eq!(question_in(&scene.view()), None);
}

/// Whatever the log says of monitors, without the customer's act nothing but the end follows.
#[test]
fn a_log_that_shows_what_the_customer_did_not_choose_ends_sharing() {
    let mut scene = asked_for_another();
    assert_eq!(names(&scene.grow(APP, shown(2))), ["send StopSharing", "close"]);
    let mut scene = asked_for_another();
    let anna = scene.log[0].author.clone();
    scene.wish(Wish::AnswerMonitor(true)).expect("possible");
    assert_eq!(names(&scene.grow(anna, shown(2))), ["send StopSharing", "close"]);
    let mut scene = asked_for_another();
    scene.wish(Wish::AnswerMonitor(true)).expect("possible");
    scene.now += MonitorGate::PATIENCE;
    assert_eq!(names(&scene.grow(APP, shown(2))), ["send StopSharing", "close"]);
}

#[test]
fn the_customer_shows_another_monitor_unasked_and_while_paused() {
    let mut scene = asked_for_another();
    for wrong in [0, 1, 3] {
        assert_eq!(scene.wish(Wish::Show(wrong)).err(), Some(ErrorCode::NotNow), "{wrong}");
    }
    scene.wish(Wish::Pause).expect("possible");
    scene.grow(APP, EventBody::SharingPaused);
    let effects = scene.wish(Wish::Show(2)).expect("possible");
    assert_eq!(names(&effects), ["send ShowMonitor { monitor: 2, width: 800, height: 600 }"]);
    assert_eq!(names(&scene.grow(APP, shown(2))), ["show(2)"], "and nothing is captured");
    scene.wish(Wish::Resume).expect("possible");
    assert_eq!(names(&scene.grow(APP, EventBody::SharingResumed)), ["capture"]);
    scene.wish(Wish::Stop).expect("possible");
    assert_eq!(scene.wish(Wish::Show(1)).err(), Some(ErrorCode::NotNow));
}

#[test]
fn the_portal_is_told_of_other_monitors_once() {
    let mut scene = asked_for_another();
    assert!(names(&scene.conductor.monitors_are(MONITORS.to_vec())).is_empty());
    let one = vec![MONITORS[0]];
    let effects = scene.conductor.monitors_are(one.clone());
    let [Effect::Send(list @ CommandBody::ListMonitors { .. })] = &effects[..] else {
        panic!("{effects:?}")
    };
    scene.conductor.sent(CommandId::random(), list.clone());
    assert!(names(&scene.conductor.monitors_are(one.clone())).is_empty());
    scene.grow(APP, EventBody::MonitorsChanged { monitors: one });
    assert_eq!(question_in(&scene.view()), None, "what is gone is not asked for");
}
