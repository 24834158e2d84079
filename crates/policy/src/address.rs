//! Reads the address of a portal as an administrator or a build writes it. Takes one spelling of
//! each address alone, the one that is shown to customers: what reads like one host and is another
//! never gets through.

use corporate_protocol::{OriginError, PortalOrigin};

/// Bytes of an address; the longest host name has 253.
const ADDRESS_BYTES: usize = 300;

/// Why an address can't be a portal's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// It is longer than any address.
    #[error("it is too long")]
    TooLong,
    /// It has spaces, control characters or letters beyond ASCII. Other scripts' letters look like
    /// Latin ones; such a name is written in its ASCII form, `xn--…`.
    #[error("it has characters that no address has; write other scripts as xn--…")]
    Characters,
    /// It is no origin of a portal.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// Its host ends in a dot, has an empty part, or port 0.
    #[error("its host or port can't be used")]
    Host,
    /// It means an address that is spelled differently.
    #[error("it has to be written as {0}")]
    Spelling(PortalOrigin),
}

/// Reads an address such as `https://support.example.com`; one slash may follow.
///
/// # Errors
/// [`AddressError`] for everything that is not the one spelling of a safe origin.
pub fn read_address(text: &str) -> Result<PortalOrigin, AddressError> {
    if text.len() > ADDRESS_BYTES {
        return Err(AddressError::TooLong);
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(AddressError::Characters);
    }
    let origin = PortalOrigin::parse(text)?;
    let url = origin.at("/");
    let host = url.host_str().unwrap_or_default();
    if host.split('.').any(str::is_empty) || url.port() == Some(0) {
        return Err(AddressError::Host);
    }
    if text.strip_suffix('/').unwrap_or(text) == origin.to_string() {
        Ok(origin)
    } else {
        Err(AddressError::Spelling(origin))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_addresses_are_read() {
        for text in [
            "https://support.example.com",
            "https://support.example.com:8443",
            "https://192.0.2.7",
            "https://[2001:db8::1]:8443",
            "https://xn--bcher-kva.example",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
        ] {
            assert_eq!(read_address(text).expect(text).to_string(), text);
            assert_eq!(read_address(&format!("{text}/")).expect(text).to_string(), text);
        }
    }

    #[test]
    fn a_host_that_reads_like_another_is_refused() {
        for text in [
            // The host is what follows the @.
            "https://support.example.com@evil.example",
            "https://support.example.com:443@evil.example",
            "https://support.example.com%40evil.example",
            // Backslashes and missing slashes are slashes to a browser.
            "https:\\\\support.example.com",
            "https:/support.example.com",
            "https:support.example.com",
            "https://evil.example\\@support.example.com",
            "https:///support.example.com",
            // Not HTTPS, though it begins like this machine.
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://127.0.0.1@evil.example",
            "http://support.example.com",
            "ws://support.example.com",
            "file:///etc/passwd",
            // The same host in other clothes.
            "https://support.example.com.",
            "https://support..example.com",
            "https://.support.example.com",
            "https://SUPPORT.example.com",
            "HTTPS://support.example.com",
            "https://support%2eexample.com",
            "https://support.example.com:443",
            "https://support.example.com:0443",
            "https://support.example.com:0",
            "https://support.example.com:",
            "https://support.example.com:65536",
            "http://127.1:8080",
            "http://0x7f.0.0.1:8080",
            "http://2130706433",
            "https://[::0001]",
            // Letters that look like Latin ones, marks that are removed, digits that are mapped.
            "https://s\u{0443}pport.example.com",
            "https://\u{ff53}upport.example.com",
            "https://support\u{3002}example.com",
            "https://sup\u{00ad}port.example.com",
            "https://support.example.com\u{2024}evil.example",
            "https://support.example.com\u{202e}",
            "https://b\u{fc}cher.example",
            // More than an origin.
            "https://support.example.com/chat",
            "https://support.example.com//",
            "https://support.example.com/?",
            "https://support.example.com/#",
            "https://support.example.com?q",
            "https://support.example.com/..",
            // White space that parsers take away.
            " https://support.example.com",
            "https://support.example.com\n",
            "https://support.\texample.com",
            "https://support.example.com\0",
            "",
            "support.example.com",
            "//support.example.com",
        ] {
            assert!(read_address(text).is_err(), "{text:?}: {:?}", read_address(text));
        }
        let long = format!("https://{}.example", "a".repeat(400));
        assert_eq!(read_address(&long), Err(AddressError::TooLong));
    }

    #[test]
    fn the_right_spelling_is_told() {
        let error = read_address("https://Support.example.com:443").expect_err("a wrong spelling");
        assert_eq!(error.to_string(), "it has to be written as https://support.example.com");
    }

    proptest! {
        #[test]
        fn whatever_gets_through_is_exactly_what_was_written(text in "(https?://)?[ -~äу。@:/\\\\.]{0,40}") {
            if let Ok(origin) = read_address(&text) {
                prop_assert_eq!(origin.to_string(), text.strip_suffix('/').unwrap_or(&text));
            }
        }
    }
}
