//! Figures of shared screens, one row a session; they go when the session goes.

use corporate_protocol::SessionId;
use corporate_protocol::report::PictureFigures;
use sqlx::sqlite::SqlitePool;

use super::SqliteStore;
use crate::store::{Answer, PictureStore, StoreError};

impl PictureStore for SqliteStore {
    fn gathered(&self, session: SessionId) -> Answer<'_, Option<String>> {
        Box::pin(get(&self.pool, session))
    }

    fn put_gathered<'a>(
        &'a self,
        session: SessionId,
        figures: &'a PictureFigures,
        gathered: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(put(&self.pool, session, figures, gathered))
    }
}

async fn get(pool: &SqlitePool, session: SessionId) -> Result<Option<String>, StoreError> {
    let query = sqlx::query_scalar("SELECT gathered FROM picture_figures WHERE session = ?");
    Ok(query.bind(session.to_string()).fetch_optional(pool).await?)
}

async fn put(
    pool: &SqlitePool,
    session: SessionId,
    figures: &PictureFigures,
    gathered: &str,
) -> Result<(), StoreError> {
    let figures = serde_json::to_string(figures).map_err(|_| StoreError::Corrupt("figures"))?;
    sqlx::query(
        "INSERT INTO picture_figures (session, figures, gathered) VALUES (?, ?, ?)
         ON CONFLICT (session) DO UPDATE SET figures = excluded.figures,
         gathered = excluded.gathered",
    )
    .bind(session.to_string())
    .bind(figures)
    .bind(gathered)
    .execute(pool)
    .await?;
    Ok(())
}
