//! An invitation by link, without a window: redeems the code, waits for the customer's answer with a
//! ticket that stays fresh, joins after a Yes. Before it joins it does nothing else, and the customer
//! knows by then who asks and at which portal.

use std::time::Duration;

use corporate_link::{Joined, LinkError, Redeemed};
use corporate_protocol::{Code, Language, PortalOrigin, Ticket};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::handoff::{machine, wire_name};

/// How old a ticket gets before it is exchanged; it lives five minutes.
pub const RENEW_AFTER: Duration = Duration::from_mins(2);
/// Until the next attempt where the portal was not reached.
const RENEW_AGAIN: Duration = Duration::from_secs(20);

/// What the invitation's window shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvitationView {
    /// The customer's language; the app's before the portal has told it.
    pub language: Language,
    /// The portal's address, as sealed or named by policy; empty where there is none.
    pub portal: String,
    /// How far it has come.
    pub stage: Stage,
    /// The company, as the portal's account names it; empty before the portal has told it.
    pub company: String,
    /// The agent who offered it; likewise.
    pub agent: String,
    /// The code of what is to be said beside the question, or instead of it.
    pub problem: Option<String>,
}

/// How far an invitation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The portal is asked who invites.
    Checking,
    /// The customer is asked.
    Asking,
    /// The customer has said Yes.
    Joining,
    /// Nothing comes of it; `problem` says why.
    Refused,
}

/// What has become of an invitation.
#[derive(Debug)]
pub enum Ending {
    /// The customer has said Yes, and the session is joined.
    Joined(Joined),
    /// The customer has said No, or closed the window.
    Declined,
    /// It was refused, for the reason with this code.
    Refused(String),
}

impl InvitationView {
    /// What is shown first.
    pub fn checking(portal: &PortalOrigin, language: Language) -> Self {
        let (portal, stage) = (portal.to_string(), Stage::Checking);
        let (company, agent) = (String::new(), String::new());
        Self { language, portal, stage, company, agent, problem: None }
    }

    /// A refusal from the start.
    pub fn refused(portal: Option<&PortalOrigin>, language: Language, problem: &str) -> Self {
        Self {
            language,
            portal: portal.map(ToString::to_string).unwrap_or_default(),
            stage: Stage::Refused,
            company: String::new(),
            agent: String::new(),
            problem: Some(problem.to_owned()),
        }
    }
}

/// An invitation on its way. `show` gets every change of its view; `answers` brings the customer's:
/// a No counts at any time, a Yes only once the question is on the screen.
pub struct Invitation<Show> {
    origin: PortalOrigin,
    view: InvitationView,
    answers: mpsc::Receiver<bool>,
    show: Show,
    renew_after: Duration,
}

impl<Show: FnMut(&InvitationView)> Invitation<Show> {
    /// Begins with a view of [`Stage::Checking`].
    pub const fn new(
        origin: PortalOrigin,
        view: InvitationView,
        answers: mpsc::Receiver<bool>,
        show: Show,
    ) -> Self {
        Self { origin, view, answers, show, renew_after: RENEW_AFTER }
    }

    /// The same with tickets that are exchanged sooner, or later.
    #[must_use]
    pub const fn renewing_after(mut self, time: Duration) -> Self {
        self.renew_after = time;
        self
    }

    /// Follows it to its end.
    pub async fn follow(mut self, code: Code) -> Ending {
        let origin = self.origin.clone();
        let redeemed = tokio::select! {
            biased;
            () = declined(&mut self.answers) => return Ending::Declined,
            redeemed = corporate_link::redeem(&origin, code, machine()) => redeemed,
        };
        let Redeemed { ticket, company, agent, language } = match redeemed {
            Ok(redeemed) => redeemed,
            Err(error) => return refused(&error),
        };
        // A Yes from before was to nothing.
        while let Ok(yes) = self.answers.try_recv() {
            if !yes {
                return Ending::Declined;
            }
        }
        self.view = InvitationView { language, company, agent, ..self.view };
        self.reach(Stage::Asking);
        let ticket = match self.answer(ticket).await {
            Ok(ticket) => ticket,
            Err(ending) => return ending,
        };
        self.reach(Stage::Joining);
        match corporate_link::join(&origin, ticket, machine()).await {
            Ok(joined) => Ending::Joined(joined),
            Err(error) => refused(&error),
        }
    }

    /// Waits for the answer; gives the newest ticket after a Yes.
    async fn answer(&mut self, mut ticket: Ticket) -> Result<Ticket, Ending> {
        let mut renew_at = Instant::now() + self.renew_after;
        loop {
            tokio::select! {
                biased;
                answer = self.answers.recv() => {
                    return if answer == Some(true) { Ok(ticket) } else { Err(Ending::Declined) };
                }
                () = tokio::time::sleep_until(renew_at) => {
                    match corporate_link::renew(&self.origin, ticket.clone()).await {
                        Ok(fresh) => {
                            ticket = fresh;
                            renew_at = Instant::now() + self.renew_after;
                        }
                        Err(error) if error.may_pass() => renew_at = Instant::now() + RENEW_AGAIN,
                        Err(error) => return Err(refused(&error)),
                    }
                }
            }
        }
    }

    fn reach(&mut self, stage: Stage) {
        self.view.stage = stage;
        (self.show)(&self.view);
    }
}

/// Waits for a No, or for nobody to answer any more.
async fn declined(answers: &mut mpsc::Receiver<bool>) {
    while answers.recv().await == Some(true) {}
}

fn refused(error: &LinkError) -> Ending {
    tracing::warn!(%error, "an invitation by link has failed");
    let problem = match error {
        LinkError::Unreachable(_) => "offline".to_owned(),
        LinkError::NotUnderstood => "unexpected".to_owned(),
        other => other.own_problem().map_or_else(|| wire_name(other.code()), str::to_owned),
    };
    Ending::Refused(problem)
}
