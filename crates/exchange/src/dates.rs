//! Days and times as the feeds write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

/// Day first with slashes (`26/10/2020`), or ISO (`2020-10-26`, also before a time). Years 1850 to 2199 only.
pub(crate) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let date = match text.split_once('/') {
        Some((day, rest)) => {
            let (month, year) = rest.split_once('/')?;
            from_numbers(year, month, day)?
        }
        None => iso(text)?,
    };
    plausible(date)
}

/// Eight digits run together, day first: `26102020`.
pub(crate) fn run_together(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    from_numbers(&text[4..], &text[2..4], &text[..2]).and_then(plausible)
}

/// A time of day: `09:00` or `09:00:00`.
pub(crate) fn time(text: &str) -> Option<Time> {
    let mut parts = text.trim().split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = parts.next().map_or(Some(0), |s| number(s, 2))?;
    if parts.next().is_some() {
        return None;
    }
    Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0).ok()
}

/// A London day and, where there is one, time of day: from an instant (`2021-09-08T09:00:00.000Z`), a local time
/// (`2020-02-20T09:01:00`) or a day.
pub(crate) fn london(text: &str) -> Option<(Date, Option<Time>)> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        let zone = TimeZone::get("Europe/London").ok()?;
        let local = instant.to_zoned(zone).datetime();
        return Some((plausible(local.date())?, Some(local.time())));
    }
    if text.len() > 10 {
        let local: DateTime = text.parse().ok()?;
        return Some((plausible(local.date())?, Some(local.time())));
    }
    Some((day(text)?, None))
}

fn iso(text: &str) -> Option<Date> {
    let date = text.get(..10)?;
    let rest = text.get(10..)?;
    if !rest.is_empty() && !rest.starts_with('T') {
        return None;
    }
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    from_numbers(year, month, day)
}

fn from_numbers(year: &str, month: &str, day: &str) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(text: &str, longest: usize) -> Option<i16> {
    if text.is_empty() || text.len() > longest || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn plausible(date: Date) -> Option<Date> {
    (1850..2200).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(found: Option<Date>, expected: Option<&str>) {
        assert_eq!(found.map(|d| d.to_string()).as_deref(), expected);
    }

    #[test]
    fn days_come_day_first_or_iso_and_nonsense_is_none() {
        check(day("26/10/2020"), Some("2020-10-26"));
        check(day(" 1/9/2016 "), Some("2016-09-01"));
        check(day("2020-10-26"), Some("2020-10-26"));
        check(day("2020-10-26T09:00:00"), Some("2020-10-26"));
        check(day("29/02/2019"), None);
        check(day("10/26/2020"), None);
        check(day("26/10/20"), None);
        check(day("26/10/0020"), None);
        check(day("2020-10-26x"), None);
        check(day("é2020-10-2"), None);
        check(day(""), None);
        check(run_together("26102020"), Some("2020-10-26"));
        check(run_together("2610202"), None);
    }

    #[test]
    fn an_instant_is_read_as_london_time() {
        let summer = london("2021-09-08T09:00:00.000Z").unwrap();
        assert_eq!(summer, (civil::date(2021, 9, 8), Some(civil::time(10, 0, 0, 0))));
        let late = london("2021-06-30T23:30:00Z").unwrap();
        assert_eq!(late.0, civil::date(2021, 7, 1));
        assert_eq!(london("2020-02-20T09:01:00").unwrap().1, Some(civil::time(9, 1, 0, 0)));
        assert_eq!(london("2021-06-25").unwrap(), (civil::date(2021, 6, 25), None));
        assert_eq!(london("soon"), None);
    }

    #[test]
    fn times_of_day() {
        assert_eq!(time("09:00"), Some(civil::time(9, 0, 0, 0)));
        assert_eq!(time("9:05:30"), Some(civil::time(9, 5, 30, 0)));
        assert_eq!(time("24:00"), None);
        assert_eq!(time("AM"), None);
    }
}
