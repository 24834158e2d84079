//! How the portal stops: it says so, and it does not take for ever.

use std::time::{Duration, Instant};

use corporate_protocol::{ErrorCode, LIST_PROTOCOL};
use tokio::io::AsyncWriteExt as _;

use crate::support::{Agent, Customer, Sharing, Socket, TestPortal, TestRelease};

#[tokio::test(flavor = "multi_thread")]
async fn every_socket_hears_that_the_portal_stops() {
    let portal = TestPortal::start().await;
    let mut sharing = Sharing::started(&portal).await;
    let mut viewer = sharing.viewer(&portal).await;
    let anna = Agent::anna(&portal).await;
    let path = "/api/v1/console/sessions";
    let headers = anna.headers(&portal);
    let mut list =
        Socket::open(portal.address, path, LIST_PROTOCOL, &headers).await.expect("a list");
    let erika = Customer::start(&portal, "Erika", "Hi").await;
    let mut web = erika.log(&portal).await;
    portal.stop();
    assert_eq!(web.until_closed().await, Some(ErrorCode::Unavailable));
    assert_eq!(sharing.log.until_closed().await, Some(ErrorCode::Unavailable));
    assert_eq!(list.closed().await, Some(1012));
    assert_eq!(viewer.closed().await, Some(1012));
    assert_eq!(sharing.screen.closed().await, Some(1012));
    let address = portal.address;
    portal.ended().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err(), "nobody listens any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_is_cut_at_the_deadline() {
    let portal = TestPortal::start_with(Some(TestRelease::new()), |config| {
        config.timings.shutdown = Duration::from_millis(500);
    })
    .await;
    let mut hanging = tokio::net::TcpStream::connect(portal.address).await.expect("connected");
    let head = b"POST /api/v1/chats HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
        sec-fetch-site: same-origin\r\ncontent-length: 100\r\n\r\n{";
    hanging.write_all(head).await.expect("sent");
    // The request is under way as soon as another one, sent after it, is answered.
    let request = crate::support::Request::get("/healthz");
    assert_eq!(portal.send_bare(request).await.status, 200);
    let began = Instant::now();
    portal.stop();
    portal.ended().await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
}
