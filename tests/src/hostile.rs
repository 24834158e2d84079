//! What people type to do harm: markup that runs scripts (the techniques of the OWASP filter evasion
//! cheat sheet, each made to call `hit`), characters that steer terminals, characters that turn
//! the direction of what follows. All of it must arrive as it was typed and do nothing.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::driver::{Driver, PAGE_SECONDS};
use crate::wait::until_true;

/// One a line.
const MARKUP: &str = include_str!("../data/hostile.txt");

/// Control characters and what steers terminals, with what must be left of each.
pub const CONTROLS: &[(&str, &str)] = &[
    ("a\u{0}b\u{7}c", "abc"),
    ("\u{1b}[2J\u{1b}[31mred\u{1b}]0;title\u{7}", "[2J[31mred]0;title"),
    ("one\r\n[12:00:00] Agent: forged", "one\n[12:00:00] Agent: forged"),
    ("back\u{8}\u{8}\u{8}space\u{7f}", "backspace"),
    ("\u{85}next\u{9c}line\u{90}", "nextline"),
];

/// Texts with characters that turn direction, join or can't be seen; they stay as they are, and
/// turn nothing outside of themselves.
pub const TURNING: &[&str] = &[
    "invoice\u{202e}fdp.exe",
    "\u{2067}\u{202e}sesrever\u{2069} and on",
    "שלום עולם, how are you?",
    "مرحبا \u{200f}123\u{200e} abc",
    "zero\u{200b}width\u{200d}joined\u{feff}",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301}\u{323} Z̷̛̖a̶͇̐l̵̹̈g̷̱͑ǫ̴̏",
];

/// All markup.
pub fn markup() -> impl Iterator<Item = &'static str> {
    MARKUP.lines().filter(|line| !line.is_empty())
}

/// What runs on a page before anything of its own: `hit`, and all ways to ask or to tell people
/// something by force.
const TRAP: &str = "
    window.hits = [];
    window.hit = () => window.hits.push(new Error().stack);
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) {
        window[name] = () => void window.hits.push(name);
    }
    addEventListener('securitypolicyviolation', (event) =>
        window.hits.push(`${event.violatedDirective} ${event.blockedURI}`));";

/// What stands on a page that only markup could have brought there.
const BROUGHT: &str = "
    const bad = 'script:not([src]), iframe, object, embed, base, meta[http-equiv=refresh], marquee,' +
        'math, keygen, details[ontoggle], [onerror], [onload], [onfocus], [onclick], [onmouseover],' +
        '[onbegin], [onstart], [ontoggle], a[href^=\"javascript:\" i], a[href^=\"data:\" i], [formaction],' +
        'form[action], img[src=\"x\"]';
    const found = [...document.querySelectorAll(bad)].map((element) => element.outerHTML.slice(0, 200));
    return { hits: window.hits ?? ['the trap is not set'], found };";

impl Driver {
    /// Sets the trap for every page that is opened from now on.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn set_trap(&self) -> Result<()> {
        let source = json!({ "source": TRAP });
        self.tools("Page.addScriptToEvaluateOnNewDocument", source).await.map(drop)
    }

    /// Fails where anything on the page has run, was kept from running, or came in as markup.
    ///
    /// # Errors
    /// With all that was found.
    pub async fn is_harmless(&self) -> Result<()> {
        let found = self.client().execute(BROUGHT, Vec::new()).await?;
        let nothing = |part: &Value| part.as_array().is_some_and(Vec::is_empty);
        ensure!(nothing(&found["hits"]), "something ran: {}", found["hits"]);
        ensure!(nothing(&found["found"]), "markup came in: {}", found["found"]);
        Ok(())
    }

    /// Puts a text into a field as it is, also what no keyboard has.
    ///
    /// # Errors
    /// Where there is no such field in time.
    pub async fn put(&self, name: &str, text: &str) -> Result<()> {
        const SCRIPT: &str = "
            const [field, text] = arguments;
            const kind = field.tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
            Object.getOwnPropertyDescriptor(kind.prototype, 'value').set.call(field, text);
            field.dispatchEvent(new Event('input', { bubbles: true }));";
        self.fill(name, "x").await?;
        let field = self.field(name).await?;
        self.client().execute(SCRIPT, vec![serde_json::to_value(field)?, json!(text)]).await?;
        Ok(())
    }

    /// Waits until this stands on the page, letter by letter, as the text of one element or more.
    ///
    /// # Errors
    /// Where it does not in time.
    pub async fn shows_exactly(&self, text: &str) -> Result<()> {
        const SCRIPT: &str = "
            const [text] = arguments;
            return [...document.querySelectorAll('body *')].some((element) =>
                element.textContent.trim() === text.trim());";
        until_true(&format!("{text:?} letter by letter"), PAGE_SECONDS, async || {
            Ok(self.client().execute(SCRIPT, vec![json!(text)]).await? == json!(true))
        })
        .await
    }
}
