//! Cuts: what was said arrives once, sharing goes on under the same consent.

use std::time::Duration;

use corporate_customer::session::Wish;
use corporate_customer::view::ConnectionView;
use corporate_protocol::{EventBody, Sharing};

use crate::portal::{text, until};
use crate::stage::Scene;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_cut_sharing_goes_on_under_the_same_consent() {
    let scene = Scene::sharing().await;
    let before = scene.portal.frames().len();
    scene.portal.cut();
    until("a new socket", || scene.portal.screen_sockets() == 2).await;
    // A frame that was under way when the line was cut may still have come.
    let again = || scene.portal.frames().split_off(before).into_iter().find(|f| f.sequence == 1);
    until("a new begin", || again().is_some()).await;
    assert!(again().expect("a new begin").refresh);
    scene.picture_moves().await;
    let asked = |body: &EventBody| *body == EventBody::ConsentAsked;
    assert_eq!(scene.portal.events().iter().filter(|body| asked(body)).count(), 1);
    assert_eq!(scene.portal.state().sharing, Sharing::On);
    assert_eq!(scene.screens.starts(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_said_during_a_cut_arrives_once_and_in_order() {
    let scene = Scene::asked().await;
    let words: Vec<_> = (0..10).map(|number| text(&format!("Satz {number}"))).collect();
    for (number, text) in words.iter().enumerate() {
        if number % 3 == 1 {
            scene.portal.cut();
        }
        scene.session.wish(Wish::Say(text.clone())).await.expect("possible");
    }
    let said = || {
        let events = scene.portal.events().into_iter();
        let texts = events.filter_map(|body| match body {
            EventBody::Message { text } => Some(text),
            _ => None,
        });
        texts.collect::<Vec<_>>()
    };
    until("all messages", || said().len() >= words.len()).await;
    until("all confirmations", || scene.view().unsent.is_empty()).await;
    assert_eq!(said(), words);
    let board = scene.session.board().events(corporate_protocol::Seq(0));
    assert!(board.iter().zip(1..).all(|(event, seq)| event.seq.0 == seq));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn leaving_tells_the_portal() {
    let scene = Scene::sharing().await;
    scene.session.stop().await;
    assert_eq!(scene.portal.events().last(), Some(&EventBody::AppLeft));
    assert!(!scene.screens.is_permitted());
    // A second time does nothing.
    scene.session.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dropped_session_captures_nothing() {
    let Scene { portal, session, screens } = Scene::sharing().await;
    drop(session);
    until("the end of consent", || !screens.is_permitted()).await;
    assert_eq!(portal.frames_without_consent(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_view_follows_the_line() {
    let scene = Scene::asked().await;
    until("the line", || scene.view().connection == ConnectionView::Online).await;
    let ended = EventBody::SessionEnded { reason: corporate_protocol::EndReason::Agent };
    scene.portal.happen(ended);
    until("the end", || scene.view().connection == ConnectionView::Ended).await;
    assert!(scene.view().consent_seconds_left.is_none());
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_viewer_that_asks_for_refreshes_all_the_time_gets_a_few() {
    let scene = Scene::sharing().await;
    let whole = || scene.portal.frames().iter().filter(|frame| frame.refresh).count();
    let before = whole();
    let begin = std::time::Instant::now();
    while begin.elapsed() < Duration::from_millis(1_200) {
        scene.portal.ask_for_refresh();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    until("a refresh", || whole() > before).await;
    // One each half second, and one that the beginning had left over.
    assert!(whole() - before <= 4, "{} refreshes", whole() - before);
    scene.end().await;
}
