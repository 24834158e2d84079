//! `POST /api/v1/phone-codes/redeem`

use corporate_protocol::settings::FieldRule;
use corporate_protocol::{
    ChatAfterUpgrade, CommandBody, ErrorCode, EventBody, MessageText, Mode, Phase, UpgradeStep,
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
        codes.push(redeem(&portal, &body).await.code());
    }
    assert_eq!(codes[..10], [ErrorCode::PhoneCodeUnknown; 10]);
    assert_eq!(codes[10], ErrorCode::RateLimited);
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
