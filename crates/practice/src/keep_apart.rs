//! People who must be kept apart are not called into one building at one time: failures 32 and 34.
//!
//! The rule sees buildings and times. Who the others are, and why they must not meet, it is never told.

use jiff::Span;
use jiff::civil::DateTime;

/// A time in a building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay<'a> {
    /// The building, by its code.
    pub site: &'a str,
    /// From when, London time.
    pub starts: DateTime,
    /// Until when.
    pub ends: DateTime,
}

/// The first of `others` that would meet somebody who stays so: one building, less than `buffer` minutes between them.
/// Those who come exactly `buffer` minutes after the others have left do not meet.
pub fn meets<'a, 'b>(asked: Stay<'a>, others: &'b [Stay<'a>], buffer: u32) -> Option<&'b Stay<'a>> {
    let buffer = Span::new().minutes(i64::from(buffer));
    let from = asked.starts.saturating_sub(buffer);
    let to = asked.ends.saturating_add(buffer);
    others.iter().find(|other| other.site == asked.site && other.starts < to && from < other.ends)
}
