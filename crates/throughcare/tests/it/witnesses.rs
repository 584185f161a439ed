//! A service that shows its log to witnesses by itself: real witnesses, in processes of their own, that are behind, go
//! away and come back, and one that is shown another past.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::forger::Forger;
use crate::scratch::{json, run, text, throughcare};

/// A process that is ended with the test.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts it, and waits until it says where it is.
pub(crate) fn start(arguments: &[&str]) -> Running {
    let mut child = throughcare(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    let address = loop {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "{arguments:?} ended");
        if let Some((_, address)) = line.trim().split_once(" is at http://") {
            break address.trim_end_matches('/').to_owned();
        }
    };
    // What it says later goes nowhere, and must not stop it.
    std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
    Running { child, address }
}

pub(crate) fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// A figure of the service, once it is there.
pub(crate) fn metric(address: &str, name: &str) -> Option<i64> {
    let figures = get(address, "/metrics");
    let line = figures.lines().find_map(|line| line.strip_prefix(&format!("throughcare_{name} ")));
    line.and_then(|value| value.trim().parse().ok())
}

pub(crate) fn wait_until(what: &str, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{what}: not within a minute");
        std::thread::sleep(Duration::from_millis(200));
    }
}

pub(crate) struct Scene {
    dir: TempDir,
}

impl Scene {
    pub(crate) fn new() -> Scene {
        let scene = Scene { dir: TempDir::new().unwrap() };
        succeed(&["demo", "--no-serve", "--people", "12", "--data", text(&scene.path("data"))]);
        scene
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Makes a witness that watches the log.
    pub(crate) fn witness(&self, name: &str) -> String {
        let folder = self.path(name);
        let key = succeed(&["witness", "init", text(&folder), "--name", &format!("{name}.example/w")]);
        succeed(&["witness", "add", text(&folder), "--log", text(&self.path("data/key.pub"))]);
        key.trim().to_owned()
    }

    pub(crate) fn run_witness(&self, name: &str, listen: &str) -> Running {
        start(&["witness", "serve", text(&self.path(name)), "--listen", listen])
    }

    pub(crate) fn policy(&self, lines: &[String]) -> PathBuf {
        let file = self.path("policy");
        fs::write(&file, lines.join("\n") + "\n").unwrap();
        file
    }

    fn serve(&self, data: &str, policy: &Path) -> Running {
        let data = self.path(data);
        let arguments = ["--witnesses", text(policy), "--witness-every", "1"];
        start(&[&["serve", "--listen", "127.0.0.1:0", "--data", text(&data)], &arguments[..]].concat())
    }
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// A page that is refused is logged, and so the log grows.
fn make_it_grow(scene: &Scene, server: Running, policy: &Path) -> Running {
    drop(server);
    let list = scene.path("data/samples/court-list.xml");
    succeed(&["import", "court-list", text(&list), "--data", text(&scene.path("data"))]);
    scene.serve("data", policy)
}

#[test]
fn two_witnesses_cosign_and_one_that_goes_away_is_missed_and_catches_up() {
    let scene = Scene::new();
    let (near, far) = (scene.witness("near"), scene.witness("far"));
    // One of them has been here before, by hand, and the service does not know.
    let cosigned = scene.path("by-hand");
    succeed(&[
        "witness",
        "cosign",
        text(&scene.path("near")),
        "--from",
        text(&scene.path("data")),
        "--out",
        text(&cosigned),
    ]);
    let one = scene.run_witness("near", "127.0.0.1:0");
    let two = scene.run_witness("far", "127.0.0.1:0");
    let far_at = two.address.clone();
    let policy = scene.policy(&[
        format!("witness near {near} http://{}", one.address),
        format!("witness far {far} http://{far_at}/"),
        "group both all near far".to_owned(),
        "quorum both".to_owned(),
    ]);
    let server = scene.serve("data", &policy);
    let whole = |server: &Running| {
        let leaves = metric(&server.address, "log_leaves");
        leaves.is_some() && metric(&server.address, "witnessed_leaves") == leaves
    };
    wait_until("both have cosigned", || whole(&server));
    assert_eq!(metric(&server.address, "witness_late"), Some(0));
    assert_eq!(metric(&server.address, "unwitnessed_seconds"), Some(0));

    drop(two);
    let server = make_it_grow(&scene, server, &policy);
    wait_until("one is not enough", || {
        metric(&server.address, "witnessed_leaves") < metric(&server.address, "log_leaves")
    });
    std::thread::sleep(Duration::from_secs(3));
    assert!(!whole(&server), "without the second it is not enough");
    assert!(get(&server.address, "/ready").starts_with("ready\n"), "and nobody is kept from working");

    let _two = scene.run_witness("far", &far_at);
    wait_until("it is back", || whole(&server));
    drop(server);

    // What was cosigned leaves with the tiles, and holds the record to itself.
    let [tiles, data] = ["tiles", "data"].map(|name| scene.path(name));
    succeed(&["export", "tiles", text(&tiles), "--data", text(&data)]);
    let held = fs::read_to_string(tiles.join("witnessed")).unwrap();
    assert_eq!(held.lines().filter(|line| line.starts_with('\u{2014}')).count(), 3, "{held}");
    let (told, code) = json(&["verify", "--json", "--data", text(&data), "--witnesses", text(&policy)]);
    assert_eq!((code, &told["held"]["ok"]), (Some(0), &true.into()), "{told}");
    assert_eq!(told["held"]["cosigned_by"].as_array().unwrap().len(), 2);
}

#[test]
fn a_witness_that_is_shown_another_past_refuses_and_the_proof_is_kept_and_shown() {
    let scene = Scene::new();
    let key = scene.witness("near");
    let witness = scene.run_witness("near", "127.0.0.1:0");
    let policy = scene.policy(&[format!("witness near {key} http://{}", witness.address), "quorum near".to_owned()]);
    let server = scene.serve("data", &policy);
    wait_until("it has cosigned", || metric(&server.address, "unwitnessed_seconds") == Some(0));
    drop(server);

    // An insider with the key writes the past anew, and leaves everything else as it was.
    let mut forger = Forger::read(&scene.path("data"));
    forger.entries[7].content = br#"{"kind":"note","v":1}"#.to_vec();
    forger.write(&scene.path("forged"));
    let conn = rusqlite::Connection::open(scene.path("forged/record.db")).unwrap();
    conn.execute("ATTACH $1 AS before", [text(&scene.path("data/record.db"))]).unwrap();
    for table in ["cosignature", "witness"] {
        conn.execute_batch(&format!("INSERT INTO {table} SELECT * FROM before.{table}")).unwrap();
    }
    // Whoever forged it does not have the commands ask.
    conn.execute("DELETE FROM meta WHERE name = 'witnesses'", []).unwrap();
    drop(conn);
    let (told, code) = json(&["verify", "--json", "--data", text(&scene.path("forged")), "--witnesses", text(&policy)]);
    assert_eq!((code, &told["held"]["ok"]), (Some(1), &false.into()), "{told}");

    let list = scene.path("data/samples/court-list.xml");
    succeed(&["import", "court-list", text(&list), "--data", text(&scene.path("forged"))]);
    let server = scene.serve("forged", &policy);
    wait_until("it refuses", || metric(&server.address, "witness_disagreements") == Some(1));
    assert!(get(&server.address, "/ready").contains("a witness has cosigned another past"));
    wait_until("and nothing more is signed", || metric(&server.address, "behind_leaves") > Some(0));
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(metric(&server.address, "witness_disagreements"), Some(1), "the same is kept once");
    drop(server);

    let conn = rusqlite::Connection::open(scene.path("forged/record.db")).unwrap();
    let (held, offered, proof): (String, String, String) = conn
        .query_row("SELECT held, offered, proof FROM disagreement", [], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .unwrap();
    assert!(!proof.is_empty(), "what it had cosigned was still here: the log's own signatures prove it");
    let folder = scene.path("proof");
    fs::create_dir(&folder).unwrap();
    for (name, what) in [("held", held), ("offered", offered), ("proof", proof)] {
        fs::write(folder.join(name), what).unwrap();
    }
    let log = scene.path("data/key.pub");
    assert!(succeed(&["witness", "check", text(&folder), "--log", text(&log)]).starts_with("Proved"));
}

#[test]
fn a_policy_that_cannot_be_read_is_refused_before_anything_is_served() {
    let scene = Scene::new();
    let policy = scene.policy(&["witness near".to_owned()]);
    let refused =
        run(&["serve", "--listen", "127.0.0.1:0", "--data", text(&scene.path("data")), "--witnesses", text(&policy)]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("line 1"));
}

#[test]
fn a_backup_is_known_to_the_record_whether_the_service_runs_or_not() {
    let scene = Scene::new();
    let policy = scene.policy(&["quorum none".to_owned()]);
    let data = scene.path("data");
    let back_up =
        |name: &str| succeed(&["backup", "--data", text(&data), "--to", text(&scene.path(name)), "--by", "the drill"]);
    let taken = || {
        let conn = rusqlite::Connection::open(data.join("record.db")).unwrap();
        conn.query_row("SELECT COUNT(*), MAX(detail) FROM upkeep", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let server = scene.serve("data", &policy);
    assert_eq!(metric(&server.address, "backup_late"), Some(1));
    assert!(get(&server.address, "/ready").contains("late: backup"));
    back_up("first");
    wait_until("the service has heard of it", || metric(&server.address, "backup_late") == Some(0));
    assert_eq!(fs::read_dir(data.join("receipts")).unwrap().count(), 0);

    // Killed after it was recorded and before the receipt was removed: it is taken up again, and recorded once.
    let (count, detail): (i64, String) = taken();
    assert_eq!(count, 1);
    assert!(detail.ends_with("/first by the drill"), "{detail}");
    let conn = rusqlite::Connection::open(data.join("record.db")).unwrap();
    let content: Vec<u8> =
        conn.query_row("SELECT content FROM entry WHERE content LIKE '%backup_taken%'", [], |row| row.get(0)).unwrap();
    drop(conn);
    let content: serde_json::Value = serde_json::from_slice(&content).unwrap();
    let receipt = |body: &serde_json::Value| fs::write(data.join("receipts/backup-1.json"), body.to_string()).unwrap();
    receipt(&content["body"]);
    wait_until("it is taken up", || !data.join("receipts/backup-1.json").exists());
    assert_eq!(taken().0, 1);

    // One of another record is put aside.
    let mut other = content["body"].clone();
    other["size"] = 1.into();
    receipt(&other);
    wait_until("it is put aside", || data.join("receipts/backup-1.refused").exists());
    drop(server);

    back_up("second");
    assert_eq!(taken().0, 2, "without a service the command says so itself");
    assert_eq!(json(&["verify", "--json", "--data", text(&data)]).1, Some(0));
}
