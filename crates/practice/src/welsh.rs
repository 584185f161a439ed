//! What is sent in Welsh to whoever wants it so, read whole from its file: wordings, days and times, letters, and the line under a
//! letter that says in English what the law words.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::figure::one_each;
use crate::letters::{LetterError, Paragraph, fill};
use crate::limits::Status;
use crate::messages::{MessageWording, REMINDS, Reminds, Subject, check, filled};
use crate::standards::{Standards, StandardsError};

static SPLIT_2014: LazyLock<Welsh> = LazyLock::new(|| {
    let text = include_str!("../../../standards/split-2014/welsh.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Welsh::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WelshFile {
    pack: String,
    version: String,
    checked: String,
    days: [String; 7],
    months: [String; 12],
    morning: String,
    afternoon: String,
    midday: String,
    midnight: String,
    wording: Vec<MessageWording>,
    email: Subject,
    offer: Offer,
    letters: LettersFile,
    letter: Vec<WelshLetter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LettersFile {
    bilingual: Vec<String>,
    source: String,
}

/// A letter in Welsh, to stand before the one in English of the same code: what of it is the law's wording is in English alone.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WelshLetter {
    /// The letter's name, as in the pack.
    pub code: String,
    /// Its heading.
    pub title: String,
    /// Its paragraphs, in order: those of the English letter that the law does not word, and one that says where the others are.
    pub paragraphs: Vec<Paragraph>,
    /// Where the words come from.
    pub source: String,
    /// How far to trust that.
    pub status: Status,
}

/// The line under a letter in English to somebody who wants Welsh.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The words, with `{telephone}` to fill.
    pub words: String,
    /// Where they come from.
    pub source: String,
    /// How far to trust that.
    pub status: Status,
}

/// The file, read and whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welsh {
    version: String,
    checked: String,
    days: [String; 7],
    months: [String; 12],
    /// What stands behind an hour of the morning, and of the rest of the day.
    halves: [String; 2],
    midday: String,
    midnight: String,
    wordings: Vec<MessageWording>,
    subject: Subject,
    offer: Offer,
    bilingual: Vec<String>,
    letters: Vec<WelshLetter>,
}

impl Welsh {
    /// The split service of England and Wales, 2014 to 2016.
    pub fn split_2014() -> &'static Welsh {
        &SPLIT_2014
    }

    /// Reads the file and refuses it whole if a wording is missing, double, without a source, or says too much.
    pub fn parse(text: &str) -> Result<Welsh, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "welsh", why };
        let file: WelshFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let wordings = one_each("welsh", &REMINDS, file.wording, |wording| wording.reminds, |wording| &wording.source)?;
        for wording in &wordings {
            check(wording)?;
        }
        let blank = |text: &String| text.trim().is_empty();
        let parts = [&file.morning, &file.afternoon, &file.midday, &file.midnight, &file.offer.words];
        if file.days.iter().chain(&file.months).chain(parts).any(blank) {
            return Err(unreadable("a day, a month, a time or the offer is blank".to_owned()));
        }
        if blank(&file.offer.source) {
            return Err(StandardsError::NoSource("the offer".to_owned()));
        }
        if blank(&file.letters.source) {
            return Err(StandardsError::NoSource("who is written to in both languages".to_owned()));
        }
        file.email.check("welsh")?;
        for letter in &file.letter {
            check_letter(letter)?;
        }
        let welsh = Welsh {
            version: format!("{}/{}", file.pack, file.version),
            checked: file.checked,
            days: file.days,
            months: file.months,
            halves: [file.morning, file.afternoon],
            midday: file.midday,
            midnight: file.midnight,
            wordings,
            subject: file.email,
            offer: file.offer,
            bilingual: file.letters.bilingual,
            letters: file.letter,
        };
        welsh.offer("a number").map_err(|error| unreadable(error.to_string()))?;
        Ok(welsh)
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Who checked the wordings, and when; none while no translator has.
    pub fn checked(&self) -> Option<&str> {
        Some(self.checked.trim()).filter(|by| !by.is_empty())
    }

    /// What reminds of an appointment that takes place so.
    pub fn wording(&self, reminds: Reminds) -> &MessageWording {
        &self.wordings[reminds as usize]
    }

    /// The subject of an e-mail.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// Whether an organisation (by its code) writes to everybody in both languages.
    pub fn is_bilingual(&self, organisation: &str) -> bool {
        self.bilingual.iter().any(|code| code == organisation)
    }

    /// A letter in Welsh, by its name in the pack; none where nobody has put it into Welsh.
    pub fn letter(&self, code: &str) -> Option<&WelshLetter> {
        self.letters.iter().find(|letter| letter.code == code)
    }

    /// The line under a letter in English: that it can be had in Welsh.
    pub fn offer(&self, telephone: &str) -> Result<String, LetterError> {
        filled(&self.offer.words, &BTreeMap::from([("telephone", telephone.to_owned())]))
    }

    /// `ddydd Mercher 16 Rhagfyr`: as it stands after "ar".
    pub fn day(&self, day: Date) -> String {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        let month = usize::try_from(day.month() - 1).unwrap_or(0);
        format!("{} {} {}", self.days[weekday], day.day(), self.months[month])
    }

    /// `ddydd Mercher 16 Rhagfyr 2015`: as a letter has it.
    pub fn written(&self, day: Date) -> String {
        format!("{} {}", self.day(day), day.year())
    }

    /// `10yb`, `2:30yh`, `hanner dydd`, on a clock of 24 hours.
    pub fn clock(&self, hour: i8, minute: i8) -> String {
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let half = &self.halves[usize::from(hour >= 12)];
        match (hour, minute) {
            (12, 0) => self.midday.clone(),
            (0, 0) => self.midnight.clone(),
            (_, 0) => format!("{twelve}{half}"),
            _ => format!("{twelve}:{minute:02}{half}"),
        }
    }
}

impl WelshLetter {
    /// The paragraphs with every name filled. A missing or blank value is an error: nothing goes out half filled.
    pub fn fill(&self, values: &BTreeMap<&str, String>) -> Result<Vec<String>, LetterError> {
        self.paragraphs.iter().map(|paragraph| filled(&paragraph.words, values)).collect()
    }
}

/// A letter says nothing in Welsh that it does not say in English, and none of what the law words: only a qualified translator
/// does that.
fn check_letter(letter: &WelshLetter) -> Result<(), StandardsError> {
    let wrong = |what: String| StandardsError::Letter(letter.code.clone(), what);
    let english = Standards::split_2014().letter(&letter.code);
    let english = english.ok_or_else(|| wrong("a letter in English of that name".to_owned()))?;
    if letter.source.trim().is_empty() {
        return Err(StandardsError::NoSource(letter.code.clone()));
    }
    for Paragraph { part, words } in letter.paragraphs.iter().filter(|paragraph| paragraph.part != IN_ENGLISH) {
        let twin = english.paragraphs.iter().find(|twin| twin.part == *part);
        let twin = twin.filter(|_| !english.asks.contains(part));
        let twin = twin.ok_or_else(|| wrong(format!("leave to say {part} in Welsh")))?;
        let asked = names(&twin.words).map_err(|error| wrong(error.to_string()))?;
        if let Some(other) = names(words).map_err(|error| wrong(error.to_string()))?.difference(&asked).next() {
            return Err(wrong(format!("leave to say {other} there")));
        }
    }
    let says_where = letter.paragraphs.iter().any(|paragraph| paragraph.part == IN_ENGLISH);
    if says_where || english.asks.is_empty() { Ok(()) } else { Err(wrong(format!("the paragraph {IN_ENGLISH}"))) }
}

/// The paragraph that says that the law's own words are in English below.
const IN_ENGLISH: &str = "in-english";

fn names(words: &str) -> Result<BTreeSet<String>, LetterError> {
    let mut named = BTreeSet::new();
    fill(words, &mut |name| {
        named.insert(name.to_owned());
        Ok(String::new())
    })?;
    Ok(named)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::messages::Messages;

    #[test]
    fn days_and_times_are_said_as_in_welsh() {
        let welsh = Welsh::split_2014();
        assert_eq!(welsh.day(date(2015, 12, 16)), "ddydd Mercher 16 Rhagfyr");
        assert_eq!(welsh.day(date(2016, 5, 1)), "ddydd Sul 1 Mai");
        let check = |hour, minute, expected: &str| assert_eq!(welsh.clock(hour, minute), expected);
        check(9, 0, "9yb");
        check(14, 30, "2:30yh");
        check(12, 0, "hanner dydd");
        check(12, 15, "12:15yh");
        check(0, 5, "12:05yb");
    }

    #[test]
    fn a_wording_in_welsh_says_what_the_one_in_english_says_and_no_more() {
        let names = |words: &str| {
            let mut named: Vec<&str> = words.split('{').skip(1).filter_map(|part| part.split('}').next()).collect();
            named.sort_unstable();
            named.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for reminds in REMINDS {
            for discreet in [false, true] {
                let (ours, theirs) = (Welsh::split_2014().wording(reminds), Messages::split_2014().wording(reminds));
                assert_eq!(names(ours.words(discreet)), names(theirs.words(discreet)), "{reminds:?}");
                assert_eq!(ours.status, Status::Design, "nobody has checked it");
            }
        }
        assert_eq!(Welsh::split_2014().checked(), None);
    }

    #[test]
    fn a_letter_in_welsh_leaves_what_the_law_words_to_the_english_and_says_where_that_is() {
        for code in ["warning-community-order", "warning-suspended-sentence-order"] {
            let letter = Welsh::split_2014().letter(code).expect("a twin");
            assert_eq!(letter.status, Status::Design, "nobody has checked it");
            let english = Standards::split_2014().letter(code).expect("the letter");
            let parts: Vec<&str> = letter.paragraphs.iter().map(|paragraph| paragraph.part.as_str()).collect();
            assert!(parts.contains(&IN_ENGLISH) && english.asks.iter().all(|law| !parts.contains(&law.as_str())));
        }
        let text = include_str!("../../../standards/split-2014/welsh.toml");
        assert!(!Welsh::split_2014().is_bilingual("W01"), "no organisation's scheme says so");
        let scheme = Welsh::parse(&text.replacen("bilingual = []", "bilingual = [\"W01\"]", 1)).expect("a file");
        assert!(scheme.is_bilingual("W01") && !scheme.is_bilingual("P01"));
        let law = text.replacen("part = \"evidence\"", "part = \"liable\"", 1);
        assert!(Welsh::parse(&law).is_err(), "the law's words are no program's to translate");
        let more = text.replacen("{evidence_by}", "{circumstances}", 1);
        assert!(Welsh::parse(&more).is_err(), "it says no more than the English");
        assert!(Welsh::parse(&text.replace("part = \"in-english\"", "part = \"order\"")).is_err());
        assert_eq!(Welsh::split_2014().written(date(2015, 12, 16)), "ddydd Mercher 16 Rhagfyr 2015");
    }

    #[test]
    fn a_file_that_lacks_a_wording_or_tells_too_much_is_refused() {
        let text = include_str!("../../../standards/split-2014/welsh.toml");
        assert!(Welsh::parse(text).is_ok());
        assert!(Welsh::parse(&text.replacen("reminds = \"by-video\"", "reminds = \"at-home\"", 1)).is_err());
        assert!(Welsh::parse(&text.replacen("discreet = \"Nodyn atgoffa:", "discreet = \"{place}:", 1)).is_err());
        assert!(Welsh::parse(&text.replacen("ffoniwch {telephone}.\"\nsource", "ffoniwch.\"\nsource", 1)).is_err());
        assert!(Welsh::parse(&text.replacen("\"Medi\"", "\"\"", 1)).is_err());
    }
}
