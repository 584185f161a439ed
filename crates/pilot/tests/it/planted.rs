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
use record::facts::risk::Change;
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
    let of_row: Vec<&Planted> = made.planted.iter().filter(|p| p.row == row && !is_twin(p)).collect();
    assert!(!of_row.is_empty(), "failure {row} is planted");
    of_row.iter().map(|planted| case(store, &planted.crn)).collect()
}

/// The two people beside a failure who only look like it.
fn twins(store: &Store, made: &Made, row: u16) -> [Case; 2] {
    let of_row = made.planted.iter().filter(|p| p.row == row && is_twin(p));
    let cases: Vec<Case> = of_row.map(|planted| case(store, &planted.crn)).collect();
    cases.try_into().ok().unwrap()
}

/// The one person beside a failure who only looks like it.
fn twin(store: &Store, made: &Made, row: u16) -> Case {
    let of_row: Vec<&Planted> = made.planted.iter().filter(|p| p.row == row && is_twin(p)).collect();
    assert_eq!(of_row.len(), 1);
    case(store, &of_row[0].crn)
}

fn is_twin(planted: &Planted) -> bool {
    planted.what.starts_with("Twin")
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
        let found = service::risk::sentences::sentences(&case.file);
        assert_eq!(found[0].finding.contradictions[0].rule.name, "murder");
        assert!(case.file.harm.is_empty() && case.file.assessments.is_empty(), "nobody looked at the risk");
    }
    for case in cases(&store, made, 22) {
        assert_eq!(overdue(&case, "risk-assessment").count(), 1);
        assert!(case.file.assessments.is_empty());
    }
    for case in cases(&store, made, 23) {
        let with = &case.file.orders.last().unwrap().allocations;
        let providers: Vec<&str> = with.iter().map(|allocated| allocated.provider.as_str()).collect();
        assert!(providers.len() > 1 && providers.first() != providers.last(), "{providers:?}");
    }
    for case in cases(&store, made, 28) {
        let waiting: Vec<_> = case.file.waiting_changes().collect();
        assert_eq!(waiting.len(), 1);
        assert!(case.file.would_lower(&waiting[0].change));
    }
    for case in cases(&store, made, 32) {
        let of = &case.entries[0].id.stream;
        let windows = store.read_here(|s| s.windows_against(of.as_str(), "2015-12-15", "2015-12-15")).unwrap();
        assert!(windows.iter().any(|w| w.site == "W01SITE" && w.ends.ends_with("T14:30")), "{windows:?}");
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
        let entry = Event { on: held.happened.day(), recorded_on: held.recorded.day(), entry: held.entry.to_string() };
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
fn the_twins_of_planted_failures_are_found_by_no_rule() {
    let (folder, made) = shared();
    let store = Store::open_read_only(folder).unwrap();
    let [not_due, assessed] = twins(&store, made, 22);
    assert!(not_due.file.assessments.is_empty() && !assessed.file.assessments.is_empty());
    for case in [not_due, assessed] {
        assert_eq!(overdue(&case, "risk-assessment").count(), 0);
        assert!(case.duties.iter().any(|duty| duty.duty == "risk-assessment"), "the clock runs, and is not out");
    }
    let raised = twin(&store, made, 28);
    let change = raised.file.risk_changes.last().unwrap();
    assert!(change.signed.is_none() && raised.file.waiting_changes().next().is_none());
    let Change::Harm(harm) = &change.change else { panic!("{change:?}") };
    assert_eq!(raised.file.harm_to(harm.group, harm.setting).unwrap().entry, change.entry, "it stands at once");
    for case in twins(&store, made, 38) {
        assert_eq!(overdue(&case, "face-to-face-contact").count(), 0);
        let absences = case.file.appointments.iter().filter(|a| {
            let held = a.held.as_ref().map(|held| held.outcome.as_str());
            (TODAY - a.booked.starts.day()).get_days() < 21 && held.is_some_and(|outcome| outcome != "ATTC")
        });
        assert!(absences.count() >= 2);
    }
    for case in twins(&store, made, 40) {
        assert_eq!(overdue(&case, "decision-after-failure").count(), 0);
        let decided = case.file.appointments.iter().filter(|a| a.decided.is_some());
        assert_eq!(decided.count(), 2);
    }
    for case in twins(&store, made, 43) {
        assert_eq!(case.file.warnings.len(), 1);
        assert!(case.file.warnings.iter().all(|warning| too_late(&case.file, &warning.appointment).is_none()));
    }
    for (case, moves) in twins(&store, made, 47).iter().zip([1, 2]) {
        let moved: Vec<_> = case.file.appointments.iter().filter(|a| !a.moves.is_empty()).collect();
        assert!(moved.iter().any(|a| a.moves.len() == moves));
        for appointment in moved {
            let held = appointment.held.as_ref().unwrap();
            assert_eq!(held.recorded.day(), held.happened.day());
        }
    }
    for case in twins(&store, made, 62) {
        let instructed = case.entries.iter().filter(|e| e.content.as_ref().unwrap().by.instructed_by.is_some());
        assert_eq!(instructed.count(), 0);
    }
}

#[test]
fn a_first_warning_is_open_for_four_of_those_who_come_today() {
    let (folder, made) = shared();
    let store = Store::open_read_only(folder).unwrap();
    let staff = made.roles.iter().find(|role| role.sign_in == "practitioner").unwrap().staff.clone();
    let read = store.read_here(move |snapshot| snapshot.diary_of_officer(&staff, "2015-12-15", "2015-12-15"));
    let open = read.unwrap().into_iter().filter(|slot| {
        let rows = store.read_here({
            let stream = slot.stream.clone();
            move |snapshot| snapshot.entries(&stream)
        });
        let entries: Vec<Entry> = rows
            .unwrap()
            .iter()
            .map(|row| Entry::read(&slot.stream, row.seq, row.recorded, row.content.as_deref()).unwrap())
            .collect();
        fold(&entries, View::default()).warnings.is_empty()
    });
    assert!(open.count() >= 4);
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
        Ok((
            day,
            past,
            before,
            snapshot.duties_of_officer(&staff, &today, "2015-12-22")?,
            snapshot.cases_of_officer(&staff, &today)?,
        ))
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
