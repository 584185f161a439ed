use practice::{
    DutyState, Standards,
    contact_gap::{ContactGap, ContactGapFacts, contact_gap},
    facts::Appointment,
    late_entry::{LateEntry, LateEntryFacts, late_entry},
    outcome_not_recorded::{OutcomeFacts, outcome_not_recorded},
};
use proptest::prelude::*;

use crate::{appointment, day, event, recorded};

fn gap(as_at: &str, contacts: Vec<Appointment>) -> ContactGap {
    let facts = ContactGapFacts {
        subject: "person-a".to_owned(),
        as_at: day(as_at),
        began: event("2015-10-01", "person-a/1"),
        contacts,
    };
    contact_gap(&facts, Standards::split_2014()).unwrap().value
}

#[test]
fn thirty_days_without_being_seen_is_still_in_time_and_thirty_one_is_a_gap() {
    let seen = || vec![appointment("2015-11-15", Some(true))];
    assert!(!gap("2015-12-15", seen()).gap);
    assert!(gap("2015-12-16", seen()).gap);
    assert_eq!(gap("2015-12-16", seen()).due_on, day("2015-12-15"));
    assert_eq!(gap("2015-12-16", seen()).days, 31);
}

#[test]
fn bookings_nobody_came_to_and_telephone_calls_do_not_hide_a_gap() {
    let mut contacts = vec![appointment("2015-11-02", Some(true))];
    contacts.push(appointment("2015-11-16", Some(false)));
    contacts.push(appointment("2015-11-30", None));
    contacts.push(Appointment { face_to_face: false, ..appointment("2015-12-07", Some(true)) });
    contacts.push(appointment("2015-12-22", None));
    let found = gap("2015-12-15", contacts);
    assert!(found.gap);
    assert_eq!((found.last_seen_on, found.unattended_since), (Some(day("2015-11-02")), 2));
}

#[test]
fn somebody_never_seen_is_counted_from_the_start() {
    let found = gap("2015-12-15", vec![appointment("2015-10-08", Some(false))]);
    assert_eq!((found.last_seen_on, found.since, found.gap), (None, day("2015-10-01"), true));
    assert!(!gap("2015-10-31", Vec::new()).gap);
}

#[test]
fn somebody_seen_within_the_month_is_not_listed() {
    let found = gap("2015-12-15", vec![appointment("2015-11-02", Some(true)), appointment("2015-12-01", Some(true))]);
    assert!(!found.gap);
    assert_eq!(found.due_on, day("2015-12-31"));
}

proptest! {
    #[test]
    fn no_number_of_unattended_bookings_changes_whether_there_is_a_gap(days in prop::collection::vec(0_i64..75, 0..12)) {
        let unattended = days.iter().map(|n| {
            let on = day("2015-10-02").checked_add(jiff::Span::new().days(*n)).unwrap();
            appointment(&on.to_string(), Some(false))
        });
        let mut contacts = vec![appointment("2015-11-02", Some(true))];
        contacts.extend(unattended);
        let found = gap("2015-12-15", contacts);
        prop_assert!(found.gap);
        prop_assert_eq!(found.due_on, day("2015-12-02"));
    }
}

#[track_caller]
fn check_outcome(appointment_on: &str, due: &str, recorded_on: Option<&str>, as_at: &str, expected: DutyState) {
    let facts = OutcomeFacts {
        subject: "appointment-1".to_owned(),
        as_at: day(as_at),
        appointment_on: day(appointment_on),
        appointment: "person-a/4".to_owned(),
        outcome: recorded_on.map(|on| recorded(appointment_on, on, "person-a/5")),
    };
    let duty = outcome_not_recorded(&facts, Standards::split_2014()).unwrap().duty();
    assert_eq!((duty.due_on, duty.state(day(as_at))), (Some(day(due)), expected));
}

#[test]
fn an_outcome_is_owed_by_the_next_working_day() {
    check_outcome("2015-12-15", "2015-12-16", None, "2015-12-15", DutyState::Due);
    check_outcome("2015-12-15", "2015-12-16", None, "2015-12-16", DutyState::Due);
    check_outcome("2015-12-15", "2015-12-16", None, "2015-12-17", DutyState::Overdue);
    check_outcome("2015-12-15", "2015-12-16", Some("2015-12-16"), "2015-12-20", DutyState::Met);
    check_outcome("2015-12-15", "2015-12-16", Some("2015-12-17"), "2015-12-20", DutyState::MetLate);
    check_outcome("2015-12-18", "2015-12-21", None, "2015-12-21", DutyState::Due);
    check_outcome("2015-12-24", "2015-12-29", None, "2015-12-29", DutyState::Due);
    check_outcome("2015-12-31", "2016-01-04", None, "2016-01-05", DutyState::Overdue);
    // What was recorded after the day it is read for was not known then.
    check_outcome("2015-12-15", "2015-12-16", Some("2015-12-20"), "2015-12-17", DutyState::Overdue);
}

#[track_caller]
fn check_late(on: &str, recorded_on: &str, expected: Option<u32>) {
    let facts = LateEntryFacts { entry: recorded(on, recorded_on, "person-a/6"), explanation: None };
    let found = late_entry(&facts, Standards::split_2014()).unwrap().value;
    let later = match found {
        LateEntry::InTime => None,
        LateEntry::RecordedLater { working_days, .. } => Some(working_days),
    };
    assert_eq!(later, expected, "{on} recorded {recorded_on}");
}

#[test]
fn an_entry_more_than_two_working_days_after_the_event_is_recorded_later() {
    check_late("2015-12-15", "2015-12-15", None);
    check_late("2015-12-15", "2015-12-17", None);
    check_late("2015-12-15", "2015-12-18", Some(3));
    check_late("2015-12-18", "2015-12-22", None);
    check_late("2015-12-18", "2015-12-23", Some(3));
    check_late("2015-12-24", "2015-12-30", None);
    check_late("2015-12-24", "2015-12-31", Some(3));
    check_late("2015-10-01", "2015-12-15", Some(53));
    check_late("2015-12-16", "2015-12-15", None);
}

#[test]
fn an_entry_beyond_the_holiday_table_is_an_error_and_never_in_time() {
    let facts = LateEntryFacts { entry: recorded("1999-12-15", "2015-12-15", "person-a/6"), explanation: None };
    assert!(late_entry(&facts, Standards::split_2014()).is_err());
}
