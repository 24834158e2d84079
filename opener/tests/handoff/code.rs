//! Codes that a portal refuses, and what becomes of them.

use corporate_opener::OpenerError;
use corporate_protocol::{Code, ErrorCode, RedeemRequest};

use crate::server::{Reply, Server};
use crate::world::{
    APP, REDEEM, Run, World, code, file, good_portal, grant, manifest, problem, sign, signer,
};

#[test]
fn the_portal_is_shown_the_code_and_the_machine_and_nothing_else() {
    let world = World::new();
    let portal = good_portal(APP.as_bytes());
    world.run(&portal).assert_done();
    let asked = &portal.requests()[0];
    assert_eq!(asked.line, "POST /api/v1/handoff/redeem HTTP/1.1");
    let request: RedeemRequest = serde_json::from_slice(&asked.body).expect("a request");
    assert_eq!(request.code, code());
    assert_eq!(request.machine.arch, std::env::consts::ARCH);
    assert!(asked.header("cookie").is_none() && asked.header("authorization").is_none());
}

#[test]
fn wrong_used_and_late_codes_are_told_apart_and_need_another_code() {
    for refused in [
        ErrorCode::CodeUnknown,
        ErrorCode::CodeUsed,
        ErrorCode::CodeExpired,
        ErrorCode::SessionEnded,
        ErrorCode::VersionUnsupported,
    ] {
        let world = World::new();
        let portal = Server::start(move |_| problem(refused));
        let run = world.run(&portal);
        assert!(!run.handoff.is_ready(), "{refused:?}");
        let error = run.failure();
        assert!(matches!(error, OpenerError::Portal(code) if code == refused), "{error}");
    }
}

#[test]
fn a_busy_portal_can_be_asked_again_with_the_same_code() {
    for busy in [ErrorCode::RateLimited, ErrorCode::Unavailable, ErrorCode::ReleaseMissing] {
        let world = World::new();
        let run = world.run(&Server::start(move |_| problem(busy)));
        assert!(run.handoff.is_ready(), "{busy:?}");
        // The very same hand-off again, still refused.
        let error = Run::of(run.handoff).failure();
        assert!(matches!(error, OpenerError::Offline(_)), "the server is gone: {error}");
    }
}

#[test]
fn another_code_can_be_used_after_one_was_refused() {
    let world = World::new();
    let release = sign(&manifest(APP.as_bytes()), &signer());
    let portal = Server::start(move |request| {
        if request.path() != REDEEM {
            return file(request, APP.as_bytes());
        }
        let asked: RedeemRequest = serde_json::from_slice(&request.body).expect("a request");
        if asked.code == code() { problem(ErrorCode::CodeUsed) } else { grant(release.clone()) }
    });
    let mut handoff = world.run(&portal).handoff;
    handoff.use_code(Code::parse("2222-2222-2222").expect("a code"));
    handoff.confirmation().give();
    Run::of(handoff).assert_done();
}

#[test]
fn what_is_no_answer_of_a_portal_is_not_taken_for_one() {
    let pages: [fn() -> Reply; 4] = [
        || Reply::new(200, "<html>Welcome to the hotel</html>"),
        || Reply::new(200, vec![b' '; 4 * 1024 * 1024]),
        || Reply::new(403, "<html>Blocked by policy</html>"),
        || Reply::new(502, ""),
    ];
    for page in pages {
        let world = World::new();
        let run = world.run(&Server::start(move |_| page()));
        assert!(run.handoff.is_ready(), "the code may still be good");
        let error = run.failure();
        assert!(matches!(error, OpenerError::AnswerUnreadable(_)), "{error}");
    }
}
