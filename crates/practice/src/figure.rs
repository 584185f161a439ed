//! A figure of a file of policy, and how a file is held to having each of its figures once, with a source.

use std::fmt::Debug;

use jiff::civil::Date;
use serde::Deserialize;

use crate::limits::Status;
use crate::standards::StandardsError;

/// A figure, with who says so and how far to trust it. `N` names the figures of one file, in the order they are kept in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure<N> {
    /// Which.
    pub name: N,
    /// What it says, as one sentence.
    pub words: String,
    /// How many.
    pub value: u32,
    /// Who says so.
    pub source: String,
    /// How far to trust it.
    pub status: Status,
    /// The day from which it holds, where the file says.
    #[serde(default)]
    pub from: Option<Date>,
}

impl<N> Figure<N> {
    /// What it says and how far to trust it, as one sentence for a page.
    pub fn told(&self) -> String {
        told(&self.words, self.status)
    }
}

/// What a figure says, with how far to trust it.
pub(crate) fn told(words: &str, status: Status) -> String {
    format!("{words} ({status}).")
}

/// The figures of a file, one of each name, in the order of the names.
pub(crate) fn figures<N: Copy + PartialEq + Debug>(
    file: &'static str,
    names: &[N],
    given: Vec<Figure<N>>,
) -> Result<Vec<Figure<N>>, StandardsError> {
    one_each(file, names, given, |figure| figure.name, |figure| &figure.source)
}

/// One item of each name, in the order of the names: refused if one is missing, double or without a source.
pub(crate) fn one_each<T, N: Copy + PartialEq + Debug>(
    file: &'static str,
    names: &[N],
    mut given: Vec<T>,
    name_of: impl Fn(&T) -> N,
    source_of: impl Fn(&T) -> &String,
) -> Result<Vec<T>, StandardsError> {
    let mut all = Vec::with_capacity(names.len());
    for name in names {
        let missing = || StandardsError::Unreadable { file, why: format!("{name:?} is missing") };
        let at = given.iter().position(|item| name_of(item) == *name).ok_or_else(missing)?;
        let item = given.remove(at);
        if given.iter().any(|other| name_of(other) == *name) {
            return Err(StandardsError::Twice(format!("{name:?}")));
        }
        if source_of(&item).trim().is_empty() {
            return Err(StandardsError::NoSource(format!("{name:?}")));
        }
        all.push(item);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: char, source: &str) -> Figure<char> {
        Figure { name, words: String::new(), value: 1, source: source.to_owned(), status: Status::Design, from: None }
    }

    #[test]
    fn figures_are_kept_in_the_order_of_their_names_whatever_order_they_are_given_in() {
        let kept = figures("some", &['a', 'b'], vec![named('b', "us"), named('a', "us")]).unwrap();
        assert_eq!(kept.iter().map(|figure| figure.name).collect::<String>(), "ab");
    }

    #[test]
    fn a_figure_that_is_missing_double_or_nobodys_is_refused() {
        let told = |given| figures("some", &['a', 'b'], given).unwrap_err();
        assert!(matches!(told(vec![named('a', "us")]), StandardsError::Unreadable { .. }));
        let double = vec![named('a', "us"), named('b', "us"), named('a', "us")];
        assert!(matches!(told(double), StandardsError::Twice(_)));
        assert!(matches!(told(vec![named('a', " "), named('b', "us")]), StandardsError::NoSource(_)));
    }
}
