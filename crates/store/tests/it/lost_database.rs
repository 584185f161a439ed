//! A database that is lost: what a backup and the segments after it bring back.
#![expect(clippy::disallowed_methods, reason = "what was lost is told in seconds")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cluster::{Cluster, Disk};
use store::conformance::samples::{START, act, genesis, person, read_row};
use store::{Act, Appended, Database, Restoring, Segments, Store, back_up_database, grow, verify_database};

use crate::postgres::Place;
use crate::support::{block_on, verified};

/// How often what was sealed is copied here; the program does so every five seconds.
const EVERY: Duration = Duration::from_secs(1);

/// Records until the database is gone; gives each entry that was acknowledged, with when.
async fn write(store: Store, writer: u64, stop: Arc<AtomicBool>) -> Vec<(Instant, String)> {
    let mut told = Vec::new();
    for n in 0_u64.. {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let at = START + i64::try_from(n).unwrap() * 1_000;
        let act = Act { act: format!("act-{writer}-{n}"), ..act(at, &person(writer), &n.to_string()) };
        let recorded = tokio::time::timeout(Duration::from_secs(2), store.append(act)).await;
        let Ok(Ok(Appended::Recorded(receipt))) = recorded else { break };
        told.extend(receipt.ids.iter().map(|id| (Instant::now(), id.to_string())));
        store.log_read(read_row(at, writer, "case")).await.ok();
    }
    told
}

#[test]
fn a_database_lost_under_load_comes_back_but_for_the_last_seconds_as_a_folder_and_as_a_database() {
    let cluster = Cluster::start(Disk::Quick).unwrap();
    let place = Place::new(&cluster);
    let dir = tempfile::tempdir().unwrap();
    let [backup, out, to] = ["backup", "segments", "restored"].map(|name| dir.path().join(name));
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (copying, copied) = (stop.clone(), (place.server("copy"), out.clone()));
    let segments = std::thread::spawn(move || {
        let mut segments = Segments::open_database(&copied.0, &copied.1).unwrap();
        while !copying.load(Ordering::SeqCst) {
            // Once the database is gone there is nothing more to copy.
            let _ = segments.write_next();
            std::thread::sleep(EVERY);
        }
    });
    let (lost_at, told) = block_on(async {
        let writers: Vec<_> = (0..8).map(|n| tokio::spawn(write(store.clone(), n, stop.clone()))).collect();
        tokio::time::sleep(Duration::from_secs(2)).await;
        let backed = (place.server("backup"), backup.clone());
        let taken = tokio::task::spawn_blocking(move || back_up_database(&backed.0, &backed.1, START)).await.unwrap();
        assert!(taken.unwrap().entries > 0);
        tokio::time::sleep(Duration::from_secs(4)).await;
        let lost_at = Instant::now();
        cluster.down().unwrap();
        stop.store(true, Ordering::SeqCst);
        let mut told = Vec::new();
        for writer in writers {
            told.extend(writer.await.unwrap());
        }
        (lost_at, told)
    });
    segments.join().unwrap();
    assert!(told.len() > 100, "{} entries were acknowledged", told.len());

    let mut restoring = Restoring::begin(&backup, &to).unwrap();
    assert!(restoring.add_segments(&out, None).unwrap() > 0, "something came from the segments");
    restoring.project(|_, _| Ok(Vec::new()), |_, _| Ok(Vec::new())).unwrap();
    restoring.put_key(place.keys.path()).unwrap();
    restoring.finish().unwrap();
    let ids: Vec<String> = told.iter().map(|(_, id)| id.clone()).collect();
    let report = store::verify(&to, &ids).unwrap();
    assert!(report.first_bad.is_none(), "{report:?}");
    let first_lost = told.iter().filter(|(_, id)| report.missing.contains(id)).map(|(at, _)| *at).min();
    let lost = first_lost.map_or(Duration::ZERO, |at| lost_at.saturating_duration_since(at));
    eprintln!("{} of {} acknowledged entries lost, the last {lost:.1?}", report.missing.len(), told.len());
    // One interval, a second in which it is sealed, and what a copy takes on a busy machine.
    assert!(lost < Duration::from_secs(5), "{lost:?}");

    // And back into a database, where work goes on.
    let other = Place::new(Cluster::shared());
    grow(&to, &other.server("grow")).unwrap();
    let again = Store::connect(other.server("one")).unwrap();
    block_on(again.append(act(START, &person(1), "afterwards"))).unwrap();
    again.protect_here().unwrap();
    assert!(verify_database(&other.server("auditor"), &[]).unwrap().ok);
}

#[test]
fn segments_of_a_database_and_of_the_folder_it_grew_from_are_one_series() {
    let dir = tempfile::tempdir().unwrap();
    let [data, out, backup, to] = ["data", "segments", "backup", "restored"].map(|name| dir.path().join(name));
    crate::support::copy(crate::support::original(), &data);
    store::back_up(&data, &backup, START).unwrap();
    while Segments::open(&data, &out).unwrap().write_next().unwrap().is_some() {}
    let place = Place::new(Cluster::shared());
    grow(&data, &place.server("grow")).unwrap();
    let store = Store::connect(place.server("one")).unwrap();
    block_on(store.append(act(START, &person(3), "in the database"))).unwrap();
    store.protect_here().unwrap();
    let mut segments = Segments::open_database(&place.server("copy"), &out).unwrap();
    assert!(Segments::open_database(&place.server("other"), &out).is_err(), "two do not write into one folder");
    while segments.write_next().unwrap().is_some() {}
    let mut restoring = Restoring::begin(&backup, &to).unwrap();
    assert_eq!(restoring.add_segments(&out, None).unwrap(), 1);
    restoring.finish().unwrap();
    let database: Database = place.server("auditor");
    assert_eq!(verified(&to).root, verify_database(&database, &[]).unwrap().root);
}
