//! Every error is a problem with a code, whatever it was that went wrong.

use corporate_protocol::ErrorCode;
use serde_json::json;

use crate::support::{Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn wrong_paths_methods_and_bodies_are_problems() {
    let portal = TestPortal::start().await;
    let chats = "/api/v1/chats";
    let cases = [
        (Request::get("/api/v1/nope"), 404, ErrorCode::NotFound),
        (Request::get("/api/v2/portal"), 404, ErrorCode::NotFound),
        (Request::new("DELETE", "/api/v1/portal"), 405, ErrorCode::BadRequest),
        (Request::post("/api/v1/portal", &json!({})), 405, ErrorCode::BadRequest),
        (Request::get(chats), 405, ErrorCode::BadRequest),
        (Request::post(chats, &json!(1)), 400, ErrorCode::BadRequest),
        (Request::get("/api/v1/sessions/nonsense/transcript.txt"), 404, ErrorCode::NotFound),
        (Request::get("/api/v1/sessions/%ff/transcript.txt"), 404, ErrorCode::NotFound),
        (Request::get("/download/x?system=%ff"), 400, ErrorCode::BadRequest),
        (Request::get("/api/v1/console/sessions"), 401, ErrorCode::NotSignedIn),
    ];
    for (request, status, code) in cases {
        let answer = portal.send(request.clone()).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{request:?}");
    }
}
