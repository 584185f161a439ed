use practice::{
    DutyState, LimitName, OrderKind, Standards,
    facts::{Appointment, Event},
    first_contact::{FirstContactFacts, Start, first_contact},
    order_dates::{OrderFacts, OrderLength, OrderState, order_dates},
    plan::{PlanFacts, plan},
};

use crate::{appointment, day, event, recorded};

fn first(
    start: Start,
    as_at: &str,
    appointments: Vec<Appointment>,
) -> practice::Ruled<practice::first_contact::FirstContact> {
    let facts = FirstContactFacts { subject: "order-1".to_owned(), as_at: day(as_at), start, appointments };
    first_contact(&facts, Standards::split_2014()).unwrap()
}

#[track_caller]
fn check_first(start: Start, due: &str, slot: Option<&str>, as_at: &str, expected: DutyState) {
    let appointments = slot.map(|on| Appointment { made_on: start_day(&start), ..appointment(on, None) });
    let ruled = first(start, as_at, appointments.into_iter().collect());
    assert_eq!(ruled.value.due_on, day(due));
    assert_eq!(ruled.duty().state(day(as_at)), expected, "{}", ruled.why.words);
}

fn start_day(start: &Start) -> jiff::civil::Date {
    match start {
        Start::OrderAllocated(event) | Start::Released(event) => event.on,
    }
}

fn allocated(on: &str) -> Start {
    Start::OrderAllocated(event(on, "person-a/1"))
}

fn released(on: &str) -> Start {
    Start::Released(event(on, "person-a/1"))
}

#[test]
fn a_first_appointment_falls_within_five_business_days_of_allocation_or_one_of_release() {
    check_first(allocated("2015-12-15"), "2015-12-22", Some("2015-12-22"), "2015-12-16", DutyState::Met);
    check_first(allocated("2015-12-15"), "2015-12-22", Some("2015-12-23"), "2015-12-16", DutyState::MetLate);
    check_first(allocated("2015-12-15"), "2015-12-22", None, "2015-12-22", DutyState::Due);
    check_first(allocated("2015-12-15"), "2015-12-22", None, "2015-12-23", DutyState::Overdue);
    check_first(allocated("2015-12-21"), "2015-12-30", Some("2015-12-30"), "2015-12-22", DutyState::Met);
    check_first(released("2015-12-24"), "2015-12-29", Some("2015-12-29"), "2015-12-24", DutyState::Met);
    check_first(released("2015-12-24"), "2015-12-29", Some("2015-12-30"), "2015-12-24", DutyState::MetLate);
    check_first(released("2015-04-02"), "2015-04-07", None, "2015-04-07", DutyState::Due);
}

#[test]
fn arranged_and_held_are_shown_side_by_side_and_never_merged() {
    let made_on = day("2015-12-15");
    let missed = Appointment { made_on, ..appointment("2015-12-18", Some(false)) };
    let kept = Appointment { made_on: day("2015-12-18"), ..appointment("2015-12-29", Some(true)) };
    let ruled = first(allocated("2015-12-15"), "2015-12-30", vec![missed, kept]);
    assert_eq!(ruled.value.arranged_for, Some(day("2015-12-18")));
    assert_eq!(ruled.value.held_on, Some(day("2015-12-29")));
    assert_eq!(ruled.duty().state(day("2015-12-30")), DutyState::Met);
}

#[test]
fn a_telephone_call_or_a_slot_written_in_afterwards_arranges_nothing() {
    let call = Appointment { made_on: day("2015-12-15"), face_to_face: false, ..appointment("2015-12-16", Some(true)) };
    let afterwards = Appointment { made_on: day("2016-01-11"), ..appointment("2015-12-17", Some(false)) };
    let ruled = first(allocated("2015-12-15"), "2016-01-12", vec![call, afterwards]);
    assert_eq!(ruled.value.arranged_for, None);
    assert_eq!(ruled.duty().state(day("2016-01-12")), DutyState::Overdue);
}

#[test]
fn a_figure_used_outside_its_own_dates_says_so() {
    let early = first(allocated("2014-07-01"), "2014-07-02", Vec::new());
    assert!(early.why.steps.iter().any(|step| step.contains("for want of another")));
    let covered = first(allocated("2015-12-15"), "2015-12-16", Vec::new());
    assert!(!covered.why.steps.iter().any(|step| step.contains("for want of another")));
}

fn planned(first_attended: Option<Event>, completed: Option<Event>, as_at: &str) -> practice::Duty {
    let facts = PlanFacts {
        subject: "order-1".to_owned(),
        as_at: day(as_at),
        began: event("2015-11-02", "person-a/1"),
        first_attended,
        completed,
    };
    plan(&facts, Standards::split_2014()).unwrap().duty()
}

#[test]
fn a_plan_is_due_fifteen_business_days_after_the_first_attended_appointment() {
    let attended = || Some(event("2015-12-15", "person-a/2"));
    let open = planned(attended(), None, "2015-12-16");
    assert_eq!(open.due_on, Some(day("2016-01-08")));
    assert_eq!(open.state(day("2016-01-08")), DutyState::Due);
    assert_eq!(open.state(day("2016-01-09")), DutyState::Overdue);
    let done = planned(attended(), Some(event("2016-01-08", "person-a/3")), "2016-01-20");
    assert_eq!(done.state(day("2016-01-20")), DutyState::Met);
}

#[test]
fn a_plan_dated_in_time_but_recorded_afterwards_is_late() {
    let backdated = recorded("2016-01-07", "2016-01-19", "person-a/3");
    let duty = planned(Some(event("2015-12-15", "person-a/2")), Some(backdated), "2016-01-20");
    assert_eq!(duty.state(day("2016-01-20")), DutyState::MetLate);
    assert!(duty.why.steps.iter().any(|step| step.contains("was recorded on 19 January 2016")));
}

#[test]
fn somebody_who_never_attends_has_a_plan_clock_that_has_not_started() {
    let duty = planned(None, None, "2016-03-01");
    assert_eq!(duty.due_on, None);
    assert_eq!(duty.state(day("2016-03-01")), DutyState::NotStarted);
    assert!(duty.why.words.contains("no appointment has been attended"));
}

#[track_caller]
fn check_order(
    terms: (OrderKind, &str, OrderLength, Option<u32>),
    as_at: &str,
    expected: (&str, OrderState, Option<LimitName>),
) {
    let (order, began, length, work) = terms;
    let (ends, state, notice) = expected;
    let facts = OrderFacts {
        subject: "order-1".to_owned(),
        as_at: day(as_at),
        order,
        began: event(began, "person-a/1"),
        length,
        ended_early: None,
        unpaid_work_left: work,
    };
    let ruled = order_dates(&facts, Standards::split_2014()).unwrap();
    assert_eq!((ruled.value.ends_on, ruled.value.state, ruled.value.notice), (day(ends), state, notice));
    assert_eq!(ruled.duty().is_some(), notice.is_some());
}

#[test]
fn an_order_of_twelve_months_ends_the_day_before_its_anniversary() {
    use OrderKind::{CommunityOrder as Co, SuspendedSentenceOrder as Sso};
    use OrderState::{Expired, ExpiredIncomplete, InForce, InForceForUnpaidWork, NotBegun};
    let year = OrderLength::Months(12);
    check_order((Co, "2015-12-15", year, None), "2015-12-14", ("2016-12-14", NotBegun, None));
    check_order((Co, "2015-12-15", year, None), "2015-12-15", ("2016-12-14", InForce, None));
    check_order((Co, "2014-12-15", year, None), "2014-12-20", ("2015-12-14", InForce, None));
    check_order((Co, "2014-12-15", year, None), "2015-10-14", ("2015-12-14", InForce, None));
    check_order(
        (Co, "2014-12-15", year, None),
        "2015-10-15",
        ("2015-12-14", InForce, Some(LimitName::OrderEndingFirst)),
    );
    check_order(
        (Co, "2014-12-15", year, None),
        "2015-11-14",
        ("2015-12-14", InForce, Some(LimitName::OrderEndingSecond)),
    );
    check_order(
        (Co, "2014-12-15", year, None),
        "2015-11-29",
        ("2015-12-14", InForce, Some(LimitName::OrderEndingLast)),
    );
    check_order(
        (Co, "2014-12-15", year, None),
        "2015-12-14",
        ("2015-12-14", InForce, Some(LimitName::OrderEndingLast)),
    );
    check_order((Co, "2014-12-15", year, None), "2015-12-15", ("2015-12-14", Expired, None));
    check_order((Co, "2016-02-29", year, None), "2016-03-01", ("2017-02-28", InForce, None));
    check_order((Co, "2015-03-01", year, None), "2015-03-02", ("2016-02-29", InForce, None));
    check_order(
        (Co, "2015-12-15", OrderLength::To(day("2016-06-30")), None),
        "2016-02-01",
        ("2016-06-30", InForce, None),
    );
    // Unpaid work left: a community order goes on, a suspended sentence order expires incomplete.
    check_order((Co, "2014-12-15", year, Some(40)), "2015-12-15", ("2015-12-14", InForceForUnpaidWork, None));
    check_order((Sso, "2014-12-15", year, Some(40)), "2015-12-15", ("2015-12-14", ExpiredIncomplete, None));
    check_order((Co, "2014-12-15", year, Some(0)), "2015-12-15", ("2015-12-14", Expired, None));
}

#[test]
fn an_order_revoked_early_ends_that_day() {
    let facts = OrderFacts {
        subject: "order-1".to_owned(),
        as_at: day("2015-12-15"),
        order: OrderKind::CommunityOrder,
        began: event("2015-06-01", "person-a/1"),
        length: OrderLength::Months(12),
        ended_early: Some(event("2015-12-01", "person-a/9")),
        unpaid_work_left: None,
    };
    let ruled = order_dates(&facts, Standards::split_2014()).unwrap();
    assert_eq!(
        (ruled.value.ends_on, ruled.value.state, ruled.value.days_left),
        (day("2015-12-01"), OrderState::EndedEarly, -14)
    );
    assert_eq!(ruled.why.from, ["person-a/1", "person-a/9"]);
}
