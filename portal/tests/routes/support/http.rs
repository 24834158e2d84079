//! Plain HTTP requests.

use std::net::SocketAddr;

use corporate_protocol::{ErrorCode, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A request to be sent.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: Vec::new(), body: None }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new("GET", path)
    }

    pub(crate) fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).expect("JSON");
        Self::new("POST", path).header("content-type", "application/json").body(body)
    }

    pub(crate) fn body(mut self, body: Vec<u8>) -> Self {
        self.body = Some(body);
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn header_if_absent(self, name: &str, value: &str) -> Self {
        if self.headers.iter().any(|(known, _)| known == name) {
            return self;
        }
        self.header(name, value)
    }
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a header that may stand there more than once.
    pub(crate) fn headers_named(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        named.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error} in {} {}", self.status, self.text()))
    }

    /// The code of a problem, checked against its status and content type.
    pub(crate) fn code(&self) -> ErrorCode {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status);
        problem.code
    }

    /// `name=value` of the cookie that was set.
    pub(crate) fn cookie(&self) -> String {
        let set = self.header("set-cookie").expect("a cookie");
        assert!(set.contains("; HttpOnly; SameSite=Strict"), "{set}");
        set.split(';').next().expect("a pair").to_owned()
    }
}

/// Asks until the portal says that it is too much: how many answers came before, and that one.
/// Nothing is counted exactly, because on a slow machine a bucket fills while it is emptied.
pub(crate) async fn until_limited(ask: impl AsyncFn() -> Answer) -> (usize, Answer) {
    for before in 0..200 {
        let answer = ask().await;
        if answer.status == 429 {
            assert_eq!(answer.code(), ErrorCode::RateLimited);
            return (before, answer);
        }
    }
    panic!("200 in a row");
}

/// Sends a request over a connection of its own.
pub(crate) async fn send(address: SocketAddr, request: Request) -> Answer {
    tokio::task::spawn_blocking(move || send_blocking(address, request)).await.expect("no panic")
}

fn send_blocking(address: SocketAddr, request: Request) -> Answer {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .allow_non_standard_methods(true)
        .timeout_global(Some(std::time::Duration::from_secs(15)))
        .build()
        .into();
    let uri = format!("http://{address}{}", request.path);
    let mut builder = ureq::http::Request::builder().method(request.method).uri(uri);
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let built = builder.body(request.body.unwrap_or_default()).expect("a request");
    let mut response = agent.run(built).expect("an answer");
    let headers = response.headers().iter();
    let headers = headers
        .map(|(name, value)| (name.to_string(), value.to_str().expect("text").to_owned()))
        .collect();
    let status = response.status().as_u16();
    let body = response.body_mut().read_to_vec().expect("a body");
    Answer { status, headers, body }
}
