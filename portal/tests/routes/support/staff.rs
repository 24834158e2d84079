//! Those who manage the account, and what they ask of it.

use corporate_portal::setup::{AgentDetails, Setup};
use corporate_protocol::{AgentId, ErrorCode, ManagedAgent};
use serde_json::Value;

use super::{Agent, Answer, Request, TestPortal};

/// The manager's password.
const PASSWORD: &str = "quartz lantern meadow";

/// One agent of each kind, signed in.
pub(crate) struct Staff {
    /// Takes sessions.
    pub(crate) anna: Agent,
    /// Manages.
    pub(crate) mona: Agent,
    /// Administers.
    pub(crate) max: Agent,
}

impl Staff {
    /// Adds a manager to the demo's account and signs all three in.
    pub(crate) async fn of(portal: &TestPortal) -> Self {
        let setup = Setup::open(portal.config()).await.expect("a store");
        let details = AgentDetails {
            email: "mona@demo.test".to_owned(),
            name: "Mona Lind".to_owned(),
            roles: vec!["manager".to_owned()],
            ..AgentDetails::default()
        };
        setup.set_agent(&details, PASSWORD).await.expect("a manager");
        setup.close().await;
        Self {
            anna: Agent::anna(portal).await,
            mona: Agent::with_password(portal, "mona@demo.test", PASSWORD).await,
            max: Agent::sign_in(portal, "max@demo.test").await,
        }
    }

    /// Sees that nobody but managers and administrators gets past the door of a route. What is
    /// asked must be something that changes nothing.
    pub(crate) async fn only_managers(
        &self,
        portal: &TestPortal,
        method: &'static str,
        path: &str,
        body: Option<&Value>,
    ) {
        let nobody = portal.send(request(method, path, body)).await;
        assert_eq!((nobody.status, nobody.code()), (401, ErrorCode::NotSignedIn), "{path}");
        let anna = self.anna.ask(portal, method, path, body).await;
        assert_eq!((anna.status, anna.code()), (403, ErrorCode::NotAllowed), "{path}");
        for manager in [&self.mona, &self.max] {
            let answer = manager.ask(portal, method, path, body).await;
            assert!(![401, 403].contains(&answer.status), "{path} {}", answer.text());
        }
        let foreign = request(method, path, body)
            .header("cookie", &self.max.cookie)
            .header("origin", "https://evil.example");
        if method != "GET" {
            assert_eq!(portal.send_bare(foreign).await.code(), ErrorCode::ForeignOrigin, "{path}");
        }
    }

    /// All agents, as an administrator sees them.
    pub(crate) async fn agents(&self, portal: &TestPortal) -> Vec<ManagedAgent> {
        self.max.get(portal, "/api/v1/agents").await.json()
    }

    /// One of them.
    pub(crate) async fn agent(&self, portal: &TestPortal, email: &str) -> ManagedAgent {
        let agents = self.agents(portal).await;
        let found = agents.into_iter().find(|agent| agent.details.email == email);
        found.unwrap_or_else(|| panic!("there is no {email}"))
    }

    /// The path of one of them.
    pub(crate) async fn path(&self, portal: &TestPortal, email: &str) -> String {
        format!("/api/v1/agents/{}", self.agent(portal, email).await.id)
    }

    /// What stands in the audit list, newest first, each entry without number and time.
    pub(crate) async fn audit(&self, portal: &TestPortal) -> Vec<Value> {
        let mut entries: Vec<Value> = self.max.get(portal, "/api/v1/audit").await.json();
        for entry in entries.iter_mut().filter_map(Value::as_object_mut) {
            entry.remove("id");
            entry.remove("at");
        }
        entries
    }
}

impl Agent {
    /// Sends a request, with JSON or without.
    pub(crate) async fn ask(
        &self,
        portal: &TestPortal,
        method: &'static str,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        portal.send(request(method, path, body).header("cookie", &self.cookie)).await
    }

    /// Puts something in its place.
    pub(crate) async fn put(&self, portal: &TestPortal, path: &str, body: &Value) -> Answer {
        self.ask(portal, "PUT", path, Some(body)).await
    }
}

/// A path of an agent who is not there.
pub(crate) fn nobody() -> String {
    format!("/api/v1/agents/{}", AgentId::random())
}

fn request(method: &'static str, path: &str, body: Option<&Value>) -> Request {
    let request = Request::new(method, path);
    match body {
        Some(body) => {
            let bytes = serde_json::to_vec(body).expect("JSON");
            request.header("content-type", "application/json").body(bytes)
        }
        None => request,
    }
}
