//! What was erased, looked for in the files of a PostgreSQL cluster.

use std::path::Path;

use cluster::{Cluster, Disk};
use store::conformance::samples::{START, act, erasure, genesis, person, person_row};
use store::{Act, DraftRow, Rows, SideWrite, Store, scrub};

use crate::postgres::Place;
use crate::support::record;

/// Where a text stands in the files below a folder.
fn found(folder: &Path, text: &str) -> Vec<String> {
    let mut places = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            places.extend(found(&path, text));
        } else if std::fs::read(&path).is_ok_and(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()))
        {
            places.push(path.display().to_string());
        }
    }
    places
}

#[test]
fn what_was_erased_is_in_no_file_of_the_database_once_it_is_scrubbed_and_vacuum_is_not_enough() {
    let cluster = Cluster::start(Disk::Quick).unwrap();
    let place = Place::new(&cluster);
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    let files = cluster.host().join("data");
    let named = |surname: &str| vec![Rows::Person { stream: person(1), rows: vec![person_row(1, surname, "Ada")] }];
    let said = Act { rows: named("CANARYNAME"), ..act(START, &person(1), "CANARYTEXT") };
    let told = record(&store, said);
    for n in 2..200 {
        let rows = vec![Rows::Person { stream: person(n), rows: vec![person_row(n, "Other", "Ada")] }];
        record(&store, Act { rows, ..act(START, &person(n), &n.to_string()) });
    }
    // Drafts, of which no row is left afterwards: of an empty table the planner would keep the samples it had.
    let drafts = (1..20).map(|n| {
        let (form, subject) = (format!("note {n}"), person(1).to_string());
        let body = format!("CANARYDRAFT {n}");
        SideWrite::PutDraft(DraftRow { staff: "staff-1".into(), form, subject, body, saved_at: START })
    });
    store.put_here(SideWrite::All(drafts.collect())).unwrap();
    store.protect_here().unwrap();
    // The planner has taken its samples, and the log has been written out.
    cluster.ask(&place.name(), "ANALYZE").unwrap();
    cluster.ask(&place.name(), "CHECKPOINT").unwrap();
    let ids = [told.ids[0].to_string()];
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rows = named("erased");
    record(&store, Act { entries: vec![erasure(&person(1), &ids)], rows, ..act(START, &person(1), "") });
    store.protect_here().unwrap();
    for canary in ["CANARYNAME", "CANARYTEXT", "CANARYDRAFT"] {
        assert!(!found(&files, canary).is_empty(), "the test sees nothing: {canary}");
    }
    cluster.ask(&place.name(), "VACUUM").unwrap();
    cluster.ask(&place.name(), "CHECKPOINT").unwrap();
    assert!(!found(&files, "CANARYTEXT").is_empty(), "a plain VACUUM would do");

    let scrubbed = scrub(&place.server("scrub")).unwrap();
    assert!(scrubbed.left.is_empty(), "{scrubbed:?}");
    for canary in ["CANARYNAME", "CANARYTEXT", "CANARYDRAFT"] {
        assert_eq!(found(&files, canary), Vec::<String>::new());
    }
    // The service goes on, and nothing that stands was touched.
    record(&store, act(START, &person(5), "afterwards"));
    store.protect_here().unwrap();
    let report = store::verify_database(&place.server("auditor"), &[]).unwrap();
    assert!(report.ok && report.erasures.len() == 1, "{report:?}");
    assert_eq!(cluster.ask(&place.name(), "SHOW wal_recycle").unwrap(), "on", "as it was set before");
}

#[test]
fn a_slot_that_keeps_the_log_back_is_told_and_nothing_is_called_done() {
    let cluster = Cluster::start(Disk::Quick).unwrap();
    let place = Place::new(&cluster);
    let store = Store::create_in(place.server("one"), &genesis()).unwrap();
    record(&store, act(START, &person(1), "text"));
    cluster.ask(&place.name(), "SELECT pg_create_physical_replication_slot('behind', true)").unwrap();
    let scrubbed = scrub(&place.server("scrub")).unwrap();
    assert_eq!(scrubbed.left.len(), 1, "{scrubbed:?}");
}

#[test]
fn whoever_may_not_write_the_statistics_anew_is_refused_before_anything_is_done() {
    let place = Place::new(Cluster::shared());
    drop(Store::create_in(place.server("one"), &genesis()).unwrap());
    let name = place.name();
    let role = format!("CREATE ROLE plain_{name} LOGIN; GRANT ALL ON ALL TABLES IN SCHEMA public TO plain_{name}");
    Cluster::shared().ask(&name, &role).unwrap();
    let mut database = place.server("scrub");
    database.url = database.url.replace("user=postgres", &format!("user=plain_{name}"));
    assert!(scrub(&database).unwrap_err().to_string().contains("superuser"));
}
