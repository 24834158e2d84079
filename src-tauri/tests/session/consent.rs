//! Nothing is captured before OK, and whatever ends the consent ends the capture.

use corporate_capture::{CaptureError, synthetic};
use corporate_customer::session::Wish;
use corporate_customer::view::AppView;
use corporate_protocol::{
    Consent, EndReason, ErrorCode, EventBody, MonitorInfo, Phase, RefusedConsent, Sharing,
};

use crate::portal::until;
use crate::stage::{Scene, with_new_primary};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_captured_before_ok_and_the_first_picture_is_whole() {
    let scene = Scene::asked().await;
    assert_eq!((scene.screens.starts(), scene.portal.screen_sockets()), (0, 0));
    assert_eq!(scene.view().monitor.as_deref(), Some("Bildschirm 1 (320 × 240)"));
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    until("a picture", || !scene.portal.frames().is_empty()).await;
    let first = scene.portal.frames().swap_remove(0);
    assert!(first.refresh && !first.operations.is_empty());
    assert_eq!((first.sequence, first.width, first.height), (1, 320, 240));
    assert!(first.times.captured_at_us > 0);
    assert_eq!(scene.portal.state().sharing, Sharing::On);
    scene.picture_moves().await;
    assert_eq!(scene.screens.starts(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_no_captures_nothing_and_the_chat_goes_on() {
    let scene = Scene::asked().await;
    scene.session.wish(Wish::Answer(false)).await.expect("possible");
    scene.consent_is(Consent::Refused).await;
    let refused = EventBody::ConsentRefused { reason: RefusedConsent::Declined };
    assert!(scene.portal.events().contains(&refused));
    assert_eq!(scene.portal.state().phase, Phase::Chatting);
    assert_eq!(scene.session.wish(Wish::Answer(true)).await, Err(ErrorCode::NotNow));
    let text = crate::portal::text("Lieber nicht");
    scene.session.wish(Wish::Say(text.clone())).await.expect("possible");
    until("the message", || {
        scene.portal.events().contains(&EventBody::Message { text: text.clone() })
    })
    .await;
    assert_eq!((scene.screens.starts(), scene.portal.screen_sockets()), (0, 0));
    scene.end().await;
}

#[tokio::test]
async fn no_answer_captures_nothing() {
    let scene = Scene::asked().await;
    tokio::time::pause();
    scene.consent_is(Consent::Refused).await;
    tokio::time::resume();
    let refused = EventBody::ConsentRefused { reason: RefusedConsent::NoAnswer };
    assert!(scene.portal.events().contains(&refused));
    assert_eq!((scene.screens.starts(), scene.portal.screen_sockets()), (0, 0));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_stops_it_the_capture_ends() {
    for ending in [
        EventBody::SharingStopped,
        EventBody::SessionEnded { reason: EndReason::Agent },
        EventBody::AppLeft,
    ] {
        let scene = Scene::sharing().await;
        scene.portal.happen(ending);
        let shows_off = |view: AppView| view.state.is_some_and(|it| it.sharing == Sharing::Off);
        // Told after the line is closed: nothing is under way then.
        until("the end of sharing", || shows_off(scene.view())).await;
        assert!(!scene.screens.is_permitted());
        scene.picture_stands().await;
        assert_eq!(scene.screens.starts(), 1);
        // A frame that was under way when the portal heard of it is the portal's to withhold.
        scene.session.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_customers_stop_and_end_take_effect_at_once() {
    for wish in [Wish::Stop, Wish::End] {
        let scene = Scene::sharing().await;
        scene.session.wish(wish).await.expect("possible");
        assert!(!scene.screens.is_permitted());
        scene.picture_stands().await;
        scene.sharing_is(Sharing::Off).await;
        assert_eq!(scene.portal.state().consent, Consent::None);
        scene.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_stop_a_new_ok_is_needed() {
    let scene = Scene::sharing().await;
    scene.session.wish(Wish::Stop).await.expect("possible");
    scene.sharing_is(Sharing::Off).await;
    scene.portal.happen(EventBody::ConsentAsked);
    until("the question", || scene.view().consent_seconds_left.is_some()).await;
    assert_eq!(scene.screens.starts(), 1);
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    scene.sharing_is(Sharing::On).await;
    scene.picture_moves().await;
    assert_eq!(scene.screens.starts(), 2);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pause_stops_the_capture_and_resuming_begins_with_the_whole_picture() {
    let scene = Scene::sharing().await;
    scene.session.wish(Wish::Pause).await.expect("possible");
    scene.sharing_is(Sharing::Paused).await;
    scene.picture_stands().await;
    let before = scene.portal.frames().len();
    scene.session.wish(Wish::Resume).await.expect("possible");
    until("a picture", || scene.portal.frames().len() > before).await;
    assert!(scene.portal.frames()[before].refresh);
    scene.picture_moves().await;
    assert_eq!((scene.screens.starts(), scene.portal.screen_sockets()), (2, 1));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_that_changes_is_found_again_and_one_that_breaks_ends_sharing() {
    let scene = Scene::sharing().await;
    scene.screens.fail(&CaptureError::MonitorChanged);
    until("another capture", || scene.screens.starts() == 2).await;
    scene.picture_moves().await;
    scene.screens.fail(&CaptureError::NoDisplay("gone".into()));
    scene.sharing_is(Sharing::Off).await;
    assert_eq!(scene.portal.state().consent, Consent::None);
    until("the problem", || scene.view().problem.as_deref() == Some("capture")).await;
    scene.end().await;
}

/// Bug: the announcement chose anew, and took whatever was the primary monitor by then.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_monitor_of_the_question_is_shared_though_another_has_become_primary() {
    let scene = Scene::asked().await;
    scene.screens.plug(with_new_primary(synthetic::monitor(400, 300)));
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    until("a picture", || !scene.portal.frames().is_empty()).await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    // Whoever reads the log has it in another language.
    let monitor = "1".to_owned();
    let one = MonitorInfo { number: 1, width: 400, height: 300 };
    let monitors = vec![one, MonitorInfo { number: 2, width: 640, height: 480 }];
    let started = EventBody::SharingStarted { monitor, width: 400, height: 300, monitors };
    assert!(scene.portal.events().contains(&started));
    scene.end().await;
}

/// Bug: after a change the primary monitor was captured, whichever it was.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_monitor_is_found_again_though_another_has_become_primary() {
    let scene = Scene::sharing().await;
    scene.screens.plug(with_new_primary(synthetic::monitor(400, 300)));
    scene.screens.fail(&CaptureError::MonitorChanged);
    until("another capture", || scene.screens.starts() == 2).await;
    scene.picture_moves().await;
    assert_eq!(scene.screens.captured(), ["synthetic", "synthetic"]);
    let last = scene.portal.frames().pop().expect("a picture");
    assert_eq!((last.width, last.height), (400, 300));
    scene.end().await;
}

/// Bug: the monitor that was left was shared, unasked.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_that_is_gone_ends_sharing_and_the_question_can_come_again() {
    let scene = Scene::sharing().await;
    let mut left = with_new_primary(synthetic::monitor(320, 240));
    left.truncate(1);
    scene.screens.plug(left);
    scene.screens.fail(&CaptureError::MonitorChanged);
    scene.sharing_is(Sharing::Off).await;
    assert_eq!(scene.portal.state().consent, Consent::None);
    until("the problem", || scene.view().problem.as_deref() == Some("monitor")).await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    scene.portal.happen(EventBody::ConsentAsked);
    until("the question", || scene.view().consent_seconds_left.is_some()).await;
    assert_eq!(scene.view().monitor.as_deref(), Some("Bildschirm 2 (640 × 480)"));
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    until("another capture", || scene.screens.starts() == 2).await;
    assert_eq!(scene.screens.captured(), ["synthetic", "private"]);
    scene.end().await;
}

/// Bug: a monitor that went while the question was open was replaced by another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_that_goes_before_the_ok_is_not_replaced() {
    let scene = Scene::asked().await;
    let mut left = with_new_primary(synthetic::monitor(320, 240));
    left.truncate(1);
    scene.screens.plug(left);
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    until("the problem", || scene.view().problem.as_deref() == Some("monitor")).await;
    scene.consent_is(Consent::None).await;
    assert_eq!(scene.screens.starts(), 0);
    scene.end().await;
}
