//! Streams that a newer release wrote to, met by this one. It reads of such an entry who said it, when and about which part,
//! and not what it says. So nothing is said here of that part; what it was made of is not taken off, nor erased; and of the
//! views only what an act of this release changes is written (`store::Act::without`); where the store cannot tell that from what
//! the newer release has there, the act is refused. Where the entry is what all the rest rests on, nothing is said in the stream
//! at all: no view could show it.

use record::entry::{Content, Entry};
use record::facts::Fact;
use record::{EntryId, StreamId};
use store::Rows;

use crate::Problem;

/// Whether a newer release wrote something that this one cannot read.
pub fn is_newer(entries: &[Entry]) -> bool {
    unread(entries).next().is_some()
}

/// Refuses to say something that this release cannot judge, over a stream as it stood.
pub(crate) fn refuse(stood: &[Entry], content: &Content) -> Result<(), Problem> {
    let of_it = |id: &EntryId, (entry, _): &(&Entry, &Content)| entry.id == *id;
    let part = content.component.as_deref();
    if unread(stood).any(|(_, newer)| part.is_some() && newer.component.as_deref() == part) {
        return Err(newer("A newer release wrote this part of the case: use that one"));
    }
    let takes = || content.corrects.iter().chain(&content.retracts);
    if unread(stood).any(|unread| takes().any(|id| of_it(id, &unread))) {
        return Err(newer("A newer release wrote this entry: use that one to put it right"));
    }
    // These say of everybody in an arrangement whether they are kept apart: also of whom only the newer release knows.
    let of_all =
        matches!(content.fact, Fact::KeepApartConfirmed(_) | Fact::KeepApartReviewed(_) | Fact::KeepApartEnded(_));
    if of_all && is_newer(stood) { Err(cannot_be_judged()) } else { Ok(()) }
}

/// Refuses an act on a stream of which this release can work out nothing, for it cannot read whom or what that is about:
/// whatever it said would be in no view.
pub(crate) fn refuse_blind(stream: &StreamId, without: &[Rows]) -> Result<(), Problem> {
    let about_one = ["person", "keepapart", "staff", "team", "site"].contains(&stream.kind());
    if about_one && without.iter().all(Rows::is_empty) { Err(cannot_be_judged()) } else { Ok(()) }
}

/// Refuses to erase in a stream where it is not known which views hold what is to be erased.
pub(crate) fn refuse_erasing(entries: &[Entry]) -> Result<(), Problem> {
    if is_newer(entries) {
        return Err(newer(
            "A newer release wrote to this record, and may keep elsewhere what it said: erase with that one",
        ));
    }
    Ok(())
}

/// What everything else in a stream rests on was written by a newer release. It tells nothing of what that is about.
pub(crate) fn cannot_be_judged() -> Problem {
    newer("A newer release wrote what this rests on: use that one")
}

fn newer(words: &str) -> Problem {
    Problem::field("newer", words)
}

fn unread(entries: &[Entry]) -> impl Iterator<Item = (&Entry, &Content)> {
    let contents = entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
    contents.filter(|(_, content)| matches!(content.fact, Fact::Unknown { .. }))
}
