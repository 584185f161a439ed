//! Courts: codes, names and kinds, from a standards file, and finding one by whatever a feed calls it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};

/// An organisation unit code of a court in its five-character form, `B14LO`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CourtCode(String);

impl CourtCode {
    /// Reads five characters, or seven of which the last two are a building or room (`B14LO00`).
    pub fn parse(text: &str) -> Option<CourtCode> {
        let code = text.trim().to_ascii_uppercase();
        let bytes = code.as_bytes();
        let shape = matches!(bytes.len(), 5 | 7)
            && bytes[0].is_ascii_uppercase()
            && bytes[1..3].iter().all(u8::is_ascii_digit)
            && bytes[3..5].iter().all(u8::is_ascii_alphanumeric)
            && bytes[5..].iter().all(u8::is_ascii_digit);
        shape.then(|| CourtCode(code[..5].to_owned()))
    }

    /// The five characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CourtCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<CourtCode> for String {
    fn from(code: CourtCode) -> String {
        code.0
    }
}

/// The text is not a court's organisation unit code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a court code")]
pub struct NotACourtCode;

impl TryFrom<String> for CourtCode {
    type Error = NotACourtCode;

    fn try_from(text: String) -> Result<CourtCode, NotACourtCode> {
        CourtCode::parse(&text).ok_or(NotACourtCode)
    }
}

/// Which kind of court.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CourtKind {
    /// A magistrates' court.
    Magistrates,
    /// The Crown Court sitting at a place.
    Crown,
}

/// A court of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Court {
    /// Its organisation unit code.
    pub code: CourtCode,
    /// Its name.
    pub name: String,
    /// Magistrates' or Crown.
    pub kind: CourtKind,
    /// The criminal justice area.
    #[serde(default)]
    pub area: Option<String>,
    /// Petty sessions area code, as older messages carry it.
    #[serde(default)]
    pub psa: Option<String>,
    /// The prison system's code.
    #[serde(default)]
    pub nomis: Option<String>,
    /// Other names for the same court.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The court a row belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtRef {
    /// The code: as given, or found by the name. A code that has the right shape is taken though the table lacks it.
    pub code: CourtCode,
    /// The name as given, else the table's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The standards file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CourtTableError {
    /// Not the TOML that was expected.
    #[error("the table of courts cannot be read: {0}")]
    NotATable(String),
    /// Two rows with one code.
    #[error("the table of courts has {0} twice")]
    Twice(CourtCode),
}

/// All courts known, by code and by name.
#[derive(Debug, Clone, Default)]
pub struct CourtTable {
    courts: BTreeMap<CourtCode, Court>,
    /// By normalised name; nothing when several courts share it.
    by_name: HashMap<String, Option<CourtCode>>,
}

#[derive(Deserialize)]
struct File {
    court: Vec<Court>,
}

impl CourtTable {
    /// Reads a standards file: a list `court` of tables with the fields of [`Court`].
    pub fn from_toml(text: &str) -> Result<CourtTable, CourtTableError> {
        let file: File = toml::from_str(text).map_err(|e| CourtTableError::NotATable(e.to_string()))?;
        CourtTable::from_courts(file.court)
    }

    /// A table of these courts.
    pub fn from_courts(courts: impl IntoIterator<Item = Court>) -> Result<CourtTable, CourtTableError> {
        let mut table = CourtTable::default();
        for court in courts {
            for name in std::iter::once(&court.name).chain(&court.aliases) {
                table
                    .by_name
                    .entry(normal(name))
                    .and_modify(|known| {
                        if known.as_ref() != Some(&court.code) {
                            *known = None;
                        }
                    })
                    .or_insert_with(|| Some(court.code.clone()));
            }
            if let Some(earlier) = table.courts.insert(court.code.clone(), court) {
                return Err(CourtTableError::Twice(earlier.code));
            }
        }
        Ok(table)
    }

    /// The court with this code.
    pub fn find(&self, code: &CourtCode) -> Option<&Court> {
        self.courts.get(code)
    }

    /// The one court of this name, whatever its capitals and punctuation. A bare place (“West London”) is taken for
    /// the court of the given kind there.
    pub fn by_name(&self, name: &str, kind: CourtKind) -> Option<&Court> {
        let name = normal(name);
        let code = match self.by_name.get(&name) {
            Some(found) => found.as_ref()?,
            None if name.is_empty() || name.contains("court") => return None,
            None => self.by_name.get(&format!("{name} {}", suffix(kind)))?.as_ref()?,
        };
        self.courts.get(code)
    }

    /// Every court, by code.
    pub fn iter(&self) -> impl Iterator<Item = &Court> {
        self.courts.values()
    }

    /// A code if one is given, else the court of that name; and the name, given or known.
    pub(crate) fn resolve(&self, codes: &[Option<&str>], name: Option<&str>, kind: CourtKind) -> Option<CourtRef> {
        let given = codes.iter().copied().flatten().find_map(CourtCode::parse);
        let code = match given {
            Some(code) => code,
            None => self.by_name(name?, kind)?.code.clone(),
        };
        let name = name.map(str::to_owned).or_else(|| self.find(&code).map(|court| court.name.clone()));
        Some(CourtRef { code, name })
    }
}

fn suffix(kind: CourtKind) -> &'static str {
    match kind {
        CourtKind::Magistrates => "magistrates court",
        CourtKind::Crown => "crown court",
    }
}

fn normal(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | '‘' | '`'))
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .replace('&', " and ");
    let words = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.filter(|word| !matches!(*word, "the" | "at")).map(|word| match word {
        "saint" => "st",
        "magistrate" | "mags" => "magistrates",
        word => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard() -> CourtTable {
        CourtTable::from_toml(include_str!("../../../standards/courts.toml")).unwrap()
    }

    #[test]
    fn the_standard_table_finds_courts_by_any_spelling_of_their_names() {
        let table = standard();
        let check = |name: &str, kind, code: Option<&str>| {
            assert_eq!(table.by_name(name, kind).map(|c| c.code.as_str()), code, "{name}");
        };
        let mags = CourtKind::Magistrates;
        check("Sheffield Magistrates' Court", mags, Some("B14LO"));
        check("Sheffield Magistrates Court", mags, Some("B14LO"));
        check("SHEFFIELD MAGISTRATES’ COURT", CourtKind::Crown, Some("B14LO"));
        check("sheffield magistrates, court", mags, Some("B14LO"));
        check("Sheffield", mags, Some("B14LO"));
        check("Sheffield", CourtKind::Crown, Some("C14SH"));
        check("West London", mags, Some("B01OB"));
        check("Wimbledon Magistrates' Court", mags, Some("B01OK"));
        check("Liverpool Crown Court", mags, Some("C05LV"));
        check("Saint Albans Magistrates Court", mags, Some("B41ME"));
        check("Nowhere Magistrates' Court", mags, None);
        check("Court", mags, None);
        check("", mags, None);
    }

    #[test]
    fn a_name_that_several_courts_share_finds_none() {
        assert!(standard().by_name("Shrewsbury Crown Court", CourtKind::Crown).is_none());
    }

    #[test]
    fn every_court_of_the_standard_table_has_the_letter_of_its_kind() {
        let table = standard();
        assert!(table.iter().count() > 300);
        for court in table.iter() {
            let letter = if court.kind == CourtKind::Crown { 'C' } else { 'B' };
            assert!(court.code.as_str().starts_with(letter), "{}", court.code);
        }
    }

    #[test]
    fn a_code_is_five_characters_or_seven() {
        for (given, code) in [
            ("B10JQ", Some("B10JQ")),
            ("b10jq00", Some("B10JQ")),
            ("C01SN00", Some("C01SN")),
            ("B10JQ0", None),
            ("B1OJQ", None),
            ("", None),
            ("BÉ10J", None),
        ] {
            assert_eq!(CourtCode::parse(given).as_ref().map(CourtCode::as_str), code, "{given}");
        }
    }
}
