//! The times of the record: *recorded* is an [`Instant`], *happened* is a day, a London minute or an interval.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Microseconds since 1970-01-01 UTC: the time something was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    /// The minute that London clocks showed at this instant.
    pub fn london(self) -> Minute {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Minute::new(stamp.to_zoned(london()).datetime())
    }

    /// The day it was in London at this instant.
    pub fn day(self) -> Date {
        self.london().day()
    }
}

/// A minute on a London clock: no offset, no seconds. Written `2015-12-15T09:30`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minute(DateTime);

impl Minute {
    /// The minute in which `at` lies.
    pub fn new(at: DateTime) -> Minute {
        let time = at.time();
        Minute(at.date().at(time.hour(), time.minute(), 0, 0))
    }

    /// The day of this minute.
    pub fn day(self) -> Date {
        self.0.date()
    }

    /// Hour (0 to 23) and minute.
    pub fn clock(self) -> (i8, i8) {
        (self.0.hour(), self.0.minute())
    }

    /// The instant at which London clocks show this minute (the earlier one where clocks go back, the minute after
    /// the gap where they go forward).
    pub fn instant(self) -> Instant {
        let zoned = self.0.to_zoned(london());
        Instant(zoned.map_or(0, |z| z.timestamp().as_microsecond()))
    }

    /// This minute and `minutes` more.
    pub fn plus_minutes(self, minutes: i64) -> Minute {
        Minute(self.0.saturating_add(jiff::Span::new().minutes(minutes)))
    }
}

impl fmt::Display for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}", self.0.date(), self.0.hour(), self.0.minute())
    }
}

impl fmt::Debug for Minute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a day, or not a minute.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a date and time such as 2015-12-15T09:30")]
pub struct NotATime(String);

impl FromStr for Minute {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Minute, NotATime> {
        let wrong = || NotATime(text.to_owned());
        if text.len() != 16 || text.as_bytes()[10] != b'T' {
            return Err(wrong());
        }
        text.parse::<DateTime>().map(Minute::new).map_err(|_| wrong())
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Minute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Minute, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// When something happened, as its author says: claimed, where *recorded* is stamped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Happened {
    /// On a day; the time of day is not known or does not matter.
    On(Date),
    /// At a minute on a London clock.
    At(Minute),
    /// Over whole days, both included.
    Between(Date, Date),
}

impl Happened {
    /// The day that orders this among others: the first day of an interval.
    pub fn day(self) -> Date {
        match self {
            Happened::On(day) | Happened::Between(day, _) => day,
            Happened::At(minute) => minute.day(),
        }
    }
}

fn london() -> TimeZone {
    // Looked up once: a long case asks for it thousands of times.
    static LONDON: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC));
    LONDON.clone()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_minute_is_read_as_it_is_written() {
        let minute: Minute = "2015-12-15T09:30".parse().unwrap();
        assert_eq!(minute.to_string(), "2015-12-15T09:30");
        assert_eq!(minute.day(), date(2015, 12, 15));
    }

    #[test]
    fn london_is_an_hour_ahead_of_utc_in_summer_only() {
        let summer: Minute = "2015-07-01T09:00".parse().unwrap();
        let winter: Minute = "2015-12-15T09:00".parse().unwrap();
        assert_eq!(summer.instant().0 % 86_400_000_000, 8 * 3_600_000_000);
        assert_eq!(winter.instant().0 % 86_400_000_000, 9 * 3_600_000_000);
        assert_eq!(summer.instant().london(), summer);
    }

    #[test]
    fn seconds_and_offsets_are_refused() {
        for text in ["2015-12-15", "2015-12-15T09:30:00", "2015-12-15 09:30", "2015-12-15T25:30", ""] {
            assert!(text.parse::<Minute>().is_err(), "{text}");
        }
    }
}
