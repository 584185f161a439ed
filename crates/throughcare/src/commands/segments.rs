//! Segments in the background: while the record is served, what was sealed is copied to a second place.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use store::{Segment, Segments};

use crate::place::Place;

/// How often what was sealed is copied: half of the ten seconds that may be lost with the disk, so that one attempt may
/// fail.
const EVERY: Duration = Duration::from_secs(5);

/// How long the copying may go on when the service ends; what is left then is copied when it starts again.
const LAST: Duration = Duration::from_secs(3);

/// The copying, until it is dropped; then once more.
pub(crate) struct Copying {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins to copy. The first segment is written before anything is served: so a folder that cannot be written, or that
/// is another record's, is refused at once.
pub(crate) fn start(place: &Place, out: &Path) -> anyhow::Result<Copying> {
    let cannot = || format!("segments cannot be written to {}", out.display());
    let opened = match place.database() {
        Some(database) => Segments::open_database(&database, out),
        None => Segments::open(&place.data, out),
    };
    let mut segments = opened.with_context(cannot)?;
    let first = segments.write_next().with_context(cannot)?;
    let (stop, stopped) = channel();
    let thread = std::thread::Builder::new().name("segments".into()).spawn(move || {
        copy(&mut segments, &stopped, first.is_some_and(|segment| segment.is_full()));
    })?;
    Ok(Copying { stop: Some(stop), thread: Some(thread) })
}

/// Copies every few seconds, and without a pause while there is much to copy.
fn copy(segments: &mut Segments, stopped: &Receiver<()>, mut behind: bool) {
    while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(if behind { Duration::ZERO } else { EVERY }) {
        behind = written(segments).is_some_and(|segment| segment.is_full());
    }
    let told = Instant::now();
    while told.elapsed() < LAST && written(segments).is_some() {}
}

/// Writes a segment; that it could not be is said, and it is tried again.
fn written(segments: &mut Segments) -> Option<Segment> {
    segments.write_next().unwrap_or_else(|error| {
        tracing::error!(%error, "what was recorded is not being copied to the segments");
        None
    })
}

impl Drop for Copying {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}
