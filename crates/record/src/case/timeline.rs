//! Everything that was ever recorded of a person, newest first, with what became of it.

use super::resolve::{Resolved, Standing, View, resolve};
use crate::entry::{Content, Entry};

/// One line of the timeline.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The entry.
    pub entry: &'a Entry,
    /// What it says; none once erased.
    pub content: Option<&'a Content>,
    /// Whether it stands.
    pub standing: Standing,
    /// Whole days between the day it happened and the day it was recorded; 0 or less is no delay.
    pub recorded_days_later: i32,
}

/// The timeline as seen from `view`, newest first.
pub fn timeline<'a>(entries: &'a [Entry], view: View) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = resolve(entries, view).into_iter().map(line).collect();
    lines.reverse();
    lines
}

/// The first lines of it: of a long case most lines are not asked for, and each costs a day's reckoning.
pub fn latest(entries: &[Entry], view: View, count: usize) -> Vec<Line<'_>> {
    resolve(entries, view).into_iter().rev().take(count).map(line).collect()
}

fn line(resolved: Resolved<'_>) -> Line<'_> {
    let recorded = resolved.entry.recorded.day();
    let later = resolved.content.map_or(0, |c| (recorded - c.happened.day()).get_days());
    Line { entry: resolved.entry, content: resolved.content, standing: resolved.standing, recorded_days_later: later }
}
