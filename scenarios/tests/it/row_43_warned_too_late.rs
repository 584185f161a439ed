//! Failure 43: a warning reached the person only after their next appointment.
//!
//! Given a failure on a Tuesday with the next appointment on the Thursday. When the warning goes by post, it is served that
//! Thursday: then the case and the letter say that it came too late to be fair. The twin's warning was handed over: nothing
//! is said.

use scenarios::{Answer, Browser, Case, Stage};

use crate::{begun, county};

const TOO_LATE: &str = "not before the next appointment on Thu 13 Aug 2015";

fn warned(stage: &Stage, olwen: &Browser, name: &str, hour: &str, serve_by: &str) -> (Case, Answer) {
    let case = begun(stage, olwen, name, &format!("2015-08-04T{hour}"));
    let warning = [
        ("outcome", "absent"),
        ("decision", "warning"),
        ("serve_by", serve_by),
        ("next_date", "13/8/2015"),
        ("next_time", hour),
    ];
    stage.held(olwen, &case, &format!("2015-08-11T{hour}"), &warning);
    let notice = stage.page(olwen, &format!("{}?done=warned", case.home));
    let letter =
        notice.addresses().into_iter().find(|address| address.contains("/letters/")).expect("a letter to print");
    let letter = stage.page(olwen, &letter);
    (case, letter)
}

#[test]
fn a_warning_served_too_late_is_said_to_be() {
    let (stage, olwen) = county();
    let (late, late_letter) = warned(&stage, &olwen, "Lena Late", "10:00", "post");
    let (timely, timely_letter) = warned(&stage, &olwen, "Tim Timely", "11:00", "hand");
    let case = stage.page(&olwen, &late.home);
    assert!(case.says("The warning was served on Thu 13 Aug 2015, not before the next appointment"), "{}", case.text());
    assert!(case.says("is to be reviewed for fairness before it counts"));
    assert!(late_letter.says(TOO_LATE));
    let case = stage.page(&olwen, &timely.home);
    assert!(!case.says("not before the next appointment") && !case.says("reviewed for fairness"), "{}", case.text());
    assert!(!timely_letter.says(TOO_LATE));
}
