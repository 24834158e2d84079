//! Ours, the whole way: a customer's chat in the browser, the upgrade, the opener, the app and its
//! question, answered by the keyboard as customers may, and the agent's viewer at 1:1.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use corporate_stories::display::Window;
use corporate_stories::driver::Driver;
use corporate_stories::portal::Portal;
use corporate_stories::process::Owned;
use corporate_stories::programs::Programs;
use corporate_stories::wait::{until, until_true};
use corporate_stories::words::ENGLISH;

use crate::peer::Sharing;
use crate::room::Room;

/// Who asks.
const CUSTOMER: &str = "Clara Muster";
/// Who answers.
const AGENT: &str = "anna";
/// The title of the app's question.
const CONSENT: &str = "May we see your screen?";
/// How long a step may take, in seconds.
const STEP_SECONDS: u64 = 60;
/// How often the question is answered, and how long each answer may take to show.
const TRIES: u32 = 5;
const ANSWER_SECONDS: u64 = 3;

/// Brings the customer's screen to the agent.
pub(crate) async fn share(room: &Room, programs: &Path) -> Result<Sharing> {
    let programs = Programs::in_folder(programs)?;
    let portal = Portal::start(&room.crew, &programs, &room.home().join("portal")).await?;
    let customer = room.chromium("customer", true).await?;
    let agent = room.chromium("agent", false).await?;
    chat(&portal, &customer, &agent).await.context("the chat")?;
    agent.click(ENGLISH.upgrade).await?;
    agent.click(ENGLISH.yes).await?;
    let opener = open(room, &saved_opener(room).await?)?;
    let question = answered_opener(room, &opener).await?;
    drop(customer);
    agree(room, &question).await?;
    until_true("the agent's first picture", STEP_SECONDS, async || {
        Ok(agent.canvas().await?.is_some())
    })
    .await?;
    agent.click("Full screen").await?;
    agent.click("1:1, actual size").await?;
    let app = room.crew.running("corporate-customer");
    Ok(Sharing {
        app: app.first().copied(),
        programs: app,
        viewer: Some(agent),
        processes: vec![opener],
        portal: Some(portal),
        ..Sharing::default()
    })
}

/// Answers the question with OK, which stands behind Cancel. Keys may come before the window takes
/// them.
async fn agree(room: &Room, question: &Window) -> Result<()> {
    for _ in 0..TRIES {
        room.customer.press_tab(question).await?;
        room.customer.press_return(question).await?;
        let gone = until_true("the question answered", ANSWER_SECONDS, async || {
            Ok(room.customer.windows()?.iter().all(|window| window.title != CONSENT))
        });
        if gone.await.is_ok() {
            return Ok(());
        }
    }
    bail!("the question stands, whatever is pressed")
}

/// A chat that an agent has taken.
async fn chat(portal: &Portal, customer: &Driver, agent: &Driver) -> Result<()> {
    let english = |address: &str| format!("{address}?lang=en");
    customer.open(&english(&portal.addresses.chat)).await?;
    customer.fill(ENGLISH.your_name, CUSTOMER).await?;
    customer.fill(ENGLISH.your_question, ENGLISH.question).await?;
    customer.click(ENGLISH.start_chat).await?;
    customer.sees(ENGLISH.question).await?;
    agent.open(&english(&portal.addresses.console)).await?;
    let account = portal.addresses.agent(AGENT)?;
    agent.fill(ENGLISH.email, &account.email).await?;
    agent.fill(ENGLISH.password, &account.password).await?;
    agent.click(ENGLISH.sign_in).await?;
    agent.sees(CUSTOMER).await?;
    agent.choose(CUSTOMER).await?;
    agent.click(ENGLISH.take).await
}

async fn saved_opener(room: &Room) -> Result<PathBuf> {
    until("the opener", STEP_SECONDS, async || {
        let entries = fs::read_dir(&room.downloads)?.flatten();
        let mut files = entries.map(|entry| entry.path());
        Ok(files.find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("Corporate-Opener-") && !name.ends_with(".crdownload")
        }))
    })
    .await
}

/// Runs the opener at the customer's place.
fn open(room: &Room, file: &Path) -> Result<Owned> {
    fs::set_permissions(file, Permissions::from_mode(0o755))?;
    let mut command = room.network.command(file);
    command.current_dir(&room.downloads);
    command.env("DISPLAY", room.customer.name()).env_remove("WAYLAND_DISPLAY");
    command.env("LANG", "C.UTF-8").env("LANGUAGE", "en").env("GDK_BACKEND", "x11");
    room.crew.start("opener", &mut command, false)
}

/// Goes on in the opener's window until the app asks; gives the window of its question.
async fn answered_opener(room: &Room, opener: &Owned) -> Result<Window> {
    let asked = until("the app's question", STEP_SECONDS, async || {
        let windows = room.customer.windows()?;
        if let Some(question) = windows.iter().find(|window| window.title.contains(CONSENT)) {
            return Ok(Some(question.clone()));
        }
        if let Some(window) = windows.iter().find(|window| window.pid == opener.id()) {
            // Its default button goes on, as soon as there is one.
            room.customer.press_return(window).await?;
        }
        Ok(None)
    });
    match asked.await {
        Ok(question) => Ok(question),
        Err(error) => bail!("{error:#}; the opener printed: {}", opener.printed()),
    }
}
