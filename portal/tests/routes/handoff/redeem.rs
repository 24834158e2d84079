//! `POST /api/v1/handoff/redeem`

use std::time::Duration;

use base64::Engine as _;
use corporate_protocol::{
    CommandBody, ErrorCode, EventBody, Manifest, Phase, RedeemResponse, UpgradeStep, limits,
};
use ed25519_dalek::{Signature, Verifier as _};
use serde_json::json;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::{
    Agent, Customer, LogClient, Request, TestPortal, machine, redeem, until_limited,
};

async fn upgrading(portal: &TestPortal) -> (Customer, LogClient) {
    let erika = Customer::start(portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(portal).await.take(portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    (erika, anna)
}

fn refusals(log: &LogClient) -> Vec<ErrorCode> {
    let reasons = log.events.iter().filter_map(|event| match event.body {
        EventBody::HandoffRefused { reason } => Some(reason),
        _ => None,
    });
    reasons.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_gives_a_ticket_and_the_signed_release() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let code = erika.code(&portal).await.code.to_string().to_lowercase().replace('-', " ");
    let answer = redeem(&portal, code).await;
    assert_eq!(answer.status, 200);
    let redeemed: RedeemResponse = answer.json();
    assert_eq!(redeemed.company, "Muster Support");
    assert_eq!(redeemed.agent.as_str(), "Anna Berg");
    let signature = base64::engine::general_purpose::STANDARD
        .decode(&redeemed.release.signature)
        .expect("base64");
    let signature = Signature::from_slice(&signature).expect("a signature");
    let key = portal.release.as_ref().expect("a release").key;
    key.verify(redeemed.release.manifest.as_bytes(), &signature).expect("the very text");
    let manifest: Manifest = serde_json::from_str(&redeemed.release.manifest).expect("JSON");
    assert_eq!(manifest.artifacts.len(), 2);
    anna.until("the start", |log| log.state.upgrade == Some(UpgradeStep::OpenerStarted)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_works_once_even_when_shown_twice_at_the_same_time() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let code = erika.code(&portal).await.code.to_string();
    let attempts = (0..6).map(|_| redeem(&portal, code.clone()));
    let answers = futures_util::future::join_all(attempts).await;
    let good = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(good, 1);
    for refused in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!((refused.status, refused.code()), (410, ErrorCode::CodeUsed));
    }
    anna.until("three refusals", |log| refusals(log).len() == 3).await;
    assert_eq!(refusals(&anna), [ErrorCode::CodeUsed; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_code_is_refused_and_logged() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let (first, second) = (erika.code(&portal).await, erika.code(&portal).await);
    portal.clock.pass_seconds(limits::CODE_SECONDS - 1);
    assert_eq!(redeem(&portal, first.code.to_string()).await.status, 200);
    portal.clock.pass_seconds(1);
    let late = redeem(&portal, second.code.to_string()).await;
    assert_eq!((late.status, late.code()), (410, ErrorCode::CodeExpired));
    anna.until("the refusal", |log| refusals(log) == [ErrorCode::CodeExpired]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_offer_that_is_gone_is_refused() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let old = erika.code(&portal).await;
    anna.do_it(CommandBody::CancelUpgrade).await;
    assert_eq!(redeem(&portal, old.code.to_string()).await.code(), ErrorCode::CodeExpired);
    anna.do_it(CommandBody::Upgrade).await;
    assert_eq!(redeem(&portal, old.code.to_string()).await.code(), ErrorCode::CodeExpired);
    let new = erika.code(&portal).await;
    anna.do_it(CommandBody::End).await;
    let ended = redeem(&portal, new.code.to_string()).await;
    assert_eq!((ended.status, ended.code()), (410, ErrorCode::SessionEnded));
    anna.until("the end", |log| log.state.phase == Phase::Ended).await;
    assert_eq!(refusals(&anna).len(), 2, "none after the end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_nobody_is_unknown() {
    let portal = TestPortal::start().await;
    let unknown = redeem(&portal, "2222-2222-2222".into()).await;
    assert_eq!((unknown.status, unknown.code()), (404, ErrorCode::CodeUnknown));
    for bad in ["", "0000-0000-0000", "../../etc"] {
        assert_eq!(redeem(&portal, bad.into()).await.code(), ErrorCode::BadRequest, "{bad}");
    }
    let machine = json!({ "system": "linux", "arch": "x86_64\n", "version": "1" });
    let body = json!({ "code": "2222-2222-2222", "machine": machine });
    let answer = portal.send_bare(Request::post("/api/v1/handoff/redeem", &body)).await;
    assert_eq!(answer.code(), ErrorCode::BadRequest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_not_used_up_where_there_is_no_app_for_the_machine() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let code = erika.code(&portal).await.code.to_string();
    let machine = json!({ "system": "macos", "arch": "aarch64", "version": "0.1.0" });
    let body = json!({ "code": code, "machine": machine });
    let answer = portal.send_bare(Request::post("/api/v1/handoff/redeem", &body)).await;
    assert_eq!((answer.status, answer.code()), (503, ErrorCode::ReleaseMissing));
    assert_eq!(redeem(&portal, code).await.status, 200);
    anna.until("the start", |log| log.state.upgrade == Some(UpgradeStep::OpenerStarted)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_codes_is_slowed_down() {
    let portal = TestPortal::start().await;
    let (guesses, _) = until_limited(async || redeem(&portal, "2222-2222-2222".into()).await).await;
    assert!(guesses >= 60, "{guesses}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spent_code_does_not_write_into_the_log_for_ever() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let code = erika.code(&portal).await.code.to_string();
    assert_eq!(redeem(&portal, code.clone()).await.status, 200);
    for _ in 0..5 {
        assert_eq!(redeem(&portal, code.clone()).await.code(), ErrorCode::CodeUsed);
    }
    anna.say("a sign").await;
    assert_eq!(refusals(&anna), [ErrorCode::CodeUsed; 3]);
    anna.do_it(CommandBody::CancelUpgrade).await;
    anna.do_it(CommandBody::Upgrade).await;
    assert_eq!(redeem(&portal, code.clone()).await.code(), ErrorCode::CodeUsed);
    anna.until("one more", |log| refusals(log).len() == 4).await;
    let end = anna.do_it(CommandBody::End).await;
    assert_eq!(redeem(&portal, code).await.code(), ErrorCode::CodeUsed);
    let log = erika.log(&portal).await;
    assert_eq!(log.state.seq, end, "nothing comes after the end");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opener_that_hangs_up_loses_no_code_half_way() {
    let portal = TestPortal::start().await;
    let (erika, mut anna) = upgrading(&portal).await;
    let code = erika.code(&portal).await.code.to_string();
    // Holds the database, so that the code can't be used up before the opener is gone.
    let file = SqliteConnectOptions::new().filename(portal.config().data.join("portal.sqlite"));
    let mut other = file.connect().await.expect("the database");
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.expect("locked");
    let body = json!({ "code": code, "machine": machine() }).to_string();
    let request = format!(
        "POST /api/v1/handoff/redeem HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut opener = TcpStream::connect(portal.address).await.expect("a connection");
    opener.write_all(request.as_bytes()).await.expect("sent");
    // Nothing tells how far the portal is. What is checked below holds in any order; the pauses
    // only make it likely that the opener goes in the middle.
    tokio::time::sleep(Duration::from_millis(200)).await;
    drop(opener);
    tokio::time::sleep(Duration::from_millis(200)).await;
    sqlx::query("COMMIT").execute(&mut other).await.expect("unlocked");
    let again = redeem(&portal, code).await;
    assert!(again.status == 200 || again.code() == ErrorCode::CodeUsed, "{}", again.text());
    anna.until("the start", |log| log.state.upgrade == Some(UpgradeStep::OpenerStarted)).await;
}
