//! What a connection is told of the system it runs on.

use tokio::net::TcpStream;

/// Bytes that the system takes ahead of what it can send. What waits beyond them waits in the
/// portal, where a newer picture can still take its place and a stop can still hold it back.
#[cfg(target_os = "linux")]
const UNSENT_BYTES: u32 = 32 * 1024;

/// Makes what is written leave soon: small messages wait for no other, and little waits unsent.
pub(super) fn never_late(stream: &TcpStream) {
    // Only a matter of time: a connection without is served as well.
    stream.set_nodelay(true).ok();
    #[cfg(target_os = "linux")]
    socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT_BYTES).ok();
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn little_waits_unsent() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a listener");
        let address = listener.local_addr().expect("an address");
        let stream = TcpStream::connect(address).await.expect("a connection");
        never_late(&stream);
        assert!(stream.nodelay().expect("known"));
        let lowat = socket2::SockRef::from(&stream).tcp_notsent_lowat().expect("known");
        assert_eq!(lowat, UNSENT_BYTES);
    }
}
