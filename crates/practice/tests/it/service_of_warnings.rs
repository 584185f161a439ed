use practice::{
    DutyState, Ruled, Standards,
    warning_service::{ServiceState, WarningService, WarningServiceFacts, warning_service},
};

use crate::{day, event, next};

fn service(
    issued: Option<&str>,
    served: Option<&str>,
    appointment: Option<&str>,
    as_at: &str,
) -> Ruled<WarningService> {
    let facts = WarningServiceFacts {
        subject: "decision-1".to_owned(),
        as_at: day(as_at),
        failure: event("2015-12-15", "person-a/20"),
        decision: event("2015-12-16", "person-a/21"),
        issued: issued.map(|on| event(on, "person-a/22")),
        served: served.map(|on| event(on, "person-a/23")),
        next_appointment: appointment.map(next),
    };
    warning_service(&facts, Standards::split_2014()).unwrap()
}

#[track_caller]
fn check_service(served: Option<&str>, appointment: Option<&str>, as_at: &str, expected: ServiceState) {
    assert_eq!(service(Some("2015-12-16"), served, appointment, as_at).value.state, expected);
}

#[test]
fn a_warning_has_to_reach_the_person_before_the_day_of_the_next_appointment() {
    check_service(Some("2015-12-21"), Some("2015-12-22"), "2015-12-22", ServiceState::InTime);
    check_service(Some("2015-12-22"), Some("2015-12-22"), "2015-12-22", ServiceState::TooLate);
    check_service(Some("2015-12-29"), Some("2015-12-22"), "2015-12-30", ServiceState::TooLate);
    check_service(None, Some("2015-12-22"), "2015-12-21", ServiceState::ToServe);
    check_service(None, Some("2015-12-22"), "2015-12-22", ServiceState::NotShown);
    // Served late, but read for a day before that was known.
    check_service(Some("2015-12-29"), Some("2015-12-22"), "2015-12-24", ServiceState::NotShown);
    check_service(None, None, "2015-12-30", ServiceState::ToServe);
    check_service(Some("2015-12-29"), None, "2015-12-30", ServiceState::InTime);
    assert!(ServiceState::TooLate.needs_fairness_review() && !ServiceState::InTime.needs_fairness_review());
}

#[test]
fn issuing_is_not_serving_while_an_appointment_presses() {
    let issued = service(Some("2015-12-16"), None, Some("2015-12-22"), "2015-12-22").duty();
    assert_eq!((issued.due_on, issued.state(day("2015-12-22"))), (Some(day("2015-12-21")), DutyState::Overdue));
    let without = service(Some("2015-12-17"), None, None, "2015-12-22").duty();
    assert_eq!((without.due_on, without.state(day("2015-12-22"))), (Some(day("2015-12-17")), DutyState::Met));
    let soon = service(None, None, Some("2015-12-17"), "2015-12-16").duty();
    assert_eq!(soon.due_on, Some(day("2015-12-16")));
}
