//! Every route with every kind of client. The table of routes says in the OpenAPI document who
//! may; here stands, a second time and by hand, what each of those words means for each client.

use corporate_portal::setup::{AgentDetails, Setup};
use corporate_protocol::{CommandBody, ErrorCode, SessionId};
use serde_json::{Value, json};

use crate::support::{Agent, Answer, App, Customer, LogClient, Request, Staff, TestPortal};

/// What a client is let do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Allowed,
    /// 401: nobody who could be allowed.
    Unknown,
    /// 403: known, and not allowed.
    Refused,
}

use Outcome::{Allowed, Refused, Unknown};

/// One kind of client.
struct Client {
    kind: Kind,
    header: &'static str,
    secret: String,
    email: &'static str,
    password: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Nobody,
    Customer,
    OtherCustomer,
    App,
    OtherApp,
    AgentInSession,
    AgentOutside,
    Manager,
    Administrator,
    ReportReader,
    /// Must choose a new password first.
    Newcomer,
}

impl Kind {
    const fn is_agent(self) -> bool {
        !matches!(
            self,
            Self::Nobody | Self::Customer | Self::OtherCustomer | Self::App | Self::OtherApp
        )
    }

    /// What the words of the table mean.
    fn expected(self, rights: &str) -> Outcome {
        use Kind::{
            Administrator, AgentInSession, AgentOutside, App, Customer, Manager, Newcomer, Nobody,
            OtherApp, ReportReader,
        };
        let these = |allowed: &[Self], otherwise| {
            if allowed.contains(&self) { Allowed } else { otherwise }
        };
        let staff = |allowed: &[Self]| {
            let otherwise = if self.is_agent() { Refused } else { Unknown };
            these(allowed, otherwise)
        };
        let member = |allowed: &[Self]| {
            let otherwise = if self == Nobody { Unknown } else { Refused };
            these(allowed, otherwise)
        };
        match rights {
            // These tests come from the portal's own machine.
            "public" | "operator" => Allowed,
            "code_maker" => member(&[Customer, AgentInSession]),
            "app" => these(&[App], if self == OtherApp { Refused } else { Unknown }),
            "reader" | "participant" => member(&[Customer, App, AgentInSession]),
            "transcript" | "record" => {
                member(&[Customer, App, AgentInSession, ReportReader, Administrator])
            }
            "agent_in_session" => staff(&[AgentInSession]),
            "assessor" => staff(&[AgentInSession, ReportReader, Administrator]),
            "newcomer" if self.is_agent() => Allowed,
            "newcomer" => Unknown,
            "signed_in" if self.is_agent() && self != Newcomer => Allowed,
            "signed_in" => staff(&[]),
            "agent" => staff(&[AgentInSession, AgentOutside, ReportReader]),
            "manager" => staff(&[Manager, Administrator]),
            "administrator" => staff(&[Administrator]),
            "reports" => staff(&[ReportReader, Administrator]),
            other => panic!("a right that this test does not know: {other}"),
        }
    }
}

/// One row of the table, as the document tells it.
struct Row {
    method: &'static str,
    path: String,
    rights: String,
    body: Option<&'static [u8]>,
}

fn rows(document: &Value, session: SessionId) -> Vec<Row> {
    let mut rows = Vec::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for (method, operation) in operations.as_object().expect("operations") {
            let method = match method.as_str() {
                "get" => "GET",
                "post" => "POST",
                "put" => "PUT",
                "delete" => "DELETE",
                other => panic!("{other}"),
            };
            let rights = operation["x-rights"].as_str().expect("rights").to_owned();
            // Good JSON and never what a route wants: it is refused after the rights were seen.
            let body = operation.get("requestBody").map(|_| b"null".as_slice());
            rows.push(Row { method, path: fill(path, session), rights, body });
        }
    }
    // What ends sign-ins comes last.
    rows.sort_by_key(|row| row.path.contains("sign-out"));
    rows
}

fn fill(path: &str, session: SessionId) -> String {
    let mut filled = String::new();
    for part in path.split_inclusive('}') {
        let (before, name) = part.split_once('{').unwrap_or((part, ""));
        filled.push_str(before);
        match name.trim_end_matches('}') {
            "" => {}
            "session" => filled.push_str(&session.to_string()),
            "queue" | "page" | "path" | "file_name" => filled.push_str("nowhere"),
            _ => filled.push_str(&SessionId::random().to_string()),
        }
    }
    filled
}

fn outcome(answer: &Answer) -> Outcome {
    if answer.status != 401 && answer.status != 403 {
        return Allowed;
    }
    match answer.code() {
        ErrorCode::NotSignedIn => Unknown,
        ErrorCode::NotAllowed | ErrorCode::NotInSession => Refused,
        // Such as a wrong password: the door itself is open to everybody.
        _ => Allowed,
    }
}

async fn sign_in(portal: &TestPortal, email: &str, password: &str) -> String {
    let body = json!({ "email": email, "password": password });
    let answer = portal.send(Request::post("/api/v1/agents/sign-in", &body)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.cookie()
}

const PASSWORD: &str = "quartz-lantern-43-meadow";

/// A session of Anna's to which an app has come.
struct Scene {
    customer: Customer,
    app: App,
    /// Held open, so that Anna stays.
    _anna: LogClient,
}

impl Scene {
    async fn set(portal: &TestPortal) -> Self {
        let customer = Customer::start(portal, "Erika", "Hi").await;
        let mut anna = Agent::anna(portal).await.take(portal, customer.session).await;
        anna.do_it(CommandBody::Upgrade).await;
        let app = customer.bring_app(portal).await;
        Self { customer, app, _anna: anna }
    }
}

async fn clients(portal: &TestPortal, scene: &Scene) -> Vec<Client> {
    let setup = Setup::open(portal.config()).await.expect("a store");
    for (email, role) in
        [("carla@neu.test", "agent"), ("mona@neu.test", "manager"), ("nina@neu.test", "agent")]
    {
        let details = AgentDetails {
            email: email.to_owned(),
            name: "Neu".to_owned(),
            roles: vec![role.to_owned()],
            may_open_reports: false,
            queues: Vec::new(),
            most_sessions: None,
        };
        setup.set_agent(&details, PASSWORD).await.expect("an agent");
    }
    setup.close().await;
    let other = Scene::set(portal).await;
    let customers = [
        (Kind::Nobody, "x-nothing", String::new()),
        (Kind::Customer, "cookie", scene.customer.cookie.clone()),
        (Kind::OtherCustomer, "cookie", other.customer.cookie.clone()),
        (Kind::App, "authorization", scene.app.bearer.clone()),
        (Kind::OtherApp, "authorization", other.app.bearer.clone()),
    ];
    let mut clients: Vec<Client> = customers
        .into_iter()
        .map(|(kind, header, secret)| {
            let (email, password) = ("", String::new());
            Client { kind, header, secret, email, password }
        })
        .collect();
    for (kind, email) in [
        (Kind::AgentInSession, "anna@demo.test"),
        (Kind::AgentOutside, "carla@neu.test"),
        (Kind::Manager, "mona@neu.test"),
        (Kind::Administrator, "max@demo.test"),
        (Kind::ReportReader, "ben@demo.test"),
    ] {
        let known = email.ends_with("@demo.test");
        let password = if known { portal.password(email) } else { PASSWORD }.to_owned();
        clients.push(client(portal, kind, email, password).await);
    }
    let password = reset(portal, "nina@neu.test").await;
    clients.push(client(portal, Kind::Newcomer, "nina@neu.test", password).await);
    clients
}

async fn client(portal: &TestPortal, kind: Kind, email: &'static str, password: String) -> Client {
    let secret = sign_in(portal, email, &password).await;
    Client { kind, header: "cookie", secret, email, password }
}

/// The password that a manager's reset makes.
async fn reset(portal: &TestPortal, email: &str) -> String {
    let staff = Staff::of(portal).await;
    let path = format!("{}/password", staff.path(portal, email).await);
    let made: Value = staff.max.ask(portal, "POST", &path, None).await.json();
    made["password"].as_str().expect("a password").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_route_lets_in_whom_the_table_names_and_nobody_else() {
    let portal = TestPortal::start().await;
    let scene = Scene::set(&portal).await;
    let session = scene.customer.session;
    let mut clients = clients(&portal, &scene).await;
    let document: Value = portal.send_bare(Request::get("/api/v1/openapi.json")).await.json();
    let rows = rows(&document, session);
    assert!(rows.len() > 20, "the document is no table");
    let mut wrong = Vec::new();
    for row in &rows {
        for client in &mut clients {
            if row.path.contains("sign-out") && client.kind.is_agent() {
                client.secret = sign_in(&portal, client.email, &client.password).await;
            }
            let mut request = Request::new(row.method, &row.path);
            if let Some(body) = row.body {
                request = request.header("content-type", "application/json").body(body.to_vec());
            }
            let answer = portal.send(request.header(client.header, &client.secret)).await;
            let (expected, found) = (client.kind.expected(&row.rights), outcome(&answer));
            if found != expected {
                let Row { method, path, rights, .. } = row;
                let (kind, status) = (client.kind, answer.status);
                wrong.push(format!(
                    "{method} {path} [{rights}] {kind:?}: {found:?} ({status}), not {expected:?}"
                ));
            }
            assert_ne!(answer.status, 500, "{} {}", row.method, row.path);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_are_looked_at_before_what_a_request_says() {
    let portal = TestPortal::start().await;
    let anna = Agent::anna(&portal).await;
    let garbage = Request::get("/api/v1/reports/sessions/nonsense").header("cookie", &anna.cookie);
    assert_eq!(portal.send(garbage).await.code(), ErrorCode::NotAllowed);
}
