//! The pages by their addresses, in one process, over a folder of its own for each test.

mod addresses;
mod allocating;
mod asking;
mod asking_again;
mod calendar;
mod callers;
mod canary;
mod caseload;
mod contacts;
mod correcting;
mod court_undone;
mod diary;
mod door;
mod drafts;
mod due;
mod emailing;
mod enforcing;
mod erasing;
mod failures;
mod forms;
mod held;
mod inbox;
mod journeys;
mod late;
mod leading;
mod letting_go;
mod limits;
mod listed;
mod lowering;
mod moved_before;
mod newer;
mod passed_over;
mod posting;
mod printed;
mod raising;
mod receiving;
mod repeats;
mod reset;
mod risk;
mod safety;
mod sampling;
mod scores;
mod seen;
mod sending;
mod signing_in;
mod sites;
mod standing_in;
mod supervising;
mod taking_over;
mod unanswered;
mod unfinished;
mod watched;

use record::entry::{Content, Entry};
use scenarios::{Browser, Case, Sentence, Stage};

/// The day of sentence.
pub(crate) const START: &str = "2015-08-03T09:00";

pub(crate) const CAME: &[(&str, &str)] = &[("outcome", "complied")];
pub(crate) const ABSENT: &[(&str, &str)] = &[("outcome", "absent"), ("excuse", "none"), ("decision", "later")];

/// The county with somebody sentenced today, and their practitioner.
pub(crate) fn county() -> (Stage, Browser, Case) {
    let stage = Stage::new(START);
    let olwen = stage.sign_in("olwen");
    let case = stage.person("Sam Sentenced", &Sentence::default());
    (stage, olwen, case)
}

/// What a case gained after its first `before` entries.
pub(crate) fn since(stage: &Stage, case: &Case, before: usize) -> Vec<Content> {
    stage.entries_of(&case.stream).into_iter().skip(before).filter_map(|entry: Entry| entry.content).collect()
}

/// The kinds of these entries, which must all be of one act.
pub(crate) fn one_act(entries: &[Content]) -> Vec<&str> {
    assert!(entries.windows(2).all(|pair| pair[0].act == pair[1].act), "one act");
    entries.iter().map(|content| content.fact.kind()).collect()
}
