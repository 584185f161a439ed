//! Each planted failure is found by the rule that is to find it; and the good day is one.

use jiff::civil::{Date, date};
use pilot::{Made, Planted};
use practice::LimitName;
use practice::late_entry::{LateEntry, LateEntryFacts, late_entry};
use practice::{Event, Standards};
use record::case::{CaseFile, View, fold};
use record::entry::Entry;
use record::facts::Fact;
use record::facts::person::OrderKind;
use service::letters::too_late;
use store::{DutyRow, Store};

use crate::shared;

const TODAY: Date = date(2015, 12, 15);

struct Case {
    file: CaseFile,
    entries: Vec<Entry>,
    duties: Vec<DutyRow>,
}

fn cases(store: &Store, made: &Made, row: u16) -> Vec<Case> {
    let of_row: Vec<&Planted> = made.planted.iter().filter(|planted| planted.row == row).collect();
    assert!(!of_row.is_empty(), "failure {row} is planted");
    of_row.iter().map(|planted| case(store, &planted.crn)).collect()
}

fn case(store: &Store, crn: &str) -> Case {
    let crn = crn.to_owned();
    let read = store.read_here(move |snapshot| {
        let stream = snapshot.stream_of_crn(&crn)?.unwrap();
        Ok((snapshot.entries(&stream)?, snapshot.duties_of(&stream)?, stream))
    });
    let (rows, duties, stream) = read.unwrap();
    let entries: Vec<Entry> =
        rows.iter().map(|row| Entry::read(&stream, row.seq, row.recorded, row.content.as_deref()).unwrap()).collect();
    Case { file: fold(&entries, View::default()), entries, duties }
}

fn overdue<'a>(case: &'a Case, kind: &'a str) -> impl Iterator<Item = &'a DutyRow> {
    let today = TODAY.to_string();
    case.duties.iter().filter(move |duty| duty.duty == kind && duty.due_on.as_ref().is_some_and(|due| *due < today))
}

#[test]
fn every_planted_failure_is_found_by_its_rule() {
    let (folder, made) = shared();
    let store = Store::open_read_only(folder).unwrap();
    for case in cases(&store, made, 13) {
        let order = case.file.orders.last().unwrap();
        assert_eq!((order.made.main_offence.title.as_str(), order.made.kind), ("Murder", OrderKind::CommunityOrder));
        assert_eq!(order.made.requirements[0].amount, Some(120));
    }
    for case in cases(&store, made, 38) {
        assert_eq!(overdue(&case, "face-to-face-contact").count(), 1);
        let bookings = case.file.appointments.iter().filter(|a| (TODAY - a.booked.starts.day()).get_days() < 60);
        assert!(bookings.count() > 5);
    }
    for case in cases(&store, made, 40) {
        assert_eq!(overdue(&case, "decision-after-failure").count(), 2);
        assert!(case.file.warnings.iter().all(|w| w.served_on < date(2015, 11, 1)));
    }
    for case in cases(&store, made, 43) {
        assert!(case.file.warnings.iter().any(|warning| too_late(&case.file, &warning.appointment).is_some()));
    }
    for case in cases(&store, made, 47) {
        let moved = case.file.appointments.iter().find(|a| a.moves.len() == 2).unwrap();
        let held = moved.held.as_ref().unwrap();
        let entry = Event {
            on: held.happened.day(),
            recorded_on: held.recorded.day(),
            entry: held.entry.to_string(),
        };
        let facts = LateEntryFacts { entry, explanation: None };
        let late = late_entry(&facts, Standards::split_2014()).unwrap().value;
        assert!(matches!(late, LateEntry::RecordedLater { .. }));
    }
    for case in cases(&store, made, 62) {
        let limit = Standards::split_2014().limit(LimitName::LateEntry).value;
        let dated_back = case.entries.iter().filter(|entry| {
            let content = entry.content.as_ref().unwrap();
            let days = (entry.recorded.day() - content.happened.day()).get_days();
            content.by.instructed_by.is_some() && matches!(content.fact, Fact::ContactNoted(_)) && days > 30
        });
        assert!(dated_back.count() >= 2, "more than {limit} working days late, in numbers");
    }
}

#[test]
fn the_good_day_has_people_outcomes_decisions_and_clocks() {
    let (folder, made) = shared();
    let store = Store::open_read_only(folder).unwrap();
    let staff = made.roles.iter().find(|role| role.sign_in == "practitioner").unwrap().staff.clone();
    let today = TODAY.to_string();
    let read = store.read_here(move |snapshot| {
        let day = snapshot.diary_of_officer(&staff, &today, &today)?;
        let past = snapshot.diary_of_officer(&staff, "2015-10-20", "2015-12-14")?;
        let before = snapshot.diary_of_officer_known_at(&staff, "2015-12-08", "2015-12-08", 1_449_568_800_000_000)?;
        Ok((day, past, before, snapshot.duties_of_officer(&staff, &today, "2015-12-22")?, snapshot.cases_of_officer(&staff, &today)?))
    });
    let (day, past, before, duties, cases) = read.unwrap();
    assert!((6..=9).contains(&day.len()), "{} appointments today", day.len());
    let unrecorded = past.iter().filter(|slot| slot.outcome.is_none()).count();
    assert!((2..=8).contains(&unrecorded), "{unrecorded} outcomes to record");
    assert!(!before.is_empty() && before.iter().all(|slot| slot.outcome.is_none()), "the diary as it was known then");
    let of = |kind: &str| duties.iter().filter(|duty| duty.duty == kind).count();
    assert!(of("decision-after-failure") >= 2);
    assert!(of("sentence-plan") >= 1 && of("first-contact") >= 1 && of("face-to-face-contact") >= 1);
    assert!(duties.len() < 22, "{} duties", duties.len());
    assert!((25..=46).contains(&cases.len()), "{} cases", cases.len());
}
