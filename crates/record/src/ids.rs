//! Identity numbers: what they look like, and how their check letters are worked out.
//!
//! Formats and check letters as published in the Ministry of Justice's open-source person record
//! (`PNCIdentifier.kt`, `CROIdentifier.kt`, 2026).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The letters a check letter is taken from: no I, O or S.
const CHECK_LETTERS: &[u8; 23] = b"ZABCDEFGHJKLMNPQRTUVWXY";

/// The text is not an identity number of this kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAnId {
    /// The shape is wrong.
    #[error("“{given}” does not look like a {kind}")]
    Shape {
        /// CRN, PNC number or CRO number.
        kind: &'static str,
        /// What was given.
        given: String,
    },
    /// The shape is right and the check letter is not: usually a slip of the pen.
    #[error("“{given}” should end in {right}: one of its digits or its letter is wrong")]
    CheckLetter {
        /// What was given.
        given: String,
        /// The letter that these digits call for.
        right: char,
    },
}

/// Case reference number: one letter and six digits, issued by this service.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Crn(String);

/// Police National Computer number in its long form, `2003/0011985X`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pnc(String);

/// Criminal Records Office number: `123456/15A`, or `SF15/123456A` for people known only for summary offences.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cro(String);

impl FromStr for Crn {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Crn, NotAnId> {
        let tidy = tidy(text);
        let bytes = tidy.as_bytes();
        let right = bytes.len() == 7 && bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_digit);
        right.then(|| Crn(tidy.clone())).ok_or_else(|| shape("CRN", text))
    }
}

impl Pnc {
    /// The number for a year and serial, with its check letter.
    pub fn from_parts(year: u16, serial: u32) -> Pnc {
        let letter = check_letter(u64::from(year % 100) * 10_000_000 + u64::from(serial));
        Pnc(format!("{year:04}/{serial:07}{letter}"))
    }

    /// Reads a long (`2003/0011985X`) or short (`03/11985X`) number, with or without the slash. A two-digit year
    /// above `current_year`'s last two digits belongs to the 1900s.
    pub fn parse(text: &str, current_year: i16) -> Result<Pnc, NotAnId> {
        let tidy = tidy(text);
        let (digits, letter) = split_letter(&tidy).ok_or_else(|| shape("PNC number", text))?;
        let (year, serial) = match digits.split_once('/') {
            Some(parts) => parts,
            None if digits.len() > 7 && is_century(digits) => digits.split_at(4),
            None if digits.len() > 2 => digits.split_at(2),
            None => return Err(shape("PNC number", text)),
        };
        let in_shape = all_digits(year) && all_digits(serial) && serial.len() <= 7 && !serial.is_empty();
        let (Ok(year_number), Ok(serial)) = (year.parse::<u16>(), serial.parse::<u32>()) else {
            return Err(shape("PNC number", text));
        };
        let year = match year.len() {
            4 => year_number,
            2 if i32::from(year_number) > i32::from(current_year) % 100 => 1900 + year_number,
            2 => 2000 + year_number,
            _ => return Err(shape("PNC number", text)),
        };
        if !in_shape {
            return Err(shape("PNC number", text));
        }
        let pnc = Pnc::from_parts(year, serial);
        checked(&pnc.0, letter, text)?;
        Ok(pnc)
    }
}

impl Cro {
    /// The standard form for a serial and year, with its check letter.
    pub fn from_parts(serial: u32, year: u16) -> Cro {
        let letter = check_letter(u64::from(year % 100) * 1_000_000 + u64::from(serial));
        Cro(format!("{serial:06}/{:02}{letter}", year % 100))
    }

    /// Reads either form; the standard form is padded to six digits.
    pub fn parse(text: &str) -> Result<Cro, NotAnId> {
        let tidy = tidy(text);
        let (digits, letter) = split_letter(&tidy).ok_or_else(|| shape("CRO number", text))?;
        let summary_only = digits.strip_prefix("SF");
        let (first, second) =
            summary_only.unwrap_or(digits).split_once('/').ok_or_else(|| shape("CRO number", text))?;
        let (serial, year) = if summary_only.is_some() { (second, first) } else { (first, second) };
        let in_shape = all_digits(serial) && all_digits(year) && year.len() == 2 && (1..=6).contains(&serial.len());
        if !in_shape {
            return Err(shape("CRO number", text));
        }
        let (Ok(serial_number), Ok(year_number)) = (serial.parse::<u32>(), year.parse::<u16>()) else {
            return Err(shape("CRO number", text));
        };
        let read = match summary_only {
            // Its letter is worked out on the serial as written, without padding.
            Some(_) => {
                Cro(format!("SF{year}/{serial}{}", check_letter(format!("{year}{serial}").parse().unwrap_or(0))))
            }
            None => Cro::from_parts(serial_number, year_number),
        };
        checked(&read.0, letter, text)?;
        Ok(read)
    }
}

/// The letter that stands for a number: the year's last two digits followed by the serial.
pub fn check_letter(number: u64) -> char {
    CHECK_LETTERS.get(usize::try_from(number % 23).unwrap_or(0)).map_or('Z', |b| char::from(*b))
}

fn checked(right: &str, letter: char, given: &str) -> Result<(), NotAnId> {
    match right.chars().last() {
        Some(last) if last != letter => Err(NotAnId::CheckLetter { given: given.to_owned(), right: last }),
        _ => Ok(()),
    }
}

fn tidy(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect()
}

fn split_letter(tidy: &str) -> Option<(&str, char)> {
    let letter = tidy.chars().last().filter(|last| tidy.is_ascii() && last.is_ascii_uppercase())?;
    Some((&tidy[..tidy.len() - 1], letter))
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Without a slash, nine digits or more begin with a four-digit year.
fn is_century(digits: &str) -> bool {
    digits.len() >= 9 && (digits.starts_with("19") || digits.starts_with("20"))
}

fn shape(kind: &'static str, given: &str) -> NotAnId {
    NotAnId::Shape { kind, given: given.to_owned() }
}

macro_rules! text_id {
    ($($id:ident),*) => {$(
        impl $id {
            /// The number as it is printed.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$id> for String {
            fn from(id: $id) -> String {
                id.0
            }
        }
    )*};
}

text_id!(Crn, Pnc, Cro);

impl TryFrom<String> for Crn {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Crn, NotAnId> {
        text.parse()
    }
}

impl TryFrom<String> for Pnc {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Pnc, NotAnId> {
        Pnc::parse(&text, 99)
    }
}

impl TryFrom<String> for Cro {
    type Error = NotAnId;

    fn try_from(text: String) -> Result<Cro, NotAnId> {
        Cro::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pnc(given: &str, expected: &str) {
        let read = Pnc::parse(given, 2015).map_or_else(|e| e.to_string(), |p| p.to_string());
        assert_eq!(read, expected, "{given}");
    }

    #[test]
    fn a_pnc_number_is_read_in_every_shape_it_is_written_in() {
        pnc("2003/0011985X", "2003/0011985X");
        pnc("20030011985X", "2003/0011985X");
        pnc("03/11985X", "2003/0011985X");
        pnc(" 2003/11985x ", "2003/0011985X");
    }

    #[test]
    fn a_two_digit_year_in_the_future_is_of_the_last_century() {
        let old = Pnc::from_parts(1979, 12);
        let short = format!("79/12{}", old.as_str().chars().last().unwrap());
        pnc(&short, old.as_str());
    }

    #[test]
    fn a_wrong_check_letter_says_which_letter_is_right() {
        pnc("2004/0012345U", "“2004/0012345U” should end in D: one of its digits or its letter is wrong");
        pnc("2019/1276541A", "“2019/1276541A” should end in H: one of its digits or its letter is wrong");
    }

    #[test]
    fn what_is_no_pnc_number_is_refused() {
        for text in ["", "X", "2003/", "2003/00119850X0X", "abc/12X", "20/123456789X", "Ü"] {
            assert!(Pnc::parse(text, 2015).is_err(), "{text}");
        }
    }

    #[test]
    fn a_crn_is_a_letter_and_six_digits() {
        assert_eq!("x320741".parse::<Crn>().unwrap().as_str(), "X320741");
        for text in ["", "X32074", "X3207411", "3207411", "XX20741"] {
            assert!(text.parse::<Crn>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_pnc_number_reads_back_and_no_other_letter_does(year in 1950_u16..2016, serial in 0_u32..9_999_999) {
            let made = Pnc::from_parts(year, serial);
            prop_assert_eq!(Pnc::parse(made.as_str(), 2015).unwrap(), made.clone());
            let stem = &made.as_str()[..12];
            let right = (b'A'..=b'Z').filter(|l| Pnc::parse(&format!("{stem}{}", char::from(*l)), 2015).is_ok()).count();
            prop_assert_eq!(right, 1);
        }

        #[test]
        fn every_cro_number_reads_back(serial in 0_u32..999_999, year in 1950_u16..2016) {
            let made = Cro::from_parts(serial, year);
            prop_assert_eq!(Cro::parse(made.as_str()).unwrap(), made.clone());
            let stem = format!("SF{:02}/{serial}", year % 100);
            let digits: String = stem.chars().filter(char::is_ascii_digit).collect();
            let summary = format!("{stem}{}", check_letter(digits.parse().unwrap()));
            let read = Cro::parse(&summary).unwrap();
            prop_assert_eq!(read.as_str(), summary.as_str());
        }

        #[test]
        fn no_text_makes_a_parser_panic(text in ".{0,20}") {
            let _ = Pnc::parse(&text, 2015);
            let _ = Cro::parse(&text);
            let _ = text.parse::<Crn>();
        }
    }
}
