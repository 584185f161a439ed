//! Chance from a seed. Each stream draws from a source of its own, so that streams can be made in any order.

use ledger::Hash;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// A source of chance for one purpose.
pub(crate) struct Chance(ChaCha8Rng);

/// The 32 bytes that a seed gives for a purpose and a number.
pub(crate) fn drawn(seed: u64, purpose: &str, number: u64) -> [u8; 32] {
    Hash::of(format!("throughcare/synthetic/1/{seed}/{purpose}/{number}").as_bytes()).0
}

impl Chance {
    pub(crate) fn new(seed: u64, purpose: &str, number: u64) -> Chance {
        Chance(ChaCha8Rng::from_seed(drawn(seed, purpose, number)))
    }

    /// A number from 0 up to but without `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        let scaled = (u64::from(self.0.next_u32()) * u64::from(end)) >> 32;
        u32::try_from(scaled).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u32::try_from(high - low).unwrap_or(0) + 1;
        low + i32::try_from(self.below(width)).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub(crate) fn odds(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let at = self.below(u32::try_from(of.len()).unwrap_or(1));
        of[at as usize]
    }

    /// One of several, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(u32, T)]) -> T {
        let mut left = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in of {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        of[0].1
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}
