//! An agent's console: the list socket, what it was told, and what agents do beside it.

use corporate_portal::setup::{AgentDetails, Setup};
use corporate_protocol::{
    AgentId, Availability, ChatStarted, Colleague, LIST_PROTOCOL, ListMessage, SessionId,
    SessionSummary,
};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{Agent, Answer, Customer, Request, Socket, TestPortal};

/// An open console.
pub(crate) struct Console {
    socket: Socket,
    pub(crate) rows: Vec<SessionSummary>,
    pub(crate) colleagues: Vec<Colleague>,
    /// Sessions that went out of sight.
    pub(crate) gone: Vec<SessionId>,
    pub(crate) messages: usize,
}

impl Console {
    /// Opens a console and waits for the list and the colleagues.
    pub(crate) async fn open(portal: &TestPortal, agent: &Agent) -> Self {
        let path = "/api/v1/console/sessions";
        let headers = agent.headers(portal);
        let socket = Socket::open(portal.address, path, LIST_PROTOCOL, &headers).await;
        let socket = socket.expect("a list socket");
        let (rows, colleagues, gone) = (Vec::new(), Vec::new(), Vec::new());
        let mut console = Self { socket, rows, colleagues, gone, messages: 0 };
        console.step().await;
        console.step().await;
        assert!(console.messages >= 2);
        console
    }

    async fn step(&mut self) {
        let Some(Message::Text(text)) = self.socket.next().await else { panic!("it closed") };
        self.messages += 1;
        match serde_json::from_str(text.as_str()).expect("a list message") {
            ListMessage::Sessions { sessions } => self.rows = sessions,
            ListMessage::Changed { session } => {
                self.rows.retain(|row| row.id != session.id);
                self.rows.push(session);
            }
            ListMessage::Gone { session } => {
                self.rows.retain(|row| row.id != session);
                self.gone.push(session);
            }
            ListMessage::Colleagues { colleagues } => self.colleagues = colleagues,
        }
    }

    /// Waits until this holds.
    pub(crate) async fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let waiting = async {
            while !holds(self) {
                self.step().await;
            }
        };
        super::soon(what, waiting).await;
    }

    pub(crate) fn row(&self, session: SessionId) -> Option<&SessionSummary> {
        self.rows.iter().find(|row| row.id == session)
    }

    pub(crate) fn colleague(&self, name: &str) -> Option<&Colleague> {
        self.colleagues.iter().find(|colleague| colleague.name.as_str() == name)
    }

    pub(crate) fn availability(&self, name: &str) -> Option<Availability> {
        self.colleague(name).map(|colleague| colleague.availability)
    }

    /// Whether this session rings or waits here for an answer to an invitation.
    pub(crate) fn invited(&self, session: SessionId, agent: AgentId) -> bool {
        self.row(session).is_some_and(|row| row.state.invitation(agent).is_some())
    }

    /// The id of an agent who takes sessions.
    pub(crate) fn id(&self, name: &str) -> AgentId {
        self.colleague(name).expect("a colleague").id
    }
}

impl Agent {
    /// Says whether the agent takes sessions.
    pub(crate) async fn choose(&self, portal: &TestPortal, chosen: Availability) -> Answer {
        let body = json!({ "availability": chosen });
        self.put(portal, "/api/v1/agents/me/availability", &body).await
    }

    /// Makes a phone code.
    pub(crate) async fn phone_code(&self, portal: &TestPortal) -> String {
        let answer = self.ask(portal, "POST", "/api/v1/phone-codes", Some(&json!({}))).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        answer.json::<Value>()["code"].as_str().expect("a code").to_owned()
    }
}

impl Customer {
    /// Sends a form of one's own.
    pub(crate) async fn try_start(portal: &TestPortal, body: &Value) -> Answer {
        portal.send(Request::post("/api/v1/chats", body)).await
    }

    /// Starts a chat in web mode: with the next free agent.
    pub(crate) async fn start_web(portal: &TestPortal, name: &str) -> Self {
        let body = json!({ "name": name, "question": "Hi", "queue": null, "language": "de" });
        Self::let_in(&Self::try_start(portal, &body).await)
    }

    /// Whoever got a chat by this answer.
    pub(crate) fn let_in(answer: &Answer) -> Self {
        assert_eq!(answer.status, 201, "{}", answer.text());
        let ChatStarted { session } = answer.json();
        Self { session, cookie: answer.cookie() }
    }
}

impl TestPortal {
    /// Changes one of the demo's agents.
    pub(crate) async fn change_agent(
        &self,
        email: &str,
        name: &str,
        queues: &[&str],
        most_sessions: u32,
    ) {
        let setup = Setup::open(self.config()).await.expect("a store");
        let details = AgentDetails {
            email: email.to_owned(),
            name: name.to_owned(),
            roles: vec!["agent".to_owned()],
            may_open_reports: false,
            queues: queues.iter().map(|queue| (*queue).to_owned()).collect(),
            most_sessions: Some(most_sessions),
        };
        setup.set_agent(&details, self.password(email)).await.expect("an agent");
        setup.close().await;
    }
}
