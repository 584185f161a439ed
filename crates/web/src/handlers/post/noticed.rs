//! What a case has to notice about its letters: one that came back, and a warning whose letter left too late.

use record::case::{CaseFile, SendState};
use service::messages::posted_late;

use crate::components::{Link, Tone};
use crate::pages::case::overview::Concern;
use crate::visitor::Visitor;
use crate::words::{happened, minute, short_day};

/// Where somebody says what became of a letter, by the name its duty has: `letter-5`.
pub fn href(home: &str, subject: &str) -> String {
    format!("{home}/letters/{}/sent", subject.trim_start_matches("letter-"))
}

/// Letters that came back, and warnings whose letter left after the day their service is counted from.
pub fn concerns(visitor: &Visitor, file: &CaseFile, home: &str) -> Vec<Concern> {
    let mut all: Vec<Concern> = came_back(file, home).collect();
    all.extend(late(visitor, file, home));
    all
}

fn came_back<'a>(file: &'a CaseFile, home: &'a str) -> impl Iterator<Item = Concern> + 'a {
    let last = |letter: &'a record::case::Letter| {
        let last = file.came_of(&letter.entry)?;
        (last.state == SendState::Returned && !file.is_overtaken(letter)).then_some((letter, last))
    };
    file.letters.iter().filter_map(last).map(move |(letter, last)| Concern {
        tone: Tone::Act,
        text: format!(
            "A letter came back on {}: {}.",
            happened(last.happened),
            last.reason.as_deref().unwrap_or("no reason was given").trim_end_matches('.')
        ),
        change: "They have not had it. Ask where they live, and hand it over when they come.".to_owned(),
        why: None,
        actions: vec![Link::new("See the letter", format!("{home}/letters/{}", letter.entry.seq))],
    })
}

/// What the warning says of its service stays as it is; that the letter left later stands beside it.
fn late<'a>(visitor: &'a Visitor, file: &'a CaseFile, home: &'a str) -> impl Iterator<Item = Concern> + 'a {
    let (today, standards) = (visitor.now.day(), visitor.web.service.standards());
    // A day within the standard that changes nothing is told beside the letter, and calls nobody.
    let late = move |letter: &'a record::case::Letter| {
        let late = posted_late(file, letter, today, standards)?;
        let matters = late.left_on.unwrap_or(today) > late.due_on || late.after.is_some();
        matters.then_some((letter, late))
    };
    file.letters.iter().filter_map(late).map(move |(letter, late)| {
        let left = late.left_on.map_or_else(
            || "its letter has not been posted".to_owned(),
            |on| format!("its letter left on {}", short_day(on)),
        );
        let after = late.after.map(|next| format!(" That is not before the next appointment on {}.", minute(next)));
        Concern {
            tone: Tone::Soon,
            text: format!(
                "The warning says that it is served on {}, but {left}: counted from there it is served on {} at the earliest.{}",
                short_day(late.served_on),
                short_day(late.would_be),
                after.unwrap_or_default()
            ),
            change: "Whoever relies on the warning decides which day counts. Nothing was changed by itself.".to_owned(),
            why: None,
            actions: vec![Link::new("What became of the letter", format!("{home}/letters/{}/sent", letter.entry.seq))],
        }
    })
}
