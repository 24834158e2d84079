//! Sessions are deleted when the account keeps them no longer, and not before.

use std::time::Duration;

use corporate_protocol::{CommandBody, SessionId};
use serde_json::{Value, json};

use crate::support::{Agent, Customer, Request, Staff, TestPortal, captured, holds, sent, soon};

const DAY: i64 = 24 * 3600;

async fn start() -> TestPortal {
    TestPortal::start_with(None, |config| {
        config.timings.retention_every = Duration::from_millis(50);
        config.timings.absent_waiting = Duration::from_hours(24 * 365);
    })
    .await
}

/// Takes and ends a session with a file in it.
async fn ended(portal: &TestPortal, name: &str, question: &str) -> SessionId {
    let customer = Customer::start(portal, name, question).await;
    let mut agent = Agent::anna(portal).await.take(portal, customer.session).await;
    let secret = ("cookie", customer.cookie.as_str());
    sent(portal, secret, customer.session, "log.txt", "Feldspatsalat").await;
    agent.do_it(CommandBody::End).await;
    customer.session
}

async fn report(portal: &TestPortal, session: SessionId) -> u16 {
    let ben = Agent::ben(portal).await;
    ben.get(portal, &format!("/api/v1/reports/sessions/{session}")).await.status
}

/// Waits for the next entry of the audit list that speaks of deleting.
async fn deleted(portal: &TestPortal) -> Value {
    let max = Agent::sign_in(portal, "max@demo.test").await;
    soon("an entry of the audit list", async {
        loop {
            let entries: Vec<Value> = max.get(portal, "/api/v1/audit").await.json();
            if let Some(first) = entries.into_iter().find(|e| e["kind"] == "sessions_deleted") {
                return first;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ended_too_long_ago_goes_and_the_rest_stays() {
    let portal = start().await;
    let old = ended(&portal, "Erika", "Quarzsandkuchen").await;
    let open = Customer::start(&portal, "Otto", "Still here").await;
    assert_eq!(report(&portal, old).await, 200);
    portal.clock.pass_seconds(5 * DAY);
    let young = ended(&portal, "Paula", "New").await;
    portal.clock.pass_seconds(26 * DAY);
    portal.change_settings(|settings| settings.retention_days = Some(30)).await;
    let entry = deleted(&portal).await;
    assert_eq!((&entry["by"], &entry["sessions"]), (&Value::Null, &json!(1)));
    let now = entry["at"].as_i64().expect("a time");
    assert_eq!(entry["before"].as_i64(), Some(now - 30 * DAY * 1000));
    assert_eq!(report(&portal, old).await, 404);
    assert_eq!(report(&portal, young).await, 200, "it ended 26 days ago");
    assert_eq!(report(&portal, open.session).await, 200, "it goes on");
    assert!(portal.kept_files().iter().all(|path| !path.starts_with(&old.to_string())));
    assert_eq!(portal.kept_files().len(), 1, "the other session's file");
    let mut log = Agent::anna(&portal).await.take(&portal, open.session).await;
    log.say("And it can be taken").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_it_is_left_in_the_data_folder() {
    let portal = start().await;
    let session = ended(&portal, "Erika", "Quarzsandkuchen").await;
    portal.clock.pass_seconds(2 * DAY);
    portal.change_settings(|settings| settings.retention_days = Some(1)).await;
    deleted(&portal).await;
    portal.stop();
    let data = portal.ended_leaving_data().await;
    for word in ["Quarzsandkuchen", "Feldspatsalat", &session.to_string()] {
        assert!(!holds(data.path(), word.as_bytes()), "{word}");
    }
    assert!(holds(data.path(), b"anna@demo.test"), "the folder was looked through");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_starts_looks_at_once() {
    let portal = TestPortal::start().await;
    let session = ended(&portal, "Erika", "Hi").await;
    portal.clock.pass_seconds(2 * DAY);
    portal.change_settings(|settings| settings.retention_days = Some(1)).await;
    assert_eq!(report(&portal, session).await, 200, "the hour is not over");
    let portal = portal.restart().await;
    deleted(&portal).await;
    assert_eq!(report(&portal, session).await, 404);
    let staff = Staff::of(&portal).await;
    let mona = staff.mona.get(&portal, "/api/v1/audit").await;
    assert!(mona.text().contains("sessions_deleted"));
    let public = portal.send(Request::get("/api/v1/portal")).await;
    assert_eq!(public.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_whose_files_stay_do_not_hold_up_those_behind_them() {
    let portal = start().await;
    let last = ended(&portal, "Erika", "Hi").await;
    portal.clock.pass_seconds(2 * DAY);
    let stuck: Vec<SessionId> = (0..250).map(|_| SessionId::random()).collect();
    let store = format!("sqlite:{}", portal.config().data.join("portal.sqlite").display());
    let store = sqlx::SqlitePool::connect(&store).await.expect("the store");
    for session in &stuck {
        // A folder that is none can't be emptied.
        std::fs::write(portal.files().join(session.to_string()), b"x").expect("a file");
        let ended = "INSERT INTO sessions (id, started_at, ended_at) VALUES (?, 1, 2)";
        let ended = sqlx::query(ended).bind(session.to_string());
        ended.execute(&store).await.expect("a session");
    }
    portal.change_settings(|settings| settings.retention_days = Some(1)).await;
    assert_eq!(deleted(&portal).await["sessions"], json!(1));
    assert_eq!(report(&portal, last).await, 404);
    let kept = "SELECT count(*) FROM sessions WHERE ended_at = 2";
    let kept: i64 = sqlx::query_scalar(kept).fetch_one(&store).await.expect("a number");
    assert_eq!(kept, 250, "they are tried again next time");
    let word = stuck[7].to_string();
    assert!(!captured::log().contains(&word), "said once, not of each");
    store.close().await;
}
