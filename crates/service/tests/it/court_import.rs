//! Files of the courts: every row accounted for, whole or not at all, and never twice.

use std::fmt::Write as _;

use proptest::prelude::*;
use record::Hash;
use service::court::import::{ImportProblem, Imported};

use super::court_world::{BARE, COURT, DAY, HEARING, HEARINGS, LIST, World, at, court, officer};

async fn list(world: &World, text: &str) -> Imported {
    world.service.import_court_list(&court(), "list.xml", text.as_bytes().to_vec()).await.unwrap()
}

/// `read accepted matched new duplicate`, then each row set aside with its reason.
fn line(imported: &Imported) -> String {
    let Imported { read, accepted, matched, new, duplicate, quarantined } = imported;
    assert_eq!(*read, accepted + duplicate + quarantined.len() as u64);
    let mut line = format!("{read} {accepted} {matched} {new} {duplicate}");
    for aside in quarantined {
        write!(line, "; row {} {}", aside.row, aside.reason).unwrap();
    }
    line
}

const ASIDE: &str = "; row 3 no defendant name; row 4 no case number";

#[tokio::test]
async fn a_list_is_taken_with_every_row_accounted_for() {
    let world = World::new();
    assert_eq!(line(&list(&world, LIST).await), format!("6 4 0 3 0{ASIDE}"));
    assert_eq!(world.court_entries().await, 5, "four cases and the import");
}

#[tokio::test]
async fn a_bare_list_keeps_the_one_case_that_can_be_placed() {
    let world = World::new();
    let line = line(&list(&world, BARE).await);
    assert!(line.starts_with("5 1 0 1 0; row 2 “31/02/2016” is not a day; row 3 "), "{line}");
}

#[tokio::test]
async fn a_hearing_counts_its_defendants() {
    let world = World::new();
    let ask = court();
    let hearing = |text: &'static str| world.service.import_hearing(&ask, "hearing.json", text.into());
    assert_eq!(line(&hearing(HEARING).await.unwrap()), "3 2 0 1 0; row 3 no defendant name");
    let first = hearing(HEARINGS).await.unwrap();
    let again = hearing(HEARINGS).await.unwrap();
    assert!(first.accepted > 0);
    assert_eq!(
        again,
        Imported { accepted: 0, matched: 0, new: 0, duplicate: first.accepted + first.duplicate, ..first }
    );
}

#[tokio::test]
async fn the_same_file_again_adds_nothing_whoever_brings_it() {
    let world = World::new();
    list(&world, LIST).await;
    let before = world.court_entries().await;
    for ask in [court(), officer(), at("2016-02-01T09:00")] {
        let again = world.service.import_court_list(&ask, "renamed.xml", LIST.into()).await.unwrap();
        assert_eq!(line(&again), format!("6 0 0 0 4{ASIDE}"));
    }
    assert_eq!(world.court_entries().await, before);
}

#[tokio::test]
async fn the_same_cases_in_another_file_are_duplicates() {
    let world = World::new();
    list(&world, LIST).await;
    let spaced = LIST.replace('\n', "\n  ");
    assert_eq!(line(&list(&world, &spaced).await), format!("6 0 0 0 4{ASIDE}"));
}

#[tokio::test]
async fn a_repeat_within_one_file_is_a_duplicate() {
    let world = World::new();
    let start = LIST[..LIST.find("<c_id>502").unwrap()].rfind("<case>").unwrap();
    let end = start + LIST[start..].find("</case>").unwrap() + "</case>".len();
    let repeated = [&LIST[..start], &LIST[start..end].repeat(4), &LIST[end..]].concat();
    assert_eq!(line(&list(&world, &repeated).await), "9 4 0 3 3; row 6 no defendant name; row 7 no case number");
}

#[tokio::test]
async fn a_changed_fact_is_a_new_version_that_corrects_the_one_before() {
    let world = World::new();
    list(&world, LIST).await;
    let moved = LIST.replace("<line1>1 Test Lane", "<line1>9 Test Lane");
    let later =
        world.service.import_court_list(&at("2015-12-15T07:00"), "list.xml", moved.clone().into()).await.unwrap();
    assert_eq!(line(&later), format!("6 1 0 1 3{ASIDE}"));

    let day = world.service.court_day(&court(), COURT, DAY).await.unwrap();
    assert_eq!(day.rows.len(), 2, "a version is no second case");
    let quill = &day.rows[0];
    assert_eq!(quill.case.defendant.address, ["9 Test Lane", "Ferrow", "ZZ1 1ZZ"]);
    let found = world.service.listed_defendant(&court(), COURT, DAY, &quill.key).await.unwrap();
    assert_eq!(found.versions, 2);

    let back = world.service.import_court_list(&court(), "list.xml", LIST.replace('\n', "\n ").into()).await.unwrap();
    assert_eq!(line(&back), format!("6 1 0 1 3{ASIDE}"), "what stands now is the other version");
}

#[tokio::test]
async fn the_bytes_of_a_row_set_aside_come_back_as_they_were() {
    let world = World::new();
    list(&world, LIST).await;
    let file = Hash::of(LIST.as_bytes());
    let ask = court();
    let bytes = |row| world.service.quarantined_bytes(&ask, &file, row);
    let third = bytes(3).await.unwrap().unwrap();
    let start = LIST.find("<case><c_id>503").unwrap();
    let end = start + LIST[start..].find("</case>").unwrap() + "</case>".len();
    assert_eq!(String::from_utf8(third).unwrap(), &LIST[start..end]);
    assert!(bytes(4).await.unwrap().is_some());
    assert_eq!(bytes(1).await.unwrap(), None);
    assert_eq!(world.service.quarantined_bytes(&court(), &Hash::ZERO, 3).await.unwrap(), None);
}

#[tokio::test]
async fn a_file_that_breaks_off_is_not_taken_at_all() {
    let world = World::new();
    let half = LIST.as_bytes()[..LIST.len() / 2].to_vec();
    let refused = world.service.import_court_list(&court(), "half.xml", half).await.unwrap_err();
    assert!(matches!(refused, ImportProblem::File(_)));
    assert!(refused.to_string().starts_with("half.xml, line "), "{refused}");
    let wrong = world.service.import_hearing(&court(), "list.xml", LIST.into()).await.unwrap_err();
    assert!(wrong.to_string().starts_with("list.xml"), "{wrong}");
    assert_eq!(world.court_entries().await, 0);
    assert_eq!(line(&list(&world, LIST).await), format!("6 4 0 3 0{ASIDE}"), "the whole file is taken afterwards");
}

#[tokio::test]
async fn a_hearing_taken_out_by_the_court_leaves_the_day() {
    let world = World::new();
    let wrapped = |event: &str| {
        let message = serde_json::to_string(HEARING).unwrap();
        format!(r#"{{"Message":{message},"MessageAttributes":{{"hearingEventType":{{"Value":"{event}"}}}}}}"#)
    };
    let ask = court();
    let import = |text: String| world.service.import_hearing(&ask, "hearing.json", text.into());
    assert_eq!(import(wrapped("ConfirmedOrUpdated")).await.unwrap().accepted, 2);
    let courts = world.service.courts_with_lists(&court()).await.unwrap();
    let date = courts[0].today.as_ref().map_or_else(|| courts[0].days[0], |_| DAY);
    let day = world.service.court_day(&court(), COURT, date).await.unwrap();
    assert_eq!(day.sheet.unwrap().defendants, 2);
    assert_eq!(import(wrapped("Deleted")).await.unwrap().accepted, 2);
    let day = world.service.court_day(&court(), COURT, date).await.unwrap();
    assert_eq!((day.rows.len(), day.sheet.unwrap().defendants), (2, 0), "still shown, as taken off");
}

#[test]
fn whatever_is_cut_away_the_rows_add_up_or_nothing_is_recorded() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let world = World::new();
    let files = [LIST, BARE, HEARING, HEARINGS];
    let config = ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let cut = (0..files.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let outcome = runner.run(&cut, |(file, one, other)| {
        let bytes = files[file].as_bytes();
        let (one, other) = (one.index(bytes.len() + 1), other.index(bytes.len() + 1));
        let kept = [&bytes[..one.min(other)], &bytes[one.max(other)..]].concat();
        runtime.block_on(async {
            let before = world.court_entries().await;
            let answer = match file {
                0 | 1 => world.service.import_court_list(&court(), "cut", kept).await,
                _ => world.service.import_hearing(&court(), "cut", kept).await,
            };
            match answer {
                Ok(imported) => {
                    let counted = imported.accepted + imported.duplicate + imported.quarantined.len() as u64;
                    prop_assert_eq!(imported.read, counted);
                    prop_assert!(imported.matched + imported.new <= imported.accepted);
                }
                Err(ImportProblem::File(error)) => {
                    prop_assert!(error.to_string().starts_with("cut"));
                    prop_assert_eq!(world.court_entries().await, before);
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
            Ok(())
        })
    });
    outcome.unwrap();
}
