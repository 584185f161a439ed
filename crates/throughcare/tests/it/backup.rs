//! Backup, segments and restore, as an operator runs them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use store::{Segments, Store};
use tempfile::TempDir;

use crate::scratch::{json, run, text, throughcare};
use crate::two_people::{erase, hold, somebody};

fn demo(folder: &Path) {
    let made = run(&["demo", "--no-serve", "--people", "30", "--data", text(folder)]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn verified(folder: &Path) -> serde_json::Value {
    let (report, _) = json(&["verify", "--json", "--data", text(folder)]);
    assert_eq!(report["ok"], true, "{report}");
    report
}

/// Serves on a port of its own; gives the process and the address once it answers.
fn serve(arguments: &[&str]) -> (Child, String) {
    let mut server = throughcare(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
    let mut server = server.stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("Throughcare is at http://").trim_end_matches('/').to_owned();
    (server, address)
}

/// The last checkpoint, as whoever holds it has it.
fn checkpoint(data: &Path, scratch: &Path) -> std::path::PathBuf {
    let tiles = scratch.join("tiles");
    assert!(run(&["export", "tiles", text(&tiles), "--data", text(data)]).status.success());
    tiles.join("checkpoint")
}

/// How many segments there are.
fn written(segments: &Path) -> usize {
    let names = fs::read_dir(segments).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".jsonl")).count()
}

fn wait_for_segments(segments: &Path, count: usize) {
    for _ in 0..600 {
        if written(segments) >= count {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("no more than {} segments were written in a minute", written(segments));
}

#[test]
fn a_backup_is_taken_while_the_service_runs_and_restored_beside_it() {
    let dir = TempDir::new().unwrap();
    let [data, backup, keys, to] = ["data", "backup", "keys", "restored"].map(|name| dir.path().join(name));
    demo(&data);
    let (mut server, _) = serve(&["--data", text(&data)]);
    let (told, code) = json(&["backup", "--data", text(&data), "--to", text(&backup), "--keys", text(&keys), "--json"]);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!((told["ok"].as_bool(), code), (Some(true), Some(0)), "{told}");
    let (proved, _) = json(&["backup", "verify", text(&backup), "--json"]);
    assert_eq!((&proved["ok"], &proved["root"]), (&serde_json::Value::Bool(true), &told["root"]));
    let (restored, code) = json(&["restore", text(&backup), "--to", text(&to), "--keys", text(&keys), "--json"]);
    assert_eq!((restored["ok"].as_bool(), code), (Some(true), Some(0)), "{restored}");
    assert_eq!(restored["root"], told["root"]);
    assert_eq!(verified(&to)["root"], told["root"]);
    let again = run(&["restore", text(&backup), "--to", text(&to)]);
    assert_eq!(again.status.code(), Some(2), "a record is never restored over another");
    assert!(run(&["restore", "--to", text(&to), "--no-erasures", "None is in the register"]).status.success());
    let (mut server, address) = serve(&["--data", text(&to)]);
    assert!(std::net::TcpStream::connect(address).is_ok());
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn a_backup_that_was_altered_is_refused_in_words() {
    let dir = TempDir::new().unwrap();
    let (data, backup) = (dir.path().join("data"), dir.path().join("backup"));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let record = backup.join("record.db");
    let mut bytes = fs::read(&record).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(&record, bytes).unwrap();
    let (told, code) = json(&["backup", "verify", text(&backup), "--json"]);
    assert_eq!((told["ok"].as_bool(), code), (Some(false), Some(1)), "{told}");
    let refused = run(&["restore", text(&backup), "--to", text(&dir.path().join("to"))]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("record.db is not the file that was backed up"));
}

#[test]
fn a_day_of_work_after_the_backup_comes_back_from_the_segments_with_its_views() {
    let dir = TempDir::new().unwrap();
    let [data, backup, segments, to] = ["data", "backup", "segments", "restored"].map(|name| dir.path().join(name));
    demo(&data);
    // Its receipt is recorded after the backup, and so is not in it.
    let before = verified(&data)["size"].clone();
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let list = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&list), "--data", text(&data)]).status.success());
    let (mut server, _) = serve(&["--data", text(&data), "--segments", text(&segments)]);
    std::process::Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap();
    server.wait().unwrap();
    let held = checkpoint(&data, dir.path());
    let (restored, _) = json(&[
        "restore",
        text(&backup),
        "--to",
        text(&to),
        "--segments",
        text(&segments),
        "--held",
        text(&held),
        "--keys",
        text(&data),
        "--json",
    ]);
    assert_eq!((&restored["behind"], &restored["erasures_owed"]), (&serde_json::Value::Null, &false.into()));
    assert_eq!(restored["root"], verified(&data)["root"], "{restored}");
    assert_eq!(restored["backup_size"], before);
    assert!(restored["added"].as_u64() > Some(0), "{restored}");
    // The views are what they were: the same list again is known, and adds nothing.
    let (again, _) = json(&["import", "court-list", text(&list), "--json", "--data", text(&to)]);
    assert_eq!((again["accepted"].as_u64(), again["new"].as_u64()), (Some(0), Some(0)), "{again}");
}

#[test]
fn killed_and_its_disk_lost_the_record_comes_back_but_for_the_last_seconds() {
    let dir = TempDir::new().unwrap();
    let [data, backup, segments, acks, to] =
        ["data", "backup", "segments", "acks", "restored"].map(|name| dir.path().join(name));
    let bench = ["bench", "append", "--data", text(&data), "--acks", text(&acks), "--segments", text(&segments)];
    let start = || throughcare(&bench).stderr(Stdio::null()).spawn().unwrap();
    let stop = |mut writer: Child| {
        writer.kill().unwrap();
        writer.wait().unwrap();
    };
    let writer = start();
    // On a busy machine it takes a while until there is anything to copy.
    while fs::read_to_string(&acks).unwrap_or_default().is_empty() {
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(500));
    stop(writer);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let in_backup = fs::read_to_string(&acks).unwrap().lines().count();
    let writer = start();
    wait_for_segments(&segments, written(&segments) + 2);
    stop(writer);
    fs::remove_file(data.join("record.db")).unwrap();
    let (restored, _) = json(&["restore", text(&backup), "--to", text(&to), "--segments", text(&segments), "--json"]);
    assert_eq!(restored["ok"], true, "{restored}");
    assert_eq!(restored["erasures_owed"], true, "no held checkpoint tells where the segments end: {restored}");
    let acknowledged = fs::read_to_string(&acks).unwrap().lines().count();
    let there = usize::try_from(restored["entries"].as_u64().unwrap()).unwrap();
    assert!(there > in_backup, "nothing came from the segments: {restored}");
    let known: String =
        fs::read_to_string(&acks).unwrap().lines().take(in_backup).fold(String::new(), |all, id| all + id + "\n");
    fs::write(dir.path().join("known"), known).unwrap();
    let (report, _) = json(&["verify", "--json", "--data", text(&to), "--expect", text(&dir.path().join("known"))]);
    assert_eq!(report["ok"], true, "{there} of {acknowledged}: {report}");
}

#[test]
fn a_restore_that_falls_short_of_a_held_checkpoint_is_read_only_until_somebody_says_why() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to] = ["data", "backup", "restored"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let list = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&list), "--data", text(&data)]).status.success());
    let held = checkpoint(&data, dir.path());
    let (told, _) =
        json(&["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(&held), "--json"]);
    assert_eq!((&told["ok"], &told["behind"]), (&serde_json::Value::Bool(true), &verified(&data)["size"]), "{told}");
    let refused = run(&["serve", "--data", text(&to), "--listen", "127.0.0.1:0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("until its rollback is declared"));
    verified(&to);
    let why = ["restore", "--to", text(&to), "--declare-rollback", "The disk was lost, and its segments with it"];
    assert!(run(&why).status.success());
    let after = verified(&to);
    assert_eq!(after["entries"].as_u64(), told["entries"].as_u64().map(|n| n + 1), "the rollback is itself an entry");
    assert!(run(&["restore", "--to", text(&to), "--no-erasures", "None is in the register"]).status.success());
    assert_eq!(run(&why).status.code(), Some(2), "there is nothing to declare twice");
    let (mut server, _) = serve(&["--data", text(&to)]);
    server.kill().unwrap();
    server.wait().unwrap();
}

/// A list of what was erased in a folder, signed by its log.
pub(crate) fn list_of(data: &Path, file: &Path) {
    let list = run(&["export", "erasures", "--data", text(data)]);
    assert!(list.status.success(), "{}", String::from_utf8_lossy(&list.stderr));
    fs::write(file, list.stdout).unwrap();
}

#[test]
fn a_list_of_erasures_is_carried_out_before_a_restored_record_is_served() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, list] = ["data", "backup", "restored", "erased"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    list_of(&data, &list);
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--erasures", text(&list)];
    let (told, _) = json(&[&restore[..], &["--json"]].concat());
    assert_eq!((&told["erased_again"], &told["erasures_owed"]), (&2.into(), &false.into()), "{told}");
    let report = verified(&to);
    assert_eq!(report["erasures"].as_array().map(Vec::len), Some(2));
    assert!(report["notes"].to_string().contains("2 erased again"), "the replay is told: {report}");
    let (mut server, _) = serve(&["--data", text(&to)]);
    server.kill().unwrap();
    server.wait().unwrap();
    let live = run(&["replay-erasures", text(&list), "--data", text(&to)]);
    assert!(!live.status.success() && String::from_utf8_lossy(&live.stderr).contains("was not just restored"));
}

#[test]
fn a_record_restored_without_a_word_of_erasures_is_not_served_until_they_are_carried_out() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, list] = ["data", "backup", "restored", "erased"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    list_of(&data, &list);
    let restored = run(&["restore", text(&backup), "--to", text(&to), "--keys", text(&data)]);
    assert!(restored.status.success());
    assert!(String::from_utf8_lossy(&restored.stdout).contains("MAY STAND IN IT AGAIN"), "{restored:?}");
    verified(&to);
    let refused = |arguments: &[&str]| {
        let answer = run(arguments);
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success() && said.contains("replay-erasures"), "{arguments:?}: {said}");
    };
    refused(&["serve", "--data", text(&to), "--listen", "127.0.0.1:0"]);
    refused(&["backup", "--data", text(&to), "--to", text(&dir.path().join("second"))]);
    refused(&["import", "court-list", text(&data.join("samples/court-list.xml")), "--data", text(&to)]);
    let (done, code) = json(&["replay-erasures", text(&list), "--json", "--data", text(&to)]);
    assert_eq!((&done["erased"], code), (&2.into(), Some(0)), "{done}");
    let (mut server, _) = serve(&["--data", text(&to)]);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(verified(&to)["erasures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn segments_whose_end_nobody_holds_say_nothing_of_what_was_erased() {
    let dir = TempDir::new().unwrap();
    let [data, backup, segments, to] = ["data", "backup", "segments", "restored"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    fs::create_dir(&segments).unwrap();
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--segments", text(&segments)];
    let (told, _) = json(&[&restore[..], &["--json"]].concat());
    assert_eq!((&told["added"], &told["erasures_owed"]), (&0.into(), &true.into()), "{told}");
    let refused = run(&["serve", "--data", text(&to), "--listen", "127.0.0.1:0"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("replay-erasures"), "{said}");
}

#[test]
fn a_held_checkpoint_that_covers_no_more_than_the_backup_says_nothing_of_what_was_erased_since() {
    let dir = TempDir::new().unwrap();
    let [data, backup, segments] = ["data", "backup", "segments"].map(|name| dir.path().join(name));
    demo(&data);
    let [before, at, after] = ["before", "at", "after"].map(|name| dir.path().join(name));
    for name in [&before, &at, &after] {
        fs::create_dir(name).unwrap();
    }
    let court = data.join("samples/court-list.xml");
    let earlier = checkpoint(&data, &before);
    assert!(run(&["import", "court-list", text(&court), "--data", text(&data)]).status.success());
    let same = checkpoint(&data, &at);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    let later = checkpoint(&data, &after);
    // They had stopped when the backup was taken.
    fs::create_dir(&segments).unwrap();
    let restored = |held: &Path, to: &str| {
        let to = dir.path().join(to);
        let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(held)];
        let (told, _) = json(&[&restore[..], &["--segments", text(&segments), "--json"]].concat());
        assert_eq!((&told["added"], &told["erasures_owed"]), (&0.into(), &true.into()), "{told}");
        let serve = run(&["serve", "--data", text(&to), "--listen", "127.0.0.1:0"]);
        assert_eq!(serve.status.code(), Some(2), "who was erased would be there again");
        told
    };
    for (held, to) in [(&earlier, "one"), (&same, "two")] {
        assert!(restored(held, to)["behind"].is_null());
    }
    assert!(restored(&later, "three")["behind"].is_u64());
    // With the segments that were missing the same checkpoint is answered by them, and one from before the backup is not enough.
    let mut written = Segments::open(&data, &segments).unwrap();
    while written.write_next().unwrap().is_some() {}
    for (held, owed) in [(&later, false), (&earlier, true)] {
        let to = dir.path().join(format!("whole-{owed}"));
        let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(held)];
        let (told, _) = json(&[&restore[..], &["--segments", text(&segments), "--json"]].concat());
        assert_eq!(told["erasures_owed"], owed, "{told}");
        assert_eq!(verified(&to)["erasures"].as_array().map(Vec::len), Some(2), "they came with the segments");
    }
}

#[test]
fn a_record_that_is_held_is_not_backed_up_for_the_copy_would_not_say_so() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, second] = ["data", "backup", "restored", "second"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let list = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&list), "--data", text(&data)]).status.success());
    let held = checkpoint(&data, dir.path());
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(&held)];
    let none = ["--no-erasures", "None is in the register"];
    let early = run(&[&restore[..], &none].concat());
    let said = String::from_utf8_lossy(&early.stderr).into_owned();
    assert!(!early.status.success() && said.contains("can be recorded once the rollback is declared"), "{said}");
    assert!(!to.exists(), "nothing is recorded before that, and nothing stands there");
    assert!(run(&restore).status.success());
    let again = ["backup", "--data", text(&to), "--to", text(&second)];
    let refused = run(&again);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("may stand in it again"), "{said}");
    assert!(!second.exists(), "nothing from which a second history could be served");
    let early = run(&[&["restore", "--to", text(&to)][..], &none].concat());
    let said = String::from_utf8_lossy(&early.stderr).into_owned();
    assert!(!early.status.success() && said.contains("its rollback is declared first"), "{said}");
    let why = ["restore", "--to", text(&to), "--declare-rollback", "The disk was lost"];
    assert!(run(&[&why[..], &none].concat()).status.success());
    assert!(run(&again).status.success(), "and it is, once that is declared");
}

#[test]
fn a_list_from_before_the_backup_is_refused_and_ends_nothing() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, list] = ["data", "backup", "restored", "erased"].map(|name| dir.path().join(name));
    demo(&data);
    list_of(&data, &list);
    let court = data.join("samples/court-list.xml");
    assert!(run(&["import", "court-list", text(&court), "--data", text(&data)]).status.success());
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    let refused = |arguments: &[&str]| {
        let answer = run(arguments);
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success() && said.contains("from before the backup"), "{arguments:?}: {said}");
    };
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data)];
    refused(&[&restore[..], &["--erasures", text(&list)]].concat());
    assert!(!to.exists(), "nothing is restored either");
    assert!(run(&restore).status.success());
    let replay = ["replay-erasures", text(&list), "--data", text(&to)];
    refused(&replay);
    refused(&replay);
    assert_eq!(run(&["serve", "--data", text(&to), "--listen", "127.0.0.1:0"]).status.code(), Some(2));
    list_of(&data, &list);
    assert!(run(&replay).status.success(), "one from after it is carried out");
    assert_eq!(verified(&to)["erasures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_list_from_before_the_held_checkpoint_is_carried_out_once_the_rollback_is_declared() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, list] = ["data", "backup", "restored", "erased"].map(|name| dir.path().join(name));
    demo(&data);
    // Of the very size of the backup: what is recorded to see to the restore makes it no older.
    list_of(&data, &list);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    let held = checkpoint(&data, dir.path());
    let refused = |arguments: &[&str]| {
        let answer = run(arguments);
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success() && said.contains("declare the rollback first"), "{arguments:?}: {said}");
    };
    let restore = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--held", text(&held)];
    refused(&[&restore[..], &["--erasures", text(&list)]].concat());
    assert!(run(&restore).status.success());
    let replay = ["replay-erasures", text(&list), "--data", text(&to)];
    refused(&replay);
    assert!(run(&["restore", "--to", text(&to), "--declare-rollback", "The disk was lost"]).status.success());
    let done = run(&replay);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    verified(&to);
}

#[test]
fn that_nothing_was_erased_is_said_with_a_reason_and_recorded() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to] = ["data", "backup", "restored"].map(|name| dir.path().join(name));
    demo(&data);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    assert!(run(&["restore", text(&backup), "--to", text(&to), "--keys", text(&data)]).status.success());
    let declare = |why: &str| run(&["restore", "--to", text(&to), "--no-erasures", why]);
    assert!(!declare(" ").status.success());
    assert!(declare("The register of erasures has none since").status.success());
    let report = verified(&to);
    assert!(report["notes"].to_string().contains("it was declared that nothing had been erased"), "{report}");
    assert!(!declare("Once more").status.success(), "there is nothing to declare twice");
    let (mut server, _) = serve(&["--data", text(&to)]);
    server.kill().unwrap();
    server.wait().unwrap();
}

#[test]
fn a_list_that_nobody_signed_or_somebody_altered_or_of_another_log_erases_nothing() {
    let dir = TempDir::new().unwrap();
    let [data, other, backup, to, list] =
        ["data", "other", "backup", "restored", "list"].map(|name| dir.path().join(name));
    demo(&data);
    let made = run(&["demo", "--no-serve", "--people", "10", "--seed", "9", "--data", text(&other)]);
    assert!(made.status.success());
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    let (stream, seqs) = somebody(&data);
    let invented = serde_json::json!({
        "erasure": format!("{stream}/900"), "entries": [], "authority": "a court's order",
        "approved_by": "IO2", "on": "2015-12-16",
    });
    let refused = |contents: &str, why: &str| {
        fs::write(&list, contents).unwrap();
        let arguments = ["restore", text(&backup), "--to", text(&to), "--keys", text(&data), "--erasures", text(&list)];
        let answer = run(&arguments);
        let said = String::from_utf8_lossy(&answer.stderr).into_owned();
        assert!(!answer.status.success() && said.contains(why), "{why}: {said}");
        assert!(!to.exists(), "nothing is restored either");
    };
    refused(&format!("{invented}\n"), "does not end in the log's signature");
    erase(Store::open(&data).unwrap(), &stream, &seqs);
    list_of(&data, &list);
    let signed = fs::read_to_string(&list).unwrap();
    refused(&signed.replace("IO2", "IO9"), "it was altered");
    refused(&format!("{invented}\n{signed}"), "it was altered");
    let cut = signed.lines().next().unwrap();
    refused(cut, "does not end in the log's signature");
    // Another demonstration has a key of its own.
    list_of(&other, &list);
    refused(&fs::read_to_string(&list).unwrap(), "of another record");
}

#[test]
fn a_legal_hold_in_the_copy_is_stronger_than_the_list() {
    let dir = TempDir::new().unwrap();
    let [data, backup, to, list] = ["data", "backup", "restored", "erased"].map(|name| dir.path().join(name));
    demo(&data);
    let (stream, seqs) = somebody(&data);
    let copy = dir.path().join("before");
    assert!(run(&["backup", "--data", text(&data), "--to", text(&copy)]).status.success());
    hold(Store::open(&data).unwrap(), &stream);
    assert!(run(&["backup", "--data", text(&data), "--to", text(&backup)]).status.success());
    // The same log as it would be had the hold never been: an operator's folder, set back and erased in.
    let set_back = dir.path().join("set-back");
    let why = ["--keys", text(&data), "--no-erasures", "A trial"];
    let trial = [&["restore", text(&copy), "--to", text(&set_back)][..], &why].concat();
    assert!(run(&trial).status.success());
    erase(Store::open(&set_back).unwrap(), &stream, &seqs);
    list_of(&set_back, &list);
    assert!(run(&["restore", text(&backup), "--to", text(&to), "--keys", text(&data)]).status.success());
    let (done, code) = json(&["replay-erasures", text(&list), "--json", "--data", text(&to)]);
    assert_eq!((&done["erased"], &done["held"], code), (&0.into(), &2.into(), Some(1)), "{done}");
    let report = verified(&to);
    assert_eq!(report["erasures"].as_array().map(Vec::len), Some(0), "{report}");
    assert!(report["notes"].to_string().contains("2 left under a legal hold"), "{report}");
}
