//! Waiting and stopping, in virtual time where time is what matters.

use std::time::Duration;

use corporate_link::{Connection, LinkEvent, Outbox, OutboxFull, SessionLink};
use corporate_protocol::{CommandBody, PortalOrigin, Seq, ServerMessage, SessionId};

use crate::portal::{Portal, credential, message, soon, text};
use crate::session::next;

#[tokio::test]
async fn close_sends_what_waits_and_then_closes_the_socket() {
    let portal = Portal::start().await;
    let (link, _received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    let id = link.send(CommandBody::LeaveApp).expect("room");
    let closing = tokio::spawn(link.close());
    let command = client.command().await;
    assert_eq!((command.id, command.body), (id, CommandBody::LeaveApp));
    client.send(&ServerMessage::Confirmed { command: id, seq: Seq(1) }).await;
    assert!(client.next().await.is_none());
    soon("the end of close", closing).await.expect("closed");
}

#[tokio::test]
async fn a_portal_that_does_not_answer_delays_close_by_seconds_only() {
    let portal = Portal::start().await;
    let (link, _received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    link.send(CommandBody::LeaveApp).expect("room");
    client.command().await;
    tokio::time::pause();
    let before = tokio::time::Instant::now();
    link.close().await;
    assert!(before.elapsed() <= Duration::from_secs(4));
}

#[tokio::test]
async fn dropping_the_link_cuts_the_line() {
    let portal = Portal::start().await;
    let (link, mut received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    drop(link);
    assert!(client.next().await.is_none());
    assert_eq!(soon("the end", received.recv()).await, None);
}

#[tokio::test]
async fn dropping_the_receiver_ends_the_link() {
    let portal = Portal::start().await;
    let (link, received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    drop(received);
    client.send(&message(Vec::new())).await;
    assert!(client.next().await.is_none());
    soon("the end of close", link.close()).await;
}

#[tokio::test(start_paused = true)]
async fn attempts_come_at_growing_distances() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = nobody.local_addr().expect("an address");
    drop(nobody);
    let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
    let (_link, mut received) = SessionLink::open(&origin, SessionId::random(), credential());
    let mut waits = Vec::new();
    while waits.len() < 8 {
        match received.recv().await.expect("the link goes on") {
            LinkEvent::Connection(Connection::Offline { retry_in }) => waits.push(retry_in),
            other => panic!("unexpected: {other:?}"),
        }
    }
    let limits = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];
    for (wait, limit) in waits.iter().zip(limits.map(Duration::from_millis)) {
        assert!((limit / 2..=limit).contains(wait), "{wait:?} for a limit of {limit:?}");
    }
}

#[tokio::test]
async fn a_silent_portal_counts_as_cut() {
    let portal = Portal::start().await;
    let (_link, mut received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    client.send(&message(Vec::new())).await;
    assert_eq!(next(&mut received).await, LinkEvent::Connection(Connection::Online));
    assert!(matches!(next(&mut received).await, LinkEvent::Events { .. }));
    // The client is kept and not read: nobody answers pings.
    tokio::time::pause();
    assert!(matches!(
        received.recv().await,
        Some(LinkEvent::Connection(Connection::Offline { .. }))
    ));
    drop(client);
}

#[tokio::test]
async fn commands_beyond_the_outbox_are_refused_at_once() {
    let portal = Portal::start().await;
    let (link, _received) = SessionLink::open(&portal.origin, portal.session, credential());
    let mut client = portal.accept().await;
    let first = link.send(CommandBody::End).expect("room");
    for _ in 1..Outbox::CAPACITY {
        link.send(CommandBody::End).expect("room");
    }
    assert_eq!(link.send(CommandBody::End), Err(OutboxFull));
    assert_eq!(client.command().await.id, first);
    client.send(&ServerMessage::Confirmed { command: first, seq: Seq(1) }).await;
    soon("room", async {
        while link.send(CommandBody::End).is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// Bug: fifty messages typed offline, and the link took neither an answer nor a stop.
#[tokio::test]
async fn an_outbox_full_of_words_still_takes_a_no_a_stop_and_the_end() {
    let portal = Portal::start().await;
    let (link, _received) = SessionLink::open(&portal.origin, portal.session, credential());
    let say = || CommandBody::Say { text: text("Hallo") };
    let taken = std::iter::from_fn(|| link.send(say()).ok()).count();
    assert_eq!(taken, Outbox::CAPACITY - Outbox::RESERVED);
    assert_eq!(link.send(CommandBody::ResumeSharing), Err(OutboxFull));
    for body in [
        CommandBody::AnswerConsent { granted: false, timed_out: false },
        CommandBody::PauseSharing,
        CommandBody::StopSharing,
        CommandBody::End,
        CommandBody::LeaveApp,
    ] {
        assert!(link.send(body).is_ok());
    }
}
