//! What the cross-case views show of a stream: the diary, duties, managers, the register, how a case stands, what became of
//! alarms, what is news, who is away, court lists.
//!
//! A projection is a pure function of a stream's entries and the standards. It knows no today: it stores `due_on` and
//! whoever reads compares. The store writes only the rows that differ, so recording entry by entry comes to the same
//! rows as rebuilding.

mod alarms;
mod apart;
mod away;
pub(crate) mod contact;
mod court;
mod erasure;
mod glance;
mod kept_from;
mod organisation;
mod outgoing;
mod person;
mod said;
mod standing;
mod timing;
mod upkeep;
mod whereabouts;

use practice::Standards;
use record::StreamId;
use record::entry::Entry;
use store::Rows;

pub(crate) use timing::added as times_added;

pub use kept_from::KeptFrom;
pub use person::{Flag, SlotDetail, need_words};

/// All rows that a stream owns.
pub fn project(stream: &StreamId, entries: &[Entry], standards: &'static Standards) -> Vec<Rows> {
    let mut rows = views(stream, entries, standards);
    if stream.kind() == "person" {
        rows.push(timing::rows(stream, entries));
    }
    rows
}

/// The same without the times of entries: an act adds those of its own entries only.
pub(crate) fn views(stream: &StreamId, entries: &[Entry], standards: &'static Standards) -> Vec<Rows> {
    let mut rows = match stream.kind() {
        "person" => person::project(stream, entries, standards),
        "court" => court::project(stream, entries),
        "keepapart" => apart::project(stream, entries),
        "import" => court::project_import(stream, entries),
        "staff" | "team" | "site" | "service" => organisation::project(stream, entries),
        _ => Vec::new(),
    };
    if stream.kind() == "service" {
        rows.push(upkeep::project(stream, entries));
    }
    rows.extend(erasure::project(stream, entries));
    rows
}

fn json(value: &impl serde::Serialize) -> String {
    // Plain structs of texts and numbers always serialise.
    serde_json::to_string(value).unwrap_or_default()
}
