//! What a store keeps of shared screens: their figures, apart from the log.

use corporate_protocol::SessionId;
use corporate_protocol::report::PictureFigures;

use super::Answer;

/// Keeps one set of figures a session.
pub(crate) trait PictureStore {
    /// What was gathered so far, as it was kept; none where nothing was.
    fn gathered(&self, session: SessionId) -> Answer<'_, Option<String>>;
    /// Keeps figures and what they were made of, in place of what was there.
    fn put_gathered<'a>(
        &'a self,
        session: SessionId,
        figures: &'a PictureFigures,
        gathered: &'a str,
    ) -> Answer<'a, ()>;
}
