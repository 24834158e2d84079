//! A link's code, joining and fetching the transcript, against a server that answers one request.

use corporate_link::{LinkError, join, redeem, renew, transcript};
use corporate_protocol::{
    ChatAfterUpgrade, Code, ErrorCode, JoinRequest, Language, Machine, PortalOrigin, Problem,
    RedeemRequest, RenewRequest, Secret, SessionId, System,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::portal::{credential, soon};

/// Answers one request and returns it.
async fn answering(status: u16, body: String) -> (PortalOrigin, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        let mut asked = Vec::new();
        loop {
            let mut chunk = [0; 4096];
            let read = stream.read(&mut chunk).await.expect("a request");
            asked.extend_from_slice(&chunk[..read]);
            let text = String::from_utf8_lossy(&asked).to_lowercase();
            let Some((head, rest)) = text.split_once("\r\n\r\n") else { continue };
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.parse().ok()).unwrap_or(0);
            if rest.len() >= length {
                break;
            }
        }
        let length = body.len();
        let head = format!(
            "HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: {length}\r\n\
             connection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.expect("written");
        stream.write_all(body.as_bytes()).await.expect("written");
        String::from_utf8(asked).expect("text")
    });
    (origin, served)
}

fn machine() -> Machine {
    Machine { system: System::Linux, arch: "x86_64".into(), version: "0.1.0".into() }
}

fn ticket() -> Secret {
    Secret::from_random([9; 32])
}

#[tokio::test]
async fn a_ticket_becomes_a_credential() {
    let session = SessionId::random();
    let answer = serde_json::json!({
        "session": session,
        "credential": credential().reveal(),
        "company": "Muster GmbH",
        "language": "de",
        "chat_after": "web_only",
    });
    let (origin, served) = answering(200, answer.to_string()).await;
    let joined = soon("joining", join(&origin, ticket(), machine())).await.expect("joined");
    assert_eq!(joined.session, session);
    assert_eq!(joined.credential.hash(), credential().hash());
    assert_eq!((joined.language, joined.company.as_str()), (Language::De, "Muster GmbH"));
    assert_eq!(joined.chat_after, ChatAfterUpgrade::WebOnly);
    let asked = served.await.expect("served");
    assert!(asked.starts_with("POST /api/v1/handoff/join HTTP/1.1\r\n"));
    let (_, body) = asked.split_once("\r\n\r\n").expect("a body");
    let request: JoinRequest = serde_json::from_str(body).expect("JSON");
    assert_eq!(request.ticket.hash(), ticket().hash());
}

fn code() -> Code {
    Code::parse("K7QM-2XRB-9TFD").expect("a code")
}

/// The body of a request for a path.
fn body<'a>(asked: &'a str, path: &str) -> &'a str {
    assert!(asked.starts_with(&format!("POST {path} HTTP/1.1\r\n")), "{asked}");
    assert!(!asked.to_lowercase().contains("authorization:"));
    asked.split_once("\r\n\r\n").expect("a body").1
}

#[tokio::test]
async fn a_code_becomes_a_ticket_and_the_names_of_who_asks() {
    let answer = serde_json::json!({
        "ticket": ticket().reveal(),
        "company": "Muster GmbH",
        "agent": "Anna",
        "language": "de",
        "release": { "manifest": "{}", "signature": "" },
    });
    let (origin, served) = answering(200, answer.to_string()).await;
    let redeemed = soon("redeeming", redeem(&origin, code(), machine())).await.expect("redeemed");
    assert_eq!(redeemed.ticket.hash(), ticket().hash());
    assert_eq!((redeemed.company.as_str(), redeemed.agent.as_str()), ("Muster GmbH", "Anna"));
    assert_eq!(redeemed.language, Language::De);
    let asked = served.await.expect("served");
    let request: RedeemRequest =
        serde_json::from_str(body(&asked, "/api/v1/handoff/redeem")).expect("JSON");
    assert_eq!((request.code, request.machine), (code(), machine()));
}

#[tokio::test]
async fn a_ticket_is_exchanged_for_a_fresh_one() {
    let fresh = Secret::from_random([10; 32]);
    let answer = serde_json::json!({ "ticket": fresh.reveal() });
    let (origin, served) = answering(200, answer.to_string()).await;
    let renewed = soon("renewing", renew(&origin, ticket())).await.expect("renewed");
    assert_eq!(renewed.hash(), fresh.hash());
    let asked = served.await.expect("served");
    let request: RenewRequest =
        serde_json::from_str(body(&asked, "/api/v1/handoff/renew")).expect("JSON");
    assert_eq!(request.ticket.hash(), ticket().hash());
}

#[tokio::test]
async fn a_refused_code_says_why_and_a_foreign_answer_is_not_believed() {
    for told in [ErrorCode::CodeUnknown, ErrorCode::CodeUsed, ErrorCode::CodeExpired] {
        let problem = serde_json::to_string(&Problem::new(told)).expect("JSON");
        let (origin, _served) = answering(told.status(), problem).await;
        let error = redeem(&origin, code(), machine()).await.expect_err("refused");
        assert!(matches!(error, LinkError::Refused(code) if code == told), "{error:?}");
    }
    let moved = answering(302, String::new()).await.0;
    let error = redeem(&moved, code(), machine()).await.expect_err("no redirect is followed");
    assert!(matches!(error, LinkError::NotUnderstood), "{error:?}");
}

#[tokio::test]
async fn a_refused_ticket_says_why() {
    for code in [ErrorCode::TicketUsed, ErrorCode::TicketExpired, ErrorCode::TicketUnknown] {
        let problem = serde_json::to_string(&Problem::new(code)).expect("JSON");
        let (origin, _served) = answering(code.status(), problem).await;
        let error = join(&origin, ticket(), machine()).await.expect_err("refused");
        assert!(matches!(error, LinkError::Refused(told) if told == code), "{error:?}");
    }
}

#[tokio::test]
async fn answers_that_are_not_our_portals_are_not_believed() {
    let long = format!("{{\"session\":\"{}\"}}", "x".repeat(64 * 1024));
    for (status, body) in
        [(200, "{}".to_owned()), (200, "<html>".to_owned()), (200, long), (302, String::new())]
    {
        let (origin, _served) = answering(status, body).await;
        let error = join(&origin, ticket(), machine()).await.expect_err("not understood");
        assert!(matches!(error, LinkError::NotUnderstood), "{status}: {error:?}");
    }
}

#[tokio::test]
async fn an_error_without_a_problem_still_has_its_status() {
    let (origin, _served) = answering(503, "<html>".into()).await;
    let error = join(&origin, ticket(), machine()).await.expect_err("refused");
    assert!(matches!(error, LinkError::Refused(ErrorCode::Unavailable)), "{error:?}");
}

#[tokio::test]
async fn nobody_at_the_address_is_unreachable() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = nobody.local_addr().expect("an address");
    drop(nobody);
    let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
    let error = join(&origin, ticket(), machine()).await.expect_err("unreachable");
    assert!(matches!(error, LinkError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
async fn the_transcript_is_asked_for_with_language_and_zone() {
    let session = SessionId::random();
    for (zone, sent) in [("Europe/Berlin", "Europe/Berlin"), ("x&y=z", "UTC"), ("", "UTC")] {
        let (origin, served) = answering(200, "Grüße\n".into()).await;
        let text = transcript(&origin, session, credential(), Language::De, zone).await;
        assert_eq!(text.expect("a transcript"), "Grüße\n");
        let asked = served.await.expect("served");
        let path = format!("/api/v1/sessions/{session}/transcript.txt?lang=de&zone={sent}");
        assert!(asked.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{asked}");
        let bearer = format!("authorization: Bearer {}\r\n", credential().reveal());
        assert!(asked.contains(&bearer));
    }
}

/// Bug: who could not prove to be the portal was called a portal that restarts.
#[tokio::test]
async fn who_answers_without_tls_where_it_belongs_is_not_secure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let _served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a client");
        stream.read_u8().await.expect("a hello");
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.expect("written");
        // Kept open until the client has gone.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.ok();
    });
    let origin = PortalOrigin::parse(&format!("https://{address}")).expect("an origin");
    let error = join(&origin, ticket(), machine()).await.expect_err("no TLS");
    assert_eq!(error.own_problem(), Some("not_secure"), "{error:?}");
}
