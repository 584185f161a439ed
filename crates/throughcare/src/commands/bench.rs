//! `bench`: measurements, each against a bare peer in the same run.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Context;
use ledger::StreamId;
use record::entry::{Basis, By, Content, Handling, Origin};
use record::facts::person::ContactNoted;
use record::time::Happened;
use service::Chance;
use store::{Act, Appended, Database, DiaryRow, NewEntry, Rows, Store, StoreError};
use web::Clocks;

use super::bench_append::Append;
use super::bench_standby::Standby;
use super::conformance::genesis;
use super::{bare, bare_postgres, runtime};
use crate::clock::{SystemChance, SystemClocks};

/// How many ask at once how long protection takes: each learns of a few dozen seals.
const PROBES: usize = 8;

/// Measure.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Bench {
    /// Record without end, writing the id of each acknowledged entry to a file; to be killed at any moment.
    Append(Append),
    /// Durable acts per second with their projections, beside a bare transaction that writes the same rows.
    Acts(Acts),
    /// Case pages and a report, from the database and from its standby in turns, and how far the standby lags.
    Standby(Standby),
}

/// `bench acts`.
#[derive(Debug, clap::Args)]
pub(crate) struct Acts {
    /// A folder that does not exist yet.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// An empty database, to measure that engine: `postgresql://…`.
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
    /// Servers on the database.
    #[arg(long, default_value_t = 2)]
    servers: usize,
    /// Writers at once.
    #[arg(long, default_value_t = 64)]
    writers: usize,
    /// How long each half runs, in seconds.
    #[arg(long, default_value_t = 10)]
    seconds: u64,
}

impl Bench {
    pub(crate) fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Bench::Append(append) => append.run(),
            Bench::Acts(acts) => acts.run(),
            Bench::Standby(standby) => standby.run(),
        }
    }
}

impl Acts {
    fn run(self) -> anyhow::Result<ExitCode> {
        let length = Duration::from_secs(self.seconds);
        let stores = self.stores()?;
        let (mut waits, mut protection) = runtime()?.block_on(async {
            // Every connection is made, and a server holds the lease, before anything is counted.
            self.warm_up(&stores).await?;
            let begun = Instant::now();
            let probes: Vec<_> = (0..PROBES)
                .zip(stores.iter().cycle())
                .map(|(_, store)| tokio::spawn(protected_after(store.clone(), begun, length)))
                .collect();
            let writers: Vec<_> = (0..self.writers)
                .zip(stores.iter().cycle())
                .map(|(_, store)| tokio::spawn(timed_writer(store.clone(), begun, length)))
                .collect();
            let mut waits = Vec::new();
            for writer in writers {
                waits.extend(writer.await??);
            }
            let mut protection = Vec::new();
            for probe in probes {
                protection.extend(probe.await??);
            }
            Ok::<_, anyhow::Error>((waits, protection))
        })?;
        drop(stores);
        let ours = f64::from(u32::try_from(waits.len()).unwrap_or(u32::MAX)) / length.as_secs_f64();
        let (what, bare) = match &self.database_url {
            None => {
                let bare = bare::acts_per_second(&self.data.join("bare.db"), length, self.writers)?;
                ("durable acts with projections, SQLite synchronous=FULL".to_owned(), bare)
            }
            Some(url) => {
                let bare = runtime()?.block_on(bare_postgres::acts_per_second(url, length, 12 * self.servers))?;
                (format!("durable acts with projections, PostgreSQL, {} servers", self.servers), bare)
            }
        };
        println!(
            "{}",
            serde_json::json!({
                "what": what,
                "writers": self.writers,
                "acts_per_second": ours.round(),
                "p99_ms": p99(&mut waits).as_secs_f64() * 1000.0,
                "protected_looks": protection.len(),
                "protected_p50_ms": median(&mut protection).as_secs_f64() * 1000.0,
                "protected_p99_ms": p99(&mut protection).as_secs_f64() * 1000.0,
                "bare_transactions_per_second": bare.round(),
                "ratio": (ours / bare * 1000.0).round() / 1000.0,
                "fsyncs_per_second": fsync_rate(&self.data)?.round(),
            })
        );
        Ok(ExitCode::SUCCESS)
    }
}

impl Acts {
    /// A second of the same, which is not counted.
    async fn warm_up(&self, stores: &[Store]) -> anyhow::Result<()> {
        let (begun, length) = (Instant::now(), Duration::from_secs(1));
        let writers: Vec<_> = (0..self.writers)
            .zip(stores.iter().cycle())
            .map(|(_, store)| tokio::spawn(timed_writer(store.clone(), begun, length)))
            .collect();
        for writer in writers {
            writer.await??;
        }
        Ok(())
    }

    fn stores(&self) -> anyhow::Result<Vec<Store>> {
        let Some(url) = &self.database_url else {
            return Ok(vec![open_or_create(&self.data)?]);
        };
        let server = |n: usize| Database {
            url: url.clone(),
            keys: self.data.clone(),
            server: format!("bench-{n}"),
            schema: None,
            standby: None,
        };
        let mut stores = vec![Store::create_in(server(0), &genesis("bench"))?];
        for n in 1..self.servers {
            stores.push(Store::connect(server(n))?);
        }
        Ok(stores)
    }
}

pub(super) fn p99(waits: &mut [Duration]) -> Duration {
    waits.sort_unstable();
    waits.get(waits.len() * 99 / 100).copied().unwrap_or_default()
}

fn median(waits: &mut [Duration]) -> Duration {
    waits.sort_unstable();
    waits.get(waits.len() / 2).copied().unwrap_or_default()
}

/// How long after its acknowledgement an entry is under a signed checkpoint, again and again.
async fn protected_after(store: Store, begun: Instant, length: Duration) -> anyhow::Result<Vec<Duration>> {
    let (clocks, stream) = (SystemClocks::wall(), random_stream());
    let mut waits = Vec::new();
    for turn in 0.. {
        if begun.elapsed() >= length {
            break;
        }
        let Appended::Recorded(receipt) = store.append(act(&stream, turn, clocks.record().0)?).await? else {
            continue;
        };
        let recorded = Instant::now();
        let last = receipt.ids.last().map_or(0, |id| id.seq);
        loop {
            let stream = stream.clone();
            if store.read(move |snapshot| snapshot.position_of(&stream, last)).await?.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        waits.push(recorded.elapsed());
    }
    Ok(waits)
}

pub(super) fn open_or_create(folder: &Path) -> anyhow::Result<Store> {
    let opened = if Store::is_empty(folder) { Store::create(folder, genesis("bench")) } else { Store::open(folder) };
    opened.with_context(|| format!("the data folder {} cannot be used", folder.display()))
}

pub(super) fn open_or_create_in(url: &str, keys: &Path) -> anyhow::Result<Store> {
    let mut name = [0; 8];
    SystemChance.fill(&mut name);
    let server = format!("{:016x}", u64::from_be_bytes(name));
    let database = Database { url: url.to_owned(), keys: keys.to_path_buf(), server, schema: None, standby: None };
    let opened = match Store::connect(database.clone()) {
        Err(StoreError::Absent(_)) => Store::create_in(database, &genesis("bench")),
        opened => opened,
    };
    opened.context("the database cannot be used")
}

async fn timed_writer(store: Store, begun: Instant, length: Duration) -> anyhow::Result<Vec<Duration>> {
    let clocks = SystemClocks::wall();
    let streams: Vec<StreamId> = (0..20).map(|_| random_stream()).collect();
    let mut waits = Vec::new();
    let mut turn = 0;
    while begun.elapsed() < length {
        let stream = &streams[turn % streams.len()];
        turn += 1;
        let asked = Instant::now();
        if let Appended::Recorded(_) = store.append(act(stream, turn, clocks.record().0)?).await? {
            waits.push(asked.elapsed());
        }
    }
    Ok(waits)
}

pub(super) fn random_stream() -> StreamId {
    let mut bits = [0; 16];
    SystemChance.fill(&mut bits);
    StreamId::new("person", bits)
}

/// An outcome's worth of writing: one entry, and a diary of three slots of which one changed.
pub(super) fn act(stream: &StreamId, turn: usize, at: i64) -> anyhow::Result<Act> {
    let content = Content {
        fact: ContactNoted { contact: "NOTE".to_owned(), note: format!("{turn:0>160}") }.into(),
        act: format!("act-{turn}"),
        component: Some("appointment-1".to_owned()),
        because: Vec::new(),
        happened: Happened::On(jiff::civil::date(2015, 12, 15)),
        by: By {
            staff: "P00T1A1".into(),
            role: "practitioner".into(),
            organisation: "P00".into(),
            instructed_by: None,
        },
        corrects: None,
        retracts: None,
        reason: None,
        basis: Basis::Fact,
        origin: Origin::Direct,
        handling: Handling::Ordinary,
    };
    let mut salt = [0; 32];
    SystemChance.fill(&mut salt);
    let slot = |n: usize| DiaryRow {
        stream: stream.clone(),
        appointment: format!("appointment-{n}"),
        officer: "P00T1A1".to_owned(),
        team: "P00T1A".to_owned(),
        site: "P00S1".to_owned(),
        starts: "2015-12-15T09:30".to_owned(),
        minutes: 30,
        what: "Planned office appointment".to_owned(),
        mode: "COAP".to_owned(),
        state: "booked".to_owned(),
        outcome: None,
        detail: if n == 1 { format!("{{\"version\":{turn}}}") } else { "{}".to_owned() },
    };
    Ok(Act {
        act: format!("act-{turn}"),
        at,
        entries: vec![NewEntry { stream: stream.clone(), salt, content: content.to_bytes()? }],
        rows: vec![Rows::Diary { stream: stream.clone(), rows: vec![slot(1), slot(2), slot(3)] }],
        ..Act::default()
    })
}

/// How often this disk can be made to keep a small write, in the same run.
fn fsync_rate(folder: &Path) -> anyhow::Result<f64> {
    let path = folder.join("fsync.probe");
    let mut file = File::create(&path)?;
    let begun = Instant::now();
    let mut count = 0_u32;
    while begun.elapsed() < Duration::from_secs(2) {
        file.write_all(&[0; 4096])?;
        file.sync_data()?;
        count += 1;
    }
    std::fs::remove_file(&path)?;
    Ok(f64::from(count) / begun.elapsed().as_secs_f64())
}
