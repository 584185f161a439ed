//! The reads log at length: makes one, asks who has seen a record, logs reads, and lets the first month go.
//!
//!     cargo run --release -p store --example reads -- FOLDER 20000000
//!
//! The rows are written straight into the file, without their marks: opening the record then seals them, as it does
//! after a crash. A year of them, over 250,000 records; one record was looked at ten thousand times.

#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use store::conformance::samples::{START, act, genesis, person, read_row, stream};
use store::{Act, NewEntry, Store, WhoRead};

const PEOPLE: u64 = 250_000;
const OFTEN: u64 = 10_000;
const BATCH: u64 = 256;
/// A year before the samples begin, in microseconds.
const YEAR: i64 = 365 * 86_400_000_000;
const TABLE: &str = "CREATE TABLE IF NOT EXISTS read (
    batch INTEGER NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, staff TEXT NOT NULL, role TEXT NOT NULL,
    organisation TEXT NOT NULL, purpose TEXT NOT NULL, screen TEXT NOT NULL, subject TEXT, outcome TEXT NOT NULL,
    row_count INTEGER NOT NULL, detail TEXT NOT NULL, PRIMARY KEY (batch, n)) STRICT, WITHOUT ROWID;";

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(rows)) = (arguments.next(), arguments.next()) else {
        eprintln!("reads FOLDER ROWS");
        return;
    };
    let (folder, rows) = (Path::new(&folder), rows.parse().expect("a number of rows"));
    let seconds = |begun: Instant| begun.elapsed().as_secs_f64();

    let begun = Instant::now();
    drop(Store::create(folder, genesis()).expect("a folder without a record"));
    make(folder, rows);
    println!("made {rows} rows: {:.0} s, {:.1} GB", seconds(begun), size(folder));
    let begun = Instant::now();
    let store = Store::open(folder).expect("the record opens");
    println!("indexed, and sealed as found at start: {:.0} s, {:.1} GB", seconds(begun), size(folder));

    ask(&store, "a page of a record, 1,000 records", (0..1000).map(|n| WhoRead::all(person(n * 241 + 1))));
    let page = |store: &Store| store.read_here(|snapshot| snapshot.who_read(&WhoRead::all(person(0)), 50)).unwrap();
    let mut next = page(&store).last().map(|seen| seen.place);
    let pages = std::iter::from_fn(|| {
        let asked = WhoRead { after: next, ..WhoRead::all(person(0)) };
        let wanted = asked.clone();
        let seen = store.read_here(move |snapshot| snapshot.who_read(&asked, 50)).unwrap();
        next = seen.last().map(|seen| seen.place);
        next.map(|_| wanted)
    });
    ask(&store, "every page of the record looked at most", pages.collect::<Vec<_>>().into_iter());
    let june = |n: i64| WhoRead {
        from: START - YEAR / 2,
        to: START - YEAR / 2 + n * 86_400_000_000,
        ..WhoRead::all(person(0))
    };
    ask(&store, "a period of the record looked at most", (1..200).map(june));
    log(&store, "reads logged, 16 at a time");

    let before = START - YEAR + YEAR / 12;
    let batch = rows / BATCH / 12;
    let content = format!(r#"{{"body":{{"batch":{batch},"before":{before}}},"kind":"reads_released","v":1}}"#);
    let said = NewEntry { stream: stream("service", 9), salt: [5; 32], content: content.into_bytes() };
    store.append_here(Act { entries: vec![said], ..act(START, &person(1), "let go") }).expect("recorded");
    let (done, taken) = std::thread::scope(|threads| {
        let begun = Instant::now();
        let release = threads.spawn(|| store.release_reads().expect("let go"));
        log(&store, "the same, while a month is let go");
        let taken = release.join().expect("a thread");
        (seconds(begun), taken)
    });
    println!("a month let go: {taken} rows, {done:.0} s at most, {:.1} GB", size(folder));
    ask(&store, "a page of a record, 1,000 records", (0..1000).map(|n| WhoRead::all(person(n * 241 + 1))));
    drop(store);
    let begun = Instant::now();
    let report = store::verify(folder, &[]).expect("a record");
    println!("verified: {:.0} s, ok {}, {} notes", seconds(begun), report.ok, report.notes.len());
}

fn make(folder: &Path, rows: u64) {
    let conn = Connection::open(folder.join("reads.db")).expect("a file");
    conn.execute_batch("DROP TABLE IF EXISTS read; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
        .expect("a file");
    conn.execute_batch(TABLE).expect("a table");
    let subjects: Vec<String> = (0..PEOPLE).map(|n| person(n).to_string()).collect();
    let step = YEAR / i64::try_from(rows).expect("so many");
    let often = (rows / OFTEN).max(1);
    let sample = read_row(START, 0, "case");
    for chunk in 0..rows.div_ceil(1 << 20) {
        conn.execute_batch("BEGIN").expect("a transaction");
        let mut insert = conn
            .prepare_cached("INSERT INTO read VALUES (?1, ?2, ?3, ?4, 'practitioner', 'P01', 'holds the case', ?5, ?6, 'shown', 1, ?7)")
            .expect("a statement");
        for n in (chunk << 20)..((chunk + 1) << 20).min(rows) {
            let subject = if n.is_multiple_of(often) { 0 } else { n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20 };
            let subject = &subjects[usize::try_from(subject % PEOPLE).expect("small")];
            let at = START - YEAR + step * i64::try_from(n).expect("so many");
            let staff = format!("P01T{:03}", n % 997);
            let detail = r#"{"to":"see this record"}"#;
            let row = rusqlite::params![n / BATCH + 1, n % BATCH, at, staff, sample.screen, subject, detail];
            insert.execute(row).expect("a row");
        }
        drop(insert);
        conn.execute_batch("COMMIT").expect("a transaction");
    }
}

fn size(folder: &Path) -> f64 {
    let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
    #[expect(clippy::cast_precision_loss, reason = "told to a tenth of a gigabyte")]
    let bytes = (size("reads.db") + size("reads.db-wal")) as f64;
    bytes / 1e9
}

fn told(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 1000].as_secs_f64() * 1000.0;
    println!("{name}: {} times, p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms", times.len(), at(500), at(990), at(1000));
}

fn ask(store: &Store, name: &str, questions: impl Iterator<Item = WhoRead>) {
    let times = questions.map(|asked| {
        let begun = Instant::now();
        store.read_here(|snapshot| snapshot.who_read(&asked, 50)).expect("an answer");
        begun.elapsed()
    });
    told(name, times.collect());
}

fn log(store: &Store, name: &str) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    let tasks = (0..16_u64).map(|task| {
        let store = store.clone();
        runtime.spawn(async move {
            let mut times = Vec::new();
            for n in 0..500 {
                let begun = Instant::now();
                let row = read_row(START + i64::try_from(n).unwrap_or(0), (task * 7919 + n * 104_729) % PEOPLE, "case");
                store.log_read(row).await.expect("logged");
                times.push(begun.elapsed());
            }
            times
        })
    });
    let tasks: Vec<_> = tasks.collect();
    let begun = Instant::now();
    let times = runtime.block_on(async {
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.expect("a task"));
        }
        all
    });
    let rate = times.len() as u64 * 1000 / u64::try_from(begun.elapsed().as_millis()).unwrap_or(1).max(1);
    println!("{rate} a second");
    told(name, times);
}
