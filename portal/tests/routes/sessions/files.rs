//! `PUT` and `GET /api/v1/sessions/{session}/files/{file}`

mod hostile;
mod limits;
mod rights;

use corporate_protocol::{Author, CommandBody, EventBody, FileId, FileInfo, Via};

use crate::support::{
    Agent, Customer, Request, TestPortal, captured, fetched, file_path, file_request, sent,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_file_travels_both_ways_and_the_log_names_it() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut log = anna.take(&portal, erika.session).await;
    let cookie = ("cookie", erika.cookie.as_str());
    let bill = sent(&portal, cookie, erika.session, "M%C3%A4rz.TXT", "bill").await;
    assert_eq!((bill.name.as_str(), bill.bytes, bill.picture), ("März.TXT", 4, None));
    let form = sent(&portal, ("cookie", &anna.cookie), erika.session, "form.pdf", "%PDF").await;
    log.until("both files", |log| files(log).len() == 2).await;
    let said = files(&log);
    assert_eq!(said[0], (Author::Customer { via: Via::Web }, bill.clone()));
    assert!(matches!(&said[1], (Author::Agent { .. }, info) if *info == form));
    for (secret, info, bytes) in [
        (&erika.cookie, &form, "%PDF"),
        (&anna.cookie, &bill, "bill"),
        (&erika.cookie, &bill, "bill"),
    ] {
        let got = fetched(&portal, ("cookie", secret), &file_path(erika.session, info.id)).await;
        assert_eq!((got.status, got.text()), (200, bytes));
    }
}

fn files(log: &crate::support::LogClient) -> Vec<(Author, FileInfo)> {
    let sent = log.events.iter().filter_map(|event| match &event.body {
        EventBody::FileSent { file } => Some((event.author.clone(), file.clone())),
        _ => None,
    });
    sent.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_it_is_a_browser_can_only_save_it() {
    let portal = TestPortal::start().await;
    portal.change_settings(|settings| settings.files.endings.push("html".to_owned())).await;
    let erika = Customer::helped(&portal, "Erika").await;
    let cookie = ("cookie", erika.cookie.as_str());
    let page = "<script>alert(1)</script>";
    let request = file_request(erika.session, FileId::random(), "a%22%3B.html", page);
    let request = request.header(cookie.0, cookie.1).header("content-type", "text/html");
    let info: FileInfo = portal.send(request).await.json();
    let path = file_path(erika.session, info.id);
    for path in [path.clone(), format!("{path}?as=customer")] {
        let got = fetched(&portal, cookie, &path).await;
        for (name, value) in [
            ("content-type", "application/octet-stream"),
            (
                "content-disposition",
                "attachment; filename=\"a__.html\"; filename*=UTF-8''a_%3B.html",
            ),
            ("content-security-policy", "sandbox; default-src 'none'"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(got.header(name), Some(value), "{name}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_goes_on_where_it_broke() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let cookie = ("cookie", erika.cookie.as_str());
    let info = sent(&portal, cookie, erika.session, "x.log", "0123456789").await;
    let path = file_path(erika.session, info.id);
    for (range, status, content, part) in [
        ("bytes=4-", 206, Some("bytes 4-9/10"), "456789"),
        ("bytes=-2", 206, Some("bytes 8-9/10"), "89"),
        ("bytes=10-", 416, Some("bytes */10"), ""),
    ] {
        let request = Request::get(&path).header(cookie.0, cookie.1).header("range", range);
        let got = portal.send_bare(request).await;
        assert_eq!((got.status, got.header("content-range")), (status, content), "{range}");
        assert_eq!(got.text(), part);
        assert_eq!(got.header("content-security-policy"), Some("sandbox; default-src 'none'"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_file_sent_again_is_there_once() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let id = FileId::random();
    let send = |name: &'static str, bytes: &'static str| {
        let request = file_request(erika.session, id, name, bytes);
        portal.send(request.header("cookie", &erika.cookie))
    };
    let (first, second) = tokio::join!(send("a.txt", "one"), send("a.txt", "one"));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert!(matches!(statuses, [200 | 201, 201]), "{statuses:?}");
    assert_eq!(first.json::<FileInfo>(), second.json());
    let again = send("b.txt", "other bytes").await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json::<FileInfo>(), first.json());
    let got = fetched(&portal, ("cookie", &erika.cookie), &file_path(erika.session, id)).await;
    assert_eq!(got.text(), "one");
    assert_eq!(files(&erika.log(&portal).await).len(), 1);
    assert_eq!(portal.kept_files().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_that_stands_for_a_message_is_no_file() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let mut log = erika.log(&portal).await;
    let text = corporate_protocol::MessageText::parse("Hello").expect("a text");
    let id = corporate_protocol::CommandId::random();
    log.send(&corporate_protocol::Command { id, body: CommandBody::Say { text } }).await;
    log.answer(id).await.expect("a message");
    let file = FileId::from_uuid(id.as_uuid());
    let request = file_request(erika.session, file, "a.txt", "x");
    let answer = portal.send(request.header("cookie", &erika.cookie)).await;
    assert_eq!(answer.code(), corporate_protocol::ErrorCode::BadRequest);
    let path = file_path(erika.session, file);
    assert_eq!(fetched(&portal, ("cookie", &erika.cookie), &path).await.status, 404);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn on_the_disk_it_is_private_and_has_no_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let name = "very-private-invoice.txt";
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, name, "secret").await;
    let folder = portal.files().join(erika.session.to_string());
    let mode = |path: &std::path::Path| {
        std::fs::metadata(path).expect("there").permissions().mode() & 0o777
    };
    assert_eq!((mode(&portal.files()), mode(&folder)), (0o700, 0o700));
    assert_eq!(mode(&folder.join(info.id.to_string())), 0o600);
    assert_eq!(portal.kept_files(), [format!("{}/{}", erika.session, info.id)]);
    assert!(!captured::log().contains("very-private-invoice"), "the name reached the log");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_outlast_a_restart() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "kept").await;
    let portal = portal.restart().await;
    let path = file_path(erika.session, info.id);
    assert_eq!(fetched(&portal, ("cookie", &erika.cookie), &path).await.text(), "kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_left_half_received_is_gone_after_a_restart() {
    let portal = TestPortal::start().await;
    std::fs::write(portal.files().join("incoming/left"), b"half").expect("a file");
    let portal = portal.restart().await;
    assert!(portal.kept_files().is_empty());
}
