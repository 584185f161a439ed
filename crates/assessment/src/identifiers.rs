//! Identity numbers as the person record canonicalises them (`ministryofjustice/hmpps-person-record`, bf0902b92). The check
//! letters are `record::ids`'s; what differs is what is let in. `record` reads what people write, with spaces, small letters and
//! numbers whose year is of either length. The published service takes capitals and digits only, reads a number shorter than
//! twelve characters as having a two-digit year whatever it looks like (`2003/11A` becomes a number of the year 20), and has
//! nothing to say about the rest.

use jiff::civil::Date;
use record::ids::{Cro, check_letter};

/// Which reading of a PNC number is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// As published.
    #[default]
    Published,
    /// With a four-digit year taken for one wherever a slash follows it.
    Corrected,
}

const WHOLE_LENGTH: usize = 12;

/// The year the rule was published: what two-digit years are read in where nobody says which year it is.
pub const PUBLISHED_IN: i16 = 2026;

/// The canonical PNC number, `YYYY/NNNNNNNC`; nothing when it is none. A two-digit year after the current one is of the last
/// century.
pub fn pnc(text: &str, current_year: i16, version: Version) -> Option<String> {
    let (digits, letter) = split(text)?;
    let (year, serial) = digits.split_once('/').unwrap_or((digits, ""));
    let with_slash = !serial.is_empty();
    let run = format!("{year}{serial}");
    let long_year = match version {
        Version::Published => run.len() + 1 >= WHOLE_LENGTH,
        Version::Corrected => {
            if with_slash {
                year.len() == 4
            } else {
                run.len() + 1 >= WHOLE_LENGTH
            }
        }
    };
    let in_shape = if with_slash {
        (2..=4).contains(&year.len()) && serial.len() <= 7
    } else {
        !digits.contains('/') && (3..=11).contains(&run.len())
    };
    if !in_shape || !run.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, serial) = run.split_at(if long_year { 4 } else { 2 });
    let year = if long_year { year.to_owned() } else { century(year, current_year)? };
    let number = format!("{}{serial:0>7}", &year[2..]);
    let right = check_letter(number.parse().ok()?);
    (right == letter).then(|| format!("{year}/{serial:0>7}{letter}"))
}

/// Whether two texts are the same PNC number. What is no number is the same as nothing.
pub fn same_pnc(one: &str, other: &str, current_year: i16) -> bool {
    let canonical = |text| pnc(text, current_year, Version::Published);
    canonical(one).is_some_and(|one| canonical(other) == Some(one))
}

/// The canonical CRO number; nothing when it is none.
pub fn cro(text: &str) -> Option<String> {
    // `record` would let small letters and spaces through.
    let plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'/');
    plain.then(|| Cro::parse(text).ok()).flatten().map(String::from)
}

/// The dates of birth a lenient search looks for: day and month exchanged, the same day in every other month, a day to either
/// side in the same month, and itself; those that exist, in order.
pub fn lenient_dates_of_birth(born_on: Date) -> Vec<Date> {
    let (year, month, day) = (born_on.year(), born_on.month(), born_on.day());
    let mut dates: Vec<Date> = (1..=12).filter_map(|other| Date::new(year, other, day).ok()).collect();
    dates.extend(Date::new(year, day, month).ok());
    dates.extend([day - 1, day + 1].iter().filter_map(|near| Date::new(year, month, *near).ok()));
    dates.sort_unstable();
    dates.dedup();
    dates
}

fn split(text: &str) -> Option<(&str, char)> {
    let letter = text.chars().next_back().filter(char::is_ascii_uppercase)?;
    Some((&text[..text.len() - 1], letter))
}

fn century(two_digits: &str, current_year: i16) -> Option<String> {
    let year: i16 = two_digits.parse().ok()?;
    Some(if year <= current_year % 100 { format!("20{two_digits}") } else { format!("19{two_digits}") })
}
