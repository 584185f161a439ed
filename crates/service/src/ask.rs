//! Who asks, when, and from which screen.

use access::Actor;
use jiff::civil::Date;
use record::time::Instant;

/// One request of a member of staff.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Who asks.
    pub actor: Actor,
    /// When.
    pub now: Instant,
    /// From which screen, for the log of reads: `day`, `case`, `letter`.
    pub screen: &'static str,
}

impl Ask {
    /// The day it is in London.
    pub fn today(&self) -> Date {
        self.now.day()
    }
}

/// Where random bytes come from: the operating system, or a seed.
pub trait Chance: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}
