//! The hand-off itself: which step comes next, what is kept for another try, and when to stop.
//! Knows no window; [`Attempt`](crate::Attempt) runs it on a thread, tests run it where they like.

mod cancel;
mod confirmation;
mod report;

use std::path::PathBuf;

use corporate_protocol::{Code, Machine, PortalOrigin, SignedManifest, System, Ticket};

pub use self::cancel::Cancel;
pub use self::confirmation::Confirmation;
pub use self::report::{Report, Reporter, SessionInfo, Step};
use crate::network::Network;
use crate::release::Release;
use crate::store::Store;
use crate::{OpenerError, ProxyChoice, ReleaseKey, download, redeem, start};

/// What a hand-off works with. `main` fills it from the seal and the system, tests as they need.
#[derive(Clone, Debug)]
pub struct Config {
    /// The only portal that is asked.
    pub origin: PortalOrigin,
    /// The only key that is believed; `None` refuses every release.
    pub key: Option<ReleaseKey>,
    /// The folder for apps and what is remembered of releases; `None` where the user has none.
    pub data_folder: Option<PathBuf>,
    /// How the portal is reached.
    pub proxy: ProxyChoice,
}

/// One hand-off, from the code to the running app. Not finished work is kept, so that another
/// [`run`](Self::run) goes on where the last one failed: a code works only once.
pub struct Handoff {
    config: Config,
    /// What the user has typed for the proxy.
    sign_in: Option<SignIn>,
    stage: Stage,
    confirmation: Confirmation,
}

/// How far it has come.
enum Stage {
    /// There is no code, or none that could still work.
    Codeless,
    /// A code that the portal has not seen yet, as far as is known.
    Redeem(Code),
    /// The portal has taken the code and given this for it.
    Install(Granted),
}

/// What the portal gave for a code.
struct Granted {
    ticket: Ticket,
    release: SignedManifest,
}

impl Handoff {
    /// A hand-off that waits for a code.
    pub fn new(config: Config) -> Self {
        Self { config, stage: Stage::Codeless, confirmation: Confirmation::default() }
    }

    /// What it works with.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Begins again with this code.
    pub fn use_code(&mut self, code: Code) {
        self.stage = Stage::Redeem(code);
        self.confirmation = Confirmation::default();
    }

    /// The user's word that it may go on; another code needs another one.
    pub const fn confirmation(&self) -> &Confirmation {
        &self.confirmation
    }

    /// Reaches the portal in this way from the next [`run`](Self::run) on: after
    /// [`OpenerError::ProxySignIn`], with the name and password that the user has given.
    pub fn use_proxy(&mut self, proxy: ProxyChoice) {
        self.config.proxy = proxy;
    }

    /// The version of an older app that is installed and that the release still allows, after its
    /// own app could not be brought here; for offering [`use_older_app`](Self::use_older_app).
    pub fn older_app(&self) -> Option<String> {
        None
    }

    /// Starts that older app in the next [`run`](Self::run).
    pub fn use_older_app(&mut self) {}

    /// Signs in to the proxy with this from the next [`run`](Self::run) on.
    pub fn sign_in(&mut self, sign_in: SignIn) {
        self.sign_in = Some(sign_in);
    }

    /// Whether [`run`](Self::run) has something to do: a code, or work that failed half-way.
    pub const fn is_ready(&self) -> bool {
        !matches!(self.stage, Stage::Codeless)
    }

    /// Goes on from where it stands until the app has joined. Each step is reported; the last
    /// report is [`Step::Done`] or [`Step::Failed`].
    pub fn run(&mut self, reporter: &Reporter, cancel: &Cancel) {
        let result = self.advance(reporter, cancel);
        let result = if cancel.is_cancelled() { Err(OpenerError::Cancelled) } else { result };
        match result {
            Ok(()) => {
                self.stage = Stage::Codeless;
                reporter.step(Step::Done);
            }
            Err(error) => {
                if !error.can_go_on() {
                    self.stage = Stage::Codeless;
                }
                reporter.step(Step::Failed(error));
            }
        }
    }

    fn advance(&mut self, reporter: &Reporter, cancel: &Cancel) -> Result<(), OpenerError> {
        // Whatever can be found wrong here costs the user no code.
        let key = self.config.key.ok_or(OpenerError::KeyMissing)?;
        let machine = machine()?;
        let folder = self.config.data_folder.as_ref().ok_or(OpenerError::FolderMissing)?;
        let store = Store::open(folder)?;
        let network = Network::new(
            self.config.origin.clone(),
            &self.config.proxy,
            self.sign_in.as_ref(),
        )?;
        cancel.interrupts(network.agent());

        if let Stage::Redeem(code) = &self.stage {
            reporter.step(Step::Redeeming);
            let given = redeem::redeem(&network, code, &machine)?;
            reporter.session(SessionInfo::new(&given, &self.config.origin));
            self.stage = Stage::Install(Granted { ticket: given.ticket, release: given.release });
        }
        cancel.check()?;
        let Stage::Install(granted) = &self.stage else { return Err(OpenerError::CodeInvalid) };
        reporter.step(Step::Checking);
        let release = Release::read(&granted.release, &key, &machine)?;
        accept(&release, &store, &key)?;
        if !self.confirmation.is_given() {
            reporter.step(Step::Asking);
        }
        let program = download::install(&network, &store, &release, reporter, cancel)?;
        cancel.check()?;
        reporter.step(Step::Starting);
        start::start(&program, &granted.ticket, cancel)
    }
}

/// Takes a release that is no older than any before it.
fn accept(release: &Release, store: &Store, key: &ReleaseKey) -> Result<(), OpenerError> {
    let seen = store.newest_release(key)?;
    if release.released_at < seen {
        return Err(OpenerError::ReleaseOlder { offered: release.released_at, seen });
    }
    store.remember_release(key, release.released_at)
}

/// The machine that this program runs on.
fn machine() -> Result<Machine, OpenerError> {
    let unsupported =
        OpenerError::NoAppForSystem { system: std::env::consts::OS, arch: std::env::consts::ARCH };
    Ok(Machine {
        system: System::from_name(std::env::consts::OS).ok_or(unsupported)?,
        arch: std::env::consts::ARCH.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}
