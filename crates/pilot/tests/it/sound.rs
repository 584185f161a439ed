//! The record is whole, deterministic and readable.

use std::cell::Cell;

use pilot::{PilotError, Plan, make};
use practice::Standards;
use record::case::{View, fold};
use record::facts::Fact;
use record::facts::person::Scheme;
use record::ids::{Cro, Pnc};
use store::{SideWrite, Store};

use crate::{PHC, made, plan, shared, start, streams};

#[test]
fn the_same_seed_gives_the_same_root_and_another_seed_another() {
    let folders = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let one = made(folders[0].path(), 50, 7);
    let two = made(folders[1].path(), 50, 7);
    let other = made(folders[2].path(), 50, 8);
    assert_eq!(one.root, two.root);
    assert_eq!(one.planted, two.planted);
    assert_ne!(one.root, other.root);
}

#[test]
fn what_a_cut_short_making_left_is_named_and_not_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path(), 60, 1);
    let again = make(folder.path(), &plan(60, 1), PHC, &|_| {});
    assert!(matches!(again, Err(PilotError::Store(_))));
    let store = Store::open(folder.path()).unwrap();
    store.put_here(SideWrite::PutMeta { name: "made".into(), value: String::new() }).unwrap();
    drop(store);
    let again = make(folder.path(), &plan(60, 1), PHC, &|_| {});
    let words = again.unwrap_err().to_string();
    assert!(words.contains("remove the folder"), "{words}");
}

#[test]
fn a_folder_that_was_made_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let done = Cell::new(0);
    let made = make(folder.path(), &plan(60, 1), PHC, &|people| done.set(people)).unwrap();
    let report = store::verify(folder.path(), &[]).unwrap();
    assert!(report.ok, "{:?}", report.first_bad);
    assert_eq!(report.entries, made.entries);
    assert_eq!(done.get(), 60);
}

#[test]
fn a_service_of_recent_orders_is_sound_and_lean() {
    let folder = tempfile::tempdir().unwrap();
    make(folder.path(), &Plan { recent: true, ..plan(200, 1) }, PHC, &|_| {}).unwrap();
    let report = store::verify(folder.path(), &[]).unwrap();
    assert!(report.ok, "{:?}", report.first_bad);
    let store = Store::open_read_only(folder.path()).unwrap();
    let mut entries: Vec<usize> = streams(&store, "person").iter().map(|(_, entries)| entries.len()).collect();
    entries.sort_unstable();
    assert!(entries[100] <= 12, "{} entries in the middle", entries[100]);
}

#[test]
fn every_stream_reads_and_nothing_is_recorded_after_the_start() {
    let store = Store::open_read_only(&shared().0).unwrap();
    for kind in ["person", "staff", "team", "site"] {
        for (stream, entries) in streams(&store, kind) {
            for entry in &entries {
                let content = entry.content.as_ref().unwrap();
                assert!(!matches!(content.fact, Fact::Unknown { .. }), "{}", entry.id);
                assert!(entry.recorded < start().instant(), "{}", entry.id);
                assert!(content.because.iter().all(|id| id.stream == stream && id.seq < entry.id.seq), "{}", entry.id);
            }
            let rows = service::project::project(&stream, &entries, Standards::split_2014());
            assert!(!rows.is_empty(), "{stream}");
        }
    }
}

#[test]
fn identity_numbers_have_the_right_letters_and_cannot_be_anybodys() {
    let store = Store::open_read_only(&shared().0).unwrap();
    let mut seen = 0;
    for (_, entries) in streams(&store, "person") {
        let file = fold(&entries, View::default());
        let person = file.person.unwrap();
        assert!(person.recorded.crn.as_str().starts_with('Z'));
        for identifier in person.identifiers {
            let Some(canonical) = identifier.recorded.canonical else { continue };
            match identifier.recorded.scheme {
                Scheme::Pnc => {
                    assert_eq!(Pnc::parse(&canonical, 2015).unwrap().as_str(), canonical);
                    assert!(canonical.starts_with("190"), "{canonical}");
                }
                Scheme::Cro => assert_eq!(Cro::parse(&canonical).unwrap().as_str(), canonical),
                Scheme::Noms => {}
            }
            seen += 1;
        }
    }
    assert!(seen > 300);
}

#[test]
fn nobody_is_warned_twice_while_a_warning_is_in_force() {
    let store = Store::open_read_only(&shared().0).unwrap();
    let mut warnings = 0;
    for (stream, entries) in streams(&store, "person") {
        let file = fold(&entries, View::default());
        let mut served: Vec<_> =
            file.warnings.iter().filter(|w| w.withdrawn.is_none()).map(|w| (&w.order, w.served_on)).collect();
        served.sort();
        let again = served.windows(2).any(|pair| pair[0].0 == pair[1].0 && (pair[1].1 - pair[0].1).get_days() < 365);
        assert!(!again, "{stream}: {served:?}");
        for letter in &file.letters {
            let document = letter.document;
            let kept = store.read_here(move |snapshot| snapshot.document(&document)).unwrap();
            assert!(kept.is_some_and(|bytes| ledger::Hash::of(&bytes) == document), "{}", letter.entry);
        }
        warnings += served.len();
    }
    assert!(warnings > 60, "{warnings} warnings");
}

#[test]
fn the_service_looks_as_it_was_meant_to() {
    let made = &shared().1;
    for rate in &made.rates {
        let tolerance = if rate.wanted < 0.1 { 0.03 } else { 0.06 };
        assert!((rate.achieved - rate.wanted).abs() <= tolerance, "{rate:?}");
    }
    let each = made.entries / 300;
    assert!((55..=120).contains(&each), "{each} entries a person");
}
