//! Working days, licences and check-ins.

use assessment::dates::{
    check_in::{Bound, Events, Schedule, Stop, has_expired, stop, window_hours},
    completed_years,
    licence::{self, Kind, ReleaseDates},
    working_days::{Moved, Towards, after, before, last_on_or_before, moved, only},
};
use jiff::civil::{Date, date};
use practice::{Standards, business_days::BankHolidays};
use proptest::prelude::*;

fn table() -> &'static BankHolidays {
    Standards::split_2014().holidays()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_date_moves_to_a_working_day_and_says_past_what() {
    let past = |date, past_weekend, past_bank_holiday| Moved { date: day(date), past_weekend, past_bank_holiday };
    let of = |text, towards| moved(table(), day(text), towards).unwrap();
    assert_eq!(of("2026-06-01", Towards::Next), past("2026-06-01", false, false));
    assert_eq!(of("2026-06-06", Towards::Next), past("2026-06-08", true, false));
    // Good Friday to the Tuesday after Easter, and back to the Thursday.
    assert_eq!(of("2026-04-03", Towards::Next), past("2026-04-07", true, true));
    assert_eq!(of("2026-04-06", Towards::Previous), past("2026-04-02", true, true));
    assert_eq!(of("2026-05-25", Towards::Next), past("2026-05-26", false, true));
}

#[test]
fn working_days_before_and_after_leave_the_day_itself_out() {
    let days = |found: Result<Vec<Date>, _>| found.unwrap().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(days(after(table(), day("2026-04-02"), 2)), ["2026-04-07", "2026-04-08"]);
    assert_eq!(days(before(table(), day("2026-04-07"), 2)), ["2026-04-02", "2026-04-01"]);
    assert!(days(after(table(), day("2026-04-02"), 0)).is_empty());
    assert!(after(table(), day("2030-12-31"), 1).is_err());
    // A list of one's own has no end.
    assert_eq!(days(after(&only([day("2050-01-03")]), day("2049-12-31"), 1)), ["2050-01-04"]);
}

#[test]
fn the_hard_stop_is_two_working_days_before_the_licence_and_warned_of_two_before_that() {
    let of = |text| licence::hard_stop(table(), day(text)).unwrap().to_string();
    assert_eq!(of("2026-06-04"), "2026-06-02");
    // A Sunday counts from the Friday before it.
    assert_eq!(of("2026-06-07"), "2026-06-03");
    assert_eq!(licence::hard_stop_warning(table(), day("2026-06-04")).unwrap(), day("2026-05-29"));
    let within = |today| licence::is_in_hard_stop(table(), day("2026-06-04"), day(today)).unwrap();
    assert_eq!(["2026-06-01", "2026-06-02", "2026-06-04", "2026-06-05"].map(within), [false, true, true, false]);
    assert_eq!(licence::timeout_cutoff(table(), day("2026-06-04")).unwrap(), day("2026-06-08"));
}

#[test]
fn nobody_is_released_on_a_friday_who_may_go_before_it() {
    let earliest = |text| licence::earliest_release(table(), day(text), None).unwrap().to_string();
    assert_eq!(earliest("2026-06-04"), "2026-06-04");
    // Friday: the third day before on which people are released.
    assert_eq!(earliest("2026-06-05"), "2026-06-02");
    assert_eq!(earliest("2026-06-08"), "2026-06-08");
    // Easter Monday: Thursday, Wednesday, Tuesday.
    assert_eq!(earliest("2026-04-06"), "2026-03-31");
    let curfew = licence::earliest_release(table(), day("2026-06-05"), Some(day("2026-06-05")));
    assert_eq!(curfew, Ok(day("2026-06-05")));
}

#[test]
fn an_allocation_is_late_within_five_such_days_of_a_release_still_to_come() {
    let late = |today| licence::is_late_allocation(table(), day("2026-06-18"), day(today)).unwrap();
    assert_eq!(["2026-06-09", "2026-06-10", "2026-06-18", "2026-06-19"].map(late), [false, true, true, false]);
    let due = |today| licence::is_due_for_release(table(), day("2026-06-18"), day(today)).unwrap();
    assert_eq!(["2026-06-15", "2026-06-16", "2026-06-18", "2026-06-19"].map(due), [false, true, true, false]);
}

#[track_caller]
fn check_start(kind: Kind, dates: &ReleaseDates, expected: Option<&str>) {
    assert_eq!(licence::starts_on(table(), kind, dates).unwrap(), expected.map(day), "{dates:?}");
}

#[test]
fn a_licence_starts_by_the_date_of_its_kind() {
    let crd = ReleaseDates { conditional: Some(day("2026-06-07")), ..ReleaseDates::default() };
    let with = |confirmed| ReleaseDates { confirmed: Some(day(confirmed)), ..crd };
    check_start(Kind::ConditionalRelease, &ReleaseDates::default(), None);
    check_start(Kind::ConditionalRelease, &crd, Some("2026-06-05"));
    check_start(Kind::ConditionalRelease, &with("2026-06-08"), Some("2026-06-05"));
    check_start(Kind::ConditionalRelease, &with("2026-05-01"), Some("2026-05-01"));
    let held = |confirmed| ReleaseDates { held_otherwise: true, ..with(confirmed) };
    check_start(Kind::ConditionalRelease, &held("2026-05-01"), Some("2026-06-05"));
    check_start(Kind::ConditionalRelease, &held("2026-06-06"), Some("2026-06-06"));

    let recall = |confirmed| ReleaseDates { post_recall: Some(day("2026-06-21")), ..with(confirmed) };
    check_start(Kind::Recall, &crd, None);
    check_start(Kind::Recall, &recall("2026-06-18"), Some("2026-06-18"));
    check_start(Kind::Recall, &recall("2026-06-07"), Some("2026-06-19"));
    check_start(Kind::Recall, &recall("2026-06-22"), Some("2026-06-19"));

    let curfew = ReleaseDates { curfew_eligible: Some(day("2026-06-06")), ..crd };
    check_start(Kind::Curfew, &curfew, Some("2026-06-06"));
    check_start(Kind::Curfew, &ReleaseDates { curfew_actual: Some(day("2026-06-09")), ..curfew }, Some("2026-06-09"));
}

#[test]
fn a_sentence_is_served_when_it_ended_the_day_it_began_within_four_weeks() {
    let served = |start, conditional| licence::is_time_served(day(start), day(conditional), day("2026-06-29"));
    assert!(served("2026-06-01", "2026-06-01"));
    assert!(!served("2026-05-31", "2026-05-31"));
    assert!(!served("2026-06-01", "2026-06-02"));
    assert!(!served("2026-06-30", "2026-06-30"));
}

#[test]
fn a_check_in_comes_round_from_its_first_day() {
    let schedule = Schedule::new(day("2026-06-02"), 14).unwrap();
    let next = |today, bound| schedule.next(day(today), bound).unwrap().to_string();
    assert_eq!(next("2026-05-01", Bound::ExcludeToday), "2026-06-02");
    assert_eq!(next("2026-06-02", Bound::IncludeToday), "2026-06-02");
    assert_eq!(next("2026-06-02", Bound::ExcludeToday), "2026-06-16");
    assert_eq!(next("2026-06-15", Bound::ExcludeToday), "2026-06-16");
    assert!(schedule.is_offered() && !Schedule::new(day("2026-06-02"), 10).unwrap().is_offered());
    assert!(Schedule::new(day("2026-06-02"), 0).is_err());
    assert_eq!(schedule.next(Date::MIN, Bound::IncludeToday), None);
    assert_eq!(schedule.next(Date::MAX, Bound::ExcludeToday), None);
    assert!(!has_expired(day("2026-06-02"), day("2026-06-05")) && has_expired(day("2026-06-02"), day("2026-06-06")));
    assert_eq!(window_hours(), 72);
}

#[test]
fn check_ins_stop_for_the_first_reason_in_order() {
    assert_eq!(stop(Events::NoneActive, true), Some(Stop::NoActiveEvents));
    assert_eq!(stop(Events::NotSaid, true), Some(Stop::ContactSuspended));
    assert_eq!(stop(Events::Active, true), Some(Stop::ContactSuspended));
    assert_eq!(stop(Events::NotSaid, false), None);
}

#[test]
fn a_year_is_completed_on_its_day_and_after_29_february_on_1_march() {
    assert_eq!(completed_years(date(2004, 2, 29), date(2025, 2, 28)), 20);
    assert_eq!(completed_years(date(2004, 2, 29), date(2025, 3, 1)), 21);
    assert_eq!(completed_years(date(2004, 2, 29), date(2024, 2, 29)), 20);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..6900).prop_map(|days| date(2011, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap())
}

proptest! {
    #[test]
    fn so_many_working_days_after_so_many_before_is_the_day_again(from in any_day(), count in 1_u32..60) {
        let start = last_on_or_before(table(), from).unwrap();
        let back = *before(table(), start, count).unwrap().last().unwrap();
        prop_assert_eq!(*after(table(), back, count).unwrap().last().unwrap(), start);
    }

    #[test]
    fn the_hard_stop_comes_after_its_warning_and_before_the_licence(starts in any_day()) {
        let stop = licence::hard_stop(table(), starts).unwrap();
        prop_assert!(licence::hard_stop_warning(table(), starts).unwrap() < stop && stop < starts);
        prop_assert!(licence::earliest_release(table(), starts, None).unwrap() <= starts);
    }

    #[test]
    fn the_next_check_in_is_due_and_none_comes_before_it(first in any_day(), today in any_day(), interval in 1_i64..60) {
        let schedule = Schedule::new(first, interval).unwrap();
        let next = schedule.next(today, Bound::ExcludeToday).unwrap();
        prop_assert!(schedule.is_due_on(next) && next > today);
        let mut between = today.tomorrow().unwrap();
        while between < next && between < today.checked_add(jiff::Span::new().days(70)).unwrap() {
            prop_assert!(!schedule.is_due_on(between));
            between = between.tomorrow().unwrap();
        }
    }
}
