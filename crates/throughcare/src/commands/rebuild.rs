//! `rebuild`: every cross-case view worked out anew from the entries.
//!
//! Nothing is cleared first: what is right stays, with since when it was known; what differs is put right. Servers of a shared
//! database go on meanwhile: what they write to a stream after it was read is not overwritten, and the stream is read again.
//! A stream that a newer release wrote to is left as it stands: only that release knows what its views show.

use std::process::ExitCode;

use practice::Standards;
use record::StreamId;
use record::entry::Entry;
use store::{EntryRow, Rows, SideWrite, Store, StoreError};

use super::open;
use crate::place::Place;

/// Streams projected in one transaction.
const CHUNK: usize = 200;
/// So often a stream is read again that somebody wrote to meanwhile.
const TRIES: usize = 20;

pub(crate) fn run(place: &Place) -> anyhow::Result<ExitCode> {
    let opened = open(place)?;
    let (store, standards) = (opened.service.store(), opened.service.standards());
    // Of every kind: what was erased is a view of whatever stream it was erased from.
    let streams = store.read_here(store::Snapshot::all_streams)?;
    let progress = indicatif::ProgressBar::new(streams.len() as u64);
    let mut left = 0;
    for chunk in streams.chunks(CHUNK) {
        left += match anew(store, chunk, standards) {
            Ok(left) => left,
            Err(error) => again(store, chunk, standards, error)?,
        };
        progress.inc(chunk.len() as u64);
    }
    progress.finish_and_clear();
    eprintln!("{} streams projected anew", streams.len() - left);
    if left == 0 {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("{left} left as they stand: a newer release wrote to them. Rebuild with that one");
    Ok(ExitCode::FAILURE)
}

/// All of these streams at once, in the order in which acts take several: none waits for the other. Gives how many are left as
/// they stand.
fn anew(store: &Store, streams: &[StreamId], standards: &'static Standards) -> anyhow::Result<usize> {
    let mut streams: Vec<&StreamId> = streams.iter().collect();
    streams.sort();
    let (mut writes, mut left) = (Vec::with_capacity(streams.len()), 0);
    for stream in streams {
        let entries = store.read_here(|snapshot| snapshot.entries(stream))?;
        let (seq, at) = entries.last().map_or((0, 0), |last| (last.seq, last.recorded));
        let kept = entries.iter().filter(|entry| entry.content.is_some()).count() as u64;
        match views(stream, &entries, standards)? {
            Some(rows) => writes.push(SideWrite::ProjectAnew { stream: stream.clone(), seq, kept, rows, at }),
            None => left += 1,
        }
    }
    store.put_here(SideWrite::All(writes))?;
    Ok(left)
}

/// One by one, where somebody wrote to one of them.
fn again(
    store: &Store,
    streams: &[StreamId],
    standards: &'static Standards,
    error: anyhow::Error,
) -> anyhow::Result<usize> {
    let moved = |error: &anyhow::Error| matches!(error.downcast_ref(), Some(StoreError::Moved(_)));
    if !moved(&error) {
        return Err(error);
    }
    let mut left = 0;
    for stream in streams {
        let tries = std::iter::repeat_with(|| anew(store, std::slice::from_ref(stream), standards)).take(TRIES);
        let mut last = tries.skip_while(|tried| tried.as_ref().is_err_and(moved));
        left += last.next().unwrap_or_else(|| anyhow::bail!("{stream} is written to all the time: try again"))?;
    }
    Ok(left)
}

/// The views of a stream, from its stored entries. Refuses one that a newer release wrote to.
pub(crate) fn project(
    stream: &StreamId,
    rows: &[EntryRow],
    standards: &'static Standards,
) -> Result<Vec<Rows>, StoreError> {
    let refused = || StoreError::Refused(format!("a newer release wrote to {stream}: use that one"));
    views(stream, rows, standards)?.ok_or_else(refused)
}

/// The same; none of a stream that a newer release wrote to.
fn views(stream: &StreamId, rows: &[EntryRow], standards: &'static Standards) -> Result<Option<Vec<Rows>>, StoreError> {
    let entries = read(stream, rows)?;
    let known = !service::newer::is_newer(&entries);
    Ok(known.then(|| service::project::project(stream, &entries, standards)))
}

/// What a stream's stored entries leave undone that nobody may be at: see [`service::unfinished`].
pub(crate) fn jobs_left(stream: &StreamId, rows: &[EntryRow]) -> Result<Vec<String>, StoreError> {
    Ok(service::unfinished::jobs_left(&read(stream, rows)?))
}

fn read(stream: &StreamId, rows: &[EntryRow]) -> Result<Vec<Entry>, StoreError> {
    let read = rows.iter().map(|row| Entry::read(stream, row.seq, row.recorded, row.content.as_deref()));
    read.collect::<Result<Vec<_>, _>>().map_err(|error| StoreError::Damaged(error.to_string()))
}
