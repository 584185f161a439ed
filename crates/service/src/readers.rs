//! Who was shown an entry that turned out to be about somebody else: worked out from where things stand, in the record and
//! in the log of reads, and never from what a clock showed. A clock may have been wrong, or another server's.
//!
//! A page that is opened says in the log how far the record went that it showed ([`Upto`]), so it is known of each whether
//! the entry was in it. Where that is not said, the page asked leave first and looked afterwards: it counts if its batch
//! of the log was not sealed before the entry was recorded, with some room for the page to be slow.

use std::collections::{BTreeMap, BTreeSet};

use access::Permit;
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::correction::Reader;
use record::time::Instant;
use record::{EntryId, StreamId};
use serde::{Deserialize, Serialize};
use store::LookRow;

use crate::notices::told_of;
use crate::write::{Streams, Work};
use crate::{Ask, Form, Problem, Service};

/// How long a page may have taken between asking leave and looking, in microseconds of the record's own time.
pub(crate) const SLOWEST_PAGE: i64 = 10_000_000;
/// Batches of the log that may be under way at once: rows of the second may have come before what is recorded during the first.
const BATCHES_UNDER_WAY: u64 = 2;

/// How far a record went that was shown: the seq of its last entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Upto {
    pub(crate) upto: u64,
}

/// From when to when something was there to be seen in a record.
#[derive(Clone, Debug)]
pub(crate) struct Stood {
    /// The record that showed it.
    stream: StreamId,
    /// The first seq that showed it; none where it stands in another stream than the record's own.
    from: Option<u64>,
    /// When that was recorded.
    since: Instant,
    /// The first seq that no longer shows it, and when that was recorded; none while it stands.
    until: Option<(u64, Instant)>,
}

impl Stood {
    /// An entry, or the first version of it, that stands.
    pub(crate) fn since(first: &Entry) -> Stood {
        let EntryId { stream, seq } = first.id.clone();
        Stood { stream, from: Some(seq), since: first.recorded, until: None }
    }

    /// Something of another stream that a person's record was shown with.
    pub(crate) fn beside(person: &StreamId, since: Instant) -> Stood {
        Stood { stream: person.clone(), from: None, since, until: None }
    }

    /// An entry that was taken off; none of one that stands. Who a listed defendant is stands in the stream of the court's day, and
    /// was to be seen in the record that it opened.
    pub(crate) fn of(entries: &[Entry], id: &EntryId) -> Option<Stood> {
        let (entry, _) = taken_off(entries, id)?;
        let first = first_of(entries, id)?;
        let stood = match first.content.as_ref().map(|content| &content.fact) {
            Some(Fact::MatchConfirmed(confirmed)) => Stood::beside(&confirmed.person, first.recorded),
            _ => Stood::since(first),
        };
        Some(Stood { until: Some((entry.id.seq, entry.recorded)), ..stood })
    }

    /// The record that showed it.
    pub(crate) fn record(&self) -> &StreamId {
        &self.stream
    }

    /// Whether a look may have shown it. `sealed` is the last batch of the log that was sealed before it was taken off.
    fn was_seen_by(&self, look: &LookRow, sealed: u64) -> bool {
        let upto = serde_json::from_str::<Upto>(&look.detail).ok().map(|said| said.upto);
        match (upto, self.from) {
            (Some(upto), Some(from)) => upto >= from && self.until.as_ref().is_none_or(|(until, _)| upto < *until),
            _ => self.until.is_none() || look.batch <= sealed + BATCHES_UNDER_WAY,
        }
    }
}

impl Service {
    /// Everybody but the asker who was shown something while it stood in a record, once each with their last look.
    pub(crate) async fn shown(&self, ask: &Ask, stood: &Stood) -> Result<Vec<Reader>, Problem> {
        let (stream, since) = (stood.stream.clone(), stood.since.0);
        let until = stood.until.as_ref().map(|(_, at)| at.0);
        let (looks, sealed) = self
            .store
            .read(move |snapshot| {
                let before = snapshot.last_batch_before(since.saturating_sub(SLOWEST_PAGE))?;
                let sealed = until.map(|at| snapshot.last_batch_before(at)).transpose()?.unwrap_or(0);
                Ok((snapshot.looks_after(&stream, before)?, sealed))
            })
            .await?;
        let seen = looks.into_iter().filter(|look| look.staff != ask.actor.staff && stood.was_seen_by(look, sealed));
        let mut readers: BTreeMap<String, Reader> = BTreeMap::new();
        for LookRow { staff, role, at, .. } in seen {
            readers.insert(staff.clone(), Reader { staff, role, last: Instant(at) });
        }
        Ok(readers.into_values().collect())
    }

    /// Looks again once an entry was taken off: whoever opened the record while that was being done was in nobody's list, and is
    /// told now. Whose page was still on its way is found later (`late`). The permit is for the record that showed it; what stood
    /// in a stream that is nobody's is told there.
    pub(crate) async fn tell_missed(&self, ask: &Ask, permit: &Permit, id: &EntryId) -> Result<(), Problem> {
        let entries = self.entries_unasked(&id.stream).await?;
        let Some(stood) = Stood::of(&entries, id) else { return Ok(()) };
        let shown = self.shown(ask, &stood).await?;
        if missed(&entries, id, &shown).is_empty() {
            return Ok(());
        }
        let form = Form::default();
        let decide = |streams: &Streams| {
            let readers = missed(streams.of(&id.stream), id, &shown);
            let said = told_of(&id.stream, id, &readers, ask.today()).into_iter().collect();
            Ok(Work { said, ..Work::default() })
        };
        if id.stream.kind() == "person" {
            self.record_for(std::slice::from_ref(permit), ask, &form, &(), decide).await?;
        } else {
            self.record(ask, &form, &(), std::slice::from_ref(&id.stream), decide).await?;
        }
        Ok(())
    }
}

/// What took an entry off.
fn taken_off<'a>(entries: &'a [Entry], id: &EntryId) -> Option<(&'a Entry, &'a Content)> {
    let mut contents = entries.iter().filter_map(|entry| Some((entry, entry.content.as_ref()?)));
    contents.find(|(_, said)| said.retracts.as_ref() == Some(id))
}

/// Those of some readers of an entry that nobody told yet. Whoever took it off knows.
fn missed(entries: &[Entry], id: &EntryId, shown: &[Reader]) -> Vec<Reader> {
    let facts = entries.iter().filter_map(|entry| entry.content.as_ref()).map(|content| &content.fact);
    let told = facts.filter_map(|fact| if let Fact::ReadersTold(told) = fact { Some(told) } else { None });
    let of_it = told.filter(|told| told.entry == *id);
    let mut names: BTreeSet<&str> = of_it.flat_map(|told| &told.readers).map(|reader| reader.staff.as_str()).collect();
    names.extend(taken_off(entries, id).map(|(_, said)| said.by.staff.as_str()));
    shown.iter().filter(|reader| !names.contains(reader.staff.as_str())).cloned().collect()
}

/// Whoever said something that rests on an entry, or judged the risk while it stood, and is not among its readers by the log:
/// they scored on it, or decided.
pub(crate) fn with_those_who_judged(
    ask: &Ask,
    entries: &[Entry],
    first: &Entry,
    mut shown: Vec<Reader>,
) -> Vec<Reader> {
    let rests = |content: &Content| {
        let judges = matches!(
            content.fact,
            Fact::AssessmentCompleted(_) | Fact::RiskChangeProposed(_) | Fact::RiskChangeCountersigned(_)
        );
        judges || content.because.contains(&first.id)
    };
    let later = entries.iter().filter(|entry| entry.id.seq > first.id.seq);
    for (entry, content) in later.filter_map(|entry| Some((entry, entry.content.as_ref()?))) {
        let (staff, role) = (&content.by.staff, &content.by.role);
        let known = *staff == ask.actor.staff || shown.iter().any(|reader| reader.staff == *staff);
        if rests(content) && !known {
            shown.push(Reader { staff: staff.clone(), role: role.clone(), last: entry.recorded });
        }
    }
    shown
}

/// The first version of an entry.
pub(crate) fn first_of<'a>(entries: &'a [Entry], id: &EntryId) -> Option<&'a Entry> {
    let of = |id: &EntryId| entries.iter().find(|entry| entry.id == *id);
    let before = |entry: &&'a Entry| of(entry.content.as_ref()?.corrects.as_ref()?);
    std::iter::successors(of(id), before).last()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_does_not_say_how_far_its_page_went_counts_while_its_batch_may_have_been_under_way() {
        let stream = StreamId::new("person", [1; 16]);
        let stood = Stood { stream, from: Some(3), since: Instant(10), until: Some((7, Instant(20))) };
        let seen = |batch, detail: &str| {
            let (staff, role, detail) = ("P01T1A2".to_owned(), "practitioner".to_owned(), detail.to_owned());
            // By its clock it came long after: that is not gone by.
            stood.was_seen_by(&LookRow { staff, role, at: 1_000, batch, detail }, 5)
        };
        for (batch, counts) in [(1, true), (5, true), (6, true), (7, true), (8, false)] {
            assert_eq!(seen(batch, r#"{"to":"open a record"}"#), counts, "batch {batch}");
        }
        // One that says so goes by that alone, whatever its batch.
        for (upto, counts) in [(2, false), (3, true), (6, true), (7, false)] {
            assert_eq!(seen(9, &format!(r#"{{"upto":{upto}}}"#)), counts, "up to {upto}");
        }
    }
}
