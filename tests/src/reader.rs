//! An agent who may read reports, without a browser: what a story knows of a session's log comes
//! from the portal's own report.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::portal::{LISTEN, Portal};

/// A signed-in agent.
pub struct Reader {
    cookie: String,
}

impl Reader {
    /// Signs the agent with this name in.
    ///
    /// # Errors
    /// Where the portal refuses.
    pub async fn sign_in(portal: &Portal, name: &str) -> Result<Self> {
        let agent = portal.addresses.agent(name)?;
        let body = json!({ "email": agent.email, "password": agent.password }).to_string();
        let head = format!(
            "POST /api/v1/agents/sign-in HTTP/1.0\r\nOrigin: http://{LISTEN}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n",
            body.len()
        );
        let answer = exchange(&head, &body).await?;
        let mut lines = answer.lines();
        let cookie = lines.find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_cookie = name.eq_ignore_ascii_case("set-cookie");
            is_cookie.then(|| value.trim().split(';').next().unwrap_or_default().to_owned())
        });
        Ok(Self { cookie: cookie.context("a cookie for the agent")? })
    }

    /// All events of a session.
    ///
    /// # Errors
    /// Where the portal refuses.
    pub async fn events(&self, session: &str) -> Result<Vec<Value>> {
        let head = format!(
            "GET /api/v1/reports/sessions/{session} HTTP/1.0\r\nCookie: {}\r\n",
            self.cookie
        );
        let answer = exchange(&head, "").await?;
        let (_, body) = answer.split_once("\r\n\r\n").context("an answer with a body")?;
        let report: Value = serde_json::from_str(body)?;
        Ok(report["events"].as_array().context("a report has events")?.clone())
    }

    /// The kinds of all events of a session.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub async fn kinds(&self, session: &str) -> Result<Vec<String>> {
        let events = self.events(session).await?;
        Ok(events.iter().filter_map(|event| event["kind"].as_str().map(str::to_owned)).collect())
    }

    /// What was written in a session, in order.
    ///
    /// # Errors
    /// As [`events`](Self::events).
    pub async fn messages(&self, session: &str) -> Result<Vec<String>> {
        let events = self.events(session).await?;
        let messages = events.iter().filter(|event| event["kind"] == "message");
        Ok(messages.filter_map(|event| event["text"].as_str().map(str::to_owned)).collect())
    }
}

/// One request and its whole answer; HTTP/1.0 ends it with the connection.
pub(crate) async fn exchange(head: &str, body: &str) -> Result<String> {
    let mut stream = TcpStream::connect(LISTEN).await.context("reach the portal")?;
    stream.write_all(format!("{head}Host: {LISTEN}\r\n\r\n{body}").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let status = answer.split_ascii_whitespace().nth(1).unwrap_or_default();
    ensure!(status == "200", "the portal answered {}", answer.lines().next().unwrap_or_default());
    Ok(answer)
}
