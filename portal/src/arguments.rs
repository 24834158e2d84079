//! The program's arguments, each also as `CORPORATE_PORTAL_…` in the environment. Passwords are
//! never among them.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use corporate_portal::Config;
use corporate_protocol::PortalOrigin;
use ipnet::IpNet;

use crate::logging::{LogFormat, LogLevel};

/// Web chat, console, management, relay and downloads in one program.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Arguments {
    /// How a line of the log on standard error looks.
    #[arg(long, global = true, value_enum, default_value = "text")]
    #[arg(env = "CORPORATE_PORTAL_LOG_FORMAT")]
    pub(crate) log_format: LogFormat,
    /// How much is logged.
    #[arg(long, global = true, value_enum, default_value = "info")]
    #[arg(env = "CORPORATE_PORTAL_LOG_LEVEL")]
    pub(crate) log_level: LogLevel,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal until a signal stops it.
    Serve(Serve),
    /// Serve a portal with a demo account, on this machine only.
    Demo(Demo),
    /// Show or change the account.
    Account(Account),
    /// Add, change or remove agents.
    #[command(subcommand)]
    Agent(Agent),
    /// Bring the database up to date, and do nothing else.
    Migrate(Place),
}

/// Where the data is.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// The folder that holds everything the portal keeps.
    #[arg(long, env = "CORPORATE_PORTAL_DATA", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A database instead of the file in the data folder (PostgreSQL is to come).
    #[arg(long, env = "CORPORATE_PORTAL_DATABASE", value_name = "URL")]
    pub(crate) database: Option<String>,
}

/// How the portal is reached.
#[derive(Clone, Debug, Args)]
pub(crate) struct Listening {
    /// Where to listen.
    #[arg(long, env = "CORPORATE_PORTAL_LISTEN", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The folder with the signed release; `releases` beside the program where not given.
    #[arg(long, env = "CORPORATE_PORTAL_RELEASES", value_name = "DIR")]
    pub(crate) releases: Option<PathBuf>,
}

/// `serve`
#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    pub(crate) listening: Listening,
    #[command(flatten)]
    pub(crate) place: Place,
    /// A message bus between several portals (NATS is to come).
    #[arg(long, env = "CORPORATE_PORTAL_BUS", value_name = "URL")]
    pub(crate) bus: Option<String>,
    /// The address that browsers and apps use, such as `https://support.example.com`.
    #[arg(long, env = "CORPORATE_PORTAL_PUBLIC_URL", value_name = "URL")]
    #[arg(value_parser = PortalOrigin::parse)]
    pub(crate) public_url: Option<PortalOrigin>,
    /// A proxy, or a network of proxies, whose `X-Forwarded-For` is believed; may be given several
    /// times. Without it all who come through a proxy share the limits of one address.
    #[arg(long = "trusted-proxy", env = "CORPORATE_PORTAL_TRUSTED_PROXIES", value_name = "CIDR")]
    #[arg(value_delimiter = ',', value_parser = network)]
    pub(crate) trusted_proxies: Vec<IpNet>,
    /// Chats that one address may have open; a company whose customers come through one address
    /// needs more than a household.
    #[arg(long, env = "CORPORATE_PORTAL_CHATS_PER_ADDRESS", default_value = "10")]
    #[arg(value_name = "NUMBER")]
    pub(crate) chats_per_address: usize,
    /// Connections, and WebSockets, that one address may have at the same time.
    #[arg(long, env = "CORPORATE_PORTAL_CONNECTIONS_PER_ADDRESS", default_value = "500")]
    #[arg(value_name = "NUMBER")]
    pub(crate) connections_per_address: usize,
    /// Bytes that all files of all sessions may take. Beyond it, and where the disk has less than
    /// 1 GiB free (5 % of a disk below 20 GiB), no file is taken.
    #[arg(long, env = "CORPORATE_PORTAL_FILES_TOTAL_BYTES", value_name = "BYTES")]
    #[arg(default_value_t = corporate_portal::FILES_TOTAL_BYTES)]
    pub(crate) files_total_bytes: u64,
    /// Bytes that customers at one address may send as files in a day.
    #[arg(long, env = "CORPORATE_PORTAL_FILES_DAILY_BYTES", value_name = "BYTES")]
    #[arg(default_value_t = corporate_portal::FILES_DAILY_BYTES)]
    pub(crate) files_daily_bytes: u64,
    /// A file with a token (20 characters or more) that opens `/metrics` from elsewhere, as
    /// `Authorization: Bearer`. From this machine it is open without: a proxy on the same machine
    /// should not pass `/metrics` on.
    #[arg(long, env = "CORPORATE_PORTAL_METRICS_TOKEN_FILE", value_name = "FILE")]
    pub(crate) metrics_token_file: Option<PathBuf>,
}

/// A network such as `10.0.0.0/8`, or one address.
fn network(text: &str) -> Result<IpNet, String> {
    let one = || text.parse().map(|address: IpAddr| IpNet::from(address));
    text.parse().or_else(|_| one()).map_err(|_| "not a network such as 10.0.0.0/8".to_owned())
}

/// `demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    #[command(flatten)]
    pub(crate) listening: Listening,
    /// Keep the data in this folder instead of a temporary one.
    #[arg(long, env = "CORPORATE_PORTAL_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Write addresses and sign-ins as one line of JSON.
    #[arg(long)]
    pub(crate) json: bool,
}

/// `account`
#[derive(Debug, Args)]
pub(crate) struct Account {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The company's name that customers see.
    #[arg(long)]
    pub(crate) company: Option<String>,
    /// Where customers chat once the app has joined: `transfer`, `web_only` or `both`.
    #[arg(long)]
    pub(crate) chat_after: Option<String>,
    /// Add or rename a queue: short name, English name, German name.
    #[arg(long, num_args = 3, value_names = ["ID", "ENGLISH", "GERMAN"])]
    pub(crate) queue: Option<Vec<String>>,
    /// Whether sessions are chats at first, or lead straight to the app.
    #[arg(long, value_enum)]
    pub(crate) web_chat: Option<Switch>,
    /// Days after its end after which a session is deleted; `none` keeps all of them.
    #[arg(long, value_name = "N|none", value_parser = days)]
    pub(crate) retention_days: Option<Days>,
    /// A page's origin that may embed the chat; may be given several times, and replaces those
    /// that were there.
    #[arg(long = "embed-origin", value_name = "ORIGIN")]
    pub(crate) embed_origins: Vec<String>,
    /// Read all settings from a file of JSON, `-` for standard input; what it leaves out is as in
    /// a new account. Other options come after it.
    #[arg(long, value_name = "FILE")]
    pub(crate) settings: Option<PathBuf>,
    /// Write all settings as JSON instead of the account in words.
    #[arg(long)]
    pub(crate) show_settings: bool,
}

/// On or off.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// How long sessions are kept after their end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Days(pub(crate) Option<u32>);

fn days(text: &str) -> Result<Days, String> {
    if text == "none" {
        return Ok(Days(None));
    }
    let days = text.parse().map_err(|_| "a number of days, or none".to_owned())?;
    Ok(Days(Some(days)))
}

/// `agent`
#[derive(Debug, Subcommand)]
pub(crate) enum Agent {
    /// Add an agent, or change the one with this address; shows a new password.
    Set(AgentSet),
    /// Give an agent a new password and end all sign-ins.
    Password(AgentOne),
    /// Remove an agent and end all sign-ins.
    Remove(AgentOne),
    /// List the account's agents.
    List(Place),
}

/// `agent set`
#[derive(Debug, Args)]
pub(crate) struct AgentSet {
    #[command(flatten)]
    pub(crate) one: AgentOne,
    /// The name that customers see.
    #[arg(long)]
    pub(crate) name: String,
    /// `agent`, `manager` or `administrator`; may be given several times.
    #[arg(long = "role", default_value = "agent")]
    pub(crate) roles: Vec<String>,
    /// Let the agent open session reports.
    #[arg(long)]
    pub(crate) reports: bool,
    /// A queue that the agent serves, by its short name; may be given several times. All queues
    /// where there is none.
    #[arg(long = "queue", value_name = "ID")]
    pub(crate) queues: Vec<String>,
    /// Sessions at once, 1 to 50.
    #[arg(long, value_name = "N")]
    pub(crate) most_sessions: Option<u32>,
}

/// One agent.
#[derive(Debug, Args)]
pub(crate) struct AgentOne {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The agent's address.
    #[arg(long)]
    pub(crate) email: String,
    /// Read the password from standard input instead of making one.
    #[arg(long)]
    pub(crate) password_from_stdin: bool,
}

impl Place {
    /// A configuration that opens this store.
    pub(crate) fn config(self) -> Config {
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        Config { database: self.database, ..Config::new(nowhere, self.data) }
    }
}

impl Listening {
    /// The same with an address and a release folder.
    pub(crate) fn on(self, config: Config) -> Config {
        let releases = self.releases.unwrap_or(config.releases);
        Config { listen: self.listen, releases, ..config }
    }
}
