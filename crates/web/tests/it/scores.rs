//! Everybody's scores in figures: who may see them, how they come about, and what is never told.

use scenarios::{Answer, Browser, Sentence, Stage, demonstration};
use store::SideWrite;

use crate::county;

fn scores(stage: &Stage, browser: &Browser) -> Answer {
    stage.page(browser, "/scores")
}

/// Presses the button, and looks again until they are worked out.
fn worked_out(stage: &Stage, browser: &Browser) -> Answer {
    let form = scores(stage, browser).form("/scores");
    stage.done(browser, &form);
    for _ in 0..1_000 {
        let page = scores(stage, browser);
        if !page.says("Look again") {
            return page;
        }
    }
    panic!("they are never worked out");
}

#[test]
fn a_senior_has_everybody_counted_and_nobody_is_named() {
    let (stage, made) = demonstration();
    let senior = stage.sign_in("senior");
    assert!(scores(&stage, &senior).says("Nothing has been counted yet."));
    let before = stage.entries();
    let page = worked_out(&stage, &senior);
    assert!(page.says("people under an order on Tue 15 Dec 2015"), "{}", page.text());
    for name in ["OGRS3", "OGP", "OVP", "RSR", "Allocation between the National Probation Service and a company"] {
        assert!(page.says(name), "{name}: {}", page.text());
    }
    assert!(!page.says("ARP") && !page.says("Tier, A to G"), "what is not in force is not counted");
    assert!(page.says("Unknown, which is not low"));
    assert_eq!(stage.entries(), before, "nothing is recorded");
    let body = page.body.clone();
    assert!(made.planted.iter().all(|planted| !body.contains(&planted.crn) && !body.contains(&planted.case)));
}

#[test]
fn each_score_has_a_place_for_everybody_and_no_score_is_unknown() {
    let (stage, olwen, _) = county();
    for name in ["Nev Never", "Nia Never", "Nat Never", "Ned Never", "Noa Never"] {
        stage.person(name, &Sentence { assessed: None, ..Sentence::default() });
    }
    for name in ["Ann Assessed", "Asa Assessed", "Abe Assessed", "Ali Assessed"] {
        stage.person(name, &Sentence::default());
    }
    stage.set_clock("2015-08-04T09:00");
    assert_eq!(stage.get(&olwen, "/scores").status, 403, "it is for seniors, and for those who check records");
    let sana = stage.sign_in("sana");
    let page = worked_out(&stage, &sana);
    assert!(page.says("10 people under an order on Tue 4 Aug 2015"), "{}", page.text());
    assert!(page.says("Never assessed: 5."), "{}", page.text());
    let ogrs3 = page.between("All reoffending (OGRS3)", "General reoffending (OGP)");
    assert!(ogrs3.contains("Unknown, which is not low 5") && ogrs3.contains(" 5 "), "{ogrs3}");
    let ogp = page.between("General reoffending (OGP)", "Violent reoffending (OVP)");
    assert!(
        ogp.contains("Low 0") && ogp.contains("Unknown, which is not low 10"),
        "a static one does not exist: {ogp}"
    );
    let rsr = page.between("Serious reoffending (RSR)", "Allocation");
    assert!(rsr.contains("5 5") && rsr.contains("Unknown, which is not low 5"), "provisional until answered: {rsr}");
}

#[test]
fn one_count_at_a_time_and_one_that_was_broken_off_can_be_begun_again() {
    let (stage, _, _) = county();
    let sana = stage.sign_in("sana");
    let form = scores(&stage, &sana).form("/scores");
    let (at, minute) = (stage.machine(), 60_000_000);
    let put = |side| stage.service.store().put_here(side).expect("kept");
    let (name, holder) = ("scores".to_owned(), "elsewhere".to_owned());
    put(SideWrite::BeginJob { name: name.clone(), holder: holder.clone(), at, until: at + minute });
    put(SideWrite::AdvanceJob { name, holder, done: 40, total: 100, until: at + minute });
    let page = scores(&stage, &sana);
    assert!(page.says("Everybody’s scores are being worked out: 40 of 100 people"), "{}", page.text());
    assert!(page.forms().iter().all(|form| form.action != "/scores"), "there is no second one to begin");
    stage.done(&sana, &form);
    assert!(scores(&stage, &sana).says("40 of 100 people"), "the first goes on");

    stage.set_clock("2015-08-03T09:02");
    assert!(scores(&stage, &sana).says("40 of 100 people"), "the record's calendar ends no lease");
    stage.let_pass(2);
    assert!(scores(&stage, &sana).says("The last count was broken off."));
    assert!(worked_out(&stage, &sana).says("Few people under an order on Mon 3 Aug 2015"));
}

#[test]
fn who_would_move_is_told_in_figures_that_lead_to_nobody() {
    let (stage, _, _) = county();
    let ways = |counts: [u64; 3]| {
        let way =
            |to: &str, people: u64| format!(r#"{{"measure":"Tier, A to G","from":"G","to":"{to}","people":{people}}}"#);
        format!("[{},{},{}]", way("F", counts[0]), way("E", counts[1]), way("D", counts[2]))
    };
    let at = stage.machine();
    let result = format!(
        r#"{{"in_force":"unified-2026/1","other":"unified-2026/2","as_at":"2026-09-01","known_at":{at},"people":900,"moved":63,"ways":{}}}"#,
        ways([3, 40, 20])
    );
    let (name, holder) = ("scores-beside".to_owned(), "command".to_owned());
    let put = |side| stage.service.store().put_here(side).expect("kept");
    put(SideWrite::BeginJob { name: name.clone(), holder: holder.clone(), at, until: at + 1 });
    put(SideWrite::EndJob { name, holder, at, result: Some(result) });
    let page = scores(&stage, &stage.sign_in("ada"));
    assert!(page.says("unified-2026/2 beside unified-2026/1: 63 of 900 people"), "{}", page.text());
    assert!(page.says("Tier, A to G G E 40"), "{}", page.text());
    let small = page.between("Who would move", "Throughcare uses");
    assert!(!small.contains(" 3 ") && !small.contains(" 20"), "the two that would tell each other: {small}");
    assert!(page.says("Nobody was moved."));
}

#[test]
fn a_count_that_was_broken_off_can_be_begun_again_while_the_records_clock_stands_still() {
    let (stage, _, _) = county();
    let sana = stage.sign_in("sana");
    let (at, minute) = (stage.machine(), 60_000_000);
    let (name, holder) = ("scores".to_owned(), "elsewhere".to_owned());
    let begun = SideWrite::BeginJob { name, holder, at, until: at + 2 * minute };
    stage.service.store().put_here(begun).expect("kept");
    stage.let_pass(1);
    assert!(scores(&stage, &sana).says("0 of 0 people, begun a minute ago"));
    stage.let_pass(1);
    assert!(scores(&stage, &sana).says("The last count was broken off."));
    assert!(worked_out(&stage, &sana).says("under an order on Mon 3 Aug 2015"));
}
