//! Pictures of pages as people see them, in every look, and what an accessibility checker (axe-core)
//! finds on each: nothing, or the story fails. The pictures are for people to judge.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::driver::Driver;
use crate::look::Look;

/// Where npm puts the checker.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/node_modules/axe-core/axe.min.js");

/// WCAG 2.2 up to level AA, and what the checker's makers recommend beside it.
const CHECK: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations', 'incomplete'] }).then(
        ({ violations, passes, incomplete }) => done({
            passed: passes.length,
            unsure: incomplete.map((rule) => rule.id),
            violations: violations.map((rule) => ({
                rule: rule.id,
                impact: rule.impact,
                nodes: rule.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
            })),
        }),
        (error) => done({ failed: String(error) }));";

/// Whether the page is wider than its window, which on a phone means scrolling sideways.
const TOO_WIDE: &str = "return document.documentElement.scrollWidth > innerWidth + 1;";

/// A folder of pictures, and what was found on the pages.
pub struct Gallery {
    folder: PathBuf,
    language: &'static str,
    checked: &'static [Look],
    axe: String,
    found: Vec<Value>,
}

impl Gallery {
    /// An empty gallery in a folder.
    ///
    /// # Errors
    /// Where the folder cannot be made or the checker is not installed.
    pub fn open(folder: &Path, language: &'static str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let axe = fs::read_to_string(AXE).with_context(|| format!("read {AXE}"))?;
        // What the checker finds in one language it finds in the other, but for what is too long.
        let checked: &[Look] =
            if language == "de" { &[Look::Phone] } else { &[Look::Desk, Look::DeskInTheDark] };
        Ok(Self { folder: folder.to_owned(), language, checked, axe, found: Vec::new() })
    }

    /// Looks at a page in every way, keeps a picture of each, and has it checked in some: between
    /// the two languages, in all.
    ///
    /// # Errors
    /// Where the checker cannot be run. What it finds is told by [`close`](Self::close).
    pub async fn show(&mut self, page: &Driver, name: &str) -> Result<()> {
        for look in Look::ALL {
            page.look(look).await?;
            page.settled().await?;
            let picture = page.client().screenshot().await?;
            let file = format!("{}-{name}-{}.png", self.language, look.name());
            fs::write(self.folder.join(file), picture)?;
            let too_wide = page.client().execute(TOO_WIDE, Vec::new()).await?;
            let mut found = json!({ "page": format!("{name}, {}", look.name()) });
            found["too_wide"] = too_wide;
            if self.checked.contains(&look) {
                let axe = self.check(page).await.with_context(|| format!("check {name}"))?;
                found["axe"] = axe;
            }
            self.found.push(found);
        }
        page.look_plainly().await
    }

    async fn check(&self, page: &Driver) -> Result<Value> {
        let loaded = page.client().execute("return 'axe' in window;", Vec::new()).await?;
        if loaded != json!(true) {
            page.client().execute(&self.axe, Vec::new()).await.context("load the checker")?;
        }
        let found = page.client().execute_async(CHECK, Vec::new()).await?;
        if let Some(failed) = found["failed"].as_str() {
            bail!("the checker failed: {failed}");
        }
        Ok(found)
    }

    /// Writes what was found beside the pictures.
    ///
    /// # Errors
    /// Where anything was found on any page, or a page is wider than its window; with all of it.
    pub fn close(self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.found)?;
        fs::write(self.folder.join(format!("{}-axe.json", self.language)), text)?;
        let bad: Vec<_> = self
            .found
            .iter()
            .filter(|found| {
                found["too_wide"] == json!(true)
                    || found.get("axe").is_some_and(|axe| {
                        axe["violations"].as_array().is_none_or(|rules| !rules.is_empty())
                    })
            })
            .collect();
        if bad.is_empty() {
            return Ok(());
        }
        bail!("pages that not everybody can use: {}", serde_json::to_string_pretty(&bad)?)
    }
}
