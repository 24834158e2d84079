//! Linux: the settings of the desktop (`org.gnome.system.proxy`, which most desktops keep), and
//! GLib's proxy resolver for what else a desktop has, scripts included. Where no module of the
//! resolver is installed, a script stays unread and the route is a guess.

use corporate_protocol::PortalOrigin;
use gio::prelude::*;
use gio::{Cancellable, ProxyResolver, Settings as Desktop, SettingsSchemaSource};

use crate::route::{Named, Settings};
use crate::rules::Target;

/// The settings of the desktop.
const SCHEMA: &str = "org.gnome.system.proxy";
/// The resolver of a GLib without modules; answers "direct" to everything.
const NO_RESOLVER: &str = "GDummyProxyResolver";

/// What the desktop says about a portal.
pub(crate) fn settings(origin: &PortalOrigin, target: Target<'_>) -> Settings {
    let Some(desktop) = desktop() else { return resolved(origin, false) };
    match desktop.string("mode").as_str() {
        "manual" => {
            let ignored: Vec<String> =
                desktop.strv("ignore-hosts").iter().map(|host| host.as_str().to_owned()).collect();
            manual(target, &ignored.join(","), |protocol| {
                let proxy = desktop.child(protocol);
                (proxy.string("host").to_string(), proxy.int("port"))
            })
        }
        mode => resolved(origin, mode == "auto"),
    }
}

/// The settings, where this desktop has them; asking for others would end the program.
fn desktop() -> Option<Desktop> {
    let known = SettingsSchemaSource::default()?.lookup(SCHEMA, true)?;
    (known.has_key("mode") && known.has_key("ignore-hosts")).then(|| Desktop::new(SCHEMA))
}

/// Proxies that somebody typed in, one for each protocol.
fn manual(target: Target<'_>, ignored: &str, proxy: impl Fn(&str) -> (String, i32)) -> Settings {
    if target.is_excepted(ignored) {
        return Settings::certain(Named::Direct);
    }
    let named = ["https", "http", "socks"].into_iter().find_map(|protocol| {
        let (host, port) = proxy(protocol);
        let host = host.trim();
        let scheme = if protocol == "socks" { "socks5" } else { "http" };
        (!host.is_empty() && (1..=i32::from(u16::MAX)).contains(&port))
            .then(|| format!("{scheme}://{}:{port}", bracketed(host)))
    });
    Settings::certain(named.map_or(Named::Direct, Named::Proxy))
}

/// A host as it stands in an address.
fn bracketed(host: &str) -> String {
    let is_bare = host.contains(':') && !host.starts_with('[');
    if is_bare { format!("[{host}]") } else { host.to_owned() }
}

/// What GLib's resolver answers.
fn resolved(origin: &PortalOrigin, by_script: bool) -> Settings {
    let resolver = ProxyResolver::default();
    let mut answers = Vec::new();
    if resolver.type_().name() != NO_RESOLVER {
        let answer = resolver.lookup(origin.at("/").as_str(), Cancellable::NONE);
        answers = answer.unwrap_or_default().iter().map(ToString::to_string).collect();
    }
    first(&answers, by_script)
}

/// The first answer counts. Resolvers say "direct" for a script that they can't read, too.
fn first(answers: &[String], by_script: bool) -> Settings {
    match answers.first() {
        Some(address) if !address.starts_with("direct:") => {
            Settings::certain(Named::Proxy(address.clone()))
        }
        _ => Settings { named: Named::Direct, is_guess: by_script },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: Target<'_> = Target { host: "support.example.com", port: 443 };

    fn typed(ignored: &str, proxies: &[(&str, &str, i32)]) -> Named {
        let settings = manual(PORTAL, ignored, |protocol| {
            let found = proxies.iter().find(|(name, ..)| *name == protocol);
            found.map_or((String::new(), 0), |(_, host, port)| ((*host).to_owned(), *port))
        });
        settings.named
    }

    fn proxy(address: &str) -> Named {
        Named::Proxy(address.to_owned())
    }

    #[test]
    fn the_proxy_for_secure_addresses_goes_first() {
        let all = [("https", "a", 3128), ("http", "b", 8080), ("socks", "c", 1080)];
        assert_eq!(typed("", &all), proxy("http://a:3128"));
        assert_eq!(typed("", &all[1..]), proxy("http://b:8080"));
        assert_eq!(typed("", &all[2..]), proxy("socks5://c:1080"));
        assert_eq!(typed("", &[("https", " ", 3128)]), Named::Direct);
        assert_eq!(typed("", &[("https", "a", 0), ("http", "a", 70_000)]), Named::Direct);
        assert_eq!(typed("", &[("https", "fd00::1", 80)]), proxy("http://[fd00::1]:80"));
    }

    #[test]
    fn ignored_hosts_are_reached_directly() {
        let all = [("https", "a", 3128)];
        assert_eq!(typed("localhost,*.example.com", &all), Named::Direct);
        assert_eq!(typed("localhost,10.0.0.0/8", &all), proxy("http://a:3128"));
    }

    #[test]
    fn a_script_that_leads_nowhere_leaves_a_doubt() {
        let found = |answers: &[&str], by_script| {
            first(&answers.iter().map(ToString::to_string).collect::<Vec<_>>(), by_script)
        };
        let certain = Settings::certain(proxy("http://a:3128"));
        assert_eq!(found(&["http://a:3128", "direct://"], true), certain);
        assert_eq!(found(&["direct://"], false), Settings::certain(Named::Direct));
        assert!(found(&["direct://"], true).is_guess);
        assert!(found(&[], true).is_guess);
    }
}
