//! Failure 23: a split of the service by percentages made a muddle of who holds what.
//!
//! Given a case that passes from one company to another on a day. Then not an entry of it is moved or rewritten: the same
//! stream goes on, the new team sees all of it from that day, and the old one no longer does. The twin passes to another
//! officer of the same team: that team goes on seeing it, and the other company still does not.

use scenarios::{Browser, Case, Stage, day};
use store::WholeEntry;

use crate::{county, sentenced};

fn stored(stage: &Stage, case: &Case) -> Vec<WholeEntry> {
    stage.read(|snapshot| snapshot.whole_entries(&case.stream))
}

fn may(stage: &Stage, browser: &Browser, case: &Case) -> bool {
    let status = stage.get(browser, &case.home).status;
    assert!(status == 200 || status == 403, "{status}");
    status == 200
}

#[test]
fn a_case_changes_hands_by_a_date_and_no_record_is_moved() {
    let (stage, olwen) = county();
    let quinn = stage.sign_in("quinn");
    let (passed, stayed) = (sentenced(&stage, "Pat Passed"), sentenced(&stage, "Stan Stayed"));
    for case in [&passed, &stayed] {
        assert!(may(&stage, &olwen, case) && !may(&stage, &quinn, case));
    }
    let before = stored(&stage, &passed);

    stage.set_clock("2015-08-20T12:00");
    stage.allocate(&passed, "Q02T1A1", day("2015-09-01"));
    stage.allocate(&stayed, "P01T1A2", day("2015-09-01"));
    assert!(may(&stage, &olwen, &passed) && !may(&stage, &quinn, &passed), "until the day it stays where it is");

    stage.set_clock("2015-09-01T09:00");
    assert!(may(&stage, &quinn, &passed) && !may(&stage, &olwen, &passed));
    assert!(may(&stage, &olwen, &stayed) && !may(&stage, &quinn, &stayed));
    let after = stored(&stage, &passed);
    assert_eq!(after[..before.len()], before[..], "what was recorded is as it was, to the byte");
    assert_eq!(after.len(), before.len() + 1, "the change of hands is one entry");
    assert!(stage.timeline(&quinn, &passed).says("Community order made at"), "the new team sees what went before");
    let order = stage.page(&quinn, &format!("{}/order", passed.home));
    assert!(order.says("Quinn Practitioner") && order.says("Olwen Officer"), "{}", order.text());
}
