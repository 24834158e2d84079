//! Counts who is there under each key, such as connections of an address, and lets no more in than
//! there is room for. Forgets a key with the last one who leaves, so it holds no more than is there.

mod addresses;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use addresses::AddressCrowd;
pub(crate) use addresses::AddressPlace;

/// A counter for each key.
pub(crate) struct Crowd<K: Eq + Hash> {
    room: usize,
    inside: Arc<Mutex<HashMap<K, usize>>>,
}

/// One who is inside, until it is dropped.
pub(crate) struct Place<K: Eq + Hash> {
    key: K,
    inside: Arc<Mutex<HashMap<K, usize>>>,
}

impl<K: Eq + Hash + Clone> Crowd<K> {
    /// Room for this many under each key.
    pub(crate) fn new(room: usize) -> Self {
        Self { room, inside: Arc::default() }
    }

    /// Lets one more in; nothing where there is no room.
    pub(crate) fn enter(&self, key: K) -> Option<Place<K>> {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let count = inside.entry(key.clone()).or_default();
        if *count >= self.room {
            return None;
        }
        *count += 1;
        drop(inside);
        Some(Place { key, inside: Arc::clone(&self.inside) })
    }

    /// All who are inside.
    pub(crate) fn count(&self) -> usize {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let left = inside.get_mut(&self.key).map(|count| {
            *count = count.saturating_sub(1);
            *count
        });
        if left == Some(0) {
            inside.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_own_room_and_is_forgotten_in_the_end() {
        let crowd = Crowd::new(2);
        let first = crowd.enter("a").expect("room");
        let second = crowd.enter("a").expect("room");
        assert!(crowd.enter("a").is_none());
        let other = crowd.enter("b").expect("another key");
        assert_eq!(crowd.count(), 3);
        drop(first);
        let again = crowd.enter("a").expect("room again");
        drop((second, other, again));
        assert_eq!(crowd.count(), 0);
        assert!(crowd.inside.lock().expect("a lock").is_empty());
    }
}
