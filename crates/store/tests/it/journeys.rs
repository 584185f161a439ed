//! What an act costs a database, counted on the line to it: nobody adds a question to every act unseen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

use cluster::{Cluster, Then, between};
use store::conformance::samples::{START, act, genesis, person};
use store::{Act, Appended, Database, IdemKey, Lifted, SideWrite, Store, StoreError};

use crate::postgres::Place;
use crate::support::{block_on, record};

/// What was sent on one line.
#[derive(Clone, Default)]
struct Sent {
    bytes: Vec<u8>,
    /// How often somebody had to wait before more was sent, or less often.
    journeys: usize,
}

/// Every line to the database; each has a thread of its own.
type Lines = Arc<Mutex<HashMap<ThreadId, Sent>>>;

/// A server of the place whose lines are listened to.
fn heard(place: &Place) -> (Database, Lines) {
    let lines = Lines::default();
    let listening = lines.clone();
    let port = between(Cluster::shared().socket(), move |bytes| {
        let mut lines = listening.lock().unwrap();
        let line = lines.entry(std::thread::current().id()).or_default();
        line.bytes.extend_from_slice(bytes);
        line.journeys += 1;
        Then::PassOn
    });
    let url = format!("host=127.0.0.1 port={port} user=postgres dbname={}", place.name());
    (Database { url, ..place.server("heard") }, lines)
}

/// Statements in what was sent: each is one `Execute` or one `Query` of the protocol.
fn statements(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let [kind, a, b, c, d, ..] = *bytes {
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap();
        count += usize::from(kind == b'E' || kind == b'Q');
        bytes = &bytes[(1 + length).min(bytes.len())..];
    }
    count
}

/// Statements and journeys of an act that has been done often enough for everything to be prepared.
fn cost(store: &Store, lines: &Lines, make: impl Fn(&str) -> Act) -> (usize, usize) {
    let counted = (0..20).map(|turn| {
        let said = format!("the {turn}th time");
        lines.lock().unwrap().clear();
        record(store, make(&said));
        let lines = lines.lock().unwrap();
        let with_the_entry = |line: &&Sent| line.bytes.windows(said.len()).any(|word| word == said.as_bytes());
        let line = lines.values().find(with_the_entry).expect("the entry was sent");
        (statements(&line.bytes), line.journeys)
    });
    let counted: Vec<_> = counted.skip(5).collect();
    let journeys = counted.iter().map(|(_, journeys)| *journeys).min().unwrap();
    assert!(counted.iter().all(|(statements, _)| *statements == counted[0].0), "the same each time: {counted:?}");
    (counted[0].0, journeys)
}

fn keyed(said: &str) -> Act {
    let key = IdemKey { actor: "somebody".into(), key: said.into(), digest: [1; 32] };
    Act { key: Some(key), ..act(START, &person(1), said) }
}

#[test]
fn an_act_of_one_entry_takes_ten_statements_and_with_a_guard_three_more() {
    let place = Place::new(Cluster::shared());
    drop(Store::create_in(place.server("one"), &genesis()).unwrap());
    let (heard, lines) = heard(&place);
    let store = Store::connect(heard).unwrap();
    // It begins, and enters with the hold; key and head are asked for; entry, answer, head, what waits for a seal, and when
    // the gate was left are written; it commits.
    let (plain, few) = cost(&store, &lines, keyed);
    assert_eq!(plain, 10, "an act costs more than it did, or less");
    // A guard is made if need be, looked at, and raised.
    let (guarded, more) =
        cost(&store, &lines, |said| Act { bumps: vec!["somebody".into()], ..keyed(&format!("{said}, guarded")) });
    assert_eq!(guarded, 13, "a guard costs more than it did, or less");
    println!("an act: {plain} statements in {few} journeys; with a guard: {guarded} in {more}");
}

#[test]
fn a_hold_that_one_server_puts_stops_the_next_act_of_every_other() {
    let place = Place::new(Cluster::shared());
    block_on(async {
        let one = Store::create_in(place.server("one"), &genesis()).unwrap();
        let two = Store::connect(place.server("two")).unwrap();
        for turn in 0..10 {
            // Both have connections that were at work a moment ago.
            two.append(act(START, &person(1), &format!("before {turn}"))).await.unwrap();
            one.put(SideWrite::HoldBehind { witness: "near".into(), held: 1_000 + turn }).await.unwrap();
            for store in [&one, &two] {
                let refused = store.append(act(START, &person(2), &format!("held {turn}"))).await;
                assert!(matches!(refused, Err(StoreError::Behind { .. })), "{refused:?}");
            }
            let answered = Lifted { witness: Some("near".into()), held: 1_000 + turn };
            let declared = Act { ends_hold: vec![answered], ..act(START, &person(3), &format!("declared {turn}")) };
            let server = if turn % 2 == 0 { &one } else { &two };
            assert!(matches!(server.append(declared).await, Ok(Appended::Recorded(_))));
        }
        two.append(act(START, &person(1), "after")).await.unwrap();
        one.protect().await.unwrap();
        let entries = Cluster::shared().ask(&place.name(), "SELECT COUNT(*) FROM entry").unwrap();
        assert_eq!(entries, "21", "nothing was recorded while the hold stood");
    });
}
