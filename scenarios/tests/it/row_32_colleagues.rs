//! Failure 32, with a colleague who is to take somebody's place: they must not meet one of those whom they would see.
//!
//! Given a man who must not meet an officer. When his case is to be given to that officer, alone or with others, then it is refused,
//! and not why; nor does that officer cover for whoever holds it. Where it was arranged later, or falls to somebody because nobody
//! else is at work, it is on the day of whoever answers. The twins: somebody else to that officer, him to somebody else, and
//! once the officer is back.

use scenarios::{Browser, Case, Stage};

use crate::row_32_rivals::booking;
use crate::row_32_staff::from_staff;
use crate::{county, sentenced};

fn away(stage: &Stage, browser: &Browser, cover: &str) -> scenarios::Form {
    let form = stage.page(browser, "/away/P01T1A1").form("/away/P01T1A1").with("from", "10/8/2015");
    form.with("until", "14/8/2015").with("kind", "leave").with("cover", cover)
}

#[test]
fn nobody_is_given_somebody_whom_they_must_not_meet() {
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let sana = stage.sign_in("sana");
    let to_peter = |case: &Case| {
        let path = format!("{}/allocate", case.home);
        stage.page(&sana, &path).form(&path).with("to", "P01T1A2")
    };
    let asked_before = to_peter(&rafe);
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    for form in [to_peter(&rafe), asked_before] {
        let refused = stage.send(&sana, &form);
        assert_eq!(refused.status, 422);
        assert!(refused.says("can’t be given one of these cases. Choose somebody else"), "{}", refused.text());
    }
    let all = stage.page(&sana, "/allocate/P01T1A1").form("/allocate/P01T1A1").with("all", "P01T1A2");
    let refused = stage.send(&sana, &all);
    assert!(refused.status == 422 && refused.says("can’t be given one of these cases"), "{}", refused.text());
    // The twins: somebody else to him, and him to somebody else.
    stage.done(&sana, &to_peter(&other));
    let path = format!("{}/allocate", rafe.home);
    stage.done(&sana, &stage.page(&sana, &path).form(&path).with("to", "P01T1A0"));
}

#[test]
fn nobody_covers_for_whoever_holds_somebody_whom_they_must_not_meet() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A2").with("from", "3/8/2015").with("until", "3/8/2015"));
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let refused = stage.send(&olwen, &away(&stage, &olwen, "P01T1A2"));
    assert_eq!(refused.status, 422);
    assert!(refused.says("They can’t cover for all of these people. Choose another"), "{}", refused.text());
    // The twins: another colleague, and once he is somebody else's.
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A0"));
    stage.allocate(&rafe, "P01T1A0", scenarios::day("2015-08-03"));
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A2").with("from", "17/8/2015").with("until", "18/8/2015"));
}

#[test]
fn nobody_is_given_to_an_officer_whose_cover_they_must_not_meet_while_that_lasts() {
    const WHY: &str = "He is with her when they come.";
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let sana = stage.sign_in("sana");
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let arrangement = arrangement_of(&stage, &olwen, &rafe);
    for case in [&rafe, &other] {
        stage.allocate(case, "P01T1A0", scenarios::day("2015-08-03"));
    }
    stage.done(&olwen, &away(&stage, &olwen, "P01T1A2"));
    let to_olwen = |case: &Case| {
        let path = format!("{}/allocate", case.home);
        stage.page(&sana, &path).form(&path).with("to", "P01T1A1")
    };
    let refused = stage.send(&sana, &to_olwen(&rafe));
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.says("can’t be given one of these cases. Choose somebody else"), "{}", refused.text());
    stage.done(&sana, &refused.form(&format!("{}/allocate", rafe.home)).with("override", WHY));
    let told =
        "Mon 10 Aug 2015 to Fri 14 Aug 2015: Peter Practitioner covers for Olwen Officer: let be by Sana Senior.";
    let page = stage.page(&sana, &arrangement);
    assert!(page.says(told) && page.says(WHY), "{}", page.text());
    assert!(!page.says("the case is given to"), "she may meet him herself: {}", page.text());
    // The twins: somebody whom he may meet, and him once the cover is over.
    stage.done(&sana, &to_olwen(&other));
    stage.allocate(&rafe, "P01T1A0", scenarios::day("2015-08-03"));
    stage.set_clock("2015-08-17T09:00");
    let sana = stage.sign_in("sana");
    let path = format!("{}/allocate", rafe.home);
    stage.done(&sana, &stage.page(&sana, &path).form(&path).with("to", "P01T1A1"));
}

#[test]
fn a_senior_gives_them_all_the_same_by_name_and_with_a_reason_and_the_arrangement_says_so() {
    const WHY: &str = "He has known the family for years.";
    let (stage, olwen) = county();
    let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
    let sana = stage.sign_in("sana");
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let arrangement = arrangement_of(&stage, &olwen, &rafe);
    let path = |case: &Case| format!("{}/allocate", case.home);
    let to_peter = |case: &Case| stage.page(&sana, &path(case)).form(&path(case)).with("to", "P01T1A2");
    assert!(!stage.page(&sana, &path(&rafe)).says("say why"), "nobody is asked for it beforehand");
    let refused = stage.send(&sana, &to_peter(&rafe));
    assert_eq!(refused.status, 422);
    assert!(refused.says("If it must be them, say why"), "{}", refused.text());
    let empty = refused.form(&path(&rafe)).with("override", "  ");
    assert_eq!(stage.send(&sana, &empty).status, 422, "not without a reason");
    // A form with a mistake in it tells nothing.
    let mistaken = stage.send(&sana, &to_peter(&rafe).with("from", "when?"));
    assert!(mistaken.status == 422 && !mistaken.says("can’t be given"), "{}", mistaken.text());
    stage.done(&sana, &refused.form(&path(&rafe)).with("override", WHY));
    let told = format!("Mon 3 Aug 2015: the case is given to Peter Practitioner: let be by Sana Senior. {WHY}");
    let page = stage.page(&sana, &arrangement);
    assert!(page.says("Let be all the same") && page.says(&told), "{}", page.text());
    assert!(stage.page(&stage.sign_in("peter"), "/caseload").says("North, Rafe"));
    // The twin: of somebody whom he may meet nothing is asked, and nothing is said of it.
    stage.done(&sana, &to_peter(&other).with("override", WHY));
    assert_eq!(stage.page(&sana, &arrangement).text().matches(WHY).count(), 1);
}

#[test]
fn a_senior_lets_a_colleague_cover_all_the_same_and_nobody_else_does() {
    const WHY: &str = "Nobody else knows these cases.";
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let arrangement = arrangement_of(&stage, &olwen, &rafe);
    let sana = stage.sign_in("sana");
    let refused = stage.send(&olwen, &away(&stage, &olwen, "P01T1A2"));
    assert!(refused.status == 422 && !refused.says("say why"), "{}", refused.text());
    let her_own = away(&stage, &olwen, "P01T1A2").with("override", WHY);
    assert_eq!(stage.send(&olwen, &her_own).status, 403, "whoever is no senior");
    assert!(stage.page(&olwen, "/away/P01T1A1").says("No absence is recorded"));
    let refused = stage.send(&sana, &away(&stage, &sana, "P01T1A2"));
    assert!(refused.status == 422 && refused.says("If it must be them, say why"), "{}", refused.text());
    stage.done(&sana, &refused.form("/away/P01T1A1").with("override", WHY));
    let told =
        "Mon 10 Aug 2015 to Fri 14 Aug 2015: Peter Practitioner covers for Olwen Officer: let be by Sana Senior.";
    let page = stage.page(&sana, &arrangement);
    assert!(page.says(told) && page.says(WHY), "{}", page.text());
    assert!(stage.page(&olwen, "/away/P01T1A1").says("Peter Practitioner covers."));
    // The twin: a colleague who may meet everybody; a reason that nobody needed is nowhere.
    stage.done(
        &sana,
        &away(&stage, &sana, "P01T1A0").with("from", "17/8/2015").with("until", "18/8/2015").with("override", WHY),
    );
    assert_eq!(stage.page(&sana, &arrangement).text().matches(WHY).count(), 1);
}

fn arrangement_of(stage: &Stage, browser: &Browser, case: &Case) -> String {
    let page = stage.page(browser, &format!("{}/apart", case.home));
    page.addresses().into_iter().find(|href| href.starts_with("/apart/")).expect("its page")
}

#[test]
fn whoever_answers_meanwhile_has_on_their_day_whom_they_must_not_meet() {
    const MARK: &str = "must be kept apart from whoever is to see them";
    for (cover, name, staff) in [("P01T1A2", "peter", "P01T1A2"), ("", "sana", "P01T1A0")] {
        let (stage, olwen) = county();
        let (rafe, other) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Oona Other"));
        stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
        stage.done(&olwen, &booking(&stage, &olwen, &other, "11/8/2015 4pm", "P01S1"));
        stage.done(&olwen, &away(&stage, &olwen, cover));
        from_staff(&stage, &olwen, &rafe, staff);
        stage.set_clock("2015-08-10T09:00");
        let browser = stage.sign_in(name);
        let day = stage.page(&browser, "/day");
        assert!(day.says(&format!("North, Rafe, Tue 11 Aug 2015, 2pm: {MARK}")), "{name}: {}", day.text());
        assert!(!day.says("Other, Oona, Tue 11 Aug 2015, 4pm:"), "{name}: {}", day.text());
        let slots = stage.page(&browser, "/day/2015-08-11").text();
        assert_eq!(slots.matches("They and whoever is to see them must not meet").count(), 1, "{name}: {slots}");
        // The twin: whoever is at work again.
        stage.set_clock("2015-08-17T09:00");
        let browser = stage.sign_in(name);
        assert!(!stage.page(&browser, "/day").says(MARK), "{name}");
    }
}

#[test]
fn whoever_tries_out_who_must_not_meet_whom_is_stopped_and_still_says_that_they_are_away() {
    let (stage, olwen) = county();
    let rafe = sentenced(&stage, "Rafe North");
    from_staff(&stage, &olwen, &rafe, "P01T1A2");
    let tries = |cover: &str| stage.send(&olwen, &away(&stage, &olwen, cover));
    let stopped = |answer: &scenarios::Answer| answer.says("Several choices were refused one after another");
    let refused = (0..20).take_while(|_| !stopped(&tries("P01T1A2"))).count();
    assert!((1..10).contains(&refused), "{refused} were answered");
    assert!(stopped(&tries("P01T1A0")), "whoever it is, it tells nothing any more");
    stage.done(&olwen, &away(&stage, &olwen, ""));
}
