//! A database that does not answer: whoever asks is told so in time, loses nothing of what was typed, and finds out what
//! became of it.

use cluster::{Cluster, Disk};
use scenarios::{Browser, Case, Sentence, Stage, genesis};
use store::{Database, Store};

use crate::START;

/// A county whose record is in a database.
fn county(url: &str) -> (Stage, Browser, Case) {
    let folder = tempfile::tempdir().unwrap();
    let database = Database {
        url: url.to_owned(),
        keys: folder.path().join("keys"),
        server: "one".into(),
        schema: None,
        standby: None,
    };
    let stage = Stage::in_record(folder, Store::create_in(database, &genesis()).unwrap(), START);
    let olwen = stage.sign_in("olwen");
    let case = stage.person("Sam Sentenced", &Sentence::default());
    (stage, olwen, case)
}

/// Longer than anybody is kept waiting.
const HELD_UP: u64 = 14;

#[test]
fn a_form_that_is_recorded_too_late_is_found_when_it_is_sent_again() {
    let url = Cluster::shared().database().unwrap();
    let (stage, olwen, case) = county(&url);
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Rang about Tuesday.\nWill come.");
    let before = stage.entries();
    let name = url.rsplit('=').next().unwrap().to_owned();
    let held = name.clone();
    let holding = std::thread::spawn(move || {
        let held_up = format!("BEGIN; LOCK TABLE act IN EXCLUSIVE MODE; SELECT pg_sleep({HELD_UP}); COMMIT");
        Cluster::shared().ask(&held, &held_up).unwrap();
    });
    let locks = "SELECT COUNT(*) FROM pg_locks WHERE relation = 'act'::regclass AND mode = 'ExclusiveLock' AND granted";
    while Cluster::shared().ask(&name, locks).unwrap() == "0" {
        std::thread::yield_now();
    }
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.says("Not known yet if this was recorded"), "{}", answer.text());
    let again = answer.form(&path);
    for field in ["note", "key"] {
        assert_eq!(again.value(field), form.value(field), "{field} is kept as it was");
    }
    holding.join().unwrap();
    stage.done(&olwen, &again);
    assert_eq!(stage.entries(), before + 1, "recorded once");
}

/// A standby that stands still, until this is dropped.
struct Frozen<'a>(&'a Cluster);

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        self.0.thaw().unwrap();
    }
}

#[test]
fn while_the_standby_is_gone_everybody_is_told_so_and_keeps_what_they_typed() {
    let first = Cluster::start(Disk::Quick).unwrap();
    let url = first.database().unwrap();
    let second = first.standby().unwrap();
    let (stage, olwen, case) = county(&url);
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Rang about Tuesday.");
    let before = stage.entries();
    second.freeze().unwrap();
    let frozen = Frozen(&second);
    assert_eq!(stage.get(&olwen, &case.home).status, 503, "nothing is shown that cannot be noted");
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(answer.says("Not recorded: the record cannot be reached"), "{}", answer.text());
    let again = answer.form(&path);
    assert_eq!(again.value("note"), "Rang about Tuesday.");
    drop(frozen);
    stage.done(&olwen, &again);
    assert_eq!(stage.entries(), before + 1, "recorded once");
    stage.page(&olwen, &case.home);
    drop(stage.close());
}
