//! `/healthz` and `/readyz`

mod metrics;

use crate::support::{Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn a_running_portal_is_healthy_and_ready() {
    let portal = TestPortal::start().await;
    for path in ["/healthz", "/readyz"] {
        let answer = portal.send_bare(Request::get(path)).await;
        assert_eq!((answer.status, answer.text()), (200, "ok"), "{path}");
    }
}
