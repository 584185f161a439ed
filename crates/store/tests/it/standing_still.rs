//! What others are spared while one waits or stands still: a server under a load that never pauses, a command that is
//! stopped while it holds what everybody needs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use cluster::{Cluster, Disk};
use store::conformance::samples::{START, act, genesis, person};
use store::{Appended, Database, Snapshot, Store, StoreError};

use crate::postgres::Place;
use crate::support::block_on;

/// Another hand on the database, which keeps what it takes until it is dropped.
async fn taking(place: &Place, sql: &str) -> tokio_postgres::Client {
    let (client, connection) = tokio_postgres::connect(&place.url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    client.batch_execute(sql).await.unwrap();
    client
}

/// A server of this place that has the log's public key alone.
fn keyless(place: &Place, name: &str) -> (Store, tempfile::TempDir) {
    let keys = tempfile::tempdir().unwrap();
    std::fs::copy(place.keys.path().join("key.pub"), keys.path().join("key.pub")).unwrap();
    (Store::connect(Database { keys: keys.path().into(), ..place.server(name) }).unwrap(), keys)
}

async fn record(store: &Store, number: u64, text: &str) -> Result<(), StoreError> {
    match store.append(act(START, &person(number), text)).await? {
        Appended::Recorded(_) => Ok(()),
        other => Err(StoreError::Damaged(format!("{other:?}"))),
    }
}

#[test]
fn what_was_recorded_before_is_protected_under_a_load_on_two_servers_that_never_pauses() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let one = Store::create_in(place.server("one"), &genesis()).unwrap();
        let two = Store::connect(place.server("two")).unwrap();
        let (three, _keys) = keyless(&place, "three");
        let stop = Arc::new(AtomicBool::new(false));
        let load = (0..12_u64).zip([&one, &two].into_iter().cycle()).map(|(n, store)| {
            let (store, stop) = (store.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::SeqCst) {
                    record(&store, 10 + n, "load").await.unwrap();
                }
            })
        });
        let load: Vec<_> = load.collect();
        // Whoever holds the lease, whoever does not, and whoever never can.
        for (n, store) in (1..4).zip([&one, &two, &three]) {
            record(store, n, "mine").await.unwrap();
            store.protect().await.unwrap();
            let position = store.read(move |snapshot| snapshot.position_of(&person(n), 1)).await.unwrap();
            let size = store.read(Snapshot::last_checkpoint).await.unwrap().unwrap().size;
            assert!(position.is_some_and(|position| position < size), "{position:?} of {size}");
        }
        assert!(load.iter().all(|task| !task.is_finished()), "the load went on meanwhile");
        stop.store(true, Ordering::SeqCst);
        for task in load {
            task.await.unwrap();
        }
        one.protect().await.unwrap();
        let report = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(report.ok, "{report:?}");
    });
}

#[test]
fn a_backup_that_stands_still_while_it_holds_every_gate_gives_them_back_and_begins_anew() {
    let place = Place::new(Cluster::shared());
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("backup");
    block_on(async {
        drop(Store::create_in(place.server("one"), &genesis()).unwrap());
        let (server, _keys) = keyless(&place, "two");
        record(&server, 1, "before").await.unwrap();
        // Nothing can be sealed, so the backup goes no further than that.
        let client = taking(&place, "BEGIN; LOCK TABLE checkpoint IN SHARE MODE").await;
        let held = "UPDATE lease SET holder = 'elsewhere',
             until = CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) + 3000000";
        Cluster::shared().ask(&place.name(), held).unwrap();
        let (from, path) = (place.server("backup"), to.clone());
        let backup = tokio::task::spawn_blocking(move || store::back_up_database(&from, &path, START));
        let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'checkpoint'::regclass";
        while Cluster::shared().ask(&place.name(), waits).unwrap() == "0" {
            assert!(!backup.is_finished(), "the backup never came to hold anybody up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let answer = tokio::time::timeout(Duration::from_secs(7), record(&server, 1, "meanwhile")).await;
        assert!(matches!(answer, Ok(Ok(()))), "held up: {answer:?}");
        client.batch_execute("COMMIT").await.unwrap();
        let manifest = backup.await.unwrap().unwrap();
        assert_eq!(manifest.entries, 2, "the pause that was ended counts for nothing");
        let report = store::verify_database(&place.server("auditor"), &[]).unwrap();
        assert!(report.ok, "{report:?}");
    });
    assert!(store::verify_backup(&to).is_ok());
}

#[test]
fn a_scrub_that_waits_for_a_reader_holds_nobody_else_up() {
    let cluster = Cluster::start(Disk::Quick).unwrap();
    let place = Place::new(&cluster);
    block_on(async {
        let store = Store::create_in(place.server("one"), &genesis()).unwrap();
        record(&store, 1, "first").await.unwrap();
        store.protect().await.unwrap();
        // It sees no past, and has every table that a scrub writes anew.
        let reader = taking(&place, "BEGIN; LOCK TABLE entry, draft IN ACCESS SHARE MODE").await;
        let from = place.server("scrub");
        let scrub = tokio::task::spawn_blocking(move || store::scrub(&from));
        let waits = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND mode = 'AccessExclusiveLock'";
        while cluster.ask(&place.name(), waits).unwrap() == "0" {
            assert!(!scrub.is_finished(), "the scrub never waited");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for n in 0..3 {
            let text = n.to_string();
            let answer = tokio::time::timeout(Duration::from_secs(5), record(&store, 1, &text)).await;
            assert!(matches!(answer, Ok(Ok(()))), "held up: {answer:?}");
        }
        reader.batch_execute("COMMIT").await.unwrap();
        assert!(scrub.await.unwrap().unwrap().tables > 0);
    });
}
