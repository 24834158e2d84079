//! `GET /api/v1/agents`

use corporate_protocol::{ManagedAgent, Role};

use crate::support::{NOON, Staff, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn lists_all_agents_by_address() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "GET", "/api/v1/agents", None).await;
    let answer = staff.mona.get(&portal, "/api/v1/agents").await;
    assert!(!answer.text().contains("argon2"), "no hash leaves the portal");
    let agents: Vec<ManagedAgent> = answer.json();
    let rows: Vec<_> = agents
        .iter()
        .map(|agent| {
            let details = &agent.details;
            (details.email.as_str(), details.roles.as_slice(), details.may_open_reports)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("anna@demo.test", &[Role::Agent][..], false),
            ("ben@demo.test", &[Role::Agent][..], true),
            ("max@demo.test", &[Role::Administrator][..], true),
            ("mona@demo.test", &[Role::Manager][..], false),
        ]
    );
    assert_eq!(agents[0].signed_in_at, Some(NOON));
    assert_eq!(agents[1].signed_in_at, None, "ben has never been here");
    assert!(agents.iter().all(|agent| !agent.second_factor));
}
