//! Finding words inside a note, and where they stand in it.

use std::ops::Range;

/// What is looked for: every word has to stand somewhere in the text, in small letters or capitals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted(Vec<String>);

impl Wanted {
    /// The words of what was typed.
    pub fn of(typed: &str) -> Wanted {
        Wanted(typed.split_whitespace().map(small).collect())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where the words stand in a text, by byte, in order and apart; none when one of them does not stand there.
    pub fn found_in(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut all = Vec::new();
        for word in &self.0 {
            let found = places(text, word);
            if found.is_empty() {
                return None;
            }
            all.extend(found);
        }
        all.sort_by_key(|range| (range.start, range.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for range in all {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        Some(merged)
    }
}

fn small(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Compared letter by letter, so that the places are those of the text as it was typed: a small letter may be longer.
fn places(text: &str, word: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut after = 0;
    for (start, _) in text.char_indices() {
        if start < after {
            continue;
        }
        if let Some(length) = begins(&text[start..], word) {
            after = start + length;
            found.push(start..after);
        }
    }
    found
}

/// How much of the text the word takes, if the text begins with it.
fn begins(text: &str, word: &str) -> Option<usize> {
    let mut rest = word;
    for (at, letter) in text.char_indices() {
        if rest.is_empty() {
            return Some(at);
        }
        rest = rest.strip_prefix(letter.to_lowercase().collect::<String>().as_str())?;
    }
    rest.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, text: &str, expected: Option<&[&str]>) {
        let found = Wanted::of(typed).found_in(text);
        let words = found.map(|ranges| ranges.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>());
        let expected = expected.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
        assert_eq!(words, expected, "{typed} in {text}");
    }

    #[test]
    fn every_word_has_to_stand_in_the_text_in_whatever_letters() {
        check("tenancy", "Rang the TENANCY team; tenancy safe.", Some(&["TENANCY", "tenancy"]));
        check("team tenancy", "Rang the tenancy team.", Some(&["tenancy", "team"]));
        check("tenancy work", "Rang the tenancy team.", None);
        check("ten tenancy", "Rang the tenancy team.", Some(&["tenancy"]));
        check("mill lane", "mill", None);
    }

    #[test]
    fn letters_whose_small_form_is_longer_are_found_where_they_stand() {
        check("ÉTÉ", "En été, İzmir", Some(&["été"]));
        check("i̇zmir", "En été, İzmir", Some(&["İzmir"]));
        check("zmir", "En été, İzmir", Some(&["zmir"]));
    }

    #[test]
    fn nothing_typed_finds_every_text_and_marks_nothing() {
        check(" ", "Anything", Some(&[]));
    }
}
