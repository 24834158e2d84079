//! Customers, agents and apps, as their pages and programs act.

use corporate_protocol::{
    ChatStarted, CommandBody, HandoffOffer, JoinResponse, Language, Machine, RedeemResponse,
    SCREEN_PROTOCOL, SessionId, System,
};
use serde_json::json;

use super::{Answer, LogClient, Request, Socket, SocketError, TestPortal};

/// A customer with a web chat.
pub(crate) struct Customer {
    pub(crate) session: SessionId,
    pub(crate) cookie: String,
}

/// An agent who is signed in.
pub(crate) struct Agent {
    pub(crate) cookie: String,
}

/// An app that has joined.
pub(crate) struct App {
    pub(crate) session: SessionId,
    pub(crate) bearer: String,
    pub(crate) joined: JoinResponse,
}

/// A machine that the test release has an app for.
pub(crate) fn machine() -> Machine {
    Machine { system: System::Linux, arch: "x86_64".into(), version: "0.1.0".into() }
}

impl Customer {
    /// Starts a chat.
    pub(crate) async fn start(portal: &TestPortal, name: &str, question: &str) -> Self {
        let body = json!({ "name": name, "question": question, "queue": "printers",
            "language": Language::De });
        let answer = portal.send(Request::post("/api/v1/chats", &body)).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let ChatStarted { session } = answer.json();
        Self { session, cookie: answer.cookie() }
    }

    /// Starts a chat that Anna takes.
    pub(crate) async fn helped(portal: &TestPortal, name: &str) -> Self {
        let customer = Self::start(portal, name, "Hi").await;
        drop(Agent::anna(portal).await.take(portal, customer.session).await);
        customer
    }

    pub(crate) async fn log(&self, portal: &TestPortal) -> LogClient {
        self.log_after(portal, 0).await
    }

    pub(crate) async fn log_after(&self, portal: &TestPortal, after: u64) -> LogClient {
        let headers = [("cookie", self.cookie.clone()), ("origin", portal.origin())];
        let query = format!("after={after}");
        LogClient::open(portal, self.session, &query, &headers).await.expect("a log socket")
    }

    /// Asks for a code.
    pub(crate) async fn ask_code(&self, portal: &TestPortal) -> Answer {
        let path = format!("/api/v1/sessions/{}/handoff", self.session);
        portal.send(Request::new("POST", path).header("cookie", &self.cookie)).await
    }

    pub(crate) async fn code(&self, portal: &TestPortal) -> HandoffOffer {
        let answer = self.ask_code(portal).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    /// Takes a code as far as the opener: the ticket for the app.
    pub(crate) async fn ticket(&self, portal: &TestPortal) -> String {
        let offer = self.code(portal).await;
        let redeemed = redeem(portal, offer.code.to_string()).await;
        assert_eq!(redeemed.status, 200, "{}", redeemed.text());
        redeemed.json::<RedeemResponse>().ticket.reveal()
    }

    /// Takes a code all the way: opener and app.
    pub(crate) async fn bring_app(&self, portal: &TestPortal) -> App {
        let joined = join(portal, &self.ticket(portal).await).await;
        assert_eq!(joined.status, 200, "{}", joined.text());
        let joined: JoinResponse = joined.json();
        let bearer = format!("Bearer {}", joined.credential.reveal());
        App { session: joined.session, bearer, joined }
    }
}

/// Shows a ticket as an opener does that wants a younger one.
pub(crate) async fn renew(portal: &TestPortal, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket });
    portal.send_bare(Request::post("/api/v1/handoff/renew", &body)).await
}

/// Shows a code as an opener does.
pub(crate) async fn redeem(portal: &TestPortal, code: String) -> Answer {
    let body = json!({ "code": code, "machine": machine() });
    portal.send_bare(Request::post("/api/v1/handoff/redeem", &body)).await
}

/// Shows a ticket as an app does.
pub(crate) async fn join(portal: &TestPortal, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket, "machine": machine() });
    portal.send_bare(Request::post("/api/v1/handoff/join", &body)).await
}

impl Agent {
    pub(crate) async fn sign_in(portal: &TestPortal, email: &str) -> Self {
        Self::with_password(portal, email, portal.password(email)).await
    }

    pub(crate) async fn with_password(portal: &TestPortal, email: &str, password: &str) -> Self {
        let body = json!({ "email": email, "password": password });
        let answer = portal.send(Request::post("/api/v1/agents/sign-in", &body)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        Self { cookie: answer.cookie() }
    }

    pub(crate) async fn anna(portal: &TestPortal) -> Self {
        Self::sign_in(portal, "anna@demo.test").await
    }

    pub(crate) async fn ben(portal: &TestPortal) -> Self {
        Self::sign_in(portal, "ben@demo.test").await
    }

    pub(crate) fn headers(&self, portal: &TestPortal) -> [(&'static str, String); 2] {
        [("cookie", self.cookie.clone()), ("origin", portal.origin())]
    }

    pub(crate) async fn try_log(
        &self,
        portal: &TestPortal,
        session: SessionId,
    ) -> Result<LogClient, SocketError> {
        LogClient::open(portal, session, "after=0", &self.headers(portal)).await
    }

    /// Opens a waiting session and takes it.
    pub(crate) async fn take(&self, portal: &TestPortal, session: SessionId) -> LogClient {
        let mut log = self.try_log(portal, session).await.expect("a log socket");
        log.do_it(CommandBody::Take).await;
        log
    }

    /// Asks for a code to read out.
    pub(crate) async fn ask_code(&self, portal: &TestPortal, session: SessionId) -> Answer {
        let path = format!("/api/v1/sessions/{session}/handoff?as=agent");
        portal.send(Request::new("POST", path).header("cookie", &self.cookie)).await
    }

    pub(crate) async fn get(&self, portal: &TestPortal, path: &str) -> Answer {
        portal.send(Request::get(path).header("cookie", &self.cookie)).await
    }

    pub(crate) async fn view(
        &self,
        portal: &TestPortal,
        session: SessionId,
    ) -> Result<Socket, SocketError> {
        let path = format!("/api/v1/sessions/{session}/view");
        Socket::open(portal.address, &path, SCREEN_PROTOCOL, &self.headers(portal)).await
    }
}

impl App {
    pub(crate) fn headers(&self) -> [(&'static str, String); 1] {
        [("authorization", self.bearer.clone())]
    }

    pub(crate) async fn log(&self, portal: &TestPortal) -> LogClient {
        LogClient::open(portal, self.session, "after=0", &self.headers())
            .await
            .expect("a log socket")
    }

    pub(crate) async fn screen(&self, portal: &TestPortal) -> Socket {
        self.try_screen(portal).await.expect("a screen socket")
    }

    pub(crate) async fn try_screen(&self, portal: &TestPortal) -> Result<Socket, SocketError> {
        let path = format!("/api/v1/sessions/{}/screen", self.session);
        Socket::open(portal.address, &path, SCREEN_PROTOCOL, &self.headers()).await
    }
}
