//! Numbers that look drawn and are the same every time (the generator is called `SplitMix64`).

/// A sequence of numbers.
pub(crate) struct Chance(u64);

impl Chance {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Chance {
        Chance(seed)
    }

    /// The next number.
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `from` up to but not including `to`.
    pub(crate) fn within(&mut self, from: u64, to: u64) -> u64 {
        from + self.number() % (to - from).max(1)
    }

    /// A place in something of this length.
    pub(crate) fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.within(0, length as u64)).unwrap_or_default()
    }

    /// Flips one bit of some bytes.
    pub(crate) fn flip(&mut self, bytes: &mut [u8]) {
        let at = self.place(bytes.len());
        bytes[at] ^= 1 << self.within(0, 8);
    }
}
