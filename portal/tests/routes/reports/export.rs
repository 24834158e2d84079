//! `GET /api/v1/reports/sessions.csv` and `.json`

use corporate_protocol::report::{ReportExport, ReportPage};

use super::finished;
use crate::support::{Agent, Customer, TestPortal};

const PATH: &str = "/api/v1/reports/sessions";

#[tokio::test(flavor = "multi_thread")]
async fn a_table_has_one_record_a_session_and_no_formula() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "=HYPERLINK(\"http://evil.test\")").await;
    let otto = Customer::start(&portal, "Otto, der Große", "+49\n\"Hallo\"").await;
    let ben = Agent::ben(&portal).await;
    let answer = ben.get(&portal, &format!("{PATH}.csv?lang=de&zone=Europe/Berlin")).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = Some("attachment; filename=\"sessions.csv\"");
    assert_eq!(answer.header("content-disposition"), name);
    let text = answer.text();
    assert!(text.starts_with("\u{feff}Sitzung,Begonnen (Europe/Berlin),"), "{text}");
    let first = format!("\r\n{},2026-11-22 13:01:30,,,,,\"Otto, der Große\",", otto.session);
    assert!(text.contains(&first), "{text}");
    assert!(text.contains(",\"'+49\n\"\"Hallo\"\"\","), "{text}");
    let second = format!(
        "\r\n{},2026-11-22 13:00:00,2026-11-22 13:00:30,2026-11-22 13:01:30,30,60,\"'=HYPERLINK",
        erika.session
    );
    assert!(text.contains(&second), "{text}");
    assert!(text.ends_with("\r\n") && !text.contains("Unvollständig"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_document_holds_the_rows_of_the_filter() {
    let portal = TestPortal::start().await;
    finished(&portal, "Erika").await;
    Customer::start(&portal, "Otto", "Hi").await;
    let ben = Agent::ben(&portal).await;
    let all: ReportExport = ben.get(&portal, &format!("{PATH}.json")).await.json();
    let page: ReportPage = ben.get(&portal, PATH).await.json();
    assert_eq!((all.total, all.complete), (2, true));
    assert_eq!(all.rows, page.rows);
    let some: ReportExport = ben.get(&portal, &format!("{PATH}.json?text=otto")).await.json();
    assert_eq!((some.total, some.rows[0].customer.as_str()), (1, "Otto"));
    let none: ReportExport = ben.get(&portal, &format!("{PATH}.json?text=nobody")).await.json();
    assert_eq!((none.total, none.rows.len(), none.complete), (0, 0, true));
}
