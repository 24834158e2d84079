//! `GET /widget.js`, and the chat inside pages of other sites.

use corporate_protocol::{ChatStarted, ErrorCode};
use serde_json::json;

use crate::support::{Answer, Customer, LogClient, Request, TestPortal};

const SITE: &str = "https://www.example.com";

#[tokio::test(flavor = "multi_thread")]
async fn any_site_may_load_the_script_and_ask_again_cheaply() {
    let portal = TestPortal::start().await;
    let script = portal.send_bare(Request::get("/widget.js")).await;
    assert_eq!(script.status, 200);
    for (name, value) in [
        ("content-type", "text/javascript; charset=utf-8"),
        ("cache-control", "public, max-age=300"),
        ("cross-origin-resource-policy", "cross-origin"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(script.header(name), Some(value), "{name}");
    }
    assert!(script.body.len() < 6 * 1024, "{} bytes", script.body.len());
    for unfit in ["eval(", "innerHTML", "style=", "document.write", "new Function", "http://127"] {
        assert!(!script.text().contains(unfit), "{unfit}");
    }
    let tag = script.header("etag").expect("a tag").to_owned();
    let again = portal.send_bare(Request::get("/widget.js").header("if-none-match", &tag)).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_listed_sites_may_frame_and_only_the_chat() {
    let portal = TestPortal::start().await;
    let policy = |answer: &Answer| {
        let csp = answer.header("content-security-policy").expect("a policy");
        let at = csp.find("frame-ancestors").expect("frame ancestors");
        (csp[at..].to_owned(), answer.header("x-frame-options").map(str::to_owned))
    };
    let nobody = ("frame-ancestors 'none'".to_owned(), Some("DENY".to_owned()));
    portal.change_settings(|settings| settings.embed_origins.clear()).await;
    let chat = portal.send_bare(Request::get("/chat?embed=1")).await;
    assert_eq!(policy(&chat), nobody, "as long as no site is listed");
    portal.change_settings(|settings| settings.embed_origins = vec![SITE.to_owned()]).await;
    for path in ["/chat", "/chat?embed=1&lang=de"] {
        let chat = portal.send_bare(Request::get(path)).await;
        assert_eq!(policy(&chat), (format!("frame-ancestors 'self' {SITE}"), None), "{path}");
        let csp = chat.header("content-security-policy").expect("a policy");
        assert!(csp.starts_with("default-src 'none'; script-src 'self'"), "{csp}");
    }
    for path in ["/", "/console", "/manage", "/chat/", "/api/v1/portal", "/widget.js"] {
        let answer = portal.send_bare(Request::get(path)).await;
        assert_eq!(policy(&answer), nobody, "{path}");
    }
}

async fn start_in_frame(portal: &TestPortal) -> Answer {
    let body = json!({ "name": "Erika", "question": "Hi", "queue": "printers" });
    let answer = portal.send(Request::post("/api/v1/chats?embed=1", &body)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_starts_in_a_frame_has_a_cookie_for_that_site_alone() {
    let portal = TestPortal::start().await;
    let answer = start_in_frame(&portal).await;
    let cookies: Vec<&str> = answer.headers_named("set-cookie");
    let [set, cleared] = cookies.as_slice() else { panic!("{cookies:?}") };
    assert!(set.starts_with("corporate_chat_frame="), "{set}");
    let end = "; Path=/; HttpOnly; SameSite=None; Max-Age=86400; Secure; Partitioned";
    assert!(set.ends_with(end), "{set}");
    assert!(cleared.starts_with("corporate_chat=; "), "{cleared}");
    assert!(cleared.contains("; Max-Age=0"), "{cleared}");
    let body = json!({ "name": "Erika", "question": "Hi", "queue": "printers" });
    let own = portal.send(Request::post("/api/v1/chats", &body)).await;
    let set = own.headers_named("set-cookie")[0];
    assert!(set.starts_with("corporate_chat=") && set.contains("SameSite=Strict"), "{set}");
}

#[tokio::test(flavor = "multi_thread")]
async fn that_cookie_opens_its_chat_and_only_to_pages_of_the_portal() {
    let portal = TestPortal::start().await;
    portal.change_settings(|settings| settings.embed_origins = vec![SITE.to_owned()]).await;
    let answer = start_in_frame(&portal).await;
    let ChatStarted { session } = answer.json();
    let cookie =
        answer.headers_named("set-cookie")[0].split(';').next().expect("a pair").to_owned();
    let current = Request::get("/api/v1/chats/current").header("cookie", &cookie);
    assert_eq!(portal.send(current).await.json::<ChatStarted>().session, session);
    let open = async |origin: &str| {
        let headers = [("cookie", cookie.clone()), ("origin", origin.to_owned())];
        LogClient::open(&portal, session, "after=0", &headers).await
    };
    let mut log = open(&portal.origin()).await.expect("a log socket");
    log.say("From the frame").await;
    for site in [SITE, "https://evil.example", "null"] {
        // A listed site may show the frame. It may not act in its place.
        let refused = open(site).await.err().expect("a refusal");
        assert_eq!((refused.status, refused.problem.code), (403, ErrorCode::ForeignOrigin));
        let file = format!("/api/v1/sessions/{session}/files/{}", session.as_uuid());
        for (method, path) in [("PUT", file.as_str()), ("POST", "/api/v1/chats")] {
            let forged = Request::new(method, path).header("cookie", &cookie);
            let forged = portal.send(forged.header("origin", site)).await;
            assert_eq!(forged.code(), ErrorCode::ForeignOrigin, "{method} from {site}");
        }
        let read = Request::get(format!("/api/v1/sessions/{session}/transcript.txt"));
        let read = portal.send(read.header("cookie", &cookie).header("origin", site)).await;
        assert_eq!(read.header("access-control-allow-origin"), None);
        assert_eq!(read.header("cross-origin-resource-policy"), Some("same-origin"));
    }
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let path = format!("/api/v1/sessions/{}/transcript.txt", otto.session);
    let other = portal.send(Request::get(path).header("cookie", &cookie)).await;
    assert_eq!(other.code(), ErrorCode::NotInSession);
}
