//! The hand-off itself: which step comes next, what is kept for another try, and when to stop.
//! Knows no window; [`Attempt`](crate::Attempt) runs it on a thread, tests run it where they like.

mod cancel;
mod confirmation;
mod report;
mod run;
mod watch;

use std::path::PathBuf;
use std::time::Duration;

use corporate_protocol::{Code, Machine, PortalOrigin, SignedManifest, System};
use corporate_proxy::{Proxy, TypedSignIn};

pub use self::cancel::Cancel;
pub use self::confirmation::Confirmation;
pub use self::report::{Report, Reporter, SessionInfo, Step};
use self::run::Run;
pub(crate) use self::watch::Watch;
use crate::app::App;
use crate::network::Network;
use crate::store::Store;
use crate::ticket::Held;
use crate::{OpenerError, ProxyChoice, ReleaseKey, SchemeHandler, SignIn, redeem};

/// How old a ticket gets before it is renewed, out of the five minutes that it lives.
pub const RENEW_AFTER: Duration = Duration::from_mins(2);

/// What a hand-off works with. `main` fills it from the seal and the system, tests as they need.
#[derive(Clone, Debug)]
pub struct Config {
    /// The only portal that is asked.
    pub origin: PortalOrigin,
    /// The only keys that are believed; none refuses every release.
    pub keys: Vec<ReleaseKey>,
    /// The folder for apps and what is remembered of releases; `None` where the user has none.
    pub data_folder: Option<PathBuf>,
    /// How the portal is reached.
    pub proxy: ProxyChoice,
    /// How old a ticket gets before it is renewed: [`RENEW_AFTER`].
    pub renew_after: Duration,
    /// The running opener, of which a copy is kept for removing everything; `None` keeps none.
    pub own_program: Option<PathBuf>,
    /// Where the app is noted for links; `None` notes it nowhere.
    pub scheme: Option<SchemeHandler>,
}

/// One hand-off, from the code to the running app. Not finished work is kept, so that another
/// [`run`](Self::run) goes on where the last one failed: a code works only once.
pub struct Handoff {
    config: Config,
    /// The proxy that has asked for a sign-in last.
    asking_proxy: Option<Proxy>,
    /// What the user has typed for it.
    sign_in: Option<TypedSignIn>,
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
    ticket: Held,
    release: SignedManifest,
    older: Older,
}

/// Whether an older app stands in for the release's own.
enum Older {
    /// None has to, or none can.
    None,
    /// One can.
    Offered(App),
    /// The user wants that.
    Chosen(App),
}

impl Handoff {
    /// A hand-off that waits for a code.
    pub fn new(config: Config) -> Self {
        Self {
            config,
            asking_proxy: None,
            sign_in: None,
            stage: Stage::Codeless,
            confirmation: Confirmation::default(),
        }
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

    /// The version of an older app that is installed and that the release still allows, after its
    /// own app could not be brought here; for offering [`use_older_app`](Self::use_older_app).
    pub fn older_app(&self) -> Option<String> {
        match &self.stage {
            Stage::Install(Granted { older: Older::Offered(app), .. }) => {
                Some(app.version.to_string())
            }
            _ => None,
        }
    }

    /// Starts that older app in the next [`run`](Self::run).
    pub fn use_older_app(&mut self) {
        if let Stage::Install(Granted { older, .. }) = &mut self.stage
            && let Older::Offered(app) = older
        {
            *older = Older::Chosen(app.clone());
        }
    }

    /// Signs in with this, from the next [`run`](Self::run) on, to the proxy that has asked for it
    /// and to no other.
    pub fn sign_in(&mut self, sign_in: SignIn) {
        let asking = self.asking_proxy.clone();
        self.sign_in = asking.map(|proxy| TypedSignIn::new(proxy, sign_in));
    }

    /// Whether [`run`](Self::run) has something to do: a code, or work that failed half-way.
    pub const fn is_ready(&self) -> bool {
        !matches!(self.stage, Stage::Codeless)
    }

    /// Goes on from where it stands until the app has joined. Each step is reported; the last
    /// report is [`Step::Done`] or [`Step::Failed`].
    pub fn run(&mut self, reporter: &Reporter, cancel: &Cancel) {
        match self.advance(reporter, cancel) {
            // An app that has joined runs, whatever was pressed since.
            Ok(()) => {
                self.stage = Stage::Codeless;
                reporter.step(Step::Done);
            }
            Err(error) => {
                let error = if cancel.is_cancelled() { OpenerError::Cancelled } else { error };
                if let OpenerError::ProxySignIn(proxy) = &error {
                    self.asking_proxy = Some(proxy.clone());
                }
                if !error.can_go_on() {
                    self.stage = Stage::Codeless;
                }
                reporter.step(Step::Failed(error));
            }
        }
    }

    fn advance(&mut self, reporter: &Reporter, cancel: &Cancel) -> Result<(), OpenerError> {
        // Whatever can be found wrong here costs the user no code.
        if self.config.keys.is_empty() {
            return Err(OpenerError::KeyMissing);
        }
        let machine = machine()?;
        let folder = self.config.data_folder.as_ref().ok_or(OpenerError::FolderMissing)?;
        let store = Store::open(folder)?;
        let origin = self.config.origin.clone();
        let network = Network::new(origin, &self.config.proxy, self.sign_in.as_ref())?;
        cancel.interrupts(network.agent());

        if let Stage::Redeem(code) = &self.stage {
            reporter.step(Step::Redeeming);
            let given = redeem::redeem(&network, code, &machine)?;
            reporter.session(SessionInfo::new(&given, &self.config.origin));
            self.stage = Stage::Install(Granted {
                ticket: Held::new(given.ticket),
                release: given.release,
                older: Older::None,
            });
        }
        cancel.check()?;
        let Stage::Install(granted) = &mut self.stage else { return Err(OpenerError::CodeInvalid) };
        let run = Run {
            config: &self.config,
            sign_in: self.sign_in.as_ref(),
            confirmation: &self.confirmation,
            store: &store,
            network: &network,
            reporter,
            cancel,
        };
        run.bring(granted, &machine)
    }
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
