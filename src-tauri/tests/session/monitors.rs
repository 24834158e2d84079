//! Several monitors: the agent asks, and only what the customer does shows another one.

use corporate_capture::{Monitor, synthetic};
use corporate_customer::session::Wish;
use corporate_protocol::{Consent, ErrorCode, EventBody, MonitorInfo, RefusedConsent, Sharing};

use crate::portal::until;
use crate::stage::{Scene, with_new_primary};

/// The first of two monitors is shared.
async fn sharing_one_of_two() -> Scene {
    let scene = Scene::asked().await;
    let mut both = with_new_primary(synthetic::monitor(320, 240));
    both.reverse();
    scene.screens.plug(both);
    scene.session.wish(Wish::Answer(true)).await.expect("possible");
    until("a picture", || !scene.portal.frames().is_empty()).await;
    assert_eq!(scene.portal.state().monitors.all.len(), 2);
    scene
}

impl Scene {
    async fn asks(&self, monitor: u16) {
        self.portal.ask_for_monitor(monitor);
        until("the question", || self.view().monitor_seconds_left.is_some()).await;
    }

    /// A synthetic screen has no number; its width tells which it is.
    fn last_width(&self) -> u16 {
        self.portal.frames().pop().expect("a picture").width
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_agents_question_shows_nothing_and_a_no_ends_it() {
    let scene = sharing_one_of_two().await;
    scene.asks(2).await;
    scene.picture_moves().await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    scene.session.wish(Wish::AnswerMonitor(false)).await.expect("possible");
    let refused = EventBody::MonitorRefused { monitor: 2, reason: RefusedConsent::Declined };
    until("the no", || scene.portal.events().contains(&refused)).await;
    scene.picture_moves().await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    assert_eq!(scene.last_width(), 320);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_yes_shows_the_other_monitor_whole_and_the_customer_goes_back() {
    let scene = sharing_one_of_two().await;
    scene.asks(2).await;
    let before = scene.portal.frames().len();
    scene.session.wish(Wish::AnswerMonitor(true)).await.expect("possible");
    until("the other one", || scene.last_width() == 640).await;
    let frames = scene.portal.frames();
    let first = frames[before..].iter().find(|frame| frame.width == 640).expect("a frame");
    assert!(first.refresh, "the viewer knows nothing of it yet");
    assert_eq!(scene.screens.captured(), ["synthetic", "private"]);
    assert_eq!(scene.view().monitor.as_deref(), Some("Bildschirm 2 (640 × 480)"));
    let board = scene.session.board().monitor().expect("a monitor");
    assert_eq!(board.name, "private");
    // And back, without being asked.
    scene.session.wish(Wish::Show(1)).await.expect("possible");
    until("the first one", || scene.last_width() == 320).await;
    assert_eq!(scene.screens.captured(), ["synthetic", "private", "synthetic"]);
    assert_eq!(scene.session.wish(Wish::Show(7)).await, Err(ErrorCode::NotNow));
    scene.end().await;
}

/// What a broken or hostile portal writes into the log is no act of the customer's.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_shows_another_monitor_unasked_ends_sharing() {
    let scene = sharing_one_of_two().await;
    scene.portal.happen(EventBody::MonitorShown { monitor: 2, width: 640, height: 480 });
    scene.consent_is(Consent::None).await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chosen_monitor_that_is_gone_ends_sharing() {
    let scene = sharing_one_of_two().await;
    scene.screens.plug(vec![synthetic::monitor(320, 240)]);
    scene.session.wish(Wish::Show(2)).await.expect("the portal does not know yet");
    scene.sharing_is(Sharing::Off).await;
    until("the problem", || scene.view().problem.as_deref() == Some("monitor")).await;
    assert_eq!(scene.screens.captured(), ["synthetic"]);
    scene.end().await;
}

#[tokio::test]
async fn monitors_that_come_and_go_are_told() {
    let scene = sharing_one_of_two().await;
    let third = Monitor { index: 2, id: 9, name: "third".into(), ..synthetic::monitor(64, 48) };
    scene.screens.plug(vec![synthetic::monitor(320, 240), third]);
    tokio::time::pause();
    until("the news", || {
        let known: Vec<MonitorInfo> = scene.portal.state().monitors.all;
        known.iter().map(|monitor| monitor.number).eq([1, 3])
    })
    .await;
    tokio::time::resume();
    scene.end().await;
}
