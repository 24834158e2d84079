//! One run from a redeemed code to the running app: the release is checked, the user is asked, the
//! app is brought here meanwhile, and it gets a young ticket. Right before the start the app is
//! checked once more, and from then on nobody may exchange or remove it until it has answered. What
//! follows a start that has worked can fail without taking it back.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use corporate_protocol::{Machine, Version};
use corporate_proxy::TypedSignIn;

use super::{Cancel, Config, Confirmation, Granted, Older, Reporter, Step, Watch};
use crate::app::App;
use crate::memory::{self, Memory};
use crate::network::Network;
use crate::release::Release;
use crate::start::{self, Given};
use crate::store::{Lock, Store};
use crate::{OpenerError, download};

/// How often a wait for the user's answer looks at everything else.
const LOOK: Duration = Duration::from_millis(100);
/// How long what follows a start may wait for other openers.
const SETTLING: Duration = Duration::from_secs(10);
/// How often an app that has changed since it was checked is brought again.
const CHECKS: u32 = 3;

/// Milliseconds since 1970 by this machine's clock.
fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

/// The version of this opener.
fn own_version() -> Version {
    Version::parse(env!("CARGO_PKG_VERSION")).expect("Cargo takes no other versions")
}

/// What a run works with.
pub(super) struct Run<'a> {
    pub(super) config: &'a Config,
    /// What the user has typed for the proxy, which the app needs too.
    pub(super) sign_in: Option<&'a TypedSignIn>,
    pub(super) confirmation: &'a Confirmation,
    pub(super) store: &'a Store,
    pub(super) network: &'a Network,
    pub(super) reporter: &'a Reporter,
    pub(super) cancel: &'a Cancel,
}

impl Run<'_> {
    /// Brings the app of what was granted here, and starts it; returns when it has joined.
    pub(super) fn bring(
        &self,
        granted: &mut Granted,
        machine: &Machine,
    ) -> Result<(), OpenerError> {
        self.reporter.step(Step::Checking);
        let memory = Memory::of(self.store, &self.config.origin);
        let keys = &self.config.keys;
        let read = |retired: &_| Release::read(&granted.release, keys, retired, machine);
        let (ticket, age) = (&mut granted.ticket, self.config.renew_after);

        let mut tend = || ticket.tend(self.network, age);
        let mut watch = Watch::new(self.reporter, self.cancel, &mut tend);
        let release = memory.accept(now_ms(), read, &mut watch)?;
        self.ask();
        let (mut app, mut program) = self.app(&memory, &release, &mut granted.older, &mut watch)?;
        self.hear(&mut watch)?;
        for _ in 0..CHECKS {
            let mut tend = || ticket.tend(self.network, age);
            let mut watch = Watch::new(self.reporter, self.cancel, &mut tend);
            let unchanged = self.store.lock(Lock::Start, &mut |time| watch.wait(time))?;
            ticket.freshen(self.network, age, |time| self.cancel.wait(time))?;
            // Since it was read another portal may have retired its key.
            let release = read(&memory.retired_keys()?)?;
            if self.is_still(&app, &program)? && memory.still_allows(&release, &app)? {
                self.reporter.step(Step::Starting);
                let given = Given::new(ticket.ticket(), self.sign_in);
                start::start(&program, &given, self.cancel)?;
                drop(unchanged);
                let app = if release.app.is_same_as(&app) { release.app } else { app };
                self.settle(&memory, &app, &program);
                return Ok(());
            }
            drop(unchanged);
            let mut tend = || ticket.tend(self.network, age);
            let mut watch = Watch::new(self.reporter, self.cancel, &mut tend);
            (app, program) = self.app(&memory, &release, &mut granted.older, &mut watch)?;
        }
        Err(OpenerError::FolderUnsafe(program))
    }

    /// Whether an app is still what it was when it came: the answer may have taken an hour.
    fn is_still(&self, app: &App, program: &Path) -> Result<bool, OpenerError> {
        let mut tend = || Ok(());
        let mut watch = Watch::new(self.reporter, self.cancel, &mut tend);
        download::is_installed(program, app, &mut watch)
    }

    /// Asks the user, unless that has been answered.
    fn ask(&self) {
        if !self.confirmation.is_given() {
            self.reporter.step(Step::Asking);
        }
    }

    /// Waits for the user's answer.
    fn hear(&self, watch: &mut Watch<'_>) -> Result<(), OpenerError> {
        self.ask();
        while !self.confirmation.wait(LOOK) {
            watch.check()?;
        }
        Ok(())
    }

    /// The app that is to be started: the release's, or an older one that the user has chosen.
    fn app(
        &self,
        memory: &Memory<'_>,
        release: &Release,
        older: &mut Older,
        watch: &mut Watch<'_>,
    ) -> Result<(App, PathBuf), OpenerError> {
        if let Older::Chosen(app) = older {
            let program = self.store.program(app);
            let is_allowed = memory.still_allows(release, app)?;
            if is_allowed && download::is_installed(&program, app, watch)? {
                return Ok((app.clone(), program));
            }
        }
        *older = Older::None;
        match download::install(self.network, self.store, release, watch) {
            Ok(program) => Ok((release.app.clone(), program)),
            Err(error) => {
                if let Some(app) = self.stand_in(memory, release, watch) {
                    *older = Older::Offered(app);
                }
                Err(error)
            }
        }
    }

    /// The app that has joined last, where it is still what it was and the release allows it.
    fn stand_in(
        &self,
        memory: &Memory<'_>,
        release: &Release,
        watch: &mut Watch<'_>,
    ) -> Option<App> {
        let app = memory.older_app(release).ok()??;
        let is_there = download::is_installed(&self.store.program(&app), &app, watch);
        is_there.is_ok_and(|is_there| is_there).then_some(app)
    }

    /// Remembers the app that has joined, removes others, notes it for links and keeps the opener
    /// for removing it all. Whatever fails here is done again after the next start.
    fn settle(&self, memory: &Memory<'_>, app: &App, program: &Path) {
        let until = Instant::now() + SETTLING;
        let mut tend = || if Instant::now() < until { Ok(()) } else { Err(OpenerError::Cancelled) };
        // What stops the run comes too late now: the app runs, and has to be remembered.
        let unstopped = Cancel::new();
        let mut watch = Watch::new(self.reporter, &unstopped, &mut tend);
        let is_noted = memory.has_joined(app, &mut watch).is_ok();
        // An opener that installs at this moment has a part that belongs to no app yet.
        let nobody_installs = self.store.lock(Lock::Install, &mut |_| Err(OpenerError::Cancelled));
        if is_noted
            && nobody_installs.is_ok()
            && let Some(apps) = memory::good_apps(self.store)
        {
            self.store.keep_only(&apps);
        }
        drop(nobody_installs);
        if let Some(own) = &self.config.own_program {
            // Windows lets nobody replace a copy that runs; it is there, then.
            self.store.keep_opener(own, own_version()).ok();
        }
        if let Some(scheme) = &self.config.scheme {
            scheme.register(program, self.store.kept_copy().as_deref()).ok();
        }
    }
}
