//! What a page costs a database, counted on the line to it: nobody adds a journey to every page unseen.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::thread::ThreadId;

use cluster::{Cluster, Then, between};
use scenarios::{Browser, Case, Sentence, Stage, genesis};
use store::{Database, Store};

use crate::START;

/// What was sent on one line, and how often somebody had to wait before more was sent, or less often.
#[derive(Clone, Default)]
struct Sent {
    bytes: Vec<u8>,
    journeys: usize,
}

/// Every line to the database; each has a thread of its own.
type Lines = Arc<Mutex<HashMap<ThreadId, Sent>>>;

/// A county whose record is in a database, and the lines to that.
fn heard() -> (Stage, Browser, Case, Lines) {
    let lines = Lines::default();
    let listening = lines.clone();
    let port = between(Cluster::shared().socket(), move |bytes| {
        let mut lines = listening.lock().expect("no line panics");
        let line = lines.entry(std::thread::current().id()).or_default();
        line.bytes.extend_from_slice(bytes);
        line.journeys += 1;
        Then::PassOn
    });
    let folder = tempfile::tempdir().expect("a folder");
    let (url, keys) = (Cluster::shared().database().expect("a database"), folder.path().join("keys"));
    let (_, name) = url.split_once("dbname=").expect("the name of a database");
    let url = format!("host=127.0.0.1 port={port} user=postgres dbname={name}");
    let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
    let stage = Stage::in_record(folder, Store::create_in(database, &genesis()).expect("a record"), START);
    let (olwen, case) = (stage.sign_in("olwen"), stage.person("Sam Sentenced", &Sentence::default()));
    (stage, olwen, case, lines)
}

/// Statements in what was sent: each is one `Execute` or one `Query` of the protocol.
fn statements(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while let [kind, a, b, c, d, ..] = *bytes {
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).expect("a length");
        count += usize::from(kind == b'E' || kind == b'Q');
        bytes = &bytes[(1 + length).min(bytes.len())..];
    }
    count
}

/// Statements and journeys of a page, on the lines that the case was named on: once all it asks has been prepared.
fn cost(stage: &Stage, browser: &Browser, path: &str, named: &str, lines: &Lines) -> (usize, usize) {
    let counted = (0..40).map(|_| {
        lines.lock().expect("no line panics").clear();
        stage.page(browser, path);
        let lines = lines.lock().expect("no line panics");
        let is_told = |line: &&Sent| line.bytes.windows(named.len()).any(|word| word == named.as_bytes());
        let found = lines.values().filter(is_told).map(|line| (statements(&line.bytes), line.journeys));
        found.fold((0, 0), |sum, line| (sum.0 + line.0, sum.1 + line.1))
    });
    let counted: Vec<(usize, usize)> = counted.skip(20).collect();
    let least = |of: fn(&(usize, usize)) -> usize| counted.iter().map(of).min().expect("it was counted");
    (least(|count| count.0), least(|count| count.1))
}

#[test]
fn a_case_page_asks_a_database_in_a_few_journeys() {
    let (stage, olwen, case, lines) = heard();
    let (statements, journeys) = cost(&stage, &olwen, &case.home, case.stream.as_str(), &lines);
    println!("a case page: {statements} statements in {journeys} journeys");
    // Who asks, and what the frame says: 2. Whether they may, with the entries: 2. Said in the log of reads: 2. What stands
    // beside: 1. Each reading ends in a word that nobody waits for: 3, of which the last may come after it was counted. On a busy
    // machine what is sent together arrives in pieces; asked one after another, it was thirty.
    assert!(journeys <= 15, "{journeys} journeys");
    assert!(statements <= 27, "{statements} statements");
}
