//! Session reports: checks what is asked for, puts figures together from the store's numbers, and
//! writes files. Who may ask is decided at the door; here everybody may.

mod csv;
mod facts;
mod figures;
mod log_file;
mod place;
mod rows_file;
mod words;

use corporate_protocol::Timestamp;
use corporate_protocol::report::{REPORT_DAYS, REPORT_TEXT_CHARS, ReportFilter};

pub(crate) use facts::{consents, handoffs};
pub(crate) use figures::figures;
pub(crate) use log_file::log_as_csv;
pub(crate) use place::{place_of, text_of};
pub(crate) use rows_file::{RowsFile, row_line};

use crate::store::{Sorting, Which};

const DAY_MS: i64 = 24 * 3_600 * 1_000;
/// The last moment that can be asked about: the end of the year 9999.
const LAST: i64 = 253_402_300_800_000;

/// A part of the filter that can't be, by its name in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unfit(pub(crate) &'static str);

/// What is asked for, checked and with its gaps filled in.
///
/// # Errors
/// [`Unfit`] where the span is no span or too long, or the text too long.
pub(crate) fn which(filter: &ReportFilter, now: Timestamp) -> Result<(Which, Sorting), Unfit> {
    let to = filter.to.map_or(now.0.saturating_add(1), |to| to.0);
    if !(1..=LAST).contains(&to) {
        return Err(Unfit("to"));
    }
    let first = (to - REPORT_DAYS * DAY_MS).max(0);
    let from = filter.from.map_or(first, |from| from.0);
    if !(first..to).contains(&from) {
        return Err(Unfit("from"));
    }
    let words = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    if words.is_some_and(|text| text.chars().count() > REPORT_TEXT_CHARS) {
        return Err(Unfit("text"));
    }
    let which = Which {
        from: Timestamp(from),
        to: Timestamp(to),
        queue: filter.queue.clone(),
        agent: filter.agent,
        outcome: filter.outcome,
        mode: filter.mode,
        words: words.map(str::to_lowercase),
    };
    Ok((which, Sorting { sort: filter.sort, order: filter.order }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_348_800_000);

    fn refused(change: impl FnOnce(&mut ReportFilter)) -> &'static str {
        let mut filter = ReportFilter::default();
        change(&mut filter);
        which(&filter, NOW).expect_err("a bad filter").0
    }

    #[test]
    fn without_a_span_it_is_the_last_two_years() {
        let (which, _) = which(&ReportFilter::default(), NOW).expect("a filter");
        assert_eq!(which.to, Timestamp(NOW.0 + 1), "what begins now is there");
        assert_eq!(which.to.0 - which.from.0, REPORT_DAYS * DAY_MS);
    }

    #[test]
    fn spans_that_are_none_or_too_long_are_named() {
        assert_eq!(refused(|f| f.to = Some(Timestamp(0))), "to");
        assert_eq!(refused(|f| f.to = Some(Timestamp(i64::MAX))), "to");
        assert_eq!(refused(|f| f.from = Some(Timestamp(NOW.0 + 1))), "from");
        assert_eq!(refused(|f| f.from = Some(Timestamp(0))), "from");
        assert_eq!(refused(|f| f.from = Some(Timestamp(i64::MIN))), "from");
        let all = |f: &mut ReportFilter| f.from = Some(Timestamp(NOW.0 + 1 - REPORT_DAYS * DAY_MS));
        let mut filter = ReportFilter::default();
        all(&mut filter);
        assert!(which(&filter, NOW).is_ok());
    }

    #[test]
    fn a_text_is_trimmed_and_bounded() {
        assert_eq!(refused(|f| f.text = Some("ä".repeat(REPORT_TEXT_CHARS + 1))), "text");
        let looked_for = |text: &str| {
            let filter = ReportFilter { text: Some(text.to_owned()), ..ReportFilter::default() };
            which(&filter, NOW).expect("a filter").0.words
        };
        assert_eq!(looked_for("  Erika MÜLLER "), Some("erika müller".to_owned()));
        assert_eq!(looked_for("  "), None);
    }
}
