//! What people do with lists, menus, boxes and places for files on a page, each found by its
//! accessible name.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::Locator;

use crate::driver::{Driver, PAGE_SECONDS, literal};
use crate::wait::until;

impl Driver {
    /// Chooses an entry of the menu that is open.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn choose_entry(&self, name: &str) -> Result<()> {
        let name_is = literal(name);
        let path = format!("//*[@role='menuitem'][.//span[normalize-space(.)={name_is}]]");
        until(&format!("the entry \"{name}\""), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            Ok(Some(element.click().await?))
        })
        .await
    }

    /// Chooses an option of the list of this name.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn select(&self, name: &str, option: &str) -> Result<()> {
        let name_is = literal(name);
        let path = format!(
            "//select[@aria-label={name_is} or @id=//label[normalize-space(.)={name_is}]/@for]"
        );
        until(&format!("the list \"{name}\""), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            Ok(Some(element.select_by_label(option).await?))
        })
        .await
    }

    /// Ticks the box or round button of this name.
    ///
    /// # Errors
    /// Where there is none in time.
    pub async fn tick(&self, name: &str) -> Result<()> {
        let path = format!("//label[normalize-space(.)={}]", literal(name));
        until(&format!("\"{name}\" to tick"), PAGE_SECONDS, async || {
            let Some(element) = self.ready(&path).await? else { return Ok(None) };
            Ok(Some(element.click().await?))
        })
        .await
    }

    /// Presses Escape where the keyboard is.
    ///
    /// # Errors
    /// Where nothing has it.
    pub async fn press_escape(&self) -> Result<()> {
        Ok(self.client().active_element().await?.send_keys("\u{e00c}").await?)
    }

    /// Chooses a file in the page's first place for files.
    ///
    /// # Errors
    /// Where there is no such place in time.
    pub async fn attach(&self, file: &Path) -> Result<()> {
        let path = file.to_str().context("a path in UTF-8")?;
        until("a place for files", PAGE_SECONDS, async || {
            let found = self.client().find(Locator::Css("input[type=file]")).await?;
            Ok(Some(found.send_keys(path).await?))
        })
        .await
    }
}
