//! `POST /api/v1/phone-codes/redeem`

use corporate_protocol::settings::FieldRule;
use corporate_protocol::{
    ChatAfterUpgrade, CommandBody, ErrorCode, EventBody, MessageText, Mode, Phase, Problem,
    UpgradeStep,
};
use serde_json::{Value, json};

use crate::support::{Agent, Answer, Customer, Request, TestPortal};

async fn redeem(portal: &TestPortal, body: &Value) -> Answer {
    portal.send(Request::post("/api/v1/phone-codes/redeem", body)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn brings_customer_and_agent_together_once() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let code = anna.phone_code(&portal).await;
    let typed = format!(" {} {}-{}", &code[..3], &code[3..6], &code[6..]);
    let body = json!({ "code": typed, "name": "Erika", "language": "de" });
    let erika = Customer::let_in(&redeem(&portal, &body).await);
    let mut web = erika.log(&portal).await;
    assert_eq!(web.state.phase, Phase::Chatting);
    assert_eq!(web.state.agents[0].name.as_str(), "Anna Berg");
    let EventBody::SessionStarted { mode, question, .. } = &web.events[0].body else {
        panic!("{:?}", web.events)
    };
    assert_eq!((mode, question), (&Mode::Phone, &None));
    let mut log = anna.try_log(&portal, erika.session).await.expect("her session");
    let last = log.say("There you are").await;
    web.until_seq(last).await;
    assert_eq!(redeem(&portal, &body).await.code(), ErrorCode::PhoneCodeUnknown, "used");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_code_is_unknown_and_a_bad_form_uses_none_up() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let code = anna.phone_code(&portal).await;
    let nameless = json!({ "code": code, "name": " " });
    assert_eq!(redeem(&portal, &nameless).await.code(), ErrorCode::NameInvalid);
    assert_eq!(redeem(&portal, &json!({ "code": code, "name": "Erika" })).await.status, 201);
    let code = anna.phone_code(&portal).await;
    portal.clock.pass_seconds(600);
    let late = redeem(&portal, &json!({ "code": code, "name": "Erika" })).await;
    assert_eq!((late.status, late.code()), (404, ErrorCode::PhoneCodeUnknown));
    portal.change_settings(|settings| settings.form.name = FieldRule::Hidden).await;
    let code = anna.phone_code(&portal).await;
    let guest = Customer::let_in(&redeem(&portal, &json!({ "code": code })).await);
    let name = guest.log(&portal).await.state.customer.expect("a name");
    assert_eq!(name.as_str(), "Guest");
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down() {
    let portal = TestPortal::start().await;
    let mut codes = Vec::new();
    for number in 0..11 {
        let body = json!({ "code": format!("{number:09}"), "name": "Eve" });
        codes.push(redeem(&portal, &body).await.json::<Problem>());
    }
    assert!(codes[..10].iter().all(|answer| answer.code == ErrorCode::PhoneCodeUnknown));
    assert_eq!(codes[10].code, ErrorCode::RateLimited);
    assert!(codes[10].retry_after.is_some_and(|seconds| (1..=30).contains(&seconds)));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_guess_keep_nobody_out_who_has_hardly_tried() {
    let portal = TestPortal::start_with(None, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    let anna = Agent::anna(&portal).await;
    let code = anna.phone_code(&portal).await;
    let from = async |address: &str, code: &str| {
        let body = json!({ "code": code, "name": "Erika" });
        let request = Request::post("/api/v1/phone-codes/redeem", &body);
        portal.send(request.header("x-forwarded-for", address)).await
    };
    let wrong = if code == "000000000" { "000000001" } else { "000000000" };
    // Each address guesses eight times, which alone it may, until all together have used up theirs;
    // slow machines need a few more of them.
    let mut refused = None;
    for address in 0..200 {
        let guesses = (0..8).map(async |_| from(&format!("203.0.113.{address}"), wrong).await);
        let answers = futures_util::future::join_all(guesses).await;
        refused = answers.into_iter().find(|answer| answer.status != 404);
        if refused.is_some() {
            break;
        }
    }
    let refused = refused.expect("1,600 guesses in a row").json::<Problem>();
    assert_eq!(refused.code, ErrorCode::RateLimited);
    assert!(refused.retry_after.is_some_and(|seconds| seconds > 60), "{:?}", refused.retry_after);
    for _ in 0..2 {
        assert_eq!(from("192.0.2.1", wrong).await.code(), ErrorCode::PhoneCodeUnknown);
    }
    assert_eq!(from("192.0.2.1", &code).await.status, 201, "the third attempt is right");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_web_chat_it_leads_straight_to_the_app() {
    let portal = TestPortal::start().await;
    portal.change_settings(|settings| settings.web_chat = false).await;
    let anna = Agent::anna(&portal).await;
    let code = anna.phone_code(&portal).await;
    let body = json!({ "code": code, "name": "Erika" });
    let erika = Customer::let_in(&redeem(&portal, &body).await);
    let mut web = erika.log(&portal).await;
    web.until("the offer", |log| log.state.upgrade == Some(UpgradeStep::Offered)).await;
    assert!(web.state.web_chat_off);
    assert_eq!(web.state.chat_after, ChatAfterUpgrade::Transfer);
    let text = MessageText::parse("Hi").expect("a text");
    assert_eq!(web.ask(CommandBody::Say { text }).await, Err(ErrorCode::ChatOff));
    let app = erika.bring_app(&portal).await;
    app.log(&portal).await.say("from the app").await;
}
