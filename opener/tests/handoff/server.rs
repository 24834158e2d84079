//! A small HTTP server on a port of its own, with TLS where a test wants it. Answers as a test
//! says, cuts connections and holds them, and is gone when it is dropped.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// How long a test waits for anything before it fails.
pub(crate) const DEADLINE: Duration = Duration::from_secs(20);
/// A held answer goes on with a byte this often, so that nobody who waits for it gives up.
const BYTE: Duration = Duration::from_secs(5);

/// What was asked.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(crate) fn path(&self) -> &str {
        self.line.split(' ').nth(1).expect("a path")
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// What `Content-Length` says, where that isn't the body's.
    pub(crate) promised: Option<usize>,
    /// Leaves the connection open afterwards, and goes on so slowly that no end is in sight.
    pub(crate) hold: bool,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), promised: None, hold: false }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn promising(mut self, bytes: usize) -> Self {
        self.promised = Some(bytes);
        self
    }

    pub(crate) fn holding(mut self) -> Self {
        self.hold = true;
        self
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    requests: Vec<Request>,
    stopping: bool,
}

/// The running server.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(handler: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::listen("127.0.0.1:0", None, handler)
    }

    /// Listens elsewhere on this machine.
    pub(crate) fn start_at(
        address: &str,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listen(address, None, handler)
    }

    /// Speaks TLS; what is asked counts only after a handshake.
    pub(crate) fn start_secure(
        tls: Arc<ServerConfig>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::listen("127.0.0.1:0", Some(tls), handler)
    }

    fn listen(
        address: &str,
        tls: Option<Arc<ServerConfig>>,
        handler: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).unwrap_or_else(|error| {
            panic!("these tests need a port at {address} on this machine: {error}")
        });
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let thread = thread::spawn({
            let shared = shared.clone();
            move || {
                thread::scope(|scope| {
                    for stream in listener.incoming() {
                        if shared.state.lock().expect("no panic").stopping {
                            break;
                        }
                        let (shared, handler, tls) = (&shared, &handler, tls.clone());
                        let stream = stream.expect("a connection");
                        stream.set_read_timeout(Some(DEADLINE)).expect("a timeout");
                        scope.spawn(move || match tls {
                            None => serve(stream, handler, shared),
                            Some(tls) => {
                                let tls = ServerConnection::new(tls).expect("a configuration");
                                serve(StreamOwned::new(tls, stream), handler, shared);
                            }
                        });
                    }
                });
            }
        });
        Self { address, shared, thread: Some(thread) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything asked so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.shared.state.lock().expect("no panic").requests.clone()
    }

    /// Waits until something was asked this often.
    pub(crate) fn wait_for_requests(&self, count: usize) {
        let state = self.shared.state.lock().expect("no panic");
        let waiting = |state: &mut State| state.requests.len() < count;
        let waited = self.shared.changed.wait_timeout_while(state, DEADLINE, waiting);
        let result = waited.expect("no panic").1;
        assert!(!result.timed_out(), "{count} requests never came");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.state.lock().expect("no panic").stopping = true;
        self.shared.changed.notify_all();
        // Wakes the one that waits for connections.
        TcpStream::connect(self.address).ok();
        if let Some(thread) = self.thread.take() {
            let result = thread.join();
            assert!(result.is_ok() || thread::panicking(), "the server has failed");
        }
    }
}

/// One request for each connection.
fn serve(
    mut stream: impl Read + Write,
    handler: &(impl Fn(&Request) -> Reply + Sync),
    shared: &Shared,
) {
    let Some(request) = read(&mut stream) else { return };
    {
        let mut state = shared.state.lock().expect("no panic");
        state.requests.push(request.clone());
        shared.changed.notify_all();
    }
    let reply = handler(&request);
    // The other side may have gone, which is its right.
    write(&mut stream, &reply).ok();
    if reply.hold {
        hold(&mut stream, shared);
    }
}

/// Keeps an answer going until the server stops.
fn hold(stream: &mut impl Write, shared: &Shared) {
    loop {
        let state = shared.state.lock().expect("no panic");
        let waited = shared.changed.wait_timeout_while(state, BYTE, |state| !state.stopping);
        if !waited.expect("no panic").1.timed_out() {
            return;
        }
        // The other side may have gone, which is its right.
        stream.write_all(b" ").and_then(|()| stream.flush()).ok();
    }
}

fn read(stream: &mut impl Read) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|count| *count > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = Request { line: line.trim_end().to_owned(), headers, body: Vec::new() };
    let length = request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
    request.body.resize(length, 0);
    reader.read_exact(&mut request.body).ok()?;
    Some(request)
}

fn write(stream: &mut impl Write, reply: &Reply) -> std::io::Result<()> {
    let length = reply.promised.unwrap_or(reply.body.len());
    let mut answer = Vec::new();
    write!(answer, "HTTP/1.1 {} Said\r\nContent-Length: {length}\r\n", reply.status)?;
    for (name, value) in &reply.headers {
        write!(answer, "{name}: {value}\r\n")?;
    }
    write!(answer, "Connection: close\r\n\r\n")?;
    stream.write_all(&answer)?;
    stream.write_all(&reply.body)?;
    stream.flush()
}
