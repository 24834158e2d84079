//! `GET /api/v1/account`

use corporate_protocol::settings::FieldRule;
use corporate_protocol::{Account, Language};

use crate::support::{Staff, TestPortal};

const PATH: &str = "/api/v1/account";

#[tokio::test(flavor = "multi_thread")]
async fn shows_all_settings_to_those_who_manage_them() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "GET", PATH, None).await;
    let account: Account = staff.mona.get(&portal, PATH).await.json();
    assert_eq!(account.revision, 1, "the demo has set it up");
    let settings = account.settings;
    assert_eq!(settings.company, "Muster Support");
    assert!(settings.web_chat && settings.files.allowed);
    assert!(settings.texts.welcome.of(Language::De).starts_with("Willkommen"));
    assert!(settings.texts.welcome.of(Language::En).starts_with("Welcome"));
    assert_eq!(settings.replies.len(), 3);
    assert_eq!(settings.embed_origins, ["http://localhost:8090", "http://127.0.0.1:8090"]);
    assert_eq!(settings.form.name, FieldRule::Required);
    assert_eq!(settings.form.terms.of(Language::De), "", "nothing to agree to");
    assert_eq!(settings.retention_days, None);
}
