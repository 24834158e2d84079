//! `POST /api/v1/agents/sign-in`

use corporate_protocol::{ErrorCode, PortalOrigin};
use serde_json::{Value, json};

use crate::support::{Answer, Request, TestPortal, knock};

const PATH: &str = "/api/v1/agents/sign-in";

async fn attempt(portal: &TestPortal, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    portal.send(Request::post(PATH, &body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_right_password_opens_whatever_the_case_of_the_address() {
    let portal = TestPortal::start().await;
    let password = portal.password("max@demo.test").to_owned();
    let answer = attempt(&portal, " Max@Demo.test ", &password).await;
    assert_eq!(answer.status, 200);
    let agent: Value = answer.json();
    assert_eq!(agent["roles"], json!(["administrator"]));
    assert_eq!(agent["may_open_reports"], true);
    let cookie = answer.header("set-cookie").expect("a cookie");
    assert!(cookie.contains("; Max-Age=43200") && !cookie.contains("Secure"), "{cookie}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let portal = TestPortal::start().await;
    let wrong = attempt(&portal, "anna@demo.test", "wrong password").await;
    let unknown = attempt(&portal, "nobody@demo.test", "wrong password").await;
    let empty = attempt(&portal, "", "").await;
    for answer in [&wrong, &unknown, &empty] {
        assert_eq!((answer.status, answer.code()), (401, ErrorCode::WrongPassword));
        assert_eq!(answer.body, wrong.body);
        assert!(answer.header("set-cookie").is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_even_for_the_right_password() {
    let portal = TestPortal::start().await;
    let mut codes = Vec::new();
    for _ in 0..9 {
        codes.push(attempt(&portal, "anna@demo.test", "a wrong guess").await.code());
    }
    assert_eq!(codes[..8], [ErrorCode::WrongPassword; 8]);
    assert_eq!(codes[8], ErrorCode::RateLimited);
    let password = portal.password("anna@demo.test").to_owned();
    let locked = attempt(&portal, "anna@demo.test", &password).await;
    assert_eq!(locked.code(), ErrorCode::RateLimited);
    let password = portal.password("ben@demo.test").to_owned();
    assert_eq!(attempt(&portal, "ben@demo.test", &password).await.status, 200, "others go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attack_does_not_lock_out_who_works_here() {
    let portal = TestPortal::start().await;
    let password = portal.password("anna@demo.test").to_owned();
    let first = knock(&portal, "anna@demo.test", &password, None, "").await;
    let cookies = first.cookies();
    let device = cookies.split("; ").find(|pair| pair.starts_with("corporate_device_"));
    let device = device.expect("the device is known from now on").to_owned();
    for _ in 0..12 {
        attempt(&portal, "anna@demo.test", "a wrong guess").await;
    }
    let strange = attempt(&portal, "anna@demo.test", &password).await;
    assert_eq!(strange.code(), ErrorCode::RateLimited);
    assert!(strange.header("retry-after").is_some());
    let known = knock(&portal, "anna@demo.test", &password, None, &device).await;
    assert_eq!(known.status, 200);
    assert!(!known.cookies().contains("corporate_device_"), "it is known already");
    let portal = portal.restart().await;
    for _ in 0..12 {
        attempt(&portal, "anna@demo.test", "a wrong guess").await;
    }
    let known = knock(&portal, "anna@demo.test", &password, None, &device).await;
    assert_eq!(known.status, 200, "after a restart too");
    let mut codes = Vec::new();
    for _ in 0..11 {
        let guess = knock(&portal, "anna@demo.test", "a wrong guess", None, &device).await;
        codes.push(guess.code());
    }
    assert_eq!(codes[9..], [ErrorCode::WrongPassword, ErrorCode::RateLimited], "a thief's device");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_known_to_its_own_agent_only() {
    let portal = TestPortal::start().await;
    let password = portal.password("ben@demo.test").to_owned();
    let bens = knock(&portal, "ben@demo.test", &password, None, "").await.cookies();
    for _ in 0..8 {
        let guess = knock(&portal, "anna@demo.test", "a wrong guess", None, &bens).await;
        assert_eq!(guess.code(), ErrorCode::WrongPassword);
    }
    let guess = knock(&portal, "anna@demo.test", "a wrong guess", None, &bens).await;
    assert_eq!(guess.code(), ErrorCode::RateLimited);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_sites_page_can_not_sign_anybody_in() {
    let portal = TestPortal::start().await;
    let body = json!({ "email": "anna@demo.test", "password": portal.password("anna@demo.test") });
    let foreign = Request::post(PATH, &body).header("origin", "https://evil.example");
    assert_eq!(portal.send_bare(foreign).await.code(), ErrorCode::ForeignOrigin);
    let none = Request::post(PATH, &body);
    assert_eq!(portal.send_bare(none).await.code(), ErrorCode::ForeignOrigin);
    let cross = Request::post(PATH, &body).header("sec-fetch-site", "cross-site");
    assert_eq!(portal.send_bare(cross).await.code(), ErrorCode::ForeignOrigin);
    let own = Request::post(PATH, &body).header("sec-fetch-site", "same-origin");
    assert_eq!(portal.send_bare(own).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_site_can_plant_a_cookie() {
    let portal = TestPortal::start_with(None, |config| {
        config.public_url = PortalOrigin::parse("https://support.example.com").ok();
    })
    .await;
    let origin = "https://support.example.com";
    let password = portal.password("anna@demo.test").to_owned();
    let body = json!({ "email": "anna@demo.test", "password": password });
    let answer = portal.send(Request::post(PATH, &body).header("origin", origin)).await;
    let cookie = answer.cookie();
    assert!(cookie.starts_with("__Host-corporate_agent="), "{cookie}");
    let me = |cookie: &str| Request::get("/api/v1/agents/me").header("cookie", cookie);
    assert_eq!(portal.send(me(&cookie)).await.status, 200);
    let planted = cookie.trim_start_matches("__Host-");
    assert_eq!(portal.send(me(planted)).await.code(), ErrorCode::NotSignedIn);
    let twice = format!("{cookie}; {cookie}");
    assert_eq!(portal.send(me(&twice)).await.code(), ErrorCode::NotSignedIn);
}
