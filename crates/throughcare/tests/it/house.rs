//! The rules of the house, as tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What each room may lean on. An arrow that is not here fails.
const ARROWS: &[(&str, &[&str])] = &[
    ("ledger", &[]),
    ("cluster", &[]),
    ("record", &["ledger"]),
    ("practice", &["record"]),
    ("access", &["record"]),
    ("exchange", &["record"]),
    ("assessment", &["record", "practice"]),
    ("store", &["ledger"]),
    ("service", &["ledger", "record", "practice", "access", "exchange", "assessment", "store"]),
    ("web", &["ledger", "record", "practice", "access", "service"]),
    ("pilot", &["ledger", "record", "practice", "access", "exchange", "assessment", "store", "service"]),
    (
        "throughcare",
        &["ledger", "record", "practice", "access", "exchange", "assessment", "store", "service", "web", "pilot"],
    ),
    (
        "scenarios",
        &["ledger", "record", "practice", "access", "exchange", "assessment", "store", "service", "web", "pilot"],
    ),
];

/// Lines a file of code may have before it should have been two.
const LONGEST_FILE: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace stands")
}

#[test]
fn no_arrow_of_the_house_is_turned_round() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON");
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    for package in metadata["packages"].as_array().expect("packages") {
        let room = package["name"].as_str().expect("a name");
        let may = allowed.get(room).unwrap_or_else(|| panic!("{room} is a room without a place in the house"));
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let on = dependency["name"].as_str().expect("a name");
            let for_tests = dependency["kind"] == "dev";
            if allowed.contains_key(on) && !for_tests {
                assert!(may.contains(&on), "{room} leans on {on}");
            }
        }
    }
}

#[test]
fn every_room_takes_the_lints_of_the_house() {
    for entry in fs::read_dir(root().join("crates")).expect("rooms") {
        let manifest = entry.expect("a room").path().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).expect("a manifest");
        assert!(text.contains("[lints]\nworkspace = true"), "{}", manifest.display());
    }
}

#[test]
fn no_file_of_code_is_too_long_to_read() {
    for (path, text) in code() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{} has {lines} lines", path.display());
    }
}

#[test]
fn nothing_is_allowed_silently_and_nothing_is_left_undone() {
    let marks = [
        concat!("#[all", "ow("),
        concat!("#![all", "ow("),
        concat!("to", "do!("),
        concat!("unimplemen", "ted!("),
        concat!("db", "g!("),
    ];
    for (path, text) in code() {
        for mark in marks {
            assert!(!text.contains(mark), "{} has {mark}", path.display());
        }
    }
}

#[test]
fn every_room_opens_with_a_map() {
    for entry in fs::read_dir(root().join("crates")).expect("rooms") {
        let source = entry.expect("a room").path().join("src");
        let text = fs::read_to_string(source.join("lib.rs")).or_else(|_| fs::read_to_string(source.join("main.rs")));
        assert!(text.expect("a first file").starts_with("//!"), "{}", source.display());
    }
}

fn code() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("text");
                found.push((path, text));
            }
        }
    }
    found
}
