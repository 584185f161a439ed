//! `rebuild`: every cross-case view worked out anew from the entries.
//!
//! Nothing is cleared first: what is right stays, with since when it was known; what differs is put right. Servers of a shared
//! database go on meanwhile: what they write to a stream after it was read is not overwritten, and the stream is read again.

use std::process::ExitCode;

use practice::Standards;
use record::StreamId;
use record::entry::{Entry, Unreadable};
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
    let streams = store.read_here(|snapshot| {
        let kinds = ["service", "team", "site", "staff", "person", "keepapart", "court", "import"];
        kinds.iter().map(|kind| snapshot.streams(kind)).collect::<Result<Vec<_>, _>>()
    })?;
    let streams = streams.concat();
    let progress = indicatif::ProgressBar::new(streams.len() as u64);
    for chunk in streams.chunks(CHUNK) {
        if let Err(error) = anew(store, chunk, standards) {
            again(store, chunk, standards, error)?;
        }
        progress.inc(chunk.len() as u64);
    }
    progress.finish_and_clear();
    eprintln!("{} streams projected anew", streams.len());
    Ok(ExitCode::SUCCESS)
}

/// All of these streams at once, in the order in which acts take several: none waits for the other.
fn anew(store: &Store, streams: &[StreamId], standards: &'static Standards) -> anyhow::Result<()> {
    let mut streams: Vec<&StreamId> = streams.iter().collect();
    streams.sort();
    let writes = streams.into_iter().map(|stream| {
        let entries = store.read_here(|snapshot| snapshot.entries(stream))?;
        let (seq, at) = entries.last().map_or((0, 0), |last| (last.seq, last.recorded));
        let kept = entries.iter().filter(|entry| entry.content.is_some()).count() as u64;
        let rows = project(stream, &entries, standards)?;
        Ok(SideWrite::ProjectAnew { stream: stream.clone(), seq, kept, rows, at })
    });
    let writes: Vec<SideWrite> = writes.collect::<anyhow::Result<_>>()?;
    Ok(store.put_here(SideWrite::All(writes))?)
}

/// One by one, where somebody wrote to one of them.
fn again(
    store: &Store,
    streams: &[StreamId],
    standards: &'static Standards,
    error: anyhow::Error,
) -> anyhow::Result<()> {
    let moved = |error: &anyhow::Error| matches!(error.downcast_ref(), Some(StoreError::Moved(_)));
    if !moved(&error) {
        return Err(error);
    }
    for stream in streams {
        let tries = std::iter::repeat_with(|| anew(store, std::slice::from_ref(stream), standards)).take(TRIES);
        let mut last = tries.skip_while(|tried| tried.as_ref().is_err_and(moved));
        last.next().unwrap_or_else(|| anyhow::bail!("{stream} is written to all the time: try again"))?;
    }
    Ok(())
}

/// The views of a stream, from its stored entries.
pub(crate) fn project(
    stream: &StreamId,
    rows: &[EntryRow],
    standards: &'static Standards,
) -> Result<Vec<Rows>, Unreadable> {
    let entries = rows
        .iter()
        .map(|row| Entry::read(stream, row.seq, row.recorded, row.content.as_deref()))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(service::project::project(stream, &entries, standards))
}
