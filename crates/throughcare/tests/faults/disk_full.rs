//! The disk is full, and then it is not.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::{Mounted, can_mount, text};
use crate::writer::{Record, executable, kill};

/// While the disk is full nothing is acknowledged, the record can still be read and verified, and when there is space
/// again the same process goes on by itself.
fn full(times: u32) {
    if !can_mount() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let disk = Mounted::memory(dir.path(), "48m").unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let record = Record::new(disk.path().join("data"), scratch.path().join("acks"));
    let ballast = disk.path().join("ballast");
    let writer = record.write(&["--patient", "--writers", "8"]);
    let mut longest = Duration::ZERO;
    for _ in 0..times {
        record.wait_for_more(record.acknowledged(), Duration::from_mins(1)).expect("the writer works");
        fill(&ballast);
        let stood_still = stands_still(&record);
        let found = record.verify();
        assert_eq!((found.report["ok"].as_bool(), found.lost), (Some(true), 0), "while the disk is full: {found:?}");
        std::fs::remove_file(&ballast).unwrap();
        let back = record.wait_for_more(stood_still, Duration::from_secs(5));
        longest = longest.max(back.expect("it goes on within 5 seconds of there being space again"));
    }
    kill(writer);
    let found = record.must_be_whole();
    println!(
        "{times} times full: {} acknowledged, {} lost, back after {} ms at the most",
        found.acknowledged,
        found.lost,
        longest.as_millis()
    );
}

/// Fills what is left of a disk.
pub(crate) fn fill(ballast: &Path) {
    let mut file = std::fs::File::create(ballast).unwrap();
    let block = vec![0; 4096];
    while file.write_all(&block).is_ok() {}
}

/// Waits until nothing is acknowledged any more; gives how much was.
fn stands_still(record: &Record) -> usize {
    let begun = Instant::now();
    let mut before = record.acknowledged();
    while begun.elapsed() < Duration::from_mins(1) {
        std::thread::sleep(Duration::from_millis(700));
        let now = record.acknowledged();
        if now == before {
            return now;
        }
        before = now;
    }
    panic!("the disk is full, and entries are still being acknowledged");
}

#[test]
fn a_full_disk_stops_the_writer_and_space_starts_it_again() {
    full(2);
}

#[test]
#[ignore = "long: make faults"]
fn a_disk_that_is_full_again_and_again_loses_nothing() {
    full(20);
}

/// The service says that it cannot record, and neither hangs nor falls; with space it works again.
#[test]
fn the_service_says_so_while_the_disk_is_full_and_works_again_when_it_is_not() {
    if !can_mount() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let disk = Mounted::memory(dir.path(), "64m").unwrap();
    let data = disk.path().join("data");
    let made =
        Command::new(executable()).args(["demo", "--no-serve", "--people", "20", "--data", text(&data)]).output();
    assert!(made.unwrap().status.success());
    let mut server = Command::new(executable());
    server.args(["serve", "--listen", "127.0.0.1:0", "--data", text(&data)]);
    let mut server = server.stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let address = line.trim().trim_start_matches("Throughcare is at http://").trim_end_matches('/').to_owned();
    let sign_in = || post(&address, "/sign-in", "role=practitioner&then=/day");
    assert!(sign_in().starts_with("HTTP/1.1 303"), "{}", sign_in());
    let ballast = disk.path().join("ballast");
    fill(&ballast);
    // What is left of the pages that the logs hold already may still take a session or two.
    let refused = (0..2000).any(|_| sign_in().starts_with("HTTP/1.1 503"));
    assert!(refused, "nothing was refused though nothing can be kept");
    assert!(get(&address, "/sign-in").starts_with("HTTP/1.1 200"), "what needs no record is still shown");
    std::fs::remove_file(&ballast).unwrap();
    let answer = sign_in();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    kill(server);
}

fn get(address: &str, path: &str) -> String {
    ask(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"))
}

fn post(address: &str, path: &str, form: &str) -> String {
    let length = form.len();
    ask(
        address,
        &format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
        ),
    )
}

fn ask(address: &str, request: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
