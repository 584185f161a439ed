//! Identity numbers as feeds give them: kept whatever they look like, and said whether they check.

use record::ids::{Cro, NotAnId, Pnc};
use serde::{Deserialize, Serialize};

/// An identity number as given. Feeds carry many whose check letter is wrong: those are kept and marked, never dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenIdentifier {
    /// As it stood in the file.
    pub raw: String,
    /// The long form (`2003/0011985X`, `123456/15A`), when the shape is right, with the letter as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Whether the shape is right and the letter is the one its digits call for.
    pub check_letter_ok: bool,
}

/// A PNC number; a two-digit year later than `year`, the year of the hearing, belongs to the century before.
pub(crate) fn pnc(raw: String, year: i16) -> GivenIdentifier {
    given(raw, |text| Pnc::parse(text, year).map(|id| id.to_string()))
}

/// A CRO number.
pub(crate) fn cro(raw: String) -> GivenIdentifier {
    given(raw, |text| Cro::parse(text).map(|id| id.to_string()))
}

fn given(raw: String, parse: impl Fn(&str) -> Result<String, NotAnId>) -> GivenIdentifier {
    if !raw.is_ascii() {
        return GivenIdentifier { raw, canonical: None, check_letter_ok: false };
    }
    match parse(&raw) {
        Ok(canonical) => GivenIdentifier { raw, canonical: Some(canonical), check_letter_ok: true },
        Err(NotAnId::CheckLetter { right, .. }) => {
            let canonical = with_letter(&raw, right).and_then(|mended| parse(&mended).ok());
            let canonical = canonical.and_then(|long| with_letter(&long, last_letter(&raw)?));
            GivenIdentifier { raw, canonical, check_letter_ok: false }
        }
        Err(NotAnId::Shape { .. }) => GivenIdentifier { raw, canonical: None, check_letter_ok: false },
    }
}

fn last_letter(text: &str) -> Option<char> {
    text.trim_end().chars().last().map(|c| c.to_ascii_uppercase())
}

fn with_letter(text: &str, letter: char) -> Option<String> {
    let mut chars = text.trim_end().chars();
    chars.next_back()?;
    Some(format!("{}{letter}", chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &GivenIdentifier, canonical: Option<&str>, check_letter_ok: bool) {
        assert_eq!((given.canonical.as_deref(), given.check_letter_ok), (canonical, check_letter_ok), "{}", given.raw);
    }

    #[test]
    fn a_number_is_kept_whether_or_not_its_letter_checks() {
        check(&pnc("20030011985X".into(), 2020), Some("2003/0011985X"), true);
        check(&pnc("03/11985x".into(), 2020), Some("2003/0011985X"), true);
        check(&pnc("2004/0012345U".into(), 2020), Some("2004/0012345U"), false);
        check(&pnc("2004/0012345D".into(), 2020), Some("2004/0012345D"), true);
        check(&pnc("2019/1276541A".into(), 2020), Some("2019/1276541A"), false);
        check(&pnc("PNC-ID1".into(), 2020), None, false);
        check(&pnc("aé9A".into(), 2020), None, false);
        check(&cro("12345ABCDEF".into()), None, false);
        check(&cro("11111/79J".into()), Some("011111/79J"), false);
        check(&cro("CR0006100061".into()), None, false);
    }

    #[test]
    fn a_short_year_after_the_hearing_is_of_the_century_before() {
        check(&pnc("75/0046583U".into(), 2015), Some("1975/0046583U"), false);
        check(&pnc("14/0046583U".into(), 2015), Some("2014/0046583U"), false);
    }
}
