//! What all windows share: the session, if there is one, and how to reach its transcript.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use corporate_link::Joined;
use corporate_protocol::{
    ChatAfterUpgrade, Credential, ErrorCode, Event, PortalOrigin, Seq, SessionId,
};
use tauri::{AppHandle, Manager as _, Runtime};

use super::windows;
use crate::arguments::Start;
use crate::session::{Session, Wish};
use crate::view::AppView;

/// What a request to the portal needs.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The sealed portal.
    pub(crate) origin: PortalOrigin,
    /// The session.
    pub(crate) session: SessionId,
    /// The app's own credential.
    pub(crate) credential: Credential,
    /// Whether there is a chat window.
    chat_after: ChatAfterUpgrade,
}

/// Shared by all windows.
pub(crate) struct Desk {
    live: Option<(Session, Access)>,
    /// What is shown where there is no session.
    idle: Mutex<AppView>,
    chat_dismissed: AtomicBool,
    leaving: AtomicBool,
}

impl Access {
    pub(crate) fn new(origin: &PortalOrigin, joined: &Joined) -> Self {
        Self {
            origin: origin.clone(),
            session: joined.session,
            credential: joined.credential.clone(),
            chat_after: joined.chat_after,
        }
    }
}

impl Desk {
    pub(crate) fn with_session(session: Session, access: Access) -> Self {
        let idle = session.board().view();
        Self::new(Some((session, access)), idle)
    }

    pub(crate) const fn without_session(view: AppView) -> Self {
        Self::new(None, view)
    }

    const fn new(live: Option<(Session, Access)>, idle: AppView) -> Self {
        let (chat_dismissed, leaving) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { live, idle: Mutex::new(idle), chat_dismissed, leaving }
    }

    /// What the windows show now.
    pub(crate) fn view(&self) -> AppView {
        match &self.live {
            Some((session, _)) => session.board().view(),
            None => self.idle.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        }
    }

    /// The events after a number.
    pub(crate) fn events(&self, after: Seq) -> Vec<Event> {
        self.session().map(|session| session.board().events(after)).unwrap_or_default()
    }

    /// The running session.
    pub(crate) fn session(&self) -> Option<&Session> {
        self.live.as_ref().map(|(session, _)| session)
    }

    /// How to reach the portal.
    pub(crate) fn access(&self) -> Option<Access> {
        self.live.as_ref().map(|(_, access)| access.clone())
    }

    /// Hands a wish in.
    pub(crate) async fn wish(&self, wish: Wish) -> Result<(), ErrorCode> {
        let session = self.session().ok_or(ErrorCode::NotInSession)?;
        session.wish(wish).await
    }

    /// Whether a chat window belongs on the screen, as far as the setting and the customer say.
    pub(crate) fn wants_chat(&self) -> bool {
        let hidden = self
            .live
            .as_ref()
            .is_some_and(|(_, access)| access.chat_after == ChatAfterUpgrade::WebOnly);
        !hidden && !self.chat_dismissed.load(Ordering::SeqCst)
    }

    /// The customer has closed the chat window, or opens it again.
    pub(crate) fn dismiss_chat(&self, dismissed: bool) {
        self.chat_dismissed.store(dismissed, Ordering::SeqCst);
    }

    /// Whether the customer has closed the chat window.
    pub(crate) fn is_chat_dismissed(&self) -> bool {
        self.chat_dismissed.load(Ordering::SeqCst)
    }

    /// Leaves the session and ends the program; once.
    pub(crate) fn leave<R: Runtime>(&self, app: &AppHandle<R>) {
        if self.leaving.swap(true, Ordering::SeqCst) {
            return;
        }
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            if let Some(session) = app.state::<Self>().session() {
                session.stop().await;
            }
            app.exit(0);
        });
    }
}

/// The program was started again, by a person or a link: shows the chat window, and what is to be
/// said about the link.
pub(crate) fn started_again<R: Runtime>(app: &AppHandle<R>, start: &Start) {
    let Some(desk) = app.try_state::<Desk>() else { return };
    if let Some(problem) = super::problem_of(start) {
        let mut view = desk.idle.lock().unwrap_or_else(PoisonError::into_inner);
        view.problem = Some(problem);
    }
    desk.dismiss_chat(false);
    windows::show_again(app, &desk.view());
}
