//! The address that a request comes from. It is the connection's, as anybody can write a header;
//! only where the connection is a trusted proxy's, `X-Forwarded-For` is read, from the right, and
//! only as far as trusted proxies have written it. An IPv6 network of 64 bits counts as one
//! address: whoever has one, has all of it; limits count larger networks too, see [`NETWORKS`].

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use corporate_protocol::ErrorCode;
use ipnet::IpNet;

use super::Failure;
use crate::state::Shared;

const FORWARDED_FOR: &str = "x-forwarded-for";
/// Other headers by which proxies say that they are one.
const OTHER_SIGNS: [&str; 2] = ["forwarded", "via"];

/// The proxies that may say where a request comes from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Proxies(Vec<IpNet>);

impl Proxies {
    /// These networks.
    pub(crate) const fn new(networks: Vec<IpNet>) -> Self {
        Self(networks)
    }

    /// Whether this address is a trusted proxy's.
    pub(crate) fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// Who sent a request that came over a connection from `peer`.
    fn sender(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut sender = peer.to_canonical();
        let values = headers.get_all(FORWARDED_FOR).iter().rev();
        let hops = values.flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
        for hop in hops {
            if !self.trust(sender) {
                return sender;
            }
            // What can't be read was not written by a proxy of ours: no further.
            let Some(address) = address_of(hop) else { return sender };
            sender = address;
        }
        sender
    }
}

/// An address, with or without a port.
fn address_of(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = || text.parse().ok();
    let with_port = || text.parse().ok().map(|address: SocketAddr| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    bare().or_else(with_port).or_else(bracketed).map(|address: IpAddr| address.to_canonical())
}

/// A size of IPv6 networks that limits count by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Network {
    /// Bits that all its addresses have in common.
    bits: u32,
    /// How many times it may do what an address may.
    pub(crate) shares: u32,
}

/// All sizes, the narrowest first, which counts as one address.
pub(crate) const NETWORKS: [Network; 3] = [
    Network { bits: 64, shares: 1 },
    Network { bits: 56, shares: 4 },
    Network { bits: 48, shares: 16 },
];

/// The networks of an IPv6 address, as [`NETWORKS`] has them; an IPv4 address as it is.
pub(crate) fn networks_of(address: IpAddr) -> impl Iterator<Item = IpAddr> {
    let (plain, networks) = match address.to_canonical() {
        IpAddr::V4(address) => (Some(IpAddr::V4(address)), None),
        IpAddr::V6(address) => {
            let whole = address.to_bits();
            let masked = move |network: Network| whole & (u128::MAX << (128 - network.bits));
            (None, Some(NETWORKS.map(|network| IpAddr::V6(Ipv6Addr::from_bits(masked(network))))))
        }
    };
    plain.into_iter().chain(networks.into_iter().flatten())
}

/// An IPv6 address's network of 64 bits; an IPv4 address as it is.
pub(crate) fn network_of(address: IpAddr) -> IpAddr {
    networks_of(address).next().unwrap_or(address)
}

/// The address, or IPv6 network, that a request comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client(pub(crate) IpAddr);

impl FromRequestParts<Shared> for Client {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, services: &Shared) -> Result<Self, Failure> {
        let peer = peer(parts).ok_or(ErrorCode::Internal)?;
        Ok(Self(network_of(services.proxies.sender(peer, &parts.headers))))
    }
}

fn peer(parts: &Parts) -> Option<IpAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip())
}

/// Whether a request comes from this machine itself, and not through a proxy on it.
pub(super) fn is_local(parts: &Parts) -> bool {
    let forwarded = parts.headers.contains_key(FORWARDED_FOR)
        || OTHER_SIGNS.iter().any(|name| parts.headers.contains_key(*name));
    !forwarded && peer(parts).is_some_and(|peer| peer.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn sender(trusted: &[&str], peer: &str, headers: &[&str]) -> String {
        let networks = trusted.iter().map(|text| text.parse().expect("a network"));
        let proxies = Proxies::new(networks.collect());
        let mut map = HeaderMap::new();
        for value in headers {
            map.append(FORWARDED_FOR, HeaderValue::from_str(value).expect("a value"));
        }
        proxies.sender(peer.parse().expect("an address"), &map).to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_trusted() {
        assert_eq!(sender(&[], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(sender(&["10.0.0.0/8"], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(sender(&["10.0.0.0/8"], "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn what_trusted_proxies_wrote_is_read_from_the_right() {
        let ours = ["10.0.0.0/8", "fd00::/8"];
        assert_eq!(sender(&ours, "10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(sender(&ours, "::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        // Whatever the client itself has sent stands further left.
        assert_eq!(sender(&ours, "10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.9.9.9"]), "203.0.113.9");
        assert_eq!(
            sender(&ours, "10.0.0.1", &["1.1.1.1", "203.0.113.9", "fd00::7"]),
            "203.0.113.9"
        );
        assert_eq!(sender(&ours, "10.0.0.1", &["203.0.113.9:4711"]), "203.0.113.9");
        assert_eq!(sender(&ours, "fd00::1", &["[2001:db8::5]:443"]), "2001:db8::5");
        assert_eq!(sender(&ours, "fd00::1", &["[2001:db8::5]"]), "2001:db8::5");
        assert_eq!(sender(&ours, "10.0.0.1", &["10.0.0.2, 10.0.0.3"]), "10.0.0.2");
        for odd in ["", "unknown", "1.1.1.1, ", "1.1.1.1, _hidden"] {
            assert_eq!(sender(&ours, "10.0.0.1", &[odd]), "10.0.0.1", "{odd}");
        }
    }

    #[test]
    fn an_ipv6_network_is_one_address() {
        let network = |text: &str| network_of(text.parse().expect("an address")).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
    }
}
