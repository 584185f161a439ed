//! Failure 36, afterwards: a place loses its approval, or closes, with people booked there; and a new place is opened.
//!
//! When a senior says that nobody may be seen there any more, then what is booked stays booked, and is listed: on the
//! place's page and on the day of whoever holds it. A booking decided over the approval that is lost meanwhile is refused.
//! The twin is booked before the last day. A new place is its organisation's own until somebody has looked at it.

use scenarios::{Browser, Form, Stage};

use crate::row_32_rivals::booking;
use crate::{county, sentenced};

fn refused_from_now(stage: &Stage, sana: &Browser, site: &str) {
    let path = format!("/sites/{site}/assess");
    let form = stage.page(sana, &path).form(&path).with("approved", "no").with("private", "no").with("alarm", "no");
    let form = form.with("lone_working", "no").with("near", "none").with("conditions", "The alarm was taken out");
    stage.done(sana, &form);
}

#[test]
fn what_is_booked_where_nobody_may_be_seen_any_more_is_listed_at_once() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let case = sentenced(&stage, "Cal Chapel");
    stage.done(&olwen, &booking(&stage, &olwen, &case, "11/8/2015 2pm", "P01S1"));
    assert!(!stage.page(&sana, "/sites/P01S1").says("to be moved"), "the twin: it is approved");

    refused_from_now(&stage, &sana, "P01S1");
    let page = stage.page(&sana, "/sites/P01S1");
    assert!(page.says("Chapel, Cal, Tue 11 Aug 2015, 2pm with Olwen Officer"), "{}", page.text());
    let day = stage.page(&olwen, "/day");
    assert!(
        day.says("Chapel, Cal, Tue 11 Aug 2015, 2pm can’t be held there. It was looked at and not approved. Move it"),
        "{}",
        day.text()
    );
    let quinn = stage.sign_in("quinn");
    assert!(!stage.page(&quinn, "/sites/P01S1").says("Chapel"), "it is nobody else's business");

    let again = booking(&stage, &olwen, &case, "12/8/2015 2pm", "P01S1");
    assert!(stage.send(&olwen, &again).says("It was looked at and not approved"));
    // Who says why one may be held there knew how it stands: that is not listed.
    stage.done(&olwen, &again.with("one_off", "Two of us will be there"));
    assert!(!stage.page(&sana, "/sites/P01S1").says("12 Aug"));
}

#[test]
fn what_is_booked_after_a_place_closes_is_listed_and_what_comes_before_is_not() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let case = sentenced(&stage, "Cal Chapel");
    for at in ["11/8/2015 2pm", "18/8/2015 2pm"] {
        stage.done(&olwen, &booking(&stage, &olwen, &case, at, "P01S3"));
    }
    let path = "/sites/P01S3/close";
    let form = stage.page(&sana, path).form(path).with("from", "17/8/2015").with("reason", "The lease ends");
    stage.done(&sana, &form);
    let page = stage.page(&sana, "/sites/P01S3");
    let listed = page.between("Booked here and to be moved", "What it is fit for");
    assert!(listed.contains("18 Aug") && !listed.contains("11 Aug"), "{listed}");
    let late = stage.send(&olwen, &booking(&stage, &olwen, &case, "19/8/2015 2pm", "P01S3"));
    assert!(late.says("It is closed for good"), "{}", late.text());
    stage.done(&olwen, &booking(&stage, &olwen, &case, "12/8/2015 2pm", "P01S3"));
}

fn new_place(stage: &Stage, browser: &Browser, code: &str) -> Form {
    let form = stage.page(browser, "/sites/new").form("/sites/new");
    let form = form.with("name", "Harbour room").with("address", "2 Quay Street\nPinemere\nZZ1 2QS").with("code", code);
    form.with("rooms", "Interview 1, 3").with("opens_1", "9am").with("closes_1", "5pm")
}

#[test]
fn a_senior_opens_a_place_and_it_is_not_anybody_elses_until_it_is_assessed() {
    let (stage, olwen) = county();
    let (sana, quinn) = (stage.sign_in("sana"), stage.sign_in("quinn"));
    assert_eq!(stage.get(&olwen, "/sites/new").status, 403, "who leads a team opens one");
    let free = stage.page(&sana, "/sites/new").form("/sites/new");
    assert_eq!(free.value("code"), "P01S4", "the first that nobody has");
    let taken = stage.send(&sana, &new_place(&stage, &sana, "P01S1"));
    assert!(taken.says("Another place has this code"), "{}", taken.text());
    assert!(stage.send(&sana, &new_place(&stage, &sana, "Q02S9")).says("Write the code as P01S and a number"));
    let form = new_place(&stage, &sana, "P01S4");
    stage.done(&sana, &form);
    let second = new_place(&stage, &sana, "P01S4");
    assert!(stage.send(&sana, &second).says("Another place has this code"));

    assert!(stage.page(&sana, "/sites").says("Harbour room Nobody has looked"));
    assert!(!stage.page(&quinn, "/sites").says("Harbour room"), "it is not public yet");
    assert_eq!(stage.get(&quinn, "/sites/P01S4").status, 404);
    let case = sentenced(&stage, "Cal Chapel");
    let there = booking(&stage, &olwen, &case, "10/8/2015 2pm", "P01S4").with("room", "Interview 1");
    assert!(stage.send(&olwen, &there).says("Nobody has looked whether people can be seen there"));

    let path = "/sites/P01S4/assess";
    let form = stage.page(&sana, path).form(path).with("approved", "yes").with("private", "yes").with("alarm", "yes");
    let form = form.with("lone_working", "no").with("near", "none").with("until", "1/12/2015");
    stage.done(&sana, &form);
    stage.done(&olwen, &there);
    assert!(stage.page(&quinn, "/sites").says("Harbour room"));
}

#[test]
fn what_is_offered_instead_is_open_approved_and_free() {
    let (stage, olwen) = county();
    let sana = stage.sign_in("sana");
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    crate::row_32_rivals::keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let path = "/sites/P01S1/arrange";
    let mut form = stage.page(&sana, path).form(path);
    for nth in 1..=5 {
        form = form.with(&format!("opens_{nth}"), "1pm").with(&format!("closes_{nth}"), "8pm");
    }
    stage.done(&sana, &form);
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let refused = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
    let offered = refused.between("Free instead:", "If it must");
    assert!(offered.contains("in the afternoon, Pinemere"), "{offered}");
    assert!(!offered.contains("in the morning, Pinemere"), "it opens at one: {offered}");
    assert!(!offered.contains("Chapel hall"), "it is not approved: {offered}");
}
