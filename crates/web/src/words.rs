//! Dates, times and codes in the words the pages use.

use jiff::civil::Date;
use practice::Standards;
use record::time::{Happened, Instant, Minute};

use crate::components::{Flag, Tone};

pub use service::letters::{clock, written};

/// `Tue 15 Dec 2015`.
pub fn short_day(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// `1 Mar 1988`.
pub fn plain_day(day: Date) -> String {
    day.strftime("%-d %b %Y").to_string()
}

/// `15/12/2015`, as it stands in a field that a day is typed into.
pub fn typed_day(day: Date) -> String {
    day.strftime("%-d/%-m/%Y").to_string()
}

/// A day given as `2015-12-15`, in words; as given when it is none.
pub fn day_of(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), short_day)
}

/// `Tue 15 Dec 2015, 9:30am`.
pub fn minute(at: Minute) -> String {
    format!("{}, {}", short_day(at.day()), clock(at))
}

/// `Tue 15 Dec 2015, 9:52am`, on London clocks.
pub fn instant(at: Instant) -> String {
    minute(at.london())
}

/// When something happened.
pub fn happened(when: Happened) -> String {
    match when {
        Happened::On(day) => short_day(day),
        Happened::At(at) => minute(at),
        Happened::Between(from, to) => format!("{} to {}", short_day(from), short_day(to)),
    }
}

/// Years since `born`, on `today`.
pub fn age(born: Date, today: Date) -> i16 {
    let had_birthday = (today.month(), today.day()) >= (born.month(), born.day());
    today.year() - born.year() - i16::from(!had_birthday)
}

/// `Due today`, `2 working days left`, `Late by 1 day`: words first, the tone repeats them.
pub fn due(due_on: Option<Date>, today: Date) -> (String, Tone) {
    let Some(due) = due_on else { return ("No day set yet".to_owned(), Tone::Neutral) };
    let days = (due - today).get_days();
    match days {
        ..-1 => (format!("Late by {} days", -days), Tone::Act),
        -1 => ("Late by 1 day".to_owned(), Tone::Act),
        0 => ("Due today".to_owned(), Tone::Soon),
        1 => ("Due tomorrow".to_owned(), Tone::Soon),
        _ => (format!("Due {}", due.strftime("%a %-d %b")), Tone::Neutral),
    }
}

/// An outcome as a tag.
pub fn outcome_flag(standards: &Standards, code: &str) -> Flag {
    let Some(outcome) = standards.outcome(code) else { return Flag::new(Tone::Unknown, code) };
    let tone = match (outcome.complied, outcome.acceptable) {
        (Some(true), _) | (_, Some(true)) => Tone::Good,
        (Some(false), _) => Tone::Soon,
        _ => Tone::Neutral,
    };
    Flag::new(tone, outcome.words.clone())
}

/// `3 people`, `1 person`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// A time as people type it: `9:30am`, `9.30`, `2pm`, `14:00`, `midday`.
pub fn read_time(text: &str) -> Option<(i8, i8)> {
    let tidy: String = text.trim().to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    if tidy == "midday" || tidy == "noon" {
        return Some((12, 0));
    }
    let (digits, half) = match (tidy.strip_suffix("am"), tidy.strip_suffix("pm")) {
        (Some(digits), _) => (digits, Some(0)),
        (_, Some(digits)) => (digits, Some(12)),
        _ => (tidy.as_str(), None),
    };
    let (hour, minute) = digits.split_once([':', '.']).unwrap_or((digits, "0"));
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(add) => hour % 12 + add,
        None => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_is_read_however_it_is_typed() {
        for (typed, expected) in [
            ("9:30am", Some((9, 30))),
            ("9.30", Some((9, 30))),
            ("2 PM", Some((14, 0))),
            ("14:00", Some((14, 0))),
            ("12am", Some((0, 0))),
            ("12pm", Some((12, 0))),
            ("midday", Some((12, 0))),
            ("13pm", None),
            ("25:00", None),
            ("9:75", None),
            ("", None),
        ] {
            assert_eq!(read_time(typed), expected, "{typed}");
        }
    }

    #[test]
    fn an_age_grows_on_the_birthday() {
        assert_eq!(age(date(1988, 12, 15), date(2015, 12, 14)), 26);
        assert_eq!(age(date(1988, 12, 15), date(2015, 12, 15)), 27);
    }
}
