//! What became of a leaf that somebody outside had seen: told from the two leaves at the first position that differs.

use crate::leaf::Leaf;
use crate::stream::EntryId;

/// The first position at which a log is no longer what was witnessed.
#[derive(Clone, Copy, Debug)]
pub struct Difference<'a> {
    /// The position, from 0.
    pub position: u64,
    /// The leaf that was witnessed there.
    pub was: &'a Leaf,
    /// The leaf that stands there now; `None` if the log ends before.
    pub is: Option<&'a Leaf>,
    /// Where the leaf that was witnessed there stands now, if it stands anywhere.
    pub was_now_at: Option<Place>,
    /// Where the leaf that stands there now was witnessed, if it was.
    pub is_was_at: Option<Place>,
}

/// A place of the same content in the other log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The position, from 0.
    pub position: u64,
    /// When it is said to be recorded, in microseconds UTC.
    pub recorded: i64,
}

/// What was done to the entry that is named.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Change {
    /// Other words stand in its place.
    #[error("edited: its content is not what was witnessed")]
    Edited,
    /// It was not there.
    #[error("inserted: it was not there when the log was witnessed")]
    Inserted,
    /// It is gone.
    #[error("removed: it was there when the log was witnessed")]
    Removed,
    /// It stands elsewhere, with its time unchanged.
    #[error("moved: it stood at position {from}, it stands at {to}")]
    Moved {
        /// The position that was witnessed.
        from: u64,
        /// The position now.
        to: u64,
    },
    /// It is said to have been recorded earlier than it was.
    #[error("back-dated: it was recorded at {was}, the record says {is} (microseconds UTC)")]
    BackDated {
        /// What was witnessed.
        was: i64,
        /// What is said now.
        is: i64,
    },
    /// It is said to have been recorded later than it was.
    #[error("post-dated: it was recorded at {was}, the record says {is} (microseconds UTC)")]
    PostDated {
        /// What was witnessed.
        was: i64,
        /// What is said now.
        is: i64,
    },
    /// The same content at the same time, in a leaf that says something else.
    #[error("re-hashed: its leaf is not the one that was witnessed")]
    Rehashed,
    /// The log ends before it.
    #[error("rolled back: the log ends before it")]
    RolledBack,
}

impl Change {
    /// One word for it, for machines.
    pub fn word(&self) -> &'static str {
        match self {
            Change::Edited => "edited",
            Change::Inserted => "inserted",
            Change::Removed => "removed",
            Change::Moved { .. } => "moved",
            Change::BackDated { .. } => "back-dated",
            Change::PostDated { .. } => "post-dated",
            Change::Rehashed => "re-hashed",
            Change::RolledBack => "rolled-back",
        }
    }
}

impl Difference<'_> {
    /// The entry that was touched first, and how. One that changed places with others pushes them along: the one that
    /// went furthest is named.
    pub fn judge(&self) -> (EntryId, Change) {
        let Some(is) = self.is else {
            return (id(self.was), Change::RolledBack);
        };
        let same_number = (&is.stream, is.seq) == (&self.was.stream, self.was.seq);
        if same_number && is.commit == self.was.commit {
            return (id(self.was), dated(self.was.recorded, is.recorded).unwrap_or(Change::Rehashed));
        }
        match (self.was_now_at, self.is_was_at) {
            (None, None) => (id(self.was), if same_number { Change::Edited } else { Change::Removed }),
            (None, Some(_)) => (id(self.was), Change::Removed),
            (Some(_), None) => (id(is), Change::Inserted),
            (Some(now), Some(then)) if then.position > now.position => {
                let moved = Change::Moved { from: then.position, to: self.position };
                (id(is), dated(then.recorded, is.recorded).unwrap_or(moved))
            }
            (Some(_), Some(_)) => (id(self.was), self.moved_away()),
        }
    }

    fn moved_away(&self) -> Change {
        let Some(now) = self.was_now_at else { return Change::Removed };
        dated(self.was.recorded, now.recorded).unwrap_or(Change::Moved { from: self.position, to: now.position })
    }
}

fn dated(was: i64, is: i64) -> Option<Change> {
    match is {
        is if is < was => Some(Change::BackDated { was, is }),
        is if is > was => Some(Change::PostDated { was, is }),
        _ => None,
    }
}

fn id(leaf: &Leaf) -> EntryId {
    EntryId { stream: leaf.stream.clone(), seq: leaf.seq }
}
