//! What is logged, and what never is: our own crates speak as loudly as asked, all others only of
//! what went wrong. At their loudest some of them write whole messages and headers, with chat and
//! credential in them; so no setting reaches them.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::EnvFilter;

/// The environment variable that says how loud: `error`, `warn`, `info`, `debug` or `trace`.
pub const VARIABLE: &str = "CORPORATE_CUSTOMER_LOG";

/// Our crates, by the names of their modules.
const OURS: [&str; 5] = [
    "corporate_customer",
    "corporate_link",
    "corporate_capture",
    "corporate_encode",
    "corporate_protocol",
];

/// The filter for a level; `info` where it is not given or not understood.
pub fn filter(level: Option<&str>) -> EnvFilter {
    let level = level.and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    let ours = OURS.map(|name| format!("{name}={level}")).join(",");
    EnvFilter::new(format!("warn,{ours}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_reaches_our_crates_only() {
        let text = filter(Some("trace")).to_string();
        assert!(text.contains("corporate_link=trace"));
        assert!(text.contains("warn"));
        assert!(!filter(Some("tungstenite=trace")).to_string().contains("tungstenite"));
        assert!(filter(None).to_string().contains("corporate_customer=info"));
    }
}
