//! The screen socket: credit, refresh, cuts, and the portal that sees a frame without consent.

use std::time::Duration;

use corporate_link::{Connection, ScreenEvent, ScreenLink, ScreenPort, Slot};
use corporate_protocol::ErrorCode;
use corporate_protocol::screen::{Acknowledgement, Pointer, RefreshReason, RefreshRequest};
use tokio::sync::mpsc::Receiver;
use tokio::time::timeout;

use crate::portal::{Portal, credential, soon};

fn open(portal: &Portal) -> (ScreenLink, Receiver<ScreenEvent>) {
    ScreenLink::open(&portal.origin, portal.session, credential())
}

async fn slot(port: &ScreenPort) -> Slot {
    soon("a slot", port.ready()).await.expect("the link goes on")
}

fn painted(sequence: u32) -> Vec<u8> {
    Acknowledgement { sequence, decode_us: 1, paint_us: 2 }.encode()
}

/// Whether there is no slot, after giving the task time to make one by mistake.
async fn is_held(port: &ScreenPort) -> bool {
    timeout(Duration::from_millis(50), port.ready()).await.is_err()
}

#[tokio::test]
async fn two_frames_may_be_under_way_and_an_acknowledgement_makes_room() {
    let portal = Portal::start().await;
    let (link, mut events) = open(&portal);
    let mut client = portal.accept().await;
    assert_eq!(client.path, format!("/api/v1/sessions/{}/screen", portal.session));
    for sequence in [1, 2] {
        let slot = slot(&link.port()).await;
        assert_eq!(slot.sequence, sequence);
        assert!(link.port().send(slot, vec![sequence as u8; 100]).await);
        assert_eq!(client.frame().await, vec![sequence as u8; 100]);
    }
    assert!(is_held(&link.port()).await);
    client.send_binary(painted(1)).await;
    assert_eq!(slot(&link.port()).await.sequence, 3);
    let told = soon("an event", events.recv()).await;
    assert_eq!(told, Some(ScreenEvent::Connection(Connection::Online)));
    let told = soon("an event", events.recv()).await;
    assert!(matches!(told, Some(ScreenEvent::Acknowledged(ack)) if ack.sequence == 1));
}

#[tokio::test]
async fn a_refresh_for_a_new_viewer_frees_the_window() {
    let portal = Portal::start().await;
    let (link, mut events) = open(&portal);
    let mut client = portal.accept().await;
    for _ in 0..2 {
        let slot = slot(&link.port()).await;
        assert!(link.port().send(slot, vec![0]).await);
    }
    client.send_binary(RefreshRequest { reason: RefreshReason::Joined }.encode()).await;
    assert_eq!(slot(&link.port()).await.sequence, 3);
    soon("an event", events.recv()).await;
    let told = soon("an event", events.recv()).await;
    assert_eq!(told, Some(ScreenEvent::RefreshWanted(RefreshReason::Joined)));
}

#[tokio::test]
async fn a_flood_of_pointers_is_told_as_far_as_there_is_room_and_stops_nothing() {
    let portal = Portal::start().await;
    let (link, mut events) = open(&portal);
    let mut client = portal.accept().await;
    let first = Pointer::At { monitor: 0, x: 1, y: 2 };
    for _ in 0..500 {
        client.send_binary(first.encode()).await;
    }
    let slot = slot(&link.port()).await;
    assert!(link.port().send(slot, vec![7]).await);
    assert_eq!(client.frame().await, [7], "pictures go on");
    soon("an event", events.recv()).await;
    assert_eq!(soon("an event", events.recv()).await, Some(ScreenEvent::Pointer(first)));
}

#[tokio::test]
async fn starting_again_frees_the_window() {
    let portal = Portal::start().await;
    let (link, _events) = open(&portal);
    let _client = portal.accept().await;
    for _ in 0..2 {
        let slot = slot(&link.port()).await;
        assert!(link.port().send(slot, vec![0]).await);
    }
    link.port().start_again();
    assert_eq!(slot(&link.port()).await.sequence, 3);
}

#[tokio::test]
async fn after_a_cut_sequences_begin_anew_and_old_slots_are_worthless() {
    let portal = Portal::start().await;
    let (link, _events) = open(&portal);
    let client = portal.accept().await;
    let old = slot(&link.port()).await;
    client.cut();
    let mut client = portal.accept().await;
    let new = soon("a new connection", async {
        loop {
            let slot = slot(&link.port()).await;
            if slot.connection != old.connection {
                return slot;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    assert_eq!(new.sequence, 1);
    assert!(!link.port().send(old, vec![1]).await);
    assert!(link.port().send(new, vec![2]).await);
    assert_eq!(client.frame().await, [2]);
}

#[tokio::test]
async fn a_slot_is_good_for_one_frame() {
    let portal = Portal::start().await;
    let (link, _events) = open(&portal);
    let _client = portal.accept().await;
    let slot = slot(&link.port()).await;
    assert!(link.port().send(slot, vec![1]).await);
    assert!(!link.port().send(slot, vec![2]).await);
}

#[tokio::test]
async fn a_portal_that_sees_no_consent_is_not_come_back_to() {
    let portal = Portal::start().await;
    let (link, mut events) = open(&portal);
    let client = portal.accept().await;
    soon("an event", events.recv()).await;
    client.close(4403).await;
    let told = soon("an event", events.recv()).await;
    assert_eq!(told, Some(ScreenEvent::Closed(ErrorCode::NoConsent)));
    assert_eq!(soon("the end", link.port().ready()).await, None);
    assert_eq!(soon("the end", events.recv()).await, None);
}

#[tokio::test]
async fn nonsense_from_the_portal_cuts_the_line() {
    for nonsense in [vec![], vec![9, 1], vec![1; 12], vec![3, 1, 77, 0]] {
        let portal = Portal::start().await;
        let (_link, _events) = open(&portal);
        let mut client = portal.accept().await;
        client.send_binary(nonsense).await;
        let _again = portal.accept().await;
    }
}

#[tokio::test]
async fn close_ends_in_time_and_drop_cuts() {
    let portal = Portal::start().await;
    let (link, _events) = open(&portal);
    let mut client = portal.accept().await;
    soon("the end of close", link.close()).await;
    assert!(client.next().await.is_none());

    let (link, _events) = open(&portal);
    let mut client = portal.accept().await;
    drop(link);
    assert!(client.next().await.is_none());
}
