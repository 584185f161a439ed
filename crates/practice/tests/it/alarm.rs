//! Alarms: their ground, and how often each rule was right.

use practice::alarm::{Precision, Tally, gravity, ground, is_raised};
use practice::{Duty, DutyKind, Why};

use crate::day;

fn duty(due: Option<&str>, met: Option<&str>, from: &[&str]) -> Duty {
    Duty {
        duty: DutyKind::DecisionAfterFailure,
        subject: "appointment-4".into(),
        due_on: due.map(day),
        arose_on: day("2015-12-01"),
        met_on: met.map(day),
        why: Why {
            rule: "decision-after-failure".into(),
            version: "1".into(),
            words: String::new(),
            figure: None,
            from: from.iter().map(ToString::to_string).collect(),
            steps: Vec::new(),
        },
    }
}

#[test]
fn an_alarm_is_raised_on_its_day_and_ends_with_what_was_owed() {
    let check = |due: Option<&str>, met: Option<&str>, on: &str, raised: bool| {
        assert_eq!(is_raised(&duty(due, met, &[]), day(on)), raised, "{due:?} {met:?} {on}");
    };
    check(Some("2015-12-14"), None, "2015-12-13", false);
    check(Some("2015-12-14"), None, "2015-12-14", true);
    check(Some("2015-12-14"), None, "2015-12-15", true);
    check(Some("2015-12-14"), Some("2015-12-16"), "2015-12-17", false);
    check(None, None, "2015-12-14", false);
}

#[test]
fn another_day_or_another_entry_is_another_ground() {
    let first = ground(&duty(Some("2015-12-14"), None, &["person-a/3"]));
    assert_eq!(first, ground(&duty(Some("2015-12-14"), None, &["person-a/3"])), "the same facts, the same ground");
    assert_ne!(first, ground(&duty(Some("2015-12-15"), None, &["person-a/3"])));
    assert_ne!(first, ground(&duty(Some("2015-12-14"), None, &["person-a/3", "person-a/9"])));
    assert_ne!(first, ground(&duty(None, None, &["person-a/3"])));
}

#[test]
fn precision_is_a_share_of_what_was_settled_and_unknown_when_that_is_little() {
    let check = |acted, dismissed, expected| {
        let tally = Tally { raised: acted + dismissed + 7, acted, dismissed, open: 7 };
        assert_eq!(tally.precision(5), expected, "{acted} {dismissed}");
    };
    check(0, 0, Precision::Unknown);
    check(4, 0, Precision::Unknown);
    check(4, 1, Precision::Percent(80));
    check(1, 7, Precision::Percent(13));
    check(0, 9, Precision::Percent(0));
    check(9, 0, Precision::Percent(100));
    assert_eq!(Tally::default().precision(0), Precision::Unknown, "nothing is not all, and not nothing");
}

#[test]
fn a_breach_comes_before_a_plan() {
    assert!(gravity(DutyKind::BreachReferral) < gravity(DutyKind::SentencePlan));
}
