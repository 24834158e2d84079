//! `GET /api/v1/sessions/{session}/screen`: the gate, against an app that does not ask first.

use std::time::Duration;

use corporate_protocol::screen::Message as Screen;
use corporate_protocol::{CommandBody, ErrorCode, LOG_PROTOCOL, SCREEN_PROTOCOL, limits};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{
    Agent, Customer, PIXELS, Sharing, Socket, TestPortal, TestRelease, frame, painted,
};

/// Reads everything that a viewer gets until it is quiet; pixels must not be among it.
async fn sees_nothing(viewer: &mut Socket) {
    while let Some(message) = viewer.next_within(Duration::from_millis(300)).await {
        let bytes = message.into_data();
        assert!(!bytes.windows(PIXELS.len()).any(|part| part == PIXELS), "pixels got through");
    }
}

/// A portal that gives no grace, so that nothing is forgiven.
async fn strict() -> TestPortal {
    TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.timings.stop_grace = Duration::ZERO;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_before_any_question_close_the_socket() {
    let portal = strict().await;
    let mut sharing = Sharing::joined(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    assert_eq!(sharing.screen.closed().await, Some(4403));
    sees_nothing(&mut viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_while_the_question_stands_or_after_a_no_close_the_socket() {
    let portal = strict().await;
    let mut sharing = Sharing::joined(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.log.do_it(CommandBody::AskConsent).await;
    sharing.screen.send(frame(1, true)).await;
    assert_eq!(sharing.screen.closed().await, Some(4403));
    let refused = CommandBody::AnswerConsent { granted: false, timed_out: false };
    sharing.log.do_it(refused).await;
    sharing.screen = sharing.app.screen(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    assert_eq!(sharing.screen.closed().await, Some(4403));
    let start = CommandBody::StartSharing {
        monitor: "x".into(),
        width: 1,
        height: 1,
        monitors: Vec::new(),
    };
    assert_eq!(sharing.log.ask(start).await, Err(ErrorCode::NoConsent));
    sees_nothing(&mut viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_after_consent_and_before_the_start_are_dropped() {
    let portal = strict().await;
    let mut sharing = Sharing::joined(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.log.do_it(CommandBody::AskConsent).await;
    let granted = CommandBody::AnswerConsent { granted: true, timed_out: false };
    sharing.log.do_it(granted).await;
    sharing.screen.send(frame(1, true)).await;
    sees_nothing(&mut viewer).await;
    sharing.start().await;
    sharing.screen.send(frame(2, true)).await;
    let first = crate::support::read(viewer.next().await);
    assert!(matches!(first, Screen::Frame(frame) if frame.sequence == 2));
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_while_paused_are_dropped_silently() {
    let portal = strict().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.log.do_it(CommandBody::PauseSharing).await;
    for sequence in 1..=3 {
        sharing.screen.send(frame(sequence, true)).await;
    }
    sees_nothing(&mut viewer).await;
    sharing.log.do_it(CommandBody::ResumeSharing).await;
    sharing.screen.send(frame(4, true)).await;
    let first = crate::support::read(viewer.next().await);
    assert!(matches!(first, Screen::Frame(frame) if frame.sequence == 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_after_the_stop_go_nowhere_whoever_stopped() {
    for stopped_by_agent in [false, true] {
        let portal = strict().await;
        let mut sharing = Sharing::started(&portal).await;
        let mut viewer = sharing.viewer(&portal).await;
        sharing.screen.send(frame(1, true)).await;
        viewer.next().await.expect("the first frame");
        viewer.send(painted(1)).await;
        let who = if stopped_by_agent { &mut sharing.anna } else { &mut sharing.log };
        who.do_it(CommandBody::StopSharing).await;
        sharing.screen.send(frame(2, true)).await;
        assert_eq!(sharing.screen.closed().await, Some(4403));
        sees_nothing(&mut viewer).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn just_after_the_stop_frames_are_dropped_without_blame() {
    let portal = TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.timings.stop_grace = Duration::from_mins(1);
    })
    .await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    viewer.next().await.expect("the first frame");
    viewer.send(painted(1)).await;
    sharing.log.do_it(CommandBody::StopSharing).await;
    sharing.screen.send(frame(2, true)).await;
    sees_nothing(&mut viewer).await;
    sharing.log.do_it(CommandBody::AskConsent).await;
    sharing.consent().await;
    sharing.screen.send(frame(3, true)).await;
    let shown = crate::support::read(viewer.next().await);
    assert!(matches!(shown, Screen::Frame(frame) if frame.sequence == 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_nothing_is_shown_and_nothing_opens() {
    let portal = strict().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.log.do_it(CommandBody::End).await;
    sharing.screen.try_send(frame(1, true)).await;
    assert_eq!(sharing.screen.closed().await, Some(4410));
    sees_nothing(&mut viewer).await;
    let refused = sharing.app.try_screen(&portal).await.err().expect("a refusal");
    assert_eq!((refused.status, refused.problem.code), (410, ErrorCode::SessionEnded));
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_messages_close_the_socket() {
    let portal = strict().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    let whole = frame(1, true).into_data();
    let mut outside = whole.to_vec();
    outside[10..12].copy_from_slice(&0_u16.to_le_bytes());
    let cases = [
        Message::text("a text"),
        Message::binary(Vec::new()),
        Message::binary(whole[..whole.len() - 1].to_vec()),
        Message::binary([whole.as_ref(), b"x"].concat()),
        Message::binary(outside),
        Message::binary([&[1, 2], &whole[2..]].concat()),
        painted(1),
    ];
    for case in cases {
        let mut screen = sharing.app.screen(&portal).await;
        screen.send(case.clone()).await;
        assert_eq!(screen.closed().await, Some(4400), "{case:?}");
    }
    sees_nothing(&mut viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sequence_that_does_not_rise_closes_the_socket() {
    let portal = strict().await;
    let mut sharing = Sharing::started(&portal).await;
    sharing.screen.send(frame(5, true)).await;
    sharing.screen.send(frame(5, true)).await;
    assert_eq!(sharing.screen.closed().await, Some(4400));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_oversized_message_ends_the_socket_unread() {
    let portal = strict().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    let mut bytes = frame(1, true).into_data().to_vec();
    bytes.resize(limits::SCREEN_MESSAGE_BYTES + 1, 0);
    sharing.screen.try_send(Message::binary(bytes)).await;
    let code = sharing.screen.closed().await;
    assert!(matches!(code, None | Some(4400 | 1009)), "{code:?}");
    sees_nothing(&mut viewer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_app_of_this_session_opens_it() {
    let portal = strict().await;
    let sharing = Sharing::joined(&portal).await;
    let path = format!("/api/v1/sessions/{}/screen", sharing.app.session);
    let open = |protocol: &'static str, headers: Vec<(&'static str, String)>| {
        let (path, address) = (path.clone(), portal.address);
        async move {
            let opened = Socket::open(address, &path, protocol, &headers).await;
            opened.err().expect("a refusal").problem.code
        }
    };
    let app = sharing.app.headers().to_vec();
    for wrong in ["", LOG_PROTOCOL, "corporate.screen.v2"] {
        assert_eq!(open(wrong, app.clone()).await, ErrorCode::VersionUnsupported, "{wrong}");
    }
    let agent = sharing.agent.headers(&portal).to_vec();
    assert_eq!(open(SCREEN_PROTOCOL, agent).await, ErrorCode::NotSignedIn);
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let chat = otto.cookie.split_once('=').expect("a pair").1;
    let bearer = vec![("authorization", format!("Bearer {chat}"))];
    assert_eq!(open(SCREEN_PROTOCOL, bearer).await, ErrorCode::NotInSession);
    let mut anna = Agent::ben(&portal).await.take(&portal, otto.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let other = otto.bring_app(&portal).await;
    assert_eq!(open(SCREEN_PROTOCOL, other.headers().to_vec()).await, ErrorCode::NotInSession);
}
