//! A customer's machine as the company has set it up: the policy names the portal, the company's
//! authority is one of the system's, and the portal's name leads to somebody who notes whoever goes
//! past the proxy. All of it stands in an `/etc` of its own, for the programs that are run here.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::desktop::Opener;
use crate::namespace::Namespace;
use crate::stage::Stage;

/// Where Debian and its like keep all certificates that the system believes, below `/etc`.
const AUTHORITIES: &str = "ssl/certs/ca-certificates.crt";
/// All variables that name proxies; what this machine has set isn't the company's.
const VARIABLES: [&str; 8] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
];

/// Where the machine keeps the company's proxy.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kept {
    /// In the variable `HTTPS_PROXY`.
    Variable,
    /// In the settings of the customer's desktop.
    Desktop,
}

/// The machine.
pub(super) struct Machine {
    namespace: Namespace,
    etc: PathBuf,
    portal: String,
    proxy: (String, u16),
}

impl Machine {
    /// Sets it up in a folder: its portal by host and port, the authority to believe, and the name
    /// and port of the proxy. Both names lead to this computer.
    ///
    /// # Errors
    /// Where this user can't make such a machine.
    pub(super) fn set_up(
        namespace: Namespace,
        folder: &Path,
        portal: (&str, u16),
        authority: &str,
        proxy: (&str, u16),
    ) -> Result<Self> {
        let etc = folder.join("company");
        namespace.copy_etc(&etc)?;
        let url = format!("https://{}:{}", portal.0, portal.1);
        let policy = etc.join("corporate-customer");
        fs::create_dir_all(&policy)?;
        fs::write(policy.join("policy.json"), format!("{{ \"portal_url\": \"{url}\" }}\n"))?;
        let hosts = format!("127.0.0.1 {} {}\n", portal.0, proxy.0);
        fs::write(etc.join("hosts"), hosts)?;
        let authorities = etc.join(AUTHORITIES);
        let known = fs::read_to_string(&authorities).context("is ca-certificates installed?")?;
        fs::write(authorities, known + authority)?;
        Ok(Self { namespace, etc, portal: url, proxy: (proxy.0.to_owned(), proxy.1) })
    }

    /// Where the proxy is, as people are told of it.
    pub(super) fn proxy(&self) -> String {
        format!("{}:{}", self.proxy.0, self.proxy.1)
    }

    /// Runs an opener here, after making it a program as file managers do.
    ///
    /// # Errors
    /// Where it can't be run.
    pub(super) fn run(&self, stage: &Stage, file: &Path, kept: Kept) -> Result<Opener> {
        fs::set_permissions(file, Permissions::from_mode(0o755))?;
        let mut command = self.namespace.with_etc(&self.etc, file);
        for variable in VARIABLES {
            command.env_remove(variable);
        }
        match kept {
            Kept::Variable => {
                command.env("HTTPS_PROXY", format!("http://{}", self.proxy()));
            }
            Kept::Desktop => self.set_on_desktop(stage, &mut command)?,
        }
        let mut opener = stage.run_on_desktop("opener", &mut command)?;
        opener.portal.clone_from(&self.portal);
        Ok(opener)
    }

    /// A proxy that was typed into the desktop's settings. They are in a plain file, because which
    /// other place a machine has for them depends on what is installed.
    fn set_on_desktop(&self, stage: &Stage, command: &mut Command) -> Result<()> {
        let (host, port) = &self.proxy;
        let folder = stage.home().join(".config/glib-2.0/settings");
        fs::create_dir_all(&folder)?;
        let settings = format!(
            "[system/proxy]\nmode='manual'\n\n[system/proxy/https]\nhost='{host}'\nport={port}\n"
        );
        fs::write(folder.join("keyfile"), settings)?;
        command.env("GSETTINGS_BACKEND", "keyfile");
        Ok(())
    }
}
