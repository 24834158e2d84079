//! What every answer carries.

use crate::support::{Customer, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers() {
    let portal = TestPortal::start().await;
    for path in ["/", "/console", "/api/v1/portal", "/api/v1/nope", "/download/x", "/healthz"] {
        let answer = portal.send_bare(Request::get(path)).await;
        let csp = answer.header("content-security-policy").expect("a policy");
        assert!(csp.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(csp.ends_with("frame-ancestors 'none'") && !csp.contains("unsafe-inline"), "{csp}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("strict-transport-security").is_none(), "not on plain http");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_https_cookies_are_secure_and_foreign_hosts_stay_foreign() {
    let public = "https://support.example.com";
    let portal = TestPortal::start_with(None, |config| {
        let origin = corporate_protocol::PortalOrigin::parse(public).expect("an origin");
        config.public_url = Some(origin);
    })
    .await;
    let body = serde_json::json!({ "name": "Erika", "question": "Hi" });
    let request = Request::post("/api/v1/chats", &body).header("origin", public);
    let answer = portal.send_bare(request).await;
    assert_eq!(answer.status, 201);
    assert!(answer.header("set-cookie").expect("a cookie").ends_with("; Secure"));
    assert!(answer.header("strict-transport-security").is_some());
    let other =
        Request::post("/api/v1/chats", &body).header("origin", "http://support.example.com");
    assert_eq!(portal.send_bare(other).await.status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_private_is_cached() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let path = format!("/api/v1/sessions/{}/transcript.txt", erika.session);
    let answer = portal.send(Request::get(path).header("cookie", &erika.cookie)).await;
    assert_eq!((answer.status, answer.header("cache-control")), (200, Some("no-store")));
}
