//! A name that stands in every place that could keep something of a person, erased, and looked for: in the files of the
//! folder or of the database, and in what the program and the database wrote to their logs.

use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, Once};

use access::Actor;
use cluster::{Cluster, Disk};
use record::facts::organisation::Role;
use scenarios::{Browser, Sentence, Stage, genesis};
use service::Ask;
use store::{Database, Store};

use crate::erasing::{decide, moved, noted, propose, waiting};
use crate::{ABSENT, START, county};

const LIST: &str = include_str!("../../../exchange/tests/fixtures/list_soap.xml");
/// Looked for in capitals and small letters.
pub(crate) const CANARY: &str = "Quetzalbird";

/// What the program wrote to its log while these tests ran, of all of them.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct ToLog;

impl Write for ToLog {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().expect("no test panics while it writes").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps what the program says to its log, and more than it says by itself.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = tracing_subscriber::EnvFilter::new("debug,tokio_postgres=warn");
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| ToLog).init();
    });
    tracing::debug!("listening");
}

/// Whether the program's own log holds the canary.
fn is_in_the_log() -> bool {
    let log = String::from_utf8_lossy(&LOG.lock().expect("no test panics while it writes")).to_lowercase();
    assert!(log.contains("listening"), "the test hears nothing");
    log.contains(&CANARY.to_lowercase())
}

fn plant(folder: &Path) {
    std::fs::create_dir_all(folder.join("samples")).expect("a folder");
    std::fs::write(folder.join("samples/court-list.xml"), canary_list()).expect("written");
    std::fs::write(folder.join("samples/other.xml"), "<nobody/>").expect("written");
}

/// The list of the tests, on which the canary stands twice: on a case, and in a row that is set aside.
fn canary_list() -> String {
    LIST.replace("GWILYM", CANARY)
}

/// The files of a folder that hold the canary, however it is written.
pub(crate) fn sightings(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).expect("a folder") {
        let path = file.expect("a file").path();
        if path.is_dir() {
            found.extend(sightings(&path));
            continue;
        }
        // Sockets are no files; and a database throws files of its own away meanwhile.
        let bytes = std::fs::read(&path).unwrap_or_default().to_ascii_lowercase();
        let canary = CANARY.to_lowercase();
        if bytes.windows(canary.len()).any(|part| part == canary.as_bytes()) {
            found.push(path.file_name().expect("a name").to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

pub(crate) fn court(stage: &Stage) -> Ask {
    let actor = Actor {
        staff: "N00CRT1".to_owned(),
        name: "Cora Courtly".to_owned(),
        role: Role::CourtOfficer,
        team: "N00CRT".to_owned(),
        provider: "N00".to_owned(),
        courts: Vec::new(),
    };
    Ask { actor, now: stage.now(), screen: "import" }
}

/// Somebody's life on record with the canary in every corner of it, and its end: two people erase all of it. `seen` is
/// called while it is all there.
fn live_and_be_erased(stage: &Stage, olwen: &Browser, seen: impl Fn()) {
    let data = stage.folder().to_owned();
    plant(&data);
    let case = stage.person(&format!("Cana {CANARY}"), &Sentence::default());
    // A missed appointment with its letter, a diary that changed, a note, drafts of two people.
    let warned = [
        ("decision", "warning"),
        ("serve_by", "hand"),
        ("next_date", "11/8/2015"),
        ("next_time", "10am"),
        ("note", CANARY),
    ];
    let answers: Vec<_> = ABSENT.iter().filter(|(name, _)| *name != "decision").copied().chain(warned).collect();
    stage.held(olwen, &case, "2015-08-04T10:00", &answers);
    noted(stage, olwen, &case, &format!("{CANARY} rang."));
    // A note that was recorded on somebody else first.
    let other = stage.person("Otto Other", &Sentence::default());
    moved(stage, olwen, &other, &case, &format!("{CANARY} called."));
    for name in ["olwen", "peter"] {
        let browser = stage.sign_in(name);
        let path = format!("{}/note", case.home);
        let form = stage.page(&browser, &path).form(&path).with("note", CANARY).with("form", &path);
        assert_eq!(stage.post(&browser, "/drafts", &form.encoded()).status, 204);
    }
    // A court’s list with the name, linked with the person; a row of it set aside.
    let ask = court(stage);
    let imported = stage.service.import_court_list(&ask, "list.xml", canary_list().into_bytes());
    let imported = stage.wait(imported).expect("imported");
    assert!(!imported.quarantined.is_empty());
    let listed = stage.read(|snapshot| {
        let days = snapshot.courts_with_days()?;
        let mut all = Vec::new();
        for day in days {
            all.extend(snapshot.court_cases(&day.court, &day.day)?);
        }
        Ok(all)
    });
    let of_them = |row: &&store::CourtCaseRow| row.defendant.contains(CANARY);
    let listed: Vec<_> = listed.iter().filter(of_them).collect();
    assert!(!listed.is_empty(), "the canary is on the list");
    seen();

    // The person, and what lists hold of them; each court entry by its own name, since nobody linked them.
    let (ines, ivan) = (stage.sign_in("ines"), stage.sign_in("ivan"));
    let imports = stage.read(|snapshot| snapshot.streams("import"));
    let courts = listed.iter().map(|row| row.stream.clone());
    for stream in std::iter::once(case.stream.clone()).chain(courts).chain(imports) {
        let answer = propose(stage, &ines, &stream, &[("what", "whole")]);
        assert_eq!(answer.status, 303, "{stream}: {}", answer.text());
        let path = waiting(stage, &ivan);
        if stream == case.stream {
            let page = stage.page(&ivan, &path);
            assert!(page.says("of an import, set aside, with their surname in it"), "{}", page.text());
        }
        let answer = decide(stage, &ivan, &path, "erase");
        assert_eq!(answer.status, 303, "{stream}: {}", answer.text());
    }
    assert_eq!(stage.get(olwen, &case.home).status, 403, "nobody holds the case any more");
    stage.page(&ivan, &format!("{}/timeline", case.home));
    let search = stage.page(olwen, "/find").form("/find").with("q", CANARY);
    assert_eq!(stage.send(olwen, &search).text().matches(CANARY).count(), 0);
}

#[test]
fn of_somebody_erased_no_file_of_the_folder_and_no_line_of_the_log_holds_a_trace() {
    listen();
    let (stage, olwen, _) = county();
    let data = stage.folder().to_owned();
    live_and_be_erased(&stage, &olwen, || assert_eq!(sightings(&data)[0], "court-list.xml"));
    assert_eq!(sightings(&data), [""; 0], "while the service runs");
    assert!(data.join("samples/other.xml").exists());
    let folder = stage.close();
    let data = folder.path().join("data");
    assert_eq!(sightings(&data), [""; 0]);
    assert!(!is_in_the_log());
    let report = store::verify(&data, &[]).expect("a report");
    assert!(report.ok && report.erasures.len() > 10, "{report:?}");
}

#[test]
fn of_somebody_erased_no_file_of_a_scrubbed_database_and_no_line_of_its_log_holds_a_trace() {
    listen();
    let cluster = Cluster::start(Disk::Quick).expect("a cluster");
    let folder = tempfile::tempdir().expect("a folder");
    let (keys, url) = (folder.path().join("keys"), cluster.database().expect("a database"));
    let name = url.rsplit("dbname=").next().expect("a name").to_owned();
    let database = |server: &str| Database {
        url: url.clone(),
        keys: keys.clone(),
        server: server.to_owned(),
        schema: None,
        standby: None,
    };
    let store = Store::create_in(database("one"), &genesis()).expect("a record");
    let stage = Stage::in_record(folder, store, START);
    let olwen = stage.sign_in("olwen");
    // The database's files, its write-ahead log, and what it wrote to its own log.
    let files = cluster.host().to_owned();
    live_and_be_erased(&stage, &olwen, || {
        cluster.ask(&name, "ANALYZE; CHECKPOINT").expect("written out");
        assert!(!sightings(&files).is_empty(), "the test sees nothing");
        assert!(sightings(&keys).contains(&"court-list.xml".to_owned()));
    });
    assert_eq!(sightings(&keys), [""; 0], "while the service runs");
    stage.service.store().protect_here().expect("sealed");
    let scrubbed = store::scrub(&database("scrub")).expect("scrubbed");
    assert!(scrubbed.left.is_empty(), "{scrubbed:?}");
    assert_eq!(sightings(&files), [""; 0]);
    assert!(!is_in_the_log());
    let report = store::verify_database(&database("auditor"), &[]).expect("a report");
    assert!(report.ok && report.erasures.len() > 10, "{report:?}");
    drop(stage.close());
}
