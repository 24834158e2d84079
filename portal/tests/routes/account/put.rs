//! `PUT /api/v1/account`

use corporate_protocol::{Account, ErrorCode, Problem};
use serde_json::{Value, json};

use crate::support::{Request, Staff, TestPortal};

const PATH: &str = "/api/v1/account";

async fn read(portal: &TestPortal, staff: &Staff) -> Value {
    staff.mona.get(portal, PATH).await.json()
}

async fn company(portal: &TestPortal) -> Value {
    let public: Value = portal.send(Request::get("/api/v1/portal")).await.json();
    public["company"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_what_customers_see_with_the_next_request() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let mut account = read(&portal, &staff).await;
    staff.only_managers(&portal, "PUT", PATH, Some(&account)).await;
    account["settings"]["company"] = json!("Neu GmbH");
    account["settings"]["texts"]["nobody"]["de"] = json!("Wir sind morgen wieder da.");
    account["settings"]["retention_days"] = json!(30);
    let answer = staff.mona.put(&portal, PATH, &account).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let kept: Account = answer.json();
    assert_eq!((kept.revision, kept.settings.retention_days), (2, Some(30)));
    assert_eq!(company(&portal).await, "Neu GmbH");
    let expected = json!({ "by": "mona@demo.test", "kind": "account_changed",
        "settings": ["company", "retention_days", "texts.nobody.de"] });
    assert_eq!(staff.audit(&portal).await[0], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_of_two_who_edit_at_once_is_told() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let (mut one, mut two) = (read(&portal, &staff).await, read(&portal, &staff).await);
    one["settings"]["company"] = json!("Eins");
    two["settings"]["company"] = json!("Zwei");
    assert_eq!(staff.mona.put(&portal, PATH, &one).await.status, 200);
    let refused = staff.max.put(&portal, PATH, &two).await;
    assert_eq!((refused.status, refused.code()), (409, ErrorCode::Outdated));
    assert_eq!(company(&portal).await, "Eins");
    two["revision"] = json!(2);
    assert_eq!(staff.max.put(&portal, PATH, &two).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_nothing_makes_neither_revision_nor_entry() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let before = staff.audit(&portal).await;
    let account = read(&portal, &staff).await;
    let answer = staff.max.put(&portal, PATH, &account).await;
    assert_eq!((answer.status, answer.json::<Value>()), (200, account));
    assert_eq!(staff.audit(&portal).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfit_value_is_named_and_nothing_is_kept() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let account = read(&portal, &staff).await;
    let cases = [
        ("/company", json!("")),
        ("/retention_days", json!(-1)),
        ("/retention_days", json!(0)),
        ("/texts/welcome/de", json!("x".repeat(2_001))),
        ("/form/terms_link", json!("javascript:alert(1)")),
        ("/embed_origins/1", json!("https://*")),
        ("/languages", json!([])),
        ("/files/most_bytes", json!(0)),
        ("/replies/0/shortcut", json!("two words")),
        ("/most_open_chats", json!(0)),
        ("/chat_after", json!("sometimes")),
    ];
    for (pointer, value) in cases {
        let mut changed = account.clone();
        let place = changed["settings"].pointer_mut(pointer).expect(pointer);
        *place = value;
        let answer = staff.max.put(&portal, PATH, &changed).await;
        assert_eq!((answer.status, answer.code()), (422, ErrorCode::SettingInvalid), "{pointer}");
        let field = pointer[1..].replace('/', ".");
        assert_eq!(answer.json::<Problem>().field, Some(field));
    }
    let mut misspelt = account.clone();
    misspelt["settings"]["retentionDays"] = json!(30);
    let answer = staff.max.put(&portal, PATH, &misspelt).await;
    assert_eq!(answer.json::<Problem>().field.as_deref(), Some("retentionDays"));
    assert_eq!(read(&portal, &staff).await, account);
}

#[tokio::test(flavor = "multi_thread")]
async fn takes_as_many_and_long_replies_as_there_may_be() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let mut account = read(&portal, &staff).await;
    let long = "ü".repeat(2_000);
    let replies = (0..200).map(
        |number| json!({ "shortcut": format!("r{number}"), "text": { "de": long, "en": long } }),
    );
    account["settings"]["replies"] = replies.collect();
    let answer = staff.max.put(&portal, PATH, &account).await;
    assert_eq!(answer.status, 200, "{}", answer.text().chars().take(200).collect::<String>());
    let other = json!({ "id": "general", "name": { "de": "x".repeat(70_000), "en": "" } });
    let answer = staff.max.put(&portal, "/api/v1/queues/general", &other).await;
    assert_eq!((answer.status, answer.code()), (413, ErrorCode::TooLarge), "as everywhere else");
}
