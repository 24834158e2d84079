//! `/metrics`

use corporate_protocol::ErrorCode;

use crate::support::{Agent, Customer, Request, TestPortal};

const PATH: &str = "/metrics";
const TOKEN: &str = "a-token-of-at-least-20-characters";

#[tokio::test(flavor = "multi_thread")]
async fn tells_figures_and_nothing_that_somebody_typed() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika Musterfrau", "Geheime Frage").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.say("Vertraulich").await;
    Customer::start(&portal, "Otto", "Hi").await;
    portal.send_bare(Request::get("/no/such/thing/Geheim")).await;
    let answer = portal.send_bare(Request::get(PATH)).await;
    assert_eq!(answer.status, 200);
    let kind = answer.header("content-type").expect("a type");
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = answer.text();
    for line in [
        "corporate_portal_sessions{phase=\"waiting\"} 1",
        "corporate_portal_sessions{phase=\"chatting\"} 1",
        "corporate_portal_sockets 1",
        "corporate_portal_messages_total 1",
        "corporate_portal_requests_total{route=\"/api/v1/chats\",status=\"201\"} 2",
        "corporate_portal_requests_total{route=\"none\",status=\"404\"} 1",
    ] {
        assert!(text.lines().any(|written| written == line), "{line} is not in\n{text}");
    }
    for word in ["Erika", "Geheim", "Vertraulich", "anna", &erika.session.to_string()] {
        assert!(!text.contains(word), "{word}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn is_open_on_this_machine_and_by_its_token() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).expect("written");
    let portal = TestPortal::start_with(None, |config| {
        config.metrics_token_file = Some(file);
    })
    .await;
    let elsewhere = || Request::get(PATH).header("x-forwarded-for", "203.0.113.9");
    let refused = portal.send_bare(elsewhere()).await;
    assert_eq!((refused.status, refused.code()), (401, ErrorCode::NotSignedIn));
    for (shown, status) in
        [(format!("Bearer {TOKEN}"), 200), ("Bearer other".into(), 401), (TOKEN.into(), 401)]
    {
        let request = elsewhere().header("authorization", &shown);
        assert_eq!(portal.send_bare(request).await.status, status, "{shown}");
    }
    assert_eq!(portal.send_bare(Request::get(PATH)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_token_nobody_elses_token_is_good() {
    let portal = TestPortal::start_with(None, |_| {}).await;
    for shown in ["Bearer ", "Bearer x", ""] {
        let request = Request::get(PATH).header("via", "1.1 proxy").header("authorization", shown);
        assert_eq!(portal.send_bare(request).await.status, 401, "{shown}");
    }
}
