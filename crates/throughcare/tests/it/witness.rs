//! Witnesses and what they hold, through the command: an honest log is cosigned and verifies; a log with two pasts is
//! refused and given away; and whatever an insider with everything changes, the first entry they touched is named.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use cluster::Cluster;
use serde_json::Value;
use tempfile::TempDir;

use crate::forger::Forger;
use crate::scratch::{json, run, text, throughcare};

/// A record, and a witness elsewhere that has cosigned it, with the log as it was exported then.
struct Scene {
    dir: TempDir,
}

impl Scene {
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Made once, then copied: a witness's whole story begins with a record of some size.
    fn new() -> Scene {
        static ORIGINAL: std::sync::LazyLock<Scene> = std::sync::LazyLock::new(Scene::make);
        let scene = Scene { dir: TempDir::new().unwrap() };
        copy(ORIGINAL.dir.path(), scene.dir.path());
        scene
    }

    fn make() -> Scene {
        let scene = Scene { dir: TempDir::new().unwrap() };
        let [data, tiles, witness, held] = ["data", "tiles", "witness", "held"].map(|name| scene.path(name));
        succeed(&["demo", "--no-serve", "--people", "12", "--data", text(&data)]);
        succeed(&["export", "tiles", text(&tiles), "--data", text(&data)]);
        let printed = succeed(&["witness", "init", text(&witness), "--name", "inspectorate.example/w1"]);
        assert_eq!(printed, fs::read_to_string(witness.join("key.pub")).unwrap());
        succeed(&["witness", "add", text(&witness), "--log", text(&data.join("key.pub"))]);
        succeed(&["witness", "cosign", text(&witness), "--from", text(&tiles), "--out", text(&held)]);
        scene
    }

    /// The record grows: a court sends its list.
    fn grow(&self) {
        let list = self.path("data/samples/court-list.xml");
        succeed(&["import", "court-list", text(&list), "--data", text(&self.path("data"))]);
    }

    fn cosign(&self, from: &str) -> (Value, Option<i32>) {
        let (witness, from, out) = (self.path("witness"), self.path(from), self.path("held-now"));
        json(&["witness", "cosign", text(&witness), "--from", text(&from), "--out", text(&out), "--json"])
    }

    /// Verifies a folder by what the witness cosigned at first, with the log as it was exported then.
    fn verify(&self, folder: &str) -> Value {
        let [held, vkey, tiles] = ["held", "witness/key.pub", "tiles"].map(|name| self.path(name));
        self.verify_with(folder, &["--held", text(&held), "--witness", text(&vkey), "--tiles", text(&tiles)])
    }

    fn verify_with(&self, folder: &str, arguments: &[&str]) -> Value {
        let data = self.path(folder);
        verified(&[&["--data", text(&data)], arguments].concat())
    }

    /// What the witness cosigned at first, and the log as it was exported then, as arguments.
    fn all_that_is_held(&self) -> Vec<String> {
        let [held, vkey, tiles] = ["held", "witness/key.pub", "tiles"].map(|name| self.path(name));
        let arguments = ["--held", text(&held), "--witness", text(&vkey), "--tiles", text(&tiles)];
        arguments.map(str::to_owned).to_vec()
    }

    /// Moves a folder into a database. Gives its name and the arguments that lead to it.
    fn moved(&self, folder: &str) -> (String, Vec<String>) {
        let url = Cluster::shared().database().unwrap();
        let name = url.rsplit("dbname=").next().unwrap().to_owned();
        let keys = self.path(&format!("keys-of-{name}"));
        succeed(&["grow", "--data", text(&self.path(folder)), "--keys", text(&keys), "--database-url", &url]);
        (name, vec!["--data".to_owned(), text(&keys).to_owned(), "--database-url".to_owned(), url])
    }

    /// What is said of a folder is said of it in a database too, word for word.
    fn same_in_a_database(&self, folder: &str, told: &Value, arguments: &[&str]) {
        let (_, place) = self.moved(folder);
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        let there = verified(&[&place[..], arguments].concat());
        assert_eq!((&there["ok"], &there["held"]), (&told["ok"], &told["held"]), "{there}");
    }

    /// An insider remakes the record in `forged`, changed.
    fn forge(&self, change: impl FnOnce(&mut Forger)) {
        let mut forger = Forger::read(&self.path("data"));
        change(&mut forger);
        forger.write(&self.path("forged"));
    }
}

fn verified(arguments: &[&str]) -> Value {
    let (told, code) = json(&[&["verify", "--json"], arguments].concat());
    assert_eq!(code, Some(i32::from(told["ok"] != true)), "{told}");
    told
}

fn succeed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_log_that_only_grew_is_cosigned_and_verifies_by_what_is_held() {
    let scene = Scene::new();
    assert_eq!(scene.verify("data")["held"]["ok"], true);
    scene.grow();
    let told = scene.verify("data");
    assert_eq!(
        (&told["ok"], &told["held"]["cosigned_by"][0]["name"]),
        (&true.into(), &"inspectorate.example/w1".into())
    );
    assert!(told["held"]["size"].as_u64() < told["size"].as_u64(), "{told}");

    let (cosigned, code) = scene.cosign("data");
    assert_eq!((code, &cosigned["size"]), (Some(0), &told["size"]), "{cosigned}");
    let vkey = scene.path("witness/key.pub");
    let now = scene.verify_with("data", &["--held", text(&scene.path("held-now")), "--witness", text(&vkey)]);
    assert_eq!((&now["ok"], &now["held"]["size"]), (&true.into(), &told["size"]));
}

#[test]
fn a_second_past_is_refused_and_given_away() {
    let scene = Scene::new();
    scene.grow();
    assert_eq!(scene.cosign("data").1, Some(0));
    scene.forge(|forger| forger.entries[7].content = br#"{"kind":"note","v":1}"#.to_vec());
    let (refused, code) = scene.cosign("forged");
    assert_eq!((code, &refused["cosigned"]), (Some(1), &false.into()), "{refused}");
    let proof = PathBuf::from(refused["proof"].as_str().unwrap());
    let log = scene.path("data/key.pub");
    assert!(succeed(&["witness", "check", text(&proof), "--log", text(&log)]).starts_with("Proved"));

    let (witness, forged) = (scene.path("witness"), scene.path("forged"));
    let output = run(&["witness", "cosign", text(&witness), "--from", text(&forged)]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    for name in ["held", "offered"] {
        assert!(said.contains(&fs::read_to_string(proof.join(name)).unwrap()), "both checkpoints are shown: {said}");
    }

    // Somebody who makes up a proof convinces nobody.
    let offered = fs::read_to_string(proof.join("offered")).unwrap();
    fs::write(proof.join("held"), offered).unwrap();
    assert_eq!(run(&["witness", "check", text(&proof), "--log", text(&log)]).status.code(), Some(1));
    assert_eq!(scene.cosign("data").1, Some(0), "the witness goes on with the log it knows");
}

#[test]
fn a_witness_that_lost_its_memory_cosigns_nothing() {
    let scene = Scene::new();
    let log = fs::read_dir(scene.path("witness/logs")).unwrap().next().unwrap().unwrap().path();
    let last = fs::read_to_string(log.join("checkpoint")).unwrap();
    fs::write(log.join("checkpoint"), last.replace("inspectorate", "somebody")).unwrap();
    let (witness, data) = (scene.path("witness"), scene.path("data"));
    let cosign = ["witness", "cosign", text(&witness), "--from", text(&data)];
    assert_eq!(run(&cosign).status.code(), Some(2));
    fs::write(log.join("checkpoint"), "").unwrap();
    assert_eq!(run(&cosign).status.code(), Some(2), "an empty memory is a lost one");
    fs::remove_file(log.join("checkpoint")).unwrap();
    assert_eq!(run(&cosign).status.code(), Some(2));

    // Nor does it forget when it is told again of a log that it watches.
    fs::write(log.join("checkpoint"), &last).unwrap();
    fs::remove_file(log.join("log.pub")).unwrap();
    succeed(&["witness", "add", text(&witness), "--log", text(&data.join("key.pub"))]);
    assert_eq!(fs::read_to_string(log.join("checkpoint")).unwrap(), last);
}

#[test]
fn what_no_witness_vouches_for_proves_nothing() {
    let scene = Scene::new();
    let (other, stranger) = (scene.path("other"), scene.path("other/key.pub"));
    succeed(&["witness", "init", text(&other), "--name", "stranger.example/w9"]);
    let [held, vkey, plain] = ["held", "witness/key.pub", "tiles/checkpoint"].map(|name| scene.path(name));
    let held = ["--held", text(&held)];
    let refused = |arguments: &[&str]| {
        let told = scene.verify_with("data", arguments);
        assert!(told["held"]["error"].as_str().unwrap().contains("cannot be believed"), "{told}");
        assert_eq!(told["first_bad"], Value::Null, "what the record itself says is told all the same");
    };
    refused(&[&held[..], &["--witness", text(&stranger)]].concat());
    refused(&[&held[..], &["--witness", text(&vkey), "--witness", text(&stranger)]].concat());
    refused(&["--held", text(&plain), "--witness", text(&vkey)]);
    let one_of_two = ["--witness", text(&vkey), "--witness", text(&stranger), "--quorum", "1"];
    assert_eq!(scene.verify_with("data", &[&held[..], &one_of_two].concat())["ok"], true);
    assert_eq!(
        scene.verify_with("data", &["--held", text(&plain)])["ok"],
        true,
        "the log's own word, for what it is worth"
    );
}

/// An insider remakes everything; the record by itself is without fault, and is caught by what is held: with the exported
/// log down to the entry and what was done to it, without it still that something was. In a database as in a folder.
fn check(how: &str, change: impl FnOnce(&mut Forger) -> String) {
    let scene = Scene::new();
    let mut named = String::new();
    scene.forge(|forger| named = change(forger));
    assert_eq!(scene.verify_with("forged", &[])["ok"], true, "{how}: the forgery is perfect by itself");
    let told = scene.verify("forged");
    let held = &told["held"];
    assert_eq!(told["ok"], false, "{told}");
    assert_eq!((held["changed"]["id"].as_str(), held["changed"]["how"].as_str()), (Some(&*named), Some(how)), "{told}");
    let [file, vkey] = ["held", "witness/key.pub"].map(|name| scene.path(name));
    let without = scene.verify_with("forged", &["--held", text(&file), "--witness", text(&vkey)]);
    assert_eq!((&without["ok"], &without["held"]["differs_at"]), (&false.into(), &held["size"]), "{without}");
    let arguments = scene.all_that_is_held();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    scene.same_in_a_database("forged", &told, &arguments);
}

#[test]
fn an_edited_entry_is_named() {
    check("edited", |forger| {
        forger.entries[9].content = br#"{"body":{"text":"She attended"},"kind":"note","v":1}"#.to_vec();
        forger.id(9)
    });
}

#[test]
fn an_inserted_entry_is_named() {
    check("inserted", |forger| {
        let mut entry = forger.entries[20].clone();
        (entry.recorded, entry.salt) = (entry.recorded + 1, [1; 32]);
        // In the log it stands after everything else of its instant.
        let place = forger.entries.partition_point(|other| other.recorded < entry.recorded);
        forger.entries.insert(place, entry);
        forger.id(place)
    });
}

#[test]
fn a_removed_entry_is_named() {
    check("removed", |forger| {
        let id = forger.id(15);
        forger.entries.remove(15);
        id
    });
}

#[test]
fn a_back_dated_entry_is_named_with_both_times() {
    check("back-dated", |forger| {
        // The last of a stream, said to have been recorded just after the entry before it.
        let last = forger.entries.len() - 1;
        let place = (0..=last).rev().find(|n| !forger.id(*n).ends_with("/1")).unwrap();
        let stream = forger.entries[place].stream.clone();
        let before = forger.entries[..place].iter().rfind(|entry| entry.stream == stream).unwrap().recorded;
        let id = forger.id(place);
        forger.entries[place].recorded = before + 1;
        id
    });
}

#[test]
fn two_entries_that_changed_places_are_noticed_at_the_first() {
    check("post-dated", |forger| {
        let last = forger.entries.len() - 1;
        let alone =
            |n: &usize| forger.entries.iter().filter(|entry| entry.stream == forger.entries[*n].stream).count() == 1;
        let singles: Vec<usize> = (0..=last).filter(alone).collect();
        let (first, second) = (singles[0], *singles.last().unwrap());
        let (a, b) = (forger.entries[first].recorded, forger.entries[second].recorded);
        assert!(a < b);
        (forger.entries[first].recorded, forger.entries[second].recorded) = (b, a);
        forger.id(first)
    });
}

#[test]
fn a_record_that_was_hashed_anew_from_the_start_is_noticed_at_its_first_entry() {
    check("edited", |forger| {
        for entry in &mut forger.entries {
            entry.salt = [9; 32];
        }
        forger.id(0)
    });
}

#[test]
fn a_key_used_to_sign_two_pasts_is_shown_and_a_key_that_was_exchanged_too() {
    let scene = Scene::new();
    scene.forge(|forger| forger.entries[5].content = br#"{"kind":"note","v":1}"#.to_vec());
    let told = scene.verify("forged");
    assert_eq!((&told["held"]["signed_twice"], &told["held"]["key_changed"]), (&true.into(), &false.into()), "{told}");
    assert_eq!(told["held"]["contradiction"].as_array().unwrap().len(), 2);
    let held = scene.all_that_is_held();
    let held: Vec<&str> = held.iter().map(String::as_str).collect();
    scene.same_in_a_database("forged", &told, &held);

    fs::remove_dir_all(scene.path("forged")).unwrap();
    scene.forge(|forger| forger.key = ledger::SigningKey::from_seed(forger.key.public().name(), [3; 32]));
    let told = scene.verify("forged");
    assert_eq!((&told["held"]["signed_twice"], &told["held"]["key_changed"]), (&false.into(), &true.into()), "{told}");
    assert_eq!(
        (&told["ok"], &told["held"]["changed"]),
        (&false.into(), &Value::Null),
        "the entries are the same: {told}"
    );
    scene.same_in_a_database("forged", &told, &held);
}

#[test]
fn a_record_rolled_back_to_an_older_copy_is_noticed() {
    let scene = Scene::new();
    copy(&scene.path("data"), &scene.path("old"));
    scene.grow();
    assert_eq!(scene.cosign("data").1, Some(0));
    succeed(&["export", "tiles", text(&scene.path("tiles")), "--data", text(&scene.path("data"))]);
    let vkey = scene.path("witness/key.pub");
    let (held, earlier, tiles) = (scene.path("held-now"), scene.path("held"), scene.path("tiles"));
    let both = ["--held", text(&earlier), "--held", text(&held), "--witness", text(&vkey)];
    let told = scene.verify_with("old", &both);
    assert_eq!((&told["held"]["changed"]["how"], &told["first_bad"]), (&"rolled-back".into(), &Value::Null), "{told}");
    assert_eq!(told["held"]["agrees_at"], told["size"], "all that is there is as it was: {told}");
    let named = scene.verify_with("old", &[&both[..], &["--tiles", text(&tiles)]].concat());
    assert!(named["held"]["changed"]["id"].as_str().unwrap().contains('/'), "{named}");
    scene.same_in_a_database("old", &told, &both);
    let (refused, code) = scene.cosign("old");
    assert_eq!((code, &refused["status"]), (Some(1), &400.into()), "and no witness goes back with it: {refused}");
}

#[test]
fn what_was_changed_without_hashing_anew_is_named_too() {
    let change = |sql: &str, id: &str, told: fn(&Value) -> &Value| {
        let scene = Scene::new();
        let conn = rusqlite::Connection::open(scene.path("data/record.db")).unwrap();
        let named: String = conn.query_row(id, [], |row| row.get(0)).unwrap();
        conn.execute_batch(sql).unwrap();
        drop(conn);
        let report = scene.verify("data");
        assert_eq!((&report["ok"], told(&report)["id"].as_str()), (&false.into(), Some(&*named)), "{sql}: {report}");
        assert_eq!(report["held"]["signed_twice"], false, "damage proves nothing against the key: {report}");
        // The same hand in a database that held the honest record.
        let honest = Scene::new();
        let (name, place) = honest.moved("data");
        Cluster::shared().ask(&name, sql).unwrap();
        let arguments = [place, honest.all_that_is_held()].concat();
        let there = verified(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((&there["ok"], told(&there)["id"].as_str()), (&false.into(), Some(&*named)), "{sql}: {there}");
    };
    let id = "SELECT stream || '/' || seq FROM log WHERE position = 11";
    let here = "(stream, seq) = (SELECT stream, seq FROM log WHERE position = 11)";
    let swap = "UPDATE log SET position = -1 WHERE position = 11; UPDATE log SET position = 11 WHERE position = 30;
                UPDATE log SET position = 30 WHERE position = -1";
    change(&format!("UPDATE entry SET content = salt WHERE {here}"), id, |report| &report["first_bad"]);
    change(&format!("UPDATE entry SET leaf = salt WHERE {here}"), id, |report| &report["held"]["changed"]);
    change(&format!("DELETE FROM entry WHERE {here}"), id, |report| &report["held"]["changed"]);
    change("DELETE FROM log WHERE position = 11", id, |report| &report["held"]["changed"]);
    change(swap, id, |report| &report["held"]["changed"]);
    change("DELETE FROM log WHERE position >= 11", id, |report| &report["held"]["changed"]);
}

#[test]
fn a_witness_answers_over_http_as_the_protocol_says() {
    let scene = Scene::new();
    let (witness, data) = (scene.path("witness"), scene.path("data"));
    let size = scene.verify_with("data", &[])["size"].to_string();
    let request =
        |from: &str, old: &str| succeed(&["witness", "request", "--from", text(&scene.path(from)), "--old", old]);
    let again = request("data", &size);
    let from_nothing = request("data", "0");
    scene.grow();
    let grown = request("data", &size);
    scene.forge(|forger| forger.entries[7].content = br#"{"kind":"note","v":1}"#.to_vec());
    let forged = request("forged", &size);
    let mut server = throughcare(&["witness", "serve", text(&witness), "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("The witness is at http://").trim_end_matches('/').to_owned();
    let status = |body: &str| post(&address, body).split(' ').nth(1).unwrap().to_owned();

    let stale = post(&address, &from_nothing);
    assert!(stale.starts_with("HTTP/1.1 409") && stale.contains("text/x.tlog.size"), "{stale}");
    assert!(stale.ends_with(&format!("\r\n\r\n{size}\n")), "{stale}");
    assert_eq!(status(&forged), "422");
    assert_eq!(status(&grown.replace("old", "young")), "400");
    assert_eq!(status(&grown.replacen("throughcare.example", "elsewhere.example", 1)), "404");
    assert_eq!(status(&grown.replace("=\n\n", "A\n\n")), "400");
    assert_eq!(status(&again), "200");
    let cosigned = post(&address, &grown);
    let (_, body) = cosigned.split_once("\r\n\r\n").unwrap();
    assert!(
        cosigned.starts_with("HTTP/1.1 200") && body.starts_with("\u{2014} inspectorate.example/w1 "),
        "{cosigned}"
    );
    server.kill().unwrap();
    server.wait().unwrap();

    // The answer under the checkpoint is what somebody may hold.
    let note = grown.split_once("\n\n").unwrap().1;
    fs::write(scene.path("held"), format!("{note}{body}")).unwrap();
    let vkey = scene.path("witness/key.pub");
    assert_eq!(scene.verify_with("data", &["--held", text(&scene.path("held")), "--witness", text(&vkey)])["ok"], true);
    let log = data.join("key.pub");
    succeed(&["witness", "add", text(&witness), "--log", text(&log)]);
}

fn post(address: &str, body: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(stream, "POST /add-checkpoint HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
