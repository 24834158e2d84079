//! What one address may do before anybody knows who it is.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use corporate_protocol::{ErrorCode, LOG_PROTOCOL};
use serde_json::{Value, json};

use crate::support::{
    Answer, Customer, Request, Socket, TestPortal, TestRelease, soon, until_limited,
};

fn guess(forwarded: &str) -> Request {
    let body = json!({ "email": "anna@demo.test", "password": "a wrong guess" });
    let request = Request::post("/api/v1/agents/sign-in", &body);
    if forwarded.is_empty() { request } else { request.header("x-forwarded-for", forwarded) }
}

async fn last_of(portal: &TestPortal, count: usize, address: impl Fn(usize) -> String) -> Answer {
    let mut last = None;
    for number in 0..count {
        last = Some(portal.send(guess(&address(number))).await);
    }
    last.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_changes_no_address_unless_a_trusted_proxy_wrote_it() {
    let portal = TestPortal::start_with(None, |_| {}).await;
    let last = last_of(&portal, 9, |number| format!("203.0.113.{number}")).await;
    assert_eq!(last.code(), ErrorCode::RateLimited, "nobody is believed");

    let portal = TestPortal::start_with(None, |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    let last = last_of(&portal, 9, |number| format!("203.0.113.{number}")).await;
    assert_eq!(last.code(), ErrorCode::WrongPassword, "each has an address of its own");
    let last = last_of(&portal, 9, |number| format!("198.51.100.{number}, 203.0.113.77")).await;
    assert_eq!(last.code(), ErrorCode::RateLimited, "what the client made up counts for nothing");
    let last = last_of(&portal, 9, |number| format!("2001:db8:1:2::{number:x}")).await;
    assert_eq!(last.code(), ErrorCode::RateLimited, "an IPv6 network is one address");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_must_wait_is_told_how_long() {
    let portal = TestPortal::start_with(None, |_| {}).await;
    let last = last_of(&portal, 9, |_| String::new()).await;
    let problem: Value = last.json();
    let wait = problem["retry_after"].as_u64().expect("seconds");
    assert!((1..=721).contains(&wait), "{wait}");
    assert_eq!(last.header("retry-after"), Some(wait.to_string().as_str()));
    let nobody = Request::post(
        "/api/v1/handoff/redeem",
        &json!({ "code": "2345-6789-ABCD", "machine": crate::support::machine() }),
    );
    let (_, refused) = until_limited(async || portal.send_bare(nobody.clone()).await).await;
    assert!(refused.header("retry-after").is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_are_guessed_at_from_everywhere_together() {
    let portal = TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.trusted_proxies = vec!["127.0.0.0/8".parse().expect("a network")];
    })
    .await;
    let guess = async |address: usize| {
        let path = "/download/Corporate-Opener-2345-6789-ABCD";
        let from = format!("203.0.{}.{}", address / 200, address % 200);
        portal.send_bare(Request::get(path).header("x-forwarded-for", &from)).await.code()
    };
    // Each address guesses ten times, which alone it may; slow machines need a few more of them.
    for address in 0..200 {
        let answers = futures_util::future::join_all((0..10).map(|_| guess(address))).await;
        let let_in = answers.iter().filter(|code| **code == ErrorCode::CodeUnknown).count();
        assert!(let_in == 10 || address >= 30 && let_in >= 5, "{address}: {answers:?}");
        if let_in < 10 {
            return;
        }
    }
    panic!("2,000 guesses in a row");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_has_room_for_so_many_sockets() {
    let portal = TestPortal::start_with(None, |config| config.connections_per_address = 4).await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(erika.log(&portal).await);
    }
    // Sockets keep their connections: the fourth is the last of both kinds.
    let path = format!("/api/v1/sessions/{}/log?after=0", erika.session);
    let headers = [("cookie", erika.cookie.clone()), ("origin", portal.origin())];
    let fourth = Socket::open(portal.address, &path, LOG_PROTOCOL, &headers).await;
    assert!(fourth.is_ok());
    let mut fifth = TcpStream::connect(portal.address).expect("the system accepts");
    fifth.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
    fifth.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").ok();
    let mut text = Vec::new();
    fifth.read_to_end(&mut text).ok();
    assert!(text.is_empty(), "it is closed without an answer");
    drop((open, fourth));
    soon("room again", async {
        loop {
            let mut again = TcpStream::connect(portal.address).expect("the system accepts");
            again.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").ok();
            let mut text = String::new();
            if again.read_to_string(&mut text).is_ok() && text.starts_with("HTTP/1.1 200") {
                return;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_trusted_proxy_sockets_are_counted_by_client() {
    let portal = TestPortal::start_with(None, |config| {
        config.connections_per_address = 2;
        config.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    })
    .await;
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let path = format!("/api/v1/sessions/{}/log?after=0", erika.session);
    let from = |address: &str| {
        let headers = [
            ("cookie", erika.cookie.clone()),
            ("origin", portal.origin()),
            ("x-forwarded-for", address.to_owned()),
        ];
        let path = path.clone();
        let at = portal.address;
        async move { Socket::open(at, &path, LOG_PROTOCOL, &headers).await }
    };
    let first = from("203.0.113.1").await.expect("room");
    let second = from("203.0.113.1").await.expect("room");
    let third = from("203.0.113.1").await.err().expect("no room");
    assert_eq!((third.status, third.problem.code), (429, ErrorCode::RateLimited));
    assert!(third.problem.retry_after.is_some());
    assert!(from("203.0.113.2").await.is_ok(), "others have their own");
    drop((first, second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_nobody_reads_is_given_up() {
    let portal = TestPortal::start_with(None, |config| {
        config.timings.write_stall = Duration::from_millis(300);
        config.connections_per_address = 1;
    })
    .await;
    // Many answers in one pipeline, none of them read: the buffers of both sides fill.
    let mut greedy = TcpStream::connect(portal.address).expect("a connection");
    greedy.set_write_timeout(Some(Duration::from_millis(500))).expect("a limit");
    let ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(20);
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(10) {
        if greedy.write_all(&ask).is_err() {
            break;
        }
    }
    soon("the end of the stalled connection", async {
        loop {
            let mut next = TcpStream::connect(portal.address).expect("the system accepts");
            next.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").ok();
            let mut text = String::new();
            if next.read_to_string(&mut text).is_ok() && text.starts_with("HTTP/1.1 200") {
                return;
            }
            tokio::task::yield_now().await;
        }
    })
    .await;
    drop(greedy);
}
