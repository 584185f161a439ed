//! Business days in England and Wales: Monday to Friday without bank holidays. "Working day" means the same here.
//!
//! Counting starts the day after the event: one business day after a Friday is the Monday.

use std::collections::BTreeMap;

use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// A date the bank holiday table does not reach, so that nobody can say whether it was a business day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{date} is outside the bank holiday table, which runs from {first} to {last}")]
pub struct OutsideTable {
    /// The date asked about.
    pub date: Date,
    /// The first date the table covers.
    pub first: Date,
    /// The last date the table covers.
    pub last: Date,
}

/// The bank holidays of England and Wales from `first` to `last`, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankHolidays {
    /// The first date covered.
    pub first: Date,
    /// The last date covered.
    pub last: Date,
    /// Each holiday's name by its date.
    pub names: BTreeMap<Date, String>,
}

/// Whether `date` is a business day.
pub fn is_business_day(holidays: &BankHolidays, date: Date) -> Result<bool, OutsideTable> {
    if date < holidays.first || date > holidays.last {
        return Err(outside(holidays, date));
    }
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    Ok(!weekend && !holidays.names.contains_key(&date))
}

/// The `days`-th business day after `date`; `date` itself when `days` is 0, whatever day that is.
pub fn add_business_days(holidays: &BankHolidays, date: Date, days: u32) -> Result<Date, OutsideTable> {
    is_business_day(holidays, date)?;
    let mut reached = date;
    let mut left = days;
    while left > 0 {
        reached = reached.tomorrow().map_err(|_| outside(holidays, reached))?;
        if is_business_day(holidays, reached)? {
            left -= 1;
        }
    }
    Ok(reached)
}

/// The `days`-th business day before `date`; `date` itself when `days` is 0, whatever day that is.
pub fn subtract_business_days(holidays: &BankHolidays, date: Date, days: u32) -> Result<Date, OutsideTable> {
    is_business_day(holidays, date)?;
    let mut reached = date;
    let mut left = days;
    while left > 0 {
        reached = reached.yesterday().map_err(|_| outside(holidays, reached))?;
        if is_business_day(holidays, reached)? {
            left -= 1;
        }
    }
    Ok(reached)
}

/// How many business days lie after `from`, up to and including `to`; 0 when `to` is not after `from`.
pub fn business_days_between(holidays: &BankHolidays, from: Date, to: Date) -> Result<u32, OutsideTable> {
    is_business_day(holidays, from)?;
    is_business_day(holidays, to)?;
    let mut count = 0;
    let mut day = from;
    while day < to {
        day = day.checked_add(1.day()).map_err(|_| outside(holidays, day))?;
        if is_business_day(holidays, day)? {
            count += 1;
        }
    }
    Ok(count)
}

fn outside(holidays: &BankHolidays, date: Date) -> OutsideTable {
    OutsideTable { date, first: holidays.first, last: holidays.last }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::Standards;

    fn table() -> &'static BankHolidays {
        Standards::split_2014().holidays()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[track_caller]
    fn check(from: &str, days: u32, expected: &str) {
        assert_eq!(add_business_days(table(), day(from), days), Ok(day(expected)), "{from} + {days}");
    }

    #[test]
    fn business_days_step_over_weekends_and_bank_holidays() {
        // An ordinary week.
        check("2015-12-15", 0, "2015-12-15");
        check("2015-12-15", 1, "2015-12-16");
        check("2015-12-15", 2, "2015-12-17");
        check("2015-12-15", 3, "2015-12-18");
        check("2015-12-15", 4, "2015-12-21");
        check("2015-12-15", 5, "2015-12-22");
        // Christmas Day on a Friday, Boxing Day kept on the Monday.
        check("2015-12-15", 7, "2015-12-24");
        check("2015-12-15", 8, "2015-12-29");
        check("2015-12-24", 1, "2015-12-29");
        check("2015-12-24", 2, "2015-12-30");
        check("2015-12-25", 1, "2015-12-29");
        check("2015-12-26", 1, "2015-12-29");
        check("2015-12-28", 1, "2015-12-29");
        // New Year's Day on a Friday.
        check("2015-12-31", 1, "2016-01-04");
        check("2015-12-30", 2, "2016-01-04");
        check("2015-12-24", 5, "2016-01-05");
        // Christmas on a Thursday, the year before.
        check("2014-12-24", 1, "2014-12-29");
        check("2014-12-31", 1, "2015-01-02");
        // Both Christmas and Boxing Day kept later.
        check("2016-12-23", 1, "2016-12-28");
        check("2021-12-24", 1, "2021-12-29");
        check("2022-12-30", 1, "2023-01-03");
        // Easter.
        check("2015-04-02", 1, "2015-04-07");
        check("2015-04-03", 1, "2015-04-07");
        check("2015-04-01", 2, "2015-04-07");
        check("2016-03-24", 1, "2016-03-29");
        check("2016-03-23", 6, "2016-04-04");
        // May and August.
        check("2015-05-01", 1, "2015-05-05");
        check("2015-05-22", 1, "2015-05-26");
        check("2015-08-28", 1, "2015-09-01");
        // From a weekend the Monday is day one.
        check("2015-12-12", 1, "2015-12-14");
        check("2015-12-13", 1, "2015-12-14");
        check("2015-12-12", 5, "2015-12-18");
        // Across the end of February in a leap year.
        check("2016-02-26", 1, "2016-02-29");
        check("2016-02-29", 1, "2016-03-01");
    }

    #[track_caller]
    fn check_between(from: &str, to: &str, expected: u32) {
        assert_eq!(business_days_between(table(), day(from), day(to)), Ok(expected), "{from} to {to}");
    }

    #[test]
    fn counting_leaves_out_the_first_day_and_takes_in_the_last() {
        check_between("2015-12-15", "2015-12-15", 0);
        check_between("2015-12-15", "2015-12-16", 1);
        check_between("2015-12-18", "2015-12-20", 0);
        check_between("2015-12-18", "2015-12-21", 1);
        check_between("2015-12-24", "2015-12-28", 0);
        check_between("2015-12-24", "2016-01-04", 4);
        check_between("2015-12-16", "2015-12-15", 0);
        check_between("2015-01-01", "2015-12-31", 253);
    }

    #[test]
    fn a_date_outside_the_table_is_an_error_and_never_an_ordinary_day() {
        let early = date(2009, 12, 31);
        assert_eq!(is_business_day(table(), early).unwrap_err().date, early);
        assert!(add_business_days(table(), early, 0).is_err());
        assert_eq!(add_business_days(table(), date(2030, 12, 31), 1).unwrap_err().date, date(2031, 1, 1));
        assert!(business_days_between(table(), date(2030, 12, 1), date(2031, 1, 1)).is_err());
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0_i64..7000).prop_map(|days| date(2010, 1, 1).checked_add(days.days()).unwrap())
    }

    proptest! {
        #[test]
        fn counting_the_days_just_added_gives_them_back(from in any_day(), days in 0_u32..300) {
            let to = add_business_days(table(), from, days).unwrap();
            prop_assert_eq!(business_days_between(table(), from, to).unwrap(), days);
        }

        #[test]
        fn days_taken_off_from_a_business_day_and_added_again_give_it_back(from in any_day(), days in 1_u32..100) {
            let start = add_business_days(table(), from, 100).unwrap();
            let back = subtract_business_days(table(), start, days).unwrap();
            prop_assert_eq!(add_business_days(table(), back, days).unwrap(), start);
        }

        #[test]
        fn a_later_start_or_a_longer_limit_never_falls_due_earlier(a in any_day(), b in any_day(), days in 0_u32..200, more in 0_u32..20) {
            let (early, late) = if a <= b { (a, b) } else { (b, a) };
            let due = add_business_days(table(), early, days).unwrap();
            prop_assert!(due <= add_business_days(table(), late, days).unwrap());
            prop_assert!(due <= add_business_days(table(), early, days + more).unwrap());
        }

        #[test]
        fn what_is_due_after_at_least_a_day_is_due_on_a_business_day(from in any_day(), days in 1_u32..200) {
            let due = add_business_days(table(), from, days).unwrap();
            prop_assert!(is_business_day(table(), due).unwrap());
        }
    }
}
