//! Points, hours and capacity, to the digit at which they are cut off.

use assessment::{
    decimal::Decimal,
    workload::{
        Figures,
        current::{
            CaseType, Load, Reduction, Transition, available_hours, available_points, capacity, case_points, points,
            target_of,
        },
        monthly::{
            Counts, DefaultHours, Inactive, Month, Weightings, arms_points, hours, nominal_target, parom_points,
            tier_points, total,
        },
        period,
    },
};
use proptest::prelude::*;

#[test]
fn a_case_counts_by_tier_place_and_transition_to_adulthood() {
    assert_eq!(case_points("A3", CaseType::Community, Transition::No), Ok(206));
    assert_eq!(case_points("A3", CaseType::Community, Transition::ToAdulthood), Ok(75));
    assert_eq!(case_points("D0", CaseType::Licence, Transition::No), Ok(0));
    assert_eq!(case_points("B2S", CaseType::Custody, Transition::No), Ok(0));
    assert!(case_points("E1", CaseType::Custody, Transition::No).is_err());
    assert!(case_points("S", CaseType::Custody, Transition::No).is_err());
}

#[test]
fn contacts_made_for_others_add_and_contacts_made_by_others_take_away() {
    let load = Load { cases: 206.0, contacts_made_for_others: 18.0, contacts_made_by_others: 30.0, ..Load::default() };
    assert_eq!(points(&load).to_bits(), 194.0_f64.to_bits());
    assert_eq!((Figures::published().contact("CMS06"), Figures::published().contact("NONE")), (26, 0));
}

#[track_caller]
fn check_available(target: f64, contracted: f64, hours: f64, expected: i64) {
    assert_eq!(available_points(target, contracted, hours), Some(expected), "{target} {contracted} {hours}");
}

#[test]
fn points_are_cut_off_on_the_decimals_written_and_not_on_the_doubles() {
    check_available(2176.0, 37.0, 37.0, 2176);
    check_available(2176.0, 37.0, 18.5, 1088);
    // In doubles this falls a hair short of 1200.
    check_available(2000.0, 37.0, 22.2, 1200);
    check_available(2176.0, 37.0, 0.0, 0);
    check_available(2176.0, 37.0, -3.0, 0);
    check_available(2176.0, 0.0, 37.0, 0);
    // A third has no last digit: fifteen of them fall short of the whole.
    check_available(3.0, 3.0, 1.0, 0);
    assert_eq!(available_points(f64::NAN, 37.0, 37.0), None);
    assert_eq!(available_points(1e300, 37.0, 37.0), None);
}

#[test]
fn hours_are_those_contracted_or_the_grades_own_less_what_reduces_them() {
    let reductions = [Reduction { hours: 7.5, counts: true }, Reduction { hours: 10.0, counts: false }];
    let of = |contracted, grade| available_hours(contracted, grade, &reductions).to_string();
    assert_eq!(of(None, "PO"), "29.5");
    assert_eq!(of(Some(30.0), "PQiP"), "22.5");
    assert_eq!(of(None, "SPO"), "-7.5");
    assert_eq!(target_of("PSO").to_string(), "2176");
}

#[track_caller]
fn check_capacity(workload: f64, available: f64, expected: &str) {
    assert_eq!(capacity(workload, available).as_deref(), Some(expected));
}

#[test]
fn capacity_is_rounded_half_up_before_it_becomes_a_percentage() {
    check_capacity(1000.0, 1000.0, "100.000");
    check_capacity(1005.0, 2000.0, "50.300");
    check_capacity(1.0, 2000.0, "0.100");
    check_capacity(-12.0, 100.0, "-12.000");
    check_capacity(0.0, 100.0, "0");
    check_capacity(100.0, 0.0, "0");
}

#[track_caller]
fn check_period(now: &str, expected: &str) {
    assert_eq!(period::label(now.parse().unwrap()).as_deref(), Some(expected), "{now}");
}

#[test]
fn a_reporting_day_ends_in_the_evening_and_an_hour_later_on_a_wednesday() {
    check_period("2026-06-01T18:30", "2026-05-31 18:30 to 2026-06-01 18:30");
    check_period("2026-06-01T18:30:01", "2026-06-01 18:30 to 2026-06-02 18:30");
    check_period("2026-06-03T19:00", "2026-06-02 18:30 to 2026-06-03 19:30");
    check_period("2026-06-03T19:30", "2026-06-02 18:30 to 2026-06-03 19:30");
    check_period("2026-06-03T20:00", "2026-06-03 19:30 to 2026-06-04 18:30");
    check_period("2026-06-04T09:00", "2026-06-03 19:30 to 2026-06-04 18:30");
    assert_eq!(period::label(jiff::civil::DateTime::MIN), None);
}

#[test]
fn the_monthly_rules_leave_inactive_cases_out_only_in_transition_to_adulthood() {
    let counts = Counts { total: 10.0, warrants: 2.0, unpaid_work: 1.0, overdue: 1.0 };
    let weightings = Weightings { warrants: 75.0, unpaid_work: 100.0, overdue: -5.0 };
    let points = |inactive| tier_points(&counts, 4.0, &weightings, inactive).to_string();
    assert_eq!(points(Inactive::Counted), "40");
    assert_eq!(points(Inactive::Subtracted), "34");
}

#[test]
fn the_monthly_rules_take_hours_from_the_grade() {
    let defaults = DefaultHours { service_officer: 30.0, officer: 37.0, senior: 0.0 };
    assert_eq!(hours(None, 3, &defaults), Some((30.0, 30.0)));
    assert_eq!(hours(Some(20.0), 7, &defaults), Some((20.0, 30.0)));
    assert_eq!(hours(None, 4, &defaults), Some((37.0, 37.0)));
    assert_eq!(hours(None, 2, &defaults), Some((0.0, 0.0)));
    assert_eq!(hours(Some(37.0), 5, &defaults), None);
    let available =
        |hours, reduction| assessment::workload::monthly::available_points(100.0, hours, reduction).to_string();
    assert_eq!(available(Some((18.5, 37.0)), 0.0), "50");
    assert_eq!(available(Some((37.0, 37.0)), 7.4), "80");
    assert_eq!(available(Some((0.0, 37.0)), 0.0), "0");
    assert_eq!(available(None, 0.0), "0");
    assert_eq!(nominal_target(3, 1.0, 2.0).to_string(), "1");
    assert_eq!(nominal_target(7, 1.0, 2.0).to_string(), "2");
}

#[test]
fn the_monthly_rules_add_up() {
    let month = Month {
        tiers: 100.0,
        reports: 10.0,
        conversions: 1.0,
        paroms: parom_points(2.0, 120.0, true) + parom_points(2.0, 120.0, false),
        arms: arms_points(1.0, 2.0, 35.0, 69.0),
    };
    assert_eq!(total(&month).to_string(), "524");
}

#[test]
fn a_grade_code_nobody_knows_is_a_dummy() {
    let grade = |code| Figures::published().grade(code);
    assert_eq!((grade("NPSM"), grade("CRC — PQF"), grade("Q"), grade("NPSC")), ("PO", "TPO", "PSO", "SPO"));
    assert_eq!((grade(""), grade("?")), ("DMY", "DMY"));
}

proptest! {
    #[test]
    fn more_hours_never_mean_fewer_points(contracted in 1_u32..60, hours in 0_u32..600, more in 0_u32..50) {
        let of = |tenths: u32| available_points(2176.0, f64::from(contracted), f64::from(tenths) / 10.0).unwrap();
        prop_assert!(of(hours) <= of(hours + more));
    }

    #[test]
    fn a_decimal_reads_back_as_it_was_written(number in -1e9_f64..1e9) {
        prop_assert_eq!(Decimal::written(number).unwrap().to_string().parse::<f64>().unwrap().to_bits(), number.to_bits());
    }

    #[test]
    fn every_moment_lies_in_its_own_reporting_day(minutes in 0_i64..20_000_000) {
        let now = jiff::civil::date(2000, 1, 1).at(0, 0, 0, 0) + jiff::Span::new().minutes(minutes);
        let label = period::label(now).unwrap();
        let (from, to) = label.split_once(" to ").unwrap();
        let at = |text: &str| text.replace(' ', "T").parse::<jiff::civil::DateTime>().unwrap();
        prop_assert!(at(from) < now && now <= at(to));
    }
}
