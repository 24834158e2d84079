//! What all windows share: the session, if there is one, how to reach its transcript, and the tasks.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use corporate_link::Joined;
use corporate_protocol::{
    ChatAfterUpgrade, Credential, ErrorCode, Event, PortalOrigin, Seq, SessionId,
};
use tauri::{AppHandle, Manager as _, Runtime};

use super::invitations;
use super::surface::Windows;
use super::tasks::Tasks;
use crate::claim::Claim;
use crate::session::{Session, SessionParts, Wish};
use crate::sharing::SystemScreens;
use crate::view::{AppView, ConnectionView};

/// What a request to the portal needs.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// The portal.
    pub(crate) origin: PortalOrigin,
    /// The session.
    pub(crate) session: SessionId,
    /// The app's own credential.
    pub(crate) credential: Credential,
    /// Whether there is a chat window.
    chat_after: ChatAfterUpgrade,
}

/// A session that was joined.
pub(crate) struct Live {
    /// The session.
    pub(crate) session: Session,
    access: Access,
}

impl Live {
    /// Starts the session; the claim is given up when it has ended. Needs a tokio runtime.
    pub(crate) fn start<R: Runtime>(
        app: &AppHandle<R>,
        origin: PortalOrigin,
        joined: Joined,
        claim: Option<Claim>,
    ) -> Self {
        let access = Access {
            origin: origin.clone(),
            session: joined.session,
            credential: joined.credential.clone(),
            chat_after: joined.chat_after,
        };
        let surface = Windows::new(app.clone(), claim);
        let parts = SessionParts { origin, joined, screens: SystemScreens, surface };
        Self { session: Session::start(parts), access }
    }
}

/// Shared by all windows.
pub(crate) struct Desk {
    live: Mutex<Option<Arc<Live>>>,
    /// What is shown where there is no session.
    idle: AppView,
    chat_dismissed: AtomicBool,
    /// The customer has closed what told of this session's end.
    end_seen: AtomicBool,
    leaving: AtomicBool,
    successor: Successor,
    tasks: Tasks,
}

/// The program that takes this one's place when it has ended, if any.
pub(crate) type Successor = Arc<Mutex<Option<PathBuf>>>;

impl Desk {
    /// `chat_dismissed`: there is no chat window before somebody asks for it.
    pub(crate) fn new(idle: AppView, chat_dismissed: bool, successor: Successor) -> Self {
        let live = Mutex::new(None);
        let [end_seen, leaving] = [false, false].map(AtomicBool::new);
        let chat_dismissed = AtomicBool::new(chat_dismissed);
        let tasks = Tasks::new(tauri::async_runtime::handle().inner().clone());
        Self { live, idle, chat_dismissed, end_seen, leaving, successor, tasks }
    }

    /// What runs beside the session, until the program leaves.
    pub(crate) const fn tasks(&self) -> &Tasks {
        &self.tasks
    }

    /// Makes this the session that the windows show; gives the one before.
    pub(crate) fn put(&self, live: Option<Live>) -> Option<Arc<Live>> {
        self.end_seen.store(false, Ordering::SeqCst);
        std::mem::replace(&mut *self.slot(), live.map(Arc::new))
    }

    /// What the windows show now.
    pub(crate) fn view(&self) -> AppView {
        self.live().map_or_else(|| self.idle.clone(), |live| live.session.board().view())
    }

    /// The events after a number.
    pub(crate) fn events(&self, after: Seq) -> Vec<Event> {
        self.live().map(|live| live.session.board().events(after)).unwrap_or_default()
    }

    /// The session, if one was joined.
    pub(crate) fn live(&self) -> Option<Arc<Live>> {
        self.slot().clone()
    }

    /// Whether there is a session that has not ended.
    pub(crate) fn is_in_session(&self) -> bool {
        self.live().is_some() && self.view().connection != ConnectionView::Ended
    }

    /// How to reach the portal.
    pub(crate) fn access(&self) -> Option<Access> {
        self.live().map(|live| live.access.clone())
    }

    /// Hands a wish in.
    pub(crate) async fn wish(&self, wish: Wish) -> Result<(), ErrorCode> {
        let live = self.live().ok_or(ErrorCode::NotInSession)?;
        live.session.wish(wish).await
    }

    /// Whether a chat window belongs on the screen, as far as the setting and the customer say.
    pub(crate) fn wants_chat(&self) -> bool {
        let hidden =
            self.access().is_some_and(|access| access.chat_after == ChatAfterUpgrade::WebOnly);
        !hidden && !self.is_chat_dismissed()
    }

    /// The customer has closed the chat window, or opens it again.
    pub(crate) fn dismiss_chat(&self, dismissed: bool) {
        self.chat_dismissed.store(dismissed, Ordering::SeqCst);
    }

    /// Whether the customer has closed the chat window.
    pub(crate) fn is_chat_dismissed(&self) -> bool {
        self.chat_dismissed.load(Ordering::SeqCst)
    }

    /// The customer has closed a window that says, where it does, that the session has ended.
    pub(crate) fn see_end(&self) {
        if !self.is_in_session() {
            self.end_seen.store(true, Ordering::SeqCst);
        }
    }

    /// Whether the customer knows of the end.
    pub(crate) fn is_end_seen(&self) -> bool {
        self.end_seen.load(Ordering::SeqCst)
    }

    /// Leaves the session, ends all tasks and the program; once. An invitation that is open is
    /// declined.
    pub(crate) fn leave<R: Runtime>(&self, app: &AppHandle<R>) {
        if self.leaving.swap(true, Ordering::SeqCst) {
            return;
        }
        let app = app.clone();
        // The one task without an owner: the program ends with it.
        tauri::async_runtime::spawn(async move {
            let desk = app.state::<Self>();
            invitations::give_up(&app);
            tokio::join!(desk.stop_session(), desk.tasks.stop());
            // One that an invitation has begun at the last moment.
            desk.stop_session().await;
            app.exit(0);
        });
    }

    async fn stop_session(&self) {
        if let Some(live) = self.live() {
            live.session.stop().await;
        }
    }

    /// The same, and another program takes this one's place.
    pub(crate) fn give_way_to<R: Runtime>(&self, program: PathBuf, app: &AppHandle<R>) {
        *self.successor.lock().unwrap_or_else(PoisonError::into_inner) = Some(program);
        self.leave(app);
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<Live>>> {
        // A panic elsewhere leaves a whole value here: every change is one assignment.
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
