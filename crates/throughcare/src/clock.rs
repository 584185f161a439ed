//! Clocks and chance.

use std::time::{Instant as Monotonic, SystemTime, UNIX_EPOCH};

use record::time::Instant;
use service::Chance;
use web::Clocks;

/// The operating system's randomness.
pub(crate) struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness nothing may be salted or signed in: better no answer than a guessable one.
        if let Err(error) = getrandom::fill(bytes) {
            panic!("the operating system gives no random bytes: {error}");
        }
    }
}

/// The record runs on the wall clock, unless a demonstration set it.
pub(crate) struct SystemClocks {
    started: Monotonic,
    /// What the record's clock showed at the start of this process, where a demonstration sets it.
    set_to: Option<Instant>,
}

impl SystemClocks {
    /// On the wall clock.
    pub(crate) fn wall() -> SystemClocks {
        SystemClocks { started: Monotonic::now(), set_to: None }
    }

    /// On a clock that showed `at` when this process began, and runs at wall speed.
    pub(crate) fn set_to(at: Instant) -> SystemClocks {
        SystemClocks { started: Monotonic::now(), set_to: Some(at) }
    }
}

impl Clocks for SystemClocks {
    fn record(&self) -> Instant {
        match self.set_to {
            Some(at) => Instant(at.0 + i64::try_from(self.started.elapsed().as_micros()).unwrap_or(0)),
            None => Instant(self.machine()),
        }
    }

    fn machine(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
    }
}
