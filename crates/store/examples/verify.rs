//! How long a folder takes to verify, beside the bare hashes of the same record, in turns: each entry's content, leaf and one
//! node of the tree hashed as they are read, and nothing compared. `cargo run --release -p store --example verify -- DIR [rounds]`

#![expect(clippy::disallowed_methods, reason = "it measures time")]
#![expect(clippy::cast_precision_loss, reason = "rates are rounded")]

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use ledger::{Hash, commit, leaf_hash, node_hash};
use rusqlite::{Connection, OpenFlags};
use store::verify;

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = PathBuf::from(args.next().expect("the folder to verify"));
    let rounds = args.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(3);
    for _ in 0..rounds {
        let began = Instant::now();
        let hashed = bare(&folder.join("record.db"));
        let bare = hashed as f64 / began.elapsed().as_secs_f64();
        let began = Instant::now();
        let report = verify(&folder, &[]).expect("a report");
        let ours = report.size as f64 / began.elapsed().as_secs_f64();
        assert!(report.ok, "{:?}", report.first_bad);
        println!("bare {bare:.0} entries/s; verify {ours:.0} leaves/s; ratio {:.2}", ours / bare);
    }
}

/// Hashes every entry on two threads, half of the streams each; gives how many.
fn bare(record: &Path) -> u64 {
    let text = "SELECT stream FROM head ORDER BY stream LIMIT 1 OFFSET (SELECT COUNT(*) / 2 FROM head)";
    let middle: String = open(record).query_row(text, [], |row| row.get(0)).expect("streams");
    thread::scope(|scope| {
        let halves = ["stream < ?1", "stream >= ?1"].map(|half| {
            let middle = &middle;
            scope.spawn(move || hash_half(&open(record), half, middle))
        });
        halves.into_iter().map(|half| half.join().expect("a half")).sum()
    })
}

fn hash_half(conn: &Connection, half: &str, middle: &str) -> u64 {
    let text = format!("SELECT leaf, salt, content FROM entry WHERE {half} ORDER BY stream, seq");
    let mut statement = conn.prepare(&text).expect("a question");
    let mut rows = statement.query([middle]).expect("rows");
    let (mut count, mut node) = (0, Hash::ZERO);
    while let Some(row) = rows.next().expect("a row") {
        let part = |at| row.get_ref(at).expect("a column").as_blob_or_null().expect("bytes").unwrap_or_default();
        let salt: [u8; 32] = part(1).try_into().unwrap_or_default();
        std::hint::black_box(commit(&salt, part(2)));
        node = node_hash(&node, &leaf_hash(part(0)));
        count += 1;
    }
    std::hint::black_box(node);
    count
}

fn open(record: &Path) -> Connection {
    Connection::open_with_flags(record, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a record")
}
