//! How long the check takes that keeps people apart, on a day when 400 are expected in one building and half a million
//! appointments stand in others. `cargo run --release -p service --example site_day [appointments]`

#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::time::{Duration, Instant};

use jiff::civil::{DateTime, date};
use ledger::StreamId;
use practice::keep_apart::{Stay, meets};
use store::conformance::samples::{START, genesis, person, stream};
use store::{ApartRow, PresenceRow, Rows, SideWrite, Snapshot, Store, StoreError};

const DAY: &str = "2015-12-22";
const EXPECTED: u64 = 400;
const ROUNDS: u32 = 2_000;

fn main() {
    let others: u64 = std::env::args().nth(1).and_then(|arg| arg.parse().ok()).unwrap_or(500_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = Store::create(&folder.path().join("data"), genesis()).expect("a record");
    let expected = (0..EXPECTED).map(|number| at("MILL", number, DAY));
    // Days and buildings go round, so that every building has a few hundred people every day.
    let elsewhere = (0..others).map(|number| {
        let on = date(2015, 12, 1).saturating_add(jiff::Span::new().days(i64::try_from(number % 40).unwrap_or(0)));
        at(&format!("SITE{:03}", number / 40 % 60), EXPECTED + number, &on.to_string())
    });
    keep(&store, expected.chain(elsewhere));
    // Two groups of 200 that are rivals; then three hundred pairs of others, and one of two who are expected.
    arrange(
        &store,
        0,
        &(0..EXPECTED).map(|number| (number, if number % 2 == 0 { "a" } else { "b" })).collect::<Vec<_>>(),
    );
    for pair in 1..=300 {
        arrange(&store, pair, &[(EXPECTED + pair * 2, "a"), (EXPECTED + pair * 2 + 1, "b")]);
    }
    println!("{EXPECTED} expected in the building that day, {others} appointments elsewhere");
    measured(&store, "one of a group of 200 whose 200 rivals are all expected", &person(0));
    measured(&store, "one of a pair", &person(EXPECTED + 2));
    measured(&store, "somebody who need not be kept from anybody", &person(EXPECTED + 1_001));
    bare(&store);
}

fn at(site: &str, number: u64, day: &str) -> PresenceRow {
    let (hour, minute) = (8 + number / 40 % 10, number % 2 * 30);
    PresenceRow {
        stream: person(number),
        slot: "appointment-9".into(),
        site: site.into(),
        room: String::new(),
        starts: format!("{day}T{hour:02}:{minute:02}"),
        ends: format!("{day}T{hour:02}:{:02}", minute + 29),
    }
}

fn keep(store: &Store, rows: impl Iterator<Item = PresenceRow>) {
    let mut rows = rows.map(|row| Rows::Presence { stream: row.stream.clone(), rows: vec![row] }).peekable();
    while rows.peek().is_some() {
        let some = rows.by_ref().take(20_000).collect();
        store.put_here(SideWrite::Project { rows: some, at: START }).expect("kept");
    }
}

fn arrange(store: &Store, number: u64, members: &[(u64, &str)]) {
    let of = stream("keepapart", number);
    let row = |(number, side): &(u64, &str)| ApartRow {
        stream: of.clone(),
        who: person(*number).to_string(),
        kind: "person".into(),
        side: (*side).into(),
        token: format!("token-{side}"),
        from_on: "2015-01-01".into(),
        until_on: "9999-12-31".into(),
    };
    let rows = vec![Rows::Apart { stream: of.clone(), rows: members.iter().map(row).collect() }];
    store.put_here(SideWrite::Project { rows, at: START }).expect("kept");
}

/// What a booking asks: the arrangements, the times, and whether they meet.
fn check(snapshot: &Snapshot, who: &StreamId) -> Result<bool, StoreError> {
    if snapshot.apart_of(who.as_str())?.is_empty() {
        return Ok(false);
    }
    let windows = snapshot.windows_against(who.as_str(), DAY, DAY)?;
    let time = |text: &str| text.parse::<DateTime>().expect("a minute");
    let others: Vec<Stay<'_>> =
        windows.iter().map(|row| Stay { site: &row.site, starts: time(&row.starts), ends: time(&row.ends) }).collect();
    let asked =
        Stay { site: "MILL", starts: date(2015, 12, 22).at(14, 0, 0, 0), ends: date(2015, 12, 22).at(14, 30, 0, 0) };
    Ok(meets(asked, &others, 30).is_some())
}

fn measured(store: &Store, what: &str, who: &StreamId) {
    let mut times: Vec<Duration> = Vec::new();
    let mut meet = false;
    store
        .read_here(|snapshot| {
            for _ in 0..ROUNDS {
                let began = Instant::now();
                meet = check(snapshot, who)?;
                times.push(began.elapsed());
            }
            Ok(())
        })
        .expect("read");
    times.sort();
    let part = |of: usize| times[times.len() * of / 100].as_secs_f64() * 1e6;
    println!("{what} (meets: {meet}): median {:.0} µs, p99 {:.0} µs", part(50), part(99));
}

/// The bare reading of everybody who is expected in the building that day.
fn bare(store: &Store) {
    let began = Instant::now();
    let read = |snapshot: &Snapshot| (0..ROUNDS).try_for_each(|_| snapshot.presence_at("MILL", DAY).map(drop));
    store.read_here(read).expect("read");
    println!("the bare list of the building's day: {:.0} µs", began.elapsed().as_secs_f64() * 1e6 / f64::from(ROUNDS));
}
