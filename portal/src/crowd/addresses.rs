//! Counts who is there from each address, and from each larger network of IPv6: a /56 has four
//! times the room of a /64, a /48 sixteen times.

use std::net::IpAddr;

use super::{Crowd, Place};
use crate::web::{NETWORKS, networks_of};

/// A counter for each address.
pub(crate) struct AddressCrowd([Crowd<IpAddr>; NETWORKS.len()]);

/// One who is inside, until it is dropped.
pub(crate) struct AddressPlace {
    _places: Vec<Place<IpAddr>>,
}

impl AddressCrowd {
    /// Room for this many from each IPv4 address or IPv6 network of 64 bits.
    pub(crate) fn new(room: usize) -> Self {
        Self(NETWORKS.map(|network| Crowd::new(room.saturating_mul(network.shares as usize))))
    }

    /// Lets one more in; nothing where there is no room.
    pub(crate) fn enter(&self, address: IpAddr) -> Option<AddressPlace> {
        let levels = self.0.iter().zip(networks_of(address));
        let places = levels.map(|(crowd, network)| crowd.enter(network)).collect::<Option<_>>();
        places.map(|places| AddressPlace { _places: places })
    }

    /// All who are inside.
    pub(crate) fn count(&self) -> usize {
        self.0[0].count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_network_has_sixteen_times_the_room_and_frees_it_again() {
        let crowd = AddressCrowd::new(2);
        let from = |subnet: u16| IpAddr::from([0x2001, 0xdb8, 7, subnet, 0, 0, 0, 1]);
        let one: Vec<_> = (0..9).filter_map(|_| crowd.enter(from(0))).collect();
        assert_eq!(one.len(), 2);
        let home: Vec<_> = (1..100).filter_map(|last| crowd.enter(from(last))).collect();
        assert_eq!(home.len(), 6, "a /56 has room for eight");
        drop((one, home));
        let site: Vec<_> = (0..999).filter_map(|last| crowd.enter(from(last * 7))).collect();
        assert_eq!(site.len(), 32);
        assert_eq!(crowd.count(), 32);
        drop(site);
        assert_eq!(crowd.count(), 0);
    }
}
