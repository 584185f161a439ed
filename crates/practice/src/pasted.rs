//! A note that says, word for word, much of what an earlier one says. There are good reasons for that, and worse ones: it is
//! said neutrally, before the note is saved and where it is read, and refuses nothing.
//!
//! Compared are runs of a few words, exactly. What is quoted counts for nothing: text in quotation marks, and lines that begin
//! with `>`.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use crate::{limits::LimitName, ruled::Why, standards::Standards};

/// The runs of words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Runs {
    words: usize,
    runs: HashSet<String>,
}

impl Runs {
    /// Of everything that stands in a text.
    pub fn of(text: &str, standards: &Standards) -> Runs {
        gathered([text], standards)
    }

    /// Of what stands there in the writer's own words: without what is quoted.
    pub fn own(text: &str, standards: &Standards) -> Runs {
        gathered(unquoted(text).iter().map(String::as_str), standards)
    }

    /// Whether the text is long enough to be compared.
    pub fn can_be_compared(&self, standards: &Standards) -> bool {
        self.words >= figure(standards, LimitName::PastedWords)
    }

    /// Whether much of this stands in an earlier text. Never of a short one: “attended on time” may be said every week.
    pub fn stands_in(&self, earlier: &Runs, standards: &Standards) -> bool {
        let found = || self.runs.iter().filter(|run| earlier.runs.contains(*run)).count();
        self.can_be_compared(standards) && is_much(found(), self.runs.len(), standards)
    }
}

/// Texts in their order, by the runs that stand in them: so that a text is compared with thousands without going through each.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    texts: HashMap<String, Vec<usize>>,
    next: usize,
}

impl Shelf {
    /// Puts a text beside those before it.
    pub fn add(&mut self, runs: Runs) {
        for run in runs.runs {
            self.texts.entry(run).or_default().push(self.next);
        }
        self.next += 1;
    }

    /// The last of the first `before` texts in which much of this stands.
    pub fn last_with(&self, own: &Runs, before: usize, standards: &Standards) -> Option<usize> {
        if !own.can_be_compared(standards) {
            return None;
        }
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        for at in own.runs.iter().filter_map(|run| self.texts.get(run)).flatten().filter(|at| **at < before) {
            *found.entry(*at).or_default() += 1;
        }
        let much = |found: &usize| is_much(*found, own.runs.len(), standards);
        found.into_iter().rev().find(|(_, found)| much(found)).map(|(at, _)| at)
    }
}

/// How notes are compared, with every figure and who says so, as on a day.
pub fn measured(day: Date, standards: &Standards) -> Why {
    let share = standards.limit(LimitName::PastedShare);
    let others = [LimitName::PastedWords, LimitName::PastedRun, LimitName::PastedNotes];
    let why = Why::new(
        "pasted-note",
        "1",
        "Notes are compared word for word. That one repeats another is nothing wrong with it.",
    );
    others.into_iter().map(|name| standards.limit(name)).fold(why.figure(share, day), |why, limit| {
        why.step(format!("{} ({}; {}).", limit.words, limit.source, limit.status))
    })
}

fn is_much(found: usize, of: usize, standards: &Standards) -> bool {
    of > 0 && found * 100 >= of * figure(standards, LimitName::PastedShare)
}

fn figure(standards: &Standards, name: LimitName) -> usize {
    usize::try_from(standards.limit(name).value).unwrap_or(usize::MAX)
}

/// No run goes from one part to the next.
fn gathered<'a>(parts: impl IntoIterator<Item = &'a str>, standards: &Standards) -> Runs {
    let long = figure(standards, LimitName::PastedRun).max(1);
    let mut all = Runs::default();
    for part in parts {
        let words: Vec<String> = part
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        all.words += words.len();
        all.runs.extend(words.windows(long).map(|run| run.join(" ")));
    }
    all
}

/// What is left of a text between its quotations. A mark that is never closed opens nothing.
fn unquoted(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for line in text.lines() {
        if line.trim_start().starts_with('>') {
            parts.push(String::new());
            continue;
        }
        let mut rest = line;
        while let Some((before, inside)) = rest.split_once(['“', '"']) {
            let Some((_, after)) = inside.split_once(['”', '"']) else { break };
            push(&mut parts, before);
            parts.push(String::new());
            rest = after;
        }
        push(&mut parts, rest);
        push(&mut parts, " ");
    }
    parts
}

fn push(parts: &mut [String], text: &str) {
    if let Some(last) = parts.last_mut() {
        last.push_str(text);
    }
}
