//! Who has seen a record: the log of reads, for those who check it. Asking is itself logged, with what for.

use access::Action;
use jiff::civil::Date;
use record::time::Minute;
use record::{EntryId, StreamId};
use serde::Deserialize;
use store::{ReadRow, WhoRead};

pub use store::{ReadPlace, SeenRow, Standing};

use crate::{Ask, Problem, Service};

/// What the log of reads may be used for, and nothing else: Data Protection Act 2018 s.62(4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatFor {
    /// To verify that what was done was lawful.
    Lawfulness,
    /// Self-monitoring, the conduct of discipline included.
    SelfMonitoring,
    /// The integrity and security of what is held.
    Integrity,
    /// Criminal proceedings.
    CriminalProceedings,
}

impl WhatFor {
    /// All there are.
    pub const ALL: [WhatFor; 4] =
        [WhatFor::Lawfulness, WhatFor::SelfMonitoring, WhatFor::Integrity, WhatFor::CriminalProceedings];

    /// As it stands in an address and in the log.
    pub fn code(self) -> &'static str {
        match self {
            WhatFor::Lawfulness => "lawfulness",
            WhatFor::SelfMonitoring => "self_monitoring",
            WhatFor::Integrity => "integrity",
            WhatFor::CriminalProceedings => "criminal_proceedings",
        }
    }

    /// In words, to choose from.
    pub fn words(self) -> &'static str {
        match self {
            WhatFor::Lawfulness => "To check that it was lawful",
            WhatFor::SelfMonitoring => "Self-monitoring, discipline included",
            WhatFor::Integrity => "The integrity and security of the record",
            WhatFor::CriminalProceedings => "Criminal proceedings",
        }
    }

    /// The one with this code.
    pub fn of_code(code: &str) -> Option<WhatFor> {
        WhatFor::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// Which looks at a record are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// What for.
    pub what_for: WhatFor,
    /// From this day.
    pub from: Option<Date>,
    /// To this day.
    pub to: Option<Date>,
    /// The page after this place.
    pub after: Option<ReadPlace>,
}

/// Whether whoever runs the program looked, and gave the name of a member of staff.
pub fn was_by_operator(row: &ReadRow) -> bool {
    #[derive(Deserialize)]
    struct By {
        by: Option<String>,
    }
    serde_json::from_str::<By>(&row.detail).is_ok_and(|said| said.by.as_deref() == Some("operator"))
}

/// A page of looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPage {
    /// The looks, newest first.
    pub rows: Vec<SeenRow>,
    /// Where the next page begins, if there is one.
    pub next: Option<ReadPlace>,
}

impl Service {
    /// Who has seen a record or was refused it, newest first, so many at a time.
    pub async fn who_has_seen(&self, ask: &Ask, case: &StreamId, asked: &Seen, page: u32) -> Result<SeenPage, Problem> {
        self.permit_for(ask, Action::ViewReads, case, Some(asked.what_for.code())).await?;
        let first = EntryId { stream: case.clone(), seq: 1 };
        let wanted = WhoRead {
            from: asked.from.map_or(i64::MIN, begins),
            to: asked.to.map_or(i64::MAX, |day| begins(day.tomorrow().unwrap_or(day))),
            after: asked.after,
            ..WhoRead::all(case.clone())
        };
        let rows = self.store.read(move |snapshot| match snapshot.entry(&first)? {
            Some(_) => snapshot.who_read(&wanted, page.saturating_add(1)).map(Some),
            None => Ok(None),
        });
        let mut rows = rows.await?.ok_or(Problem::NotFound)?;
        let more = rows.len() > page as usize;
        rows.truncate(page as usize);
        Ok(SeenPage { next: rows.last().filter(|_| more).map(|row| row.place), rows })
    }
}

/// The first instant of a day in London, in microseconds.
pub(crate) fn begins(day: Date) -> i64 {
    Minute::new(day.at(0, 0, 0, 0)).instant().0
}
