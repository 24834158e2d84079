//! `GET /download/release/{path}`

use corporate_protocol::ErrorCode;

use crate::support::{APP_BYTES, Request, TestPortal};

const PATH: &str = "/download/release/linux-x86_64/app";

#[tokio::test(flavor = "multi_thread")]
async fn sends_an_artifact_whole_or_in_part() {
    let portal = TestPortal::start().await;
    let whole = portal.send_bare(Request::get(PATH)).await;
    assert_eq!((whole.status, whole.body.as_slice()), (200, APP_BYTES));
    assert_eq!(whole.header("content-type"), Some("application/octet-stream"));
    assert_eq!(whole.header("x-content-type-options"), Some("nosniff"));
    let part = portal.send_bare(Request::get(PATH).header("range", "bytes=10-")).await;
    assert_eq!((part.status, part.body.as_slice()), (206, &APP_BYTES[10..]));
    let beyond = portal.send_bare(Request::get(PATH).header("range", "bytes=99-")).await;
    assert_eq!(beyond.status, 416);
}

#[tokio::test(flavor = "multi_thread")]
async fn sends_nothing_that_the_manifest_does_not_name() {
    let portal = TestPortal::start().await;
    for path in ["secret.txt", "manifest.json", "../portal.sqlite", "%2e%2e/x", "/etc/passwd"] {
        let answer = portal.send_bare(Request::get(format!("/download/release/{path}"))).await;
        assert_eq!((answer.status, answer.code()), (404, ErrorCode::NotFound), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_release_it_says_so() {
    let portal = TestPortal::start_with(None, |_| {}).await;
    assert_eq!(portal.send_bare(Request::get(PATH)).await.code(), ErrorCode::ReleaseMissing);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_vanished_is_no_internal_error() {
    let portal = TestPortal::start().await;
    let folder = portal.release.as_ref().expect("a release").folder().to_owned();
    std::fs::remove_file(folder.join("linux-x86_64/app")).expect("removed");
    assert_eq!(portal.send_bare(Request::get(PATH)).await.code(), ErrorCode::ReleaseMissing);
}
