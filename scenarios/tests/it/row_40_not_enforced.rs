//! Failure 40: failures to comply were left without a decision.
//!
//! Given somebody who missed two appointments about which nobody decided. When the two working days for a decision have
//! gone by, then both stand under “Due” on the case and the case stands on the officer's day, late. The twin missed the
//! same two and each was decided when it was recorded: both pages are quiet.

use crate::{ABSENT, begun, county};

#[test]
fn a_failure_nobody_decided_about_stands_on_the_clock() {
    let (stage, olwen) = county();
    let undecided = begun(&stage, &olwen, "Una Undecided", "2015-08-04T10:00");
    let settled = begun(&stage, &olwen, "Sol Settled", "2015-08-04T11:00");
    let no_action = [("outcome", "absent"), ("decision", "none"), ("decision_reason", "The bus did not run.")];
    for week in ["2015-08-11", "2015-08-18"] {
        stage.held(&olwen, &undecided, &format!("{week}T10:00"), ABSENT);
        stage.held(&olwen, &settled, &format!("{week}T11:00"), &no_action);
    }

    stage.set_clock("2015-08-24T09:00");
    let due = stage.due(&olwen);
    assert!(
        due.contains("Decision to make after a failure. And 1 more. Undecided, Una") && due.contains("Late by"),
        "{due}"
    );
    assert!(!due.contains("Settled"), "{due}");
    let owed = |home: &str| stage.page(&olwen, home).between("Due", "Risk and checks");
    assert_eq!(owed(&undecided.home).matches("Decision to make after a failure.").count(), 2);
    assert!(!owed(&settled.home).contains("Decision to make"), "{}", owed(&settled.home));
}

#[test]
fn deciding_takes_a_failure_off_the_clock() {
    let (stage, olwen) = county();
    let case = begun(&stage, &olwen, "Una Undecided", "2015-08-04T10:00");
    let failed = stage.held(&olwen, &case, "2015-08-11T10:00", ABSENT);
    stage.set_clock("2015-08-14T09:00");
    assert!(stage.due(&olwen).contains("Late by 1 day Decision to make"), "{}", stage.due(&olwen));

    let form = stage.outcome_form(&olwen, &case, &failed).with("decision", "none");
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 422, "doing nothing needs a reason");
    stage.done(&olwen, &form.with("decision_reason", "In hospital: seen by a colleague."));
    assert!(!stage.due(&olwen).contains("Decision to make"));
}
