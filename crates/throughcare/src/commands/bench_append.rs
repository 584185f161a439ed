//! `bench append`: a writer without end, for tests that kill it. With a seed it is the same writer when it is started
//! again: what it has no answer to it sends once more.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use ledger::{Hash, StreamId};
use store::{Act, Appended, IdemKey, ReadRow, Store, StoreError};
use web::Clocks;

use super::bench::{act, open_or_create, open_or_create_in, random_stream};
use super::{runtime, segments};
use crate::clock::SystemClocks;
use crate::place::Place;

/// Streams of each writer, which it goes round.
const STREAMS: usize = 20;
/// How long a patient writer waits before it sends an act again.
const PATIENCE: Duration = Duration::from_millis(50);

/// `bench append`.
#[derive(Debug, clap::Args)]
pub(crate) struct Append {
    /// The data folder, empty or left behind by a killed run.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// A database to record in, as one of its servers; the log's key then stands in the folder.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Where acknowledged ids go, a line each, written only once they are durable.
    #[arg(long, value_name = "FILE")]
    acks: PathBuf,
    /// Writers at once.
    #[arg(long, default_value_t = 64)]
    writers: usize,
    /// End after so many acts of each writer.
    #[arg(long)]
    acts: Option<usize>,
    /// While the record cannot be written, send the same act again until it is answered.
    #[arg(long)]
    patient: bool,
    /// Write in streams that follow from this number, each writer in its own; go on where the acknowledged ids end, and
    /// send what was not acknowledged again, under its key.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Send acts without their keys, so that what is sent again is recorded again: for tests of tests.
    #[arg(long, hide = true)]
    without_keys: bool,
    /// With each act, note in the log of reads that its stream was shown; a line of this file for each that was acknowledged.
    #[arg(long, value_name = "FILE")]
    reads: Option<PathBuf>,
    /// Write segments to this folder meanwhile, as `serve` does.
    #[arg(long, value_name = "DIR")]
    segments: Option<PathBuf>,
}

impl Append {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        let store = match &self.database_url {
            None => open_or_create(&self.data)?,
            Some(url) => open_or_create_in(url, &self.data)?,
        };
        let _copying =
            self.segments.as_deref().map(|out| segments::start(&Place::folder(self.data.clone()), out)).transpose()?;
        let acknowledged = acknowledged(&self.acks)?;
        let acks = lines(&self.acks)?;
        let reads = self.reads.as_deref().map(lines).transpose()?;
        let writing = |nth: usize| {
            let streams: Vec<StreamId> = match self.seed {
                Some(seed) => (0..STREAMS).map(|n| seeded_stream(seed, nth, n)).collect(),
                None => (0..STREAMS).map(|_| random_stream()).collect(),
            };
            let done: usize = streams.iter().filter_map(|stream| acknowledged.get(stream.as_str())).sum();
            Writing {
                store: store.clone(),
                acks: acks.clone(),
                reads: reads.clone(),
                turns: done + 1..self.acts.map_or(usize::MAX, |acts| done + 1 + acts),
                streams,
                patience: self.patient.then_some(PATIENCE),
                keys: if self.without_keys { Keys::None } else { Keys::One },
            }
        };
        runtime()?.block_on(async {
            let writers: Vec<_> = (0..self.writers).map(|nth| tokio::spawn(write(writing(nth)))).collect();
            for writer in writers {
                writer.await??;
            }
            Ok::<_, anyhow::Error>(())
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

/// A file to which lines are added.
fn lines(path: &Path) -> anyhow::Result<Arc<File>> {
    let file = OpenOptions::new().create(true).append(true).open(path);
    Ok(Arc::new(file.with_context(|| format!("{} cannot be written", path.display()))?))
}

/// How many entries of each stream were acknowledged in earlier runs.
fn acknowledged(acks: &Path) -> anyhow::Result<HashMap<String, usize>> {
    let lines = match std::fs::read_to_string(acks) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(HashMap::new()),
        read => read.with_context(|| format!("{} cannot be read", acks.display()))?,
    };
    let mut counts = HashMap::new();
    for (stream, _) in lines.lines().filter_map(|id| id.rsplit_once('/')) {
        *counts.entry(stream.to_owned()).or_default() += 1;
    }
    Ok(counts)
}

/// Under which key each act is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    One,
    None,
}

/// What one writer does: its turns one after another, round its streams.
struct Writing {
    store: Store,
    acks: Arc<File>,
    reads: Option<Arc<File>>,
    turns: Range<usize>,
    streams: Vec<StreamId>,
    patience: Option<Duration>,
    keys: Keys,
}

async fn write(writing: Writing) -> anyhow::Result<()> {
    let clocks = SystemClocks::wall();
    let Writing { store, acks, reads, turns, streams, patience, keys } = writing;
    for turn in turns {
        let stream = &streams[turn % streams.len()];
        // With a key, an act whose fate is not known can be sent again: it is recorded once.
        let key = IdemKey { actor: stream.to_string(), key: turn.to_string(), digest: [0; 32] };
        let act = Act { key: (keys == Keys::One).then_some(key), ..act(stream, turn, clocks.record().0)? };
        let receipt = loop {
            match (store.append(act.clone()).await, patience) {
                (Ok(Appended::Recorded(receipt) | Appended::Repeat(receipt)), _) => break receipt,
                (Ok(other), _) => bail!("an act that nothing stands against was answered {other:?}"),
                (Err(StoreError::Unavailable(_) | StoreError::InDoubt), Some(patience)) => {
                    tokio::time::sleep(patience).await;
                }
                (Err(error), _) => return Err(error.into()),
            }
        };
        // One write a line, so that a kill never leaves half a line behind.
        for id in receipt.ids {
            (&*acks).write_all(format!("{id}\n").as_bytes())?;
        }
        if let Some(reads) = &reads {
            match (store.log_read(shown(stream, turn, clocks.record().0)).await, patience) {
                (Ok(()), _) => (&**reads).write_all(format!("{stream} {turn}\n").as_bytes())?,
                // What could not be noted was not shown; nobody waits for it.
                (Err(StoreError::Unavailable(_)), Some(_)) => {}
                (Err(error), _) => return Err(error.into()),
            }
        }
    }
    Ok(())
}

/// That a stream was shown at a turn.
fn shown(stream: &StreamId, turn: usize, at: i64) -> ReadRow {
    ReadRow {
        at,
        staff: "bench".to_owned(),
        role: "bench".to_owned(),
        organisation: "bench".to_owned(),
        purpose: "bench".to_owned(),
        screen: "bench".to_owned(),
        subject: Some(stream.to_string()),
        outcome: "shown".to_owned(),
        rows: 1,
        detail: turn.to_string(),
    }
}

/// One of the streams of a writer, the same in every run of a seed.
fn seeded_stream(seed: u64, writer: usize, n: usize) -> StreamId {
    let hash = Hash::of(format!("{seed}/{writer}/{n}").as_bytes());
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash.0[..16]);
    StreamId::new("person", bits)
}
