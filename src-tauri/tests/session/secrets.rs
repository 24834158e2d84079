//! What must never reach a log: a whole session as loud as the program can be made, with the log
//! of every library in it. The subscriber is the whole test program's: what the tests beside this
//! one write is looked through too.

use std::io::Write;
use std::sync::{Arc, Mutex};

use corporate_customer::logging;
use corporate_customer::session::Wish;
use corporate_protocol::EventBody;

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_secrets_nor_words_nor_names_reach_the_log() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_env_filter(logging::filter(Some("trace")))
        .with_writer(move || writer.clone())
        .init();

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
