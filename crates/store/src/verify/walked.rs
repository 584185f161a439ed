//! How far a verification has come.

use std::sync::atomic::{AtomicU64, Ordering};

/// Rows are told of so many at a time.
const AT_A_TIME: u64 = 1_024;

/// The rows that a verification has walked so far: of the entries, and of the log once by stream and once by position.
#[derive(Debug, Default)]
pub struct Walked(AtomicU64);

impl Walked {
    /// How many they are by now.
    pub fn rows(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// For one walk.
    pub(super) fn count(&self) -> Count<'_> {
        Count { walked: self, untold: 0 }
    }
}

/// Counts for one walk, and tells of it now and then.
pub(super) struct Count<'a> {
    walked: &'a Walked,
    untold: u64,
}

impl Count<'_> {
    pub(super) fn row(&mut self) {
        self.untold += 1;
        if self.untold == AT_A_TIME {
            self.tell();
        }
    }

    fn tell(&mut self) {
        self.walked.0.fetch_add(std::mem::take(&mut self.untold), Ordering::Relaxed);
    }
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        self.tell();
    }
}
