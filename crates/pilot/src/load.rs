//! Into the folder: streams in the order of their ids, each made once, by two threads, so that memory does not grow with
//! the service.

use std::cell::RefCell;
use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread::Scope;

use ledger::{SigningKey, StreamId};
use practice::Standards;
use record::entry::Entry;
use store::{BulkEntry, BulkPart, BulkRows, Genesis, Loaded, bulk_load};

use crate::PilotError;
use crate::calendar::{BEGINNING, later, minute};
use crate::cast::GOOD_DAY;
use crate::chance::{Chance, drawn};
use crate::life::{self, Told};
use crate::profile::{World, half, stream_of};
use crate::rates::Tally;
use crate::units::Unit;

/// Where the entries of a stream come from.
#[derive(Clone, Copy)]
pub(crate) enum Job {
    Person(u32),
    Unit(usize),
}

const WORKERS: usize = 2;
/// Streams that a worker makes at a time.
const CHUNK: usize = 16;

/// Everything to be made, in the order of the streams' ids.
pub(crate) fn jobs(world: &World<'_>, units: &[Unit]) -> Vec<Job> {
    let people = (0..world.people).map(|number| (stream_of(world.seed, number), Job::Person(number)));
    let units = units.iter().enumerate().map(|(at, unit)| (unit.stream.clone(), Job::Unit(at)));
    let mut all: Vec<(StreamId, Job)> = people.chain(units).collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(_, job)| job).collect()
}

fn told(world: &World<'_>, units: &[Unit], job: Job) -> Result<Told, PilotError> {
    match job {
        Job::Person(number) => life::tell(world, number),
        Job::Unit(at) => Ok(Told {
            stream: units[at].stream.clone(),
            entries: units[at].entries(world.seed, at as u64),
            documents: Vec::new(),
        }),
    }
}

/// Loads the whole record.
pub(crate) fn load(
    folder: &Path,
    world: &World<'_>,
    units: &[Unit],
    jobs: &[Job],
    meta: Vec<(String, String)>,
    progress: &dyn Fn(u64),
) -> Result<(Loaded, Tally), PilotError> {
    let tally = RefCell::new(Tally::default());
    let wrong: RefCell<Option<PilotError>> = RefCell::new(None);
    let mut people = 0_u64;
    let loaded = std::thread::scope(|scope| {
        let parts = in_order(scope, jobs, |job| made(world, units, job)).flat_map(|made| match made {
            Ok((parts, counted)) => {
                if let Some(counted) = counted {
                    tally.borrow_mut().add(&counted);
                    people += 1;
                    progress(people);
                }
                parts
            }
            Err(error) => {
                wrong.borrow_mut().get_or_insert(error);
                vec![BulkPart::Entry(refused_entry())]
            }
        });
        bulk_load(folder, genesis(world, meta), parts, &seals(world))
    });
    match (wrong.into_inner(), loaded) {
        (Some(error), _) => Err(error),
        (None, loaded) => Ok((loaded?, tally.into_inner())),
    }
}

/// Hands every job to a few workers and gives their work in the order of the jobs.
fn in_order<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    jobs: &'scope [Job],
    work: impl Fn(Job) -> T + Clone + Send + 'scope,
) -> impl Iterator<Item = T> {
    let receivers: Vec<Receiver<Vec<T>>> = (0..WORKERS)
        .map(|worker| {
            let (sender, receiver) = sync_channel(2);
            let work = work.clone();
            scope.spawn(move || {
                for chunk in jobs.chunks(CHUNK).skip(worker).step_by(WORKERS) {
                    // Nobody listens any more when the load has failed.
                    if sender.send(chunk.iter().map(|job| work(*job)).collect()).is_err() {
                        return;
                    }
                }
            });
            receiver
        })
        .collect();
    // A worker that panicked sends nothing; the scope passes its panic on.
    (0..jobs.len().div_ceil(CHUNK)).flat_map(move |at| receivers[at % WORKERS].recv().unwrap_or_default())
}

type Made = (Vec<BulkPart>, Option<Tally>);

/// A stream: its documents, its views, and then its entries, which are used up.
fn made(world: &World<'_>, units: &[Unit], job: Job) -> Result<Made, PilotError> {
    let told = told(world, units, job)?;
    let number = match job {
        Job::Person(number) => u64::from(number),
        Job::Unit(at) => (1 << 40) + at as u64,
    };
    let mut salts = Chance::new(world.seed, "salts", number);
    let counted = match job {
        Job::Person(number) => Some(Tally::of(world, number, &told.entries)?),
        Job::Unit(_) => None,
    };
    let mut parts = bulk_rows(world, &told, job);
    parts.extend(told.documents.into_iter().map(|bytes| BulkPart::Document(ledger::Hash::of(&bytes), bytes)));
    parts.reserve(told.entries.len());
    for entry in told.entries {
        let Some(content) = entry.content else { continue };
        let content = content.to_bytes().map_err(|error| PilotError::Entry(error.to_string()))?;
        let Entry { id, recorded, .. } = entry;
        let entry = BulkEntry { stream: id.stream, recorded: recorded.0, salt: salts.bytes(), content };
        parts.push(BulkPart::Entry(entry));
    }
    Ok((parts, counted))
}

fn bulk_rows(world: &World<'_>, told: &Told, job: Job) -> Vec<BulkPart> {
    let standards = Standards::split_2014();
    let mut all = Vec::new();
    for until in views(world, job) {
        let known = told.entries.partition_point(|entry| entry.recorded.0 < until);
        let Some(last) = known.checked_sub(1).map(|at| &told.entries[at]) else { continue };
        let rows = service::project::project(&told.stream, &told.entries[..known], standards);
        all.extend(rows.into_iter().map(|rows| BulkPart::Rows(BulkRows { at: last.recorded.0, rows })));
    }
    all
}

/// The instants whose views are laid down: the last only, but for the practitioner whose diary is looked back at.
fn views(world: &World<'_>, job: Job) -> Vec<i64> {
    const DAY: i64 = 86_400_000_000;
    match job {
        Job::Person(number) => {
            let place = world.network.place(number);
            if (place.provider, place.desk) == GOOD_DAY {
                return [28, 14, 7, 5, 4, 1, 0].iter().map(|days| world.now - days * DAY).collect();
            }
            vec![world.now]
        }
        Job::Unit(_) => vec![world.now],
    }
}

/// One seal at each midnight, and one at the end.
fn seals(world: &World<'_>) -> Vec<i64> {
    let mut seals = Vec::new();
    let mut day = BEGINNING;
    while day < world.today {
        day = later(day, 1);
        seals.push(minute(day, 0, 0).instant().0);
    }
    seals.push(world.now - 1);
    seals
}

fn genesis(world: &World<'_>, meta: Vec<(String, String)>) -> Genesis {
    let origin = format!("throughcare.example/synthetic/{}", world.seed);
    let stream = |kind, purpose| StreamId::new(kind, half(drawn(world.seed, purpose, 0)));
    Genesis {
        key: SigningKey::from_seed(&origin, drawn(world.seed, "key", 0)),
        origin,
        seal_stream: stream("service", "seals"),
        reads_stream: stream("service", "reads"),
        meta,
    }
}

/// An entry no store takes: the load then leaves no record behind.
fn refused_entry() -> BulkEntry {
    BulkEntry { stream: StreamId::new("service", [0; 16]), recorded: 0, salt: [0; 32], content: Vec::new() }
}
