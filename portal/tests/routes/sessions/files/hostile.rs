//! Uploads that no page would make.

use std::time::Duration;

use corporate_protocol::{ErrorCode, FileId, FileInfo};

use crate::support::{Customer, SlowUpload, TestPortal, file_request, sent, soon, status_of};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cut_leaves_nothing() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let length = "content-length: 100000\r\n";
    let mut upload = SlowUpload::begin(&portal, &erika.cookie, erika.session, length).await;
    upload.send(50_000).await;
    soon("an upload", async {
        while portal.kept_files().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    upload.cut();
    soon("the end of the upload", async {
        while !portal.kept_files().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    assert_eq!(erika.log(&portal).await.events.len(), 2, "nothing was said of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_must_be_announced_once_and_be_true() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let (cookie, session) = (erika.cookie.as_str(), erika.session);
    let chunked = "transfer-encoding: chunked\r\n";
    let upload = SlowUpload::begin(&portal, cookie, session, chunked).await;
    assert_eq!(status_of(&upload.answer().await), 411);
    for odd in ["content-length: -1\r\n", "content-length: 1\r\ncontent-length: 2\r\n"] {
        let upload = SlowUpload::begin(&portal, cookie, session, odd).await;
        assert_eq!(status_of(&upload.answer().await), 400, "{odd}");
    }
    let huge = format!("content-length: {}\r\n", u64::MAX - 2);
    let upload = SlowUpload::begin(&portal, cookie, session, &huge).await;
    assert!(matches!(status_of(&upload.answer().await), 400 | 413));
    assert!(portal.kept_files().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_mean_harm_become_names() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    for (sent, kept) in [
        ("..%2F..%2Fetc%2Fpasswd.txt", "passwd.txt"),
        ("C%3A%5CWindows%5Cevil.txt", "evil.txt"),
        ("invoice%E2%80%AEfdp.txt", "invoicefdp.txt"),
        ("a%00b%0D%0ASet-Cookie%3A%20x.txt", "abSet-Cookie_ x.txt"),
        ("%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E.txt", "_img src=x onerror=alert(1)_.txt"),
        ("nul.txt", "_nul.txt"),
        ("%E2%80%8B%E2%80%8Bzero.txt", "zero.txt"),
    ] {
        let request = file_request(erika.session, FileId::random(), sent, "x");
        let answer = portal.send(request.header("cookie", &erika.cookie)).await;
        assert_eq!(answer.status, 201, "{sent}: {}", answer.text());
        assert_eq!(answer.json::<FileInfo>().name.as_str(), kept);
    }
    for bad in ["", "%FF%FE.txt", "%2F", "..", "%20.%20"] {
        let request = file_request(erika.session, FileId::random(), bad, "x");
        let answer = portal.send(request.header("cookie", &erika.cookie)).await;
        assert_eq!(answer.code(), ErrorCode::FileNameInvalid, "{bad}");
    }
    let nameless = crate::support::Request::new(
        "PUT",
        crate::support::file_path(erika.session, FileId::random()),
    );
    let answer = portal.send(nameless.header("cookie", &erika.cookie).body(b"x".to_vec())).await;
    assert_eq!(answer.code(), ErrorCode::FileNameInvalid);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_address_can_not_fill_the_disk_in_a_hurry() {
    let portal = TestPortal::start().await;
    let mut taken = 0;
    let mut refused = None;
    let erika = Customer::helped(&portal, "Erika").await;
    for _ in 0..150 {
        let request = file_request(erika.session, FileId::random(), "a.txt", "x");
        let answer = portal.send(request.header("cookie", &erika.cookie)).await;
        if answer.status != 201 {
            refused = Some(answer.code());
            break;
        }
        taken += 1;
    }
    assert_eq!(refused, Some(ErrorCode::RateLimited));
    assert!((100..=130).contains(&taken), "{taken}");
}

#[tokio::test(flavor = "multi_thread")]
async fn under_a_known_id_nobody_sends_without_end() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let cookie = ("cookie", erika.cookie.as_str());
    let known = sent(&portal, cookie, erika.session, "a.txt", "x").await;
    // Other bytes than those of that file are not read to their end.
    let length = format!("content-length: {}\r\n", u64::MAX / 2);
    let mut upload =
        SlowUpload::begin_as(&portal, &erika.cookie, erika.session, known.id, &length).await;
    upload.send(100_000).await;
    let began = std::time::Instant::now();
    assert_eq!(status_of(&upload.answer().await), 200);
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    // And who sends too often is refused, known or not.
    let mut refused = None;
    for _ in 0..150 {
        let request = file_request(erika.session, known.id, "a.txt", "x");
        let answer = portal.send(request.header("cookie", &erika.cookie)).await;
        if answer.status != 200 {
            refused = Some(answer.code());
            break;
        }
    }
    assert_eq!(refused, Some(ErrorCode::RateLimited));
}
