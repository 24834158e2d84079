//! `DELETE /api/v1/agents/{agent}/second-factor`

use corporate_protocol::ErrorCode;
use serde_json::json;

use crate::support::{Agent, Staff, TestPortal, nobody};

async fn path(portal: &TestPortal, staff: &Staff, email: &str) -> String {
    format!("{}/second-factor", staff.path(portal, email).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_lost_it_comes_in_with_the_password_again() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let unknown = format!("{}/second-factor", nobody());
    staff.only_managers(&portal, "DELETE", &unknown, None).await;
    let password = portal.password("anna@demo.test").to_owned();
    staff.anna.second_factor(&portal, &password).await;
    assert!(staff.agent(&portal, "anna@demo.test").await.second_factor);
    let path = path(&portal, &staff, "anna@demo.test").await;
    assert_eq!(staff.mona.ask(&portal, "DELETE", &path, None).await.status, 204);
    assert!(!staff.agent(&portal, "anna@demo.test").await.second_factor);
    Agent::with_password(&portal, "anna@demo.test", &password).await;
    let expected = json!({ "by": "mona@demo.test", "kind": "second_factor_reset",
        "email": "anna@demo.test" });
    assert_eq!(staff.audit(&portal).await[0], expected);
    let again = staff.mona.ask(&portal, "DELETE", &path, None).await;
    assert_eq!((again.status, again.code()), (404, ErrorCode::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn not_beyond_the_own_rights_and_not_for_oneself() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let password = portal.password("max@demo.test").to_owned();
    staff.max.second_factor(&portal, &password).await;
    let path = path(&portal, &staff, "max@demo.test").await;
    for by in [&staff.mona, &staff.max] {
        let refused = by.ask(&portal, "DELETE", &path, None).await;
        assert_eq!((refused.status, refused.code()), (403, ErrorCode::NotAllowed));
    }
    assert!(staff.agent(&portal, "max@demo.test").await.second_factor);
}
