//! The log's key is never written over: whoever loses it can write nothing more to its record.

use std::fs;
use std::path::Path;

use cluster::Cluster;
use tempfile::TempDir;

use crate::scratch::{run, text};

/// A record with a key of its own.
fn demo(folder: &Path, seed: &str) {
    let made = run(&["demo", "--no-serve", "--people", "5", "--seed", seed, "--data", text(folder)]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn key(folder: &Path) -> String {
    fs::read_to_string(folder.join("key")).unwrap()
}

/// What was refused, and that it says why.
fn refused(arguments: &[&str], why: &str) {
    let answer = run(arguments);
    let said = String::from_utf8_lossy(&answer.stderr).into_owned();
    assert!(answer.status.code() == Some(2) && said.contains(why), "{arguments:?}: {:?}: {said}", answer.status.code());
}

#[test]
fn a_key_is_not_copied_over_itself_by_whatever_name() {
    let dir = TempDir::new().unwrap();
    let [data, backup, link, other] = ["data", "backup", "link", "other"].map(|name| dir.path().join(name));
    demo(&data, "1");
    let before = key(&data);
    let way_round = data.join(".");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&data, &link).unwrap();
        fs::create_dir(&other).unwrap();
        std::os::unix::fs::symlink(data.join("key"), other.join("key")).unwrap();
    }
    for keys in [&data, &way_round, &link, &other].into_iter().filter(|keys| keys.exists()) {
        let take = ["backup", "--data", text(&data), "--to", text(&backup), "--keys", text(keys)];
        refused(&take, "the one that was to be copied");
        assert_eq!(key(&data), before);
        assert!(!backup.exists(), "refused before anything is copied");
    }
}

#[test]
fn a_second_services_key_is_not_copied_over_the_firsts_and_the_same_one_twice_is_no_harm() {
    let dir = TempDir::new().unwrap();
    let [one, two, keys, own] = ["one", "two", "keys", "own"].map(|name| dir.path().join(name));
    demo(&one, "1");
    demo(&two, "2");
    let copy = |data: &Path, to: &str, keys: &Path| {
        let to = dir.path().join(to);
        run(&["backup", "--data", text(data), "--to", text(&to), "--keys", text(keys)])
    };
    assert!(copy(&one, "first", &keys).status.success());
    assert!(copy(&one, "second", &keys).status.success());
    assert_eq!(key(&keys), key(&one));
    let third = dir.path().join("third");
    refused(&["backup", "--data", text(&two), "--to", text(&third), "--keys", text(&keys)], "is another log's key");
    assert_eq!(key(&keys), key(&one), "the only second copy there is");
    assert!(!third.exists());
    assert!(copy(&two, "third", &own).status.success(), "a folder of its own");
    assert_eq!(key(&own), key(&two));
    assert_eq!(fs::read_dir(&own).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn no_record_is_made_in_a_folder_with_another_logs_key() {
    let dir = TempDir::new().unwrap();
    let [data, keys] = ["data", "keys"].map(|name| dir.path().join(name));
    demo(&data, "1");
    fs::create_dir(&keys).unwrap();
    // As it is on a server that does not seal: either half says whose it is.
    for half in ["key.pub", "key"] {
        fs::copy(data.join(half), keys.join(half)).unwrap();
        let make = ["demo", "--no-serve", "--people", "5", "--seed", "2", "--data", text(&keys)];
        refused(&make, "is another log's key");
        assert!(!keys.join("record.db").exists());
    }
    assert_eq!(key(&keys), key(&data));
    assert_eq!(fs::read(keys.join("key.pub")).unwrap(), fs::read(data.join("key.pub")).unwrap());
}

#[test]
fn a_refused_move_leaves_no_key_behind_and_takes_none_away() {
    let dir = TempDir::new().unwrap();
    let [one, two, keys, own] = ["one", "two", "keys", "own"].map(|name| dir.path().join(name));
    demo(&one, "1");
    demo(&two, "2");
    let [taken, empty] = [(); 2].map(|()| Cluster::shared().database().unwrap());
    let grow = |data: &Path, keys: &Path, url: &str| {
        ["grow", "--data", text(data), "--keys", text(keys), "--database-url", url].map(str::to_owned)
    };
    let moved = |arguments: [String; 7]| run(&arguments.each_ref().map(String::as_str)).status.success();
    let not_moved = |arguments: [String; 7], why: &str| refused(&arguments.each_ref().map(String::as_str), why);
    assert!(moved(grow(&one, &keys, &taken)));
    let before = key(&keys);
    not_moved(grow(&two, &keys, &taken), "there is already a record");
    assert_eq!(key(&keys), before, "the servers of the first still seal with it");
    not_moved(grow(&two, &own, &taken), "there is already a record");
    assert!(!own.join("key").exists());
    not_moved(grow(&two, &keys, &empty), "is another log's key");
    assert_eq!(key(&keys), before);
    assert!(!two.join("moved").exists(), "it goes on where it is");
    // Its key may be there already, from a move that was cut off.
    fs::create_dir_all(&own).unwrap();
    fs::copy(two.join("key"), own.join("key")).unwrap();
    assert!(moved(grow(&two, &own, &empty)));
    assert_eq!(key(&own), key(&two));
}
