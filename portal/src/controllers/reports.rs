//! Session reports. The table of routes lets only those in who have the right to them.

mod export;
mod figures;
mod list;
mod one;
mod save;

use axum::http::{HeaderName, HeaderValue, header};
use corporate_protocol::report::ReportFilter;
use corporate_protocol::{ErrorCode, Language};
use jiff::tz::TimeZone;
use schemars::JsonSchema;
use serde::Deserialize;

pub(crate) use export::{ExportQuery, export_csv, export_json};
pub(crate) use figures::{FiguresQuery, figures};
pub(crate) use list::{ListQuery, list};
pub(crate) use one::one;
pub(crate) use save::{save_csv, save_json, save_txt};

use crate::state::Services;
use crate::store::{Sorting, Which};
use crate::web::Failure;
use crate::{reports, transcript};

/// How a file is written.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct How {
    /// `de` or `en`.
    lang: Option<String>,
    /// The time zone of its times, such as `Europe/Berlin`; UTC where it is unknown.
    zone: Option<String>,
}

impl How {
    fn language(&self) -> Language {
        self.lang.as_deref().map_or(Language::En, Language::from_tag)
    }

    fn zone(&self) -> TimeZone {
        transcript::zone(self.zone.as_deref())
    }
}

/// What is asked for, or the name of what can't be.
fn which(services: &Services, filter: &ReportFilter) -> Result<(Which, Sorting), Failure> {
    reports::which(filter, services.sessions.now())
        .map_err(|unfit| Failure::from(ErrorCode::BadRequest).at(unfit.0))
}

/// The headers of a file to be saved under this name.
fn attachment(media: &'static str, name: &str) -> Result<[(HeaderName, HeaderValue); 2], Failure> {
    let disposition = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
        .map_err(|_| ErrorCode::Internal)?;
    Ok([
        (header::CONTENT_TYPE, HeaderValue::from_static(media)),
        (header::CONTENT_DISPOSITION, disposition),
    ])
}
