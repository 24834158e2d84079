//! The machine's policy, and the address in it: what is taken is exactly what was written, so that
//! no host reads like another.
#![no_main]

use corporate_policy::read_address;
use corporate_protocol::PortalOrigin;
use libfuzzer_sys::fuzz_target;

#[path = "../../../policy/src/platform/document.rs"]
mod document;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(address) = document::portal_url(bytes) {
        check(&address);
    }
    if let Ok(text) = str::from_utf8(bytes) {
        check(text);
    }
});

fn check(text: &str) {
    if let Ok(portal) = read_address(text) {
        assert_eq!(portal.to_string(), text.strip_suffix('/').unwrap_or(text));
        assert_eq!(PortalOrigin::parse(text).as_ref(), Ok(&portal));
        let host = portal.at("/").host_str().map(str::to_owned).expect("a portal has a host");
        // Only scheme and port can stand around the host that is shown.
        let (_, shown) = text.split_once("://").expect("an address has a scheme");
        assert!(shown.starts_with(&host), "{text} leads to {host}");
    }
}
