//! `screen` and `view` together: frames one way, acknowledgements the other.

use std::time::Duration;

use corporate_protocol::CommandBody;
use corporate_protocol::report::SessionReport;
use corporate_protocol::screen::{Message as Screen, RefreshReason, RefreshRequest};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Agent, Sharing, Socket, TestPortal, TestRelease, frame, painted, read, soon};

async fn shown(viewer: &mut Socket) -> u32 {
    match read(viewer.next().await) {
        Screen::Frame(frame) => frame.sequence,
        other => panic!("{other:?}"),
    }
}

async fn acknowledged(app: &mut Socket) -> u32 {
    loop {
        if let Screen::Acknowledgement(what) = read(app.next().await) {
            return what.sequence;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_reach_the_viewer_and_acknowledgements_the_app() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    let Screen::Frame(first) = read(viewer.next().await) else { panic!("no frame") };
    assert_eq!((first.sequence, first.width, first.refresh), (1, 1920, true));
    assert_eq!((first.times.capture_us, first.times.encode_us), (2, 3));
    assert!(first.times.relay_us > 0, "the portal adds its own time");
    viewer.send(painted(1)).await;
    let Screen::Acknowledgement(what) = read(sharing.screen.next().await) else {
        panic!("no acknowledgement")
    };
    assert_eq!((what.sequence, what.decode_us, what.paint_us), (1, 5, 6));
    viewer
        .send(Message::binary(RefreshRequest { reason: RefreshReason::DecoderError }.encode()))
        .await;
    let asked = read(sharing.screen.next().await);
    assert_eq!(
        asked,
        Screen::RefreshRequest(RefreshRequest { reason: RefreshReason::DecoderError })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_viewer_gets_every_frame_and_the_slower_one_counts() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut first = sharing.viewer(&portal).await;
    let mut second = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    sharing.screen.send(frame(2, false)).await;
    for viewer in [&mut first, &mut second] {
        assert_eq!(shown(viewer).await, 1);
        assert_eq!(shown(viewer).await, 2);
    }
    first.send(painted(2)).await;
    second.send(painted(1)).await;
    assert_eq!(acknowledged(&mut sharing.screen).await, 1);
    second.send(painted(2)).await;
    assert_eq!(acknowledged(&mut sharing.screen).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_paints_nothing_is_closed_and_holds_nobody() {
    let portal = TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.timings.viewer_stall = Duration::from_secs(2);
    })
    .await;
    let mut sharing = Sharing::started(&portal).await;
    let mut good = sharing.viewer(&portal).await;
    let mut stuck = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    assert_eq!(shown(&mut good).await, 1);
    good.send(painted(1)).await;
    assert_eq!(stuck.closed().await, Some(4408));
    assert_eq!(acknowledged(&mut sharing.screen).await, 1);
    sharing.screen.send(frame(2, false)).await;
    assert_eq!(shown(&mut good).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_comes_back_is_asked_for_a_refresh() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    let mut again = sharing.app.screen(&portal).await;
    assert_eq!(sharing.screen.closed().await, Some(4409), "the older socket is replaced");
    let asked = read(again.next().await);
    assert_eq!(asked, Screen::RefreshRequest(RefreshRequest { reason: RefreshReason::Joined }));
    again.send(frame(1, true)).await;
    assert_eq!(shown(&mut viewer).await, 1, "under the same consent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_holds_the_picture_and_resuming_brings_it_back() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.screen.send(frame(1, true)).await;
    assert_eq!(shown(&mut viewer).await, 1);
    viewer.send(painted(1)).await;
    sharing.log.do_it(CommandBody::PauseSharing).await;
    sharing.screen.send(frame(2, false)).await;
    assert_eq!(acknowledged(&mut sharing.screen).await, 1);
    assert_eq!(acknowledged(&mut sharing.screen).await, 2, "dropped, and out of the way");
    sharing.log.do_it(CommandBody::ResumeSharing).await;
    loop {
        if let Screen::RefreshRequest(_) = read(sharing.screen.next().await) {
            break;
        }
    }
    sharing.screen.send(frame(3, true)).await;
    assert_eq!(shown(&mut viewer).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_closes_both_sides() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.anna.do_it(CommandBody::End).await;
    assert_eq!(sharing.screen.closed().await, Some(4410));
    assert_eq!(viewer.closed().await, Some(4410));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_has_left_has_no_screen_socket() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    sharing.log.ask(CommandBody::LeaveApp).await.expect("confirmed");
    assert_eq!(soon("the closing", sharing.screen.closed()).await, Some(4410));
    let refused = sharing.app.try_screen(&portal).await.err().expect("a refusal");
    assert_eq!(refused.problem.code, corporate_protocol::ErrorCode::NotInSession);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_talks_nonsense_is_closed() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let agent = Agent { cookie: sharing.agent.cookie.clone() };
    for nonsense in [Message::text("hello"), Message::binary(vec![9, 9, 9]), frame(1, true)] {
        let mut viewer = agent.view(&portal, sharing.app.session).await.expect("a view socket");
        viewer.send(nonsense).await;
        assert_eq!(viewer.closed().await, Some(4400));
    }
    sharing.screen.send(frame(1, true)).await;
    sharing.log.say("the app is not disturbed").await;
}

/// Shares, is watched, and stops twice: the report has the figures of both times together.
#[tokio::test(flavor = "multi_thread")]
async fn the_report_has_the_figures_of_the_picture() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let ben = Agent::ben(&portal).await;
    let path = format!("/api/v1/reports/sessions/{}", sharing.app.session);
    let report = async || ben.get(&portal, &path).await.json::<SessionReport>();
    assert_eq!(report().await.row.picture, None, "nothing was shown yet");
    for round in 1..=2_u64 {
        let mut viewer = sharing.viewer(&portal).await;
        for sequence in 1..=3 {
            sharing.screen.send(frame(sequence, sequence == 1)).await;
            assert_eq!(shown(&mut viewer).await, sequence);
            viewer.send(painted(sequence)).await;
            assert_eq!(acknowledged(&mut sharing.screen).await, sequence);
        }
        sharing.screen.try_send(Message::Close(None)).await;
        let kept = soon("the figures", async {
            loop {
                let picture = report().await.row.picture;
                if picture.is_some_and(|picture| picture.frames == 3 * round) {
                    return picture;
                }
            }
        });
        let picture = kept.await.expect("figures");
        assert_eq!((picture.capture.p50_us, picture.encode.p95_us), (2, 3));
        assert_eq!((picture.decode.p50_us, picture.paint.p50_us), (5, 6));
        assert!(picture.relay.p95_us > 0 && picture.sum.p50_us > picture.relay.p50_us);
        assert_eq!((picture.video_bytes, picture.exact_permille), (0, Some(0)));
        assert!(picture.patch_bytes > 0 && picture.bytes > picture.patch_bytes);
        // Gone before the next socket of the app: else the app hears of this viewer again, and the
        // first frame may come before the next viewer does.
        viewer.try_send(Message::Close(None)).await;
        viewer.closed().await;
        sharing.screen = sharing.app.screen(&portal).await;
    }
}
