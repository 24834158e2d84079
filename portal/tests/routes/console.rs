//! `/api/v1/console/…`

mod sessions;
