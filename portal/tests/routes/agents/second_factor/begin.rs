//! `POST /api/v1/agents/me/second-factor`

use corporate_protocol::ErrorCode;
use serde_json::{Value, json};

use crate::support::{Agent, TestPortal, knock};

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_comes_as_text_address_and_picture_and_counts_for_nothing_yet() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password("anna@demo.test").to_owned();
    let made = anna.own(&portal, "POST", "/second-factor", &json!({ "password": password })).await;
    assert_eq!(made.status, 200);
    let made: Value = made.json();
    let secret = made["secret"].as_str().expect("a secret");
    assert_eq!(secret.split(' ').map(str::len).collect::<Vec<_>>(), [4; 8]);
    let uri = made["uri"].as_str().expect("an address");
    assert!(uri.starts_with("otpauth://totp/Muster%20Support:anna%40demo.test?secret="), "{uri}");
    assert!(uri.contains(&secret.replace(' ', "")));
    let svg = made["qr_svg"].as_str().expect("a picture");
    assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>") && svg.len() > 2_000);
    let me: Value = anna.get(&portal, "/api/v1/agents/me").await.json();
    assert_eq!(me["second_factor"], false);
    assert_eq!(knock(&portal, "anna@demo.test", &password, None, "").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_the_password_and_no_second_factor() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let begin = |password: &str| json!({ "password": password });
    let wrong = anna.own(&portal, "POST", "/second-factor", &begin("not the password")).await;
    assert_eq!(wrong.code(), ErrorCode::WrongPassword);
    let password = portal.password("anna@demo.test").to_owned();
    anna.second_factor(&portal, &password).await;
    let again = anna.own(&portal, "POST", "/second-factor", &begin(&password)).await;
    assert_eq!(again.code(), ErrorCode::NotNow);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_nowhere_in_the_data_folder() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let password = portal.password("anna@demo.test").to_owned();
    let (secret, codes) = anna.second_factor(&portal, &password).await;
    let folder = portal.config().data.clone();
    let bare = secret.replace(' ', "");
    for file in folder.read_dir().expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_dir() || path.ends_with("demo-passwords.json") {
            continue;
        }
        // Some of the database's own files come and go.
        let bytes = std::fs::read(&path).unwrap_or_default();
        for text in codes.iter().chain([&secret, &bare, &password]) {
            let found = bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
}
