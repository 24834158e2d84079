//! `GET /api/v1/queues`

use corporate_protocol::Queue;

use crate::support::{Staff, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn lists_all_queues_in_their_order() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "GET", "/api/v1/queues", None).await;
    let queues: Vec<Queue> = staff.mona.get(&portal, "/api/v1/queues").await.json();
    let names: Vec<_> = queues.iter().map(|queue| (queue.id.as_str(), &*queue.name.de)).collect();
    assert_eq!(names, [("general", "Allgemein"), ("printers", "Drucker")]);
}
