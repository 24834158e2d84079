//! Before anything is started the user sees whose session it is, and is asked.

use corporate_opener::{Attempt, OpenerError, Report, Step};
use corporate_protocol::Code;
use ed25519_dalek::SigningKey;
use serde_json::json;

use crate::server::Reply;
use crate::world::{APP, Run, World, file, good_portal, key_of, manifest, portal, sign, signer};

/// The reports up to the second question, when the answer alone is missing.
fn reports_until_the_answer_is_missing(attempt: &Attempt) -> Vec<Report> {
    let mut asked = 0;
    let mut reports = Vec::new();
    while asked < 2 {
        let report = attempt.next().expect("a report");
        asked += usize::from(matches!(report, Report::Step(Step::Asking)));
        reports.push(report);
    }
    reports
}

#[test]
fn the_app_comes_while_the_user_is_asked_and_is_not_started_before_the_answer() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    let attempt = Attempt::start(world.asking_handoff(&portal)).expect("a thread");
    let reports = reports_until_the_answer_is_missing(&attempt);
    let of = |wanted: fn(&Report) -> bool| reports.iter().position(wanted).expect("reported");
    let session = of(|report| matches!(report, Report::Session(_)));
    let asked = of(|report| matches!(report, Report::Step(Step::Asking)));
    let downloaded = of(|report| matches!(report, Report::Step(Step::Downloading { .. })));
    assert!(session < asked && asked < downloaded, "{reports:?}");
    assert!(world.program().exists());
    assert!(!world.app_folder().join("seen-line").exists(), "it was started");

    attempt.go_on();
    let rest: Vec<String> =
        std::iter::from_fn(|| attempt.next()).map(|report| format!("{report:?}")).collect();
    assert_eq!(rest, ["Step(Starting)", "Step(Done)"]);
    assert!(world.app_folder().join("seen-line").exists());
}

#[test]
fn an_answer_holds_for_another_try_and_not_for_another_code() {
    let world = World::new();
    let broken = portal(sign(&manifest(APP.as_bytes()), &signer()), |_| Reply::new(503, ""));
    let attempt = Attempt::start(world.asking_handoff(&broken)).expect("a thread");
    attempt.go_on();
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(
        matches!(last, Some(Report::Step(Step::Failed(OpenerError::DownloadRefused(503))))),
        "{last:?}"
    );
    let mut handoff = attempt.finish().expect("the hand-off");
    assert!(handoff.is_ready() && handoff.confirmation().is_given());

    let run = Run::of(handoff);
    let asked = run.reports.iter().any(|report| matches!(report, Report::Step(Step::Asking)));
    assert!(!asked, "{:?}", run.reports);
    handoff = run.handoff;
    handoff.use_code(Code::parse("2222-2222-2222").expect("a code"));
    assert!(!handoff.confirmation().is_given());
}

#[test]
fn a_release_that_is_refused_is_not_asked_about() {
    let world = World::new();
    let mut signed = sign(&manifest(APP.as_bytes()), &signer());
    signed.manifest.push(' ');
    let portal = portal(signed, |request| file(request, APP.as_bytes()));
    let run = Run::of(world.asking_handoff(&portal));
    let asked = run.reports.iter().any(|report| matches!(report, Report::Step(Step::Asking)));
    assert!(!asked, "{:?}", run.reports);
    assert!(matches!(run.failure(), OpenerError::SignatureInvalid));
}

#[test]
fn an_app_whose_key_is_retired_while_the_user_is_asked_is_not_started() {
    static OTHER: &str = "#!/bin/sh\nread -r line\necho joined\n";
    let mut world = World::new();
    let spare = SigningKey::from_bytes(&[9; 32]);
    world.keys.push(key_of(&spare));
    let release = sign(&manifest(APP.as_bytes()), &spare);
    let asking = portal(release, |request| file(request, APP.as_bytes()));
    let attempt = Attempt::start(world.asking_handoff(&asking)).expect("a thread");
    reports_until_the_answer_is_missing(&attempt);

    let mut retiring = manifest(OTHER.as_bytes());
    retiring["retired_keys"] = json!([key_of(&spare).fingerprint()]);
    let release = sign(&retiring, &signer());
    world.run(&portal(release, |request| file(request, OTHER.as_bytes()))).assert_done();
    attempt.go_on();
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(matches!(last, Some(Report::Step(Step::Failed(OpenerError::KeyRetired)))), "{last:?}");
    assert!(!world.app_folder().join("seen-line").exists(), "it was started");
}

#[test]
fn an_app_that_changes_while_the_user_is_asked_is_not_started_but_brought_again() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    let attempt = Attempt::start(world.asking_handoff(&portal)).expect("a thread");
    reports_until_the_answer_is_missing(&attempt);
    let other = "#!/bin/sh\necho stolen > stolen\nread -r line\necho joined\n";
    std::fs::write(world.program(), other).expect("changed");

    attempt.go_on();
    let last = std::iter::from_fn(|| attempt.next()).last();
    assert!(matches!(last, Some(Report::Step(Step::Done))), "{last:?}");
    assert!(!world.app_folder().join("stolen").exists(), "the other app was started");
    assert_eq!(std::fs::read_to_string(world.program()).expect("the app"), APP);
    assert!(world.app_folder().join("seen-line").exists());
}
