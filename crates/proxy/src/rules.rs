//! The small languages in which systems write down proxies and the hosts that are reached without
//! one. Pure: texts in, answers out, whatever system this runs on.

use std::net::IpAddr;

/// Whom a rule is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    /// A name or an address without brackets.
    pub(crate) host: &'a str,
    /// The port.
    pub(crate) port: u16,
}

impl Target<'_> {
    /// Whether this machine itself is meant.
    pub(crate) fn is_this_machine(self) -> bool {
        self.host.eq_ignore_ascii_case("localhost")
            || self.host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
    }

    /// Whether a list as in `no_proxy` and in the settings of desktops excepts it: names separated
    /// by commas or spaces that match themselves and everything below them, addresses that match
    /// themselves, networks (`10.0.0.0/8`), `*` for any run of characters.
    pub(crate) fn is_excepted(self, list: &str) -> bool {
        entries(list, &[',', ' ']).any(|entry| {
            let pattern = self.without_port(entry);
            let name =
                pattern.trim_start_matches("*.").trim_start_matches('.').trim_matches(['[', ']']);
            self.is_in_network(pattern)
                || self.host.eq_ignore_ascii_case(name)
                || self.is_below(name)
                || (pattern.contains('*') && fits(pattern, self.host))
        })
    }

    /// Whether a list as Windows keeps it excepts it: patterns separated by semicolons or spaces,
    /// `*` for any run of characters, `<local>` for names without a dot.
    #[cfg(any(windows, test))]
    pub(crate) fn is_bypassed(self, list: &str) -> bool {
        entries(list, &[';', ' ']).any(|entry| {
            let pattern = entry.rsplit_once("://").map_or(entry, |(_, rest)| rest);
            let pattern = self.without_port(pattern).trim_matches(['[', ']']);
            match pattern {
                "<local>" => !self.host.contains(['.', ':']),
                _ => fits(pattern, self.host),
            }
        })
    }

    /// An entry without this target's own port; with another port it fits no host.
    fn without_port(self, entry: &str) -> &str {
        match entry.rsplit_once(':') {
            Some((name, digits)) if !name.contains(':') && digits.parse() == Ok(self.port) => name,
            _ => entry,
        }
    }

    fn is_below(self, name: &str) -> bool {
        let above = || {
            let start = self.host.len().checked_sub(name.len() + 1)?;
            self.host.get(start..)?.strip_prefix('.')
        };
        self.host.parse::<IpAddr>().is_err()
            && !name.is_empty()
            && above().is_some_and(|above| above.eq_ignore_ascii_case(name))
    }

    /// Whether it is an address in a network such as `10.0.0.0/8` or, shorter, `10/8`.
    fn is_in_network(self, text: &str) -> bool {
        let network = || {
            let (start, bits) = text.split_once('/')?;
            let mut start = start.trim_matches(['[', ']']).to_owned();
            while !start.contains(':') && start.matches('.').count() < 3 {
                start.push_str(".0");
            }
            Some((start.parse::<IpAddr>().ok()?, bits.parse::<u32>().ok()?))
        };
        match (network(), self.host.parse()) {
            (Some((IpAddr::V4(start), bits)), Ok(IpAddr::V4(host))) if bits <= 32 => {
                let kept = 32 - bits;
                start.to_bits().checked_shr(kept) == host.to_bits().checked_shr(kept)
            }
            (Some((IpAddr::V6(start), bits)), Ok(IpAddr::V6(host))) if bits <= 128 => {
                let kept = 128 - bits;
                start.to_bits().checked_shr(kept) == host.to_bits().checked_shr(kept)
            }
            _ => false,
        }
    }
}

/// The proxy for secure addresses in a list as Windows keeps it and as scripts answer it: entries
/// separated by semicolons or spaces, each an address or `protocol=address`.
#[cfg(any(windows, test))]
pub(crate) fn secure_proxy(list: &str) -> Option<&str> {
    let all = || entries(list, &[';', ' ']);
    let secure = all().find_map(|entry| strip_prefix(entry, "https="));
    secure.or_else(|| all().find(|entry| !entry.contains('=')))
}

#[cfg(any(windows, test))]
fn strip_prefix<'e>(entry: &'e str, prefix: &str) -> Option<&'e str> {
    let start = entry.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &entry[prefix.len()..])
}

fn entries<'l>(list: &'l str, marks: &'l [char]) -> impl Iterator<Item = &'l str> {
    list.split(|mark: char| marks.contains(&mark) || mark.is_whitespace())
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// Whether a host fits a pattern in which `*` stands for any run of characters.
fn fits(pattern: &str, host: &str) -> bool {
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = host.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: Target<'_> = Target { host: "support.example.com", port: 443 };

    fn address(host: &str) -> Target<'_> {
        Target { host, port: 443 }
    }

    #[test]
    fn a_list_excepts_names_and_what_is_below_them() {
        for list in [
            "*",
            "support.example.com",
            "other.test, .example.com",
            "example.com",
            "*.example.com",
            "EXAMPLE.com:443",
            "support.*",
            "localhost\tsupport.example.com",
        ] {
            assert!(PORTAL.is_excepted(list), "{list}");
        }
        for list in [
            "",
            ",.,",
            "ample.com",
            "example.com:8443",
            "x.support.example.com",
            "com.",
            "10.0.0.1",
            "support.*.org",
        ] {
            assert!(!PORTAL.is_excepted(list), "{list}");
        }
    }

    #[test]
    fn a_list_excepts_addresses_and_networks() {
        for (host, list) in [
            ("10.0.0.1", "0.0.1,10.0.0.1"),
            ("10.1.2.3", "10.0.0.0/8"),
            ("169.254.7.7", "169.254/16"),
            ("10.1.2.3", "0.0.0.0/0"),
            ("fd00::1", "fd00::/8"),
            ("fd00::1", "[fd00::1]"),
        ] {
            assert!(address(host).is_excepted(list), "{host} {list}");
        }
        for (host, list) in [
            ("10.0.0.2", "0.0.1,10.0.0.1"),
            ("11.1.2.3", "10.0.0.0/8"),
            ("10.1.2.3", "10.0.0.0/33"),
            ("10.1.2.3", "fd00::/8"),
            ("10.1.2.3", "x/8,10.0.0.0/x,/"),
        ] {
            assert!(!address(host).is_excepted(list), "{host} {list}");
        }
    }

    #[test]
    fn a_list_of_windows_bypasses_patterns_and_local_names() {
        for list in ["*.local;support.example.com", "*.example.*", "https://support.*", "*:443"] {
            assert!(PORTAL.is_bypassed(list), "{list}");
        }
        for list in ["", "example.com", "<local>", "*.example.org", "support.example.com:8443"] {
            assert!(!PORTAL.is_bypassed(list), "{list}");
        }
        assert!(address("support").is_bypassed("<local>"));
        assert!(!address("fd00::1").is_bypassed("<local>"));
        assert!(address("10.1.2.3").is_bypassed("10.*"));
    }

    #[test]
    fn the_proxy_for_secure_addresses_is_found() {
        for (list, proxy) in [
            ("a:3128", Some("a:3128")),
            ("http=b:1;https=a:2", Some("a:2")),
            ("http=b:1 HTTPS=a:2;ftp=c:3", Some("a:2")),
            ("a:1;b:2", Some("a:1")),
            ("http=b:1;socks=c:2", None),
            ("", None),
        ] {
            assert_eq!(secure_proxy(list), proxy, "{list}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        for host in ["localhost", "127.0.0.1", "127.8.8.8", "::1"] {
            assert!(address(host).is_this_machine(), "{host}");
        }
        for host in ["localhost.example.com", "10.0.0.1", "127.0.0.1.example.com"] {
            assert!(!address(host).is_this_machine(), "{host}");
        }
    }
}
