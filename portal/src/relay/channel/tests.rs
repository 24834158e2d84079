//! Scenarios of the relay's bookkeeping, in virtual time.

use super::*;

const PLACE: Place = Place { monitor: 1, width: 640, height: 480 };

fn picture(sequence: u32, refresh: bool, arrived: Instant) -> Picture {
    Picture { message: Bytes::new(), sequence, refresh, place: PLACE, arrived }
}

fn painted(sequence: u32) -> Acknowledgement {
    Acknowledgement { sequence, decode_us: 7, paint_us: 8 }
}

fn all_for_app(channel: &mut Channel, app: u64) -> Vec<ToApp> {
    std::iter::from_fn(|| channel.next_for_app(app, Instant::now())).collect()
}

fn sequences(channel: &mut Channel, viewer: ViewerId) -> Vec<u32> {
    std::iter::from_fn(|| channel.next_for_viewer(viewer)).map(|sent| sent.sequence).collect()
}

#[test]
fn the_app_hears_the_slowest_viewer() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let (fast, slow) = (channel.viewer_joined(now), channel.viewer_joined(now));
    all_for_app(&mut channel, app);
    channel.show(&picture(1, true, now));
    channel.show(&picture(2, false, now));
    assert_eq!(sequences(&mut channel, fast), [1, 2]);
    assert_eq!(sequences(&mut channel, slow), [1, 2]);
    channel.acknowledged(fast, painted(2), now);
    assert_eq!(all_for_app(&mut channel, app), []);
    channel.acknowledged(slow, painted(1), now);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Acknowledgement(painted(1))]);
    channel.viewer_gone(slow, now);
    let rest = Acknowledgement { sequence: 2, decode_us: 0, paint_us: 0 };
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Acknowledgement(rest)]);
}

#[test]
fn an_app_without_viewers_rests_until_one_comes() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    channel.show(&picture(1, true, now));
    channel.show(&picture(2, false, now));
    assert_eq!(all_for_app(&mut channel, app), []);
    channel.viewer_joined(now);
    let free = Acknowledgement { sequence: 2, decode_us: 0, paint_us: 0 };
    assert_eq!(
        all_for_app(&mut channel, app),
        [ToApp::Acknowledgement(free), ToApp::Refresh(RefreshReason::Joined)]
    );
}

#[test]
fn a_second_viewer_waits_for_a_refresh_and_does_not_hold_the_first() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let first = channel.viewer_joined(now);
    channel.show(&picture(1, true, now));
    let second = channel.viewer_joined(now);
    all_for_app(&mut channel, app);
    channel.show(&picture(2, false, now));
    assert_eq!(sequences(&mut channel, first), [1, 2]);
    assert_eq!(sequences(&mut channel, second), [0_u32; 0]);
    channel.acknowledged(first, painted(2), now);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Acknowledgement(painted(2))]);
    channel.show(&picture(3, true, now));
    assert_eq!(sequences(&mut channel, second), [3]);
}

#[test]
fn a_full_queue_is_dropped_for_the_newest_picture() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    all_for_app(&mut channel, app);
    channel.show(&picture(1, true, now));
    let last = OWED_FRAMES as u32 + 1;
    for sequence in 2..=last {
        channel.show(&picture(sequence, false, now));
    }
    let said = all_for_app(&mut channel, app);
    assert!(said.contains(&ToApp::Refresh(RefreshReason::DecoderError)), "{said:?}");
    assert_eq!(sequences(&mut channel, viewer), [0_u32; 0]);
    channel.show(&picture(last + 1, true, now));
    assert_eq!(sequences(&mut channel, viewer), [last + 1]);
}

/// What an app can make the portal keep, however fast it sends and whatever it sends.
#[test]
fn a_flood_of_frames_keeps_no_more_than_one_may_wait() {
    let now = Instant::now();
    for (bytes, refresh) in [(0, false), (0, true), (QUEUE_BYTES, true), (QUEUE_BYTES / 3, false)] {
        let mut channel = Channel::default();
        channel.app_connected(now);
        // One reads and never says that it has painted, one does not even read.
        let (reads, stuck) = (channel.viewer_joined(now), channel.viewer_joined(now));
        let message = Bytes::from(vec![0; bytes]);
        for sequence in 1..=10 * OWED_FRAMES as u32 {
            let refresh = refresh || sequence % 7 == 0;
            channel.show(&Picture { message: message.clone(), ..picture(sequence, refresh, now) });
            sequences(&mut channel, reads);
            for viewer in [reads, stuck] {
                let Viewer { queue, owed, .. } = &channel.viewers[&viewer];
                assert!(owed.len() <= OWED_FRAMES && queue.len() <= owed.len());
                assert!(
                    queue.iter().map(|waits| waits.message.len()).sum::<usize>() <= QUEUE_BYTES
                );
            }
        }
        assert!(channel.stalls(reads, Duration::ZERO, now), "it owes, and will be closed for it");
    }
}

#[test]
fn a_viewer_points_only_into_the_picture_that_is_shown() {
    let now = Instant::now();
    let at = |monitor, x, y| Pointer::At { monitor, x, y };
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    all_for_app(&mut channel, app);
    channel.points(viewer, at(1, 5, 6));
    assert_eq!(channel.next_for_app(app, now), None, "nothing is shown yet");
    channel.show(&picture(1, true, now));
    channel.points(viewer, at(1, 639, 479));
    assert_eq!(channel.next_for_app(app, now), Some(ToApp::Pointer(at(1, 639, 479))));
    let mut later = now;
    for outside in [at(0, 5, 6), at(1, 640, 0), at(1, 0, 480)] {
        channel.points(viewer, at(1, 5, 6));
        channel.points(viewer, outside);
        later += Duration::from_secs(1);
        assert_eq!(channel.next_for_app(app, later), Some(ToApp::Pointer(Pointer::Away)));
    }
    channel.points(viewer, at(1, 5, 6));
    channel.withhold(later);
    channel.points(viewer, at(1, 5, 6));
    let said = all_for_app(&mut channel, app);
    let points = said.iter().any(|what| matches!(what, ToApp::Pointer(_)));
    assert!(!points && channel.due_for_app().is_none(), "all is hidden: {said:?}");
}

#[test]
fn what_may_no_longer_be_shown_leaves_the_queue() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    channel.show(&picture(1, true, now));
    channel.withhold(now);
    assert_eq!(sequences(&mut channel, viewer), [0_u32; 0]);
    assert!(!channel.stalls(viewer, Duration::ZERO, now), "it owes nothing");
    channel.drop_frame(2);
    let said = all_for_app(&mut channel, app);
    let free = Acknowledgement { sequence: 2, decode_us: 0, paint_us: 0 };
    assert!(said.contains(&ToApp::Acknowledgement(free)), "{said:?}");
}

#[test]
fn a_viewer_stalls_only_while_it_owes() {
    let now = Instant::now();
    let limit = Duration::from_secs(5);
    let mut channel = Channel::default();
    channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    assert!(!channel.stalls(viewer, limit, now + 10 * limit));
    channel.show(&picture(1, true, now));
    channel.show(&picture(2, false, now));
    sequences(&mut channel, viewer);
    assert!(!channel.stalls(viewer, limit, now + limit / 2));
    assert!(channel.stalls(viewer, limit, now + limit));
    channel.acknowledged(viewer, painted(1), now + limit);
    assert!(!channel.stalls(viewer, limit, now + limit));
    channel.acknowledged(viewer, painted(2), now + limit);
    assert!(!channel.stalls(viewer, limit, now + 10 * limit));
}

#[test]
fn a_frame_can_not_be_acknowledged_before_it_was_sent() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    all_for_app(&mut channel, app);
    channel.show(&picture(1, true, now));
    channel.acknowledged(viewer, painted(1_000), now);
    assert_eq!(all_for_app(&mut channel, app), []);
}

#[test]
fn a_newer_app_socket_replaces_the_older() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let old = channel.app_connected(now);
    let new = channel.app_connected(now);
    assert_eq!(channel.next_for_app(old, now), Some(ToApp::Replaced));
    assert_eq!(channel.next_for_app(new, now), None);
    assert!(!channel.follows(old, 1));
    assert!(channel.follows(new, 1));
    channel.show(&picture(1, true, now));
    assert!(!channel.follows(new, 1));
}

#[test]
fn a_late_acknowledgement_of_an_old_line_does_not_count_for_the_new_one() {
    let now = Instant::now();
    let mut channel = Channel::default();
    channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    channel.show(&picture(500, true, now));
    assert_eq!(sequences(&mut channel, viewer), [500]);
    let app = channel.app_connected(now);
    all_for_app(&mut channel, app);
    channel.show(&picture(1, true, now));
    channel.show(&picture(2, false, now));
    assert_eq!(sequences(&mut channel, viewer), [1, 2]);
    channel.acknowledged(viewer, painted(500), now);
    assert_eq!(all_for_app(&mut channel, app), []);
    channel.acknowledged(viewer, painted(2), now);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Acknowledgement(painted(2))]);
}

#[test]
fn a_viewer_without_video_gets_none_for_everybody_until_it_goes() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let plain = channel.viewer_joined(now);
    let poor = [channel.viewer_joined(now), channel.viewer_joined(now)];
    all_for_app(&mut channel, app);
    channel.show(&picture(1, true, now));
    for viewer in poor {
        channel.refresh_wanted(viewer, RefreshReason::NoVideo, now);
        assert_eq!(all_for_app(&mut channel, app), [ToApp::Refresh(RefreshReason::NoVideo)]);
    }
    // Whoever asks, for whatever reason, and on a new line of the app too.
    let later = now + 2 * REFRESH_AGAIN;
    channel.refresh_wanted(plain, RefreshReason::DecoderError, later);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Refresh(RefreshReason::NoVideo)]);
    let app = channel.app_connected(later);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Refresh(RefreshReason::NoVideo)]);
    channel.viewer_gone(poor[0], later);
    assert_eq!(all_for_app(&mut channel, app), []);
    channel.viewer_gone(poor[1], later);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Refresh(RefreshReason::Joined)]);
    channel.viewer_gone(plain, later);
    assert_eq!(all_for_app(&mut channel, app), []);
}

#[test]
fn a_viewer_that_asks_without_end_makes_one_refresh_a_second() {
    let now = Instant::now();
    let mut channel = Channel::default();
    let app = channel.app_connected(now);
    let viewer = channel.viewer_joined(now);
    channel.show(&picture(1, true, now));
    channel.refresh_wanted(viewer, RefreshReason::NoVideo, now);
    all_for_app(&mut channel, app);
    for reason in [RefreshReason::NoVideo, RefreshReason::DecoderError, RefreshReason::Joined] {
        channel.refresh_wanted(viewer, reason, now + REFRESH_AGAIN / 2);
        assert_eq!(all_for_app(&mut channel, app), [], "{reason:?}");
    }
    channel.refresh_wanted(viewer, RefreshReason::NoVideo, now + REFRESH_AGAIN);
    assert_eq!(all_for_app(&mut channel, app), [ToApp::Refresh(RefreshReason::NoVideo)]);
}
