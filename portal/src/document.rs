//! JSON documents that people edit: names the place of a mistake, of a word that nobody knows,
//! and of what two documents differ in, as a path such as `files.most_bytes` or `replies.0.text`.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// Reads a document.
///
/// # Errors
/// The path of the first value that can't be read; empty for the document itself.
pub(crate) fn read<T: DeserializeOwned>(document: &Value) -> Result<T, String> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let names = error.path().iter().map(|segment| match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { variant } => variant.clone(),
            Segment::Unknown => String::new(),
        });
        names.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(".")
    })
}

/// Reads a document in which every word must be known, so that a misspelt one does not pass as
/// left out.
///
/// # Errors
/// The path of the first value that can't be read, or of the first name that is unknown.
pub(crate) fn read_known<T: DeserializeOwned + Serialize>(document: &Value) -> Result<T, String> {
    let read: T = read(document)?;
    let understood = serde_json::to_value(&read).map_err(|_| String::new())?;
    match unknown(document, &understood, "") {
        Some(path) => Err(path),
        None => Ok(read),
    }
}

/// The path of the first name in `given` that is not in `understood`.
fn unknown(given: &Value, understood: &Value, path: &str) -> Option<String> {
    match (given, understood) {
        (Value::Object(given), Value::Object(understood)) => {
            given.iter().find_map(|(name, value)| {
                let path = below(path, name);
                match understood.get(name) {
                    Some(known) => unknown(value, known, &path),
                    None => Some(path),
                }
            })
        }
        (Value::Array(given), Value::Array(understood)) => {
            let pairs = given.iter().zip(understood).enumerate();
            pairs.into_iter().find_map(|(number, (value, known))| {
                unknown(value, known, &below(path, &number.to_string()))
            })
        }
        // Values in the order of their names would be understood as well; nobody means that.
        (Value::Array(_), Value::Object(_)) => Some(path.to_owned()),
        _ => None,
    }
}

/// The paths of what two documents differ in; a list counts as one value.
pub(crate) fn differences<T: Serialize>(old: &T, new: &T) -> Vec<String> {
    let mut paths = Vec::new();
    if let (Ok(old), Ok(new)) = (serde_json::to_value(old), serde_json::to_value(new)) {
        compare(&old, &new, "", &mut paths);
    }
    paths
}

fn compare(old: &Value, new: &Value, path: &str, paths: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let added = new.keys().filter(|name| !old.contains_key(*name));
            for name in old.keys().chain(added) {
                let of = |document: &serde_json::Map<String, Value>| {
                    document.get(name).cloned().unwrap_or_default()
                };
                compare(&of(old), &of(new), &below(path, name), paths);
            }
        }
        _ if old == new => {}
        _ => paths.push(path.to_owned()),
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
mod tests {
    use corporate_protocol::AccountSettings;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_mistake_is_named_by_its_path() {
        let settings = |document: Value| read_known::<AccountSettings>(&document);
        assert_eq!(settings(json!({})), Ok(AccountSettings::default()));
        let cases = [
            (json!({ "retention_days": -1 }), "retention_days"),
            (json!({ "languages": ["de", "fr"] }), "languages.1"),
            (json!({ "texts": { "welcome": { "de": 7 } } }), "texts.welcome.de"),
            (json!({ "retentionDays": 30 }), "retentionDays"),
            (json!({ "files": { "alowed": true } }), "files.alowed"),
            (
                json!({ "replies": [{ "shortcut": "a", "text": { "fr": "" } }] }),
                "replies.0.text.fr",
            ),
            (json!([]), ""),
        ];
        for (document, path) in cases {
            assert_eq!(settings(document), Err(path.to_owned()));
        }
    }

    #[test]
    fn differences_are_named_down_to_single_values_and_whole_lists() {
        let old = AccountSettings::default();
        let mut new = old.clone();
        assert!(differences(&old, &new).is_empty());
        new.files.most_bytes = 1;
        new.texts.welcome.de = "Hallo".to_owned();
        new.retention_days = Some(30);
        new.embed_origins.push("https://example.com".to_owned());
        let mut paths = differences(&old, &new);
        paths.sort();
        assert_eq!(
            paths,
            ["embed_origins", "files.most_bytes", "retention_days", "texts.welcome.de"]
        );
    }
}
