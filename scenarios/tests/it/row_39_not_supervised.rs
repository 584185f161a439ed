//! Failure 39: people were not properly supervised, and nobody who led the team had to say so.
//!
//! Given somebody who was last seen in October and is booked week after week. When the month is over, then the team’s list
//! has them on top however much is booked or telephoned, the senior’s day asks for November to be signed off, and what is
//! done about them has to be said. The twin came in November: nothing has to be said of them.

use crate::{CAME, ILL, begun, county};
use scenarios::{Answer, Browser, Case, Stage};

const LIST: &str = "/contact/since";
const SIGN: &str = "/contact/sign-off/2015-11";

/// Una, last seen on 20 October; and Vic, booked alike, who came on 24 November.
pub(crate) fn november() -> (Stage, Browser, Case, Case) {
    let (stage, olwen) = county();
    let unmet = begun(&stage, &olwen, "Una Unmet", "2015-08-04T10:00");
    let visited = begun(&stage, &olwen, "Vic Visited", "2015-08-04T11:00");
    for (case, hour) in [(&unmet, "10:00"), (&visited, "11:00")] {
        stage.held(&olwen, case, &format!("2015-10-20T{hour}"), CAME);
        stage.held(&olwen, case, &format!("2015-11-10T{hour}"), ILL);
    }
    stage.held(&olwen, &unmet, "2015-11-24T10:00", ILL);
    stage.held(&olwen, &visited, "2015-11-24T11:00", CAME);
    let note = format!("{}/note", unmet.home);
    stage.done(&olwen, &stage.page(&olwen, &note).form(&note).with("contact", "PHONE").with("note", "Rang."));
    stage.book(&olwen, &unmet, "2015-12-08T10:00");
    stage.set_clock("2015-12-01T09:00");
    (stage, olwen, unmet, visited)
}

fn rows(page: &Answer) -> String {
    page.between("Held by", "All of these")
}

#[test]
fn bookings_and_telephone_calls_do_not_move_anybody_down_the_list() {
    let (stage, olwen, ..) = november();
    let page = stage.page(&olwen, LIST);
    let rows = rows(&page);
    assert!(rows.find("Unmet, Una") < rows.find("Visited, Vic"), "longest not seen first: {rows}");
    assert!(
        rows.contains("42 days Not seen in time Last seen face to face: Tue 20 Oct 2015 2 appointments not come to."),
        "{rows}"
    );
    assert!(
        rows.contains("By telephone on Tue 24 Nov 2015, which does not count. Next booked: Tue 8 Dec 2015, 10am"),
        "{rows}"
    );
    assert!(page.says("2 running cases, 1 not seen face to face within 30 days"), "{}", page.text());

    let over = stage.page(&olwen, "/contact/since?show=over");
    assert!(over.says("Unmet, Una") && !over.says("Visited, Vic"), "the twin came in November: {}", over.text());
}

#[test]
fn a_month_is_signed_off_by_the_senior_who_says_of_each_what_is_done() {
    let (stage, olwen, unmet, _) = november();
    let sana = stage.sign_in("sana");
    let asked = stage.page(&sana, "/day");
    assert!(asked.says("Sign off who was not seen in November: due by Mon 7 Dec 2015"), "{}", asked.text());
    assert!(!stage.page(&olwen, "/day").says("Sign off who was not seen"), "an officer signs nothing");
    assert_eq!(stage.get(&olwen, SIGN).status, 403);

    let form = stage.page(&sana, SIGN).form(SIGN);
    let action = format!("action-{}", unmet.home.trim_start_matches("/cases/"));
    let actions: Vec<&str> =
        form.fields.iter().map(|(name, _)| name.as_str()).filter(|n| n.starts_with("action")).collect();
    assert_eq!(actions, [action.as_str()], "nothing has to be said of the twin");
    let before = stage.entries();
    let silent = stage.send(&sana, &form);
    assert_eq!(silent.status, 422);
    assert!(silent.says("Say of each person why, or what is done about it"), "{}", silent.text());
    assert_eq!(stage.entries(), before);

    stage.set_clock("2015-12-02T16:00");
    stage.done(&sana, &form.with(&action, "Home visit tomorrow with Peter Practitioner."));
    assert!(!stage.page(&sana, "/day").says("Sign off who was not seen"));
    let signed = stage.page(&olwen, LIST);
    assert!(signed.says("November 2015 is signed off."), "{}", signed.text());
    assert!(signed.says("November 2015: signed off Wed 2 Dec 2015, 4pm by Sana Senior"), "{}", signed.text());
    assert!(signed.says("2 running cases, 1 not seen in time. Counted over the log of"), "{}", signed.text());
    assert!(signed.says("Unmet, Una : since Tue 20 Oct 2015. Home visit tomorrow"), "{}", signed.text());
    assert_eq!(stage.get(&sana, SIGN).status, 404, "it is signed once");
    let told = stage.timeline(&olwen, &unmet);
    assert!(told.says("November 2015 signed off: not seen face to face since Tue 20 Oct 2015"), "{}", told.text());
}

#[test]
fn a_month_that_nobody_signed_stays_asked_for_and_another_team_sees_nothing_of_it() {
    let (stage, olwen, ..) = november();
    stage.set_clock("2015-12-15T09:00");
    let late = stage.page(&olwen, LIST);
    assert!(late.says("November 2015 was to be signed off by Mon 7 Dec 2015, and is not."), "{}", late.text());
    let other = stage.page(&stage.sign_in("quinn"), LIST);
    assert!(!other.says("Unmet") && other.says("0 running cases"), "{}", other.text());
    let auditor = stage.page(&stage.sign_in("ada"), "/contact/since?team=P01T1A");
    assert!(auditor.says("Unmet, Una"), "{}", auditor.text());
}
