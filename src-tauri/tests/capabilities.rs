//! What each window may do, word for word: a change here is a decision and shows in a review.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

fn read(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    serde_json::from_str(&text).expect("JSON")
}

fn permissions(window: &str) -> Vec<String> {
    let capability = read(&format!("capabilities/{window}.json"));
    assert_eq!(capability["windows"], serde_json::json!([window]));
    assert_eq!(capability["identifier"], window);
    assert!(capability.get("remote").is_none(), "no page from elsewhere may call anything");
    serde_json::from_value(capability["permissions"].clone()).expect("names")
}

const EVERY_WINDOWS: [&str; 3] =
    ["core:event:allow-listen", "core:event:allow-unlisten", "allow-painted"];

#[test]
fn each_window_may_call_what_it_needs_and_nothing_else() {
    let cases = [
        (
            "chat",
            &[
                "allow-session",
                "allow-events",
                "allow-say",
                "allow-end-session",
                "allow-save-transcript",
                "allow-can-be-removed",
                "allow-remove",
            ][..],
        ),
        ("consent", &["allow-session", "allow-answer-consent"]),
        ("farewell", &["allow-session", "allow-remove", "allow-close"]),
        ("join", &["allow-invitation", "allow-answer-invitation"]),
        (
            "bar",
            &[
                "allow-session",
                "allow-pause-sharing",
                "allow-resume-sharing",
                "allow-stop-sharing",
                "allow-show-monitor",
                "allow-answer-monitor",
            ],
        ),
    ];
    for (window, own) in cases {
        let expected: Vec<_> = EVERY_WINDOWS.iter().chain(own).copied().collect();
        assert_eq!(permissions(window), expected, "{window}");
    }
}

#[test]
fn there_are_no_other_capabilities() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("capabilities");
    let names: BTreeSet<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    let expected = ["bar.json", "chat.json", "consent.json", "farewell.json", "join.json"];
    let expected = expected.map(str::to_owned);
    assert_eq!(names, BTreeSet::from(expected));
    let listed = read("tauri.conf.json")["app"]["security"]["capabilities"].clone();
    assert_eq!(listed, serde_json::json!(["chat", "consent", "bar", "join", "farewell"]));
}

#[test]
fn pages_load_nothing_from_elsewhere() {
    let security = read("tauri.conf.json")["app"]["security"].clone();
    let policy = security["csp"].as_str().expect("a policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"));
    for loose in ["unsafe", "https:", "*", "http://localhost", "blob:"] {
        assert!(!policy.contains(loose), "{loose}");
    }
    assert_eq!(security["freezePrototype"], true);
    assert_eq!(read("tauri.conf.json")["app"]["withGlobalTauri"], false);
}
