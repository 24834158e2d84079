//! `GET /api/v1/reports/sessions/{session}/report.txt`, `.csv`, `.json`

use corporate_protocol::report::SessionReport;
use corporate_protocol::{AuditAction, AuditEntry};

use super::finished;
use crate::support::{Agent, Request, TestPortal};

#[tokio::test(flavor = "multi_thread")]
async fn the_text_is_the_customers_word_for_word() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "Erika").await;
    let ben = Agent::ben(&portal).await;
    for how in ["lang=de&zone=Europe/Berlin", "lang=en&zone=UTC"] {
        let saved = format!("/api/v1/sessions/{}/transcript.txt?{how}", erika.session);
        let saved = portal.send(Request::get(saved).header("cookie", &erika.cookie)).await;
        let report = format!("/api/v1/reports/sessions/{}/report.txt?{how}", erika.session);
        let report = ben.get(&portal, &report).await;
        assert_eq!(report.text(), saved.text());
        assert_eq!(report.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(report.header("content-disposition"), saved.header("content-disposition"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn log_and_report_are_files_too() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "=cmd|' /C calc'!A0").await;
    let ben = Agent::ben(&portal).await;
    let path = format!("/api/v1/reports/sessions/{}", erika.session);
    let csv = ben.get(&portal, &format!("{path}/report.csv?lang=en&zone=Europe/Berlin")).await;
    assert_eq!(csv.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = csv.text();
    assert!(text.starts_with("\u{feff}No.,Time (Europe/Berlin),Who,"), "{text}");
    assert!(text.contains("3,2026-11-22 13:00:30.000,Agent Anna Berg,,message,Guten Tag!\r\n"));
    let json = ben.get(&portal, &format!("{path}/report.json")).await;
    let name = format!("attachment; filename=\"session-{}.json\"", erika.session);
    assert_eq!(json.header("content-disposition"), Some(name.as_str()));
    let shown: SessionReport = ben.get(&portal, &path).await.json();
    assert_eq!(json.json::<SessionReport>(), shown);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_file_is_noted_and_reading_is_not() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "Erika").await;
    let ben = Agent::ben(&portal).await;
    let path = format!("/api/v1/reports/sessions/{}", erika.session);
    for end in ["", "/report.txt", "/report.csv", "/report.json"] {
        assert_eq!(ben.get(&portal, &format!("{path}{end}")).await.status, 200);
    }
    ben.get(&portal, "/api/v1/reports/sessions.csv").await;
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let audit: Vec<AuditEntry> = max.get(&portal, "/api/v1/audit").await.json();
    let exported = AuditAction::ReportsExported { sessions: 1 };
    let noted: Vec<_> = audit.iter().filter(|entry| entry.action == exported).collect();
    assert_eq!(noted.len(), 4, "{audit:?}");
    assert!(noted.iter().all(|entry| entry.by.as_deref() == Some("ben@demo.test")));
}
