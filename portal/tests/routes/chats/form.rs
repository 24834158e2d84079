//! `POST /api/v1/chats` by the account's rules

use corporate_protocol::settings::FieldRule;
use corporate_protocol::{
    Availability, Bilingual, ErrorCode, EventBody, Language, Mode, Phase, Problem,
};
use serde_json::json;

use crate::support::{Agent, Console, Customer, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn fields_follow_the_accounts_rules_and_are_refused_by_name() {
    let portal = TestPortal::start().await;
    portal
        .change_settings(|settings| {
            settings.form.name = FieldRule::Optional;
            settings.form.question = FieldRule::Hidden;
            settings.form.email = FieldRule::Required;
        })
        .await;
    let refused = Customer::try_start(&portal, &json!({ "queue": "general" })).await;
    assert_eq!(refused.code(), ErrorCode::EmailInvalid);
    assert_eq!(refused.json::<Problem>().field.as_deref(), Some("email"));
    let body = json!({ "queue": "general", "language": "de", "question": "not looked at",
        "email": "erika@example.com" });
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    let log = erika.log(&portal).await;
    let EventBody::SessionStarted { customer, question, email, mode, .. } = &log.events[0].body
    else {
        panic!("{:?}", log.events)
    };
    assert_eq!((customer.as_str(), question, mode), ("Gast", &None, &Mode::Queue));
    assert_eq!(
        email.as_ref().map(corporate_protocol::EmailAddress::as_str),
        Some("erika@example.com")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_agreed_to_and_it_stands_in_the_log() {
    let portal = TestPortal::start().await;
    let terms = Bilingual { de: "Der Chat wird gespeichert.".into(), en: "It is kept.".into() };
    portal.change_settings(|settings| settings.form.terms = terms.clone()).await;
    let mut body = json!({ "name": "Erika", "question": "Hi", "queue": "general" });
    let refused = Customer::try_start(&portal, &body).await;
    assert_eq!((refused.status, refused.code()), (422, ErrorCode::TermsNotAccepted));
    body["terms_accepted"] = json!(true);
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    let first = erika.log(&portal).await.events[0].body.clone();
    assert!(matches!(first, EventBody::SessionStarted { terms_accepted: true, .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn modes_that_are_off_and_a_chat_that_is_off_say_so() {
    let portal = TestPortal::start().await;
    let with_queue = json!({ "name": "Erika", "question": "Hi", "queue": "general" });
    let next_free = json!({ "name": "Erika", "question": "Hi" });
    let message = json!({ "name": "Erika", "question": "Hi", "leave_message": true,
        "email": "erika@example.com" });
    portal.change_settings(|settings| settings.modes.queue = false).await;
    assert_eq!(Customer::try_start(&portal, &with_queue).await.code(), ErrorCode::ModeOff);
    portal.change_settings(|settings| settings.modes.web = false).await;
    assert_eq!(Customer::try_start(&portal, &next_free).await.code(), ErrorCode::ModeOff);
    assert_eq!(Customer::try_start(&portal, &message).await.status, 201);
    portal.change_settings(|settings| settings.modes.message = false).await;
    assert_eq!(Customer::try_start(&portal, &message).await.code(), ErrorCode::ModeOff);
    portal.change_settings(|settings| settings.web_chat = false).await;
    assert_eq!(Customer::try_start(&portal, &message).await.code(), ErrorCode::ChatOff);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_left_needs_an_address_and_waits_for_an_agent() {
    let portal = TestPortal::start().await;
    let mut body = json!({ "name": "Erika", "question": "Bitte Rückruf", "leave_message": true });
    let refused = Customer::try_start(&portal, &body).await;
    assert_eq!(refused.code(), ErrorCode::EmailInvalid);
    body["email"] = json!("erika@example.com");
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    console.until("the message", |console| console.row(erika.session).is_some()).await;
    let row = console.row(erika.session).expect("a row");
    assert_eq!((row.mode, row.state.phase), (Mode::Message, Phase::Waiting));
    assert_eq!(
        row.email.as_ref().map(corporate_protocol::EmailAddress::as_str),
        Some("erika@example.com")
    );
    portal.clock.pass_seconds(40 * 24 * 3600);
    // Nobody stays signed in for so long.
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    console.until("the next one", |console| console.row(otto.session).is_some()).await;
    let row = console.row(erika.session).expect("a row");
    assert_eq!(row.state.phase, Phase::Waiting, "nobody waits in front of a page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_the_account_does_not_speak_becomes_its_first() {
    let portal = TestPortal::start().await;
    portal.change_settings(|settings| settings.languages = vec![Language::De]).await;
    let body = json!({ "name": "E", "question": "Hi", "queue": "general", "language": "en" });
    let erika = Customer::let_in(&Customer::try_start(&portal, &body).await);
    assert_eq!(erika.log(&portal).await.state.language, Language::De);
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_see_page_browser_and_system_in_plain_words() {
    let portal = TestPortal::start().await;
    let body = json!({ "name": "Erika", "question": "Hi", "queue": "general",
        "page": "https://shop.example/cart?token=secret#x" });
    let agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0";
    let request = Request::post("/api/v1/chats", &body).header("user-agent", agent);
    let erika = Customer::let_in(&portal.send(request).await);
    let anna = Agent::anna(&portal).await;
    let console = Console::open(&portal, &anna).await;
    let facts = &console.row(erika.session).expect("a row").facts;
    assert_eq!(
        facts.page.as_ref().map(corporate_protocol::PageAddress::as_str),
        Some("https://shop.example/cart")
    );
    assert_eq!(facts.browser.as_deref(), Some("Firefox 150"));
    assert_eq!(facts.system.as_deref(), Some("Windows"));
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_chats_are_open_of_one_address_and_of_all() {
    let portal = TestPortal::start_with(None, |config| config.chats_per_address = 2).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let _otto = Customer::start(&portal, "Otto", "Hi").await;
    let body = json!({ "name": "Third", "question": "Hi", "queue": "general" });
    let refused = Customer::try_start(&portal, &body).await;
    assert_eq!((refused.status, refused.code()), (429, ErrorCode::TooManyChats));
    erika.log(&portal).await.do_it(corporate_protocol::CommandBody::End).await;
    assert_eq!(Customer::try_start(&portal, &body).await.status, 201);

    let portal = TestPortal::start_with(None, |config| config.chats_per_address = 100).await;
    portal.change_settings(|settings| settings.most_open_chats = 1).await;
    assert_eq!(Customer::try_start(&portal, &body).await.status, 201);
    assert_eq!(Customer::try_start(&portal, &body).await.code(), ErrorCode::TooManyChats);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_are_left_take_no_chats_place_even_after_a_start() {
    let portal = TestPortal::start_with(None, |config| config.chats_per_address = 100).await;
    portal.change_settings(|settings| settings.most_open_chats = 2).await;
    let message = json!({ "name": "Erika", "question": "Hi", "leave_message": true,
        "email": "erika@example.com", "queue": "general" });
    let chat = json!({ "name": "Otto", "question": "Hi", "queue": "general" });
    assert_eq!(Customer::try_start(&portal, &message).await.status, 201);
    assert_eq!(Customer::try_start(&portal, &message).await.code(), ErrorCode::TooManyChats);
    let portal = portal.restart().await;
    let anna = Agent::anna(&portal).await;
    assert_eq!(Console::open(&portal, &anna).await.rows.len(), 1);
    assert_eq!(Customer::try_start(&portal, &message).await.code(), ErrorCode::TooManyChats);
    assert_eq!(Customer::try_start(&portal, &chat).await.status, 201);
    assert_eq!(Customer::try_start(&portal, &chat).await.status, 201);
    assert_eq!(Customer::try_start(&portal, &chat).await.code(), ErrorCode::TooManyChats);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_choice_the_queue_is_one_with_an_agent_there() {
    let portal = TestPortal::start().await;
    portal.change_agent("anna@demo.test", "Anna Berg", &["printers"], 5).await;
    let anna = Agent::anna(&portal).await;
    let mut console = Console::open(&portal, &anna).await;
    console
        .until("herself", |console| {
            console.availability("Anna Berg") == Some(Availability::Available)
        })
        .await;
    let erika = Customer::start_web(&portal, "Erika").await;
    let queue = erika.log(&portal).await.state.queue.expect("a queue");
    assert_eq!(queue.as_str(), "printers");
}
