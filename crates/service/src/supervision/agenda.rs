//! An agenda from its entries: what is still to be talked about, and what was.

use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::Entry;
use record::facts::Fact;
use record::time::Happened;

/// A line of an agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The number of its entry.
    pub seq: u64,
    /// What is to be talked about; none for whoever may not open the record it is about.
    pub words: Option<String>,
    /// The stream of the person whom it is about.
    pub case: Option<StreamId>,
    /// Who put it there: staff code.
    pub by: String,
    /// When.
    pub on: Happened,
    /// How often it was carried over.
    pub carried: usize,
}

/// A supervision that was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The day.
    pub on: Happened,
    /// Who recorded it: staff code.
    pub by: String,
    /// The act that recorded it: what was agreed of each person on probation is an entry of its own, which can be erased by itself.
    pub act: String,
    /// What was on the table.
    pub lines: Vec<Dealt>,
}

/// A line that was on the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealt {
    /// The line.
    pub line: Line,
    /// What was agreed; none where it was carried over; empty for whoever may not read it.
    pub agreed: Option<String>,
}

/// What is still to be talked about, the oldest first; the supervisions that were held, the latest first.
pub(super) fn fold(entries: &[Entry]) -> (Vec<Line>, Vec<Held>) {
    let (mut open, mut held): (Vec<Line>, Vec<Held>) = (Vec::new(), Vec::new());
    let mut standing: Vec<_> =
        resolve(entries, View::default()).into_iter().filter(|seen| seen.standing == Standing::Stands).collect();
    // As they were recorded: a supervision deals with lines that were there when it was recorded, whatever day it was held.
    standing.sort_by_key(|seen| seen.entry.id.seq);
    for (entry, content) in standing.into_iter().filter_map(|seen| Some((seen.entry, seen.content?))) {
        match &content.fact {
            Fact::AgendaLineAdded(line) => open.push(Line {
                seq: entry.id.seq,
                words: Some(line.words.clone()),
                case: line.case.clone(),
                by: content.by.staff.clone(),
                on: content.happened,
                carried: 0,
            }),
            Fact::SupervisionHeld(meeting) => {
                let mut lines = Vec::new();
                for dealt in &meeting.lines {
                    let Some(at) = open.iter().position(|line| line.seq == dealt.line.seq) else { continue };
                    lines.push(Dealt { line: open[at].clone(), agreed: dealt.agreed.clone() });
                    match dealt.agreed {
                        Some(_) => drop(open.remove(at)),
                        None => open[at].carried += 1,
                    }
                }
                if let Some(same) = held.iter_mut().find(|held| held.act == content.act) {
                    same.lines.extend(lines);
                } else {
                    let (by, act) = (content.by.staff.clone(), content.act.clone());
                    held.push(Held { on: content.happened, by, act, lines });
                }
            }
            _ => {}
        }
    }
    held.reverse();
    held.sort_by_key(|held| std::cmp::Reverse(held.on.day()));
    (open, held)
}
