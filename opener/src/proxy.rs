//! Which proxy stands between the opener and its portal: what the system's variables say, read
//! with the meaning that most programs give them. A portal on this machine is never asked for
//! through a proxy, which would look for it on its own machine.

use std::net::IpAddr;

use corporate_protocol::PortalOrigin;

/// How the portal is reached.
#[derive(Clone, Debug)]
pub enum ProxyChoice {
    /// Without a proxy.
    Direct,
    /// Through this proxy, with CONNECT.
    Through(ureq::Proxy),
    /// A proxy is set, but not one that the opener can use.
    Unusable,
}

/// The proxy that this user's system names for a portal.
///
/// `https_proxy`, `all_proxy` and `http_proxy` are read in this order, in small and in capital
/// letters, and `no_proxy`: names separated by commas that match themselves and everything below
/// them, addresses that match themselves, `*` for all.
pub fn system_proxy(origin: &PortalOrigin) -> ProxyChoice {
    choose(origin, |name| std::env::var(name).ok())
}

fn choose(origin: &PortalOrigin, variable: impl Fn(&str) -> Option<String>) -> ProxyChoice {
    let either = |name: &str| {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        set(name).or_else(|| set(&name.to_ascii_uppercase()))
    };
    let url = origin.at("/");
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let port = url.port_or_known_default().unwrap_or_default();
    if is_this_machine(host) || either("no_proxy").is_some_and(|list| excepts(&list, host, port)) {
        return ProxyChoice::Direct;
    }
    let named = ["https_proxy", "all_proxy", "http_proxy"].into_iter().find_map(either);
    let Some(address) = named else { return ProxyChoice::Direct };
    match ureq::Proxy::new(address.trim()) {
        Ok(proxy) if is_usable(&proxy) => ProxyChoice::Through(proxy),
        Ok(_) | Err(_) => ProxyChoice::Unusable,
    }
}

/// Whether it takes CONNECT; SOCKS is not built in.
fn is_usable(proxy: &ureq::Proxy) -> bool {
    matches!(proxy.protocol(), ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https)
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Whether a `no_proxy` list excepts a host.
fn excepts(list: &str, host: &str, port: u16) -> bool {
    list.split([',', ' ']).map(str::trim).filter(|entry| !entry.is_empty()).any(|entry| {
        let entry = match entry.rsplit_once(':') {
            Some((name, digits)) if !name.contains(':') && digits.parse() == Ok(port) => name,
            _ => entry,
        };
        let name = entry.trim_start_matches("*.").trim_start_matches('.').trim_matches(['[', ']']);
        let below = || {
            let start = host.len().checked_sub(name.len() + 1)?;
            Some(host.get(start..)?.strip_prefix('.')?.eq_ignore_ascii_case(name))
        };
        entry == "*"
            || host.eq_ignore_ascii_case(name)
            || (host.parse::<IpAddr>().is_err() && below().unwrap_or(false))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(origin: &str, variables: &[(&str, &str)]) -> ProxyChoice {
        let origin = PortalOrigin::parse(origin).expect("an origin");
        choose(&origin, |name| {
            variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn host_of(choice: &ProxyChoice) -> Option<&str> {
        match choice {
            ProxyChoice::Through(proxy) => Some(proxy.host()),
            ProxyChoice::Direct | ProxyChoice::Unusable => None,
        }
    }

    const PORTAL: &str = "https://support.example.com";

    #[test]
    fn the_first_variable_that_is_set_names_the_proxy() {
        let all = [("HTTPS_PROXY", "http://a:3128"), ("all_proxy", "b:1"), ("http_proxy", "c:1")];
        assert_eq!(host_of(&choice(PORTAL, &all)), Some("a"));
        assert_eq!(host_of(&choice(PORTAL, &all[1..])), Some("b"));
        assert_eq!(host_of(&choice(PORTAL, &all[2..])), Some("c"));
        assert_eq!(host_of(&choice(PORTAL, &[("https_proxy", " "), all[0]])), Some("a"));
        assert!(matches!(choice(PORTAL, &[]), ProxyChoice::Direct));
    }

    #[test]
    fn a_portal_on_this_machine_is_reached_directly() {
        for origin in ["http://127.0.0.1:8080", "https://[::1]:8443", "http://localhost:8080"] {
            let choice = choice(origin, &[("https_proxy", "http://a:1"), ("http_proxy", "b:1")]);
            assert!(matches!(choice, ProxyChoice::Direct), "{origin}");
        }
    }

    #[test]
    fn no_proxy_excepts_names_and_what_is_below_them() {
        for list in [
            "*",
            "support.example.com",
            "other.test, .example.com",
            "example.com",
            "*.example.com",
            "EXAMPLE.com:443",
        ] {
            let choice = choice(PORTAL, &[("https_proxy", "http://a:1"), ("no_proxy", list)]);
            assert!(matches!(choice, ProxyChoice::Direct), "{list}");
        }
        for list in ["ample.com", "example.com:8443", "x.support.example.com", "com.", "10.0.0.1"] {
            let choice = choice(PORTAL, &[("https_proxy", "http://a:1"), ("NO_PROXY", list)]);
            assert_eq!(host_of(&choice), Some("a"), "{list}");
        }
        let address = [("https_proxy", "http://a:1"), ("no_proxy", "0.0.1,10.0.0.1")];
        assert!(matches!(choice("https://10.0.0.1", &address), ProxyChoice::Direct));
        assert_eq!(host_of(&choice("https://10.0.0.2", &address[..])), Some("a"));
    }

    #[test]
    fn what_is_no_usable_proxy_is_said_and_not_passed_over() {
        for address in ["socks5://a:1080", "nonsense://a", "http://"] {
            let choice = choice(PORTAL, &[("https_proxy", address)]);
            assert!(matches!(choice, ProxyChoice::Unusable), "{address}");
        }
    }
}
