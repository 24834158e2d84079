//! Attempts to bring a customer's programs to another portal: by the opener's name, by what is
//! appended to its file, by arguments, by the environment, by files that lie about, by links.
//! Somebody listens there and notes whoever comes; nobody may.

use std::fs::{self, File};
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::desktop::Opener;
use crate::namespace::Namespace;
use crate::portal::LISTEN;
use crate::stage::Stage;

/// A code that no portal has made.
const CODE: &str = "2222-3333-4444";
/// What the portal of the opener says to it, in German.
const UNKNOWN: &str = "Diesen Code kennt das Kundenportal nicht.";
/// The opener's exit code for arguments that it does not have.
const WRONG_ARGUMENTS: i32 = 2;

/// A portal that is none of ours; ends with this value.
pub struct Stranger {
    address: SocketAddr,
    visits: Arc<AtomicUsize>,
    server: JoinHandle<()>,
}

impl Stranger {
    /// Starts to listen.
    ///
    /// # Errors
    /// Where no port is free.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let visits = Arc::new(AtomicUsize::new(0));
        let server = tokio::spawn({
            let visits = visits.clone();
            async move {
                while let Ok((_visitor, _)) = listener.accept().await {
                    visits.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        Ok(Self { address, visits, server })
    }

    /// Host and port.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Fails where anybody has come.
    ///
    /// # Errors
    /// With how often.
    pub fn is_lonely(&self) -> Result<()> {
        let visits = self.visits.load(Ordering::SeqCst);
        ensure!(visits == 0, "another portal was asked {visits} times");
        Ok(())
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// By file name: whatever follows the code, the opener asks its own portal.
///
/// # Errors
/// Where it does not.
pub async fn by_name(stage: &Stage, file: &Path) -> Result<()> {
    let stranger = Stranger::start().await?;
    let (ip, port) = (stranger.address().ip(), stranger.address().port());
    for tail in [
        format!("-host={ip}:{port},key=x"),
        format!("@{ip}:{port}"),
        format!(" http:\u{2215}\u{2215}{ip}:{port}"),
        format!(" [{ip}:{port}] (1)"),
    ] {
        let name = stage.downloads.join(format!("Corporate-Opener-{CODE}{tail}"));
        fs::copy(file, &name)?;
        asks_its_own_portal(stage, stage.run_opener(&name)?).await.with_context(|| tail.clone())?;
        fs::remove_file(name)?;
    }
    stranger.is_lonely()
}

/// By content: bytes appended to the opener, as signatures of some systems let pass, are never read.
///
/// # Errors
/// Where they are.
pub async fn by_content(stage: &Stage, file: &Path) -> Result<()> {
    let stranger = Stranger::start().await?;
    let url = format!("http://{}", stranger.address());
    let policy = format!("{{\"portal_url\":\"{url}\"}}");
    for (name, tail) in [
        ("an address", format!("\n{url}\n").into_bytes()),
        ("variables", format!("\0CORPORATE_PORTAL_ORIGIN={url}\0").into_bytes()),
        ("a policy", policy.clone().into_bytes()),
        ("a link", format!("corpcustomer://join/{CODE}?portal={url}").into_bytes()),
        ("a comment of an archive", archive_with(&policy)?),
    ] {
        let stuffed = stage.opener_with(file, CODE)?;
        File::options().append(true).open(&stuffed)?.write_all(&tail)?;
        asks_its_own_portal(stage, stage.run_opener(&stuffed)?).await.context(name)?;
    }
    stranger.is_lonely()
}

/// An archive without files and with this comment (PKWARE APPNOTE 4.3.16).
fn archive_with(comment: &str) -> Result<Vec<u8>> {
    let mut archive = b"PK\x05\x06".to_vec();
    archive.extend([0; 16]);
    archive.extend(u16::try_from(comment.len())?.to_le_bytes());
    archive.extend(comment.as_bytes());
    Ok(archive)
}

/// By argument: refused before anything else happens.
///
/// # Errors
/// Where one is taken.
pub async fn by_argument(stage: &Stage, file: &Path) -> Result<()> {
    let stranger = Stranger::start().await?;
    let url = format!("http://{}", stranger.address());
    let program = stage.opener_with(file, CODE)?;
    for arguments in [
        vec![format!("--origin={url}")],
        vec!["--portal".to_owned(), url.clone()],
        vec![url.clone()],
        vec![format!("corpcustomer://join/{CODE}?portal={url}")],
    ] {
        let mut command = Command::new(&program);
        let mut opener = stage.run_on_desktop("opener", command.args(&arguments))?;
        let code = opener.exit_code(20).await?;
        ensure!(code == WRONG_ARGUMENTS, "{arguments:?} ended with {code}");
    }
    stranger.is_lonely()
}

/// By environment and by files beside the opener and in the customer's home.
///
/// # Errors
/// Where one is followed.
pub async fn by_environment(stage: &Stage, file: &Path) -> Result<()> {
    let stranger = Stranger::start().await?;
    let url = format!("http://{}", stranger.address());
    let policy = format!("{{\"portal_url\":\"{url}\"}}");
    let config = stage.home().join(".config/corporate-customer");
    fs::create_dir_all(&config)?;
    for place in [&config, &stage.downloads] {
        fs::write(place.join("policy.json"), &policy)?;
    }
    let name = stage.opener_with(file, CODE)?;
    let mut command = Command::new(name);
    for variable in [
        "CORPORATE_PORTAL_ORIGIN",
        "CORPORATE_PORTAL_URL",
        "CORPORATE_PORTAL_PUBLIC_URL",
        "CORPORATE_PORTAL_LISTEN",
        "PORTAL_URL",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ] {
        command.env(variable, &url);
    }
    asks_its_own_portal(stage, stage.run_on_desktop("opener", &mut command)?).await?;
    stranger.is_lonely()
}

/// By the machine's own policy: where an address is sealed in, not even root's file moves it.
///
/// # Errors
/// Where it does.
pub async fn by_policy(stage: &Stage, file: &Path) -> Result<()> {
    let Some(namespace) = Namespace::of_root("a policy beside a sealed opener")? else {
        return Ok(());
    };
    let stranger = Stranger::start().await?;
    let etc = stage.home().join("etc");
    namespace.copy_etc(&etc)?;
    let folder = etc.join("corporate-customer");
    fs::create_dir_all(&folder)?;
    let policy = format!("{{\"portal_url\":\"http://{}\"}}", stranger.address());
    fs::write(folder.join("policy.json"), policy)?;
    let mut command = namespace.with_etc(&etc, &stage.opener_with(file, CODE)?);
    asks_its_own_portal(stage, stage.run_on_desktop("opener", &mut command)?).await?;
    stranger.is_lonely()
}

/// The opener's window names the sealed portal, and it is this one that refuses the code.
async fn asks_its_own_portal(stage: &Stage, mut opener: Opener) -> Result<()> {
    let window = opener.read(stage).await?;
    window.hears(&format!("http://{LISTEN}")).await?;
    window.hears(UNKNOWN).await?;
    stage.customer_display.close(&stage.opener_window(&opener).await?)?;
    ensure!(opener.exit_code(20).await? == 1, "the opener did not fail");
    Ok(())
}
