//! macOS: the proxies of the network settings (System Configuration). A script is named there but
//! not evaluated: CFNetwork does that only on a run loop, and without a proxy of its own the route
//! is then a guess. Compiled and linked only: no Mac has run this yet.
#![expect(unsafe_code, reason = "CFNetwork is called here")]

use corporate_protocol::PortalOrigin;
use objc2::rc::Retained;
use objc2::runtime::AnyObject;
use objc2_foundation::{NSArray, NSDictionary, NSNumber, NSString};

use crate::route::{Named, Settings};
use crate::rules::Target;

/// The settings as the system hands them out: names of settings and their values.
type Found = NSDictionary<NSString, AnyObject>;

#[link(name = "CFNetwork", kind = "framework")]
unsafe extern "C" {
    /// Gives a dictionary that the caller owns, or null. `CFDictionary` and `NSDictionary` are the
    /// same object.
    fn CFNetworkCopySystemProxySettings() -> *mut Found;
}

/// What the system says about a portal.
pub(crate) fn settings(_: &PortalOrigin, target: Target<'_>) -> Settings {
    // SAFETY: has no conditions; what it gives is owned here, and null is asked for.
    let Some(found) = (unsafe { Retained::from_raw(CFNetworkCopySystemProxySettings()) }) else {
        return Settings::certain(Named::Direct);
    };
    if is_excepted(&found, target) {
        return Settings::certain(Named::Direct);
    }
    let proxy = ["HTTPS", "HTTP"].into_iter().find_map(|protocol| proxy(&found, protocol));
    let by_script = ["ProxyAutoConfigEnable", "ProxyAutoDiscoveryEnable"];
    let is_guess = proxy.is_none() && by_script.iter().any(|name| number(&found, name) == 1);
    Settings { named: proxy.map_or(Named::Direct, Named::Proxy), is_guess }
}

fn is_excepted(found: &Found, target: Target<'_>) -> bool {
    if number(found, "ExcludeSimpleHostnames") == 1 && !target.host.contains(['.', ':']) {
        return true;
    }
    let exceptions = value(found, "ExceptionsList");
    let exceptions = exceptions.as_ref().and_then(|list| list.downcast_ref::<NSArray>());
    exceptions.is_some_and(|list| {
        let texts = list.iter().filter_map(|entry| entry.downcast::<NSString>().ok());
        texts.into_iter().any(|entry| target.is_excepted(&entry.to_string()))
    })
}

/// The proxy for a protocol, where it is switched on.
fn proxy(found: &Found, protocol: &str) -> Option<String> {
    if number(found, &format!("{protocol}Enable")) != 1 {
        return None;
    }
    let host = value(found, &format!("{protocol}Proxy"))?.downcast::<NSString>().ok()?.to_string();
    let port = u16::try_from(number(found, &format!("{protocol}Port"))).ok()?;
    let is_bare = host.contains(':') && !host.starts_with('[');
    let host = if is_bare { format!("[{host}]") } else { host };
    (!host.is_empty() && port > 0).then(|| format!("http://{host}:{port}"))
}

fn value(found: &Found, name: &str) -> Option<Retained<AnyObject>> {
    found.objectForKey(&NSString::from_str(name))
}

/// A number, 0 where there is none.
fn number(found: &Found, name: &str) -> i64 {
    let value = value(found, name).and_then(|value| value.downcast::<NSNumber>().ok());
    value.map_or(0, |number| number.as_i64())
}
