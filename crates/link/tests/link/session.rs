//! The session log socket: resuming, sending again, refusals and closing codes.

use std::time::Duration;

use corporate_link::{Connection, LinkEvent, SessionLink};
use corporate_protocol::{CommandBody, ErrorCode, Event, Seq, ServerMessage};
use tokio::sync::mpsc::Receiver;

use crate::portal::{Portal, credential, events, message, soon, text};

pub(crate) async fn next(events: &mut Receiver<LinkEvent>) -> LinkEvent {
    soon("a link event", events.recv()).await.expect("the link goes on")
}

/// The events of the next message that has some; everything else is passed over.
async fn next_events(received: &mut Receiver<LinkEvent>) -> Vec<u64> {
    loop {
        if let LinkEvent::Events { events, .. } = next(received).await
            && !events.is_empty()
        {
            return events.iter().map(|event: &Event| event.seq.0).collect();
        }
    }
}

/// The next answer to a command; everything else is passed over.
async fn next_answer(received: &mut Receiver<LinkEvent>) -> LinkEvent {
    loop {
        let event = next(received).await;
        if matches!(event, LinkEvent::Confirmed { .. } | LinkEvent::Refused { .. }) {
            return event;
        }
    }
}

fn open(portal: &Portal) -> (SessionLink, Receiver<LinkEvent>) {
    SessionLink::open(&portal.origin, portal.session, credential())
}

fn say(words: &str) -> CommandBody {
    CommandBody::Say { text: text(words) }
}

#[tokio::test]
async fn the_log_comes_from_the_beginning_and_then_live() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    assert_eq!(client.path, format!("/api/v1/sessions/{}/log?after=0", portal.session));
    client.send(&message(events(portal.session, 1, 3))).await;
    assert_eq!(next(&mut received).await, LinkEvent::Connection(Connection::Online));
    assert_eq!(next_events(&mut received).await, [1, 2, 3]);
    client.send(&message(events(portal.session, 4, 4))).await;
    assert_eq!(next_events(&mut received).await, [4]);
}

#[tokio::test]
async fn what_has_arrived_is_acknowledged() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send(&message(events(portal.session, 1, 3))).await;
    assert_eq!(next_events(&mut received).await, [1, 2, 3]);
    client.until_received(Seq(3)).await;
    client.send(&message(events(portal.session, 4, 4))).await;
    client.until_received(Seq(4)).await;
}

#[tokio::test]
async fn after_a_cut_it_resumes_after_the_last_event_and_none_comes_twice() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send(&message(events(portal.session, 1, 5))).await;
    assert_eq!(next_events(&mut received).await, [1, 2, 3, 4, 5]);
    client.cut();
    let LinkEvent::Connection(Connection::Offline { retry_in }) = next(&mut received).await else {
        panic!("the cut was not told");
    };
    assert!(retry_in <= Duration::from_millis(500));
    let mut client = portal.accept().await;
    assert!(client.path.ends_with("?after=5"));
    // A portal that sends too much: events that are known come again.
    client.send(&message(events(portal.session, 3, 6))).await;
    assert_eq!(next_events(&mut received).await, [6]);
}

#[tokio::test]
async fn a_command_that_was_not_answered_is_sent_again_with_the_same_id() {
    let portal = Portal::start().await;
    let (link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send(&message(Vec::new())).await;
    let first = link.send(say("one")).expect("room");
    let second = link.send(say("two")).expect("room");
    assert_eq!(client.command().await.id, first);
    assert_eq!(client.command().await.id, second);
    client.send(&ServerMessage::Confirmed { command: first, seq: Seq(1) }).await;
    assert_eq!(next_answer(&mut received).await, LinkEvent::Confirmed { command: first });
    client.cut();
    let mut client = portal.accept().await;
    let again = client.command().await;
    assert_eq!((again.id, again.body), (second, say("two")));
    client.send(&ServerMessage::Confirmed { command: second, seq: Seq(2) }).await;
    assert_eq!(next_answer(&mut received).await, LinkEvent::Confirmed { command: second });
}

#[tokio::test]
async fn what_is_asked_offline_waits_for_the_line() {
    let portal = Portal::start().await;
    let (link, mut received) = open(&portal);
    portal.refuse(ErrorCode::Unavailable).await;
    assert!(matches!(next(&mut received).await, LinkEvent::Connection(Connection::Offline { .. })));
    let id = link.send(say("later")).expect("room");
    let mut client = portal.accept().await;
    assert_eq!(client.command().await.id, id);
}

#[tokio::test]
async fn a_refusal_reaches_the_user_once_and_is_final() {
    let portal = Portal::start().await;
    let (link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    let id = link.send(CommandBody::PauseSharing).expect("room");
    assert_eq!(client.command().await.id, id);
    let refusal = ServerMessage::Refused { command: id, code: ErrorCode::NotNow };
    client.send(&refusal).await;
    client.send(&refusal).await;
    let told = LinkEvent::Refused { command: id, code: ErrorCode::NotNow };
    assert_eq!(next_answer(&mut received).await, told);
    let other = link.send(say("next")).expect("room");
    assert_eq!(client.command().await.id, other);
    client.send(&ServerMessage::Confirmed { command: other, seq: Seq(1) }).await;
    assert_eq!(next_answer(&mut received).await, LinkEvent::Confirmed { command: other });
}

#[tokio::test]
async fn a_portal_that_restarts_is_come_back_to() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send(&message(events(portal.session, 1, 1))).await;
    client.send(&ServerMessage::Closing { code: ErrorCode::Unavailable }).await;
    portal.refuse(ErrorCode::Unavailable).await;
    let mut client = portal.accept().await;
    assert!(client.path.ends_with("?after=1"));
    client.send(&message(events(portal.session, 2, 2))).await;
    assert_eq!(next_events(&mut received).await, [1]);
    assert_eq!(next_events(&mut received).await, [2]);
}

#[tokio::test]
async fn a_portal_that_closes_for_good_is_left_alone() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send(&ServerMessage::Closing { code: ErrorCode::NotInSession }).await;
    assert_eq!(next(&mut received).await, LinkEvent::Closed(ErrorCode::NotInSession));
    assert_eq!(soon("the end", received.recv()).await, None);
}

/// Bug: the screen socket's close code for a frame without consent ended the log as well.
#[tokio::test]
async fn no_close_code_ends_the_log_for_good() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    for (seq, code) in [(1, 4403), (2, 1001), (3, 1011)] {
        let mut client = portal.accept().await;
        client.send(&message(events(portal.session, seq, seq))).await;
        assert_eq!(next_events(&mut received).await, [seq]);
        client.close(code).await;
    }
    let client = portal.accept().await;
    assert!(client.path.ends_with("?after=3"));
}

#[tokio::test]
async fn a_refused_credential_is_final() {
    for code in [ErrorCode::NotSignedIn, ErrorCode::NotInSession, ErrorCode::SessionEnded] {
        let portal = Portal::start().await;
        let (_link, mut received) = open(&portal);
        portal.refuse(code).await;
        assert_eq!(next(&mut received).await, LinkEvent::Closed(code));
        assert_eq!(soon("the end", received.recv()).await, None);
    }
}

#[tokio::test]
async fn nonsense_and_holes_cut_the_line_and_lose_nothing() {
    let portal = Portal::start().await;
    let (_link, mut received) = open(&portal);
    let mut client = portal.accept().await;
    client.send_text("{\"type\":\"surprise\"}").await;
    let mut client = portal.accept().await;
    client.send_binary(vec![1, 2, 3]).await;
    let mut client = portal.accept().await;
    client.send(&message(events(portal.session, 1, 2))).await;
    client.send(&message(events(portal.session, 4, 4))).await;
    let mut client = portal.accept().await;
    assert!(client.path.ends_with("?after=2"));
    client.send(&message(events(portal.session, 3, 4))).await;
    assert_eq!(next_events(&mut received).await, [1, 2]);
    assert_eq!(next_events(&mut received).await, [3, 4]);
}
