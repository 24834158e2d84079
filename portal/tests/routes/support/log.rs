//! A client of the session log: keeps what it was told, and waits for what is to come.

use corporate_protocol::{
    ClientMessage, Command, CommandBody, CommandId, Delivered, ErrorCode, Event, EventBody,
    LOG_PROTOCOL, MessageText, Place, Presence, Seq, ServerMessage, SessionId, SessionState,
    Signal,
};
use tokio_tungstenite::tungstenite::Message;

use super::{Socket, SocketError, TestPortal};

/// One participant's log socket.
pub(crate) struct LogClient {
    socket: Socket,
    pub(crate) events: Vec<Event>,
    pub(crate) state: SessionState,
    pub(crate) presence: Presence,
    pub(crate) delivered: Delivered,
    pub(crate) told_delivered: usize,
    pub(crate) place: Option<Place>,
    pub(crate) signals: Vec<Signal>,
    pub(crate) largest_batch: usize,
    pub(crate) closing: Option<ErrorCode>,
    answers: Vec<(CommandId, Result<Seq, ErrorCode>)>,
}

impl LogClient {
    pub(crate) async fn open(
        portal: &TestPortal,
        session: SessionId,
        query: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Self, SocketError> {
        let path = format!("/api/v1/sessions/{session}/log?{query}");
        let socket = Socket::open(portal.address, &path, LOG_PROTOCOL, headers).await?;
        let mut client = Self {
            socket,
            events: Vec::new(),
            state: SessionState::default(),
            presence: Presence::default(),
            delivered: Delivered::default(),
            told_delivered: 0,
            place: None,
            signals: Vec::new(),
            largest_batch: 0,
            closing: None,
            answers: Vec::new(),
        };
        assert!(client.step().await, "the first message");
        Ok(client)
    }

    /// Takes the next message in; false where the portal has closed.
    pub(crate) async fn step(&mut self) -> bool {
        let text = match self.socket.next().await {
            Some(Message::Text(text)) => text,
            Some(Message::Close(_)) | None => return false,
            Some(other) => panic!("{other:?}"),
        };
        match serde_json::from_str(text.as_str()).expect("a message of the protocol") {
            ServerMessage::Events { events, state } => {
                self.largest_batch = self.largest_batch.max(events.len());
                self.events.extend(events);
                self.state = state;
            }
            ServerMessage::Confirmed { command, seq } => self.answers.push((command, Ok(seq))),
            ServerMessage::Refused { command, code } => self.answers.push((command, Err(code))),
            ServerMessage::Signal { signal } => self.signals.push(signal),
            ServerMessage::Presence(presence) => self.presence = presence,
            ServerMessage::Delivered(delivered) => {
                self.delivered = delivered;
                self.told_delivered += 1;
            }
            ServerMessage::Place(place) => self.place = Some(place),
            ServerMessage::Closing { code } => self.closing = Some(code),
        }
        true
    }

    /// Waits until this holds.
    pub(crate) async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            assert!(self.step().await, "the socket closed before {what}: {:?}", self.closing);
        }
    }

    pub(crate) async fn until_seq(&mut self, seq: Seq) {
        self.until("an event", |log| log.events.last().is_some_and(|last| last.seq >= seq)).await;
    }

    /// Reads to the end; the portal's reason.
    pub(crate) async fn until_closed(&mut self) -> Option<ErrorCode> {
        while self.step().await {}
        self.closing
    }

    pub(crate) async fn send_text(&mut self, text: String) {
        self.socket.send(Message::text(text)).await;
    }

    pub(crate) async fn signal(&mut self, signal: Signal) {
        let message = ClientMessage::Signal { signal };
        self.send_text(serde_json::to_string(&message).expect("JSON")).await;
    }

    /// Sends a command without waiting.
    pub(crate) async fn send(&mut self, command: &Command) {
        let message = ClientMessage::Command(command.clone());
        self.send_text(serde_json::to_string(&message).expect("JSON")).await;
    }

    /// The answer to a command.
    pub(crate) async fn answer(&mut self, id: CommandId) -> Result<Seq, ErrorCode> {
        loop {
            if let Some(at) = self.answers.iter().position(|(known, _)| *known == id) {
                return self.answers.remove(at).1;
            }
            assert!(self.step().await, "closed without an answer: {:?}", self.closing);
        }
    }

    /// Gives a command and waits for the answer.
    pub(crate) async fn ask(&mut self, body: CommandBody) -> Result<Seq, ErrorCode> {
        let command = Command { id: CommandId::random(), body };
        self.send(&command).await;
        self.answer(command.id).await
    }

    /// Gives a command that is carried out, and waits for its event.
    pub(crate) async fn do_it(&mut self, body: CommandBody) -> Seq {
        let seq = self.ask(body.clone()).await;
        let seq = seq.unwrap_or_else(|code| panic!("{body:?} was refused: {code:?}"));
        self.until_seq(seq).await;
        seq
    }

    pub(crate) async fn say(&mut self, text: &str) -> Seq {
        let text = MessageText::parse(text).expect("a text");
        self.do_it(CommandBody::Say { text }).await
    }

    /// All that was said after the question.
    pub(crate) fn texts(&self) -> Vec<&str> {
        let said = self.events.iter().filter_map(|event| match &event.body {
            EventBody::Message { text } => Some(text.as_str()),
            _ => None,
        });
        said.collect()
    }

    /// Whether the numbers run from 1 without gaps.
    pub(crate) fn is_gapless(&self) -> bool {
        (1_u64..).zip(&self.events).all(|(seq, event)| event.seq == Seq(seq))
    }
}
