//! Chromium's own WebRTC: one browser shares its screen by `getDisplayMedia`, another shows it. A
//! tiny server of the bench gives both their page and carries offer and answer between them.

use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use corporate_stories::wait::until_true;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use crate::peer::Sharing;
use crate::room::Room;

/// What the table says of it.
pub(crate) const SETTING: &str = "Chromium both ends, `getDisplayMedia` of the entire screen at 30 \
    frames a second, `contentHint` as named, at most 8 Mbit/s, its own choice of codec (VP8), no \
    playout delay asked for";
/// Where the pages are.
const PORT: u16 = 18_090;
/// Longest request.
const MOST_BYTES: usize = 64 * 1024;

const SHARE: &str = r#"<!doctype html><title>Share</title><script>
const hint = location.search.slice(1);
addEventListener("load", () => share().catch((error) => (document.title = `Failed: ${error}`)));
async function share() {
  const video = { frameRate: 30, width: { max: 1920 }, height: { max: 1080 }, cursor: "never" };
  const stream = await navigator.mediaDevices.getDisplayMedia({ video, audio: false });
  const [track] = stream.getVideoTracks();
  track.contentHint = hint;
  document.title = "Calls";
  const link = new RTCPeerConnection();
  const sender = link.addTrack(track, stream);
  await link.setLocalDescription();
  await new Promise((done) => {
    link.onicegatheringstatechange = () => link.iceGatheringState === "complete" && done();
  });
  await fetch("/offer", { method: "POST", body: JSON.stringify(link.localDescription) });
  for (;;) {
    const answer = await (await fetch("/answer")).text();
    if (answer) { await link.setRemoteDescription(JSON.parse(answer)); break; }
    await new Promise((done) => setTimeout(done, 200));
  }
  const parameters = sender.getParameters();
  parameters.encodings[0].maxBitrate = 8e6;
  parameters.encodings[0].maxFramerate = 30;
  await sender.setParameters(parameters);
  document.title = "Done";
}
</script>"#;

const VIEW: &str = r#"<!doctype html><title>View</title>
<style>body { margin: 0; background: #222 } video { width: 1920px; height: 1080px }</style>
<video autoplay muted playsinline></video><script>
(async () => {
  const link = new RTCPeerConnection();
  link.ontrack = ({ track, receiver, streams }) => {
    receiver.playoutDelayHint = 0;
    receiver.jitterBufferTarget = 0;
    document.querySelector("video").srcObject = streams[0];
  };
  for (;;) {
    const offer = await (await fetch("/offer")).text();
    if (offer) { await link.setRemoteDescription(JSON.parse(offer)); break; }
    await new Promise((done) => setTimeout(done, 200));
  }
  await link.setLocalDescription();
  await new Promise((done) => {
    link.onicegatheringstatechange = () => link.iceGatheringState === "complete" && done();
  });
  await fetch("/answer", { method: "POST", body: JSON.stringify(link.localDescription) });
})();
</script>"#;

/// The server of both pages.
pub(crate) struct Signalling(JoinHandle<()>);

impl Drop for Signalling {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the ends have said: offer and answer.
type Said = Arc<Mutex<[String; 2]>>;

impl Signalling {
    async fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", PORT)).await?;
        let said = Said::default();
        Ok(Self(tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let said = Arc::clone(&said);
                // A browser that hangs up early is no business of the server.
                tokio::spawn(async move { answer(stream, &said).await.ok() });
            }
        })))
    }
}

async fn answer(mut stream: TcpStream, said: &Said) -> Result<()> {
    let request = request(&mut stream).await?;
    let (head, body) = request.split_once("\r\n\r\n").context("a request has a head")?;
    let mut words = head.split_ascii_whitespace();
    let (method, path) = words.next().zip(words.next()).context("a request has a path")?;
    let which = usize::from(path == "/answer");
    let mut said = said.lock().await;
    let (kind, text) = match (method, path.split('?').next().unwrap_or_default()) {
        ("POST", "/offer" | "/answer") => {
            body.clone_into(&mut said[which]);
            ("text/plain", String::new())
        }
        (_, "/offer" | "/answer") => ("text/plain", said[which].clone()),
        (_, "/share") => ("text/html", SHARE.to_owned()),
        _ => ("text/html", VIEW.to_owned()),
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        text.len()
    );
    stream.write_all(format!("{head}{text}").as_bytes()).await?;
    Ok(stream.shutdown().await?)
}

/// A whole request: as many bytes as its head says.
async fn request(stream: &mut TcpStream) -> Result<String> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    while bytes.len() < MOST_BYTES {
        let read = stream.read(&mut part).await?;
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return Ok(text.into_owned());
        }
    }
    anyhow::bail!("a request is too long")
}

pub(crate) async fn share(room: &Room, hint: &str) -> Result<Sharing> {
    let signalling = Signalling::start().await?;
    let viewer = room.chromium("viewer", false).await?;
    viewer.open(&format!("http://127.0.0.1:{PORT}/view")).await?;
    let profile = room.home().join("sharer");
    let mut sharer = room.network.command("chromium");
    sharer.env("DISPLAY", room.customer.name()).env_remove("WAYLAND_DISPLAY");
    sharer.args([
        "--no-sandbox",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--disable-search-engine-choice-screen",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--no-proxy-server",
        "--password-store=basic",
        "--disable-features=WebRtcHideLocalIpsWithMdns,GetDisplayMediaRequiresUserActivation",
        "--auto-select-desktop-capture-source=Entire screen",
        "--lang=en",
    ]);
    sharer.arg(format!("--user-data-dir={}", profile.display()));
    sharer.arg(format!("--app=http://127.0.0.1:{PORT}/share?{hint}"));
    let sharer = room.crew.start("sharer", &mut sharer, false)?;
    until_true("the sharing browser", 60, async || {
        let windows = room.customer.windows()?;
        let titles: Vec<_> = windows.iter().map(|window| window.title.as_str()).collect();
        ensure!(titles.iter().any(|title| title.starts_with("Done")), "its windows: {titles:?}");
        Ok(true)
    })
    .await?;
    until_true("the shared screen", 30, async || {
        let width = viewer
            .client()
            .execute("return document.querySelector('video').videoWidth", Vec::new());
        Ok(width.await?.as_u64().is_some_and(|width| width > 0))
    })
    .await?;
    Ok(Sharing {
        programs: vec![sharer.id()],
        viewer: Some(viewer),
        processes: vec![sharer],
        signalling: Some(signalling),
        ..Sharing::default()
    })
}
