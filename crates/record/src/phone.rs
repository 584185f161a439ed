//! Mobile telephone numbers of the United Kingdom, in the one form they are kept in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What stands before a mobile number of the United Kingdom, and how many digits follow it (Ofcom, national numbering plan).
const PREFIX: &str = "+447";
const DIGITS: usize = 9;
/// A mobile number within the country: no number beginning so is a mobile's but a pager's or a person's own.
const NOT_MOBILES: [char; 2] = ['0', '6'];

/// The text is not a mobile number of the United Kingdom.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a UK mobile number. It has 11 digits and begins with 07, such as 07700 900123")]
pub struct NotAMobile(String);

/// A mobile number in international form, `+447700900123`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mobile(String);

impl FromStr for Mobile {
    type Err = NotAMobile;

    /// Reads `07700 900123`, `+44 7700 900123` or `0044 (0)7700-900123`.
    fn from_str(text: &str) -> Result<Mobile, NotAMobile> {
        let wrong = || NotAMobile(text.trim().to_owned());
        let spaced = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')' | '.');
        let tidy: String = text.replace("(0)", "").chars().filter(|c| !spaced(*c)).collect();
        let abroad = tidy.strip_prefix("+44").or_else(|| tidy.strip_prefix("0044"));
        let national = abroad.or_else(|| tidy.strip_prefix('0')).ok_or_else(wrong)?;
        let rest = national.strip_prefix('7').ok_or_else(wrong)?;
        let right = rest.len() == DIGITS && rest.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with(NOT_MOBILES);
        right.then(|| Mobile(format!("{PREFIX}{rest}"))).ok_or_else(wrong)
    }
}

impl Mobile {
    /// In international form, as a gateway takes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As people write it: `07700 900123`.
impl fmt::Display for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = &self.0[PREFIX.len()..];
        write!(f, "07{} {}", &digits[..3], &digits[3..])
    }
}

impl TryFrom<String> for Mobile {
    type Error = NotAMobile;

    fn try_from(text: String) -> Result<Mobile, NotAMobile> {
        text.parse()
    }
}

impl From<Mobile> for String {
    fn from(mobile: Mobile) -> String {
        mobile.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, kept: Option<&str>) {
        assert_eq!(typed.parse::<Mobile>().ok().as_ref().map(Mobile::as_str), kept, "{typed}");
    }

    #[test]
    fn a_mobile_number_is_read_however_it_is_typed() {
        for typed in ["07700 900123", "07700900123", "+44 7700 900123", "+44 (0)7700-900123", "0044 7700 900.123"] {
            check(typed, Some("+447700900123"));
        }
        assert_eq!("+447700900123".parse::<Mobile>().unwrap().to_string(), "07700 900123");
    }

    #[test]
    fn what_is_no_mobile_number_of_the_country_is_refused() {
        for typed in ["", "01632 960123", "07700 90012", "07700 9001234", "+1 202 555 0123", "07000 900123", "ask him"]
        {
            check(typed, None);
        }
    }
}
