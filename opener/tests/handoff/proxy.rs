//! A proxy between the opener and its portal: tunnels, sign-ins that are asked for, refused and
//! forgotten half-way, and what such a proxy gets to see.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use corporate_opener::{OpenerError, Proxy, ProxyChoice, SignIn};
use serde_json::{Value, json};

use crate::server::DEADLINE;
use crate::world::{APP, REDEEM, Run, World, good_portal, ticket};

/// What the proxy asks for.
const USER: &str = "Büro\\erika";
const PASSWORD: &str = "geheim: 100 %";

/// What was asked of the proxy: its heads, whole.
type Heads = Arc<Mutex<Vec<String>>>;

/// A proxy that takes CONNECT, from the n-th on only with a sign-in; gone when it is dropped.
struct TestProxy {
    address: SocketAddr,
    heads: Heads,
    thread: Option<JoinHandle<()>>,
}

impl TestProxy {
    fn start(free: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let heads = Heads::default();
        let thread = thread::spawn({
            let heads = heads.clone();
            move || {
                thread::scope(|scope| {
                    for stream in listener.incoming() {
                        let stream = stream.expect("a connection");
                        // One that says nothing comes from `drop`.
                        let Some(head) = read_head(&stream) else { break };
                        heads.lock().expect("no panic").push(head.clone());
                        let is_free = heads.lock().expect("no panic").len() <= free;
                        scope.spawn(move || answer(&stream, &head, is_free));
                    }
                });
            }
        });
        Self { address, heads, thread: Some(thread) }
    }

    /// How the opener is told of it, with a sign-in of the system's or without.
    fn choice(&self, sign_in: &str) -> ProxyChoice {
        let address = format!("http://{sign_in}{}", self.address);
        ProxyChoice::Through(Proxy::parse(&address).expect("a proxy"))
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }
}

impl Drop for TestProxy {
    fn drop(&mut self) {
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            let result = thread.join();
            assert!(result.is_ok() || thread::panicking(), "the proxy has failed");
        }
    }
}

fn read_head(stream: &TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(DEADLINE)).expect("a timeout");
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        reader.read_line(&mut head).ok().filter(|count| *count > 0)?;
    }
    Some(head)
}

fn answer(mut stream: &TcpStream, head: &str, is_free: bool) {
    let expected = format!("Basic {}\r\n", STANDARD.encode(format!("{USER}:{PASSWORD}")));
    if is_free || head.contains(&expected) {
        tunnel(stream, head).ok();
    } else {
        let refusal = "HTTP/1.1 407 Sign in\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\
                       Content-Length: 0\r\n\r\n";
        stream.write_all(refusal.as_bytes()).ok();
    }
}

/// Passes bytes on in both directions until both sides have ended.
fn tunnel(mut client: &TcpStream, head: &str) -> io::Result<()> {
    let target = head.split(' ').nth(1).unwrap_or_default();
    let portal = TcpStream::connect(target)?;
    client.write_all(b"HTTP/1.1 200 Go on\r\n\r\n")?;
    thread::scope(|scope| {
        scope.spawn(|| {
            io::copy(&mut { client }, &mut &portal).ok();
            portal.shutdown(Shutdown::Write).ok();
        });
        io::copy(&mut &portal, &mut { client }).ok();
        client.shutdown(Shutdown::Both).ok();
    });
    Ok(())
}

fn sign_in(password: &str) -> SignIn {
    SignIn::new(USER, password).expect("a sign-in")
}

#[test]
fn everything_goes_through_the_proxy_which_sees_nothing_of_it() {
    let mut world = World::new();
    let (proxy, portal) = (TestProxy::start(usize::MAX), good_portal(APP.as_bytes()));
    world.proxy = proxy.choice("");
    world.run(&portal).assert_done();
    let heads = proxy.heads();
    assert_eq!(heads.len(), portal.requests().len(), "a connection went past the proxy");
    for head in heads {
        assert!(head.starts_with(&format!("CONNECT {} HTTP/1.1\r\n", portal.address())), "{head}");
        assert!(!head.contains("K7QM") && !head.contains("Proxy-Authorization"), "{head}");
    }
}

#[test]
fn a_sign_in_is_asked_for_until_it_is_right_and_the_code_is_kept_meanwhile() {
    let mut world = World::new();
    let (proxy, portal) = (TestProxy::start(0), good_portal(APP.as_bytes()));
    world.proxy = proxy.choice("");
    let mut handoff = world.handoff(&portal);
    for wrong in [None, Some("guessed"), Some("")] {
        if let Some(wrong) = wrong {
            handoff.sign_in(sign_in(wrong));
        }
        let run = Run::of(handoff);
        assert!(portal.requests().is_empty());
        assert!(run.handoff.is_ready());
        assert!(format!("{:?}", run.reports).contains("ProxySignIn"), "{:?}", run.reports);
        handoff = run.handoff;
    }
    handoff.sign_in(sign_in(PASSWORD));
    let run = Run::of(handoff);
    run.assert_done();
    for shown in [format!("{:?}", run.reports), format!("{:?}", sign_in(PASSWORD))] {
        assert!(!shown.contains("geheim") && !shown.contains("erika"), "{shown}");
    }
    // The app gets it by its pipe and in no other way.
    let line: Value = serde_json::from_str(&world.seen("seen-line")).expect("JSON");
    let address = format!("http://{}", proxy.address);
    let typed = json!({ "address": address, "user": USER, "password": PASSWORD });
    assert_eq!(line, json!({ "ticket": ticket().reveal(), "proxy": typed }));
    for seen in ["seen-arguments", "seen-environment", "seen-files"] {
        let seen = world.seen(seen);
        assert!(!seen.contains("geheim") && !seen.contains("erika"), "{seen}");
    }
    // The portal is not told what is the proxy's.
    assert!(!format!("{:?}", portal.requests()).to_lowercase().contains("authorization"));
}

#[test]
fn a_sign_in_of_the_system_is_replaced_by_what_was_typed() {
    let mut world = World::new();
    let (proxy, portal) = (TestProxy::start(0), good_portal(APP.as_bytes()));
    world.proxy = proxy.choice("old:sign-in@");
    let mut run = Run::of(world.handoff(&portal));
    assert!(!run.is_done());
    run.handoff.sign_in(sign_in(PASSWORD));
    Run::of(run.handoff).assert_done();
}

#[test]
fn a_proxy_that_asks_half_way_costs_no_second_code() {
    let mut world = World::new();
    let (proxy, portal) = (TestProxy::start(1), good_portal(APP.as_bytes()));
    world.proxy = proxy.choice("");
    let mut run = Run::of(world.handoff(&portal));
    assert!(run.handoff.is_ready());
    run.handoff.sign_in(sign_in(PASSWORD));
    Run::of(run.handoff).assert_done();
    let requests = portal.requests();
    assert_eq!(requests.iter().filter(|request| request.path() == REDEEM).count(), 1);
}

#[test]
fn a_proxy_that_talks_nonsense_is_no_portal() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let nonsense = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        read_head(&stream);
        stream.write_all(b"220 mail.example.com ESMTP\r\n\r\n").ok();
    });
    let mut world = World::new();
    let proxy = Proxy::parse(&format!("http://{address}")).expect("a proxy");
    world.proxy = ProxyChoice::Through(proxy);
    let run = Run::of(world.handoff_at("https://support.example.com"));
    nonsense.join().expect("no panic");
    assert!(run.handoff.is_ready());
    let error = run.failure();
    let told = matches!(error, OpenerError::AnswerUnreadable(_) | OpenerError::ProxyRefused(_));
    assert!(told, "{error:?}");
}
