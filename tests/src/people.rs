//! What customer and agent do on their pages, in the words of the story.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use corporate_protocol::Code;
use fantoccini::Locator;

use crate::driver::{Driver, PAGE_SECONDS, literal};
use crate::picture::{Area, Picture};
use crate::stage::{Stage, ZONE};
use crate::wait::{until, until_true};

/// For a chat to be saved after the click.
const SAVE_SECONDS: u64 = 20;

impl Stage {
    /// The first name of an agent, as customers see it.
    pub fn name_of(&self, agent: &str) -> String {
        let mut letters = agent.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect())
            .unwrap_or_default()
    }

    /// The customer opens the chat, gives name and question, and waits.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn customer_starts_chat(&self, name: &str) -> Result<()> {
        let words = self.words;
        self.customer.open(&self.in_language(&self.portal.addresses.chat)?).await?;
        self.customer.fill(words.your_name, name).await?;
        self.customer.fill(words.your_question, words.question).await?;
        self.customer.click(words.start_chat).await?;
        self.customer.sees(words.question).await
    }

    /// An agent signs in at the console.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn agent_signs_in(&self, who: &str) -> Result<()> {
        let console = self.in_language(&self.portal.addresses.console)?;
        self.agent.open(&console).await?;
        self.signs_in(&self.agent, who).await
    }

    /// An agent signs in at the console in place of whoever was signed in there.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn agent_signs_in_anew(&self, who: &str) -> Result<()> {
        self.agent.client().delete_all_cookies().await?;
        self.agent_signs_in(who).await
    }

    /// Signs in on a page that asks for it.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn signs_in(&self, page: &Driver, who: &str) -> Result<()> {
        let account = self.portal.addresses.agent(who)?;
        page.fill(self.words.email, &account.email).await?;
        page.fill(self.words.password, &account.password).await?;
        page.click(self.words.sign_in).await
    }

    /// The agent chooses the customer's session in the list view and takes it.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn agent_takes(&self, customer: &str) -> Result<()> {
        self.agent.sees(customer).await?;
        self.agent.choose(customer).await?;
        self.agent.click(self.words.take).await
    }

    /// The agent chooses the upgrade in the toolbar and answers the question.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn agent_upgrades(&self, answer: &str) -> Result<()> {
        self.agent.click(self.words.upgrade).await?;
        self.agent.click(answer).await
    }

    /// The agent has a code made for reading out, and closes the dialog that shows it; gives the code.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn agent_reads_out_code(&self) -> Result<String> {
        self.agent.click(self.words.read_out).await?;
        let list = literal(self.words.code_to_read_out);
        let path = format!("//ol[@aria-label={list}]//strong");
        let code = until("the code to read out", PAGE_SECONDS, async || {
            let mut letters = String::new();
            for letter in self.agent.client().find_all(Locator::XPath(&path)).await? {
                letters += &letter.text().await?;
            }
            Ok(Code::parse(&letters))
        });
        let code = code.await?.to_string();
        self.agent.click(self.words.close).await?;
        Ok(code)
    }

    /// Somebody writes a message on a page with a chat; it is there when it shows on that page.
    ///
    /// # Errors
    /// Where the page does not allow it in time.
    pub async fn says(&self, page: &Driver, text: &str) -> Result<()> {
        page.fill(self.words.message, text).await?;
        page.click(self.words.send).await?;
        page.sees(text).await
    }

    /// The id of the customer's session.
    ///
    /// # Errors
    /// Where the customer has none.
    pub async fn session(&self) -> Result<String> {
        let current = self.customer.fetch("/api/v1/chats/current").await?;
        let current: serde_json::Value = serde_json::from_str(&current)?;
        Ok(current["session"].as_str().context("a session id")?.to_owned())
    }

    /// The transcript as the portal gives it to the customer.
    ///
    /// # Errors
    /// Where the portal refuses it.
    pub async fn transcript(&self, session: &str) -> Result<String> {
        let zone = ZONE.replace('/', "%2F");
        let lang = self.words.code;
        let path = format!("/api/v1/sessions/{session}/transcript.txt?lang={lang}&zone={zone}");
        self.customer.fetch(&path).await
    }

    /// The customer saves the chat by the link or button below it, in the browser or in the app;
    /// gives the file's text and takes the file away.
    ///
    /// # Errors
    /// Where no file is saved in time.
    pub async fn saves_chat(&self, page: &Driver) -> Result<String> {
        page.click(self.words.save_chat_history).await?;
        let is_text =
            |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "txt");
        let mut found = self.downloaded_within(SAVE_SECONDS, "the saved chat", is_text).await;
        if found.is_err() {
            // Seen once in many runs: the browser took the click, and asked the portal for nothing.
            eprintln!("     nothing was saved within {SAVE_SECONDS} s of the click: clicked again");
            page.click(self.words.save_chat_history).await?;
            found = self.downloaded_within(SAVE_SECONDS, "the saved chat", is_text).await;
        }
        let file = found?;
        let text = std::fs::read_to_string(&file)?;
        ensure!(!text.trim().is_empty(), "{} is empty", file.display());
        std::fs::remove_file(file)?;
        Ok(text)
    }

    /// Waits until the agent's viewer shows what is on the customer's screen in this area: much
    /// nearer to the screen as it is now than to the screen as it was in `before`.
    ///
    /// # Errors
    /// Where it does not in time.
    pub async fn viewer_follows(&self, before: &Picture, area: Area) -> Result<()> {
        let now = self.customer_display.picture()?;
        let changed = now.distance(before, area)?;
        ensure!(changed > 1.0, "the customer's screen has not changed ({changed:.2})");
        until("the change in the viewer", PAGE_SECONDS, async || {
            let Some(seen) = self.agent.canvas().await? else { return Ok(None) };
            let distance = seen.distance(&now, area)?;
            ensure!(distance < changed / 4.0, "still {distance:.2} of {changed:.2} apart");
            Ok(Some(()))
        })
        .await
    }
}

impl Driver {
    /// Chooses the row with this text in a list or table.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn choose(&self, text: &str) -> Result<()> {
        let path = format!(
            "//*[self::tr or self::li or self::button or self::a]\
             [contains(normalize-space(.), {})]",
            literal(text)
        );
        until_true(&format!("the row \"{text}\""), PAGE_SECONDS, async || {
            let rows = self.client().find_all(Locator::XPath(&path)).await?;
            let Some(row) = rows.into_iter().last() else { return Ok(false) };
            row.click().await?;
            Ok(true)
        })
        .await
    }
}
