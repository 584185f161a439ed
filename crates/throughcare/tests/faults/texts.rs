//! The sending of texts, stopped at any moment: each goes out under one name, and is on record once.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use record::entry::Entry;
use record::facts::Fact;
use store::Store;

fn throughcare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_throughcare"));
    command.args(arguments).env("RUST_LOG", "error").stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn text(path: &Path) -> &str {
    path.to_str().expect("scratch paths are plain")
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.filter_map(Result::ok).filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> =
        names.filter(|name| Path::new(name).extension().is_some_and(|end| end == "json")).collect();
    names.sort_unstable();
    names
}

/// Of each text on record, by its key: how often it was queued, and how often it was handed over.
fn on_record(data: &Path) -> BTreeMap<String, (u32, u32)> {
    let store = Store::open_read_only(data).unwrap();
    let mut texts = BTreeMap::new();
    for stream in store.read_here(|snapshot| snapshot.streams("person")).unwrap() {
        let rows = store.read_here(|snapshot| snapshot.entries(&stream)).unwrap();
        for row in rows {
            let entry = Entry::read(&stream, row.seq, row.recorded, row.content.as_deref()).unwrap();
            let Some(content) = entry.content else { continue };
            let name = content.component.unwrap_or_default();
            let Some(key) = name.strip_prefix("text-") else { continue };
            let counts: &mut (u32, u32) = texts.entry(key.to_owned()).or_default();
            match content.fact {
                Fact::MessageQueued(_) => counts.0 += 1,
                Fact::MessageDispatched(_) => counts.1 += 1,
                _ => {}
            }
        }
    }
    texts
}

/// What is wrong with what was sent: every file is a text that was queued once and handed over once, and the other way round.
fn wrong(data: &Path, spool: &Path) -> Vec<String> {
    let (texts, files) = (on_record(data), files(spool));
    let expected: Vec<String> = texts.keys().map(|key| format!("{key}.json")).collect();
    let mut wrong: Vec<String> = texts
        .iter()
        .filter(|(_, counts)| **counts != (1, 1))
        .map(|(key, counts)| format!("{key}: {counts:?}"))
        .collect();
    if files != expected {
        wrong.push(format!("{} files of {} texts", files.len(), expected.len()));
    }
    wrong
}

fn stopped(times: usize) {
    let dir = tempfile::tempdir().unwrap();
    let (data, spool) = (dir.path().join("data"), dir.path().join("texts"));
    let made = throughcare(&["demo", "--no-serve", "--people", "400", "--data", text(&data)]).status().unwrap();
    assert!(made.success());
    let send = || throughcare(&["send", "--once", "--texts", text(&spool), "--data", text(&data)]);
    let mut between = 0;
    for _ in 0..times {
        let before = files(&spool).len();
        let mut sender = send().spawn().unwrap();
        let begun = Instant::now();
        while files(&spool).len() == before && begun.elapsed() < Duration::from_secs(25) {
            if sender.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_micros(200));
        }
        sender.kill().unwrap();
        sender.wait().unwrap();
        between += usize::from(!wrong(&data, &spool).is_empty());
    }
    assert!(send().status().unwrap().success());
    let texts = on_record(&data).len();
    assert!(texts > times, "only {texts} texts: there was nothing to stop");
    assert_eq!(wrong(&data, &spool), Vec::<String>::new());
    println!("stopped {times} times, {between} of them in the middle of a text: {texts} texts, each once");
    // The same text under another name would be noticed.
    let one = files(&spool).pop().unwrap();
    std::fs::copy(spool.join(&one), spool.join(format!("again-{one}"))).unwrap();
    assert_eq!(wrong(&data, &spool).len(), 1);
}

#[test]
fn stopped_three_times_each_text_goes_out_under_one_name_and_is_on_record_once() {
    stopped(3);
}

#[test]
#[ignore = "long: make faults"]
fn stopped_twenty_times_each_text_goes_out_once() {
    stopped(20);
}
