//! FreeRDP's shadow server with xfreerdp, by the graphics pipeline: the peer with the fewest bytes
//! among those that end exact.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use corporate_stories::wait::until_true;

use crate::network::{CUSTOMER, reachable};
use crate::peer::Sharing;
use crate::room::Room;

/// What the table says of it.
pub(crate) const SETTING: &str = "`freerdp-shadow-cli /sec:tls -auth`; `xfreerdp /gfx \
    /network:lan`";
/// Where the server listens.
const SERVER: u16 = 3390;

pub(crate) async fn share(room: &Room) -> Result<Sharing> {
    let mut server = room.network.command("freerdp-shadow-cli");
    server.env("DISPLAY", room.customer.name());
    server.args([&format!("/port:{SERVER}"), "/sec:tls", "-auth"]);
    let mut server = room.crew.start("freerdp-shadow", &mut server, false)?;
    until_true("the shadow server", 60, async || {
        ensure!(server.ended()?.is_none(), "the shadow server ended: {}", server.printed());
        Ok(reachable(CUSTOMER, SERVER))
    })
    .await?;
    let mut viewer = Command::new("xfreerdp");
    viewer.env("DISPLAY", room.viewing.name());
    viewer.args([&format!("/v:{CUSTOMER}:{SERVER}"), "/cert:ignore", "/u:bench", "/p:bench"]);
    viewer.args(["/gfx", "/network:lan", "/size:1920x1080", "-grab-keyboard"]);
    let mut viewer = room.crew.start("xfreerdp", &mut viewer, false).context("xfreerdp")?;
    until_true("xfreerdp's window", 60, async || {
        ensure!(viewer.ended()?.is_none(), "xfreerdp ended: {}", viewer.printed());
        Ok(room.viewing.windows()?.iter().any(|window| window.title.contains("FreeRDP")))
    })
    .await?;
    let programs = vec![server.id()];
    Ok(Sharing { programs, processes: vec![viewer, server], ..Sharing::default() })
}
