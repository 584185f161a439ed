//! The files to import are what the importers expect.

use std::fs::File;
use std::path::Path;

use exchange::court_list::{ListedCase, read_court_list};
use exchange::hearing::read_hearing;
use exchange::{CourtTable, Row};
use store::Store;

use crate::made;

fn courts() -> CourtTable {
    CourtTable::from_toml(include_str!("../../../../standards/courts.toml")).unwrap()
}

fn listed(path: &Path) -> (Vec<ListedCase>, usize) {
    let courts = courts();
    let name = path.file_name().unwrap().to_str().unwrap();
    let rows: Vec<_> = read_court_list(File::open(path).unwrap(), name, &courts).unwrap().map(Result::unwrap).collect();
    let all = rows.len();
    let read: Vec<_> = rows
        .into_iter()
        .filter_map(|row| match row {
            Row::Read(case) => Some(case),
            Row::Quarantined(_) => None,
        })
        .collect();
    let set_aside = all - read.len();
    (read, set_aside)
}

#[test]
fn the_court_list_has_known_and_unknown_defendants_of_two_days() {
    let folder = tempfile::tempdir().unwrap();
    let made = made(folder.path(), 120, 1);
    let (cases, set_aside) = listed(&made.court_list);
    assert_eq!((cases.len(), set_aside), (25, 0));
    assert!(cases.iter().all(|case| case.court.code.as_str() == "B90WM"));
    let of_day = |day: &str| cases.iter().filter(|case| case.day.to_string() == day).count();
    assert_eq!((of_day("2015-12-15"), of_day("2015-12-16")), (9, 16));
    assert_eq!(cases.iter().filter(|case| case.dummy_room).count(), 1);
    let organisation = |case: &&ListedCase| case.defendant.kind == exchange::DefendantKind::Organisation;
    assert_eq!(cases.iter().filter(organisation).count(), 1);
    let keys: std::collections::BTreeSet<String> = cases.iter().map(|case| case.key().to_string()).collect();
    assert_eq!(keys.len(), 25);

    let store = Store::open_read_only(folder.path()).unwrap();
    let numbers: Vec<String> =
        cases.iter().filter_map(|case| case.defendant.pnc.as_ref().and_then(|pnc| pnc.canonical.clone())).collect();
    let on_record = numbers.iter().filter(|number| {
        let number = (*number).clone();
        store.read_here(move |snapshot| Ok(snapshot.stream_of_key("pnc", &number)?.len())).unwrap() > 0
    });
    assert!(on_record.count() >= 7);
}

#[test]
fn the_dirty_list_has_two_rows_to_set_aside_and_the_hearing_two_defendants() {
    let folder = tempfile::tempdir().unwrap();
    let made = made(folder.path(), 60, 1);
    let (cases, set_aside) = listed(&made.court_list.with_file_name("court-list-dirty.xml"));
    assert_eq!((cases.len(), set_aside), (3, 2));
    let courts = courts();
    let hearing = File::open(made.court_list.with_file_name("hearing.json")).unwrap();
    let rows: Vec<_> = read_hearing(hearing, "hearing.json", &courts).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    for row in rows {
        let Row::Read(heard) = row else { panic!("set aside") };
        assert!(heard.defendant.pnc.is_some_and(|pnc| pnc.canonical.is_some()));
        assert_eq!(heard.days[0].day.to_string(), "2015-12-16");
    }
}
