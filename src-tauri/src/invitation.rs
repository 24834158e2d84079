//! An invitation by link, without a window: redeems the code, waits for the customer's answer with a
//! ticket that stays fresh, joins after a Yes. Before it joins it does nothing else, and the customer
//! knows by then who asks and at which portal. A No is heard at any time, after a Yes as well.

use std::pin::Pin;
use std::time::Duration;

use corporate_link::{Joined, LinkError, LinkEvent, Redeemed, SessionLink};
use corporate_protocol::{Code, CommandBody, Language, PortalOrigin, Ticket};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::claim::{Claim, Question, Taken};
use crate::handoff::{machine, wire_name};

/// The code that says: a session is running, and a link does not end it.
pub const SESSION_RUNNING: &str = "session_running";
/// How old a ticket gets before it is exchanged; it lives five minutes.
pub const RENEW_AFTER: Duration = Duration::from_mins(2);
/// Until the next attempt where the portal was not reached.
const RENEW_AGAIN: Duration = Duration::from_secs(20);
/// For the portal to hear that the customer has left again.
const LEAVE: Duration = Duration::from_secs(10);

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
    /// The customer has said Yes, and the session is joined; the claim is for as long as it runs.
    Joined(Box<Joined>, Option<Claim>),
    /// The customer has said No, or closed the window.
    Declined,
    /// The same, when the portal had heard of a Yes: there is something to be undone.
    TakenBack(TakenBack),
    /// It was refused, for the reason with this code.
    Refused(String),
}

/// A session that the customer has not wanted in the end, and that may have been joined all the same.
pub struct TakenBack {
    origin: PortalOrigin,
    joining: Joining,
    /// No other link joins before this one is undone.
    _claim: Option<Claim>,
}

type Joining = Pin<Box<dyn Future<Output = Result<Joined, LinkError>> + Send>>;

impl TakenBack {
    /// Leaves the session, where it was joined. Takes no longer than a request and
    /// ten seconds; what the portal has not heard by then it finds out by itself.
    pub async fn undo(self) {
        let Ok(joined) = self.joining.await else { return };
        tracing::info!(session.id = %joined.session, "leaves a session that was not wanted");
        let (link, mut told) = SessionLink::open(&self.origin, joined.session, joined.credential);
        let Ok(leaving) = link.send(CommandBody::LeaveApp) else { return };
        let heard = async {
            while let Some(event) = told.recv().await {
                match event {
                    LinkEvent::Closed(_) => break,
                    LinkEvent::Confirmed { command } | LinkEvent::Refused { command, .. }
                        if command == leaving =>
                    {
                        break;
                    }
                    _ => {}
                }
            }
        };
        if tokio::time::timeout(LEAVE, heard).await.is_err() {
            tracing::warn!("the portal could not be told that the session was not wanted");
        }
        drop(told);
        link.close().await;
    }
}

impl std::fmt::Debug for TakenBack {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("TakenBack").finish_non_exhaustive()
    }
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

    /// Follows it to its end. `question` is given up then.
    pub async fn follow(mut self, code: Code, question: Question) -> Ending {
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
        if self.said_no() {
            return Ending::Declined;
        }
        self.view = InvitationView { language, company, agent, ..self.view };
        self.reach(Stage::Asking);
        let ticket = match self.answer(ticket).await {
            Ok(ticket) => ticket,
            Err(ending) => return ending,
        };
        self.reach(Stage::Joining);
        match question.session() {
            Ok(claim) => self.join(ticket, claim).await,
            Err(Taken) => Ending::Refused(SESSION_RUNNING.to_owned()),
        }
    }

    /// Waits for the answer; gives the newest ticket after a Yes.
    async fn answer(&mut self, mut ticket: Ticket) -> Result<Ticket, Ending> {
        let mut renew_at = Instant::now() + self.renew_after;
        let mut says_yes = false;
        while !says_yes {
            tokio::select! {
                biased;
                answer = self.answers.recv() => says_yes = is_yes(answer)?,
                () = tokio::time::sleep_until(renew_at) => {
                    let renewing = corporate_link::renew(&self.origin, ticket.clone());
                    let renewed = heed(renewing, &mut self.answers, &mut says_yes).await?;
                    match renewed {
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
        Ok(ticket)
    }

    /// Joins, unless the customer says No meanwhile.
    async fn join(mut self, ticket: Ticket, claim: Option<Claim>) -> Ending {
        let origin = self.origin.clone();
        let there = origin.clone();
        let mut joining: Joining =
            Box::pin(async move { corporate_link::join(&there, ticket, machine()).await });
        let joined = tokio::select! {
            biased;
            () = declined(&mut self.answers) => {
                return Ending::TakenBack(TakenBack { origin, joining, _claim: claim });
            }
            joined = &mut joining => joined,
        };
        match joined {
            Ok(joined) if self.said_no() => {
                let joining: Joining = Box::pin(std::future::ready(Ok(joined)));
                Ending::TakenBack(TakenBack { origin, joining, _claim: claim })
            }
            Ok(joined) => Ending::Joined(Box::new(joined), claim),
            Err(error) => refused(&error),
        }
    }

    /// Whether there is a No among the answers that wait; forgets them.
    fn said_no(&mut self) -> bool {
        std::iter::from_fn(|| self.answers.try_recv().ok()).any(|yes| !yes)
    }

    fn reach(&mut self, stage: Stage) {
        self.view.stage = stage;
        (self.show)(&self.view);
    }
}

/// A No, or nobody to answer any more, is the end.
fn is_yes(answer: Option<bool>) -> Result<bool, Ending> {
    if answer == Some(true) { Ok(true) } else { Err(Ending::Declined) }
}

/// Waits for something, and notes a Yes meanwhile; a No comes first.
async fn heed<T>(
    something: impl Future<Output = T>,
    answers: &mut mpsc::Receiver<bool>,
    says_yes: &mut bool,
) -> Result<T, Ending> {
    let mut something = std::pin::pin!(something);
    loop {
        tokio::select! {
            biased;
            answer = answers.recv() => *says_yes = is_yes(answer)?,
            done = &mut something => return Ok(done),
        }
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
