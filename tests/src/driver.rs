//! One WebDriver client for browser and app alike. What can be clicked and filled in is found by
//! its accessible name, as people and screen readers find it.

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::display::Display;
use crate::picture::Picture;
use crate::process::{Crew, Owned};
use crate::wait::{until, until_true};

/// How long anything on a page may take, in seconds.
pub const PAGE_SECONDS: u64 = 60;

/// What WebDriver calls an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// Whether a text stands on a page, be it for screen readers only.
const SEEN: &str = "document.body?.innerText.includes(wanted)";

/// A browser, or the windows of an app, under the control of a story.
pub struct Driver {
    client: Client,
    _process: Owned,
}

/// What a browser is to be like.
pub struct Browser<'a> {
    /// Whose it is; names its logs and profile.
    pub label: &'a str,
    /// Where it is shown.
    pub display: &'a Display,
    /// A folder for its profile.
    pub profile: PathBuf,
    /// Where it puts what it downloads.
    pub downloads: &'a Path,
    /// Language code.
    pub language: &'a str,
    /// Position and size of its window: x, y, width, height.
    pub window: [u32; 4],
}

impl Driver {
    /// Starts Chromium with a fresh profile, with its window open on its display.
    ///
    /// # Errors
    /// Where chromedriver or Chromium is not installed or does not come up.
    pub async fn chromium(crew: &Crew, browser: &Browser<'_>) -> Result<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("DISPLAY", browser.display.name());
        command.env("HOME", &browser.profile).env_remove("WAYLAND_DISPLAY");
        let mut process =
            crew.start(&format!("{}-chromedriver", browser.label), &mut command, true)?;
        let stdout = process.stdout().context("chromedriver's output is a pipe")?;
        let (send, port) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
            let port = lines.find_map(|line| {
                let (_, port) = line.split_once("successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            });
            let _ = send.send(port);
            lines.for_each(drop);
        });
        let port = tokio::time::timeout(Duration::from_secs(20), port).await;
        let port = port.context("chromedriver's first lines")??.context("chromedriver's port")?;
        let client = connect(port, chromium_capabilities(browser)).await?;
        Ok(Self { client, _process: process })
    }

    /// Connects to the windows of an app that was started with
    /// `WEBKIT_INSPECTOR_SERVER=127.0.0.1:<inspector>`, as soon as it shows one.
    ///
    /// # Errors
    /// Where WebKitWebDriver is not installed or the app shows no window in time.
    pub async fn app(crew: &Crew, inspector: u16) -> Result<Self> {
        let target = SocketAddr::from((Ipv4Addr::LOCALHOST, inspector));
        until("the app's first window", 60, async || {
            Ok(TcpStream::connect_timeout(&target, Duration::from_secs(1)).ok())
        })
        .await?;
        let port = free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command.args([format!("--port={port}"), format!("--target={target}")]);
        let process = crew.start("webkitwebdriver", &mut command, false)?;
        let client =
            until("a session with the app", 30, async || connect(port, Map::new()).await.map(Some))
                .await?;
        Ok(Self { client, _process: process })
    }

    /// The client itself, for what this type has no word for.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// What the other side says it is: name and version.
    pub fn version(&self) -> String {
        let said = |name| {
            let value = self.client.capabilities()?.get(name)?.as_str()?.to_owned();
            Some(value)
        };
        format!(
            "{} {}",
            said("browserName").unwrap_or_default(),
            said("browserVersion").unwrap_or_default()
        )
    }

    /// Opens an address.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn open(&self, address: &str) -> Result<()> {
        self.client.goto(address).await.with_context(|| format!("open {address}"))
    }

    /// Turns to the window whose address ends so, as soon as there is one.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn turn_to(&self, ending: &str) -> Result<()> {
        until_true(&format!("a window {ending}"), PAGE_SECONDS, async || {
            for window in self.client.windows().await? {
                self.client.switch_to_window(window).await?;
                if self.client.current_url().await?.path().ends_with(ending) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await
    }

    /// Whether there is a window whose address ends so.
    ///
    /// # Errors
    /// Where the windows cannot be asked.
    pub async fn has_window(&self, ending: &str) -> Result<bool> {
        for window in self.client.windows().await? {
            // A window may close while it is looked at.
            if self.client.switch_to_window(window).await.is_ok()
                && let Ok(url) = self.client.current_url().await
                && url.path().ends_with(ending)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Clicks the button, link or menu item of this name, as soon as it is there and enabled.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn click(&self, name: &str) -> Result<()> {
        let path = clickable(name);
        until(&format!("\"{name}\" to click"), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            Ok(Some(element.click().await?))
        })
        .await
    }

    /// Clicks what closes its own window: the window may be gone before the click is answered.
    ///
    /// # Errors
    /// Where there is nothing of this name in time. Whether the click had its effect is for the
    /// story to see.
    pub async fn click_last(&self, name: &str) -> Result<()> {
        let path = clickable(name);
        until(&format!("\"{name}\" to click"), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            let _gone = element.click().await;
            Ok(Some(()))
        })
        .await
    }

    /// Whether a button, link or menu item of this name can be seen.
    ///
    /// # Errors
    /// Where the page cannot be asked.
    pub async fn offers(&self, name: &str) -> Result<bool> {
        Ok(self.visible(&clickable(name)).await?.is_some())
    }

    /// Types into the field of this name, as soon as it is there.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let path = field(name);
        until(&format!("the field \"{name}\""), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            element.clear().await?;
            Ok(Some(element.send_keys(text).await?))
        })
        .await
    }

    /// The field of this name.
    ///
    /// # Errors
    /// Where there is none in time.
    pub(crate) async fn field(&self, name: &str) -> Result<Element> {
        let path = field(name);
        until(&format!("the field \"{name}\""), PAGE_SECONDS, async || self.ready(&path).await)
            .await
    }

    /// Waits until the page has stopped loading and moving.
    ///
    /// # Errors
    /// Where it does not in time.
    pub async fn settled(&self) -> Result<()> {
        const SCRIPT: &str = "
            const done = arguments[arguments.length - 1];
            const busy = () => document.readyState !== 'complete'
                || document.querySelector('[aria-busy=true], .loading') !== null
                || document.getAnimations().some((one) => one.playState === 'running'
                    && one.effect?.getComputedTiming().endTime !== Infinity);
            requestAnimationFrame(() => requestAnimationFrame(() => done(!busy())));";
        until_true("a settled page", PAGE_SECONDS, async || {
            Ok(self.client.execute_async(SCRIPT, Vec::new()).await? == json!(true))
        })
        .await
    }

    /// The text that can be seen; not what only screen readers are told.
    ///
    /// # Errors
    /// Where the page cannot be asked.
    pub async fn text(&self) -> Result<String> {
        Ok(self.client.find(Locator::Css("body")).await?.text().await?)
    }

    /// Waits until this text can be seen.
    ///
    /// # Errors
    /// Where it cannot be seen in time, with what can.
    pub async fn sees(&self, text: &str) -> Result<()> {
        let what = format!("the text \"{text}\"");
        let seen =
            async || Ok(self.soon(SEEN, &json!(text)).await? && self.text().await?.contains(text));
        let Err(error) = until_true(&what, PAGE_SECONDS, seen).await else { return Ok(()) };
        let shown = self.text().await.unwrap_or_default();
        Err(error.context(format!("the page shows: {shown}")))
    }

    /// Waits until a condition is true on the page: an expression of `wanted`.
    ///
    /// # Errors
    /// Where it does not become so in time.
    pub(crate) async fn becomes(&self, what: &str, condition: &str, wanted: Value) -> Result<()> {
        until_true(what, PAGE_SECONDS, async || self.soon(condition, &wanted).await).await
    }

    /// Whether a condition becomes true within two seconds. The page itself looks for it: a page
    /// that is asked again and again has no time to get there.
    async fn soon(&self, condition: &str, wanted: &Value) -> Result<bool> {
        let script = format!(
            "const [wanted, done] = arguments;
            const end = Date.now() + 2000;
            const look = () => {{
                const is = {condition};
                if (is || Date.now() > end) done(Boolean(is));
                else setTimeout(look, 50);
            }};
            look();"
        );
        Ok(self.client.execute_async(&script, vec![wanted.clone()]).await? == json!(true))
    }

    /// How often this text can be seen.
    ///
    /// # Errors
    /// Where the page cannot be asked.
    pub async fn count(&self, text: &str) -> Result<usize> {
        Ok(self.text().await?.matches(text).count())
    }

    /// The picture in the page's first canvas, of its own size; none where there is none yet.
    ///
    /// # Errors
    /// Where the page cannot be asked.
    pub async fn canvas(&self) -> Result<Option<Picture>> {
        const SCRIPT: &str = "
            const shown = document.querySelector('canvas');
            if (!shown || shown.width < 2) return null;
            const copy = document.createElement('canvas');
            [copy.width, copy.height] = [shown.width, shown.height];
            copy.getContext('2d').drawImage(shown, 0, 0);
            return copy.toDataURL('image/png').split(',')[1];";
        let Value::String(text) = self.client.execute(SCRIPT, Vec::new()).await? else {
            return Ok(None);
        };
        let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text)?;
        Picture::from_png(&bytes).map(Some)
    }

    /// Fetches an address of the page's own site as the page would, with its cookies.
    ///
    /// # Errors
    /// Where the answer is not a success.
    pub async fn fetch(&self, path: &str) -> Result<String> {
        const SCRIPT: &str = "
            const [path, done] = arguments;
            fetch(path).then(async (answer) => done([answer.status, await answer.text()]),
                (error) => done([0, String(error)]));";
        let answer = self.client.execute_async(SCRIPT, vec![json!(path)]).await?;
        let status = answer[0].as_u64().unwrap_or_default();
        let body = answer[1].as_str().unwrap_or_default();
        ensure!(status == 200, "{path} answered {status}: {body}");
        Ok(body.to_owned())
    }

    /// Sends JSON to an address of the page's own site as the page would, with its cookies.
    ///
    /// # Errors
    /// Where the answer is not a success.
    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Result<()> {
        self.ask(method, path, body).await.map(drop)
    }

    /// As [`send`](Self::send); gives the answer's text.
    ///
    /// # Errors
    /// Where the answer is not a success.
    pub async fn ask(&self, method: &str, path: &str, body: &Value) -> Result<String> {
        const SCRIPT: &str = "
            const [method, path, body, done] = arguments;
            const headers = { 'Content-Type': 'application/json' };
            fetch(path, { method, headers, body: JSON.stringify(body) }).then(
                async (answer) => done([answer.ok, await answer.text()]),
                (error) => done([false, String(error)]));";
        let arguments = vec![json!(method), json!(path), body.clone()];
        let answer = self.client.execute_async(SCRIPT, arguments).await?;
        ensure!(answer[0] == json!(true), "{method} {path} was refused: {}", answer[1]);
        Ok(answer[1].as_str().unwrap_or_default().to_owned())
    }

    /// What can be seen and used.
    pub(crate) async fn ready(&self, path: &str) -> Result<Option<Element>> {
        self.first(path, "shown(one) && usable(one)").await
    }

    async fn visible(&self, path: &str) -> Result<Option<Element>> {
        self.first(path, "shown(one)").await
    }

    /// The first element of a path for which a condition holds, in one question to the page: a
    /// story asks so often that several would take most of its time.
    async fn first(&self, path: &str, condition: &str) -> Result<Option<Element>> {
        let script = format!(
            "const shown = (one) => one.checkVisibility({{ visibilityProperty: true, opacityProperty: true }});
            const usable = (one) => !one.matches(':disabled, [aria-disabled=true]');
            const found = document.evaluate(arguments[0], document, null, 7, null);
            for (let index = 0; index < found.snapshotLength; index += 1) {{
                const one = found.snapshotItem(index);
                if ({condition}) return one;
            }}
            return null;"
        );
        let found = self.client.execute(&script, vec![json!(path)]).await?;
        if found.is_null() {
            return Ok(None);
        }
        let id = found[ELEMENT].as_str().context("an element")?.to_owned();
        Ok(Some(Element::from_element_id(self.client.clone(), id.into())))
    }
}

async fn connect(port: u16, capabilities: Map<String, Value>) -> Result<Client> {
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let connected = builder.connect(&format!("http://127.0.0.1:{port}")).await;
    connected.context("start a WebDriver session")
}

fn chromium_capabilities(browser: &Browser<'_>) -> Map<String, Value> {
    let [x, y, width, height] = browser.window;
    let mut arguments: Vec<String> = [
        // The stories run as any user, root of a container included, where the sandbox refuses.
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--disable-search-engine-choice-screen",
        "--password-store=basic",
        // Both pages stay live when a window covers them.
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--no-proxy-server",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--lang={}", browser.language));
    arguments.push(format!("--user-data-dir={}", browser.profile.join("chromium").display()));
    arguments.push(format!("--window-position={x},{y}"));
    arguments.push(format!("--window-size={width},{height}"));
    let options = json!({
        "args": arguments,
        "excludeSwitches": ["enable-automation"],
        "prefs": {
            "download.default_directory": browser.downloads,
            "download.prompt_for_download": false,
            "credentials_enable_service": false,
            "profile.password_manager_enabled": false,
            "intl.accept_languages": browser.language,
        },
    });
    Map::from_iter([("goog:chromeOptions".to_owned(), options)])
}

/// A port that nobody listens on now.
///
/// # Errors
/// Where the system has none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn clickable(name: &str) -> String {
    let name = literal(name);
    format!(
        "//*[self::button or self::a or self::summary or @role='button' or @role='menuitem']\
         [@aria-label={name} or (not(@aria-label) and normalize-space(.)={name}) or @title={name}]"
    )
}

fn field(name: &str) -> String {
    let name = literal(name);
    format!(
        "//*[self::input or self::textarea][@aria-label={name} \
         or @id=//label[starts-with(normalize-space(.),{name})]/@for \
         or @aria-labelledby=//*[normalize-space(.)={name}]/@id \
         or ancestor::label[starts-with(normalize-space(.),{name})]]"
    )
}

/// A text as XPath writes it; none that is looked for has both kinds of quotation mark.
pub(crate) fn literal(text: &str) -> String {
    if text.contains('\'') { format!("\"{text}\"") } else { format!("'{text}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "data:text/html,<title>t</title><label for=a>Your name</label><input id=a>\
        <button hidden>Send</button><button onclick=\"p.textContent=a.value\">Send</button>\
        <p id=p></p><a href=x aria-label='Save chat history'>x</a>";

    #[tokio::test]
    async fn a_page_is_used_by_the_names_of_its_parts() {
        let folder = tempfile::tempdir().expect("a folder");
        let crew = Crew::new(folder.path()).expect("a crew");
        let display = Display::start(&crew, "page").await.expect("a display");
        let browser = Browser {
            label: "page",
            display: &display,
            profile: folder.path().to_owned(),
            downloads: folder.path(),
            language: "en",
            window: [0, 0, 800, 600],
        };
        let page = Driver::chromium(&crew, &browser).await.expect("a browser");
        page.open(PAGE).await.expect("opened");
        page.fill("Your name", "Clara Müster").await.expect("filled");
        page.click("Send").await.expect("clicked");
        page.sees("Clara Müster").await.expect("seen");
        assert!(page.offers("Save chat history").await.expect("asked"));
        assert!(!page.offers("Save").await.expect("asked"));
        assert_eq!(page.count("Clara").await.expect("asked"), 1);
        assert!(page.version().starts_with("chrome "), "{}", page.version());
        drop((page, display));
        crew.end();
        assert_eq!(crew.running(""), Vec::<u32>::new());
    }
}
