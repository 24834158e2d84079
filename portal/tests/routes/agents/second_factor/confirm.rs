//! `PUT /api/v1/agents/me/second-factor`, and signing in with one.

use std::collections::BTreeSet;

use corporate_protocol::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Agent, Request, Staff, TestPortal, digits, knock};

const ANNA: &str = "anna@demo.test";

#[tokio::test(flavor = "multi_thread")]
async fn from_then_on_a_code_is_asked_for_and_each_works_once() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password(ANNA).to_owned();
    let (secret, codes) = anna.second_factor(&portal, &password).await;
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), 10);
    let me: Value = anna.get(&portal, "/api/v1/agents/me").await.json();
    assert_eq!((&me["second_factor"], &me["recovery_codes"]), (&json!(true), &json!(10)));

    let without = knock(&portal, ANNA, &password, None, "").await;
    assert_eq!((without.status, without.code()), (401, ErrorCode::SecondFactorNeeded));
    let guessed = knock(&portal, ANNA, "a wrong password", None, "").await;
    assert_eq!(guessed.code(), ErrorCode::WrongPassword, "it tells nothing to who only guesses");
    let now = digits(&secret, portal.now());
    let used = knock(&portal, ANNA, &password, Some(&now), "").await;
    assert_eq!(used.code(), ErrorCode::SecondFactorWrong, "the code of the set-up is used up");
    portal.clock.pass_seconds(30);
    let spaced = digits(&secret, portal.now());
    let spaced = format!("{} {}", &spaced[..3], &spaced[3..]);
    assert_eq!(knock(&portal, ANNA, &password, Some(&spaced), "").await.status, 200);
    let twice = knock(&portal, ANNA, &password, Some(&spaced), "").await;
    assert_eq!(twice.code(), ErrorCode::SecondFactorWrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_code_stands_in_once_however_it_is_typed() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password(ANNA).to_owned();
    let (_, codes) = anna.second_factor(&portal, &password).await;
    let typed = codes[3].to_lowercase().replace('-', " ");
    let come_in = knock(&portal, ANNA, &password, Some(&typed), "").await;
    assert_eq!(come_in.status, 200);
    let me: Value = come_in.json();
    assert_eq!(me["recovery_codes"], 9);
    let twice = knock(&portal, ANNA, &password, Some(&codes[3]), "").await;
    assert_eq!(twice.code(), ErrorCode::SecondFactorWrong);
    let made_up = knock(&portal, ANNA, &password, Some("2345-6789-ABCD"), "").await;
    assert_eq!(made_up.code(), ErrorCode::SecondFactorWrong);
    let restarted = portal.restart().await;
    assert_eq!(knock(&restarted, ANNA, &password, Some(&codes[4]), "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn six_digits_can_not_be_guessed_by_who_has_the_password() {
    let portal = TestPortal::start_with(None, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password(ANNA).to_owned();
    let (secret, _) = anna.second_factor(&portal, &password).await;
    portal.clock.pass_seconds(60);
    let right = digits(&secret, portal.now());
    let wrong = if right == "000000" { "000001" } else { "000000" };
    let guess = async |code: &str, address: usize| {
        let body = json!({ "email": ANNA, "password": password, "second_factor": code });
        let request = Request::post("/api/v1/agents/sign-in", &body);
        portal.send(request.header("x-forwarded-for", &format!("203.0.113.{address}"))).await
    };
    for address in 0..10 {
        assert_eq!(guess(wrong, address).await.code(), ErrorCode::SecondFactorWrong);
    }
    let last = guess(wrong, 10).await;
    assert_eq!((last.status, last.code()), (429, ErrorCode::RateLimited));
    let problem: Value = last.json();
    assert!(problem["retry_after"].as_u64().is_some_and(|wait| (400..=601).contains(&wait)));
    assert_eq!(last.header("retry-after"), Some(problem["retry_after"].to_string().as_str()));
    assert_eq!(guess(&right, 11).await.code(), ErrorCode::RateLimited);
}

#[tokio::test(flavor = "multi_thread")]
async fn managers_read_of_wrong_codes_in_a_row() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let password = portal.password(ANNA).to_owned();
    let (_, codes) = staff.anna.second_factor(&portal, &password).await;
    let wrong = async |times: usize| {
        for _ in 0..times {
            let guess = knock(&portal, ANNA, &password, Some("2345-6789-ABCD"), "").await;
            assert_eq!(guess.code(), ErrorCode::SecondFactorWrong);
        }
        let entries = staff.audit(&portal).await;
        entries.into_iter().filter(|entry| entry["kind"] == "second_factor_guessed").count()
    };
    assert_eq!(wrong(3).await, 0);
    assert_eq!(knock(&portal, ANNA, &password, Some(&codes[0]), "").await.status, 200);
    assert_eq!(wrong(4).await, 0, "four in a row");
    assert_eq!(wrong(1).await, 1);
    let expected = json!({ "by": null, "kind": "second_factor_guessed", "email": ANNA });
    assert_eq!(staff.audit(&portal).await[0], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_confirms_nothing() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let nothing = anna.own(&portal, "PUT", "/second-factor", &json!({ "code": "123456" })).await;
    assert_eq!(nothing.code(), ErrorCode::NotNow, "nothing waits for a code");
    let password = portal.password(ANNA).to_owned();
    let begun = anna.own(&portal, "POST", "/second-factor", &json!({ "password": password })).await;
    let begun: Value = begun.json();
    let right = digits(begun["secret"].as_str().expect("a secret"), portal.now());
    for wrong in ["", "12345", "abcdef", if right == "000000" { "000001" } else { "000000" }] {
        let refused = anna.own(&portal, "PUT", "/second-factor", &json!({ "code": wrong })).await;
        assert_eq!(refused.code(), ErrorCode::SecondFactorWrong, "{wrong}");
    }
    assert_eq!(knock(&portal, ANNA, &password, None, "").await.status, 200);
}
