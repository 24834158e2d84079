//! The place of a row in a list, as the text that leads to the next page. It gives no right: it
//! says where to go on in a list that the reader may see anyway.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use corporate_protocol::SessionId;
use corporate_protocol::report::ReportSort;
use serde_json::Value;

use crate::store::{Place, SortKey};

/// Bytes of such a text.
const MOST_BYTES: usize = 1_000;

/// The text for a place.
pub(crate) fn text_of(place: &Place) -> String {
    let key = match &place.key {
        SortKey::Number(number) => Value::from(*number),
        SortKey::Text(text) => Value::from(text.as_str()),
    };
    let pair = Value::from(vec![key, Value::from(place.session.to_string())]);
    URL_SAFE_NO_PAD.encode(pair.to_string())
}

/// The place that a text stands for, in a list that is sorted so; none where it is no such text.
pub(crate) fn place_of(text: &str, sort: ReportSort) -> Option<Place> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (key, session): (Value, SessionId) = serde_json::from_slice(&bytes).ok()?;
    let key = match (sort, key) {
        (ReportSort::Customer, Value::String(text)) => SortKey::Text(text),
        (ReportSort::Customer, _) => return None,
        (_, number) => SortKey::Number(number.as_i64()?),
    };
    Some(Place { key, session })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_back_from_its_text_in_the_same_list_only() {
        let session = SessionId::random();
        let number = Place { key: SortKey::Number(-1), session };
        let text = Place { key: SortKey::Text("müller \"x\"".to_owned()), session };
        let waiting = place_of(&text_of(&number), ReportSort::Waiting);
        assert_eq!(waiting.as_ref(), Some(&number));
        assert_eq!(place_of(&text_of(&text), ReportSort::Customer).as_ref(), Some(&text));
        assert_eq!(place_of(&text_of(&text), ReportSort::Started), None);
        assert_eq!(place_of(&text_of(&number), ReportSort::Customer), None);
    }

    #[test]
    fn anything_else_is_none() {
        for text in ["", "x", "W10", "AAAA", "ü", &"A".repeat(5_000)] {
            assert_eq!(place_of(text, ReportSort::Started), None, "{text}");
        }
    }

    #[test]
    fn the_longest_name_fits() {
        let key = SortKey::Text("\u{10000}".repeat(corporate_protocol::limits::NAME_CHARS * 2));
        let place = Place { key, session: SessionId::random() };
        assert!(text_of(&place).len() <= MOST_BYTES, "{}", text_of(&place).len());
    }
}
