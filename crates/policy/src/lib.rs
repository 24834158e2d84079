//! Which portal a program on the customer's machine talks to: the one that was sealed into it when
//! it was built, or the one that the machine's administrator names, else one on this machine.
//! Opener and app ask here and nowhere else; no file name, argument, link or environment is read.
//!
//! # Where an administrator names it
//! | system | place | who can write there |
//! | --- | --- | --- |
//! | Linux | `/etc/corporate-customer/policy.json`: `{ "portal_url": "https://…" }` | root |
//! | Windows | `HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Corporate Customer`, string `PortalUrl` | administrators |
//! | macOS | managed preferences of `app.corporate.customer`, `PortalUrl` | the device's management |
//!
//! A policy that is there and can't be used is an error: skipping it would send a customer to a
//! portal that the administrator has ruled out.

mod address;
mod environment;
mod error;
mod origin;
mod platform;

pub use address::{AddressError, read_address};
pub use environment::FORGOTTEN;
pub use error::PolicyError;
pub use origin::{Origin, OriginSource};

#[cfg(test)]
mod tests {
    #[test]
    fn a_mac_is_managed_under_the_name_of_the_app() {
        let app = include_str!("../../../src-tauri/tauri.conf.json");
        let name = app.split_once("\"identifier\": \"").and_then(|(_, rest)| rest.split_once('"'));
        let (name, _) = name.expect("the app's identifier");
        let policy = include_str!("platform/macos.rs");
        assert!(policy.contains(&format!("PLACE: &str = \"{name} PortalUrl\"")), "{name}");
        assert!(policy.contains(&format!("DOMAIN: &str = \"{name}\"")), "{name}");
        assert!(include_str!("lib.rs").contains(&format!("managed preferences of `{name}`")));
    }
}
