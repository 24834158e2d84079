//! Links that arrive, and the one invitation that may be open: asks no portal while a session runs,
//! and never ends one. Everything that can't be followed is refused with a sentence in the
//! invitation's window. What becomes of a link is decided and kept in one step.

use std::sync::{Mutex, MutexGuard, PoisonError};

use corporate_link::Joined;
use corporate_protocol::{Code, Language, PortalOrigin};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};
use tokio::sync::mpsc;

use super::desk::{Desk, Live};
use super::windows;
use crate::arguments::Again;
use crate::claim::{Claim, Claims, Question, Taken};
use crate::invitation::{Ending, Invitation, InvitationView, SESSION_RUNNING, Stage};

/// The code that says: this is no link of ours.
const LINK_INVALID: &str = "link_invalid";
/// The code that says: another link waits for its answer.
const LINK_WAITING: &str = "link_waiting";
/// The code that says: seal or policy of this computer name no portal that can be used.
pub(super) const NO_PORTAL: &str = "no_portal";
/// Answers that wait; one is all that counts.
const ANSWERS: usize = 4;

/// Knows the portal, and the invitation that is open.
pub(crate) struct Invitations {
    origin: Option<PortalOrigin>,
    claims: Claims,
    open: Mutex<Option<Open>>,
    /// Held while the window is told, so that what is told last is the newest.
    telling: Mutex<()>,
}

struct Open {
    /// None where it was refused from the start.
    code: Option<Code>,
    view: InvitationView,
    /// None where there is nobody to answer.
    answers: Option<mpsc::Sender<bool>>,
}

/// What has become of a link.
enum Received {
    /// Its question is open, and is to be followed.
    Follow(Box<Followed>),
    /// Its question was open already, or something else is said in the window.
    Said,
}

/// What following a link takes.
struct Followed {
    origin: PortalOrigin,
    question: Question,
    code: Code,
    view: InvitationView,
    answers: mpsc::Receiver<bool>,
}

impl Invitations {
    pub(crate) const fn new(origin: Option<PortalOrigin>, claims: Claims) -> Self {
        Self { origin, claims, open: Mutex::new(None), telling: Mutex::new(()) }
    }

    /// What the invitation's window shows; none where there is none.
    pub(crate) fn view(&self) -> Option<InvitationView> {
        self.open().as_ref().map(|open| open.view.clone())
    }

    /// Whether the invitation's window belongs on the screen.
    pub(crate) fn is_open(&self) -> bool {
        self.open().is_some()
    }

    /// Whether there is an invitation that may still become a session.
    pub(crate) fn is_under_way(&self) -> bool {
        self.open().as_ref().is_some_and(Open::is_under_way)
    }

    /// Takes a link, or none where it was no link of ours. `in_session` is asked when nothing else
    /// can change what is open.
    fn receive(
        &self,
        link: Option<Code>,
        language: Language,
        in_session: impl FnOnce() -> bool,
    ) -> Received {
        let mut open = self.open();
        let under_way = open.as_mut().filter(|open| open.is_under_way());
        let problem = match (under_way, link) {
            (Some(open), Some(code)) if open.code.as_ref() == Some(&code) => return Received::Said,
            (Some(open), link) => {
                let problem = if link.is_some() { LINK_WAITING } else { LINK_INVALID };
                open.view.problem = Some(problem.to_owned());
                tracing::warn!(problem, "a link was refused");
                return Received::Said;
            }
            (None, None) => LINK_INVALID,
            (None, Some(code)) => match self.may_ask(in_session) {
                Ok((origin, question)) => {
                    let view = InvitationView::checking(&origin, language);
                    let (sender, answers) = mpsc::channel(ANSWERS);
                    *open = Some(Open {
                        code: Some(code.clone()),
                        view: view.clone(),
                        answers: Some(sender),
                    });
                    let followed = Followed { origin, question, code, view, answers };
                    return Received::Follow(Box::new(followed));
                }
                Err(problem) => problem,
            },
        };
        tracing::warn!(problem, "a link was refused");
        let view = InvitationView::refused(self.origin.as_ref(), language, problem);
        *open = Some(Open { code: None, view, answers: None });
        Received::Said
    }

    fn may_ask(
        &self,
        in_session: impl FnOnce() -> bool,
    ) -> Result<(PortalOrigin, Question), &'static str> {
        let origin = self.origin.clone().ok_or(NO_PORTAL)?;
        if in_session() {
            return Err(SESSION_RUNNING);
        }
        let question = self.claims.question().map_err(|Taken| SESSION_RUNNING)?;
        Ok((origin, question))
    }

    /// The invitation has come further.
    fn show(&self, view: InvitationView) {
        if let Some(open) = &mut *self.open() {
            open.view = view;
        }
    }

    /// Nothing comes of the invitation that was followed.
    fn refuse(&self, problem: String) {
        if let Some(open) = &mut *self.open() {
            let (stage, problem) = (Stage::Refused, Some(problem));
            let view = InvitationView { stage, problem, ..open.view.clone() };
            *open = Open { code: None, view, answers: None };
        }
    }

    /// Passes an answer on; `false` where nobody waits for one.
    fn answer(&self, yes: bool) -> bool {
        let answers = self.open().as_ref().and_then(|open| open.answers.clone());
        // Full only where an answer waits already.
        answers.map(|answers| _ = answers.try_send(yes)).is_some()
    }

    fn close(&self) {
        *self.open() = None;
    }

    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        // A panic elsewhere leaves a whole value here: every change is one assignment.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn is_under_way(&self) -> bool {
        self.view.stage != Stage::Refused
    }
}

/// A later start, or a link that the system has brought.
pub(crate) fn again<R: Runtime>(app: &AppHandle<R>, again: Again) {
    match again {
        Again::Show => {
            let Some(desk) = app.try_state::<Desk>() else { return };
            desk.dismiss_chat(false);
            windows::show_again(app, windows::CHAT);
        }
        Again::Join(code) => invite(app, Some(code)),
        Again::Refused => invite(app, None),
    }
}

/// The customer's answer, or that the sentence was read.
pub(crate) fn answer<R: Runtime>(app: &AppHandle<R>, yes: bool) {
    let Some(invitations) = app.try_state::<Invitations>() else { return };
    if !invitations.answer(yes) {
        close(app, &invitations);
    }
}

/// Declines the invitation that is open, where somebody waits for its answer.
pub(super) fn give_up<R: Runtime>(app: &AppHandle<R>) {
    if let Some(invitations) = app.try_state::<Invitations>() {
        invitations.answer(false);
    }
}

fn invite<R: Runtime>(app: &AppHandle<R>, link: Option<Code>) {
    let Some(desk) = app.try_state::<Desk>() else { return };
    let Some(invitations) = app.try_state::<Invitations>() else { return };
    let language = desk.view().language;
    if let Received::Follow(followed) = invitations.receive(link, language, || desk.is_in_session())
    {
        desk.tasks().spawn(follow(app.clone(), *followed));
    }
    tell(app, &invitations);
    windows::show_again(app, windows::JOIN);
}

/// Follows an invitation to its end, and does what comes of it.
async fn follow<R: Runtime>(app: AppHandle<R>, followed: Followed) {
    let Followed { origin, question, code, view, answers } = followed;
    let invitations = app.state::<Invitations>();
    let shown = app.clone();
    let show = move |view: &InvitationView| {
        let invitations = shown.state::<Invitations>();
        invitations.show(view.clone());
        tell(&shown, &invitations);
    };
    let invitation = Invitation::new(origin.clone(), view, answers, show);
    match invitation.follow(code, question).await {
        Ending::Joined(joined, claim) => {
            begin(&app, origin, claim, *joined).await;
            close(&app, &invitations);
        }
        Ending::Declined => close(&app, &invitations),
        Ending::TakenBack(session) => {
            close(&app, &invitations);
            session.undo().await;
        }
        Ending::Refused(problem) => {
            invitations.refuse(problem);
            tell(&app, &invitations);
        }
    }
}

/// Puts the session that was joined in the place of one that has ended.
async fn begin<R: Runtime>(
    app: &AppHandle<R>,
    origin: PortalOrigin,
    claim: Option<Claim>,
    joined: Joined,
) {
    let desk = app.state::<Desk>();
    tracing::info!(session.id = %joined.session, "joined by a link");
    if let Some(earlier) = desk.put(None) {
        earlier.session.stop().await;
    }
    desk.put(Some(Live::start(app, origin, joined, claim)));
    desk.dismiss_chat(false);
    windows::begin_anew(app);
}

/// Gives the window the newest view of the invitation.
fn tell<R: Runtime>(app: &AppHandle<R>, invitations: &Invitations) {
    let _telling = invitations.telling.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(view) = invitations.view() else { return };
    windows::retitle(app, windows::JOIN, view.language);
    if let Err(error) = app.emit_to(windows::JOIN, "invitation", view) {
        tracing::error!(%error, "the invitation's window could not be told");
    }
}

fn close<R: Runtime>(app: &AppHandle<R>, invitations: &Invitations) {
    invitations.close();
    windows::arrange_soon(app);
}

#[cfg(test)]
mod tests;
