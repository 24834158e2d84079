//! `GET /download/release/{path}`

use corporate_protocol::ErrorCode;
use sha2::{Digest as _, Sha256};

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
async fn a_download_that_broke_off_goes_on_where_it_is_the_same_file() {
    let portal = TestPortal::start().await;
    let whole = portal.send_bare(Request::get(PATH)).await;
    let tag = whole.header("etag").expect("a tag").to_owned();
    assert_eq!(tag, format!("\"{:x}\"", Sha256::digest(APP_BYTES)));
    let rest = async |condition: &str| {
        let request = Request::get(PATH).header("range", "bytes=10-");
        portal.send_bare(request.header("if-range", condition)).await
    };
    let same = rest(&tag).await;
    assert_eq!((same.status, same.body.as_slice()), (206, &APP_BYTES[10..]));
    let span = format!("bytes 10-{}/{}", APP_BYTES.len() - 1, APP_BYTES.len());
    assert_eq!(same.header("content-range"), Some(span.as_str()));
    for other in ["\"another\"", &format!("W/{tag}"), "Sun, 06 Nov 1994 08:49:37 GMT", ""] {
        let answer = rest(other).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, APP_BYTES), "{other}");
    }
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
