//! The system's language, for windows without a session; a session brings its customer's.

use corporate_protocol::Language;

/// The language of this machine, as far as its environment tells.
pub fn of_system() -> Language {
    choose(|name| std::env::var(name).ok())
}

/// The first variable that is set decides, as POSIX orders them (XBD, section 8.2).
fn choose(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    Language::from_tag(&set.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_decides() {
        let set = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LC_MESSAGES" => Some("de_AT.UTF-8".to_owned()),
            "LANG" => Some("en_GB.UTF-8".to_owned()),
            _ => None,
        };
        assert_eq!(choose(set), Language::De);
        assert_eq!(choose(|_| None), Language::En);
    }
}
