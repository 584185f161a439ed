//! What a day asks of arrangements to keep people apart, kept in memory: a senior's team has hundreds that hold, of which a few
//! wait, and folding each of them for every day that is looked at is the dearest way to find out. What is kept goes by the
//! version of the stream: an entry more, and it is folded anew. It has no names, no words, and nothing of who may see it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Span;
use jiff::civil::Date;
use practice::places::{PlaceFigure, Places};
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use store::{EntryRow, Snapshot, StoreError};

use super::person_of;
use crate::Problem;
use crate::write::read_entries;

/// What of an arrangement says whether it waits for anybody, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Brief {
    /// Who made it; staff code.
    pub(super) by: String,
    /// The people it is about, in the order in which they came to it: its maker's person is the first.
    pub(super) people: Vec<StreamId>,
    from: Date,
    last_day: Option<Date>,
    /// When it must be looked at again.
    pub(super) review_on: Date,
    /// By when a senior has to confirm it; none where nobody has to any more.
    pub(super) confirm_by: Option<Date>,
    /// Of whoever left a group that it names: by when a senior says whether they stay in it, and when they left.
    pub(super) leaving: Vec<(Date, Date)>,
}

impl Brief {
    pub(super) fn of(stands: &Arrangement) -> Brief {
        let leaving = stands.leaving.iter().filter(|_| stands.ended.is_none());
        Brief {
            by: stands.by.clone(),
            people: stands.members().iter().filter_map(person_of).cloned().collect(),
            from: stands.from,
            last_day: stands.last_day(),
            review_on: stands.review_on,
            confirm_by: stands.confirm_by(),
            leaving: leaving.map(|one| (one.by, one.on)).collect(),
        }
    }

    /// Whether its day has come to be looked at again: that of its review, or some days before it would end by itself.
    pub(super) fn is_due(&self, today: Date) -> bool {
        let ahead = i64::from(Places::split_2014().value(PlaceFigure::LapseDays));
        let asked_from = self.last_day.map(|last| last.saturating_sub(Span::new().days(ahead)));
        self.holds(today) && (self.review_on <= today || asked_from.is_some_and(|from| from <= today))
    }

    /// By when it is looked at again.
    pub(super) fn look_by(&self) -> Date {
        self.last_day.map_or(self.review_on, |last| last.min(self.review_on))
    }

    /// Whether it waits for a senior's word.
    pub(super) fn waits(&self, today: Date) -> bool {
        self.last_day.is_none_or(|last| today <= last) && (self.confirm_by.is_some() || !self.leaving.is_empty())
    }

    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

/// As many are kept; then it begins anew.
const MOST: usize = 20_000;

/// By their streams, each with the version it had.
type ByVersion = BTreeMap<StreamId, (u64, Arc<Brief>)>;

/// Arrangements as they were when their streams had a version.
#[derive(Clone, Debug, Default)]
pub(crate) struct Briefs(Arc<Mutex<ByVersion>>);

/// Streams with their versions, and the entries of those that are not kept as they are now.
pub(crate) struct Read {
    heads: BTreeMap<StreamId, u64>,
    rows: BTreeMap<StreamId, Vec<EntryRow>>,
}

impl Briefs {
    /// Reads what has changed of them, in few statements.
    pub(super) fn read(&self, snapshot: &Snapshot, heads: BTreeMap<StreamId, u64>) -> Result<Read, StoreError> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_as_kept = |stream: &StreamId, head: &u64| kept.get(stream).is_some_and(|(version, _)| version == head);
        let changed = heads.iter().filter(|(stream, head)| !is_as_kept(stream, head));
        let changed: Vec<StreamId> = changed.map(|(stream, _)| stream.clone()).collect();
        drop(kept);
        let mut rows: BTreeMap<StreamId, Vec<EntryRow>> = BTreeMap::new();
        for row in snapshot.entries_among(&changed)? {
            rows.entry(row.stream.clone()).or_default().push(row);
        }
        Ok(Read { heads, rows })
    }

    /// All of them; what was read is kept. An arrangement of which nothing stands is left out.
    pub(super) fn all(&self, read: &Read) -> Result<BTreeMap<StreamId, Arc<Brief>>, Problem> {
        let mut fresh = BTreeMap::new();
        for (stream, rows) in &read.rows {
            let Some(stands) = Arrangement::fold(&read_entries(stream, rows)?, View::default()) else { continue };
            fresh.insert(stream.clone(), (stands.version, Arc::new(Brief::of(&stands))));
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = read.heads.keys().filter_map(|stream| {
            let (_, brief) = fresh.get(stream).or_else(|| kept.get(stream))?;
            Some((stream.clone(), brief.clone()))
        });
        let found = found.collect();
        if kept.len() + fresh.len() > MOST {
            kept.clear();
        }
        kept.extend(fresh);
        Ok(found)
    }
}
