//! What follows from what: events of the log and wishes of the customer become things to do and
//! a view. Pure: no sockets, no screen, no clock; the runner does what it says.

use std::time::Instant;

use corporate_link::{Connection, Joined, LinkEvent};
use corporate_protocol::{
    CommandBody, CommandId, Consent, ErrorCode, Event, EventBody, MessageText, MonitorInfo, Phase,
    SessionState, Sharing,
};

use crate::consent::{Answer, ConsentGate, MonitorGate, Permit, Shown};
use crate::handoff::wire_name;
use crate::view::{AppView, ConnectionView, Unsent};

/// What the customer wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Write a message.
    Say(MessageText),
    /// End the session.
    End,
    /// Answer the question for consent.
    Answer(bool),
    /// Hold the picture.
    Pause,
    /// Go on with it.
    Resume,
    /// Stop sharing and end the consent.
    Stop,
    /// Show the monitor with this number in place of the one that is shown.
    Show(u16),
    /// Answer an agent who asks for another monitor.
    AnswerMonitor(bool),
}

/// What the runner has to do, in order.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Send a command.
    Send(CommandBody),
    /// Find the monitor that would be shared, so that the question can name it.
    Choose,
    /// Announce the monitor that the question has named with `StartSharing`. Nothing is captured yet.
    Announce,
    /// Capture and send, as long as the permit holds.
    Capture(Permit),
    /// Stop capturing, and take the monitor with this number from now on.
    Show(u16),
    /// Stop capturing; the screen socket stays.
    Hold,
    /// Stop capturing and close the screen socket.
    Close,
    /// Give the windows these events.
    Log(Vec<Event>),
}

/// What the screen is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Screen {
    /// No socket, no capture.
    #[default]
    Closed,
    /// A socket, no capture.
    Held,
    /// A socket, and capturing.
    Running,
}

/// Follows one session.
#[derive(Debug)]
pub struct Conductor {
    view: AppView,
    gate: ConsentGate,
    monitors: MonitorGate,
    screen: Screen,
    /// The customer paused, whatever the portal has heard of it.
    paused_here: bool,
    asked: bool,
    /// Commands other than messages that the portal has not answered.
    unanswered: Vec<(CommandId, CommandBody)>,
}

impl Conductor {
    /// Begins with a session that was just joined.
    pub fn new(joined: &Joined) -> Self {
        let view = AppView {
            language: joined.language,
            company: joined.company.clone(),
            connection: ConnectionView::Connecting,
            ..AppView::without_session(joined.language, None)
        };
        Self {
            view,
            gate: ConsentGate::default(),
            monitors: MonitorGate::default(),
            screen: Screen::Closed,
            paused_here: false,
            asked: false,
            unanswered: Vec::new(),
        }
    }

    /// What the windows show now.
    pub fn view(&self, now: Instant) -> AppView {
        let left = |until: Option<Instant>| {
            let left = until?.saturating_duration_since(now);
            Some(left.as_millis().div_ceil(1_000) as u64)
        };
        let consent_seconds_left = left(self.gate.until());
        let monitor_seconds_left = left(self.monitors.until());
        let mut view = AppView { consent_seconds_left, monitor_seconds_left, ..self.view.clone() };
        let sharing = self.sharing();
        if let Some(state) = &mut view.state {
            state.sharing = sharing;
            // What was answered is no question any more, whatever the portal has heard of it.
            if monitor_seconds_left.is_none() {
                state.monitors.asked = None;
            }
        }
        if consent_seconds_left.is_none() && self.gate.permit().is_none() {
            view.monitor = None;
        }
        view
    }

    /// When [`Conductor::tick`] wants to be called again: at the next second of a countdown.
    pub fn next_tick(&self, now: Instant) -> Option<Instant> {
        let until = self.gate.until().into_iter().chain(self.monitors.until()).min()?;
        let left = until.saturating_duration_since(now);
        let part = left.subsec_nanos();
        let rest = if part == 0 && !left.is_zero() { 1_000_000_000 } else { part };
        Some(now + std::time::Duration::from_nanos(u64::from(rest)))
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Instant) -> Vec<Effect> {
        let consent = self.gate.expire(now);
        let monitor = self.monitors.expire(now);
        consent.into_iter().chain(monitor).map(Effect::Send).collect()
    }

    /// The link has something to tell.
    pub fn told(&mut self, told: LinkEvent, now: Instant) -> Vec<Effect> {
        match told {
            LinkEvent::Events { events, state } => self.grew(events, *state, now),
            LinkEvent::Connection(Connection::Online) => {
                self.view.connection = ConnectionView::Online;
                Vec::new()
            }
            LinkEvent::Connection(Connection::Offline { .. }) => {
                self.view.connection = ConnectionView::Offline;
                Vec::new()
            }
            LinkEvent::Confirmed { command } => {
                self.answered(command);
                Vec::new()
            }
            LinkEvent::Refused { command, code } => {
                let asked = self.answered(command);
                // Somebody else was faster: it is as the customer wants it.
                let settled = matches!(
                    asked,
                    Some(
                        CommandBody::StopSharing
                            | CommandBody::PauseSharing
                            | CommandBody::RefuseMonitor { .. }
                            | CommandBody::ListMonitors { .. }
                    )
                );
                if !(settled && code == ErrorCode::NotNow) {
                    self.failed(code);
                }
                Vec::new()
            }
            LinkEvent::Closed(code) => self.closed(code),
            _ => Vec::new(),
        }
    }

    /// The customer wants something.
    ///
    /// # Errors
    /// The code to answer with where it isn't possible now.
    pub fn wished(&mut self, wish: Wish, now: Instant) -> Result<Vec<Effect>, ErrorCode> {
        if self.view.connection == ConnectionView::Ended {
            return Err(ErrorCode::SessionEnded);
        }
        self.view.problem = None;
        match wish {
            Wish::Say(text) => Ok(vec![Effect::Send(CommandBody::Say { text })]),
            Wish::End => {
                let mut effects = self.shut();
                if !self.waits_for(&CommandBody::End) {
                    effects.push(Effect::Send(CommandBody::End));
                }
                Ok(effects)
            }
            Wish::Answer(granted) => {
                let answer = self.gate.answer(granted, now).ok_or(ErrorCode::NotNow)?;
                Ok(vec![Effect::Send(answer)])
            }
            Wish::Pause => {
                self.sharing_is(Sharing::On)?;
                self.paused_here = true;
                let mut effects = self.reconcile();
                effects.push(Effect::Send(CommandBody::PauseSharing));
                Ok(effects)
            }
            Wish::Resume => {
                self.sharing_is(Sharing::Paused)?;
                self.paused_here = false;
                Ok(vec![Effect::Send(CommandBody::ResumeSharing)])
            }
            Wish::Stop => {
                // Saying it once is enough, however often it is clicked while the line is cut.
                let said =
                    self.gate.permit().is_none() && self.waits_for(&CommandBody::StopSharing);
                let mut effects = self.shut();
                if !said {
                    effects.push(Effect::Send(CommandBody::StopSharing));
                }
                Ok(effects)
            }
            Wish::Show(monitor) => self.choose_monitor(monitor, now),
            Wish::AnswerMonitor(granted) => {
                match self.monitors.answer(granted, now).ok_or(ErrorCode::NotNow)? {
                    Answer::Show(monitor) => self.choose_monitor(monitor, now),
                    Answer::Refuse(command) => Ok(vec![Effect::Send(command)]),
                }
            }
        }
    }

    /// The customer shows another monitor: asks the portal to log it. The picture changes when the
    /// log has it.
    fn choose_monitor(&mut self, number: u16, now: Instant) -> Result<Vec<Effect>, ErrorCode> {
        if self.sharing() == Sharing::Off {
            return Err(ErrorCode::NotNow);
        }
        let monitors = self.view.state.as_ref().map(|state| &state.monitors);
        let another = monitors.filter(|monitors| monitors.shown != Some(number));
        let monitor = another.and_then(|monitors| monitors.get(number)).ok_or(ErrorCode::NotNow)?;
        let MonitorInfo { number: monitor, width, height } = *monitor;
        self.monitors.choose(monitor, now);
        Ok(vec![Effect::Send(CommandBody::ShowMonitor { monitor, width, height })])
    }

    /// The runner has looked which monitors there are.
    pub fn monitors_are(&mut self, all: Vec<MonitorInfo>) -> Vec<Effect> {
        let known = self.view.state.as_ref().map(|state| &state.monitors.all);
        let is_news = self.sharing() != Sharing::Off && known.is_some_and(|known| *known != all);
        let command = CommandBody::ListMonitors { monitors: all };
        if is_news && !self.waits_for(&command) { vec![Effect::Send(command)] } else { Vec::new() }
    }

    /// Whether monitors that come and go matter now.
    pub fn is_sharing(&self) -> bool {
        self.sharing() != Sharing::Off
    }

    /// The runner has sent a command that waits for its answer.
    pub fn sent(&mut self, id: CommandId, body: CommandBody) {
        match body {
            CommandBody::Say { text } => {
                self.view.unsent.push(Unsent { id, text: text.as_str().to_owned() });
            }
            other => self.unanswered.push((id, other)),
        }
    }

    /// The runner could not send a command: the outbox is full.
    pub fn not_sent(&mut self, body: &CommandBody) {
        if *body == CommandBody::ResumeSharing {
            self.paused_here = true;
        }
        self.failed(ErrorCode::RateLimited);
    }

    /// Forgets a command that was answered; gives what it was, messages apart.
    fn answered(&mut self, command: CommandId) -> Option<CommandBody> {
        self.view.unsent.retain(|unsent| unsent.id != command);
        let found = self.unanswered.iter().position(|(id, _)| *id == command)?;
        Some(self.unanswered.remove(found).1)
    }

    fn waits_for(&self, body: &CommandBody) -> bool {
        self.unanswered.iter().any(|(_, unanswered)| unanswered == body)
    }

    /// The runner has chosen a monitor.
    pub fn chosen(&mut self, monitor: &str) {
        self.view.monitor = Some(monitor.to_owned());
    }

    /// Capturing or announcing has failed: sharing ends, and the windows say why.
    pub fn screen_failed(&mut self, problem: &str) -> Vec<Effect> {
        let mut effects = self.shut();
        effects.push(Effect::Send(CommandBody::StopSharing));
        self.view.problem = Some(problem.to_owned());
        effects
    }

    /// Something else has gone wrong that the customer should know of.
    pub fn failed(&mut self, code: ErrorCode) {
        self.view.problem = Some(wire_name(code));
    }

    /// Whether there is a question on the screen that nobody has answered.
    pub fn is_asking(&self) -> bool {
        self.gate.until().is_some()
    }

    fn grew(&mut self, events: Vec<Event>, state: SessionState, now: Instant) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut unknown = false;
        for event in &events {
            unknown |= self.gate.observe(event, now);
            if event.body == EventBody::ConsentAsked {
                effects.push(Effect::Choose);
            }
            if event.body == EventBody::ConsentGiven && self.gate.permit().is_some() {
                self.paused_here = false;
                effects.push(Effect::Announce);
            }
            effects.extend(self.monitor_shown(event, now));
        }
        // Consent that this process knows nothing of, from before it was started, say. What the log
        // itself has long ended needs no word.
        if unknown && state.consent == Consent::Given && self.gate.permit().is_none() {
            effects.push(Effect::Send(CommandBody::StopSharing));
        }
        // Where the state runs ahead of the events, while a long log comes in, it decides.
        if matches!(state.consent, Consent::None | Consent::Refused) && self.gate.permit().is_some()
        {
            self.gate.close();
        }
        if state.phase == Phase::Ended {
            self.gate.close();
            self.view.connection = ConnectionView::Ended;
        }
        if state.app_joined() && state.phase == Phase::Upgrading && !self.asked {
            self.asked = true;
            effects.push(Effect::Send(CommandBody::AskConsent));
        }
        if self.gate.permit().is_none() {
            self.monitors.close();
        } else {
            self.monitors.follow(state.monitors.asked.as_ref(), now);
        }
        self.view.language = state.language;
        self.view.state = Some(state);
        effects.extend(self.reconcile());
        if !events.is_empty() {
            effects.push(Effect::Log(events));
        }
        effects
    }

    /// The log shows another monitor: the one that the customer has chosen here, or none at all.
    fn monitor_shown(&mut self, event: &Event, now: Instant) -> Option<Effect> {
        self.gate.permit()?;
        match self.monitors.observe(event, now) {
            Shown::Same => None,
            Shown::Chosen(monitor) => {
                // What captures is stopped by that, and starts anew with the new one.
                if self.screen == Screen::Running {
                    self.screen = Screen::Held;
                }
                Some(Effect::Show(monitor))
            }
            Shown::Unknown => {
                self.gate.close();
                Some(Effect::Send(CommandBody::StopSharing))
            }
        }
    }

    fn closed(&mut self, code: ErrorCode) -> Vec<Effect> {
        self.view.connection = ConnectionView::Ended;
        if code != ErrorCode::SessionEnded {
            self.failed(code);
        }
        self.shut()
    }

    /// Ends the consent here and now, whatever the portal has heard of it.
    fn shut(&mut self) -> Vec<Effect> {
        self.gate.close();
        self.monitors.close();
        self.reconcile()
    }

    /// Whether pictures flow: what the portal says, or less where the customer has just paused or
    /// stopped and the portal may not have heard of it yet.
    fn sharing(&self) -> Sharing {
        let told = self.view.state.as_ref().map_or(Sharing::Off, |state| state.sharing);
        match told {
            _ if self.gate.permit().is_none() => Sharing::Off,
            Sharing::On if self.paused_here => Sharing::Paused,
            other => other,
        }
    }

    fn sharing_is(&self, wanted: Sharing) -> Result<(), ErrorCode> {
        if self.sharing() == wanted { Ok(()) } else { Err(ErrorCode::NotNow) }
    }

    /// What the screen should be at, and what brings it there.
    fn reconcile(&mut self) -> Vec<Effect> {
        let may_show = self.view.state.as_ref().is_some_and(SessionState::may_show);
        let permit = self.gate.permit();
        let wanted = match self.sharing() {
            Sharing::On if may_show => Screen::Running,
            Sharing::On | Sharing::Paused => Screen::Held,
            Sharing::Off => Screen::Closed,
        };
        if wanted == std::mem::replace(&mut self.screen, wanted) {
            return Vec::new();
        }
        match (wanted, permit) {
            (Screen::Running, Some(permit)) => vec![Effect::Capture(permit)],
            (Screen::Held, _) => vec![Effect::Hold],
            _ => vec![Effect::Close],
        }
    }
}

#[cfg(test)]
mod tests;
