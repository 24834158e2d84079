//! Several monitors, on a real portal: an agent asks, and frames of no other monitor than the log
//! names go on.

use std::time::Duration;

use corporate_protocol::screen::Message as Screen;
use corporate_protocol::{CommandBody, ErrorCode, EventBody, MonitorInfo};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{Sharing, Socket, TestPortal, frame, read};

const TWO: [MonitorInfo; 2] = [
    MonitorInfo { number: 1, width: 1920, height: 1080 },
    MonitorInfo { number: 2, width: 1920, height: 1080 },
];

/// A frame of the monitor with this number.
fn of(number: u16, sequence: u32) -> Message {
    let mut bytes = frame(sequence, true).into_data().to_vec();
    bytes[8..10].copy_from_slice(&(number - 1).to_le_bytes());
    Message::binary(bytes)
}

/// The monitor and sequence of what the viewer gets next.
async fn seen(viewer: &mut Socket) -> (u16, u32) {
    match read(viewer.next().await) {
        Screen::Frame(frame) => (frame.monitor + 1, frame.sequence),
        other => panic!("{other:?}"),
    }
}

async fn sharing_one_of_two(portal: &TestPortal) -> Sharing {
    let mut sharing = Sharing::joined(portal).await;
    sharing.log.do_it(CommandBody::AskConsent).await;
    let granted = CommandBody::AnswerConsent { granted: true, timed_out: false };
    sharing.log.do_it(granted).await;
    let start = CommandBody::StartSharing {
        monitor: "1".into(),
        width: 1920,
        height: 1080,
        monitors: TWO.to_vec(),
    };
    sharing.log.do_it(start).await;
    sharing
}

fn show(monitor: u16) -> CommandBody {
    CommandBody::ShowMonitor { monitor, width: 1920, height: 1080 }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agents_question_lets_nothing_else_through_and_the_customers_act_does() {
    let portal = TestPortal::start().await;
    let mut sharing = sharing_one_of_two(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    sharing.anna.do_it(CommandBody::AskMonitor { monitor: 2 }).await;
    let asked = EventBody::MonitorAsked { monitor: 2 };
    sharing
        .log
        .until("the question", |log| log.events.iter().any(|event| event.body == asked))
        .await;
    // An app that shows the other one for the question alone.
    sharing.screen.send(of(2, 1)).await;
    let nothing = viewer.next_within(Duration::from_millis(300)).await;
    assert!(nothing.is_none(), "the agent's question let a picture through: {nothing:?}");
    sharing.screen.send(of(1, 2)).await;
    assert_eq!(seen(&mut viewer).await, (1, 2));
    assert_eq!(sharing.anna.ask(show(2)).await, Err(ErrorCode::NotAllowed));
    sharing.log.do_it(show(2)).await;
    // What was under way of the first one is dropped without blame.
    sharing.screen.send(of(1, 3)).await;
    sharing.screen.send(of(2, 4)).await;
    assert_eq!(seen(&mut viewer).await, (2, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_monitors_is_bounded() {
    let portal = TestPortal::start().await;
    let mut sharing = sharing_one_of_two(&portal).await;
    let many = (1..=200).map(|number| MonitorInfo { number, ..TWO[0] }).collect();
    let list = CommandBody::ListMonitors { monitors: many };
    assert_eq!(sharing.log.ask(list).await, Err(ErrorCode::BadRequest));
}
