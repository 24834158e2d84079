//! The story of a company's network: opener and app were built for no portal, the machine's policy
//! names one with TLS, the system believes the company's own authority, and the way out is a proxy
//! that asks for a sign-in. The customer types it into the opener, and the app has it from there.
//!
//! A script for automatic configuration isn't played: GLib asks libproxy for it, whose modules that
//! run scripts are packages of their own, which a system may lack.

mod front;
mod machine;
mod proxy;

use anyhow::{Context, Result, ensure};

use self::front::Front;
use self::machine::{Kept, Machine};
use self::proxy::{Asked, PASSWORD, Proxy, USER, credentials};
use crate::desktop::Opener;
use crate::driver::Driver;
use crate::foreign::Stranger;
use crate::log::Log;
use crate::namespace::Namespace;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::{AGENT, chat, share};
use crate::traces;

/// The portal's name in the company.
const PORTAL: &str = "support.company.test";
/// The proxy's name in the company.
const PROXY: &str = "proxy.company.test";
/// A sign-in that the proxy doesn't know.
const WRONG: &str = "guessed";
/// What the opener says of it.
const REFUSED: &str = "did not accept this user name and password";
/// The beginnings of the names of opener and app as programs.
const OPENER: &str = "Corporate-Opener-";
const APP: &str = "corporate-customer";

/// The network.
struct Network {
    machine: Machine,
    proxy: Proxy,
    /// Host and port of the portal.
    portal: String,
    /// Listens where the portal's name leads without the proxy.
    stranger: Stranger,
    _front: Front,
}

impl Network {
    async fn set_up(stage: &Stage, namespace: Namespace) -> Result<Self> {
        let front = Front::start(PORTAL).await?;
        let stranger = Stranger::start().await?;
        let port = stranger.address().port();
        let portal = format!("{PORTAL}:{port}");
        let proxy = Proxy::start(portal.clone(), front.address()).await?;
        let (folder, way) = (stage.home(), (PROXY, proxy.port()));
        let machine = Machine::set_up(namespace, folder, (PORTAL, port), front.authority(), way)?;
        Ok(Self { machine, proxy, portal, stranger, _front: front })
    }

    /// Since this was called last the proxy was asked for tunnels to the portal and nothing else, by
    /// opener and app and nobody else; the app has signed in each time, and nobody has ever gone
    /// past the proxy.
    fn is_quiet(&self) -> Result<()> {
        let asked = self.proxy.asked();
        let tunnel = format!("CONNECT {} HTTP/1.1", self.portal);
        let other: Vec<_> = asked.iter().filter(|asked| asked.line != tunnel).collect();
        ensure!(other.is_empty(), "the proxy was asked for {other:?}");
        let is_app = |asked: &&Asked| asked.by.starts_with(APP);
        let is_opener = |asked: &&Asked| asked.by.starts_with(OPENER);
        let other: Vec<_> = asked.iter().filter(|one| !is_app(one) && !is_opener(one)).collect();
        ensure!(other.is_empty(), "the proxy was asked by {other:?}");
        let unsigned: Vec<_> = asked.iter().filter(is_app).filter(|one| !one.signed_in).collect();
        ensure!(unsigned.is_empty(), "the app did not sign in: {unsigned:?}");
        // It joins by one connection, and its words have another.
        ensure!(asked.iter().filter(is_app).count() > 1, "the app went another way: {asked:?}");
        ensure!(asked.iter().any(|one| is_opener(&one)), "the opener went another way: {asked:?}");
        self.stranger.is_lonely().context("past the proxy")
    }
}

/// Plays the story.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &mut Stage, report: &mut Report) -> Result<()> {
    let Some(namespace) = Namespace::of_root("the story of a company's network")? else {
        return Ok(());
    };
    let set_up = Network::set_up(stage, namespace).await;
    let network = report.step(stage, "a company has a network", async { set_up }).await?;
    let Stage { portal, crew, .. } = &mut *stage;
    portal.restart_by_policy(crew).await?;
    chat(stage, report).await?;
    report.step(stage, "Yes at the question", stage.agent_upgrades(stage.words.yes)).await?;
    let file = report.step(stage, "opener downloads", stage.downloaded_opener()).await?;
    let log = Log::of(stage).await?;

    let opener = network.machine.run(stage, &file, Kept::Variable)?;
    let asked = is_asked(stage, &network, &opener);
    report.step(stage, "the variable's proxy asks for a sign-in", asked).await?;
    let refused = async {
        signs_in(stage, &opener, WRONG).await?;
        opener.read(stage).await?.hears(REFUSED).await
    };
    report.step(stage, "the proxy refuses a wrong sign-in", refused).await?;
    let app = joins(stage, report, opener).await?;
    share(stage, report, &app).await?;
    let quiet = async {
        network.is_quiet()?;
        is_kept(stage)
    };
    report.step(stage, "all of it went through the proxy", quiet).await?;
    let left = async {
        drop(app);
        stage.close_app().await?;
        log.has("app_left", 1).await
    };
    report.step(stage, "customer closes the app", left).await?;

    report.step(stage, "Yes at the question again", stage.agent_upgrades(stage.words.yes)).await?;
    log.has("upgrade_offered", 2).await?;
    let file = stage.opener_with(&file, &stage.new_code().await?)?;
    let opener = network.machine.run(stage, &file, Kept::Desktop)?;
    let asked = is_asked(stage, &network, &opener);
    report.step(stage, "the desktop's proxy asks for a sign-in", asked).await?;
    let _app = joins(stage, report, opener).await?;
    log.has("app_joined", 2).await?;
    let quiet = async {
        network.is_quiet()?;
        is_kept(stage)
    };
    report.step(stage, "all of it went through the desktop's proxy", quiet).await
}

/// The customer signs in to the proxy, reads who asks, and goes on; the app comes by itself.
async fn joins(stage: &Stage, report: &mut Report, mut opener: Opener) -> Result<Driver> {
    let signed_in = signs_in(stage, &opener, PASSWORD);
    report.step(stage, "customer signs in to the proxy", signed_in).await?;
    report.step(stage, "customer reads who asks and goes on", opener.confirm(stage)).await?;
    let app = report.step(stage, "opener starts the app", opener.app(stage)).await?;
    let asked = async {
        ensure!(opener.exit_code(30).await? == 0, "the opener failed");
        app.turn_to("/consent.html").await?;
        app.sees(&stage.name_of(AGENT)).await
    };
    report.step(stage, "the app has joined by the same sign-in", asked).await?;
    Ok(app)
}

/// The opener's window says which proxy asks for a sign-in, and for which portal.
async fn is_asked(stage: &Stage, network: &Network, opener: &Opener) -> Result<()> {
    let window = opener.read(stage).await?;
    window.hears(&network.machine.proxy()).await?;
    window.hears(&opener.portal).await
}

async fn signs_in(stage: &Stage, opener: &Opener, password: &str) -> Result<()> {
    let window = opener.read(stage).await?;
    window.types(USER).await?;
    window.types_password(password).await?;
    window.press(stage.words.sign_in).await
}

/// The sign-in is in no log, in no file of the customer's, and in nothing that others see of the
/// programs.
fn is_kept(stage: &Stage) -> Result<()> {
    let apps = stage.crew.running(APP);
    ensure!(!apps.is_empty(), "no app runs");
    traces::none(stage, &apps, &[PASSWORD, &credentials(PASSWORD)])
}
