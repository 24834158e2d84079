//! Linux: the folders of the XDG base directory specification, the locale of the environment.

use std::ffi::OsString;
use std::path::PathBuf;

pub(crate) use super::unix::{
    create_file, is_private_folder, make_folder, make_program, open_file,
};

/// `$XDG_DATA_HOME`, or `~/.local/share`; relative paths don't count, as the specification says.
pub(super) fn data_home() -> Option<PathBuf> {
    home(|name| std::env::var_os(name))
}

fn home(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    folder("XDG_DATA_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/share")))
}

/// The first of the variables that name the user's language.
pub(crate) fn locale() -> Option<String> {
    first_locale(|name| std::env::var(name).ok())
}

fn first_locale(variable: impl Fn(&str) -> Option<String>) -> Option<String> {
    ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .map(|value| value.split(':').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<'a>(variables: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        |name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn the_folder_is_where_the_specification_says() {
        let folder = |variables: &[(&str, &str)]| {
            let variable = with(variables);
            home(|name| variable(name).map(OsString::from))
        };
        let data = [("XDG_DATA_HOME", "/data"), ("HOME", "/home/erika")];
        assert_eq!(folder(&data), Some(PathBuf::from("/data")));
        assert_eq!(folder(&data[1..]), Some(PathBuf::from("/home/erika/.local/share")));
        assert_eq!(folder(&[("XDG_DATA_HOME", "here"), data[1]]), folder(&data[1..]));
        assert_eq!(folder(&[("HOME", "")]), None);
    }

    #[test]
    fn the_first_language_that_is_set_counts() {
        let locale = |variables: &[(&str, &str)]| first_locale(with(variables));
        let all = [
            ("LANGUAGE", "de_AT:en"),
            ("LC_ALL", "fr_FR.UTF-8"),
            ("LC_MESSAGES", "it"),
            ("LANG", "en_GB.UTF-8"),
        ];
        assert_eq!(locale(&all).as_deref(), Some("de_AT"));
        assert_eq!(locale(&all[1..]).as_deref(), Some("fr_FR.UTF-8"));
        assert_eq!(locale(&[("LC_ALL", ""), all[3]]).as_deref(), Some("en_GB.UTF-8"));
        assert_eq!(locale(&[]), None);
    }
}
