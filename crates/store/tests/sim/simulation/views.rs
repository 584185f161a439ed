//! What is seen of a stream across cases, in the model.

use std::collections::BTreeSet;

use ledger::StreamId;
use store::conformance::samples::{diary_row, duty_row, key_row, person, person_row};
use store::{DiaryRow, DutyRow, PersonKeyRow, PersonRow, Rows, SideWrite};

/// The rows of one stream, each kind in the order of its keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Views {
    pub(crate) person: Option<PersonRow>,
    pub(crate) keys: Vec<PersonKeyRow>,
    pub(crate) diary: Vec<DiaryRow>,
    pub(crate) duties: Vec<DutyRow>,
}

impl Views {
    pub(crate) fn sorted(mut self) -> Views {
        self.keys.sort_by(|a, b| (&a.scheme, &a.value).cmp(&(&b.scheme, &b.value)));
        self.diary.sort_by(|a, b| a.appointment.cmp(&b.appointment));
        self.duties.sort_by(|a, b| (&a.duty, &a.subject).cmp(&(&b.duty, &b.subject)));
        self
    }

    pub(crate) fn replace(&mut self, rows: &Rows) {
        match rows.clone() {
            Rows::Person { rows, .. } => self.person = rows.into_iter().next(),
            Rows::PersonKey { rows, .. } => self.keys = rows,
            Rows::Diary { rows, .. } => self.diary = rows,
            Rows::Duty { rows, .. } => self.duties = rows,
            _ => {}
        }
        *self = std::mem::take(self).sorted();
    }

    /// Whether the rows can never be written: two with one key.
    pub(crate) fn are_wrong(rows: &Rows) -> bool {
        let Rows::Diary { rows, .. } = rows else { return false };
        let names: BTreeSet<_> = rows.iter().map(|row| &row.appointment).collect();
        names.len() < rows.len()
    }

    /// The stream of rows that the model knows of.
    pub(crate) fn stream(rows: &Rows) -> Option<&StreamId> {
        match rows {
            Rows::Person { stream, .. }
            | Rows::PersonKey { stream, .. }
            | Rows::Diary { stream, .. }
            | Rows::Duty { stream, .. } => Some(stream),
            _ => None,
        }
    }

    /// Puts all of them anew, as known from an instant.
    pub(crate) fn project(&self, stream: &StreamId, at: i64) -> SideWrite {
        let (stream, views) = (stream.clone(), self.clone());
        let rows = vec![
            Rows::Person { stream: stream.clone(), rows: views.person.into_iter().collect() },
            Rows::PersonKey { stream: stream.clone(), rows: views.keys },
            Rows::Diary { stream: stream.clone(), rows: views.diary },
            Rows::Duty { stream, rows: views.duties },
        ];
        SideWrite::Project { rows, at }
    }
}

/// Rows of a person that some bits tell: which appointments there are and when, what is due, and what they are called.
pub(crate) fn rows(number: u64, mut bits: u64) -> Vec<Rows> {
    let mut take = |n: u64| {
        let taken = bits % n;
        bits /= n;
        taken
    };
    let stream = person(number);
    let mut rows = Vec::new();
    let diary: Vec<_> = (0..4_u64).filter_map(|name| Some(name).filter(|_| take(2) == 0)).collect();
    let diary = diary.into_iter().rev().map(|name| {
        let slot = take(4);
        let outcome = (slot == 3).then(|| "attended".into());
        DiaryRow { outcome, ..diary_row(number, &name.to_string(), &format!("2015-12-15T09:{slot}0")) }
    });
    let diary: Vec<_> = diary.collect();
    if take(4) == 0 {
        // Replaced twice in one act: the last counts, and the first was never known.
        rows.push(Rows::Diary { stream: stream.clone(), rows: vec![diary_row(number, "0", "2015-12-15T12:00")] });
    }
    rows.push(Rows::Diary { stream: stream.clone(), rows: diary });
    if take(2) == 0 {
        let duties =
            (0..take(3)).map(|name| duty_row(number, &name.to_string(), (take(2) == 0).then_some("2015-12-16")));
        rows.push(Rows::Duty { stream: stream.clone(), rows: duties.collect() });
    }
    if take(2) == 0 {
        let keys = (0..take(3)).map(|name| key_row(number, "name", &name.to_string())).collect();
        rows.push(Rows::PersonKey { stream: stream.clone(), rows: keys });
    }
    if take(3) == 0 {
        let line = person_row(number, &format!("Example {}", take(3)), "Ann");
        rows.push(Rows::Person { stream, rows: vec![line] });
    }
    rows
}
