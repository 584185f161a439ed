//! Failure 28: plans to lower people's assessed risk were alleged.
//!
//! Given somebody at high risk. When their officer lowers it, then an entry made since it was last judged has to be named; the
//! change is recorded at once as proposed, high stands and the page says so; the officer cannot countersign; and only when a
//! senior has done so does it take effect. A raise in between overtakes it. What a senior proposes herself is another's to sign,
//! by name, who is told and let in for that. The twin is a raise: it stands at once, and
//! nobody is asked.

use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, LimitKind};
use record::facts::risk::HarmLevel;
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Form, Sentence, Stage};
use service::Said;

use crate::county;

fn at(stage: &Stage, level: HarmLevel) -> Case {
    stage.person("Hal Highrisk", &Sentence { assessed: Some(level), ..Sentence::default() })
}

/// Notes a visit, and gives the place of its entry.
fn noted(stage: &Stage, browser: &Browser, case: &Case) -> String {
    let path = format!("{}/note", case.home);
    stage.done(browser, &stage.page(browser, &path).form(&path).with("note", "Moved out; no contact since."));
    stage.entries_of(&case.stream).len().to_string()
}

fn change(stage: &Stage, browser: &Browser, case: &Case, to: &str, evidence: &str) -> Form {
    let path = format!("{}/risk/change", case.home);
    let form = stage.page(browser, &path).form(&path);
    let form = form.with("what", "harm:known_adult:community").with("to", to).with("evidence", evidence);
    form.with("reason", "Lives alone now, forty miles away.")
}

fn countersign(stage: &Stage, browser: &Browser, case: &Case) -> Form {
    let path = format!("{}/risk/countersign", case.home);
    stage
        .page(browser, &path)
        .form(&path)
        .with("decided", "agreed")
        .with("reason", "Read the note and rang the officer.")
}

fn risk(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/risk", case.home))
}

const HIGH: &str = "A known adult High";
const STANDS: &str = "High stands: risk of serious harm to a known adult, in the community.";

#[test]
fn less_risk_waits_for_a_senior_and_until_then_the_graver_stands() {
    let (stage, olwen) = county();
    let case = at(&stage, HarmLevel::High);
    let note = noted(&stage, &olwen, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "medium", &note));
    let page = risk(&stage, &olwen, &case);
    assert!(page.says(STANDS) && page.says(HIGH), "{}", page.text());
    assert!(page.says("Medium is proposed by Olwen Officer, Mon 3 Aug 2015."));
    assert!(stage.page(&olwen, &case.home).says("1 lower judgement waits for a senior: what stood before stands."));

    let own = stage.page(&olwen, &format!("{}/risk/countersign", case.home));
    assert!(own.says("It falls to Sana Senior to countersign."), "{}", own.text());
    assert!(own.says("A senior probation officer countersigns") && own.forms().len() < 3, "{}", own.text());

    let sana = stage.sign_in("sana");
    stage.set_clock("2015-08-05T09:00");
    stage.done(&sana, &countersign(&stage, &sana, &case));
    let page = risk(&stage, &olwen, &case);
    assert!(page.says("A known adult Medium since Wed 5 Aug 2015") && !page.says(STANDS), "{}", page.text());
    assert!(
        page.says(
            "Countersigned Proposed by Olwen Officer, Mon 3 Aug 2015; Sana Senior, Wed 5 Aug 2015: Read the note"
        )
    );
}

#[test]
fn less_risk_needs_new_evidence_and_nobody_signs_their_own() {
    let (stage, _) = county();
    let case = at(&stage, HarmLevel::High);
    let sana = stage.sign_in("sana");
    let unnamed = stage.send(&sana, &change(&stage, &sana, &case, "low", ""));
    assert!(unnamed.status == 422 && unnamed.says("less risk needs one"), "{}", unnamed.text());
    let old = stage.send(&sana, &change(&stage, &sana, &case, "low", "3"));
    assert!(old.status == 422 && old.says("That was known when it was last judged"), "{}", old.text());
    assert!(old.says("Lives alone now, forty miles away."), "what was typed is kept");

    let note = noted(&stage, &sana, &case);
    stage.done(&sana, &change(&stage, &sana, &case, "low", &note));
    let page = stage.page(&sana, &format!("{}/risk/countersign", case.home));
    assert!(page.says("You proposed this yourself: another senior has to countersign it."), "{}", page.text());
    assert!(page.says("No other senior of the organisation may open this record"), "{}", page.text());
    let proposal = stage.entries_of(&case.stream).len().to_string();
    let csrf = page.form("/sign-out").value("csrf").to_owned();
    let body = format!("csrf={csrf}&key=k&version={proposal}&proposal={proposal}&decided=agreed&reason=Mine");
    let own = stage.post(&sana, &format!("{}/risk/countersign", case.home), &body);
    assert!(own.status == 422 && risk(&stage, &sana, &case).says(HIGH), "{}", own.text());
}

/// What somebody's inbox leads to, to be countersigned.
fn asked(stage: &Stage, browser: &Browser) -> Vec<String> {
    let inbox = stage.page(browser, "/inbox");
    inbox.addresses().into_iter().filter(|href| href.ends_with("/risk/countersign")).collect()
}

/// The county with another team of the company, whose senior is Uma.
fn two_seniors() -> (Stage, Browser) {
    let (stage, olwen) = county();
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    (stage, olwen)
}

#[test]
fn what_the_only_senior_of_a_team_proposes_is_another_seniors_to_countersign_who_is_told_and_let_in() {
    let (stage, olwen) = two_seniors();
    let case = at(&stage, HarmLevel::High);
    let (sana, uma) = (stage.sign_in("sana"), stage.sign_in("uma"));
    let note = noted(&stage, &sana, &case);
    assert_eq!(stage.get(&uma, &case.home).status, 403, "nothing ties her to it");
    stage.done(&sana, &change(&stage, &sana, &case, "medium", &note));

    let own = stage.page(&sana, &format!("{}/risk/countersign", case.home));
    assert!(own.says("You proposed this yourself") && own.says("It falls to Uma Senior to countersign."));
    assert!(asked(&stage, &sana).is_empty(), "it is not hers to sign");
    assert_eq!(asked(&stage, &uma), [format!("{}/risk/countersign", case.home)]);
    assert_eq!(stage.get(&uma, &format!("{}/note", case.home)).status, 403, "she is let in to sign, and nothing else");

    stage.done(&uma, &countersign(&stage, &uma, &case));
    assert!(risk(&stage, &olwen, &case).says("A known adult Medium since Mon 3 Aug 2015"));
    assert!(asked(&stage, &uma).is_empty());
    stage.set_clock("2015-08-04T09:00");
    let uma = stage.sign_in("uma");
    assert_eq!(stage.get(&uma, &case.home).status, 403, "and the day after it is closed to her again");
}

#[test]
fn what_an_officer_proposes_stays_their_own_seniors_to_countersign() {
    let (stage, olwen) = two_seniors();
    let case = at(&stage, HarmLevel::High);
    let note = noted(&stage, &olwen, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "medium", &note));
    let (sana, uma) = (stage.sign_in("sana"), stage.sign_in("uma"));
    assert_eq!((asked(&stage, &sana).len(), asked(&stage, &uma).len()), (1, 0));
    assert_eq!(stage.get(&uma, &case.home).status, 403);
    stage.done(&sana, &countersign(&stage, &sana, &case));
    assert!(risk(&stage, &olwen, &case).says("A known adult Medium since"));
}

#[test]
fn whoever_may_not_open_the_record_is_not_asked_and_no_badge_says_so() {
    let (stage, olwen) = two_seniors();
    let case = at(&stage, HarmLevel::High);
    let note = noted(&stage, &olwen, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "medium", &note));
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A0".to_owned()] };
    let on = Happened::On(stage.now().day());
    stage.say(vec![Said::new(&case.stream, limited, on).about("limit-1")]);
    let (sana, uma) = (stage.sign_in("sana"), stage.sign_in("uma"));
    assert_eq!((asked(&stage, &sana).len(), asked(&stage, &uma).len()), (0, 1));
    let page = stage.page(&sana, "/inbox");
    assert!(page.says("Inbox") && !page.says("Inbox 1"), "{}", page.text());
    assert_eq!(stage.get(&sana, &case.home).status, 403);
    stage.done(&uma, &countersign(&stage, &uma, &case));
    assert!(risk(&stage, &olwen, &case).says("A known adult Medium since"));
}

#[test]
fn a_proposal_that_was_overtaken_by_a_raise_cannot_be_signed() {
    let (stage, olwen) = county();
    let case = at(&stage, HarmLevel::High);
    let note = noted(&stage, &olwen, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "low", &note));
    let sana = stage.sign_in("sana");
    let opened_before = countersign(&stage, &sana, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "very_high", ""));
    let late = stage.send(&sana, &opened_before);
    assert_eq!(late.status, 409, "{}", late.text());
    let page = risk(&stage, &sana, &case);
    assert!(page.says("A known adult Very high") && page.says("Overtaken by a raise"), "{}", page.text());
}

#[test]
fn more_risk_stands_at_once_and_asks_nobody() {
    let (stage, olwen) = county();
    let case = at(&stage, HarmLevel::Medium);
    stage.done(&olwen, &change(&stage, &olwen, &case, "high", ""));
    let page = risk(&stage, &olwen, &case);
    assert!(page.says(HIGH) && page.says("Took effect at once"), "{}", page.text());
    assert!(!page.says("It takes effect when") && !stage.page(&olwen, &case.home).says("waits for a senior"));
}
