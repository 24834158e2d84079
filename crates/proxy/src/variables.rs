//! The variables `https_proxy`, `all_proxy`, `http_proxy` and `no_proxy`, with the meaning that most
//! programs give them. They go before what the system has set: whoever starts a program with them
//! means that program.

use crate::route::{Named, Settings};
use crate::rules::Target;

/// What the variables say; nothing where none of them is about this portal.
pub(crate) fn settings(target: Target<'_>) -> Option<Settings> {
    read(target, |name| std::env::var(name).ok())
}

fn read(target: Target<'_>, variable: impl Fn(&str) -> Option<String>) -> Option<Settings> {
    let either = |name: &str| {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        set(name).or_else(|| set(&name.to_ascii_uppercase()))
    };
    if either("no_proxy").is_some_and(|list| target.is_excepted(&list)) {
        return Some(Settings::certain(Named::Direct));
    }
    let named = ["https_proxy", "all_proxy", "http_proxy"].into_iter().find_map(either)?;
    Some(Settings::certain(Named::Proxy(named)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: Target<'_> = Target { host: "support.example.com", port: 443 };

    fn named(variables: &[(&str, &str)]) -> Option<Named> {
        let settings = read(PORTAL, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        });
        settings.map(|settings| settings.named)
    }

    fn proxy(address: &str) -> Named {
        Named::Proxy(address.to_owned())
    }

    #[test]
    fn the_first_variable_that_is_set_names_the_proxy() {
        let all = [("HTTPS_PROXY", "http://a:3128"), ("all_proxy", "b:1"), ("http_proxy", "c:1")];
        assert_eq!(named(&all), Some(proxy("http://a:3128")));
        assert_eq!(named(&all[1..]), Some(proxy("b:1")));
        assert_eq!(named(&all[2..]), Some(proxy("c:1")));
        assert_eq!(named(&[("https_proxy", " "), all[0]]), Some(proxy("http://a:3128")));
        assert_eq!(named(&[]), None);
    }

    #[test]
    fn no_proxy_excepts_hosts_in_either_spelling() {
        let set = ("https_proxy", "http://a:1");
        assert_eq!(named(&[set, ("no_proxy", "example.com")]), Some(Named::Direct));
        assert_eq!(named(&[set, ("NO_PROXY", "example.com")]), Some(Named::Direct));
        assert_eq!(named(&[set, ("no_proxy", "example.org")]), Some(proxy("http://a:1")));
        assert_eq!(named(&[("no_proxy", "*")]), Some(Named::Direct));
        assert_eq!(named(&[("no_proxy", "example.org")]), None);
    }
}
