//! How many pictures may be under way. Pure.

/// Counts the frames of one screen socket: sent, and painted by its slowest viewer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Credit {
    sent: u32,
    painted: u32,
}

impl Credit {
    /// Frames that may be sent and not acknowledged.
    pub const WINDOW: u32 = 2;

    /// The sequence of the next frame, where one may be sent now.
    pub const fn next(&self) -> Option<u32> {
        if self.sent - self.painted < Self::WINDOW { self.sent.checked_add(1) } else { None }
    }

    /// Counts a frame as sent.
    pub const fn sent(&mut self) {
        self.sent = self.sent.saturating_add(1);
    }

    /// A viewer has painted this frame and all before it. Sequences that were never sent, or are
    /// long known, change nothing.
    pub const fn acknowledge(&mut self, sequence: u32) {
        if sequence > self.painted && sequence <= self.sent {
            self.painted = sequence;
        }
    }

    /// Nobody will acknowledge what was sent so far, since a refresh replaces all of it.
    pub const fn forgive(&mut self) {
        self.painted = self.sent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_frames_may_be_under_way() {
        let mut credit = Credit::default();
        assert_eq!(credit.next(), Some(1));
        credit.sent();
        assert_eq!(credit.next(), Some(2));
        credit.sent();
        assert_eq!(credit.next(), None);
        credit.acknowledge(1);
        assert_eq!(credit.next(), Some(3));
    }

    #[test]
    fn a_lying_acknowledgement_opens_nothing() {
        let mut credit = Credit::default();
        credit.sent();
        credit.sent();
        credit.acknowledge(3);
        credit.acknowledge(u32::MAX);
        credit.acknowledge(0);
        assert_eq!(credit.next(), None);
    }

    #[test]
    fn a_refresh_frees_the_window() {
        let mut credit = Credit::default();
        credit.sent();
        credit.sent();
        credit.forgive();
        assert_eq!(credit.next(), Some(3));
    }
}
