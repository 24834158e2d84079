//! What an agent's browser and telephone do at the door.

use corporate_protocol::Timestamp;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha1::Sha1;

use super::{Agent, Answer, Request, TestPortal};

const ME: &str = "/api/v1/agents/me";

impl Answer {
    /// `name=value` of all cookies that were set.
    pub(crate) fn cookies(&self) -> String {
        let set = self.headers.iter().filter(|(name, _)| name == "set-cookie");
        let pairs = set.map(|(_, value)| value.split(';').next().expect("a pair"));
        pairs.collect::<Vec<_>>().join("; ")
    }
}

/// The digits that a telephone shows for this secret (RFC 6238).
pub(crate) fn digits(secret: &str, now: Timestamp) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in secret.chars().filter(|letter| !letter.is_whitespace()) {
        bits = bits << 5 | letters.find(letter).expect("base32") as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    let mut mac = Hmac::<Sha1>::new_from_slice(&bytes).expect("a key");
    mac.update(&(now.0 / 30_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word: [u8; 4] = hash[at..at + 4].try_into().expect("four bytes");
    format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000)
}

/// A sign-in with whatever the browser has.
pub(crate) async fn knock(
    portal: &TestPortal,
    email: &str,
    password: &str,
    factor: Option<&str>,
    cookies: &str,
) -> Answer {
    let mut body = json!({ "email": email, "password": password });
    if let Some(factor) = factor {
        body["second_factor"] = json!(factor);
    }
    let request = Request::post("/api/v1/agents/sign-in", &body).header("cookie", cookies);
    portal.send(request).await
}

impl Agent {
    /// Sends something to a path of the agent's own account.
    pub(crate) async fn own(
        &self,
        portal: &TestPortal,
        method: &'static str,
        path: &str,
        body: &Value,
    ) -> Answer {
        let body = serde_json::to_vec(body).expect("JSON");
        let request = Request::new(method, format!("{ME}{path}"))
            .header("content-type", "application/json")
            .header("cookie", &self.cookie)
            .body(body);
        portal.send(request).await
    }

    /// Sets up a second factor; its secret and its recovery codes.
    pub(crate) async fn second_factor(
        &self,
        portal: &TestPortal,
        password: &str,
    ) -> (String, Vec<String>) {
        let proof = json!({ "password": password });
        let begun = self.own(portal, "POST", "/second-factor", &proof).await;
        assert_eq!(begun.status, 200, "{}", begun.text());
        let begun: Value = begun.json();
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        let code = digits(&secret, portal.now());
        let done = self.own(portal, "PUT", "/second-factor", &json!({ "code": code })).await;
        assert_eq!(done.status, 200, "{}", done.text());
        let done: Value = done.json();
        let codes = done["recovery_codes"].as_array().expect("codes").iter();
        (secret, codes.map(|code| code.as_str().expect("a code").to_owned()).collect())
    }
}
