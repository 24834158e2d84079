//! `GET /api/v1/reports/figures`

use corporate_protocol::report::ReportFigures;
use corporate_protocol::{ErrorCode, Mode};

use super::finished;
use crate::support::{Agent, Customer, NOON, TestPortal};

const PATH: &str = "/api/v1/reports/figures";

#[tokio::test(flavor = "multi_thread")]
async fn counts_sessions_and_how_long_they_took() {
    let portal = TestPortal::start().await;
    finished(&portal, "Erika").await;
    Customer::start(&portal, "Otto", "Hi").await;
    let ben = Agent::ben(&portal).await;
    let (from, to) = (NOON.0 - 1, NOON.plus_seconds(3_600).0);
    let query = format!("{PATH}?from={from}&to={to}&zone=Asia/Tokyo");
    let figures: ReportFigures = ben.get(&portal, &query).await.json();
    assert_eq!((figures.all.sessions, figures.all.answered, figures.all.abandoned), (2, 1, 0));
    assert_eq!((figures.all.waiting.count, figures.all.waiting.p50_ms), (1, 30_000));
    assert_eq!((figures.all.handling.mean_ms, figures.all.handling.p90_ms), (60_000, 60_000));
    assert_eq!((figures.messages, figures.upgraded, figures.shared), (3, 0, 0));
    assert_eq!(figures.zone, "Asia/Tokyo");
    let days: Vec<_> = figures.days.iter().map(|day| (day.day.as_str(), day.sessions)).collect();
    assert_eq!(days, [("2026-11-22", 2)]);
    assert_eq!(figures.hours[21].sessions, 2, "noon is nine in the evening there");
    assert_eq!(figures.queues[0].queue.as_str(), "printers");
    assert_eq!(figures.agents[0].agent.name.as_str(), "Anna Berg");
    assert_eq!((figures.agents.len(), figures.agents[0].figures.sessions), (1, 1));
    let queue = figures.modes.iter().find(|of| of.mode == Mode::Queue).expect("each mode");
    assert_eq!((queue.sessions, figures.modes.len(), figures.outcomes.len()), (2, 4, 3));
    let agent = figures.agents[0].agent.id;
    let hers: ReportFigures = ben.get(&portal, &format!("{query}&agent={agent}")).await.json();
    assert_eq!((hers.all.sessions, hers.queues[0].figures.sessions), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_span_has_two_years_at_most_and_an_unknown_zone_is_utc() {
    let portal = TestPortal::start().await;
    let ben = Agent::ben(&portal).await;
    let early = NOON.0 - 733 * 24 * 3_600 * 1_000;
    let answer = ben.get(&portal, &format!("{PATH}?from={early}")).await;
    assert_eq!((answer.status, answer.code()), (400, ErrorCode::BadRequest));
    let none: ReportFigures = ben.get(&portal, &format!("{PATH}?zone=Mars/Olympus")).await.json();
    assert_eq!((none.zone.as_str(), none.all.sessions), ("UTC", 0));
    assert_eq!(none.days.len(), 733, "two years and the rest of today");
}
