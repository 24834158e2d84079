//! The embedded pages, built or not.

use corporate_protocol::ErrorCode;

use crate::support::{Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn each_page_is_there_or_says_that_it_is_not_built() {
    let portal = TestPortal::start().await;
    for path in ["/", "/chat?lang=de", "/console", "/manage"] {
        let answer = portal.send_bare(Request::get(path)).await;
        if answer.status == 404 {
            assert!(answer.text().starts_with("The pages are not built."), "{path}");
            continue;
        }
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        let tag = answer.header("etag").expect("a tag").to_owned();
        let again = Request::get(path).header("if-none-match", &tag);
        let again = portal.send_bare(again).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_else_is_served() {
    let portal = TestPortal::start().await;
    for path in ["/index.html", "/chat.html", "/assets/nope.js", "/assets/../../src", "/Cargo.toml"]
    {
        let answer = portal.send_bare(Request::get(path)).await;
        assert_eq!((answer.status, answer.code()), (404, ErrorCode::NotFound), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_lost_gets_a_page() {
    let portal = TestPortal::start().await;
    let built = portal.send_bare(Request::get("/")).await.status == 200;
    for path in ["/nope", "/nope/deeper", "/chat.html"] {
        let lost = Request::get(path).header("accept", "text/html,*/*;q=0.8");
        let answer = portal.send_bare(lost).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.text().contains("<!doctype html>"), built, "{path}");
    }
}
