//! The story of a ticket: on its way to the app it lies about nowhere, and neither does the code that
//! it was given for; whoever gets hold of it in spite of that and shows it first is found out by the
//! customer, whose app is refused, and by the agent.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use corporate_protocol::JoinResponse;
use serde_json::{Value, json};

use crate::desktop::Opener;
use crate::log::Log;
use crate::portal::LISTEN;
use crate::reader::exchange;
use crate::relay::Relay;
use crate::releases;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::chat;
use crate::traces;
use crate::wait::until_true;

/// What the opener says of a ticket that was used before.
const USED: &str = "This code has been used already.";
/// What the agent reads of it.
const TOLD: &str = "refused, because the app's ticket had been used before";

/// Plays the story.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &mut Stage, report: &mut Report) -> Result<()> {
    chat(stage, report).await?;
    let log = Log::of(stage).await?;
    let Stage { portal, crew, .. } = stage;
    let relay = portal.restart_behind_relay(crew).await?;
    report.step(stage, "Yes at the question", stage.agent_upgrades(stage.words.yes)).await?;
    let file = report.step(stage, "opener downloads", stage.downloaded_opener()).await?;
    traceless(stage, report, &file, &relay, &log).await?;

    let real = stage.portal.releases().join(format!("{OS}-{ARCH}")).join("corporate-customer");
    let thief = Thief::new(stage)?;
    let releases = stage.home().join("releases");
    thief.publish(stage.portal.releases(), &releases, &real)?;
    let Stage { portal, crew, .. } = stage;
    portal.restart_with(crew, &releases).await?;
    stolen(stage, report, &file, &thief, &log).await
}

/// The code is typed in, because the name of a file that has it is a trace by design.
async fn traceless(
    stage: &Stage,
    report: &mut Report,
    file: &Path,
    relay: &Relay,
    log: &Log,
) -> Result<()> {
    let code = stage.agent_reads_out_code();
    let code = report.step(stage, "agent reads out a code", code).await?;
    let bare = code.replace('-', "");
    let nameless = stage.downloads.join("opener");
    fs::copy(file, &nameless)?;
    let mut opener = stage.run_opener(&nameless)?;
    let untraced = |of: &[u32]| {
        let tickets = relay.tickets();
        ensure!(!tickets.is_empty(), "the relay has seen no ticket");
        let tickets = tickets.iter().map(String::as_str);
        let secrets: Vec<&str> = [&*code, &*bare].into_iter().chain(tickets).collect();
        traces::none(stage, of, &secrets)
    };
    let asked = async {
        let window = opener.read(stage).await?;
        window.types(&code).await?;
        window.press(stage.words.go_on).await?;
        opener.asks(stage).await?;
        untraced(&[opener.process.id()])
    };
    report.step(stage, "opener leaves no trace of code and ticket", asked).await?;
    let joined = async {
        opener.confirm(stage).await?;
        let app = opener.app(stage).await?;
        app.turn_to("/consent.html").await?;
        log.has("app_joined", 1).await?;
        ensure!(opener.exit_code(30).await? == 0, "the opener failed");
        let running = stage.crew.running("corporate-customer");
        ensure!(running.len() == 1, "apps that run: {running:?}");
        untraced(&running)
    };
    report.step(stage, "app leaves no trace of them either", joined).await?;
    let left = async {
        stage.close_app().await?;
        log.has("app_left", 1).await
    };
    report.step(stage, "customer closes the app", left).await
}

/// The real app is refused because somebody was faster, and nobody is left in the dark.
async fn stolen(
    stage: &Stage,
    report: &mut Report,
    file: &Path,
    thief: &Thief,
    log: &Log,
) -> Result<()> {
    let robbed = async {
        stage.agent_upgrades(stage.words.yes).await?;
        log.has("upgrade_offered", 2).await?;
        let opener = stage.run_opener(&stage.opener_with(file, &stage.new_code().await?)?)?;
        opener.confirm(stage).await?;
        let ticket = thief.ticket().await?;
        let joined = show(&ticket).await?;
        ensure!(joined.session.to_string() == stage.session().await?, "of another session");
        Ok(opener)
    };
    let mut opener = report.step(stage, "thief shows the ticket first", robbed).await?;
    let refused = async {
        thief.pass_on()?;
        opener.read(stage).await?.hears(USED).await?;
        let answered = async || Ok(thief.answer()? == "refused ticket_used\n");
        until_true("the app's answer, a refusal", 20, answered).await?;
        stage.app_ends().await
    };
    report.step(stage, "app is refused, and the customer is told", refused).await?;
    let told = async {
        stage.agent.sees(TOLD).await?;
        log.has("handoff_refused", 1).await?;
        let refusals = log.refusals().await?;
        ensure!(refusals == ["ticket_used"], "the report says {refusals:?}");
        log.has("app_joined", 2).await
    };
    report.step(stage, "agent is told, and so is the report", told).await?;
    report.step(stage, "opener ends with failure", closed(stage, &mut opener)).await
}

async fn closed(stage: &Stage, opener: &mut Opener) -> Result<()> {
    stage.customer_display.close(&stage.opener_window(opener).await?)?;
    ensure!(opener.exit_code(20).await? == 1, "the opener did not fail");
    Ok(())
}

/// Shows a ticket to the portal, as an app does.
async fn show(ticket: &str) -> Result<JoinResponse> {
    let machine = json!({ "system": OS, "arch": ARCH, "version": "0.1.0" });
    let body = json!({ "ticket": ticket, "machine": machine }).to_string();
    let head = format!(
        "POST /api/v1/handoff/join HTTP/1.0\r\nOrigin: http://{LISTEN}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n",
        body.len()
    );
    let answer = exchange(&head, &body).await?;
    let (_, body) = answer.split_once("\r\n\r\n").context("an answer with a body")?;
    Ok(serde_json::from_str(body)?)
}

/// Somebody at the reading end of the pipe: a program in the app's place that gives away the line
/// which the opener writes, and hands it on to the real app when it is told to.
struct Thief {
    folder: PathBuf,
}

impl Thief {
    fn new(stage: &Stage) -> Result<Self> {
        let folder = stage.home().join("thief");
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// Makes a release of the one in `from`, in the folder `to`, whose app is the thief.
    fn publish(&self, from: &Path, to: &Path, real: &Path) -> Result<()> {
        let [folder, real] = [self.folder.display(), real.display()];
        let script = format!(
            "#!/bin/sh\n\
             cd '{folder}' || exit 1\n\
             IFS= read -r line\n\
             printf '%s\\n' \"$line\" > part && mv part line\n\
             until [ -e go ]; do sleep 0.1; done\n\
             printf '%s\\n' \"$line\" | '{real}' \"$@\" | tee answer\n"
        );
        releases::newer_with(from, to, |app| *app = script.into_bytes())
    }

    /// The ticket in the line that came through the pipe.
    async fn ticket(&self) -> Result<String> {
        let line = self.folder.join("line");
        until_true("the line in the pipe", 60, async || Ok(line.exists())).await?;
        let line: Value = serde_json::from_str(&fs::read_to_string(line)?)?;
        Ok(line["ticket"].as_str().context("a ticket in the line")?.to_owned())
    }

    /// Lets the real app have the line.
    fn pass_on(&self) -> Result<()> {
        Ok(fs::write(self.folder.join("go"), "")?)
    }

    /// What the real app has answered.
    fn answer(&self) -> Result<String> {
        fs::read_to_string(self.folder.join("answer")).context("the app's answer")
    }
}
