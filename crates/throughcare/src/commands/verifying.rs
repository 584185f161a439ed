//! Verification in the background: while the record is served, one of its servers works every hash out anew from time to
//! time, and what it finds is told on the page *Protected*, to whoever watches the service, and in the log.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use service::Service;
use store::{Report, Walked};
use web::Clocks;

use super::runtime;
use crate::place::Place;

/// How often it is looked whether it is due, at most.
const LOOKING: Duration = Duration::from_mins(1);
/// How soon it is noticed that it ended, or that the service does.
const GLANCE: Duration = Duration::from_millis(200);
/// How often whoever verifies says that it goes on.
const TELLING: Duration = Duration::from_secs(20);

/// The verifying, until it is dropped. One that is under way then is left, and done again when its lease is over.
pub(crate) struct Checking {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Begins to verify, every so many seconds.
pub(crate) fn start(place: &Place, service: Service, clocks: Arc<dyn Clocks>, every: u64) -> anyhow::Result<Checking> {
    let (stop, stopped) = channel();
    let every = Duration::from_secs(every);
    let worker = Worker { place: place.clone(), service, clocks, every, runtime: runtime()? };
    let thread = std::thread::Builder::new().name("verifying".into()).spawn(move || worker.work(&stopped))?;
    Ok(Checking { stop: Some(stop), thread: Some(thread) })
}

struct Worker {
    place: Place,
    service: Service,
    clocks: Arc<dyn Clocks>,
    every: Duration,
    runtime: tokio::runtime::Runtime,
}

impl Worker {
    fn work(&self, stopped: &Receiver<()>) {
        loop {
            if let Err(error) = self.once(stopped) {
                tracing::error!("the record could not be verified: {error:#}");
            }
            if stopped.recv_timeout(self.every.min(LOOKING)) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Verifies once, if it is due.
    fn once(&self, stopped: &Receiver<()>) -> anyhow::Result<()> {
        let every = i64::try_from(self.every.as_micros()).unwrap_or(i64::MAX);
        let begun = self.runtime.block_on(self.service.begin_verifying(self.clocks.machine(), every))?;
        let Some(verifying) = begun else { return Ok(()) };
        let at = self.clocks.record();
        let walked = Arc::new(Walked::default());
        let (done, ended) = channel();
        // On a thread of its own: if the service ends meanwhile, nobody waits for it.
        let (place, counted) = (self.place.clone(), walked.clone());
        std::thread::Builder::new().name("verify".into()).spawn(move || {
            // Whoever waited may be gone.
            let _ = done.send(place.verify_watched(&[], &counted));
        })?;
        let mut told = Instant::now();
        let report = loop {
            match ended.recv_timeout(GLANCE) {
                Ok(report) => break report,
                Err(RecvTimeoutError::Disconnected) => anyhow::bail!("verification ended without an answer"),
                Err(RecvTimeoutError::Timeout) => {}
            }
            if !matches!(stopped.try_recv(), Err(std::sync::mpsc::TryRecvError::Empty)) {
                return Ok(());
            }
            if told.elapsed() >= TELLING {
                told = Instant::now();
                let goes_on = self.service.goes_on_verifying(&verifying, self.clocks.machine(), walked.rows());
                self.runtime.block_on(goes_on)?;
            }
        };
        if let Ok(report) = &report {
            tell(report);
        }
        let ended = self.service.end_verifying(verifying, self.clocks.machine(), at, report.as_ref().ok());
        self.runtime.block_on(ended)?;
        report.map(drop).map_err(anyhow::Error::from)
    }
}

fn tell(report: &Report) {
    if report.ok {
        tracing::info!(entries = report.entries, "verified: nothing was altered");
    } else {
        let first = serde_json::to_string(&report.first_bad).unwrap_or_default();
        tracing::error!("THE RECORD IS NOT AS IT WAS SEALED: {} at fault, the first {first}", report.faults);
    }
}

impl Drop for Checking {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has said so.
            let _ = thread.join();
        }
    }
}
