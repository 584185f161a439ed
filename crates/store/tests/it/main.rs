//! The store through its door, on either engine.

mod backup;
mod bulk;
mod clock;
mod erasing;
mod failover;
mod flips;
mod folders;
mod held;
mod journeys;
mod layouts;
mod locks;
mod lost_database;
mod missing;
mod postgres;
mod projections;
mod put_back;
mod reads;
mod scrubbing;
mod servers;
mod standing_still;
mod subset;
mod support;
mod tamper;
mod tampered_database;
mod tls;
mod upgrading;
mod vouched;

use store::Store;
use store::conformance::{run, samples::genesis};

#[test]
fn sqlite_does_what_any_engine_must() {
    let folders = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    let make = || {
        count.set(count.get() + 1);
        Store::create(&folders.path().join(count.get().to_string()), genesis()).unwrap()
    };
    let outcomes = support::block_on(run(&make));
    let failed: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert_eq!(outcomes.len(), 104);
    for number in 1..=count.get() {
        let report = store::verify(&folders.path().join(number.to_string()), &[]).unwrap();
        assert!(report.ok, "{}: {report:?}", outcomes[number - 1].0);
    }
}
