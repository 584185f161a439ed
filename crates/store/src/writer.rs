//! The writer: one thread that owns the write connection, takes whatever waits for it as one batch, and answers when
//! the batch is durable.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::act::{Act, Appended, SideWrite};
use crate::batch::{Done, Engine, Task};
use crate::error::StoreError;
use crate::reads::ReadsBatch;

/// At most so many tasks share a transaction: enough to spread the cost of a durable commit thin, few enough that
/// nobody waits long for it.
const BATCH: usize = 256;

/// How long what nobody waits for is kept for company: it goes with the next batch, or by itself when nothing comes for so
/// long. Each commit makes every reader forget the pages it has read, and costs a flush.
const SOON: Duration = Duration::from_millis(250);
/// So much of it at the most.
const MOST_SOON: usize = 64;

/// What the thread is sent.
pub(crate) enum Job {
    Append(Box<Act>, oneshot::Sender<Result<Appended, StoreError>>),
    Side(SideWrite, oneshot::Sender<Result<(), StoreError>>),
    /// What nobody waits for.
    Soon(SideWrite),
    Reads(ReadsBatch),
}

/// Whom to answer.
enum Waiter {
    Append(oneshot::Sender<Result<Appended, StoreError>>),
    Side(oneshot::Sender<Result<(), StoreError>>),
}

/// Starts the thread. It ends when every sender is gone, after doing what was sent.
pub(crate) fn start(engine: Engine) -> Result<(Sender<Job>, JoinHandle<()>), StoreError> {
    let (sender, receiver) = channel();
    let thread = std::thread::Builder::new().name("store-writer".into()).spawn(move || run(engine, &receiver));
    let thread = thread.map_err(|error| StoreError::Unavailable(error.to_string()))?;
    Ok((sender, thread))
}

fn run(mut engine: Engine, jobs: &Receiver<Job>) {
    let mut soon = Vec::new();
    loop {
        let first = if soon.is_empty() {
            jobs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            jobs.recv_timeout(SOON)
        };
        let first = match first {
            Ok(Job::Soon(side)) if soon.len() < MOST_SOON => {
                soon.push(Task::Side(side));
                continue;
            }
            Ok(job) => Some(job),
            Err(RecvTimeoutError::Disconnected) if soon.is_empty() => return,
            Err(_) => None,
        };
        let (mut tasks, mut waiters) = (Vec::new(), Vec::new());
        let rest = std::iter::from_fn(|| jobs.try_recv().ok()).take(BATCH - 1);
        for job in first.into_iter().chain(rest) {
            match job {
                Job::Append(act, waiter) => {
                    tasks.push(Task::Append(act));
                    waiters.push(Waiter::Append(waiter));
                }
                Job::Side(side, waiter) => {
                    tasks.push(Task::Side(side));
                    waiters.push(Waiter::Side(waiter));
                }
                Job::Soon(side) => soon.push(Task::Side(side)),
                Job::Reads(batch) => engine.owe(batch),
            }
        }
        // Last, for nobody is told how it went.
        tasks.append(&mut soon);
        for (waiter, answer) in waiters.into_iter().zip(engine.run(&tasks)) {
            tell(waiter, answer);
        }
    }
}

/// A waiter that has gone away needs no answer.
fn tell(waiter: Waiter, answer: Result<Done, StoreError>) {
    match (waiter, answer) {
        (Waiter::Append(waiter), Ok(Done::Appended(appended))) => drop(waiter.send(Ok(appended))),
        (Waiter::Append(waiter), Err(error)) => drop(waiter.send(Err(error))),
        (Waiter::Side(waiter), Ok(Done::Side)) => drop(waiter.send(Ok(()))),
        (Waiter::Side(waiter), Err(error)) => drop(waiter.send(Err(error))),
        // A task is answered in kind; were it not, the dropped waiter would say that the writer has stopped.
        (Waiter::Append(_), Ok(Done::Side)) | (Waiter::Side(_), Ok(Done::Appended(_))) => {}
    }
}
