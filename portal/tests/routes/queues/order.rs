//! `PUT /api/v1/queues`

use corporate_protocol::{ErrorCode, Queue};
use serde_json::{Value, json};

use crate::support::{Request, Staff, TestPortal};

const PATH: &str = "/api/v1/queues";

#[tokio::test(flavor = "multi_thread")]
async fn puts_all_queues_in_another_order() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    staff.only_managers(&portal, "PUT", PATH, Some(&json!(["general", "printers"]))).await;
    let answer = staff.mona.put(&portal, PATH, &json!(["printers", "general"])).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ids: Vec<Queue> = answer.json();
    assert_eq!(
        ids.iter().map(|queue| queue.id.as_str()).collect::<Vec<_>>(),
        ["printers", "general"]
    );
    let public: Value = portal.send(Request::get("/api/v1/portal")).await.json();
    assert_eq!(public["queues"][0]["id"], "printers");
    let expected = json!({ "by": "mona@demo.test", "kind": "queues_ordered" });
    assert_eq!(staff.audit(&portal).await[0], expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_of_other_queues_is_out_of_date() {
    let portal = TestPortal::start().await;
    let staff = Staff::of(&portal).await;
    let lists = [
        json!(["printers"]),
        json!(["printers", "general", "gone"]),
        json!(["printers", "printers"]),
        json!([]),
    ];
    for list in lists {
        let answer = staff.max.put(&portal, PATH, &list).await;
        assert_eq!((answer.status, answer.code()), (409, ErrorCode::Outdated), "{list}");
    }
}
