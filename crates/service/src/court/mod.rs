//! Court: lists come in, the day is worked through, and people say who a defendant is.
//!
//! - [`import`]: a court's file into the record, whole or not at all.
//! - [`matching`]: who on record a defendant may be. [`compare`]: in what they agree.
//! - [`confirm`]: a human's word that they are, or are not.
//! - [`day`]: courts, a court's day, one defendant. [`known`]: what the court asks of us about somebody on record.
//!
//! A defendant stays in the stream of the court's day. Nothing of the list is believed of anyone on record, and no
//! record opens, before a court officer has confirmed who it is about.

pub mod compare;
pub mod confirm;
pub mod day;
pub mod import;
pub mod known;
mod listing;
pub mod matching;
mod rows;

use std::sync::LazyLock;

use exchange::{CourtCode, CourtTable};
use jiff::civil::Date;
use practice::Standards;
use practice::business_days::add_business_days;
use practice::working::{WorkingFigure, value};
use record::{Hash, StreamId};

pub(crate) use listing::{Answered, Listed, listed};

/// The state of a case nobody has said anything about.
pub(crate) const TO_CHECK: &str = "to check";
/// The state of a case whose defendant is on record.
pub(crate) const KNOWN: &str = "known";
/// The state of a case whose defendant is not on record.
pub(crate) const NO_RECORD: &str = "no record";
/// The state of a case against an organisation.
pub(crate) const ORGANISATION: &str = "organisation";
/// The state of a case that the court has taken off the day.
pub(crate) const TAKEN_OFF: &str = "taken off";

static COURTS: LazyLock<CourtTable> = LazyLock::new(|| {
    // The text is part of the program and a test reads it, so it is never found wanting here.
    CourtTable::from_toml(include_str!("../../../../standards/courts.toml")).unwrap_or_default()
});

/// Every court by code and name.
pub fn courts() -> &'static CourtTable {
    &COURTS
}

/// The stream of a court's day: the same court and day always have the same one.
pub fn day_stream(court: &CourtCode, day: Date) -> StreamId {
    stream_of("court", &Hash::of(format!("court/{court}/{day}").as_bytes()))
}

/// The stream of a file's import, by the digest of its bytes.
pub(crate) fn import_stream(digest: &Hash) -> StreamId {
    stream_of("import", digest)
}

fn stream_of(kind: &str, hash: &Hash) -> StreamId {
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash.0[..16]);
    StreamId::new(kind, bits)
}

/// The last day on which court officers may see the record of somebody listed on `day`: five working days later.
/// Where the calendar of working days ends, it is the day itself.
pub(crate) fn open_to_court_until(day: Date) -> Date {
    add_business_days(Standards::split_2014().holidays(), day, value(WorkingFigure::OpenAfterListingDays))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_table_of_courts_is_read() {
        assert!(courts().iter().count() > 300);
    }

    #[test]
    fn a_listed_person_stays_open_to_the_court_for_five_working_days() {
        assert_eq!(open_to_court_until(date(2015, 12, 15)), date(2015, 12, 22));
        assert_eq!(open_to_court_until(date(2015, 12, 23)), date(2016, 1, 4), "over Christmas and New Year");
    }

    #[test]
    fn a_courts_day_has_one_stream_and_no_other_day_has_it() {
        let code = |text| CourtCode::parse(text).unwrap();
        let day = day_stream(&code("B14LO"), date(2015, 12, 14));
        assert_eq!(day, day_stream(&code("b14lo00"), date(2015, 12, 14)));
        assert_ne!(day, day_stream(&code("B14LO"), date(2015, 12, 15)));
        assert_ne!(day, day_stream(&code("B01OK"), date(2015, 12, 14)));
    }
}
