//! Who had read an entry that was taken off a record, and is told.

use askama::Template;

use crate::components::{Flag, Here, Link, Shell, Tone};

/// Who is told.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/readers.html")]
pub struct ReadersPage {
    /// The frame.
    pub shell: Shell,
    /// As "3 people opened this record while entry 41 stood in it".
    pub summary: String,
    /// The entry on the timeline.
    pub entry: Link,
    /// Said where the log of reads does not reach back to the entry any more.
    pub gone: Option<String>,
    /// What is said of lists.
    pub lists: Vec<String>,
    /// Who they are.
    pub readers: Vec<Reader>,
}

/// Somebody who had read it.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Name and role.
    pub who: String,
    /// What they saw last, and when.
    pub read: String,
    /// What came of telling them.
    pub state: Flag,
}

impl ReadersPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let reader = |who: &str, read: &str, state| Reader { who: who.into(), read: read.into(), state };
        Self {
            shell: Shell::sample("Who is told – Case", Here::Find).back("Timeline", "/cases/k3v/timeline"),
            summary: "3 people opened this record while entry 41 stood in it.".into(),
            entry: Link::new("Entry 41", "/cases/k3v/timeline#entry-41"),
            gone: None,
            lists: vec![
                "41 lists that others saw meanwhile were gone through: days, caseloads, teams’ weeks, receptions."
                    .into(),
            ],
            readers: vec![
                reader(
                    "Joel Marsh, case administrator",
                    "Opened the record last on Tue 15 Dec 2015, 9:30am",
                    Flag::new(Tone::Good, "Has seen the notice, Tue 15 Dec 2015, 2pm"),
                ),
                reader(
                    "Amina Rahman, practitioner",
                    "Last saw a list that may have held them on Mon 14 Dec 2015, 4pm",
                    Flag::new(Tone::Soon, "Told, not seen yet"),
                ),
                reader(
                    "Ruth Feld, auditor",
                    "Opened the record last on Mon 14 Dec 2015, 3pm",
                    Flag::new(Tone::Neutral, "Only checks the record: not told"),
                ),
            ],
        }
    }
}
