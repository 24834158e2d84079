//! No network, a proxy in the way, and a portal that is somebody else.

use std::net::TcpListener;

use corporate_opener::{OpenerError, Proxy, ProxyChoice, Remedy};

use crate::server::{Reply, Server};
use crate::world::{APP, Run, World, good_portal};

/// A port where nobody listens.
fn closed_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

fn through(address: &str) -> ProxyChoice {
    ProxyChoice::Through(Proxy::parse(address).expect("a proxy"))
}

/// How a hand-off with a portal elsewhere fails behind this proxy.
fn behind(proxy: ProxyChoice) -> (OpenerError, bool) {
    let mut world = World::new();
    world.proxy = proxy;
    let run = Run::of(world.handoff_at("https://support.example.com"));
    let ready = run.handoff.is_ready();
    (run.failure(), ready)
}

#[test]
fn offline_says_so_and_the_same_code_works_later() {
    let world = World::new();
    let run = Run::of(world.handoff_at(&format!("http://127.0.0.1:{}", closed_port())));
    assert!(run.handoff.is_ready());
    assert!(matches!(run.failure(), OpenerError::Offline(_)));
}

#[test]
fn a_proxy_that_wants_a_sign_in_is_told_from_one_that_refuses() {
    let proxy = Server::start(|_| {
        Reply::new(407, "").header("Proxy-Authenticate", "Basic realm=\"proxy\"")
    });
    let (error, ready) = behind(through(&format!("http://{}", proxy.address())));
    assert!(matches!(error, OpenerError::ProxySignIn(_)), "{error}");
    assert!(ready);
    assert_eq!(proxy.requests()[0].line, "CONNECT support.example.com:443 HTTP/1.1");

    let proxy = Server::start(|_| Reply::new(403, "<html>blocked</html>"));
    let (error, ready) = behind(through(&format!("http://{}", proxy.address())));
    assert!(matches!(error, OpenerError::ProxyRefused(_)), "{error}");
    assert!(ready);
}

#[test]
fn a_proxy_is_shown_its_own_name_and_password_and_never_the_code() {
    let proxy = Server::start(|_| Reply::new(407, ""));
    behind(through(&format!("http://erika:secret@{}", proxy.address())));
    let request = &proxy.requests()[0];
    assert!(request.header("proxy-authorization").is_some());
    assert!(!format!("{request:?}").contains("K7QM"));
}

#[test]
fn a_proxy_that_is_gone_or_unusable_is_told_from_a_portal_that_is() {
    let (error, ready) = behind(through(&format!("http://127.0.0.1:{}", closed_port())));
    assert!(matches!(error, OpenerError::ProxyOffline(_)), "{error}");
    assert!(ready);
    let unusable = Proxy::parse("socks5://127.0.0.1:1080").expect_err("no tunnel");
    let error = OpenerError::from(unusable);
    assert!(matches!(error, OpenerError::ProxyInvalid(_)), "{error}");
    assert_eq!(error.remedy(), Remedy::Nothing);
}

#[test]
fn a_portal_that_does_not_speak_tls_gets_no_code() {
    let plain = Server::start(|_| Reply::new(200, ""));
    let world = World::new();
    let origin = format!("https://{}", plain.address());
    let error = Run::of(world.handoff_at(&origin)).failure();
    assert!(matches!(error, OpenerError::NotSecure(_) | OpenerError::Offline(_)), "{error}");
    assert!(!format!("{:?}", plain.requests()).contains("K7QM"));
}

#[test]
fn a_proxy_is_not_asked_where_there_is_none() {
    let world = World::new();
    world.run(&good_portal(APP.as_bytes())).assert_done();
}
