//! A portal on a port and a data folder of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use corporate_portal::{Config, ManualClock, Portal, demo};
use corporate_protocol::Timestamp;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::http::{Answer, Request, send};
use super::release::TestRelease;
use super::soon;

/// 2026-11-22T12:00:00Z
pub(crate) const NOON: Timestamp = Timestamp(1_795_348_800_000);

/// A running portal with the demo's account.
pub(crate) struct TestPortal {
    pub(crate) address: SocketAddr,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) release: Option<TestRelease>,
    passwords: Vec<(&'static str, String)>,
    config: Config,
    data: TempDir,
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl TestPortal {
    /// A portal with a release.
    pub(crate) async fn start() -> Self {
        Self::start_with(Some(TestRelease::new()), |_| {}).await
    }

    /// A portal with a configuration of its own.
    pub(crate) async fn start_with(
        release: Option<TestRelease>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        super::captured::start();
        let data = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(ManualClock::at(NOON));
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut config = Config::new(any, data.path().to_owned());
        config.clock = clock.clone();
        config.releases = release
            .as_ref()
            .map_or_else(|| data.path().join("none"), |release| release.folder().to_owned());
        change(&mut config);
        let agents = demo::seed(&config).await.expect("a demo account");
        let passwords = agents.into_iter().map(|agent| (agent.email, agent.password)).collect();
        let (address, stop, task) = run(config.clone()).await;
        Self { address, clock, release, passwords, config, data, stop, task }
    }

    /// Stops the portal, and starts another on the same data and port.
    pub(crate) async fn restart(self) -> Self {
        self.restart_with(|_| {}).await
    }

    /// The same, with a changed configuration.
    pub(crate) async fn restart_with(self, change: impl FnOnce(&mut Config)) -> Self {
        let Self { address, clock, release, passwords, mut config, data, stop, task } = self;
        stop.cancel();
        soon("the end of the portal", task).await.expect("no panic");
        config.listen = address;
        change(&mut config);
        let (address, stop, task) = run(config.clone()).await;
        Self { address, clock, release, passwords, config, data, stop, task }
    }

    /// A second portal on the same data, as another node would be.
    pub(crate) async fn twin(&self) -> Self {
        let (address, stop, task) = run(self.config.clone()).await;
        Self {
            address,
            clock: Arc::clone(&self.clock),
            release: None,
            passwords: self.passwords.clone(),
            config: self.config.clone(),
            data: tempfile::tempdir().expect("a folder"),
            stop,
            task,
        }
    }

    /// Asks the portal to stop.
    pub(crate) fn stop(&self) {
        self.stop.cancel();
    }

    /// Waits for the portal's end.
    pub(crate) async fn ended(self) {
        soon("the end of the portal", self.task).await.expect("no panic");
    }

    /// The same; the data stay for a look.
    pub(crate) async fn ended_leaving_data(self) -> TempDir {
        soon("the end of the portal", self.task).await.expect("no panic");
        self.data
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn now(&self) -> Timestamp {
        use corporate_portal::Clock as _;
        self.clock.now()
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn password(&self, email: &str) -> &str {
        let found = self.passwords.iter().find(|(known, _)| *known == email);
        &found.expect("an agent of the demo").1
    }

    /// Sends a request as one of the portal's own pages would.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        let request = request.header_if_absent("origin", &self.origin());
        send(self.address, request).await
    }

    /// Sends a request as it is.
    pub(crate) async fn send_bare(&self, request: Request) -> Answer {
        send(self.address, request).await
    }
}

async fn run(config: Config) -> (SocketAddr, CancellationToken, JoinHandle<()>) {
    let portal = Portal::build(config).await.expect("a portal");
    let address = portal.address();
    let stop = CancellationToken::new();
    (address, stop.clone(), tokio::spawn(portal.run_until(stop)))
}
