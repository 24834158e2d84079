//! `GET /api/v1/reports/sessions`

use corporate_protocol::report::ReportPage;
use corporate_protocol::{EndReason, ErrorCode, Mode, Outcome, Problem};

use super::finished;
use crate::support::{Agent, Customer, NOON, Request, TestPortal};

const PATH: &str = "/api/v1/reports/sessions";

#[tokio::test(flavor = "multi_thread")]
async fn lists_sessions_newest_first() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "Erika").await;
    let otto = Customer::start(&portal, "Otto", "Hi").await;
    let ben = Agent::ben(&portal).await;
    let page: ReportPage = ben.get(&portal, PATH).await.json();
    assert_eq!((page.total, page.next), (2, None));
    let [first, second] = page.rows.as_slice() else { panic!("two rows: {:?}", page.rows) };
    assert_eq!((first.id, first.ended_at, first.agents.len()), (otto.session, None, 0));
    assert_eq!(second.id, erika.session);
    assert_eq!((second.customer.as_str(), second.queue.as_str()), ("Erika", "printers"));
    assert_eq!((second.mode, second.outcome), (Mode::Queue, Outcome::Unknown));
    assert_eq!(second.agents[0].name.as_str(), "Anna Berg");
    assert_eq!((second.messages, second.end_reason), (2, Some(EndReason::Agent)));
    assert_eq!(second.started_at, NOON);
    assert_eq!(second.first_joined_at, Some(NOON.plus_seconds(30)));
    assert_eq!(second.ended_at, Some(NOON.plus_seconds(90)));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_sorted_as_asked() {
    let portal = TestPortal::start().await;
    let ben = Agent::ben(&portal).await;
    for name in ["Otto", "änne", "Zoe"] {
        Customer::start(&portal, name, "Hi").await;
        portal.clock.pass_seconds(60);
    }
    let names = async |query: &str| {
        let page: ReportPage = ben.get(&portal, &format!("{PATH}?{query}")).await.json();
        page.rows.iter().map(|row| row.customer.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Zoe", "änne", "Otto"]);
    assert_eq!(names("order=ascending").await, ["Otto", "änne", "Zoe"]);
    assert_eq!(names("sort=customer&order=ascending").await, ["änne", "Otto", "Zoe"]);
    assert_eq!(names("sort=customer").await, ["Zoe", "Otto", "änne"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_filter_is_kept() {
    let portal = TestPortal::start().await;
    let erika = finished(&portal, "Erika Müller").await;
    portal.clock.pass_seconds(3_600);
    Customer::start(&portal, "Otto", "Hi").await;
    let ben = Agent::ben(&portal).await;
    let (noon, one) = (NOON.0, NOON.plus_seconds(3_600).0);
    let all: ReportPage = ben.get(&portal, PATH).await.json();
    let anna = all.rows[1].agents[0].id;
    for (query, found) in [
        (format!("from={noon}&to={one}"), 1),
        (format!("to={noon}"), 0),
        ("queue=printers".to_owned(), 2),
        ("queue=gone".to_owned(), 0),
        (format!("agent={anna}"), 1),
        ("outcome=resolved".to_owned(), 0),
        ("outcome=unknown&mode=queue".to_owned(), 2),
        ("mode=phone".to_owned(), 0),
        ("text=m%C3%BCLLER".to_owned(), 1),
        (format!("text={}", erika.session), 1),
        ("text=%25".to_owned(), 0),
    ] {
        let page: ReportPage = ben.get(&portal, &format!("{PATH}?{query}")).await.json();
        assert_eq!((page.total, page.rows.len()), (found, found as usize), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_not_be_asked_is_refused_by_name() {
    let portal = TestPortal::start().await;
    let ben = Agent::ben(&portal).await;
    let long = format!("text={}", "x".repeat(101));
    for (query, field) in [
        ("from=0", Some("from")),
        ("from=9&to=9", Some("from")),
        ("to=0", Some("to")),
        ("to=9223372036854775807", Some("to")),
        ("before=nonsense", Some("before")),
        (long.as_str(), Some("text")),
        ("mode=shouting", None),
        ("queue=Not%20a%20queue", None),
        ("agent=anna", None),
        ("from=yesterday", None),
    ] {
        for path in [PATH, "/api/v1/reports/sessions.csv", "/api/v1/reports/sessions.json"] {
            if path != PATH && query.starts_with("before") {
                continue;
            }
            let answer = ben.get(&portal, &format!("{path}?{query}")).await;
            assert_eq!((answer.status, answer.code()), (400, ErrorCode::BadRequest), "{query}");
            let problem: Problem = answer.json();
            assert_eq!(problem.field.as_deref(), field, "{query}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_for_those_with_the_right_only() {
    let portal = TestPortal::start().await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let anna = Agent::anna(&portal).await;
    let max = Agent::sign_in(&portal, "max@demo.test").await;
    let one = format!("{PATH}/{}", erika.session);
    let mut paths = vec![PATH.to_owned(), "/api/v1/reports/figures".to_owned(), one.clone()];
    paths.extend(["csv", "json"].map(|ending| format!("{PATH}.{ending}")));
    paths.extend(["txt", "csv", "json"].map(|ending| format!("{one}/report.{ending}")));
    for path in &paths {
        let answer = anna.get(&portal, path).await;
        assert_eq!((answer.status, answer.code()), (403, ErrorCode::NotAllowed), "{path}");
        let customer = Request::get(path).header("cookie", &erika.cookie);
        assert_eq!(portal.send(customer).await.code(), ErrorCode::NotSignedIn, "{path}");
        assert_eq!(portal.send(Request::get(path)).await.status, 401, "{path}");
        assert_eq!(max.get(&portal, path).await.status, 200, "{path}");
    }
}
