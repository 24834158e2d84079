//! Several monitors: agents ask, the customer shows.

use super::*;

fn ask(monitor: u16) -> CommandBody {
    CommandBody::AskMonitor { monitor }
}

fn show(monitor: u16) -> CommandBody {
    CommandBody::ShowMonitor { monitor, width: 1920, height: 1080 }
}

fn refuse(monitor: u16) -> CommandBody {
    CommandBody::RefuseMonitor { monitor, timed_out: false }
}

fn asked(log: &Log) -> Option<u16> {
    log.state.monitors.asked.as_ref().map(|question| question.monitor)
}

#[test]
fn an_agent_asks_and_the_customer_refuses_and_then_shows() {
    let mut log = Log::sharing();
    assert_eq!(log.state.monitors.shown, Some(1));
    log.tell(agent(1), &ask(2)).expect("asked");
    assert_eq!((asked(&log), log.state.monitors.shown), (Some(2), Some(1)));
    log.tell(APP, &refuse(2)).expect("refused");
    let refused = EventBody::MonitorRefused { monitor: 2, reason: RefusedConsent::Declined };
    assert_eq!(log.events.last().map(|event| &event.body), Some(&refused));
    assert_eq!((asked(&log), log.state.monitors.shown), (None, Some(1)));
    log.tell(agent(1), &ask(2)).expect("asked again");
    log.tell(APP, &show(2)).expect("shown");
    assert_eq!((asked(&log), log.state.monitors.shown), (None, Some(2)));
    assert!(log.state.may_show(), "under the same consent");
}

#[test]
fn an_agent_can_not_show_a_monitor_and_the_web_chat_neither() {
    let mut log = Log::sharing();
    log.tell(agent(1), &ask(2)).expect("asked");
    for who in [agent(1), WEB] {
        let list = CommandBody::ListMonitors { monitors: vec![] };
        for command in [show(2), refuse(2), list] {
            let told = log.tell(who.clone(), &command);
            assert_eq!(told, Err(ErrorCode::NotAllowed), "{who:?} {command:?}");
        }
    }
    assert_eq!(log.tell(agent(2), &ask(2)), Err(ErrorCode::NotInSession));
    assert_eq!(log.tell(APP, &ask(2)), Err(ErrorCode::NotAllowed));
    assert_eq!(log.state.monitors.shown, Some(1));
}

#[test]
fn only_another_monitor_that_is_there_is_asked_for_and_one_at_a_time() {
    let mut log = Log::sharing();
    for monitor in [0, 1, 3] {
        assert_eq!(log.tell(agent(1), &ask(monitor)), Err(ErrorCode::NotNow), "{monitor}");
        assert_eq!(log.tell(APP, &show(monitor)), Err(ErrorCode::NotNow), "{monitor}");
    }
    assert_eq!(log.tell(APP, &refuse(2)), Err(ErrorCode::NotNow), "nobody has asked");
    log.tell(agent(1), &ask(2)).expect("asked");
    assert_eq!(log.tell(agent(1), &ask(2)), Err(ErrorCode::NotNow));
    assert_eq!(log.tell(APP, &refuse(1)), Err(ErrorCode::NotNow), "another question");
    let monitors = vec![monitor(1)];
    log.tell(APP, &CommandBody::ListMonitors { monitors }).expect("told");
    assert_eq!(asked(&log), None, "it is not there any more");
    assert_eq!(log.tell(APP, &show(2)), Err(ErrorCode::NotNow));
}

#[test]
fn nothing_is_asked_while_paused_and_nothing_stays_after_the_end() {
    let mut log = Log::sharing();
    log.tell(APP, &CommandBody::PauseSharing).expect("paused");
    assert_eq!(log.tell(agent(1), &ask(2)), Err(ErrorCode::NotNow));
    log.tell(APP, &show(2)).expect("the customer may");
    log.tell(APP, &CommandBody::ResumeSharing).expect("on");
    log.tell(agent(1), &ask(1)).expect("asked");
    log.tell(APP, &CommandBody::StopSharing).expect("stopped");
    assert_eq!(log.state.monitors, Monitors::default());
    assert_eq!(log.tell(APP, &show(1)), Err(ErrorCode::NotNow));
}

#[test]
fn a_question_goes_with_the_agent_who_asked() {
    let mut log = Log::sharing();
    log.tell(agent(1), &invite(2, false)).expect("invited");
    log.tell(agent(2), &CommandBody::Take).expect("joined");
    log.tell(agent(2), &ask(2)).expect("asked");
    log.tell(agent(2), &CommandBody::Leave).expect("left");
    assert_eq!(asked(&log), None);
}

#[test]
fn a_list_that_makes_no_sense_is_refused() {
    let mut log = Log::sharing();
    let many = (1..=limits::MONITORS as u16 + 1).map(monitor).collect();
    let flat = MonitorInfo { height: 0, ..monitor(1) };
    let vast = MonitorInfo { width: limits::PICTURE_SIDE + 1, ..monitor(1) };
    for monitors in [many, vec![monitor(1), monitor(1)], vec![monitor(0)], vec![flat], vec![vast]] {
        let list = CommandBody::ListMonitors { monitors: monitors.clone() };
        assert_eq!(log.tell(APP, &list), Err(ErrorCode::BadRequest), "{monitors:?}");
    }
    let same = CommandBody::ListMonitors { monitors: vec![monitor(1), monitor(2)] };
    assert_eq!(log.tell(APP, &same), Err(ErrorCode::NotNow), "nothing new");
}
