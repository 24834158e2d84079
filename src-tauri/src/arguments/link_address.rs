//! Links of our own scheme: `corpcustomer://join/<code>` and nothing else. Anybody can put such a
//! link into a page, so it can name a code and do nothing more.

use corporate_protocol::Code;

/// What our links begin with.
const SCHEME: &str = "corpcustomer:";
/// Longer than any good link.
const MOST_BYTES: usize = 64;

/// Whether it claims to be a link of ours.
pub(super) fn is_ours(text: &str) -> bool {
    text.get(..SCHEME.len()).is_some_and(|start| start.eq_ignore_ascii_case(SCHEME))
}

/// The code that a link names; `None` for every other form of link.
pub(super) fn parse(text: &str) -> Option<Code> {
    if text.len() > MOST_BYTES || !is_ours(text) {
        return None;
    }
    let code = text.get(SCHEME.len()..)?.strip_prefix("//join/")?;
    // Some browsers add a slash.
    let code = code.strip_suffix('/').unwrap_or(code);
    let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain { Code::parse(code) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_code() {
        let code = Code::parse("K7QM-2XRB-9TFD");
        for link in [
            "corpcustomer://join/K7QM-2XRB-9TFD",
            "corpcustomer://join/k7qm2xrb9tfd",
            "CorpCustomer://join/K7QM-2XRB-9TFD/",
        ] {
            assert_eq!(parse(link), code, "{link}");
        }
    }

    #[test]
    fn anything_else_is_no_link() {
        for link in [
            "",
            "corpcustomer:",
            "corpcustomer://join/",
            "corpcustomer://join/K7QM-2XRB-9TF",
            "corpcustomer://join/K7QM-2XRB-9TFD?portal=https://evil.example",
            "corpcustomer://join/K7QM-2XRB-9TFD#x",
            "corpcustomer://join/K7QM%2D2XRB-9TFD",
            "corpcustomer://evil.example/join/K7QM-2XRB-9TFD",
            "corpcustomer://join/../K7QM-2XRB-9TFD",
            "corpcustomer://join/K7QM-2XRB-9TFD --handoff",
            "https://join/K7QM-2XRB-9TFD",
            "corpcustomer:join/K7QM-2XRB-9TFD",
            "corpcustomer:/join/K7QM-2XRB-9TFD",
            "corpcustomer:///join/K7QM-2XRB-9TFD",
            "corpcustomer://JOIN/K7QM-2XRB-9TFD",
            "corpcustomer://join:443/K7QM-2XRB-9TFD",
            "corpcustomer://user@join/K7QM-2XRB-9TFD",
            "corpcustomer://join/K7QM-2XRB-9TFD//",
            "corpcustomer://join/K7QM-2XRB-9TFD/../../end",
            "corpcustomer://join/K7QM-2XRB-9TFD\\x",
            "corpcustomer://join/K7QM 2XRB 9TFD",
            "corpcustomer://join/K7QM+2XRB+9TFD",
            "corpcustomer://join/\u{ff2b}7QM-2XRB-9TFD",
            "corpcustomer://join/К7QM-2XRB-9TFD",
            "corpcustomer://join/K7QM-2XRB-9TFD\0",
            "corpcustomer://join/K7QM-2XRB-9TFD\n--handoff",
            " corpcustomer://join/K7QM-2XRB-9TFD",
            "\u{feff}corpcustomer://join/K7QM-2XRB-9TFD",
            "corpcustomer://config/https://evil.example",
            "corpcustomer://uninstall",
        ] {
            assert_eq!(parse(link), None, "{link}");
        }
        assert_eq!(parse(&format!("corpcustomer://join/{}", "-".repeat(9_999))), None);
    }
}
