//! Rounding as the published services do it: half up, on the exact binary value of the number.

/// A percentage in whole hundredths, so that sums of rounded percentages are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(i32);

impl Percent {
    /// Nothing.
    pub const ZERO: Percent = Percent(0);
    /// The most a percentage is ever said to be.
    pub const MOST: Percent = Percent(9_999);

    /// A probability as a percentage with two decimals.
    pub fn of(probability: f64) -> Percent {
        Percent::hundredths(probability, 10_000.0)
    }

    /// A percentage that is rounded to two decimals.
    pub fn rounded(percent: f64) -> Percent {
        Percent::hundredths(percent, 100.0)
    }

    /// The sum, exact.
    pub fn plus(self, other: Percent) -> Percent {
        Percent(self.0.saturating_add(other.0))
    }

    /// Never below 0.00 and never 100.00: that becomes 99.99.
    pub fn clamped(self) -> Percent {
        if self.0 >= 10_000 { Percent::MOST } else { self.max(Percent::ZERO) }
    }

    /// As a number of percent.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    fn hundredths(value: f64, scale: f64) -> Percent {
        #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and a percentage is far from the ends")]
        Percent(half_up(value, scale) as i32)
    }
}

/// `value * scale` rounded half up (away from zero), as if `value` had been written out in full decimals first.
pub fn half_up(value: f64, scale: f64) -> f64 {
    let size = value.abs();
    let scaled = size * scale;
    let floor = scaled.floor();
    let over_half = (scaled - floor) - 0.5;
    // Only near a half does it matter what the multiplication itself rounded away.
    let up = if over_half.abs() > 1e-6 { over_half > 0.0 } else { over_half >= -size.mul_add(scale, -scaled) };
    let rounded = if up { floor + 1.0 } else { floor };
    if value < 0.0 { -rounded } else { rounded }
}

/// A probability as a whole percentage, never below 1 or above 99.
pub fn whole_percent(probability: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and the clamp follows")]
    let whole = half_up(probability, 100.0) as i32;
    whole.clamp(1, 99)
}

/// The logistic curve: a linear predictor as a probability.
pub fn logistic(total: f64) -> f64 {
    1.0 / (1.0 + (-total).exp())
}
