//! What is in hand when the service is told to stop.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tempfile::TempDir;

use crate::scratch::{run, text, throughcare};

/// Serves a small demonstration: the process, and where it listens.
fn served(folder: &TempDir) -> (Child, String) {
    let made = run(&["demo", "--no-serve", "--people", "20", "--data", text(folder.path())]);
    assert!(made.status.success(), "{made:?}");
    let mut server = throughcare(&["serve", "--data", text(folder.path()), "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    let address = line.trim().trim_start_matches("Throughcare is at http://").trim_end_matches('/').to_owned();
    (server, address)
}

/// A line with a request on it whose answer nobody has read yet.
fn sent(address: &str, way: &str, cookie: &str, form: &str) -> TcpStream {
    let mut line = TcpStream::connect(address).unwrap();
    let length = form.len();
    write!(
        line,
        "{way} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}"
    )
    .unwrap();
    line
}

fn asked(address: &str, way: &str, cookie: &str, form: &str) -> String {
    let mut answer = String::new();
    sent(address, way, cookie, form).read_to_string(&mut answer).unwrap();
    answer
}

/// What stands in a page between two texts, for the first time.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let after = page.split_once(from).unwrap_or_else(|| panic!("{from} is nowhere in {page}")).1;
    after.split_once(to).unwrap().0
}

fn notes(folder: &TempDir) -> u64 {
    let record = Connection::open(folder.path().join("record.db")).unwrap();
    record
        .query_row("SELECT COUNT(*) FROM entry WHERE CAST(content AS TEXT) LIKE '%Rang from the train%'", [], |row| {
            row.get(0)
        })
        .unwrap()
}

#[test]
fn a_form_whose_sender_has_gone_is_recorded_before_the_service_ends() {
    let folder = TempDir::new().unwrap();
    let (mut server, address) = served(&folder);
    let begun = asked(&address, "POST /sign-in", "", "role=practitioner&then=/day");
    let cookie = between(&begun.to_lowercase(), "set-cookie: ", ";").to_owned();
    let cookie = begun.lines().find(|line| line.to_lowercase().contains(&cookie)).unwrap();
    let cookie = between(cookie, ": ", ";").to_owned();
    let caseload = asked(&address, "GET /caseload", &cookie, "");
    let case = format!("/cases/{}", between(&caseload, "href=\"/cases/", "\""));
    let page = asked(&address, &format!("GET {case}/note"), &cookie, "");
    let secret = between(&page, "name=\"csrf\" value=\"", "\"");
    assert_eq!(notes(&folder), 0);

    // Somebody holds the log of reads, so that the form stands still before anything of it is recorded.
    let log = Connection::open(folder.path().join("reads.db")).unwrap();
    log.execute_batch("BEGIN IMMEDIATE").unwrap();
    let form = format!("csrf={secret}&contact=NOTE&date=15%2F12%2F2015&note=Rang+from+the+train.");
    let line = sent(&address, &format!("POST {case}/note"), &cookie, &form);
    std::thread::sleep(Duration::from_millis(500));
    drop(line);
    std::thread::sleep(Duration::from_millis(500));
    let told = Instant::now();
    std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(notes(&folder), 0, "it stands still");
    log.execute_batch("COMMIT").unwrap();
    assert_eq!(server.wait().unwrap().code(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(12), "nor is it waited for for ever");
    assert_eq!(notes(&folder), 1, "it is recorded, once");
}
