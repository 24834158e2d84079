//! What a portal refuses to start with, and the sentence that it says.

use std::net::SocketAddr;

use corporate_portal::{Config, Portal};

async fn refusal(change: impl FnOnce(&mut Config)) -> String {
    let data = tempfile::tempdir().expect("a folder");
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut config = Config::new(any, data.path().to_owned());
    change(&mut config);
    match Portal::build(config).await {
        Ok(_) => panic!("it starts"),
        Err(error) => error.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_and_buses_to_come_are_named() {
    let postgres = refusal(|config| config.database = Some("postgres://db/portal".into())).await;
    assert!(
        postgres.contains("PostgreSQL") && postgres.contains("not supported yet"),
        "{postgres}"
    );
    let other = refusal(|config| config.database = Some("mysql://db".into())).await;
    assert!(other.contains("not supported yet"), "{other}");
    let nats = refusal(|config| config.bus = Some("nats://bus".into())).await;
    assert!(nats.contains("not supported yet"), "{nats}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_listens_to_the_network_names_the_public_address() {
    let text = refusal(|config| config.listen = SocketAddr::from(([0, 0, 0, 0], 0))).await;
    assert!(text.contains("--public-url"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_port_and_an_unusable_folder_are_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address");
    let text = refusal(|config| config.listen = address).await;
    assert_eq!(text, format!("can't listen on {address}"));
    let file = tempfile::NamedTempFile::new().expect("a file");
    let text = refusal(|config| config.data = file.path().to_owned()).await;
    assert_eq!(text, "the data folder can't be used");
}

#[test]
fn a_demo_listens_on_loopback_only() {
    use corporate_portal::demo::may_listen;
    assert!(may_listen(&"127.0.0.1:8080".parse().expect("an address")));
    assert!(may_listen(&"[::1]:8080".parse().expect("an address")));
    assert!(!may_listen(&"0.0.0.0:8080".parse().expect("an address")));
    assert!(!may_listen(&"192.168.1.5:8080".parse().expect("an address")));
}
