//! How much customers at one address may send in a day. Kept in memory and bounded: where too many
//! addresses come, those that have sent least are forgotten first. What does not arrive is given
//! back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use corporate_protocol::Timestamp;

/// Addresses that are remembered.
const ADDRESSES: usize = 10_000;
const DAY_MS: i64 = 24 * 3_600 * 1_000;

/// What all addresses have sent.
#[derive(Clone)]
pub(super) struct Daily {
    most: u64,
    sent: Arc<Mutex<HashMap<IpAddr, Sent>>>,
}

/// What one address has sent since its day began.
#[derive(Clone, Copy)]
struct Sent {
    since: Timestamp,
    bytes: u64,
}

impl Sent {
    fn is_over(&self, now: Timestamp) -> bool {
        now.0.saturating_sub(self.since.0) >= DAY_MS
    }
}

impl Daily {
    /// So many bytes for each address and day.
    pub(super) fn new(most: u64) -> Self {
        Self { most, sent: Arc::default() }
    }

    /// Counts a file that is about to come; where that is too much, none.
    pub(super) fn charge(&self, address: IpAddr, bytes: u64, now: Timestamp) -> Option<Charge> {
        let mut all = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ADDRESSES && !all.contains_key(&address) {
            forget(&mut all, now);
        }
        let sent = all.entry(address).or_insert(Sent { since: now, bytes: 0 });
        if sent.is_over(now) {
            *sent = Sent { since: now, bytes: 0 };
        }
        let sum = sent.bytes.saturating_add(bytes);
        if sum > self.most {
            return None;
        }
        sent.bytes = sum;
        Some(Charge { all: self.clone(), address, since: sent.since, bytes })
    }
}

fn forget(all: &mut HashMap<IpAddr, Sent>, now: Timestamp) {
    all.retain(|_, sent| !sent.is_over(now));
    let mut bytes: Vec<u64> = all.values().map(|sent| sent.bytes).collect();
    bytes.sort_unstable();
    let median = bytes.get(bytes.len() / 2).copied().unwrap_or_default();
    if all.len() >= ADDRESSES {
        all.retain(|_, sent| sent.bytes > median);
    }
}

/// One file that counts; given back when it is dropped, unless it was kept.
pub(super) struct Charge {
    all: Daily,
    address: IpAddr,
    since: Timestamp,
    bytes: u64,
}

impl Charge {
    /// Counts for the day.
    pub(super) fn keep(&mut self) {
        self.bytes = 0;
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        let mut all = self.all.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sent) = all.get_mut(&self.address)
            && sent.since == self.since
        {
            sent.bytes = sent.bytes.saturating_sub(self.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: usize) -> IpAddr {
        std::net::Ipv4Addr::from(u32::try_from(number).expect("small")).into()
    }

    #[test]
    fn an_address_has_so_many_bytes_a_day() {
        let daily = Daily::new(100);
        let (start, day) = (Timestamp(5), Timestamp(5 + DAY_MS));
        let mut kept = daily.charge(address(1), 60, start).expect("60 of 100");
        kept.keep();
        drop(kept);
        let broken = daily.charge(address(1), 40, start).expect("the rest");
        assert!(daily.charge(address(1), 1, start).is_none());
        assert!(daily.charge(address(2), 100, start).is_some(), "another has its own");
        drop(broken);
        assert!(daily.charge(address(1), 41, Timestamp(day.0 - 1)).is_none());
        assert!(daily.charge(address(1), 100, day).is_some(), "another day");
    }

    #[test]
    fn a_flood_of_addresses_stays_bounded_and_forgets_no_sender() {
        let daily = Daily::new(100);
        let now = Timestamp(5);
        for number in 0..=(2 * ADDRESSES) {
            let bytes = if number == 0 { 100 } else { 1 };
            daily.charge(address(number), bytes, now).expect("a new address").keep();
        }
        assert!(daily.sent.lock().expect("no panic before").len() <= ADDRESSES);
        assert!(daily.charge(address(0), 1, now).is_none(), "it was forgotten");
    }
}
