//! Exact decimals, for the few published sums that are cut off or rounded at a digit: a hair's breadth of binary error there
//! is a whole point.

/// A decimal number: `units / 10^places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    units: i128,
    places: u32,
}

const MOST_PLACES: u32 = 17;
const MOST_WHOLE: f64 = 1e15;

impl Decimal {
    /// The decimal somebody wrote and a program read as a double; nothing when it is no number of everyday size.
    pub fn written(number: f64) -> Option<Decimal> {
        if !number.is_finite() || number.abs() >= MOST_WHOLE {
            return None;
        }
        let text = number.to_string();
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let part = &part[..part.len().min(MOST_PLACES as usize)];
        let places = u32::try_from(part.len()).ok()?;
        Some(Decimal { units: format!("{whole}{part}").parse().ok()?, places })
    }

    /// This divided by `by`, rounded half up at `places`; nothing when `by` is 0.
    pub fn divided(self, by: Decimal, places: u32) -> Option<Decimal> {
        let over = self.units.checked_mul(10_i128.checked_pow(places + by.places)?)?;
        let under = by.units.checked_mul(10_i128.checked_pow(self.places)?)?;
        if under == 0 {
            return None;
        }
        let (over, under) = if under < 0 { (-over, -under) } else { (over, under) };
        // Half up in the published sense: half away from zero.
        let units = (over.abs() * 2 + under) / (under * 2) * over.signum();
        Some(Decimal { units, places })
    }

    /// This times `by`, exactly.
    pub fn times(self, by: Decimal) -> Option<Decimal> {
        Some(Decimal { units: self.units.checked_mul(by.units)?, places: self.places + by.places })
    }

    /// The whole part, the rest cut off.
    pub fn cut_off(self) -> Option<i64> {
        i64::try_from(self.units / 10_i128.checked_pow(self.places)?).ok()
    }
}

impl std::fmt::Display for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let digits = format!("{:0width$}", self.units.abs(), width = self.places as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - self.places as usize);
        let sign = if self.units < 0 { "-" } else { "" };
        if part.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{part}") }
    }
}
