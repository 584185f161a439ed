//! The clock jumps, and the record does not.

use cluster::Cluster;
use store::conformance::samples::{START, act, genesis, person, read_row};
use store::{Segments, Snapshot, Store};

use crate::postgres::Place;
use crate::support::{block_on, record, value, verified};

const DAY: i64 = 86_400_000_000;

#[test]
fn a_clock_that_jumps_a_day_either_way_turns_nothing_round() {
    let dir = tempfile::tempdir().unwrap();
    let (data, out) = (dir.path().join("data"), dir.path().join("segments"));
    drop(Store::create(&data, genesis()).unwrap());
    let jumps = [0, DAY, 0, -DAY, 3 * DAY, -DAY, 0, 1, 1, -1, 2 * DAY];
    for (n, jump) in (0_i64..).zip(jumps) {
        // Each jump with a restart before it: nothing may rest on what the process remembers.
        let store = Store::open(&data).unwrap();
        for m in 0..10 {
            let at = START + n * 60_000_000 + m * 1_000 + jump;
            record(&store, act(at, &person(u64::try_from(m).unwrap() % 3), &format!("{n}-{m}")));
            block_on(store.log_read(read_row(at, 1, "case"))).unwrap();
        }
        Segments::open(&data, &out).unwrap().write_next().unwrap();
    }
    let out_of_order =
        "SELECT COUNT(*) FROM log a JOIN log b ON b.position = a.position + 1 AND b.recorded <= a.recorded";
    assert_eq!(value::<i64>(&data, out_of_order), 0);
    assert_eq!(verified(&data).entries, 110);
}

#[test]
fn a_clock_at_the_end_of_its_range_is_refused_and_the_record_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(dir.path(), genesis()).unwrap();
    for at in [i64::MAX, i64::MIN, 1 << 53] {
        assert!(store.append_here(act(at, &person(1), "when?")).is_err());
    }
    record(&store, act(0, &person(1), "1970"));
    record(&store, act(-DAY, &person(1), "before"));
    drop(store);
    verified(dir.path());
}

#[test]
fn a_lease_of_a_clock_that_was_set_back_since_holds_nobody_up() {
    let place = Place::new(Cluster::shared());
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    // Whoever had it took it while the database's clock was a day ahead, and is gone.
    let ahead = "UPDATE lease SET holder = 'gone', epoch = epoch + 1,
        until = CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) + 86400000000";
    Cluster::shared().ask(&place.name(), ahead).unwrap();
    block_on(store.append(act(START, &person(1), "after"))).unwrap();
    store.protect_here().unwrap();
    assert_eq!(store.read_here(Snapshot::unsealed).unwrap(), 0);
}
