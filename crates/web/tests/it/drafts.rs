//! Nothing typed is lost: a session that ends, a form kept for later.

use crate::county;

#[test]
fn a_form_sent_after_the_session_ended_is_kept_and_shown_again() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form =
        stage.page(&olwen, &path).form(&path).with("note", "A long talk, typed slowly.").with("basis", "opinion");
    let before = stage.entries();
    stage.let_pass(121);
    let answer = stage.send(&olwen, &form);
    assert_eq!((answer.status, answer.location()), (303, format!("/sign-in?then={path}&sent=1").as_str()));
    assert_eq!(stage.entries(), before, "nothing is recorded without a session");
    let page = stage.get(&olwen, answer.location());
    assert!(page.says("what you typed is kept"), "{}", page.text());
    assert_eq!(page.form("/sign-in").value("then"), path);

    let olwen = stage.sign_in("olwen");
    let again = stage.page(&olwen, &path).form(&path);
    assert_eq!((again.value("note"), again.value("basis")), ("A long talk, typed slowly.", "opinion"));
    let peter = stage.sign_in("peter");
    assert_eq!(stage.page(&peter, &path).form(&path).value("note"), "", "a draft is its author's own");

    stage.done(&olwen, &again);
    assert_eq!(stage.entries(), before + 1);
    assert_eq!(stage.page(&olwen, &path).form(&path).value("note"), "", "once recorded it is no draft any more");
}

#[test]
fn what_was_typed_into_the_days_form_is_found_again_on_the_appointments_page() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let path = format!("{}/appointments/{appointment}", case.home);
    let form = stage.page(&olwen, "/day").form(&path).with("outcome", "absent").with("note", "Rang twice.");
    let kept = form.clone().with("form", &form.action);
    assert_eq!(stage.post(&olwen, "/drafts", &kept.encoded()).status, 204);
    let page = stage.page(&olwen, &path);
    assert_eq!(page.form(&path).value("note"), "Rang twice.");
    assert!(page.says("It is not recorded yet"), "{}", page.text());

    stage.let_pass(121);
    let sent = form.with("note", "Rang three times.");
    assert_eq!(stage.send(&olwen, &sent).status, 303);
    let olwen = stage.sign_in("olwen");
    assert_eq!(stage.page(&olwen, &path).form(&path).value("note"), "Rang three times.");
}

#[test]
fn a_draft_of_nothing_of_ours_or_too_long_is_not_kept() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    let elsewhere = form.clone().with("form", "https://elsewhere.example/");
    assert_eq!(stage.post(&olwen, "/drafts", &elsewhere.encoded()).status, 422);
    let long = form.with("form", &path).with("note", &"x".repeat(70_000));
    assert_eq!(stage.post(&olwen, "/drafts", &long.encoded()).status, 422);
}

#[test]
fn signing_out_after_the_session_ended_leads_to_a_page_that_is_there() {
    let (stage, olwen, _) = county();
    let form = stage.page(&olwen, "/find").form("/sign-out");
    stage.let_pass(121);
    let answer = stage.send(&olwen, &form);
    assert_eq!((answer.status, answer.location()), (303, "/sign-in"));
}

#[test]
fn a_form_overtaken_by_somebody_else_is_kept_for_its_author() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-05T10:00");
    let path = format!("{}/appointments/{appointment}/move", case.home);
    let moved = |time: &str, why: &str| {
        let form = stage.page(&olwen, &path).form(&path).with("date", "06/08/2015");
        form.with("time", time).with("asked_by", "service").with("reason", why)
    };
    let (first, second) = (moved("9:00am", "Room closed."), moved("2:00pm", "Typed while the other was sent."));
    stage.done(&olwen, &first);
    let before = stage.entries();
    assert_eq!(stage.send(&olwen, &second).status, 409);
    assert_eq!(stage.entries(), before);
    assert_eq!(stage.page(&olwen, &path).form(&path).value("reason"), "Typed while the other was sent.");
}
