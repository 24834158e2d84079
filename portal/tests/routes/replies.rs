//! `GET /api/v1/replies`

use corporate_protocol::settings::CannedReply;
use corporate_protocol::{Bilingual, ErrorCode};

use crate::support::{Agent, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn are_for_agents_as_the_account_has_them() {
    let portal = TestPortal::start().await;
    let reply = CannedReply {
        shortcut: "hallo".into(),
        text: Bilingual { de: "Guten Tag, {customer}!".into(), en: "Hello, {customer}!".into() },
    };
    portal.change_settings(|settings| settings.replies = vec![reply.clone()]).await;
    let anna = Agent::anna(&portal).await;
    let replies: Vec<CannedReply> = anna.get(&portal, "/api/v1/replies").await.json();
    assert_eq!(replies, [reply]);
    let nobody = portal.send(Request::get("/api/v1/replies")).await;
    assert_eq!(nobody.code(), ErrorCode::NotSignedIn);
}
