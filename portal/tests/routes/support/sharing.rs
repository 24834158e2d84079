//! A session in which the screen is shared, up to any step.

use corporate_protocol::CommandBody;
use corporate_protocol::screen::{
    Acknowledgement, Frame, FrameTimes, Message as Screen, Operation, PatchEncoding, Rect,
};
use tokio_tungstenite::tungstenite::Message;

use super::{Agent, App, Customer, LogClient, Socket, TestPortal};

/// Everybody in a session with an app.
pub(crate) struct Sharing {
    pub(crate) agent: Agent,
    pub(crate) anna: LogClient,
    pub(crate) app: App,
    pub(crate) log: LogClient,
    pub(crate) screen: Socket,
}

/// What pixels travel in tests: easy to find again.
pub(crate) const PIXELS: &[u8] = b"pixels of a private screen";

/// One frame with one patch.
pub(crate) fn frame(sequence: u32, refresh: bool) -> Message {
    let rect = Rect { x: 0, y: 0, width: 4, height: 4 };
    let data = PIXELS.to_vec();
    let patch = Operation::Patch { rect, encoding: PatchEncoding::ZstdBgrx, data };
    let times = FrameTimes { captured_at_us: 1, capture_us: 2, encode_us: 3, ..Default::default() };
    let frame = Frame {
        sequence,
        monitor: 0,
        width: 1920,
        height: 1080,
        refresh,
        times,
        operations: vec![patch],
    };
    Message::binary(Screen::Frame(frame).encode())
}

/// A viewer's acknowledgement.
pub(crate) fn painted(sequence: u32) -> Message {
    Message::binary(Acknowledgement { sequence, decode_us: 5, paint_us: 6 }.encode())
}

/// Reads a binary message of the screen protocol.
pub(crate) fn read(message: Option<Message>) -> Screen {
    match message {
        Some(Message::Binary(bytes)) => Screen::decode(&bytes).expect("a screen message"),
        other => panic!("{other:?}"),
    }
}

impl Sharing {
    /// An app that has joined, with its sockets open; nobody has been asked.
    pub(crate) async fn joined(portal: &TestPortal) -> Self {
        let erika = Customer::start(portal, "Erika", "Hi").await;
        let agent = Agent::anna(portal).await;
        let mut anna = agent.take(portal, erika.session).await;
        anna.do_it(CommandBody::Upgrade).await;
        let app = erika.bring_app(portal).await;
        let log = app.log(portal).await;
        let screen = app.screen(portal).await;
        Self { agent, anna, app, log, screen }
    }

    /// The same, and the customer has said OK and the first picture is ready.
    pub(crate) async fn started(portal: &TestPortal) -> Self {
        let mut sharing = Self::joined(portal).await;
        sharing.log.do_it(CommandBody::AskConsent).await;
        sharing.consent().await;
        sharing
    }

    pub(crate) async fn consent(&mut self) {
        let granted = CommandBody::AnswerConsent { granted: true, timed_out: false };
        self.log.do_it(granted).await;
        self.start().await;
    }

    pub(crate) async fn start(&mut self) {
        let monitor = "HDMI-1".to_owned();
        let start =
            CommandBody::StartSharing { monitor, width: 1920, height: 1080, monitors: Vec::new() };
        self.log.do_it(start).await;
    }

    /// A viewer, after the app has heard of it.
    pub(crate) async fn viewer(&mut self, portal: &TestPortal) -> Socket {
        let viewer = self.agent.view(portal, self.app.session).await.expect("a view socket");
        loop {
            if let Screen::RefreshRequest(_) = read(self.screen.next().await) {
                return viewer;
            }
        }
    }
}
