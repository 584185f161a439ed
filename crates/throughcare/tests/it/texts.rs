//! Texts by the command line: files for a gateway, and its receipts.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::scratch::{json, run, text};

fn send(data: &Path, spool: &Path) -> Value {
    let (done, code) = json(&["send", "--once", "--json", "--texts", text(spool), "--data", text(data)]);
    assert_eq!(code, Some(0), "{done}");
    done
}

fn texts(spool: &Path) -> Vec<Value> {
    let files = fs::read_dir(spool).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort_unstable();
    files.iter().map(|path| serde_json::from_slice(&fs::read(path).unwrap()).unwrap()).collect()
}

#[test]
fn what_is_due_is_handed_over_once_and_receipts_are_recorded_or_set_aside() {
    let folder = TempDir::new().unwrap();
    let (data, spool) = (folder.path().join("data"), folder.path().join("texts"));
    assert!(run(&["demo", "--no-serve", "--people", "200", "--data", text(&data)]).status.success());
    let done = send(&data, &spool);
    let handed_over = done["handed_over"].as_u64().unwrap();
    assert!(handed_over > 1 && done["queued"] == done["handed_over"] && done["left"] == 0, "{done}");
    let sent = texts(&spool);
    assert_eq!(sent.len() as u64, handed_over);
    for text in &sent {
        let (to, words) = (text["to"].as_str().unwrap(), text["text"].as_str().unwrap());
        assert!(to.starts_with("+447700900"), "a number nobody has: {to}");
        assert!(words.starts_with("Reminder") && words.contains("ring"), "{words}");
    }
    let again = send(&data, &spool);
    assert_eq!((again["queued"].as_u64(), again["handed_over"].as_u64()), (Some(0), Some(0)), "{again}");

    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = spool.join(format!("{}.json", sent[0]["id"].as_str().unwrap()));
    assert_eq!((mode(&spool), mode(&file)), (0o770, 0o660), "for the service and the gateway's group");
    fs::write(spool.join(".half.part"), "{").unwrap();

    let receipts = spool.join("receipts");
    let id = |at: usize| sent[at]["id"].as_str().unwrap().to_owned();
    fs::write(receipts.join("1.json"), format!(r#"{{"id":"{}","status":"delivered"}}"#, id(0))).unwrap();
    fs::write(
        receipts.join("2.json"),
        format!(r#"{{"id":"{}","status":"failed","reason":"{}"}}"#, id(1), "No such number ".repeat(100)),
    )
    .unwrap();
    fs::write(receipts.join("3.json"), "{").unwrap();
    fs::write(receipts.join("4.json"), r#"{"id":"nobody","status":"delivered"}"#).unwrap();
    let long = format!("{}.json", "5".repeat(250));
    fs::write(receipts.join(&long), format!(r#"{{"id":"{}","status":"delivered"}}"#, id(0))).unwrap();
    let done = send(&data, &spool);
    assert_eq!((done["receipts"].as_u64(), done["unreadable"].as_u64()), (Some(2), Some(3)), "{done}");
    assert!(receipts.join("unreadable").join(&long).exists() && !spool.join(".half.part").exists());
    for (name, why) in [("3.json", "It is no receipt"), ("4.json", "No text of this record has this id.")] {
        let reason = fs::read_to_string(receipts.join("unreadable").join(format!("{name}.reason"))).unwrap();
        assert!(reason.contains(why) && receipts.join("unreadable").join(name).exists(), "{reason}");
    }
    assert!(receipts.join("recorded/1.json").exists() && !receipts.join("1.json").exists());
    let (report, code) = json(&["verify", "--json", "--data", text(&data)]);
    assert_eq!((report["ok"].as_bool(), code), (Some(true), Some(0)), "{report}");
}

#[test]
fn what_was_taken_back_before_a_stop_is_said_by_the_next_run_once() {
    let folder = TempDir::new().unwrap();
    let (data, spool) = (folder.path().join("data"), folder.path().join("texts"));
    assert!(run(&["demo", "--no-serve", "--people", "200", "--data", text(&data)]).status.success());
    send(&data, &spool);
    let id = texts(&spool)[0]["id"].as_str().unwrap().to_owned();
    // As it lies there when the program is stopped between taking it back and saying so.
    let (gone, kept) = (spool.join(format!("{id}.json")), spool.join("taken-back").join(format!("{id}.json")));
    fs::rename(&gone, &kept).unwrap();
    let done = send(&data, &spool);
    assert_eq!((done["not_sent"].as_u64(), done["left"].as_u64()), (Some(1), Some(0)), "{done}");
    assert!(!kept.exists(), "it is on record");
    let again = send(&data, &spool);
    assert_eq!(again["not_sent"].as_u64(), Some(0), "once: {again}");
    let (report, code) = json(&["verify", "--json", "--data", text(&data)]);
    assert_eq!((report["ok"].as_bool(), code), (Some(true), Some(0)), "{report}");
}
