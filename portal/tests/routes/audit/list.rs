//! `GET /api/v1/audit`

use corporate_portal::setup::Setup;
use corporate_protocol::{AuditAction, AuditEntry, ErrorCode};

use crate::support::{NOON, Staff, TestPortal};

const PATH: &str = "/api/v1/audit";

#[tokio::test(flavor = "multi_thread")]
async fn says_who_did_what_and_when() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "GET", PATH, None).await;
    let entries: Vec<AuditEntry> = staff.mona.get(&portal, PATH).await.json();
    assert!(entries.windows(2).all(|pair| pair[0].id > pair[1].id), "newest first");
    assert!(entries.iter().all(|entry| entry.at == NOON && entry.by.is_none()), "{entries:?}");
    let first = entries.last().expect("an entry");
    assert!(matches!(first.action, AuditAction::AccountChanged { .. }), "{first:?}");
    assert_eq!(entries[0].action, AuditAction::AgentAdded { email: "mona@demo.test".into() });
}

#[tokio::test(flavor = "multi_thread")]
async fn comes_in_pages_of_a_hundred() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let setup = Setup::open(portal.config()).await.expect("a store");
    for number in 0..130 {
        let company = format!("Firma {number}");
        setup.set_account(Some(&company), None).await.expect("set");
    }
    setup.close().await;
    let page: Vec<AuditEntry> = staff.max.get(&portal, PATH).await.json();
    assert_eq!(page.len(), 100);
    let before = page.last().expect("an entry").id;
    let next: Vec<AuditEntry> =
        staff.max.get(&portal, &format!("{PATH}?before={before}")).await.json();
    assert!(next.len() > 30 && next.iter().all(|entry| entry.id < before));
    let end = next.last().expect("an entry").id;
    let none: Vec<AuditEntry> =
        staff.max.get(&portal, &format!("{PATH}?before={end}")).await.json();
    assert!(none.is_empty());
    let odd = staff.max.get(&portal, &format!("{PATH}?before=x")).await;
    assert_eq!((odd.status, odd.code()), (400, ErrorCode::BadRequest));
}
