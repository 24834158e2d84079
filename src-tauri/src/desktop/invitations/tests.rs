//! What becomes of links, one after the other and at the same time; no window, no portal.

use std::sync::Barrier;

use super::*;

fn code(number: u8) -> Code {
    Code::parse(&format!("2222-3333-444{number}")).expect("a code")
}

fn invitations() -> Invitations {
    let origin = PortalOrigin::parse("https://support.example.com").expect("an origin");
    Invitations::new(Some(origin), Claims::in_folder(None))
}

fn follows(invitations: &Invitations, link: Option<Code>) -> Option<Box<Followed>> {
    match invitations.receive(link, Language::En, || false) {
        Received::Follow(followed) => Some(followed),
        Received::Said => None,
    }
}

fn said(invitations: &Invitations) -> (Stage, Option<String>) {
    let view = invitations.view().expect("a window");
    (view.stage, view.problem)
}

/// Bug: two links at the same time could both be followed.
#[test]
fn of_two_links_at_the_same_time_one_is_followed_and_the_other_refused() {
    for _ in 0..100 {
        let (invitations, both) = (invitations(), Barrier::new(2));
        let followed = std::thread::scope(|scope| {
            let links = [2, 3].map(|number| {
                let (invitations, both) = (&invitations, &both);
                scope.spawn(move || {
                    both.wait();
                    follows(invitations, Some(code(number)))
                })
            });
            links.map(|link| link.join().expect("no panic"))
        });
        assert_eq!(followed.iter().flatten().count(), 1);
        assert_eq!(said(&invitations), (Stage::Checking, Some(LINK_WAITING.to_owned())));
    }
}

#[test]
fn the_same_link_is_followed_once_and_what_is_no_link_is_said_beside_it() {
    let invitations = invitations();
    let followed = follows(&invitations, Some(code(2))).expect("followed");
    assert!(follows(&invitations, Some(code(2))).is_none());
    assert_eq!(said(&invitations), (Stage::Checking, None));
    assert!(follows(&invitations, None).is_none());
    assert_eq!(said(&invitations), (Stage::Checking, Some(LINK_INVALID.to_owned())));
    drop(followed);
}

#[test]
fn a_refusal_has_nobody_to_answer_and_makes_room_for_another_link() {
    let invitations = invitations();
    let mut followed = follows(&invitations, Some(code(2))).expect("followed");
    assert!(invitations.answer(false));
    assert_eq!(followed.answers.try_recv(), Ok(false));
    invitations.refuse("code_used".to_owned());
    assert_eq!(said(&invitations), (Stage::Refused, Some("code_used".to_owned())));
    assert!(!invitations.answer(false));
    assert!(follows(&invitations, Some(code(2))).is_some());
    invitations.close();
    assert!(!invitations.is_open());
}

/// Bug: the app could be removed while it asked whether to join a session.
#[test]
fn an_invitation_is_under_way_until_it_is_refused_or_closed() {
    let invitations = invitations();
    assert!(!invitations.is_under_way());
    let _followed = follows(&invitations, Some(code(2))).expect("followed");
    assert!(invitations.is_under_way());
    invitations.refuse("code_used".to_owned());
    assert!(!invitations.is_under_way() && invitations.is_open());
    let _followed = follows(&invitations, Some(code(2))).expect("followed");
    invitations.close();
    assert!(!invitations.is_under_way());
}

#[test]
fn no_portal_a_session_here_or_elsewhere_and_what_is_no_link_are_refused() {
    let nowhere = Invitations::new(None, Claims::in_folder(None));
    assert!(follows(&nowhere, Some(code(2))).is_none());
    assert_eq!(said(&nowhere), (Stage::Refused, Some(NO_PORTAL.to_owned())));

    let here = invitations();
    assert!(matches!(here.receive(Some(code(2)), Language::En, || true), Received::Said));
    assert_eq!(said(&here), (Stage::Refused, Some(SESSION_RUNNING.to_owned())));

    let folder = tempfile::tempdir().expect("a folder");
    let claims = Claims::in_folder(Some(folder.path().to_owned()));
    let elsewhere = claims.session().expect("a claim");
    let beside = Invitations { claims, ..invitations() };
    assert!(follows(&beside, Some(code(2))).is_none());
    assert_eq!(said(&beside), (Stage::Refused, Some(SESSION_RUNNING.to_owned())));
    drop(elsewhere);
    assert!(follows(&beside, Some(code(2))).is_some());

    let invitations = invitations();
    assert!(follows(&invitations, None).is_none());
    assert_eq!(said(&invitations), (Stage::Refused, Some(LINK_INVALID.to_owned())));
}
