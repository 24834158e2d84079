//! Text that people type: names and messages, bounded and rid of what could deceive a reader.
//! Refuses empty and overlong text; never changes what a person meant to say.

use serde::{Deserialize, Serialize};

use crate::limits;

/// A language that every page, window and text of the product speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German.
    De,
    /// English, also the answer for every language that is not there.
    #[default]
    En,
}

impl Language {
    /// The language that fits a tag such as `de`, `de-AT` or `en_GB.UTF-8` best.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_', '.', ',', ';']).next().unwrap_or_default();
        if primary.trim().eq_ignore_ascii_case("de") { Self::De } else { Self::En }
    }

    /// The two-letter tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }
}

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing visible is left of it.
    #[error("the text is empty")]
    Empty,
    /// It has more characters than the limit given here.
    #[error("the text is longer than {0} characters")]
    TooLong(usize),
    /// It is not what it should be, such as no address.
    #[error("the text is not what it should be")]
    Unfit,
}

/// A person's name: one line, 1 to [`limits::NAME_CHARS`] characters, no control characters and
/// none that change the direction of what follows.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// What somebody wrote in a chat: 1 to [`limits::MESSAGE_CHARS`] characters, line breaks kept.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct MessageText(String);

impl PersonName {
    /// Reads a name as somebody typed it.
    ///
    /// # Errors
    /// [`TextError`] where nothing visible is left, or too much.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let kept: String = text
            .chars()
            .map(|c| if c.is_whitespace() { ' ' } else { c })
            .filter(|c| !c.is_control() && !turns_direction(*c))
            .collect();
        let words: Vec<&str> = kept.split_whitespace().collect();
        bounded(&words.join(" "), limits::NAME_CHARS).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl MessageText {
    /// Reads a message as somebody typed it; line ends become `\n`.
    ///
    /// # Errors
    /// [`TextError`] where nothing visible is left, or too much.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let kept: String = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .chars()
            .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
            .collect();
        bounded(kept.trim(), limits::MESSAGE_CHARS).map(Self)
    }

    /// The message.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn bounded(text: &str, most_chars: usize) -> Result<String, TextError> {
    if text.chars().all(|c| c.is_whitespace() || turns_direction(c)) {
        return Err(TextError::Empty);
    }
    if text.chars().nth(most_chars).is_some() {
        return Err(TextError::TooLong(most_chars));
    }
    Ok(text.to_owned())
}

/// An e-mail address as far as a form can tell: something, one `@`, a host with a dot; at most
/// 254 characters (RFC 5321, 4.5.3.1.3), no spaces, no control characters. Kept as typed.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address as somebody typed it.
    ///
    /// # Errors
    /// [`TextError`] where it can't be one.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = bounded(text.trim(), 254)?;
        let bad = |c: char| c.is_whitespace() || c.is_control() || turns_direction(c);
        let fits = text.split_once('@').is_some_and(|(local, host)| {
            let dotted =
                host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
            !local.is_empty() && local.len() <= 64 && dotted && !host.contains('@')
        });
        if fits && !text.contains(bad) { Ok(Self(text)) } else { Err(TextError::Unfit) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The address of a web page: `http` or `https`, at most [`limits::PAGE_ADDRESS_CHARS`]
/// characters as typed and as written out, without user, password, query and fragment, which are nobody's business.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(type = "string"))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct PageAddress(String);

impl PageAddress {
    /// Reads an address as a browser gives it.
    ///
    /// # Errors
    /// [`TextError`] where it is none of a web page.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = bounded(text.trim(), limits::PAGE_ADDRESS_CHARS)?;
        let mut url = url::Url::parse(&text).map_err(|_| TextError::Unfit)?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(TextError::Unfit);
        }
        url.set_query(None);
        url.set_fragment(None);
        let bare = url.set_username("").and_then(|()| url.set_password(None));
        bare.map_err(|()| TextError::Unfit)?;
        // Escapes make it longer; what is kept must be readable again.
        bounded(url.as_str(), limits::PAGE_ADDRESS_CHARS).map(Self)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What is there and can't be seen: direction marks, zero-width characters, byte order marks.
pub(crate) const fn is_invisible(c: char) -> bool {
    turns_direction(c)
        || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Embedding, override and isolate characters, and the marks beside them (Unicode TR 9).
pub(crate) const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

macro_rules! private_text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = $crate::TextError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        /// Shows the length only: what people write has no place in a log.
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, concat!(stringify!($name), "({} bytes)"), self.0.len())
            }
        }
    };
}

pub(crate) use private_text;

private_text!(PersonName);
private_text!(MessageText);
private_text!(EmailAddress);
private_text!(PageAddress);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_cannot_turn_its_surroundings() {
        let name = PersonName::parse("  Erika\u{202e}\n Muster\u{0}mann ").expect("a name");
        assert_eq!(name.as_str(), "Erika Mustermann");
        assert_eq!(PersonName::parse(" \u{202e}\u{0} "), Err(TextError::Empty));
        assert_eq!(PersonName::parse(&"x".repeat(81)), Err(TextError::TooLong(80)));
    }

    #[test]
    fn a_message_keeps_its_lines_and_loses_its_control_characters() {
        let text = MessageText::parse("one\r\ntwo\u{1b}[31m\rthree\t!\u{7} \n").expect("a message");
        assert_eq!(text.as_str(), "one\ntwo[31m\nthree\t!");
        assert_eq!(MessageText::parse("\n\n"), Err(TextError::Empty));
        assert_eq!(MessageText::parse(&"ä".repeat(4_001)), Err(TextError::TooLong(4_000)));
        assert!(MessageText::parse(&"ä".repeat(4_000)).is_ok());
    }

    #[test]
    fn an_address_is_taken_or_refused_as_a_person_would() {
        for good in ["erika@example.com", " a.b+c@sub.example.de ", "ä@müller.example"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in ["", "erika", "@example.com", "a@b", "a@b..c", "a b@c.de", "a@b@c.de"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_page_keeps_its_path_and_nothing_that_may_be_secret() {
        let page = PageAddress::parse("https://u:p@shop.example/cart?token=1#x").expect("a page");
        assert_eq!(page.as_str(), "https://shop.example/cart");
        for bad in ["javascript:alert(1)", "file:///etc/passwd", "shop", ""] {
            assert!(PageAddress::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_page_that_grows_too_long_when_it_is_written_out_is_refused() {
        let page = PageAddress::parse(&format!("https://a.example/{}", "ä".repeat(450)));
        assert_eq!(page, Err(TextError::TooLong(500)));
    }

    #[test]
    fn neither_shows_itself_in_debug_output() {
        let name = PersonName::parse("Erika").expect("a name");
        assert_eq!(format!("{name:?}"), "PersonName(5 bytes)");
    }

    #[test]
    fn a_language_is_found_in_any_usual_tag() {
        for tag in ["de", "DE", "de-AT", "de_DE.UTF-8", "de,en;q=0.5"] {
            assert_eq!(Language::from_tag(tag), Language::De, "{tag}");
        }
        for tag in ["", "en", "fr-CH", "den", "C"] {
            assert_eq!(Language::from_tag(tag), Language::En, "{tag}");
        }
    }
}
