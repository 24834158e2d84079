//! `GET /download/Corporate-Opener-<code>`

use corporate_protocol::{CommandBody, ErrorCode, EventBody, System, UpgradeStep};

use crate::support::{Agent, Customer, OPENER_BYTES, Request, TestPortal, redeem};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_gets_the_same_bytes_under_a_name_of_their_own() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let (first, second) = (erika.code(&portal).await, erika.code(&portal).await);
    assert_ne!(first.code, second.code);
    for offer in [&first, &second] {
        assert_eq!(offer.url, format!("/download/{}", offer.file_name));
        let answer = portal.send_bare(Request::get(&offer.url)).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, OPENER_BYTES));
        let disposition = format!("attachment; filename=\"{}\"", offer.file_name);
        assert_eq!(answer.header("content-disposition"), Some(disposition.as_str()));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
    }
    anna.until("the download", |log| log.state.upgrade == Some(UpgradeStep::OpenerFetched)).await;
    let mark = anna.say("Did it arrive?").await;
    anna.until_seq(mark).await;
    let fetched = anna.events.iter().filter(|event| {
        matches!(event.body, EventBody::OpenerFetched { system: System::Linux, .. })
    });
    assert_eq!(fetched.count(), 1, "it is logged once for each hand-off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_before_the_download_is_not_logged() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let offer = erika.code(&portal).await;
    let looked = portal.send_bare(Request::new("HEAD", &offer.url)).await;
    assert_eq!((looked.status, looked.body.len()), (200, 0));
    anna.say("mark").await;
    assert_eq!(anna.state.upgrade, Some(UpgradeStep::Offered));
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_used_and_late_codes_get_nothing() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    for name in ["Corporate-Opener-2222-2222-2222", "Corporate-Opener-", "setup.exe"] {
        let answer = portal.send_bare(Request::get(format!("/download/{name}"))).await;
        assert_eq!((answer.status, answer.code()), (404, ErrorCode::CodeUnknown), "{name}");
    }
    let (used, late) = (erika.code(&portal).await, erika.code(&portal).await);
    assert_eq!(redeem(&portal, used.code.to_string()).await.status, 200);
    let answer = portal.send_bare(Request::get(&used.url)).await;
    assert_eq!((answer.status, answer.code()), (410, ErrorCode::CodeUsed));
    portal.clock.pass_seconds(corporate_protocol::limits::CODE_SECONDS);
    let answer = portal.send_bare(Request::get(&late.url)).await;
    assert_eq!((answer.status, answer.code()), (410, ErrorCode::CodeExpired));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_is_the_browsers_or_the_one_asked_for() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let offer = erika.code(&portal).await;
    let windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)";
    let request = Request::get(&offer.url).header("user-agent", windows);
    assert_eq!(portal.send_bare(request).await.code(), ErrorCode::ReleaseMissing);
    let linux = format!("{}?system=linux", offer.url);
    let request = Request::get(linux).header("user-agent", windows);
    assert_eq!(portal.send_bare(request).await.status, 200);
    for odd in ["system=amiga", "arch=m68k", "arch="] {
        let odd = Request::get(format!("{}?{odd}", offer.url));
        assert_eq!(portal.send_bare(odd).await.code(), ErrorCode::BadRequest);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_processor_is_the_one_that_is_asked_for() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut anna = Agent::anna(&portal).await.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let offer = erika.code(&portal).await;
    let ask =
        async |query: &str| portal.send_bare(Request::get(format!("{}?{query}", offer.url))).await;
    assert_eq!(ask("system=linux&arch=x86_64").await.status, 200);
    let other = ask("system=linux&arch=aarch64").await;
    assert_eq!((other.status, other.code()), (503, ErrorCode::ReleaseMissing));
}
