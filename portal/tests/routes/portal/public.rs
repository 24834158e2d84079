//! `GET /api/v1/portal`

use corporate_protocol::{AccountSettings, PublicPortal};
use serde_json::{Value, json};

use crate::support::{Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn names_the_company_and_its_queues_in_both_languages() {
    let portal = TestPortal::start().await;
    let public: Value = portal.send_bare(Request::get("/api/v1/portal")).await.json();
    assert_eq!(public["company"], "Muster Support");
    let queues = json!([
        { "id": "general", "name": { "de": "Allgemein", "en": "General" } },
        { "id": "printers", "name": { "de": "Drucker", "en": "Printers" } },
    ]);
    assert_eq!(public["queues"], queues);
    assert_eq!(public["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(public["staffed"], false);
    let public: PublicPortal = serde_json::from_value(public).expect("the protocol's type");
    let AccountSettings { web_chat, modes, form, languages, files, .. } =
        AccountSettings::default();
    assert_eq!(
        (public.web_chat, public.modes, public.form, public.languages, public.files),
        (web_chat, modes, form, languages, files)
    );
}
