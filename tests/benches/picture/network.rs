//! Two network namespaces: the office, where the bench, the portal and the viewer run, and the
//! customer's place, where the sharing program runs. A pair of virtual cards joins them, or a slow
//! line that the bench plays itself. Both vanish with their processes; nothing of the machine's own
//! network is touched.
//!
//! In the customer's place 127.0.0.1 leads to the office, by the kernel's routing alone: programs
//! sealed to a portal on this machine reach it through the same cards, with nothing in between.

use std::fs;
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use corporate_stories::glass::line::Quality;
use corporate_stories::process::{Crew, Owned};
use corporate_stories::wait::until_true;

use crate::slow::SlowLine;

/// The office's address.
pub(crate) const OFFICE: &str = "10.77.0.1";
/// The customer's address.
pub(crate) const CUSTOMER: &str = "10.77.0.2";
/// Says that this process is in its office already.
const INSIDE: &str = "CORPORATE_BENCH_OFFICE";
const CARDS: [&str; 2] = ["office", "customer"];
/// The ends of the slow line, in the same order.
const SLOW: [&str; 2] = ["slowoffice", "slowcustomer"];

/// Goes on in a network namespace of its own, as the same process. To be called before anything
/// else is started.
pub(crate) fn enter_office() -> Result<()> {
    if std::env::var_os(INSIDE).is_some() {
        return Ok(());
    }
    let made = Command::new("unshare").args(["--net", "true"]).output();
    ensure!(
        made.is_ok_and(|output| output.status.success()),
        "this bench counts bytes and plays slow lines in network namespaces of its own, which this \
         user may not make: please run it as root (in a container, with CAP_SYS_ADMIN)"
    );
    let error = Command::new("unshare")
        .arg("--net")
        .arg(std::env::current_exe()?)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
        .exec();
    bail!("cannot go on in a network namespace: {error}")
}

/// The customer's place and the way to it.
pub(crate) struct Network {
    place: Owned,
    slow: Option<SlowLine>,
}

/// Bytes that went over a line, with all headers from the network layer (IP) on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bytes {
    /// From the customer.
    pub(crate) sent: u64,
    /// To the customer.
    pub(crate) received: u64,
}

impl Bytes {
    /// What came since.
    pub(crate) fn since(self, before: Self) -> Self {
        Self { sent: self.sent - before.sent, received: self.received - before.received }
    }
}

impl Network {
    /// Makes the customer's place and the cards.
    pub(crate) async fn lay(crew: &Crew) -> Result<Self> {
        let mut command = Command::new("unshare");
        let place = crew.start("place", command.args(["--net", "sleep", "infinity"]), false)?;
        let network = Self { place, slow: None };
        let office = fs::read_link("/proc/self/ns/net")?;
        let theirs = format!("/proc/{}/ns/net", network.place.id());
        until_true(
            "a second network namespace",
            10,
            async || Ok(fs::read_link(&theirs)? != office),
        )
        .await?;
        let place = network.place.id().to_string();
        let [here, there] = CARDS;
        for line in [
            "link set lo up".to_owned(),
            format!("link add {here} type veth peer name {there}"),
            format!("link set {there} netns {place}"),
            format!("address add {OFFICE}/24 dev {here}"),
        ] {
            ip(&mut Command::new("ip"), &line)?;
        }
        // Their own address of the same name would be nearer.
        network.there("ip link set lo up")?;
        network.there("ip address del 127.0.0.1/8 dev lo")?;
        network.there(&format!("ip address add {CUSTOMER}/24 dev {there}"))?;
        open_card(&mut Command::new("sh"), here)?;
        open_card(&mut network.command("sh"), there)?;
        network.lead_over(CARDS)?;
        Ok(network)
    }

    /// A program at the customer's place.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("nsenter");
        command.arg(format!("--net=/proc/{}/ns/net", self.place.id())).arg("--").arg(program);
        command
    }

    fn there(&self, line: &str) -> Result<()> {
        let (program, rest) = line.split_once(' ').context("a command with arguments")?;
        ip(&mut self.command(program), rest)
    }

    /// Leads everything over these two cards from now on; connections stay.
    fn lead_over(&self, [here, there]: [&str; 2]) -> Result<()> {
        // Browsers call each other only by an address that leads everywhere.
        for to in [CUSTOMER, "default"] {
            let route = format!("route replace {to} dev {here} src {OFFICE}");
            ip(&mut Command::new("ip"), &route)?;
        }
        for to in [OFFICE, "127.0.0.1", "default"] {
            self.there(&format!("ip route replace {to} dev {there} src {CUSTOMER}"))?;
        }
        Ok(())
    }

    /// Makes the line like this; none is the pair of cards alone.
    pub(crate) fn become_like(&mut self, quality: Option<Quality>) -> Result<()> {
        let Some(quality) = quality else {
            self.lead_over(CARDS)?;
            self.slow = None;
            return Ok(());
        };
        self.lead_over(CARDS)?;
        self.slow = None;
        let slow = SlowLine::start(SLOW, quality)?;
        let [here, there] = SLOW;
        ip(&mut Command::new("ip"), &format!("link set {there} netns {}", self.place.id()))?;
        open_card(&mut Command::new("sh"), here)?;
        open_card(&mut self.command("sh"), there)?;
        self.slow = Some(slow);
        self.lead_over(SLOW)
    }

    /// Bytes that went over the line so far.
    pub(crate) fn bytes(&self) -> Result<Bytes> {
        let text = fs::read_to_string("/proc/self/net/dev")?;
        let card = if self.slow.is_some() { SLOW[0] } else { CARDS[0] };
        let found = text.lines().find_map(|line| line.trim().strip_prefix(card)?.strip_prefix(':'));
        let fields: Vec<u64> = found
            .context("the line's card")?
            .split_whitespace()
            .filter_map(|field| field.parse().ok())
            .collect();
        let field = |at: usize| fields.get(at).copied().context("a card's counters");
        // Cards that play Ethernet count its header, too: 14 bytes a packet.
        let header = if self.slow.is_some() { 0 } else { 14 };
        Ok(Bytes { sent: field(0)? - header * field(1)?, received: field(8)? - header * field(9)? })
    }
}

/// Whether somebody listens there.
pub(crate) fn reachable(host: &str, port: u16) -> bool {
    let address = format!("{host}:{port}").parse();
    address
        .is_ok_and(|address| TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok())
}

/// Switches a card on, lets 127.0.0.1 be an address like others on it, and version 6 off.
fn open_card(shell: &mut Command, card: &str) -> Result<()> {
    let script = format!(
        "set -e; cd /proc/sys/net; echo 1 >ipv6/conf/{card}/disable_ipv6; \
         for card in all {card}; do echo 1 >ipv4/conf/$card/route_localnet; \
         echo 0 >ipv4/conf/$card/rp_filter; done; ip link set {card} up"
    );
    let output = shell.arg("-c").arg(script).output()?;
    ensure!(output.status.success(), "{card}: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn ip(command: &mut Command, words: &str) -> Result<()> {
    let output = command.args(words.split(' ')).output().context("run ip, of iproute2")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "ip {words}: {}", said.trim());
    Ok(())
}
