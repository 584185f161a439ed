//! `bench standby`: what reading from a standby gives, beside reading from the database itself in the same run, while acts
//! are recorded.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use ledger::StreamId;
use service::Chance;
use store::{Appended, Snapshot, Store, StoreError};
use web::Clocks;

use super::bench::{act, p99, random_stream};
use super::runtime;
use crate::clock::{SystemChance, SystemClocks};
use crate::place::Place;

/// Records looked at in turn.
const RECORDS: usize = 500;
/// The report asks about what was recorded since the beginning, more than so many days later.
const DAYS: u32 = 2;
/// How far apart two looks at the standby lie while an act is waited for there.
const LOOK: Duration = Duration::from_millis(1);

/// The standby itself is measured, so it is asked however far it is behind.
const HOWEVER_OLD: i64 = i64::MAX;

/// `bench standby`. It records in the record that it measures: give it one that was made for that.
#[derive(Debug, clap::Args)]
pub(crate) struct Standby {
    #[command(flatten)]
    place: Place,
    /// Readers at once.
    #[arg(long, default_value_t = 4)]
    readers: usize,
    /// Writers at work meanwhile, each with an act every 20 milliseconds.
    #[arg(long, default_value_t = 2)]
    writers: usize,
    /// How long each part runs, in seconds.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
}

/// Which of the two is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    Database,
    Standby,
}

impl Standby {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        if self.place.database().is_none_or(|database| database.standby.is_none()) {
            bail!("this needs --database-url and --standby-url");
        }
        let (store, length) = (self.place.open()?, Duration::from_secs(self.seconds));
        runtime()?.block_on(async {
            let records = Arc::new(store.read(some_records).await?);
            if records.is_empty() {
                bail!("nobody is on the record");
            }
            let stop = Arc::new(AtomicBool::new(false));
            let writers: Vec<_> = (0..self.writers).map(|_| tokio::spawn(write(store.clone(), stop.clone()))).collect();
            // In turns, so that what else the machine does falls on both.
            let mut told = Vec::new();
            for from in [From::Database, From::Standby, From::Database, From::Standby] {
                let pages = pages(&store, from, &records, self.readers, length).await?;
                let report = report(&store, from).await?;
                told.push((from, pages, report));
            }
            let (mut lag, at_once) = lag(&store, length).await?;
            stop.store(true, Ordering::SeqCst);
            for writer in writers {
                writer.await??;
            }
            let line = |from: From| {
                let of: Vec<_> = told.iter().filter(|(one, ..)| *one == from).collect();
                serde_json::json!({
                    "case_pages_per_second": of.iter().map(|(_, pages, _)| pages.rate.round()).collect::<Vec<_>>(),
                    "case_page_p99_ms": of.iter().map(|(_, pages, _)| milliseconds(pages.p99)).collect::<Vec<_>>(),
                    "report_ms": of.iter().map(|(.., report)| milliseconds(*report)).collect::<Vec<_>>(),
                })
            };
            lag.sort_unstable();
            println!(
                "{}",
                serde_json::json!({
                    "what": "reads from the database and from a standby, in turns, while acts are recorded",
                    "readers": self.readers,
                    "writers": self.writers,
                    "database": line(From::Database),
                    "standby": line(From::Standby),
                    "lag_p50_ms": milliseconds(lag.get(lag.len() / 2).copied().unwrap_or_default()),
                    "lag_p99_ms": milliseconds(p99(&mut lag)),
                    "acts_seen_at_once": at_once,
                })
            );
            Ok::<_, anyhow::Error>(())
        })?;
        Ok(ExitCode::SUCCESS)
    }
}

fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}

/// People spread over the whole record.
fn some_records(snapshot: &Snapshot) -> Result<Vec<StreamId>, StoreError> {
    let all = snapshot.streams("person")?;
    let apart = (all.len() / RECORDS).max(1);
    Ok(all.into_iter().step_by(apart).take(RECORDS).collect())
}

struct Pages {
    rate: f64,
    p99: Duration,
}

/// Reads what a case page shows of one record after another.
async fn pages(
    store: &Store,
    from: From,
    records: &Arc<Vec<StreamId>>,
    readers: usize,
    length: Duration,
) -> anyhow::Result<Pages> {
    let begun = Instant::now();
    let readers: Vec<_> = (0..readers)
        .map(|n| {
            let (store, records) = (store.clone(), records.clone());
            tokio::spawn(async move {
                let mut waits = Vec::new();
                let mut turn = n * 37;
                while begun.elapsed() < length {
                    let stream = records[turn % records.len()].clone();
                    turn += 1;
                    let asked = Instant::now();
                    let look = move |snapshot: &Snapshot| case_page(snapshot, &stream);
                    match from {
                        From::Database => Some(store.read(look).await?),
                        From::Standby => store.read_aside(HOWEVER_OLD, move |s| look(s).map(Some)).await?,
                    };
                    waits.push(asked.elapsed());
                }
                Ok::<_, StoreError>(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for reader in readers {
        waits.extend(reader.await??);
    }
    let rate = f64::from(u32::try_from(waits.len()).unwrap_or(u32::MAX)) / begun.elapsed().as_secs_f64();
    Ok(Pages { rate, p99: p99(&mut waits) })
}

/// What the page of a case asks for: who holds it, what limits it, and all that is on it.
fn case_page(snapshot: &Snapshot, stream: &StreamId) -> Result<usize, StoreError> {
    let around = snapshot.managers_of(stream)?.len() + snapshot.limits_of(stream)?.len();
    let shown = snapshot.diary_of(stream)?.len() + snapshot.duties_of(stream)?.len();
    Ok(around + shown + usize::from(snapshot.person(stream)?.is_some()) + snapshot.entries(stream)?.len())
}

/// One report over everything that was ever recorded.
async fn report(store: &Store, from: From) -> Result<Duration, StoreError> {
    let begun = Instant::now();
    let report = |snapshot: &Snapshot| snapshot.recorded_later(0, i64::MAX, DAYS);
    match from {
        From::Database => Some(store.read(report).await?),
        From::Standby => store.read_aside(HOWEVER_OLD, move |s| report(s).map(Some)).await?,
    };
    Ok(begun.elapsed())
}

/// How long after its acknowledgement an act can be seen on the standby; and how many were there at the first look.
async fn lag(store: &Store, length: Duration) -> anyhow::Result<(Vec<Duration>, u32)> {
    let (clocks, stream, begun) = (SystemClocks::wall(), random_stream(), Instant::now());
    let (mut waits, mut at_once) = (Vec::new(), 0);
    for turn in 0.. {
        if begun.elapsed() >= length {
            break;
        }
        let Appended::Recorded(receipt) = store.append(act(&stream, turn, clocks.record().0)?).await? else {
            bail!("an act that nothing stands against was not recorded");
        };
        let (recorded, last) = (Instant::now(), receipt.ids.last().context("an act without an entry")?.seq);
        let mut looks = 0;
        loop {
            let stream = stream.clone();
            let head = store.read_aside(HOWEVER_OLD, move |snapshot| snapshot.head(&stream).map(Some)).await?;
            if head.flatten().is_some_and(|head| head.seq >= last) {
                break;
            }
            looks += 1;
            tokio::time::sleep(LOOK).await;
        }
        at_once += u32::from(looks == 0);
        waits.push(recorded.elapsed());
    }
    Ok((waits, at_once))
}

async fn write(store: Store, stop: Arc<AtomicBool>) -> anyhow::Result<()> {
    let (clocks, stream) = (SystemClocks::wall(), random_stream());
    let mut bits = [0; 1];
    SystemChance.fill(&mut bits);
    tokio::time::sleep(Duration::from_millis(u64::from(bits[0]) / 13)).await;
    for turn in 0.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        store.append(act(&stream, turn, clocks.record().0)?).await?;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
