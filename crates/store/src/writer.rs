//! The writer: one thread that owns the write connection, takes whatever waits for it as one batch, and answers when
//! the batch is durable.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use crate::act::{Act, Appended, SideWrite};
use crate::batch::{Done, Engine, Task};
use crate::error::StoreError;
use crate::reads::ReadsBatch;

/// At most so many tasks share a transaction: enough to spread the cost of a durable commit thin, few enough that
/// nobody waits long for it.
const BATCH: usize = 256;

/// What the thread is sent.
pub(crate) enum Job {
    Append(Box<Act>, oneshot::Sender<Result<Appended, StoreError>>),
    Side(SideWrite, oneshot::Sender<Result<(), StoreError>>),
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
    while let Ok(first) = jobs.recv() {
        let (mut tasks, mut waiters) = (Vec::new(), Vec::new());
        let rest = std::iter::from_fn(|| jobs.try_recv().ok()).take(BATCH - 1);
        for job in std::iter::once(first).chain(rest) {
            match job {
                Job::Append(act, waiter) => {
                    tasks.push(Task::Append(act));
                    waiters.push(Waiter::Append(waiter));
                }
                Job::Side(side, waiter) => {
                    tasks.push(Task::Side(side));
                    waiters.push(Waiter::Side(waiter));
                }
                Job::Reads(batch) => engine.owe(batch),
            }
        }
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
