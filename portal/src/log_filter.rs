//! Which lines may enter a log at all. The program and the test that searches the log for secrets
//! use the same filter.

/// The filter (`tracing_subscriber::EnvFilter`) for a level of the portal's own lines. Other
/// crates come in from warnings up only: some of them print what travels.
pub fn log_filter(level: &str) -> String {
    format!("warn,corporate_portal={level}")
}
