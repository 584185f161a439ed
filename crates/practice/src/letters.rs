//! Letter wordings and filling them in. What a warning must contain is the law's; the words are the pack's.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{facts::OrderKind, limits::Status};

/// A letter's wording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// The letter's name, such as `warning-community-order`.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// What it may be sent under.
    #[serde(rename = "for")]
    pub orders: Vec<OrderKind>,
    /// The parts the law asks of it.
    pub asks: Vec<String>,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// Where its content comes from.
    pub source: String,
    /// How far to trust that.
    pub status: Status,
    /// The first day it may be used.
    pub from: Date,
    /// The last day it may be used.
    pub to: Option<Date>,
}

/// A paragraph of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    /// What it is for, such as `unacceptable`.
    pub part: String,
    /// The words, with `{names}` to fill.
    pub words: String,
}

/// Why a letter cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// Something it needs is missing or blank.
    #[error("the letter needs {0}")]
    Missing(String),
    /// The wording opens a `{name}` and does not close it.
    #[error("the wording has an unclosed brace")]
    Unclosed,
}

impl Letter {
    /// The names the letter needs filled, in alphabetical order.
    pub fn fields(&self) -> Result<BTreeSet<String>, LetterError> {
        let mut names = BTreeSet::new();
        for paragraph in &self.paragraphs {
            fill(&paragraph.words, &mut |name| {
                names.insert(name.to_owned());
                Ok(String::new())
            })?;
        }
        Ok(names)
    }

    /// The letter's paragraphs with every name filled. A missing or blank value is an error: nothing goes out half filled.
    pub fn fill(&self, values: &BTreeMap<String, String>) -> Result<Vec<Paragraph>, LetterError> {
        let mut filled = Vec::with_capacity(self.paragraphs.len());
        for paragraph in &self.paragraphs {
            let words = fill(&paragraph.words, &mut |name| {
                let value = values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
                value.map(str::to_owned).ok_or_else(|| LetterError::Missing(name.to_owned()))
            })?;
            filled.push(Paragraph { part: paragraph.part.clone(), words });
        }
        Ok(filled)
    }

    /// Which parts the law asks for and the wording lacks. Empty for a sound letter.
    pub fn lacks(&self) -> Vec<&str> {
        let has = |part: &str| self.paragraphs.iter().any(|paragraph| paragraph.part == part);
        self.asks.iter().map(String::as_str).filter(|part| !has(part)).collect()
    }
}

pub(crate) fn fill(
    words: &str,
    value: &mut dyn FnMut(&str) -> Result<String, LetterError>,
) -> Result<String, LetterError> {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or(LetterError::Unclosed)?;
        filled.push_str(before);
        // What a person typed is inserted once and never filled again.
        filled.push_str(&value(name)?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Standards;

    fn values(letter: &Letter) -> BTreeMap<String, String> {
        letter.fields().unwrap().into_iter().map(|name| (name.clone(), format!("<{name}>"))).collect()
    }

    #[test]
    fn every_letter_fills_completely_when_every_field_is_given() {
        for letter in Standards::split_2014().letters() {
            let filled = letter.fill(&values(letter)).unwrap();
            assert_eq!(filled.len(), letter.paragraphs.len());
            assert!(filled.iter().all(|paragraph| !paragraph.words.contains(['{', '}'])), "{}", letter.code);
        }
    }

    #[test]
    fn a_warning_holds_the_three_parts_the_act_asks_for() {
        for code in ["warning-community-order", "warning-suspended-sentence-order"] {
            let letter = Standards::split_2014().letter(code).unwrap();
            assert_eq!(letter.asks, ["circumstances", "unacceptable", "liable"]);
            assert!(letter.lacks().is_empty());
            let liable = letter.paragraphs.iter().find(|paragraph| paragraph.part == "liable").unwrap();
            assert!(liable.words.contains("12 months") && liable.words.contains("liable to be brought before a court"));
            let fields = letter.fields().unwrap();
            assert!(["circumstances", "evidence_by", "appointment_day"].iter().all(|name| fields.contains(*name)));
        }
    }

    #[test]
    fn a_letter_with_a_blank_field_cannot_be_made() {
        let letter = Standards::split_2014().letter("warning-community-order").unwrap();
        let mut given = values(letter);
        given.insert("circumstances".to_owned(), "  ".to_owned());
        assert_eq!(letter.fill(&given), Err(LetterError::Missing("circumstances".to_owned())));
    }

    #[test]
    fn braces_somebody_typed_stay_as_typed() {
        let letter = Standards::split_2014().letter("warning-community-order").unwrap();
        let mut given = values(letter);
        given.insert("circumstances".to_owned(), "Said {officer} agreed.".to_owned());
        assert!(
            letter.fill(&given).unwrap().iter().any(|paragraph| paragraph.words.ends_with("Said {officer} agreed."))
        );
    }
}
