//! Starting the app: what it is given, and where the ticket must not be seen.

use corporate_opener::{OpenerError, Report, SessionInfo, Step};
use corporate_protocol::{ErrorCode, Language, PersonName};

use crate::server::Server;
use crate::world::{
    APP, Run, World, file, good_answers, good_portal, manifest, portal, sign, signer, ticket,
};

#[test]
fn the_app_is_downloaded_started_and_has_the_ticket_through_its_pipe_alone() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    let run = world.run(&portal);
    run.assert_done();

    let secret = ticket().reveal();
    assert_eq!(world.seen("seen-line"), format!(r#"{{"ticket":"{secret}"}}"#));
    assert!(!world.app_folder().join("seen-more").exists());
    let arguments = world.seen("seen-arguments");
    assert!(arguments.ends_with("corporate-customer\n--handoff\n"), "{arguments}");
    for seen in [arguments, world.seen("seen-environment")] {
        assert!(!seen.contains(&secret) && !seen.contains("K7QM"), "{seen}");
    }
    // No connection and no file of the opener's is open in the app.
    let files = world.seen("seen-files");
    assert!(files.contains("pipe:"), "{files}");
    for other in ["socket:", "lock", ".part", ".json"] {
        assert!(!files.contains(other), "{other}: {files}");
    }
    assert!(!run.handoff.is_ready(), "the ticket is spent");
}

#[test]
fn the_whole_way_goes_over_ipv6_too() {
    let world = World::new();
    let portal = Server::start_at("[::1]:0", good_answers(APP.as_bytes()));
    assert!(portal.address().is_ipv6());
    world.run(&portal).assert_done();
    let line = format!(r#"{{"ticket":"{}"}}"#, ticket().reveal());
    assert_eq!(world.seen("seen-line"), line);
    assert_eq!(portal.requests().len(), 2);
}

#[test]
fn every_step_is_reported_in_its_order() {
    let world = World::new();
    let run = world.run(&good_portal(APP.as_bytes()));
    let steps: Vec<String> = run.reports.iter().map(|report| format!("{report:?}")).collect();
    let expected = [
        "Step(Redeeming)".to_owned(),
        format!(
            "{:?}",
            Report::Session(SessionInfo {
                company: "Muster GmbH".to_owned(),
                agent: PersonName::parse("Anna Berg").expect("a name"),
                language: Language::De,
            })
        ),
        "Step(Checking)".to_owned(),
        format!(
            "{:?}",
            Report::Step(Step::Downloading { done_bytes: 0, total_bytes: APP.len() as u64 })
        ),
        "Step(Starting)".to_owned(),
        "Step(Done)".to_owned(),
    ];
    assert_eq!(steps, expected);
    assert!(!format!("{:?}", run.reports).contains(&ticket().reveal()));
}

/// The failure of an app that does this.
fn failure_of(app: &'static str) -> (OpenerError, bool) {
    let world = World::new();
    let portal = good_portal(app.as_bytes());
    let run = world.run(&portal);
    let ready = run.handoff.is_ready();
    (run.failure(), ready)
}

#[test]
fn an_app_that_is_refused_ends_or_talks_nonsense_is_told_apart() {
    let (refused, ready) = failure_of("#!/bin/sh\nread -r line\necho refused ticket_expired\n");
    assert!(matches!(refused, OpenerError::AppRefused(ErrorCode::TicketExpired)), "{refused}");
    assert!(!ready, "the ticket is spent");

    let (ended, ready) = failure_of("#!/bin/sh\nread -r line\nexit 3\n");
    assert!(matches!(ended, OpenerError::AppEnded), "{ended}");
    assert!(!ready, "the ticket is spent");

    let (nonsense, _) = failure_of("#!/bin/sh\nread -r line\nyes nonsense\n");
    assert!(matches!(nonsense, OpenerError::AppEnded), "{nonsense}");
}

#[test]
fn an_app_that_cannot_be_started_can_be_tried_again() {
    let (error, ready) = failure_of("#!/no/such/shell\n");
    assert!(matches!(error, OpenerError::AppNotStarted(_)), "{error}");
    assert!(ready, "the ticket has not been shown to anybody");
}

#[test]
fn an_installed_app_that_fits_is_not_downloaded_again() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    world.run(&portal).assert_done();
    world.run(&portal).assert_done();
    let paths: Vec<String> =
        portal.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths.iter().filter(|path| path.starts_with("/download")).count(), 1, "{paths:?}");
}

#[test]
fn an_installed_app_that_was_changed_is_replaced() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    world.run(&portal).assert_done();
    let changed = APP.replace("joined", "j0ined");
    std::fs::write(world.program(), changed).expect("changed");
    world.run(&portal).assert_done();
    assert_eq!(std::fs::read_to_string(world.program()).expect("the app"), APP);
}

#[test]
fn another_build_of_the_same_version_is_another_app() {
    static OTHER: &str = "#!/bin/sh\nread -r line\necho joined\n";
    let world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
    let portal = portal(sign(&manifest(OTHER.as_bytes()), &signer()), |request| {
        file(request, OTHER.as_bytes())
    });
    Run::of(world.handoff(&portal)).assert_done();
    let other = world.folder_of("1.2.3", OTHER.as_bytes()).join("corporate-customer");
    assert_eq!(std::fs::read_to_string(other).expect("the app"), OTHER);
    assert_eq!(std::fs::read_to_string(world.program()).expect("the app"), APP);
}
