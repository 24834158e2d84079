//! Tickets that grow old while an app comes or a user thinks, and portals that take none any more.

use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use corporate_opener::{Attempt, OpenerError, Report, Step};
use corporate_protocol::{ErrorCode, SignedManifest, Ticket};

use crate::server::{Reply, Request, Server};
use crate::world::{
    APP, DOWNLOAD, REDEEM, RENEW, World, file, grant, manifest, problem, renewed, shown_ticket,
    sign, signer, ticket,
};

fn release() -> SignedManifest {
    sign(&manifest(APP.as_bytes()), &signer())
}

/// A portal that answers the n-th renewal, counted from 1, like this.
fn portal_with(renew: impl Fn(u8, &Request) -> Reply + Send + Sync + 'static) -> Server {
    let count = AtomicU8::new(0);
    Server::start(move |request| match request.path() {
        REDEEM => grant(release()),
        RENEW => renew(count.fetch_add(1, Ordering::SeqCst) + 1, request),
        DOWNLOAD => file(request, APP.as_bytes()),
        other => panic!("asked for {other}"),
    })
}

fn renewals(portal: &Server) -> Vec<Request> {
    let requests = portal.requests();
    requests.into_iter().filter(|request| request.path() == RENEW).collect()
}

/// A world in which every ticket is old at once.
fn hasty_world() -> World {
    World { renew_after: Duration::ZERO, ..World::new() }
}

#[test]
fn a_young_ticket_is_not_renewed() {
    let portal = portal_with(|_, _| panic!("renewed"));
    World::new().run(&portal).assert_done();
}

#[test]
fn every_renewal_shows_the_last_ticket_and_the_app_gets_the_newest() {
    let world = hasty_world();
    let portal = portal_with(|number, _| renewed(number));
    world.run(&portal).assert_done();
    let shown = renewals(&portal);
    assert!(!shown.is_empty());
    let mut last = ticket();
    for (request, number) in shown.iter().zip(1..) {
        assert!(shown_ticket(request).hash() == last.hash(), "renewal {number}");
        last = Ticket::from_random([number; 32]);
    }
    assert_eq!(world.seen("seen-line"), format!(r#"{{"ticket":"{}"}}"#, last.reveal()));
}

#[test]
fn a_ticket_is_kept_young_while_the_user_thinks() {
    let world = hasty_world();
    let portal = portal_with(|number, _| renewed(number));
    let attempt = Attempt::start(world.asking_handoff(&portal)).expect("a thread");
    // Redeem, download, and renewals that nothing but the question can be the reason of.
    portal.wait_for_requests(12);
    attempt.go_on();
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(matches!(last, Some(Report::Step(Step::Done))), "{last:?}");
}

#[test]
fn a_portal_that_renews_nothing_any_more_ends_the_hand_off_and_no_app_is_started() {
    for refused in [ErrorCode::TicketExpired, ErrorCode::TicketUsed, ErrorCode::SessionEnded] {
        let world = hasty_world();
        let portal = portal_with(move |_, _| problem(refused));
        let attempt = Attempt::start(world.asking_handoff(&portal)).expect("a thread");
        let last = std::iter::from_fn(|| attempt.next()).last();
        assert!(
            matches!(last, Some(Report::Step(Step::Failed(OpenerError::Portal(code))))
                if code == refused),
            "{last:?}"
        );
        assert!(!attempt.finish().expect("the hand-off").is_ready());
        assert!(!world.app_folder().join("seen-line").exists());
    }
}

#[test]
fn a_renewal_that_fails_on_the_way_is_tried_again_with_the_same_ticket() {
    let world = hasty_world();
    let portal = portal_with(|number, _| match number {
        1 => Reply::new(502, "<html>Bad gateway</html>"),
        2 => problem(ErrorCode::Unavailable),
        _ => renewed(number),
    });
    world.run(&portal).assert_done();
    for request in &renewals(&portal)[..3] {
        assert!(shown_ticket(request).hash() == ticket().hash());
    }
}
