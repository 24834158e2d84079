//! What each subcommand does, and which signals stop it.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use corporate_portal::setup::{AgentDetails, Setup, new_password};
use corporate_portal::{Config, Portal, demo};
use tokio_util::sync::CancellationToken;

use crate::arguments::{
    Account, Agent, AgentOne, AgentSet, Command, Days, Demo, Place, Serve, Switch,
};

/// Bytes of a document of settings.
const SETTINGS_BYTES: u64 = 4 * 1024 * 1024;

/// Carries a subcommand out.
pub(crate) async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(serve) => serve_portal(serve).await,
        Command::Demo(demo) => serve_demo(demo).await,
        Command::Account(account) => change_account(account).await,
        Command::Agent(Agent::Set(agent)) => set_agent(agent).await,
        Command::Agent(Agent::Password(agent)) => set_password(agent).await,
        Command::Agent(Agent::Remove(agent)) => remove_agent(agent).await,
        Command::Agent(Agent::List(place)) => describe(place).await,
        Command::Migrate(place) => {
            Setup::open(&place.config()).await?.close().await;
            say("the database is up to date\n")
        }
    }
}

async fn serve_portal(serve: Serve) -> anyhow::Result<()> {
    let Serve { listening, place, bus, public_url, .. } = serve;
    let config = Config {
        bus,
        public_url,
        trusted_proxies: serve.trusted_proxies,
        chats_per_address: serve.chats_per_address,
        connections_per_address: serve.connections_per_address,
        files_total_bytes: serve.files_total_bytes,
        files_daily_bytes: serve.files_daily_bytes,
        metrics_token_file: serve.metrics_token_file,
        ..listening.on(place.config())
    };
    let stop = stop_on_signal()?;
    let portal = Portal::build(config).await.context("the portal can't start")?;
    portal.run_until(stop).await;
    Ok(())
}

async fn serve_demo(arguments: Demo) -> anyhow::Result<()> {
    let Demo { listening, data, json } = arguments;
    if !demo::may_listen(&listening.listen) {
        bail!("a demo listens on a loopback address only, not on {}", listening.listen);
    }
    let temporary = match data {
        Some(_) => None,
        None => Some(tempfile::tempdir().context("no temporary folder")?),
    };
    let folder = data.or_else(|| temporary.as_ref().map(|folder| folder.path().to_owned()));
    let config = Config::new(listening.listen, folder.unwrap_or_default());
    let config = listening.on(config);
    let stop = stop_on_signal()?;
    let agents = demo::seed(&config).await.context("the demo can't be set up")?;
    let portal = Portal::build(config).await.context("the demo can't start")?;
    let demo = demo::Demo::new(portal.origin(), agents);
    say(&if json { serde_json::to_string(&demo)? + "\n" } else { demo.in_words() })?;
    portal.run_until(stop).await;
    if let Some(folder) = temporary {
        folder.close().context("the temporary folder could not be removed")?;
    }
    Ok(())
}

async fn change_account(account: Account) -> anyhow::Result<()> {
    let Account { place, company, chat_after, queue, web_chat, retention_days, .. } = account;
    let document = account.settings.as_deref().map(read_settings).transpose()?;
    let setup = Setup::open(&place.config()).await?;
    if let Some(document) = document {
        setup.set_settings(&document).await?;
    }
    setup.set_account(company.as_deref(), chat_after.as_deref()).await?;
    let origins = account.embed_origins;
    setup
        .change_settings(|settings| {
            if let Some(switch) = web_chat {
                settings.web_chat = matches!(switch, Switch::On);
            }
            if let Some(Days(days)) = retention_days {
                settings.retention_days = days;
            }
            if !origins.is_empty() {
                settings.embed_origins.clone_from(&origins);
            }
        })
        .await?;
    // Three words for each time that it was given.
    for words in queue.as_deref().unwrap_or_default().chunks_exact(3) {
        setup.set_queue(&words[0], &words[1], &words[2]).await?;
    }
    let words =
        if account.show_settings { setup.settings().await? } else { setup.describe().await? };
    setup.close().await;
    say(&words)
}

/// The document in a file, or on standard input for `-`.
fn read_settings(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let most = SETTINGS_BYTES;
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().take(most).read_to_string(&mut text)
    } else {
        File::open(file).and_then(|file| file.take(most).read_to_string(&mut text))
    };
    read.with_context(|| format!("the settings in {} can't be read", file.display()))?;
    Ok(text)
}

async fn set_agent(agent: AgentSet) -> anyhow::Result<()> {
    let AgentSet { one, name, roles, reports, queues, most_sessions } = agent;
    let password = password(&one)?;
    let AgentOne { place, email, .. } = one;
    let setup = Setup::open(&place.config()).await?;
    let may_open_reports = reports;
    let details = AgentDetails { email, name, roles, may_open_reports, queues, most_sessions };
    setup.set_agent(&details, &password.text).await?;
    setup.close().await;
    password.show()
}

async fn set_password(agent: AgentOne) -> anyhow::Result<()> {
    let password = password(&agent)?;
    let setup = Setup::open(&agent.place.config()).await?;
    setup.set_password(&agent.email, &password.text).await?;
    setup.close().await;
    password.show()
}

async fn remove_agent(agent: AgentOne) -> anyhow::Result<()> {
    let setup = Setup::open(&agent.place.config()).await?;
    setup.remove_agent(&agent.email).await?;
    setup.close().await;
    say("removed\n")
}

async fn describe(place: Place) -> anyhow::Result<()> {
    let setup = Setup::open(&place.config()).await?;
    say(&setup.describe().await?)?;
    setup.close().await;
    Ok(())
}

/// A password, and whether somebody has yet to be told.
struct Password {
    text: String,
    made: bool,
}

impl Password {
    fn show(&self) -> anyhow::Result<()> {
        if self.made { say(&format!("password  {}\n", self.text)) } else { say("done\n") }
    }
}

fn password(agent: &AgentOne) -> anyhow::Result<Password> {
    if !agent.password_from_stdin {
        return Ok(Password { text: new_password(), made: true });
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).context("no password on standard input")?;
    let text = line.trim_end_matches(['\r', '\n']).to_owned();
    Ok(Password { text, made: false })
}

/// Writes to standard output at once, so that whoever started the program can go on.
fn say(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("nobody reads the output")
}

/// A token that is cancelled by the first Ctrl-C or SIGTERM; a second one ends the program hard.
fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let token = stop.clone();
    let mut signals = Signals::new().context("signals can't be heard")?;
    tokio::spawn(async move {
        signals.next().await;
        token.cancel();
        signals.next().await;
        std::process::exit(130);
    });
    Ok(stop)
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupt = signal(SignalKind::interrupt())?;
        Ok(Self { interrupt, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
