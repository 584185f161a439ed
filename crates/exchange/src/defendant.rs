//! Who a row is about, as the feed has it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identifiers::GivenIdentifier;

/// A defendant as one feed gives them at one moment: to be matched by a person, never a person's record itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defendant {
    /// Their name.
    pub name: Name,
    /// A person or an organisation.
    pub kind: DefendantKind,
    /// Sex as recorded by the court.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Date of birth, when what was given is a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dob: Option<Date>,
    /// Date of birth as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dob_given: Option<String>,
    /// Police National Computer number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pnc: Option<GivenIdentifier>,
    /// Criminal Records Office number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cro: Option<GivenIdentifier>,
    /// Where they are said to live.
    #[serde(default)]
    pub address: Address,
    /// Nationalities as described.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Other names they are known by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Telephone numbers and e-mail addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    /// The court system's id for this defendant in this case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defendant_id: Option<String>,
    /// The court system's id for the person over all their cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub master_id: Option<String>,
}

/// A person, or something else that can be prosecuted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefendantKind {
    /// A person.
    Person,
    /// A company or other body.
    Organisation,
}

/// Sex as the feeds code it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// M or MALE.
    Male,
    /// F or FEMALE.
    Female,
    /// `NOT_KNOWN`.
    NotKnown,
    /// N or `NOT_SPECIFIED`.
    NotSpecified,
}

/// A name as given, and its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The whole name as given, or its parts joined.
    pub full: String,
    /// Title, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Forenames in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forenames: Vec<String>,
    /// Surname; none for an organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// Where the parts come from.
    pub parts: NameParts,
}

/// Whether a name's parts can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameParts {
    /// The feed gave them apart.
    Given,
    /// Worked out here from the whole name: a guess.
    Split,
    /// An organisation's name has none.
    Whole,
}

/// An address as given, line by line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The lines that are not empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Postcode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postcode: Option<String>,
}

impl Defendant {
    /// Nothing but a name.
    pub(crate) fn named(name: Name, kind: DefendantKind) -> Defendant {
        Defendant {
            name,
            kind,
            sex: None,
            dob: None,
            dob_given: None,
            pnc: None,
            cro: None,
            address: Address::default(),
            nationalities: Vec::new(),
            aliases: Vec::new(),
            contacts: Vec::new(),
            defendant_id: None,
            master_id: None,
        }
    }

    /// What tells this defendant from others of the same case: the name without title or capitals, and date of birth.
    pub(crate) fn identity(&self) -> (String, Option<&str>) {
        let mut words: Vec<String> = self.name.full.split_whitespace().map(str::to_uppercase).collect();
        if self.kind == DefendantKind::Person && words.len() > 1 && is_title(&words[0]) {
            words.remove(0);
        }
        (words.join(" "), self.dob_given.as_deref())
    }
}

impl Sex {
    pub(crate) fn parse(text: &str) -> Option<Sex> {
        match text.to_ascii_uppercase().as_str() {
            "M" | "MALE" => Some(Sex::Male),
            "F" | "FEMALE" => Some(Sex::Female),
            "NOT_KNOWN" | "U" => Some(Sex::NotKnown),
            "N" | "NOT_SPECIFIED" => Some(Sex::NotSpecified),
            _ => None,
        }
    }
}

impl Name {
    /// From parts, with the whole name if the feed gives that too. Nothing when there is no surname.
    pub(crate) fn given(
        full: Option<String>,
        title: Option<String>,
        forenames: Vec<String>,
        surname: Option<String>,
    ) -> Option<Name> {
        let surname = surname?;
        let full = full.unwrap_or_else(|| {
            let words = title.iter().chain(&forenames).chain(std::iter::once(&surname));
            words.map(String::as_str).collect::<Vec<_>>().join(" ")
        });
        Some(Name { full, title, forenames, surname: Some(surname), parts: NameParts::Given })
    }

    /// From a whole name: a leading title, then the trailing words in capitals as surname where the rest is not in
    /// capitals (as court lists write them), else the last word.
    pub(crate) fn guessed(full: String) -> Name {
        let mut words: Vec<&str> = full.split_whitespace().collect();
        let title = (words.len() > 1 && is_title(words[0])).then(|| words.remove(0).to_owned());
        let capitals = words.iter().rev().take_while(|word| in_capitals(word)).count();
        let surname_words = if capitals > 0 && capitals < words.len() { capitals } else { 1.min(words.len()) };
        let surname = words.split_off(words.len() - surname_words).join(" ");
        let forenames = words.into_iter().map(str::to_owned).collect();
        Name { title, forenames, surname: Some(surname), parts: NameParts::Split, full }
    }

    /// An organisation's.
    pub(crate) fn whole(full: String) -> Name {
        Name { full, title: None, forenames: Vec::new(), surname: None, parts: NameParts::Whole }
    }
}

/// The titles that the court feeds put before names.
fn is_title(word: &str) -> bool {
    let word = word.trim_end_matches('.').to_ascii_uppercase();
    matches!(
        word.as_str(),
        "MR" | "MRS" | "MISS" | "MS" | "MX" | "MASTER" | "DR" | "REV" | "PROF" | "SIR" | "DAME" | "LORD" | "LADY"
    )
}

fn in_capitals(word: &str) -> bool {
    word.chars().any(char::is_alphabetic) && !word.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_is_split_into_its_likely_parts() {
        let check = |full: &str, title: Option<&str>, forenames: &[&str], surname: &str| {
            let name = Name::guessed(full.to_owned());
            assert_eq!(name.title.as_deref(), title, "{full}");
            assert_eq!(name.forenames, forenames, "{full}");
            assert_eq!(name.surname.as_deref(), Some(surname), "{full}");
        };
        check("Mr Idris ap GWILYM", Some("Mr"), &["Idris", "ap"], "GWILYM");
        check("MR IDRIS GWILYM", Some("MR"), &["IDRIS"], "GWILYM");
        check("Mx. Rowan van der STEEN", Some("Mx."), &["Rowan", "van", "der"], "STEEN");
        check("Rowan VAN DER STEEN", None, &["Rowan"], "VAN DER STEEN");
        check("Odette Quill", None, &["Odette"], "Quill");
        check("QUILL", None, &[], "QUILL");
        check("Miss", None, &[], "Miss");
    }

    #[test]
    fn one_defendant_is_the_same_whatever_title_and_capitals() {
        let of = |full: &str| Defendant::named(Name::guessed(full.to_owned()), DefendantKind::Person).identity().0;
        assert_eq!(of("MISS Odette QUILL"), of("Odette Quill"));
        assert_ne!(of("Odette Quill"), of("Odile Quill"));
    }
}
