//! Reads events that were written under other limits than today's: texts are cut, what is not
//! needed and unfit is left out. A text that is too long for today must not make a log unreadable.

use corporate_protocol::{EventBody, FileName, limits};
use serde_json::Value;

/// Reads an event's body, mended where that is needed.
pub(super) fn body(text: &str) -> Option<EventBody> {
    if let Ok(body) = serde_json::from_str(text) {
        return Some(body);
    }
    let mut value: Value = serde_json::from_str(text).ok()?;
    for (pointer, most_chars) in [
        ("/customer", limits::NAME_CHARS),
        ("/agent/name", limits::NAME_CHARS),
        ("/question", limits::MESSAGE_CHARS),
        ("/text", limits::MESSAGE_CHARS),
    ] {
        if let Some(Value::String(text)) = value.pointer_mut(pointer) {
            *text = text.chars().take(most_chars).collect();
        }
    }
    if let Some(Value::String(name)) = value.pointer_mut("/file/name")
        && let Ok(fit) = FileName::parse(name)
    {
        *name = fit.into();
    }
    if let Ok(body) = serde_json::from_value(value.clone()) {
        return Some(body);
    }
    for pointer in ["/facts/page", "/email"] {
        if let Some(unfit) = value.pointer_mut(pointer) {
            *unfit = Value::Null;
        }
    }
    serde_json::from_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(customer: &str, page: &str) -> String {
        let started = serde_json::json!({
            "kind": "session_started", "customer": customer, "question": "x".repeat(5_000),
            "queue": "general", "language": "de", "mode": "web", "email": "erika@example.com",
            "facts": { "page": page, "system": "Linux" }, "terms_accepted": false,
            "web_chat_off": false,
        });
        started.to_string()
    }

    #[test]
    fn an_event_with_a_page_that_is_too_long_is_read_without_it() {
        let page = format!("https://a.example/{}", "%C3%A4".repeat(450));
        let Some(EventBody::SessionStarted { customer, question, facts, .. }) =
            body(&started("Erika", &page))
        else {
            panic!("it can't be read");
        };
        assert_eq!((customer.as_str(), facts.page), ("Erika", None));
        assert_eq!(facts.system.as_deref(), Some("Linux"));
        assert_eq!(question.map(|text| text.as_str().len()), Some(limits::MESSAGE_CHARS));
    }

    #[test]
    fn texts_above_the_limit_are_cut_and_the_rest_is_kept() {
        let long = "ä".repeat(limits::NAME_CHARS + 1);
        let Some(EventBody::SessionStarted { customer, facts, email, .. }) =
            body(&started(&long, "https://a.example/"))
        else {
            panic!("it can't be read");
        };
        assert_eq!(customer.as_str().chars().count(), limits::NAME_CHARS);
        assert!(facts.page.is_some() && email.is_some());
        assert_eq!(body("{}"), None);
        assert_eq!(body("no JSON"), None);
    }
}
