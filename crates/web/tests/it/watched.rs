//! The day verification fails on a database, as those who keep the service see it; and the figures that a machine reads.

use cluster::Cluster;
use record::time::Instant;
use scenarios::{Browser, Case, Sentence, Stage, genesis};
use store::{Database, Store};

use crate::{START, county};

/// A day, in the machine's microseconds.
const DAY: i64 = 86_400_000_000;

/// A county whose record is in a database, with a note on it.
struct Scene {
    stage: Stage,
    database: Database,
    olwen: Browser,
    case: Case,
    seq: usize,
}

impl Scene {
    fn new() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let (url, keys) = (Cluster::shared().database().expect("a database"), folder.path().join("keys"));
        let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
        let store = Store::create_in(database.clone(), &genesis()).expect("a record");
        let stage = Stage::in_record(folder, store, START);
        let (olwen, case) = (stage.sign_in("olwen"), stage.person("Sam Sentenced", &Sentence::default()));
        let path = format!("{}/note", case.home);
        stage.done(&olwen, &stage.page(&olwen, &path).form(&path).with("note", "Rang about Tuesday."));
        let seq = stage.entries_of(&case.stream).len();
        stage.service.store().protect_here().expect("sealed");
        Scene { stage, database, olwen, case, seq }
    }

    /// Another hand, with all the rights there are.
    fn write(&self, sql: &str) {
        let name = self.database.url.rsplit("dbname=").next().expect("a name");
        Cluster::shared().ask(name, sql).expect("written");
    }

    /// What the service does by itself once a day; whether it was due.
    fn verified(&self) -> bool {
        let (service, machine) = (&self.stage.service, self.stage.machine());
        let Some(verifying) = self.stage.wait(service.begin_verifying(machine, DAY)).expect("asked") else {
            return false;
        };
        let again = self.stage.wait(service.begin_verifying(machine, DAY)).expect("asked");
        assert!(again.is_none(), "of two servers one does it");
        self.stage.wait(service.goes_on_verifying(&verifying, machine, 7)).expect("said");
        let auditor = Database { server: "auditor".into(), ..self.database.clone() };
        let report = store::verify_database(&auditor, &[]).expect("a report");
        self.stage.wait(service.end_verifying(verifying, machine, self.stage.now(), Some(&report))).expect("kept");
        // So that what a machine is told is worked out anew.
        self.stage.let_pass(1);
        true
    }

    fn page(&self, path: &str) -> String {
        self.stage.page(&self.stage.sign_in("ada"), path).text()
    }
}

/// A figure that anybody may read; none where it is not told.
fn figure(stage: &Stage, name: &str) -> Option<i64> {
    let body = stage.page(&Browser::default(), "/metrics").body;
    let lines: Vec<&str> = body.lines().filter(|line| line.contains(&format!("throughcare_{name} "))).collect();
    let [help, kind, value] = lines[..] else {
        assert!(lines.is_empty(), "{name} is told once, with what it is: {lines:?}");
        return None;
    };
    assert!(help.starts_with("# HELP ") && kind == format!("# TYPE throughcare_{name} gauge"), "{lines:?}");
    value.rsplit(' ').next()?.parse().ok()
}

fn ready(stage: &Stage) -> String {
    stage.page(&Browser::default(), "/ready").body
}

#[test]
fn the_day_verification_fails_on_a_database_says_what_was_touched_and_what_to_do() {
    let scene = Scene::new();
    let stage = &scene.stage;
    assert!(scene.page("/protected").contains("Not by this service"));
    assert_eq!(figure(stage, "verification_faults"), None, "nothing was verified yet");
    assert!(scene.verified());
    let well = scene.page("/protected");
    assert!(well.contains("Every hash worked out anew") && !well.contains("not as it was sealed"), "{well}");
    assert!(!scene.page("/protected/failing").contains("found that"), "while all is well it names nothing");
    assert_eq!(figure(stage, "verification_faults"), Some(0));
    assert!(!ready(stage).contains("sealed"), "{}", ready(stage));
    assert!(!scene.verified(), "it is due once a day");

    // An insider with every right to the database changes a word, and leaves everything else as it was.
    let altered = "convert_to(replace(convert_from(content, 'UTF8'), 'Tuesday', 'Thursday'), 'UTF8')";
    let (stream, seq) = (&scene.case.stream, scene.seq);
    scene.write(&format!("UPDATE entry SET content = {altered} WHERE stream = '{stream}' AND seq = {seq}"));
    assert!(stage.timeline(&scene.olwen, &scene.case).says("Rang about Thursday."), "nobody is told by looking at it");
    stage.let_pass(24 * 60);
    assert!(scene.verified());
    let named = format!("First damaged: {stream}/{seq}");
    for path in ["/protected", "/protected/failing"] {
        let page = scene.page(path);
        assert!(page.contains("The record is not as it was sealed") && page.contains(&named), "{path}: {page}");
        assert!(!page.contains("Thursday") && !page.contains("Sentenced"), "neither what it says nor of whom: {page}");
    }
    let page = scene.page("/protected/failing");
    assert!(page.contains("Stop every server of the service") && page.contains("pg_basebackup"), "{page}");
    assert!(scene.page("/protected").contains("and it failed"));
    assert!(ready(stage).contains("alarm: the record is not as it was sealed\n"), "{}", ready(stage));
    assert!(figure(stage, "verification_faults") >= Some(1));

    // One that could not be finished takes nothing back.
    stage.let_pass(24 * 60);
    let (service, machine) = (&stage.service, stage.machine());
    let verifying = stage.wait(service.begin_verifying(machine, DAY)).expect("asked").expect("due");
    stage.wait(service.end_verifying(verifying, machine, Instant(machine), None)).expect("kept");
    stage.let_pass(1);
    assert!(scene.page("/protected").contains(&named));
    assert!(ready(stage).contains("alarm: the record is not as it was sealed\n"));
}

#[test]
fn what_a_server_acknowledged_and_does_not_find_again_is_a_figure_and_an_alarm() {
    let scene = Scene::new();
    assert_eq!(figure(&scene.stage, "acknowledged_missing"), Some(0));
    assert_eq!(figure(&scene.stage, "acknowledged_unwatched"), Some(0));
    assert!(!ready(&scene.stage).contains("alarm"), "{}", ready(&scene.stage));
    let Scene { stage, database, .. } = scene;
    // A server without the log's key: nobody seals, so that what it acknowledges can be taken away without a trace.
    let folder = stage.close();
    let bare = folder.path().join("bare");
    std::fs::create_dir(&bare).expect("a folder");
    for name in ["key.pub", "vouch"] {
        std::fs::copy(database.keys.join(name), bare.join(name)).expect("copied");
    }
    let store = Store::connect(Database { keys: bare, server: "two".into(), ..database.clone() }).expect("the record");
    let stage = Stage::over(folder, store, "2015-08-03T10:00");
    let gone = stage.person("Gail Gone", &Sentence::default()).stream;
    let name = database.url.rsplit("dbname=").next().expect("a name");
    let tables = ["unsealed", "entry", "head"].map(|table| format!("DELETE FROM {table} WHERE stream = '{gone}';"));
    Cluster::shared().ask(name, &tables.concat()).expect("taken away");
    for _ in 0..400 {
        if !stage.service.missing().is_empty() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    stage.let_pass(1);
    assert!(figure(&stage, "acknowledged_missing") >= Some(1));
    assert_eq!(figure(&stage, "acknowledged_unwatched"), Some(0), "all of it was looked for");
    assert!(ready(&stage).contains("alarm: something acknowledged is missing\n"), "{}", ready(&stage));
}

#[test]
fn every_figure_says_what_it_is_and_those_of_what_there_is_not_are_left_out() {
    let (stage, ..) = county();
    let body = stage.page(&Browser::default(), "/metrics").body;
    let names: Vec<&str> = body.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    assert!(names.len() >= 6, "{body}");
    for name in &names {
        assert!(figure(&stage, name.trim_start_matches("throughcare_")).is_some(), "{name}");
    }
    for name in ["verified_age_seconds", "verification_faults", "witnessed_leaves", "erasures_unscrubbed"] {
        assert_eq!(figure(&stage, name), None, "{name}");
    }
    assert!(figure(&stage, "log_leaves") > Some(0));
    assert_eq!(figure(&stage, "unsealed_entries"), Some(0));
}
