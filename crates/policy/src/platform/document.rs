//! The policy as a JSON document. Every field is known or refused, so that a misspelt one is no
//! missing one.

use serde::Deserialize;

/// The whole document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    portal_url: String,
}

/// Reads the portal's address as it is written.
///
/// # Errors
/// What is wrong, in English.
pub(super) fn portal_url(bytes: &[u8]) -> Result<String, &'static str> {
    let document: Document = serde_json::from_slice(bytes)
        .map_err(|_| "it has to be a JSON object with portal_url and nothing else")?;
    Ok(document.portal_url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_is_read_and_anything_else_refused() {
        let good = br#" { "portal_url": "https://support.example.com" } "#;
        assert_eq!(portal_url(good).as_deref(), Ok("https://support.example.com"));
        for bad in [
            "",
            "{}",
            "null",
            "[]",
            r#""https://support.example.com""#,
            r#"{ "portal_url": null }"#,
            r#"{ "portal_url": ["https://a.example"] }"#,
            r#"{ "portal_url": "https://a.example", "portal_url": "https://b.example" }"#,
            r#"{ "portal_url": "https://a.example", "release_key": "AAAA" }"#,
            r#"{ "Portal_Url": "https://a.example" }"#,
            r#"{ "portal_url": "https://a.example" } x"#,
            "\u{feff}{ \"portal_url\": \"https://a.example\" }",
        ] {
            assert!(portal_url(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(portal_url(b"{ \"portal_url\": \"\xff\" }").is_err());
    }
}
