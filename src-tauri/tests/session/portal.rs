//! A portal with one session: decides commands as the real one does, by `protocol::decide`, and
//! keeps what the app shows it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use corporate_protocol::screen::{
    Acknowledgement, Frame, Message as Screen, RefreshReason, RefreshRequest,
};
use corporate_protocol::{
    AgentId, Author, ChatAfterUpgrade, ClientMessage, Command, CommandBody, CommandId, Consent,
    CustomerFacts, Event, EventBody, HandoffId, Language, MessageText, Mode, PersonName,
    PortalOrigin, QueueId, Seq, ServerMessage, SessionId, SessionState, Surroundings, System,
    Timestamp, Via, decide,
};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

/// Longer than anything here takes; shorter than anybody wants to wait.
const DEADLINE: Duration = Duration::from_secs(30);

/// One session and its two sockets.
pub(crate) struct Portal {
    pub(crate) origin: PortalOrigin,
    pub(crate) session: SessionId,
    shared: Arc<Shared>,
    server: tokio::task::JoinHandle<()>,
}

struct Shared {
    session: SessionId,
    log: Mutex<Log>,
    changed: watch::Sender<u64>,
    /// Counts the cuts: a socket of an earlier count ends.
    cuts: watch::Sender<u64>,
    /// Counts the refreshes that a viewer has asked for.
    refreshes: watch::Sender<u64>,
}

#[derive(Default)]
struct Log {
    events: Vec<Event>,
    state: SessionState,
    done: HashMap<CommandId, Seq>,
    frames: Vec<Frame>,
    frames_without_consent: usize,
    /// When consent was last withdrawn, microseconds since 1970.
    withdrawn_at_us: u64,
    screen_sockets: usize,
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = std::time::Instant::now() + DEADLINE;
    while !is_so() {
        assert!(std::time::Instant::now() < deadline, "{what} did not happen in time");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

pub(crate) fn text(text: &str) -> MessageText {
    MessageText::parse(text).expect("a message")
}

fn now_us() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    since.as_micros() as u64
}

fn agent() -> Author {
    let id = AgentId::from_uuid(SessionId::random().as_uuid());
    Author::Agent { id, name: PersonName::parse("Anna").expect("a name") }
}

impl Portal {
    /// A session that the app has just joined.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let origin = PortalOrigin::parse(&format!("http://{address}")).expect("an origin");
        let session = SessionId::random();
        let [changed, cuts, refreshes] = [0; 3].map(watch::Sender::new);
        let log = Mutex::default();
        let shared = Arc::new(Shared { session, log, changed, cuts, refreshes });
        let server = tokio::spawn(serve(listener, shared.clone()));
        let portal = Self { origin, session, shared, server };
        portal.begin();
        portal
    }

    fn begin(&self) {
        let web = Author::Customer { via: Via::Web };
        let started = EventBody::SessionStarted {
            customer: PersonName::parse("Erika Muster").expect("a name"),
            question: Some(text("Der Drucker druckt nicht")),
            queue: QueueId::try_from("printers".to_owned()).expect("a queue"),
            language: Language::De,
            mode: Mode::Queue,
            email: None,
            facts: CustomerFacts::default(),
            terms_accepted: false,
            web_chat_off: false,
        };
        let (handoff, system) = (HandoffId::random(), System::Linux);
        self.shared.add(web, started);
        self.shared.add(agent(), EventBody::AgentJoined);
        let chat_after = ChatAfterUpgrade::Both;
        self.shared.add(Author::Portal, EventBody::UpgradeOffered { handoff, chat_after });
        let version = "0.1.0".to_owned();
        let app = Author::Customer { via: Via::App };
        self.shared.add(app, EventBody::AppJoined { handoff, system, version });
    }

    /// Something happens that the app has no part in.
    pub(crate) fn happen(&self, body: EventBody) {
        self.shared.add(Author::Portal, body);
    }

    /// The agent asks to see another monitor, as the protocol lets agents ask.
    pub(crate) fn ask_for_monitor(&self, monitor: u16) {
        let around = Surroundings::new(HandoffId::random(), ChatAfterUpgrade::Both);
        let anna = self.shared.log().events[1].author.clone();
        let ask = CommandBody::AskMonitor { monitor };
        let asked = decide(&self.state(), &anna, &ask, &around).expect("possible");
        self.shared.add(anna, asked);
    }

    pub(crate) fn state(&self) -> SessionState {
        self.shared.log().state.clone()
    }

    pub(crate) fn events(&self) -> Vec<EventBody> {
        self.shared.log().events.iter().map(|event| event.body.clone()).collect()
    }

    pub(crate) fn frames(&self) -> Vec<Frame> {
        self.shared.log().frames.clone()
    }

    /// Frames that were made while the log had no consent. One that was made before the withdrawal
    /// may still arrive after it: it travels by a socket of its own.
    pub(crate) fn frames_without_consent(&self) -> usize {
        self.shared.log().frames_without_consent
    }

    pub(crate) fn screen_sockets(&self) -> usize {
        self.shared.log().screen_sockets
    }

    /// A viewer asks for the whole picture.
    pub(crate) fn ask_for_refresh(&self) {
        self.shared.refreshes.send_modify(|count| *count += 1);
    }

    /// Cuts every socket.
    pub(crate) fn cut(&self) {
        self.shared.cuts.send_modify(|count| *count += 1);
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.server.abort();
        self.cut();
    }
}

impl Shared {
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().expect("no panic")
    }

    fn add(&self, author: Author, body: EventBody) -> Seq {
        let mut log = self.log();
        let seq = log.state.seq.next();
        let event = Event { session: self.session, seq, at: Timestamp(0), author, body };
        let before = log.state.consent;
        log.state.apply(&event);
        if before == Consent::Given && log.state.consent != before {
            log.withdrawn_at_us = now_us();
        }
        log.events.push(event);
        drop(log);
        self.changed.send_modify(|seq| *seq += 1);
        seq
    }

    fn keep(&self, frame: Frame) {
        let mut log = self.log();
        let times = frame.times;
        let made_at_us =
            times.captured_at_us + u64::from(times.capture_us) + u64::from(times.encode_us);
        if log.state.consent != Consent::Given && made_at_us > log.withdrawn_at_us {
            log.frames_without_consent += 1;
        }
        log.frames.push(frame);
    }

    fn command(&self, Command { id, body }: Command) -> ServerMessage {
        let app = Author::Customer { via: Via::App };
        let log = self.log();
        if let Some(seq) = log.done.get(&id) {
            return ServerMessage::Confirmed { command: id, seq: *seq };
        }
        let around = Surroundings::new(HandoffId::random(), ChatAfterUpgrade::Both);
        let decided = decide(&log.state, &app, &body, &around);
        drop(log);
        match decided {
            Ok(event) => {
                let seq = self.add(app, event);
                self.log().done.insert(id, seq);
                ServerMessage::Confirmed { command: id, seq }
            }
            Err(code) => ServerMessage::Refused { command: id, code },
        }
    }

    fn news(&self, after: Seq) -> ServerMessage {
        let log = self.log();
        let events = log.events.iter().filter(|event| event.seq > after).cloned().collect();
        ServerMessage::Events { events, state: log.state.clone() }
    }
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    loop {
        let (stream, _) = listener.accept().await.expect("a client");
        let shared = shared.clone();
        tokio::spawn(async move {
            let mut path = String::new();
            #[expect(clippy::result_large_err, reason = "the error's type is tungstenite's")]
            let upgrade = |request: &Request, mut answer: Response| {
                path = request.uri().to_string();
                let protocol = request.headers()["sec-websocket-protocol"].clone();
                answer.headers_mut().insert("sec-websocket-protocol", protocol);
                Ok(answer)
            };
            let Ok(socket) = accept_hdr_async(stream, upgrade).await else { return };
            let mut cuts = shared.cuts.subscribe();
            cuts.mark_unchanged();
            let served = async {
                match path.split_once("after=") {
                    Some((_, after)) => log_socket(&shared, socket, after).await,
                    None => screen_socket(&shared, socket).await,
                }
            };
            tokio::select! {
                _ = cuts.changed() => {}
                _ended = served => {}
            }
        });
    }
}

type Socket = WebSocketStream<TcpStream>;

async fn log_socket(shared: &Shared, mut socket: Socket, after: &str) -> Option<()> {
    let mut seen = Seq(after.parse().expect("a number"));
    let mut changed = shared.changed.subscribe();
    changed.mark_changed();
    loop {
        let answer = tokio::select! {
            _ = changed.changed() => {
                let news = shared.news(seen);
                if let ServerMessage::Events { events, .. } = &news {
                    seen = events.last().map_or(seen, |event| event.seq);
                }
                news
            }
            message = socket.next() => match message?.ok()? {
                Message::Text(text) => match serde_json::from_str(&text).expect("a message") {
                    ClientMessage::Command(command) => shared.command(command),
                    ClientMessage::Signal { .. } | ClientMessage::Received { .. } => continue,
                },
                _ => continue,
            },
        };
        let text = serde_json::to_string(&answer).expect("JSON");
        socket.send(Message::text(text)).await.ok()?;
    }
}

/// Acknowledges every frame, as a viewer does that paints at once.
async fn screen_socket(shared: &Shared, mut socket: Socket) -> Option<()> {
    shared.log().screen_sockets += 1;
    let mut refreshes = shared.refreshes.subscribe();
    refreshes.mark_changed();
    loop {
        let message = tokio::select! {
            _ = refreshes.changed() => {
                let refresh = RefreshRequest { reason: RefreshReason::Joined }.encode();
                socket.send(Message::binary(refresh)).await.ok()?;
                continue;
            }
            message = socket.next() => message?.ok()?,
        };
        let Message::Binary(bytes) = message else { continue };
        let Ok(Screen::Frame(frame)) = Screen::decode(&bytes) else { panic!("not a frame") };
        let sequence = frame.sequence;
        shared.keep(frame);
        let painted = Acknowledgement { sequence, decode_us: 1, paint_us: 1 };
        socket.send(Message::binary(painted.encode())).await.ok()?;
    }
}
