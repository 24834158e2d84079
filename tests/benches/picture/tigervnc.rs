//! TigerVNC's server for a running display, with noVNC in Chromium behind websockify: the peer with
//! the best latency.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use corporate_stories::wait::until_true;

use crate::network::{CUSTOMER, reachable};
use crate::peer::Sharing;
use crate::room::Room;

/// What the table says of it.
pub(crate) const SETTING: &str = "`X0tigervnc -SecurityTypes None`, its own defaults (60 updates a \
    second at most); noVNC `vnc.html?autoconnect=1&resize=off`, its own defaults (quality 6, \
    compression 2); websockify beside the viewer";
/// Where the server listens.
const SERVER: u16 = 5901;
/// Where noVNC is served.
const PAGE: u16 = 6080;

pub(crate) async fn share(room: &Room) -> Result<Sharing> {
    let mut server = room.network.command("X0tigervnc");
    server.args(["-display", room.customer.name(), "-SecurityTypes", "None"]);
    server.args(["-rfbport", &SERVER.to_string(), "-Log", "*:stderr:30"]);
    let mut server = room.crew.start("tigervnc", &mut server, false)?;
    until_true("TigerVNC", 20, async || {
        ensure!(server.ended()?.is_none(), "TigerVNC ended: {}", server.printed());
        Ok(reachable(CUSTOMER, SERVER))
    })
    .await?;
    let mut proxy = Command::new("websockify");
    proxy.args(["--web=/usr/share/novnc", &format!("127.0.0.1:{PAGE}")]);
    let proxy = room.crew.start("websockify", proxy.arg(format!("{CUSTOMER}:{SERVER}")), false);
    let proxy = proxy.context("is websockify installed?")?;
    until_true("websockify", 20, async || Ok(reachable("127.0.0.1", PAGE))).await?;
    let viewer = room.chromium("viewer", false).await?;
    viewer.open(&format!("http://127.0.0.1:{PAGE}/vnc.html?autoconnect=1&resize=off")).await?;
    until_true("noVNC's picture", 30, async || Ok(viewer.canvas().await?.is_some())).await?;
    let programs = vec![server.id()];
    Ok(Sharing {
        programs,
        viewer: Some(viewer),
        processes: vec![proxy, server],
        ..Sharing::default()
    })
}
