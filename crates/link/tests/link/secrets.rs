//! What must never reach a log: a session with everything that is secret, at the loudest level.
//! The subscriber is the whole test program's: one of this thread alone would miss what a test
//! beside this one was the first to write.

use std::io::Write;
use std::sync::{Arc, Mutex};

use corporate_link::{ScreenLink, SessionLink, join};
use corporate_protocol::{CommandBody, ErrorCode, Machine, Secret, ServerMessage, System};
use tracing_subscriber::filter::LevelFilter;

use crate::portal::{Portal, credential, events, message, soon, text};

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

#[tokio::test]
async fn neither_secrets_nor_words_reach_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("the first one");

    let portal = Portal::start().await;
    let ticket = Secret::from_random([7; 32]);
    let machine = Machine { system: System::Linux, arch: "x".into(), version: "1".into() };
    let refused = tokio::join!(join(&portal.origin, ticket.clone(), machine), async {
        portal.refuse(ErrorCode::TicketUsed).await;
    });
    assert!(refused.0.is_err());

    let (link, mut received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    client.send(&message(events(portal.session, 1, 2))).await;
    let id = link.send(CommandBody::Say { text: text("Mein Kennwort ist Sesam") });
    let id = id.expect("room");
    client.command().await;
    client.send(&ServerMessage::Refused { command: id, code: ErrorCode::NotNow }).await;
    client.send_text("{\"type\":\"events\",\"text\":\"Sesam\"}").await;
    let (screen, _events) = ScreenLink::open(&portal.origin, portal.session, credential());
    let _again = (portal.accept().await, portal.accept().await);
    soon("the end of close", screen.close()).await;
    soon("the end of close", link.close()).await;
    while let Some(event) = received.recv().await {
        tracing::info!(?event, "debug output of an event");
    }

    let log = String::from_utf8_lossy(&log.0.lock().expect("no panic")).into_owned();
    assert!(log.contains("the session's log was cut"), "the log was not caught: {log}");
    for secret in ["Sesam", "message 1", &credential().reveal(), &ticket.reveal()] {
        assert!(!log.contains(secret), "{secret} reached the log: {log}");
    }
}
