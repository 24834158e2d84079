//! How much, how long and what may be sent.

use std::time::{Duration, Instant};

use corporate_protocol::{CommandBody, ErrorCode, FileId, limits};

use crate::support::{Agent, Customer, SlowUpload, TestPortal, file_request, sent, status_of};

async fn code(portal: &TestPortal, erika: &Customer, name: &str, bytes: usize) -> ErrorCode {
    let request = file_request(erika.session, FileId::random(), name, vec![b'x'; bytes]);
    portal.send(request.header("cookie", &erika.cookie)).await.code()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_account_does_not_allow_is_refused_by_name() {
    let portal = TestPortal::start().await;
    portal
        .change_settings(|settings| {
            settings.files.most_bytes = 10;
            settings.files.endings = vec!["txt".to_owned(), "pdf".to_owned()];
        })
        .await;
    let erika = Customer::helped(&portal, "Erika").await;
    assert_eq!(code(&portal, &erika, "a.txt", 11).await, ErrorCode::TooLarge);
    for name in ["a.exe", "a.txt.exe", "a", "txt", ".txt", "a.pdf%E2%80%AE.js", "a.txt%20.scr"] {
        assert_eq!(code(&portal, &erika, name, 1).await, ErrorCode::FileTypeRefused, "{name}");
    }
    let cookie = ("cookie", erika.cookie.as_str());
    assert_eq!(sent(&portal, cookie, erika.session, "A.TXT", vec![b'x'; 10]).await.bytes, 10);
    assert_eq!(sent(&portal, cookie, erika.session, "empty.txt", "").await.bytes, 0);
    portal.change_settings(|settings| settings.files.allowed = false).await;
    assert_eq!(code(&portal, &erika, "a.txt", 1).await, ErrorCode::FilesOff);
    assert_eq!(portal.kept_files().len(), 2, "nothing is left of what was refused");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_has_so_many_files_and_so_many_bytes() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let cookie = ("cookie", erika.cookie.as_str());
    sent(&portal, cookie, erika.session, "a.txt", "x").await;
    let folder = portal.files().join(erika.session.to_string());
    for _ in 0..limits::SESSION_FILES - 2 {
        std::fs::write(folder.join(FileId::random().to_string()), b"x").expect("a file");
    }
    sent(&portal, cookie, erika.session, "last.txt", "x").await;
    assert_eq!(code(&portal, &erika, "a.txt", 1).await, ErrorCode::FilesFull);
    let otto = Customer::helped(&portal, "Otto").await;
    let cookie = ("cookie", otto.cookie.as_str());
    sent(&portal, cookie, otto.session, "a.txt", "x").await;
    let folder = portal.files().join(otto.session.to_string());
    let large = std::fs::File::create(folder.join(FileId::random().to_string())).expect("a file");
    large.set_len(limits::SESSION_FILES_BYTES - 11).expect("a sparse file");
    assert_eq!(code(&portal, &otto, "a.txt", 11).await, ErrorCode::FilesFull);
    sent(&portal, cookie, otto.session, "a.txt", vec![b'x'; 10]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_at_once_and_the_next_has_to_wait() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    let mut under_way = Vec::new();
    for _ in 0..4 {
        let length = "content-length: 10\r\n";
        let mut upload = SlowUpload::begin(&portal, &erika.cookie, erika.session, length).await;
        upload.send(1).await;
        under_way.push(upload);
    }
    let incoming = || std::fs::read_dir(portal.files().join("incoming")).expect("it").count();
    crate::support::soon("four uploads", async {
        while incoming() < 4 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    assert_eq!(code(&portal, &erika, "a.txt", 1).await, ErrorCode::RateLimited);
    let anna = Agent::anna(&portal).await;
    let request = file_request(erika.session, FileId::random(), "a.txt", "x");
    let hers = portal.send(request.header("cookie", &anna.cookie)).await;
    assert_eq!(hers.code(), ErrorCode::RateLimited, "the session's, not the sender's");
    for mut upload in under_way {
        upload.send(9).await;
        assert_eq!(status_of(&upload.answer().await), 201);
    }
    sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_is_fine_and_asleep_is_cut() {
    let portal = TestPortal::start_with(None, |config| {
        config.timings.request = Duration::from_secs(2);
    })
    .await;
    let erika = Customer::helped(&portal, "Erika").await;
    let part = 20 * 1024;
    let length = format!("content-length: {}\r\n", 6 * part);
    let began = Instant::now();
    let mut slow = SlowUpload::begin(&portal, &erika.cookie, erika.session, &length).await;
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(600)).await;
        slow.send(part).await;
    }
    assert_eq!(status_of(&slow.answer().await), 201);
    assert!(began.elapsed() > Duration::from_secs(3), "longer than a request may take");
    let mut asleep = SlowUpload::begin(&portal, &erika.cookie, erika.session, &length).await;
    asleep.send(part).await;
    let answer = asleep.answer().await;
    assert_eq!(status_of(&answer), 422, "{answer}");
    assert!(answer.contains("\"file_broken\""), "{answer}");
    assert_eq!(portal.kept_files().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_too_much_still_reads_why() {
    let portal = TestPortal::start().await;
    let erika = Customer::helped(&portal, "Erika").await;
    // More than any socket's buffers hold: nobody reads an answer before this is sent.
    let refused = code(&portal, &erika, "large.txt", 40 * 1024 * 1024).await;
    assert_eq!(refused, ErrorCode::TooLarge);
    let incoming = std::fs::read_dir(portal.files().join("incoming")).expect("a folder");
    assert_eq!(incoming.count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn before_an_agent_has_come_a_stranger_sends_nothing() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    assert_eq!(code(&portal, &erika, "a.txt", 1).await, ErrorCode::NotNow);
    let anna = Agent::anna(&portal).await;
    let mut log = anna.take(&portal, erika.session).await;
    let cookie = ("cookie", erika.cookie.as_str());
    sent(&portal, cookie, erika.session, "a.txt", "x").await;
    let queue = "general".to_owned().try_into().expect("a queue");
    log.ask(CommandBody::HandToQueue { queue }).await.expect("possible");
    sent(&portal, cookie, erika.session, "b.txt", "while it waits again").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_files_together_have_so_much_room_and_no_more() {
    let portal = TestPortal::start_with(None, |config| config.files_total_bytes = 100).await;
    let erika = Customer::helped(&portal, "Erika").await;
    let otto = Customer::helped(&portal, "Otto").await;
    sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", vec![b'x'; 60]).await;
    assert_eq!(code(&portal, &otto, "a.txt", 41).await, ErrorCode::StorageFull);
    let request = file_request(otto.session, FileId::random(), "a.txt", vec![b'x'; 41]);
    let anna = Agent::anna(&portal).await;
    let hers = portal.send(request.header("cookie", &anna.cookie)).await;
    assert_eq!((hers.status, hers.code()), (507, ErrorCode::StorageFull), "agents too");
    let portal = portal.restart().await;
    assert_eq!(code(&portal, &otto, "a.txt", 41).await, ErrorCode::StorageFull);
    sent(&portal, ("cookie", &otto.cookie), otto.session, "a.txt", vec![b'x'; 40]).await;
    assert_eq!(code(&portal, &otto, "a.txt", 1).await, ErrorCode::StorageFull);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_sends_so_much_a_day_in_all_its_chats() {
    let portal = TestPortal::start_with(None, |config| config.files_daily_bytes = 100).await;
    let erika = Customer::helped(&portal, "Erika").await;
    let otto = Customer::helped(&portal, "Otto").await;
    sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", vec![b'x'; 60]).await;
    assert_eq!(code(&portal, &otto, "a.txt", 41).await, ErrorCode::FilesToday);
    let anna = Agent::anna(&portal).await;
    sent(&portal, ("cookie", &anna.cookie), otto.session, "a.txt", vec![b'x'; 200]).await;
    let length = "content-length: 40\r\n";
    let mut broken = SlowUpload::begin(&portal, &otto.cookie, otto.session, length).await;
    broken.send(10).await;
    broken.cut();
    crate::support::soon("room for what did not arrive", async {
        let request = || file_request(otto.session, FileId::random(), "a.txt", vec![b'x'; 40]);
        while portal.send(request().header("cookie", &otto.cookie)).await.status != 201 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(code(&portal, &erika, "a.txt", 1).await, ErrorCode::FilesToday);
    portal.clock.pass_seconds(24 * 3600);
    let paula = Customer::helped(&portal, "Paula").await;
    sent(&portal, ("cookie", &paula.cookie), paula.session, "a.txt", vec![b'x'; 100]).await;
}
