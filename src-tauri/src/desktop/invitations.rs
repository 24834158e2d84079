//! Links that arrive, and the one invitation that may be open: asks no portal while a session runs,
//! and never ends one. Everything that can't be followed is refused with a sentence in the
//! invitation's window.

use std::sync::{Mutex, MutexGuard, PoisonError};

use corporate_link::Joined;
use corporate_protocol::{Code, PortalOrigin};
use tauri::{AppHandle, Emitter as _, Manager as _, Runtime};
use tokio::sync::mpsc;

use super::desk::{Desk, Live};
use super::windows;
use crate::arguments::Again;
use crate::claim::{Claim, Claims, Taken};
use crate::invitation::{Ending, Invitation, InvitationView, Stage};

/// The code that says: this is no link of ours.
const LINK_INVALID: &str = "link_invalid";
/// The code that says: a session is running, and a link does not end it.
const SESSION_RUNNING: &str = "session_running";
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
}

struct Open {
    /// None where it was refused from the start.
    code: Option<Code>,
    view: InvitationView,
    answers: Option<mpsc::Sender<bool>>,
}

/// What to do about a link.
enum Verdict {
    Follow(PortalOrigin, Option<Claim>),
    ShowAgain,
    Refuse(&'static str),
}

impl Invitations {
    pub(crate) const fn new(origin: Option<PortalOrigin>, claims: Claims) -> Self {
        Self { origin, claims, open: Mutex::new(None) }
    }

    /// What the invitation's window shows; none where there is none.
    pub(crate) fn view(&self) -> Option<InvitationView> {
        self.open().as_ref().map(|open| open.view.clone())
    }

    /// Whether the invitation's window belongs on the screen.
    pub(crate) fn is_open(&self) -> bool {
        self.open().is_some()
    }

    fn judge(&self, code: &Code, desk: &Desk) -> Verdict {
        if let Some(open) = &*self.open()
            && open.view.stage != Stage::Refused
        {
            let same = open.code.as_ref() == Some(code);
            return if same { Verdict::ShowAgain } else { Verdict::Refuse(LINK_WAITING) };
        }
        let Some(origin) = &self.origin else { return Verdict::Refuse(NO_PORTAL) };
        if desk.is_in_session() {
            return Verdict::Refuse(SESSION_RUNNING);
        }
        if let Some(ended) = desk.live() {
            ended.give_claim_up();
        }
        match self.claims.only_session() {
            Ok(claim) => Verdict::Follow(origin.clone(), claim),
            Err(Taken) => Verdict::Refuse(SESSION_RUNNING),
        }
    }

    fn open(&self) -> MutexGuard<'_, Option<Open>> {
        // A panic elsewhere leaves a whole value here: every change is one assignment.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A later start, or a link that the system has brought.
pub(crate) fn again<R: Runtime>(app: &AppHandle<R>, again: Again) {
    let Some(desk) = app.try_state::<Desk>() else { return };
    match again {
        Again::Show => {
            desk.dismiss_chat(false);
            windows::show_again(app, windows::CHAT);
        }
        Again::Join(code) => invite(app, &desk, code),
        Again::Refused => refuse(app, &desk, LINK_INVALID),
    }
}

/// The customer's answer, or that the sentence was read.
pub(crate) fn answer<R: Runtime>(app: &AppHandle<R>, yes: bool) {
    let invitations = app.state::<Invitations>();
    let answers = invitations.open().as_ref().and_then(|open| open.answers.clone());
    match answers {
        // Full only where an answer waits already.
        Some(answers) => _ = answers.try_send(yes),
        None => close(app),
    }
}

fn invite<R: Runtime>(app: &AppHandle<R>, desk: &Desk, code: Code) {
    let invitations = app.state::<Invitations>();
    match invitations.judge(&code, desk) {
        Verdict::Refuse(problem) => refuse(app, desk, problem),
        Verdict::ShowAgain => windows::show_again(app, windows::JOIN),
        Verdict::Follow(origin, claim) => {
            let view = InvitationView::checking(&origin, desk.view().language);
            let (answers, answered) = mpsc::channel(ANSWERS);
            let (code_here, first) = (Some(code.clone()), view.clone());
            let open = Open { code: code_here, view: first, answers: Some(answers) };
            *invitations.open() = Some(open);
            let shown = app.clone();
            let show = move |view: &InvitationView| change(&shown, view.clone());
            let invitation = Invitation::new(origin.clone(), view, answered, show);
            let follower = app.clone();
            tauri::async_runtime::spawn(async move {
                let ending = invitation.follow(code).await;
                end(&follower, origin, claim, ending).await;
            });
            windows::show_again(app, windows::JOIN);
        }
    }
}

async fn end<R: Runtime>(
    app: &AppHandle<R>,
    origin: PortalOrigin,
    claim: Option<Claim>,
    ending: Ending,
) {
    match ending {
        Ending::Joined(joined) => {
            begin(app, origin, claim, joined).await;
            close(app);
        }
        Ending::Declined => close(app),
        Ending::Refused(problem) => {
            let Some(view) = app.state::<Invitations>().view() else { return };
            let view = InvitationView { stage: Stage::Refused, problem: Some(problem), ..view };
            change(app, view);
            if let Some(open) = &mut *app.state::<Invitations>().open() {
                open.answers = None;
            }
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

/// Says why nothing comes of a link: beside a question that is open, or in a window for it.
fn refuse<R: Runtime>(app: &AppHandle<R>, desk: &Desk, problem: &str) {
    tracing::warn!(problem, "a link was refused");
    let invitations = app.state::<Invitations>();
    let open = invitations.view().filter(|view| view.stage != Stage::Refused);
    if let Some(view) = open {
        change(app, InvitationView { problem: Some(problem.to_owned()), ..view });
    } else {
        let language = desk.view().language;
        let view = InvitationView::refused(invitations.origin.as_ref(), language, problem);
        *invitations.open() = Some(Open { code: None, view: view.clone(), answers: None });
        change(app, view);
    }
    windows::show_again(app, windows::JOIN);
}

/// Shows a new view of the open invitation.
fn change<R: Runtime>(app: &AppHandle<R>, view: InvitationView) {
    if let Some(open) = &mut *app.state::<Invitations>().open() {
        open.view = view.clone();
    }
    windows::retitle(app, windows::JOIN, view.language);
    if let Err(error) = app.emit_to(windows::JOIN, "invitation", view) {
        tracing::error!(%error, "the invitation's window could not be told");
    }
}

fn close<R: Runtime>(app: &AppHandle<R>) {
    *app.state::<Invitations>().open() = None;
    windows::arrange_soon(app);
}
