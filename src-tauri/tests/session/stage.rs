//! A session with a synthetic screen that counts how often somebody looks at it.

use std::sync::{Arc, Mutex, MutexGuard};

use corporate_capture::synthetic::{self, Stage};
use corporate_capture::{CaptureError, Capturer, Monitor};
use corporate_customer::consent::Permit;
use corporate_customer::session::{Session, SessionParts, Surface, Wish};
use corporate_customer::sharing::Screens;
use corporate_customer::view::AppView;
use corporate_link::Joined;
use corporate_protocol::{ChatAfterUpgrade, Consent, Credential, Event, Language, Secret, Sharing};

use crate::portal::{Portal, until};

/// Monitors that a test plugs in and out, and every capture that was started.
#[derive(Clone)]
pub(crate) struct TestScreens {
    monitors: Arc<Mutex<Vec<Monitor>>>,
    captures: Arc<Mutex<Vec<Capture>>>,
}

struct Capture {
    monitor: String,
    permit: Permit,
    stage: Stage,
}

impl Default for TestScreens {
    fn default() -> Self {
        let monitors = Arc::new(Mutex::new(vec![synthetic::monitor(320, 240)]));
        Self { monitors, captures: Arc::default() }
    }
}

impl Screens for TestScreens {
    fn monitors(&self) -> Result<Vec<Monitor>, CaptureError> {
        Ok(self.monitors.lock().expect("no panic").clone())
    }

    fn capture(&self, monitor: &Monitor, permit: &Permit) -> Result<Capturer, CaptureError> {
        assert!(permit.holds(), "captured without consent");
        let (capturer, stage) = synthetic::start(monitor.width, monitor.height)?;
        let capture = Capture { monitor: monitor.name.clone(), permit: permit.clone(), stage };
        self.captures().push(capture);
        Ok(capturer)
    }
}

/// The monitor of the question, with another one that is the primary one now.
pub(crate) fn with_new_primary(first: Monitor) -> Vec<Monitor> {
    let other = synthetic::monitor(640, 480);
    let other = Monitor { index: 1, id: 7, name: "private".to_owned(), ..other };
    vec![other, Monitor { primary: false, ..first }]
}

impl TestScreens {
    fn captures(&self) -> MutexGuard<'_, Vec<Capture>> {
        self.captures.lock().expect("no panic")
    }

    /// Replaces the monitors.
    pub(crate) fn plug(&self, monitors: Vec<Monitor>) {
        *self.monitors.lock().expect("no panic") = monitors;
    }

    /// The names of the monitors that were captured, one for each start.
    pub(crate) fn captured(&self) -> Vec<String> {
        self.captures().iter().map(|capture| capture.monitor.clone()).collect()
    }

    /// How many captures were started.
    pub(crate) fn starts(&self) -> usize {
        self.captures().len()
    }

    /// Whether any permit that was ever given still holds.
    pub(crate) fn is_permitted(&self) -> bool {
        self.captures().iter().any(|capture| capture.permit.holds())
    }

    /// Changes the picture of every capture.
    pub(crate) fn change(&self, x: u16) {
        for Capture { stage, .. } in &*self.captures() {
            stage.move_square(x, 40);
        }
    }

    /// Breaks every capture.
    pub(crate) fn fail(&self, error: &CaptureError) {
        for Capture { stage, .. } in &*self.captures() {
            stage.fail(error.clone());
        }
    }
}

/// Shows nothing to nobody.
struct Nobody;

impl Surface for Nobody {
    fn view(&mut self, _view: &AppView) {}

    fn log(&mut self, _events: &[Event]) {}
}

/// Portal, session and screen.
pub(crate) struct Scene {
    pub(crate) portal: Portal,
    pub(crate) session: Session,
    pub(crate) screens: TestScreens,
}

pub(crate) fn credential() -> Credential {
    Secret::from_random([77; 32])
}

impl Scene {
    /// The app has joined and the question for consent is on the screen.
    pub(crate) async fn asked() -> Self {
        let portal = Portal::start().await;
        let screens = TestScreens::default();
        let joined = Joined {
            session: portal.session,
            credential: credential(),
            company: "Muster GmbH".into(),
            language: Language::De,
            chat_after: ChatAfterUpgrade::Both,
        };
        let session = Session::start(SessionParts {
            origin: portal.origin.clone(),
            joined,
            screens: screens.clone(),
            surface: Nobody,
        });
        let scene = Self { portal, session, screens };
        until("the question", || scene.view().consent_seconds_left.is_some()).await;
        scene
    }

    /// The customer has said OK and the first picture has come.
    pub(crate) async fn sharing() -> Self {
        let scene = Self::asked().await;
        scene.session.wish(Wish::Answer(true)).await.expect("possible");
        until("a picture", || !scene.portal.frames().is_empty()).await;
        scene
    }

    pub(crate) fn view(&self) -> AppView {
        self.session.board().view()
    }

    pub(crate) async fn consent_is(&self, consent: Consent) {
        until("the consent's change", || self.portal.state().consent == consent).await;
    }

    pub(crate) async fn sharing_is(&self, sharing: Sharing) {
        until("the sharing's change", || self.portal.state().sharing == sharing).await;
    }

    /// Changes the picture until the viewer has something new of it.
    pub(crate) async fn picture_moves(&self) {
        let before = self.portal.frames().len();
        let mut x = 0;
        until("a picture", || {
            x = (x + 8) % 256;
            self.screens.change(x);
            self.portal.frames().len() > before
        })
        .await;
    }

    /// Changes the picture for a while; nothing of it may come.
    pub(crate) async fn picture_stands(&self) {
        // What was under way when it stopped has arrived when the session has answered.
        let before = self.portal.frames().len();
        for x in 0..30 {
            self.screens.change(x * 8);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert_eq!(self.portal.frames().len(), before, "a picture came");
    }

    /// Ends the session and looks whether everything was right with consent.
    pub(crate) async fn end(self) {
        self.session.stop().await;
        assert!(!self.screens.is_permitted());
        assert_eq!(self.portal.frames_without_consent(), 0);
    }
}
