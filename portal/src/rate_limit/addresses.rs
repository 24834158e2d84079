//! Token buckets for addresses. An IPv6 address draws on the buckets of its networks of 64, 56 and
//! 48 bits: whoever has a network has all addresses of it, and providers give homes a /56 and sites
//! a /48. A /56 may do four times, a /48 sixteen times what a /64 may.

use std::hash::Hash;
use std::net::IpAddr;

use tokio::time::Instant;

use super::{Allowance, RateLimit, TooSoon};
use crate::web::{NETWORKS, networks_of};

/// Buckets for addresses, or for something that each address may do with each key.
pub(crate) struct AddressLimit<K = ()>([RateLimit<(IpAddr, K)>; NETWORKS.len()]);

impl<K: Eq + Hash + Clone> AddressLimit<K> {
    /// Full buckets for everybody; networks of 64 bits and IPv4 addresses have this allowance.
    pub(crate) fn new(allowance: Allowance) -> Self {
        Self(NETWORKS.map(|network| RateLimit::new(allowance.times(network.shares))))
    }

    /// Takes one for what an address does with a key. What the narrower network may no more costs
    /// the wider ones nothing.
    ///
    /// # Errors
    /// [`TooSoon`] where a bucket is empty.
    pub(crate) fn take_for(&self, address: &IpAddr, key: &K, now: Instant) -> Result<(), TooSoon> {
        let mut levels = self.0.iter().zip(networks_of(*address));
        levels.try_for_each(|(limit, network)| limit.take(&(network, key.clone()), now))
    }

    /// Forgets what an address has used for a key; wider networks, which others are in, have used
    /// it all the same.
    pub(crate) fn forgive_for(&self, address: &IpAddr, key: &K) {
        if let Some((limit, network)) = self.0.iter().zip(networks_of(*address)).next() {
            limit.forgive(&(network, key.clone()));
        }
    }
}

impl AddressLimit {
    /// Takes one from an address's buckets.
    ///
    /// # Errors
    /// [`TooSoon`] where one is empty.
    pub(crate) fn take(&self, address: &IpAddr, now: Instant) -> Result<(), TooSoon> {
        self.take_for(address, &(), now)
    }

    /// Takes one from an address's buckets; false where one is empty.
    pub(crate) fn allows(&self, address: &IpAddr, now: Instant) -> bool {
        self.take(address, now).is_ok()
    }

    /// Puts back what was taken from all its buckets for something that does not count.
    pub(crate) fn give_back(&self, address: &IpAddr, now: Instant) {
        for (limit, network) in self.0.iter().zip(networks_of(*address)) {
            limit.give_back(&(network, ()), now);
        }
    }

    /// Forgets what an address has used.
    pub(crate) fn forgive(&self, address: &IpAddr) {
        self.forgive_for(address, &());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn let_in(limit: &AddressLimit, addresses: impl Iterator<Item = String>) -> usize {
        let now = Instant::now();
        let parsed = addresses.map(|text| text.parse().expect("an address"));
        parsed.filter(|address| limit.allows(address, now)).count()
    }

    #[test]
    fn who_has_a_large_ipv6_network_has_no_more_than_sixteen_shares() {
        let limit = AddressLimit::new(Allowance { burst: 3, one_each: Duration::from_hours(1) });
        let of_64 = (0..100).map(|last| format!("2001:db8:1:2::{last:x}"));
        assert_eq!(let_in(&limit, of_64), 3);
        let of_56 = (0..100).map(|last| format!("2001:db8:2:11{last:02}::1"));
        assert_eq!(let_in(&limit, of_56), 12);
        let of_48 = (0..1_000).map(|subnet| format!("2001:db8:3:{subnet:x}::1"));
        assert_eq!(let_in(&limit, of_48), 48);
        let others = (0..100).map(|site| format!("2001:db8:{:x}::1", 0x100 + site));
        assert_eq!(let_in(&limit, others), 100, "each site has its own");
        let plain = (0..100).map(|last| format!("192.0.2.{last}"));
        assert_eq!(let_in(&limit, plain), 100, "IPv4 addresses are no networks");
    }
}
