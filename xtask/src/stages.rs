//! A run as a list of stages: the first that fails ends it with its name, and a table tells what
//! took how long.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The stages so far and what each took.
#[derive(Default)]
pub(crate) struct Stages(Vec<(&'static str, Duration, bool)>);

impl Stages {
    /// Runs a stage; says its name before, and in its error.
    ///
    /// # Errors
    /// The stage's own.
    pub(crate) fn run<T>(
        &mut self,
        name: &'static str,
        stage: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        println!("\n== {name}");
        let started = Instant::now();
        let result = stage();
        self.0.push((name, started.elapsed(), result.is_ok()));
        result.with_context(|| format!("stage \"{name}\" failed"))
    }

    /// Prints the table.
    pub(crate) fn print(&self) {
        println!("\n{:<20} {:>8}", "stage", "time");
        for (name, took, ok) in &self.0 {
            println!("{name:<20} {:>8}{}", clock(*took), if *ok { "" } else { "  FAILED" });
        }
        println!("{:<20} {:>8}", "total", clock(self.0.iter().map(|(_, took, _)| *took).sum()));
    }
}

/// Minutes and seconds.
fn clock(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(83_456)), "1:23.4");
        assert_eq!(clock(Duration::ZERO), "0:00.0");
    }

    #[test]
    fn the_first_failing_stage_is_named() {
        let mut stages = Stages::default();
        stages.run("one", || Ok(())).expect("fine");
        let error = stages.run::<()>("two", || anyhow::bail!("broken")).expect_err("fails");
        assert_eq!(format!("{error:#}"), "stage \"two\" failed: broken");
        assert_eq!(stages.0.iter().map(|stage| stage.2).collect::<Vec<_>>(), [true, false]);
    }
}
