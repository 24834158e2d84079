//! A goal of a measurement: ours beside somebody else's, the ratio that it is to keep, and the line
//! of a table that says whether it does. What was not measured has met nothing.

use serde::Serialize;

/// One goal and what came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Goal {
    /// What is compared, with its unit.
    pub measure: String,
    /// Ours.
    pub ours: Option<f64>,
    /// The other's value, and whose.
    pub other: Option<(f64, String)>,
    /// Ours divided by the other's must not exceed this; without another, ours itself.
    pub limit: f64,
    /// For goals that are a least value.
    pub at_least: bool,
}

impl Goal {
    fn value(&self) -> Option<f64> {
        match &self.other {
            Some((other, _)) => Some(self.ours? / other),
            None => self.ours,
        }
    }

    /// Whether it was met; none where it was not measured.
    pub fn met(&self) -> Option<bool> {
        let value = self.value()?;
        Some(if self.at_least { value >= self.limit } else { value <= self.limit })
    }

    /// A line of the table.
    pub fn line(&self) -> String {
        let ours = self.ours.map_or("–".to_owned(), figure);
        let other = self.other.as_ref();
        let against =
            other.map_or("–".to_owned(), |(value, who)| format!("{} ({who})", figure(*value)));
        let ratio = other
            .and_then(|_| self.value())
            .map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
        let sign = if self.at_least { "≥" } else { "≤" };
        let met = match self.met() {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "not measured",
        };
        format!(
            "| {} | {ours} | {against} | {ratio} | {sign} {} | {met} |",
            self.measure, self.limit
        )
    }
}

/// A figure with as many digits as mean something.
pub fn figure(value: f64) -> String {
    match value.abs() {
        small if small < 1.0 => format!("{value:.2}"),
        middle if middle < 100.0 => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(ours: Option<f64>, other: Option<f64>) -> Goal {
        let other = other.map(|value| (value, "a peer".to_owned()));
        Goal { measure: "bytes, kB".to_owned(), ours, other, limit: 0.5, at_least: false }
    }

    #[test]
    fn a_goal_is_a_ratio_where_there_is_somebody_else() {
        assert_eq!(goal(Some(40.0), Some(100.0)).met(), Some(true));
        assert_eq!(goal(Some(60.0), Some(100.0)).met(), Some(false));
        assert_eq!(goal(Some(0.4), None).met(), Some(true));
        let least = Goal { at_least: true, limit: 100.0, ..goal(Some(99.9), None) };
        assert_eq!(least.met(), Some(false));
    }

    #[test]
    fn what_was_not_measured_is_not_met() {
        for missing in [goal(None, Some(3.0)), goal(None, None)] {
            assert_eq!(missing.met(), None);
            assert!(missing.line().ends_with("| not measured |"), "{}", missing.line());
        }
    }

    #[test]
    fn a_line_has_all_there_is() {
        let line = goal(Some(61.26), Some(122.0)).line();
        assert_eq!(line, "| bytes, kB | 61.3 | 122 (a peer) | 0.50 | ≤ 0.5 | **no** |");
    }
}
