//! What must never reach a log: a whole session at the loudest level.

use std::io::Write;
use std::sync::{Arc, Mutex};

use corporate_customer::session::Wish;
use corporate_protocol::EventBody;
use tracing_subscriber::filter::LevelFilter;

use crate::portal::{text, until};
use crate::stage::{Scene, credential};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// On one thread, so that the subscriber of this test sees all of it and nothing else.
#[tokio::test]
async fn neither_secrets_nor_words_nor_names_reach_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let scene = Scene::sharing().await;
    let words = text("Mein Kennwort ist Sesam");
    scene.session.wish(Wish::Say(words.clone())).await.expect("possible");
    let said = EventBody::Message { text: words };
    until("the message", || scene.portal.events().contains(&said)).await;
    scene.portal.cut();
    until("a new socket", || scene.portal.screen_sockets() == 2).await;
    tracing::info!(view = ?scene.view(), "debug output of a view");
    scene.end().await;

    let log = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(log.contains("was cut"), "the log was not caught");
    for secret in ["Sesam", "Drucker", "Erika", &credential().reveal()] {
        assert!(!log.contains(secret), "{secret} reached the log");
    }
}
