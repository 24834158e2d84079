//! What people type to do harm: markup that runs scripts (the techniques of the OWASP filter evasion
//! cheat sheet, each made to call `hit`), characters that steer terminals, characters that turn
//! the direction of what follows. All of it must arrive as it was typed and do nothing.

use anyhow::{Context, Result, ensure};
use corporate_protocol::FileName;
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::report::Report;
use crate::stage::Stage;
use crate::story::AGENT;

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
        let field = self.field(name).await?;
        self.client().execute(SCRIPT, vec![serde_json::to_value(field)?, json!(text)]).await?;
        Ok(())
    }

    /// Waits until each of these stands on the page, letter by letter, as the text of one element
    /// or more.
    ///
    /// # Errors
    /// Where one does not in time, with those that are missing.
    pub async fn shows_exactly(&self, texts: &[&str]) -> Result<()> {
        const MISSING: &str = "
            const there = new Set([...document.querySelectorAll('body *')].map((element) =>
                element.textContent.trim()));
            return arguments[0].filter((text) => !there.has(text.trim()));";
        let condition = "((there) => wanted.every((text) => there.has(text.trim())))(
            new Set([...document.querySelectorAll('body *')].map((one) => one.textContent.trim())))";
        let what = "hostile texts, letter by letter";
        let Err(error) = self.becomes(what, condition, json!(texts)).await else { return Ok(()) };
        let missing = self.client().execute(MISSING, vec![json!(texts)]).await?;
        Err(error.context(format!("the page lacks {missing}")))
    }
}

/// What customer and agent type into a chat, what a manager sets, and what files are called: all of
/// it is looked at on every page where it comes up, and in the transcript.
///
/// # Errors
/// That of the first step that does not happen.
pub async fn play(stage: &Stage, report: &mut Report) -> Result<()> {
    for page in [&stage.customer, &stage.agent] {
        page.set_trap().await?;
    }
    let started = start(stage);
    report.step(stage, "customer with a hostile name asks", started).await?;
    report.step(stage, "every text arrives letter by letter", chat(stage)).await?;
    report.step(stage, "files with hostile names", files(stage)).await?;
    report.step(stage, "transcript holds every text and no forged line", transcript(stage)).await?;
    report.step(stage, "settings, queue and agents with hostile texts", settings(stage)).await?;
    report.step(stage, "no page runs anything", pages(stage)).await
}

const NAME: &str = "\"><img src=x onerror=hit()>";
const QUESTION: &str = "</textarea><script>hit()</script>";
const AGENT_NAME: &str = "Anna <svg onload=hit()>";

async fn start(stage: &Stage) -> Result<()> {
    let words = stage.words;
    let page = &stage.customer;
    page.open(&stage.in_language(&stage.portal.addresses.chat)?).await?;
    page.put(words.your_name, NAME).await?;
    page.put(words.your_question, QUESTION).await?;
    page.click(words.start_chat).await?;
    page.shows_exactly(&[QUESTION]).await?;
    stage.agent_signs_in(AGENT).await?;
    stage.agent.sees(NAME).await?;
    stage.agent.choose(NAME).await?;
    stage.agent.click(words.take).await?;
    stage.agent.shows_exactly(&[QUESTION]).await?;
    for page in [&stage.customer, &stage.agent] {
        page.is_harmless().await?;
    }
    Ok(())
}

async fn chat(stage: &Stage) -> Result<()> {
    let typed = markup().map(|text| (text, text));
    let turning = TURNING.iter().map(|text| (*text, *text));
    let all: Vec<_> = typed.chain(CONTROLS.iter().copied()).chain(turning).collect();
    // Both take turns, and as many texts are looked at as surely stand on a page at once.
    for (texts, from) in all.chunks(8).zip([&stage.customer, &stage.agent].into_iter().cycle()) {
        for (text, _) in texts {
            from.put(stage.words.message, text).await?;
            from.click(stage.words.send).await?;
        }
        let left: Vec<_> = texts.iter().map(|(_, left)| *left).collect();
        for page in [&stage.customer, &stage.agent] {
            page.shows_exactly(&left).await?;
        }
    }
    for page in [&stage.customer, &stage.agent] {
        page.is_harmless().await?;
    }
    Ok(())
}

async fn files(stage: &Stage) -> Result<()> {
    let names = ["<img src=x onerror=hit()>.txt", "a\u{202e}txt.exe.log", "=cmd|' '!A0.csv"];
    for name in names {
        let file = stage.home().join(name);
        std::fs::write(&file, "<script>hit()</script>")?;
        stage.customer.attach(&file).await?;
        let kept = FileName::parse(name)?;
        stage.agent.shows_exactly(&[kept.as_str()]).await?;
    }
    for page in [&stage.customer, &stage.agent] {
        page.is_harmless().await?;
    }
    Ok(())
}

async fn transcript(stage: &Stage) -> Result<()> {
    let text = stage.transcript(&stage.session().await?).await?;
    let odd = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    ensure!(odd.is_none(), "a control character is left: {odd:?}");
    for hostile in markup() {
        ensure!(text.contains(hostile.trim()), "the transcript lacks {hostile}");
    }
    let forged = text.lines().find(|line| line.starts_with("[12:00:00]"));
    ensure!(forged.is_none(), "somebody has forged a line: {forged:?}");
    Ok(())
}

/// The administrator sets hostile texts wherever texts can be set.
async fn settings(stage: &Stage) -> Result<()> {
    let page = &stage.agent;
    page.client().delete_all_cookies().await?;
    page.open(&stage.in_language(&stage.portal.addresses.manage)?).await?;
    stage.signs_in(page, "max").await?;
    page.sees(NAME).await?;
    let read =
        async |path: &str| -> Result<Value> { Ok(serde_json::from_str(&page.fetch(path).await?)?) };
    let hostile: String = markup().take(30).collect::<Vec<_>>().join("\n");
    let both = json!({ "de": hostile, "en": hostile });
    let mut account = read("/api/v1/account").await?;
    let settings = &mut account["settings"];
    settings["company"] = json!("<svg onload=hit()> & Co");
    for text in ["welcome", "waiting", "nobody", "ended"] {
        settings["texts"][text] = both.clone();
    }
    settings["form"]["terms"] = both.clone();
    settings["form"]["terms_link"] = json!("https://example.com/'onclick='hit()");
    settings["replies"] = json!([{ "shortcut": "hi", "text": both }]);
    page.send("PUT", "/api/v1/account", &account).await?;
    let name = json!({ "de": QUESTION, "en": NAME });
    let queue = json!({ "id": "general", "name": name });
    page.send("PUT", "/api/v1/queues/general", &queue).await?;
    let agents = read("/api/v1/agents").await?;
    let mut agents = agents.as_array().into_iter().flatten();
    let anna = agents.find(|agent| agent["details"]["email"] == "anna@demo.test");
    let mut anna = anna.context("Anna")?.clone();
    anna["details"]["name"] = json!(AGENT_NAME);
    let path = format!("/api/v1/agents/{}", anna["id"].as_str().unwrap_or_default());
    page.send("PUT", &path, &anna["details"]).await
}

async fn pages(stage: &Stage) -> Result<()> {
    let page = &stage.agent;
    let manage = stage.in_language(&stage.portal.addresses.manage)?;
    for section in
        ["reports", "account", "chat", "files", "replies", "embed", "queues", "agents", "audit"]
    {
        page.open("about:blank").await?;
        page.open(&format!("{manage}#/{section}")).await?;
        page.settled().await?;
        page.is_harmless().await.with_context(|| format!("management center, {section}"))?;
    }
    page.open("about:blank").await?;
    page.open(&manage).await?;
    page.choose(NAME).await?;
    page.shows_exactly(&[NAME]).await?;
    page.settled().await?;
    page.is_harmless().await.context("session report")?;
    let customer = &stage.customer;
    customer.is_harmless().await.context("chat while settings change")?;
    customer.client().delete_all_cookies().await?;
    for address in [&stage.portal.addresses.url, &stage.portal.addresses.chat] {
        customer.open(&stage.in_language(address)?).await?;
        customer.settled().await?;
        customer.is_harmless().await.with_context(|| address.clone())?;
    }
    stage.agent_signs_in_anew(AGENT).await?;
    page.sees(AGENT_NAME).await?;
    page.is_harmless().await.context("console")
}
