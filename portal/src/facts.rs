//! What a browser says of itself, as short plain words: `Firefox 150`, `Windows`. Reads the
//! `User-Agent` of the five browsers that nearly everybody uses and keeps nothing else of it: what
//! is not understood is left out. For agents' eyes; nothing is decided by it.

use axum::http::{HeaderMap, header};
use corporate_protocol::{CustomerFacts, PageAddress};

/// Marks of browsers and what people call them, the most particular first: Edge, Opera and Samsung
/// Internet call themselves Chrome too, and Chrome calls itself Safari.
const BROWSERS: [(&str, &str); 11] = [
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("Chromium/", "Chromium"),
];

/// Marks of systems, the most particular first: Android calls itself Linux, iOS calls itself Mac.
const SYSTEMS: [(&str, &str); 8] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The facts of a request, and of the page that the customer was on.
pub(crate) fn of(headers: &HeaderMap, page: Option<PageAddress>) -> CustomerFacts {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let agent = agent.unwrap_or_default();
    CustomerFacts { page, browser: browser(agent), system: system(agent) }
}

fn browser(agent: &str) -> Option<String> {
    let safari = agent.contains("Safari/");
    BROWSERS.iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        if *name == "Safari" && !safari {
            return None;
        }
        let version: String = rest.chars().take_while(char::is_ascii_digit).take(4).collect();
        if version.is_empty() { None } else { Some(format!("{name} {version}")) }
    })
}

fn system(agent: &str) -> Option<String> {
    let found = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    found.map(|(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_browsers_are_called_by_their_names() {
        let cases = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0",
                ("Firefox 150", "Windows"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/148.0.0.0 Safari/537.36",
                ("Chrome 148", "Linux"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/148.0.0.0 Safari/537.36 Edg/148.0.0.0",
                ("Edge 148", "Windows"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, \
                 like Gecko) Version/26.1 Safari/605.1.15",
                ("Safari 26", "macOS"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
                ("Safari 26", "iOS"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
                ("Samsung Internet 29", "Android"),
            ),
        ];
        for (agent, (name, runs_on)) in cases {
            assert_eq!(browser(agent).as_deref(), Some(name), "{agent}");
            assert_eq!(system(agent).as_deref(), Some(runs_on), "{agent}");
        }
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let long = format!("Firefox/{}", "9".repeat(500));
        assert_eq!(browser(&long).as_deref(), Some("Firefox 9999"));
        for agent in ["", "curl/8.5.0", "Firefox/x", "Chrome/", "Version/5 of something"] {
            assert_eq!(browser(agent), None, "{agent}");
        }
        assert_eq!(system("BeOS"), None);
    }
}
