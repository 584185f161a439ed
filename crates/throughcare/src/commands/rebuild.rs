//! `rebuild`: every cross-case view worked out anew from the entries.
//!
//! Nothing is cleared first: what is right stays, with since when it was known; what differs is put right.

use std::process::ExitCode;

use practice::Standards;
use record::StreamId;
use record::entry::{Entry, Unreadable};
use store::{EntryRow, Rows, SideWrite};

use super::open;
use crate::place::Place;

/// Streams projected in one transaction.
const CHUNK: usize = 200;

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
        let mut writes = Vec::with_capacity(chunk.len());
        for stream in chunk {
            let rows = store.read_here(|snapshot| snapshot.entries(stream))?;
            let at = rows.last().map_or(0, |row| row.recorded);
            let rows = project(stream, &rows, standards)?;
            writes.push(SideWrite::Project { rows, at });
        }
        store.put_here(SideWrite::All(writes))?;
        progress.inc(chunk.len() as u64);
    }
    progress.finish_and_clear();
    eprintln!("{} streams projected anew", streams.len());
    Ok(ExitCode::SUCCESS)
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
