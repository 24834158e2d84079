//! How a page is looked at: on a desk or on a phone, in daylight or in the dark. Chromium is told by
//! the protocol of its developer tools, since no window can be made as narrow as a phone.

use anyhow::{Context, Result};
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::driver::Driver;

/// One way of looking at a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A window of 1280 by 900.
    Desk,
    /// The same, in the dark.
    DeskInTheDark,
    /// 360 by 740 at two device pixels each, as on a small phone.
    Phone,
}

impl Look {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Desk, Self::DeskInTheDark, Self::Phone];

    /// A word for file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::DeskInTheDark => "dark",
            Self::Phone => "phone",
        }
    }

    fn metrics(self) -> Value {
        let (width, height, scale, mobile) = match self {
            Self::Desk | Self::DeskInTheDark => (1280, 900, 1, false),
            Self::Phone => (360, 740, 2, true),
        };
        json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": mobile })
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::Desk | Self::Phone => "light",
            Self::DeskInTheDark => "dark",
        }
    }
}

impl Driver {
    /// Looks at the page so from now on.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn look(&self, look: Look) -> Result<()> {
        self.tools("Emulation.setDeviceMetricsOverride", look.metrics()).await?;
        let scheme = json!({ "name": "prefers-color-scheme", "value": look.scheme() });
        self.tools("Emulation.setEmulatedMedia", json!({ "features": [scheme] })).await?;
        Ok(())
    }

    /// Looks at the page as its window is.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub async fn look_plainly(&self) -> Result<()> {
        self.tools("Emulation.clearDeviceMetricsOverride", json!({})).await?;
        self.tools("Emulation.setEmulatedMedia", json!({ "features": [] })).await?;
        Ok(())
    }

    /// Gives a command of the developer tools.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub(crate) async fn tools(&self, cmd: &str, params: Value) -> Result<Value> {
        let command = Tools(json!({ "cmd": cmd, "params": params }));
        self.client().issue_cmd(command).await.with_context(|| cmd.to_owned())
    }
}

/// A command of the developer tools, as chromedriver passes it on.
#[derive(Debug)]
struct Tools(Value);

impl WebDriverCompatibleCommand for Tools {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.0.to_string()))
    }
}
