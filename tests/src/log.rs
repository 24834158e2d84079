//! What the report says of the customer's session, while it goes on: how often what has happened.

use anyhow::Result;

use crate::reader::Reader;
use crate::stage::Stage;
use crate::story::READER;
use crate::wait::until_true;

/// What the session's report says.
pub struct Log {
    reader: Reader,
    session: String,
}

impl Log {
    /// The log of the customer's session.
    ///
    /// # Errors
    /// Where there is none, or the portal refuses.
    pub async fn of(stage: &Stage) -> Result<Self> {
        let reader = Reader::sign_in(&stage.portal, READER).await?;
        Ok(Self { reader, session: stage.session().await? })
    }

    /// How many events of this kind there are.
    ///
    /// # Errors
    /// Where the portal refuses.
    pub async fn count(&self, kind: &str) -> Result<usize> {
        let kinds = self.reader.kinds(&self.session).await?;
        Ok(kinds.iter().filter(|logged| *logged == kind).count())
    }

    /// Waits until so many events of this kind are there.
    ///
    /// # Errors
    /// Where there are not in time.
    pub async fn has(&self, kind: &str, times: usize) -> Result<()> {
        let what = format!("{times} times {kind} in the log");
        until_true(&what, 20, async || Ok(self.count(kind).await? == times)).await
    }

    /// Why codes and tickets were refused, in order.
    ///
    /// # Errors
    /// Where the portal refuses.
    pub async fn refusals(&self) -> Result<Vec<String>> {
        let events = self.reader.events(&self.session).await?;
        let refused = events.iter().filter(|event| event["kind"] == "handoff_refused");
        Ok(refused.filter_map(|event| event["reason"].as_str().map(str::to_owned)).collect())
    }
}
