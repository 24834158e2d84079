//! Who may send and fetch files of a session, and when.

use corporate_protocol::{AuditAction, AuditEntry, CommandBody, ErrorCode, FileId, Phase};

use crate::support::{
    Agent, Customer, Request, TestPortal, fetched, file_path, file_request, sent,
};

#[tokio::test(flavor = "multi_thread")]
async fn only_those_of_the_session_send_and_readers_of_reports_fetch() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let _log = anna.take(&portal, erika.session).await;
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
    let not_in = Some(ErrorCode::NotInSession);
    for (who, cookie, put, get) in [
        ("nobody", "", Some(ErrorCode::NotSignedIn), Some(ErrorCode::NotSignedIn)),
        ("another customer", otto.cookie.as_str(), not_in, not_in),
        ("the agent", &anna.cookie, None, None),
        ("an agent who reads reports", &ben.cookie, not_in, None),
        ("an administrator who reads reports", &max.cookie, not_in, None),
        ("the customer", &erika.cookie, None, None),
    ] {
        let request = file_request(erika.session, FileId::random(), "a.txt", "x");
        let put_answer = portal.send(request.header("cookie", cookie)).await;
        let got = fetched(&portal, ("cookie", cookie), &file_path(erika.session, info.id)).await;
        let code = |answer: &crate::support::Answer| (answer.status >= 300).then(|| answer.code());
        assert_eq!((code(&put_answer), code(&got)), (put, get), "{who}");
    }
}

/// Anna takes it, gets a file and hands it over to the queue.
async fn with_a_file_and_waiting(
    portal: &TestPortal,
    erika: &Customer,
) -> corporate_protocol::FileInfo {
    let mut log = Agent::anna(portal).await.take(portal, erika.session).await;
    let info = sent(portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
    let queue = "printers".to_owned().try_into().expect("a queue");
    log.ask(CommandBody::HandToQueue { queue }).await.expect("possible");
    info
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_waits_agents_look_and_later_only_its_own() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let info = with_a_file_and_waiting(&portal, &erika).await;
    let path = file_path(erika.session, info.id);
    assert_eq!(fetched(&portal, ("cookie", &anna.cookie), &path).await.status, 200);
    let _log = ben.take(&portal, erika.session).await;
    let refused = fetched(&portal, ("cookie", &anna.cookie), &path).await;
    assert_eq!(refused.code(), ErrorCode::NotInSession);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_site_can_send_nothing() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    for origin in ["https://evil.example", "null"] {
        let request = file_request(erika.session, FileId::random(), "a.txt", "x");
        let request = request.header("cookie", &erika.cookie).header("origin", origin);
        assert_eq!(portal.send(request).await.code(), ErrorCode::ForeignOrigin);
    }
    let bare = file_request(erika.session, FileId::random(), "a.txt", "x");
    let answer = portal.send_bare(bare.header("cookie", &erika.cookie)).await;
    assert_eq!(answer.code(), ErrorCode::ForeignOrigin);
    assert!(portal.kept_files().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_end_nobody_sends_and_all_may_still_fetch() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut log = anna.take(&portal, erika.session).await;
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
    log.do_it(CommandBody::End).await;
    for cookie in [&erika.cookie, &anna.cookie] {
        let request = file_request(erika.session, FileId::random(), "a.txt", "x");
        let answer = portal.send(request.header("cookie", cookie)).await;
        assert_eq!(answer.code(), ErrorCode::SessionEnded);
        let path = file_path(erika.session, info.id);
        assert_eq!(fetched(&portal, ("cookie", cookie), &path).await.status, 200);
    }
    let again = file_request(erika.session, info.id, "a.txt", "x");
    let again = portal.send(again.header("cookie", &erika.cookie)).await;
    assert_eq!(again.status, 200, "what was sent before its end was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_sends_too_and_alone_once_the_chat_has_moved() {
    let portal = TestPortal::start().await;
    portal
        .change_settings(|settings| {
            settings.chat_after = corporate_protocol::ChatAfterUpgrade::Transfer;
        })
        .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut log = Agent::anna(&portal).await.take(&portal, erika.session).await;
    log.do_it(CommandBody::Upgrade).await;
    let app = erika.bring_app(&portal).await;
    log.until("the app", |log| log.state.phase == Phase::Standard || log.state.app_joined()).await;
    let request = file_request(erika.session, FileId::random(), "a.txt", "x");
    let moved = portal.send(request.header("cookie", &erika.cookie)).await;
    assert_eq!(moved.code(), ErrorCode::ChatMoved);
    let request = file_request(erika.session, FileId::random(), "a.txt", "x");
    let sent = portal.send_bare(request.header("authorization", &app.bearer)).await;
    assert_eq!(sent.status, 201, "{}", sent.text());
    let info: corporate_protocol::FileInfo = sent.json();
    let path = file_path(erika.session, info.id);
    for secret in [("authorization", &app.bearer), ("cookie", &erika.cookie)] {
        assert_eq!(fetched(&portal, (secret.0, secret.1), &path).await.status, 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_with_both_cookies_says_for_whom_it_sends() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let mut log = anna.take(&portal, erika.session).await;
    let both = format!("{}; {}", erika.cookie, anna.cookie);
    for (wanted, is_agent) in [("agent", true), ("customer", false)] {
        let file = FileId::random();
        let path = format!("{}?as={wanted}", file_path(erika.session, file));
        let request = Request::new("PUT", path).header("x-file-name", "a.txt");
        let answer = portal.send(request.header("cookie", &both).body(b"x".to_vec())).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        log.until("the file", |log| {
            log.events.last().is_some_and(|last| {
                matches!(&last.body, corporate_protocol::EventBody::FileSent { file: info } if info.id == file)
            })
        })
        .await;
        let by_agent = matches!(
            log.events.last().map(|last| &last.author),
            Some(corporate_protocol::Author::Agent { .. })
        );
        assert_eq!(by_agent, is_agent, "{wanted}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_belongs_to_its_session_only() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    drop(Agent::anna(&portal).await.take(&portal, erika.session).await);
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
    let cookie = ("cookie", otto.cookie.as_str());
    let path = file_path(otto.session, info.id);
    assert_eq!(fetched(&portal, cookie, &path).await.code(), ErrorCode::NotFound);
    for odd in ["..", "..%2f..%2fportal.sqlite", "nope", "%ff"] {
        let path = format!("/api/v1/sessions/{}/files/{odd}", otto.session);
        assert_eq!(fetched(&portal, cookie, &path).await.code(), ErrorCode::NotFound, "{odd}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_by_the_right_to_reports_alone_is_noted_once_an_hour() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let (anna, ben) = (Agent::anna(&portal).await, Agent::ben(&portal).await);
    let _log = anna.take(&portal, erika.session).await;
    let info = sent(&portal, ("cookie", &erika.cookie), erika.session, "a.txt", "x").await;
    let file = file_path(erika.session, info.id);
    let transcript = format!("/api/v1/sessions/{}/transcript.txt?as=agent", erika.session);
    let report = format!("/api/v1/reports/sessions/{}", erika.session);
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let noted = async || {
        let entries: Vec<AuditEntry> = max.get(&portal, "/api/v1/audit").await.json();
        let read = AuditAction::SessionRead { session: erika.session };
        entries.into_iter().filter(|entry| entry.action == read).count()
    };
    for path in [&file, &transcript] {
        assert_eq!(anna.get(&portal, path).await.status, 200);
    }
    assert_eq!(fetched(&portal, ("cookie", &erika.cookie), &file).await.status, 200);
    assert_eq!(noted().await, 0, "those of the session are not noted");
    for path in [&transcript, &report, &file] {
        portal.clock.pass_seconds(3600);
        let before = noted().await;
        assert_eq!(ben.get(&portal, path).await.status, 200);
        assert_eq!(ben.get(&portal, path).await.status, 200);
        assert_eq!(noted().await, before + 1, "{path}");
    }
}
