//! `screen` and `view` against peers that send as fast as they can, or what nobody understands.

use std::time::{Duration, Instant};

use corporate_protocol::screen::{Message as Screen, Pointer, RefreshReason, RefreshRequest};
use corporate_protocol::{CommandBody, limits};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Agent, Sharing, Socket, TestPortal, captured, frame, painted, read};

const MANY: u32 = 1_200;

fn pointer(x: u16) -> Message {
    Message::binary(Pointer::At { monitor: 0, x, y: 7 }.encode())
}

/// All that the app is told until this comes.
async fn told_until(app: &mut Socket, last: impl Fn(&Screen) -> bool) -> Vec<Screen> {
    let mut told = Vec::new();
    loop {
        let message = read(app.next().await);
        let done = last(&message);
        told.push(message);
        if done {
            return told;
        }
    }
}

/// A viewer that has painted the first frame.
async fn watching(portal: &TestPortal) -> (Sharing, Socket) {
    let mut sharing = Sharing::started(portal).await;
    let mut viewer = sharing.viewer(portal).await;
    sharing.screen.send(frame(1, true)).await;
    read(viewer.next().await);
    viewer.send(painted(1)).await;
    told_until(&mut sharing.screen, |said| matches!(said, Screen::Acknowledgement(_))).await;
    (sharing, viewer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_repeats_itself_reaches_the_app_a_few_times_only() {
    let portal = TestPortal::start().await;
    let (mut sharing, mut viewer) = watching(&portal).await;
    let begun = Instant::now();
    let refresh = RefreshRequest { reason: RefreshReason::DecoderError }.encode();
    for _ in 0..MANY {
        viewer.send(painted(1)).await;
        viewer.send(Message::binary(refresh.clone())).await;
    }
    sharing.screen.send(frame(2, true)).await;
    assert!(matches!(read(viewer.next().await), Screen::Frame(frame) if frame.sequence == 2));
    viewer.send(painted(2)).await;
    let told = told_until(
        &mut sharing.screen,
        |said| matches!(said, Screen::Acknowledgement(what) if what.sequence == 2),
    )
    .await;
    let most = 3 + begun.elapsed().as_secs() as usize;
    assert!(told.len() <= most, "{} messages, not {most}", told.len());
    assert!(begun.elapsed() > Duration::from_secs(2), "it was not read more slowly");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_pointers_the_app_hears_a_few_and_the_newest() {
    let portal = TestPortal::start().await;
    let (mut sharing, mut viewer) = watching(&portal).await;
    let begun = Instant::now();
    for x in 0..900 {
        viewer.send(pointer(x)).await;
    }
    let newest = Screen::Pointer(Pointer::At { monitor: 0, x: 899, y: 7 });
    let told = told_until(&mut sharing.screen, |said| *said == newest).await;
    let most = 2 + begun.elapsed().as_millis() as usize / 25;
    assert!(told.len() <= most, "{} messages, not {most}", told.len());
    viewer.send(Message::binary(Pointer::Away.encode())).await;
    told_until(&mut sharing.screen, |said| *said == Screen::Pointer(Pointer::Away)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_points_outside_or_into_a_hidden_picture_points_at_nothing() {
    let portal = TestPortal::start().await;
    let (mut sharing, mut viewer) = watching(&portal).await;
    viewer.send(pointer(5)).await;
    viewer.send(pointer(1920)).await;
    told_until(&mut sharing.screen, |said| *said == Screen::Pointer(Pointer::Away)).await;
    sharing.log.do_it(CommandBody::PauseSharing).await;
    viewer.send(pointer(5)).await;
    let told = sharing.screen.next_within(Duration::from_millis(300)).await;
    assert!(told.is_none(), "{told:?}");
}

/// An agent whose page has gone mad leaves, and the pointer with it.
#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_goes_takes_its_pointer_along() {
    let portal = TestPortal::start().await;
    let (mut sharing, mut viewer) = watching(&portal).await;
    viewer.send(pointer(5)).await;
    told_until(&mut sharing.screen, |said| matches!(said, Screen::Pointer(Pointer::At { .. })))
        .await;
    drop(viewer);
    told_until(&mut sharing.screen, |said| *said == Screen::Pointer(Pointer::Away)).await;
}

/// Frames without end, the largest that there are, while nobody reads them: what waits is bounded
/// (`relay::channel` says by how much), and everybody else is served meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn the_largest_frames_that_nobody_reads_hold_nobody_else() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let _stuck = sharing.viewer(&portal).await;
    let ben = Agent::ben(&portal).await;
    let mut large = frame(1, true).into_data().to_vec();
    let data = limits::SCREEN_MESSAGE_BYTES - 40 - 14;
    large.truncate(40 + 10);
    large.extend((data as u32).to_le_bytes());
    large.resize(limits::SCREEN_MESSAGE_BYTES, 0);
    let Sharing { mut screen, mut anna, .. } = sharing;
    let flood = tokio::spawn(async move {
        for sequence in 1..=12_u32 {
            large[4..8].copy_from_slice(&sequence.to_le_bytes());
            screen.send(Message::binary(large.clone())).await;
        }
        screen
    });
    for word in ["one", "two", "three"] {
        let begun = Instant::now();
        anna.say(word).await;
        assert!(begun.elapsed() < Duration::from_secs(2), "{word} took {:?}", begun.elapsed());
    }
    drop(ben);
    let mut screen = flood.await.expect("not closed for being fast");
    screen.send(frame(13, true)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wrong_stands_in_the_log_and_what_was_sent_does_not() {
    let portal = TestPortal::start().await;
    let sharing = Sharing::started(&portal).await;
    let session = sharing.app.session;
    let secret = b"very-private-pixels";
    let mut cut = frame(1, true).into_data().to_vec();
    cut.truncate(60);
    let cases = [
        (Message::binary(cut), "the message ends early"),
        (Message::binary([&[9, 1], secret.as_slice()].concat()), "unknown kind or operation 9"),
        (Message::text("very-private-pixels"), "the message is text"),
        (frame(0, true), "the frame's sequence 0 does not follow"),
    ];
    for (case, why) in cases {
        let mut screen = sharing.app.screen(&portal).await;
        screen.send(case).await;
        assert_eq!(screen.closed().await, Some(4400), "{why}");
        let said = captured::log().lines().any(|line| {
            line.contains("socket misused")
                && line.contains(&session.to_string())
                && line.contains(why)
        });
        assert!(said, "the log does not say: {why}");
    }
    let mut viewer = sharing.agent.view(&portal, session).await.expect("a view socket");
    viewer.send(frame(1, true)).await;
    assert_eq!(viewer.closed().await, Some(4400));
    assert!(!captured::log().contains("very-private-pixels"), "contents reached the log");
}
