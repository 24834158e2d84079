//! `GET /api/v1/openapi.json`

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::{Request, TestPortal};

async fn document() -> Value {
    let portal = TestPortal::start().await;
    let answer = portal.send_bare(Request::get("/api/v1/openapi.json")).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

/// Calls for each value of a document, with its key.
fn each<'a>(value: &'a Value, found: &mut impl FnMut(&str, &'a Value)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                found(name, value);
                each(value, found);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| each(value, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_reference_leads_somewhere() {
    let document = document().await;
    let mut count = 0;
    each(&document, &mut |name, value| {
        let Some(reference) = value.as_str().filter(|_| name == "$ref") else { return };
        let pointer = reference.strip_prefix('#').expect("a reference into the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
        count += 1;
    });
    assert!(count > 50, "{count} references");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_whole_and_has_a_name_of_its_own() {
    let document = document().await;
    assert_eq!(document["openapi"], "3.1.1");
    let schemes = document["components"]["securitySchemes"].as_object().expect("schemes");
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let at = format!("{method} {path}");
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{at}");
            assert!(operation["responses"]["default"]["$ref"].is_string(), "{at}");
            let good = operation["responses"].as_object().expect("responses").keys();
            assert!(good.filter(|status| *status != "default").count() == 1, "{at}");
            for one in operation["security"].as_array().expect("security") {
                let scheme = one.as_object().and_then(|one| one.keys().next()).expect("a scheme");
                assert!(schemes.contains_key(scheme), "{at}: {scheme}");
            }
            let named = operation["parameters"].as_array().expect("parameters").iter();
            let named: Vec<_> =
                named.filter(|one| one["in"] == "path").map(|one| &one["name"]).collect();
            let in_path: Vec<_> =
                path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).collect();
            assert_eq!(named.len(), in_path.len(), "{at}");
        }
    }
    for known in ["post_chats", "get_portal", "get_openapi_json", "post_agents_sign_in"] {
        assert!(names.contains(known), "{known} is not in {names:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sockets_are_described_with_what_they_speak() {
    let document = document().await;
    let log = &document["paths"]["/api/v1/sessions/{session}/log"]["get"];
    assert_eq!(log["x-websocket"]["protocol"], corporate_protocol::LOG_PROTOCOL);
    assert_eq!(log["x-websocket"]["says"]["$ref"], "#/components/schemas/ServerMessage");
    assert_eq!(log["x-websocket"]["hears"]["$ref"], "#/components/schemas/ClientMessage");
    assert!(log["responses"]["101"].is_object());
    let query: Vec<_> = log["parameters"]
        .as_array()
        .expect("parameters")
        .iter()
        .filter(|one| one["in"] == "query")
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(query, ["after", "as"]);
}
