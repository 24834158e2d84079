//! A whole session, and nothing of it in the log that should not be there; a whole hand-off, and none
//! of its secrets in the data folder.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use corporate_protocol::{
    CommandBody, HandoffOffer, JoinResponse, RedeemResponse, RenewResponse, Secret,
};
use sha2::{Digest as _, Sha256};

use crate::support::{
    Agent, App, Customer, Request, TestPortal, captured, frame, holds, join, knock, redeem, renew,
};

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_and_no_word_of_a_chat_is_logged() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika Musterfrau", "Geheime Frage").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    anna.say("Vertrauliche Antwort").await;
    let mut web = erika.log(&portal).await;
    web.say("Mein Passwort ist Quarzsand").await;
    web.send_text(r#"{"type":"command","id":"bad","body":"Unlesbares"}"#.into()).await;
    web.until_closed().await;
    anna.do_it(CommandBody::Upgrade).await;
    let offer = erika.code(&portal).await;
    portal.send_bare(Request::get(&offer.url)).await;
    let code = offer.code.to_string();
    let redeemed: RedeemResponse = redeem(&portal, code.clone()).await.json();
    redeem(&portal, code.clone()).await;
    let first = redeemed.ticket.reveal();
    let renewed: RenewResponse = renew(&portal, &first).await.json();
    let ticket = renewed.ticket.reveal();
    let read_out: HandoffOffer = agent.ask_code(&portal, erika.session).await.json();
    let read_out = read_out.code.to_string();
    redeem(&portal, "2222-2222-2222".to_owned()).await;
    let joined: corporate_protocol::JoinResponse = join(&portal, &ticket).await.json();
    join(&portal, &ticket).await;
    let credential = joined.credential.reveal();
    let bearer = format!("Bearer {credential}");
    let app = App { session: joined.session, bearer, joined };
    let mut log = app.log(&portal).await;
    let mut screen = app.screen(&portal).await;
    log.do_it(CommandBody::AskConsent).await;
    screen.send(frame(1, true)).await;
    screen.closed().await;
    let wrong = serde_json::json!({ "email": "anna@demo.test", "password": "Falsches-Kennwort" });
    portal.send(Request::post("/api/v1/agents/sign-in", &wrong)).await;
    agent.get(&portal, &format!("/api/v1/sessions/{}/transcript.txt", erika.session)).await;
    anna.do_it(CommandBody::End).await;
    let password = portal.password("anna@demo.test").to_owned();
    let cookies = [erika.cookie.clone(), agent.cookie.clone()];
    portal.stop();
    portal.ended().await;

    let log = captured::log();
    for expected in [
        "session started",
        "hand-off refused",
        "a code of no session",
        "socket misused",
        "answered",
    ] {
        assert!(log.contains(expected), "nothing was captured of {expected:?}:\n{log}");
    }
    let secrets = cookies.iter().map(|cookie| cookie.split_once('=').expect("a pair").1);
    let bare_code = code.replace('-', "");
    let words = [
        "Erika Musterfrau",
        "Geheime",
        "Vertrauliche",
        "Quarzsand",
        "Unlesbares",
        "Falsches",
        "Anna Berg",
        "anna@demo",
        password.as_str(),
        code.as_str(),
        bare_code.as_str(),
        read_out.as_str(),
        "2222-2222",
        first.as_str(),
        ticket.as_str(),
        credential.as_str(),
    ];
    for secret in words.into_iter().chain(secrets) {
        assert!(!log.contains(secret), "{secret:?} is in the log:\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_opens_the_door_is_logged() {
    let portal = TestPortal::start().await;
    let password = portal.password("ben@demo.test").to_owned();
    let ben = Agent::ben(&portal).await;
    let (secret, codes) = ben.second_factor(&portal, &password).await;
    let bare = secret.replace(' ', "");
    let wrong = knock(&portal, "ben@demo.test", &password, Some("918273"), "").await;
    assert_eq!(wrong.status, 401);
    let right = knock(&portal, "ben@demo.test", &password, Some(&codes[0]), "").await;
    let cookies = right.cookies();
    let change = serde_json::json!({ "old": "Altes-Geheimnis-77", "new": "Neues-Geheimnis-77" });
    ben.own(&portal, "PUT", "/password", &change).await;
    portal.stop();
    portal.ended().await;

    let log = captured::log();
    assert!(log.contains("second factor set up") && log.contains("sign-in refused"), "{log}");
    let cookies = cookies.split("; ").map(|pair| pair.split_once('=').expect("a pair").1);
    let words = [&password, &secret, &bare].into_iter().chain(&codes).map(String::as_str);
    let words = words.chain(cookies).chain(["918273", "Geheimnis-77", "ben@demo"]);
    for word in words {
        assert!(!log.contains(word), "{word:?} is in the log");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_tickets_and_credentials_are_in_the_data_folder_as_hashes_only() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let agent = Agent::anna(&portal).await;
    let mut anna = agent.take(&portal, erika.session).await;
    anna.do_it(CommandBody::Upgrade).await;
    let used = erika.code(&portal).await.code.to_string();
    let open: HandoffOffer = agent.ask_code(&portal, erika.session).await.json();
    let open = open.code.to_string();
    let redeemed: RedeemResponse = redeem(&portal, used.clone()).await.json();
    let renewed: RenewResponse = renew(&portal, &redeemed.ticket.reveal()).await.json();
    let joined: JoinResponse = join(&portal, &renewed.ticket.reveal()).await.json();
    let chat = erika.cookie.split_once('=').expect("a pair").1;
    let chat = Secret::parse(chat).expect("a credential");
    let secrets = [redeemed.ticket, renewed.ticket, joined.credential, chat];
    let data = portal.config().data.clone();
    // While it runs, with the write-ahead log, and afterwards.
    let is_kept = || {
        for code in [&used, &open] {
            for form in [code.clone(), code.replace('-', ""), code.to_lowercase()] {
                assert!(!holds(&data, form.as_bytes()), "{form}");
            }
            assert!(holds(&data, &Sha256::digest(code)), "codes were looked through");
        }
        for secret in &secrets {
            let text = secret.reveal();
            let bytes = URL_SAFE_NO_PAD.decode(&text).expect("base64");
            assert!(!holds(&data, text.as_bytes()) && !holds(&data, &bytes), "{text}");
            assert!(holds(&data, &secret.hash().0), "secrets were looked through");
        }
    };
    is_kept();
    portal.stop();
    let _data = portal.ended_leaving_data().await;
    is_kept();
}
