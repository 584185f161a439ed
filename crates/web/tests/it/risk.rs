//! The risk page and its two forms, beyond the documented failures.

use record::facts::Fact;
use record::facts::person::{Name, PersonRecorded, Registered, Sex};
use record::facts::risk::{HarmLevel, RISK};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Form, Stage, assessment, day};
use service::Said;

use crate::{county, one_act, since};

fn risk(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/risk", case.home))
}

fn change(stage: &Stage, browser: &Browser, case: &Case, what: &str) -> Form {
    let path = format!("{}/risk/change", case.home);
    stage.page(browser, &path).form(&path).with("what", what).with("reason", "Something new.")
}

/// Notes something, and gives the place of its entry.
fn noted(stage: &Stage, browser: &Browser, case: &Case) -> String {
    let path = format!("{}/note", case.home);
    stage.done(browser, &stage.page(browser, &path).form(&path).with("note", "Something new."));
    stage.entries_of(&case.stream).len().to_string()
}

fn countersigned(stage: &Stage, case: &Case) -> Answer {
    let sana = stage.sign_in("sana");
    let path = format!("{}/risk/countersign", case.home);
    let form = stage.page(&sana, &path).form(&path).with("decided", "agreed").with("reason", "Read it.");
    stage.done(&sana, &form);
    risk(stage, &sana, case)
}

#[test]
fn the_judgement_stands_before_the_scores_and_each_score_says_what_it_rests_on() {
    let (stage, olwen, case) = county();
    let text = risk(&stage, &olwen, &case).text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(at("Settled when work and a room hold") < at("Serious reoffending (RSR)"));
    assert!(text.contains("Static and provisional: it rests on the record alone until the assessment is answered."));
    assert!(text.contains("Static: it always rests on the record alone."));
    assert!(text.contains("model legacy 1.0") && text.contains("Without these the score uses the record alone"));
    assert!(text.contains("Tier, A to G") && text.contains("To compare: not in force today"));
    assert!(text.contains("Allocation between the National Probation Service and a company CRC In force"));
}

#[test]
fn general_and_violent_reoffending_are_said_with_their_points_and_only_with_every_answer() {
    let (stage, olwen, case) = county();
    let without = risk(&stage, &olwen, &case).between("General reoffending (OGP)", "Violent reoffending (OVP)");
    assert!(without.contains("No score") && without.contains("Unknown") && !without.contains("Low"), "{without}");
    assert!(without.contains("awareness of consequences"), "what is missing is named: {without}");

    stage.set_clock("2015-11-02T09:00");
    let mut full = assessment(day("2015-08-03"), HarmLevel::Medium);
    let answers = [
        ("isCurrentlyOfNoFixedAbodeOrTransientAccommodation", "true"),
        ("isUnemployed", "true"),
        ("regularOffendingActivities", "SOME_PROBLEMS"),
        ("currentDrugMisuse", "SIGNIFICANT_PROBLEMS"),
        ("motivationToTackleDrugMisuse", "PARTIAL_MOTIVATION"),
        ("problemSolvingSkills", "SOME_PROBLEMS"),
        ("awarenessOfConsequences", "SOMETIMES"),
        ("understandsOtherPeoplesViews", "NO_PROBLEMS"),
        ("proCriminalAttitudes", "NO_PROBLEMS"),
    ];
    full.answers.extend(answers.map(|(name, code)| (name.to_owned(), code.to_owned())));
    stage.say(vec![Said::new(&case.stream, full, Happened::On(day("2015-11-02"))).about(RISK)]);
    let page = risk(&stage, &olwen, &case);
    let ogp = page.between("General reoffending (OGP)", "Violent reoffending (OVP)");
    assert!(ogp.contains("No fixed abode: +5 points") && ogp.contains("points in all; the curve makes them"), "{ogp}");
    assert!(ogp.contains("no fixed abode; unemployed; regular activities"), "what would change it: {ogp}");
    let ovp = page.between("Violent reoffending (OVP)", "Serious reoffending (RSR)");
    assert!(ovp.contains("No score") && ovp.contains("temper control"), "OVP asks more: {ovp}");
}

#[test]
fn a_score_stays_as_it_stood_to_the_last_digit_when_the_record_is_put_right() {
    let (stage, olwen, case) = county();
    let scores = |page: &Answer| page.between("All reoffending (OGRS3)", "Who supervises");
    let before = scores(&risk(&stage, &olwen, &case));
    stage.set_clock("2015-09-01T09:00");
    let older = PersonRecorded {
        crn: case.crn.parse().unwrap(),
        name: Name { surname: "Sentenced".to_owned(), forenames: "Sam".to_owned() },
        born: Some(day("1968-03-01")),
        sex: Sex::Male,
    };
    stage.say(vec![Said::new(&case.stream, older, Happened::On(day("2015-09-01")))]);
    let after = scores(&risk(&stage, &olwen, &case));
    let first = |text: &str| text.split_whitespace().find(|word| word.ends_with('%')).map(str::to_owned);
    assert_eq!(first(&before), first(&after), "the score of the day stands");
    assert!(!before.contains("put right since"));
    assert!(after.contains("The record was put right since. With what is known now: "), "{after}");
    let now = after.split("With what is known now: ").nth(1).and_then(first);
    assert_ne!(now, first(&after), "{after}");
}

#[test]
fn scores_over_time_are_drawn_and_stand_in_a_table() {
    let (stage, olwen, case) = county();
    assert!(!risk(&stage, &olwen, &case).says("Scores over time"), "one score is no course");
    stage.set_clock("2015-11-02T09:00");
    let again = assessment(day("2015-08-03"), HarmLevel::Medium);
    stage.say(vec![Said::new(&case.stream, again, Happened::On(day("2015-11-02"))).about(RISK)]);
    let page = risk(&stage, &olwen, &case);
    assert!(page.body.contains("role=\"img\" aria-labelledby=\"chart-0-words\""), "{}", page.text());
    let table = page.between("Assessed Score Rests on", "Next assessment");
    assert!(table.contains("Mon 3 Aug 2015") && table.contains("Mon 2 Nov 2015"), "{table}");
}

#[test]
fn a_flag_goes_up_at_once_with_a_review_day_and_comes_down_only_when_countersigned() {
    let (stage, olwen, case) = county();
    let up = change(&stage, &olwen, &case, "up:ADVP");
    let asked = stage.send(&olwen, &up);
    assert!(asked.status == 422 && asked.says("Enter the day the flag is looked at again"), "{}", asked.text());
    stage.done(&olwen, &up.with("review", "3/2/2016"));
    assert!(risk(&stage, &olwen, &case).says("Domestic abuse: has caused harm Review due Wed 3 Feb 2016"));

    let note = noted(&stage, &olwen, &case);
    stage.done(&olwen, &change(&stage, &olwen, &case, "down:flag-1").with("evidence", &note));
    let page = risk(&stage, &olwen, &case);
    assert!(page.says("The flag stands: Domestic abuse: has caused harm."), "{}", page.text());
    let before = stage.entries_of(&case.stream).len();
    let page = countersigned(&stage, &case);
    assert!(page.says("No flag is up. That is not the same as no risk."), "{}", page.text());
    let kinds: Vec<String> = since(&stage, &case, before).iter().map(|c| c.fact.kind().to_owned()).collect();
    assert_eq!(kinds, ["risk_change_countersigned", "deregistered"]);
}

#[test]
fn a_tier_is_raised_at_once_and_lowered_only_when_countersigned() {
    let (stage, olwen, case) = county();
    stage.done(&olwen, &change(&stage, &olwen, &case, "tier:split-2014").with("to", "NPS"));
    assert!(risk(&stage, &olwen, &case).says("NPS is acted on, by the judgement of Olwen Officer"));
    let note = noted(&stage, &olwen, &case);
    let lower = change(&stage, &olwen, &case, "tier:split-2014").with("to", "CRC").with("evidence", &note);
    stage.done(&olwen, &lower);
    let page = risk(&stage, &olwen, &case);
    assert!(page.says("NPS stands") && page.says("NPS is acted on"), "{}", page.text());
    assert!(countersigned(&stage, &case).says("CRC is acted on, by the judgement of Olwen Officer"));
    let unknown = stage.send(&olwen, &change(&stage, &olwen, &case, "tier:unified-2026").with("to", "A"));
    assert!(unknown.status == 422 && unknown.says("Those rules are not in force"), "{}", unknown.text());
}

#[test]
fn a_change_that_is_none_is_sent_back_with_everything_typed() {
    let (stage, olwen, case) = county();
    let same = stage.send(&olwen, &change(&stage, &olwen, &case, "harm:public:community").with("to", "medium"));
    assert!(same.status == 422 && same.says("That is what stands already"), "{}", same.text());
    let nothing = stage.send(&olwen, &change(&stage, &olwen, &case, "").with("reason", ""));
    assert!(nothing.status == 422 && nothing.says("Say what is new") && nothing.says("Choose what is to change"));
    let two = change(&stage, &olwen, &case, "harm:public:community").with("to", "high");
    let other = change(&stage, &olwen, &case, "harm:staff:community").with("to", "high");
    stage.done(&olwen, &two);
    assert_eq!(stage.send(&olwen, &other).status, 409, "risk was changed since the form was opened");
}

#[test]
fn the_timeline_tells_what_was_assessed_proposed_and_countersigned() {
    let (stage, olwen, case) = county();
    let note = noted(&stage, &olwen, &case);
    let lower = change(&stage, &olwen, &case, "harm:public:community").with("to", "low").with("evidence", &note);
    stage.done(&olwen, &lower);
    countersigned(&stage, &case);
    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("Risk assessed") && timeline.says("Change of risk countersigned"), "{}", timeline.text());
    assert!(timeline.says("Risk of serious harm to the public, in the community: low Reason: Something new."));
    let registered = stage.entries_of(&case.stream).into_iter().filter_map(|e| e.content);
    assert!(!registered.into_iter().any(|c| matches!(c.fact, Fact::Registered(Registered { .. }))));
}

#[test]
fn an_assessment_is_made_with_the_judgement_first_and_the_answers_of_the_last_time() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-11-02T09:00");
    let path = format!("{}/assess", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    assert_eq!((form.value("ageAtFirstSanction"), form.value("judgement")), ("17", ""), "a judgement is never copied");
    let asked = stage.send(&olwen, &form.clone().with("ageAtFirstSanction", "seventeen"));
    assert!(asked.status == 422 && asked.says("Say in your own words"), "{}", asked.text());
    assert!(asked.says("Enter a whole number") && asked.body.contains("seventeen"), "what was typed is kept");

    let form = form
        .with("judgement", "Calmer since the move.")
        .with("harm:public:community", "high")
        .with("harm:children:community", "low")
        .with("isUnemployed", "true")
        .with("previousConvictions:ROBBERY", "true");
    let before = stage.entries_of(&case.stream).len();
    stage.done(&olwen, &form);
    let said = since(&stage, &case, before);
    assert_eq!(one_act(&said), ["assessment_completed", "risk_change_proposed"]);
    let Fact::AssessmentCompleted(made) = &said[0].fact else { panic!("an assessment") };
    assert_eq!(made.answers["previousConvictions"], "ROBBERY");
    assert_eq!(made.answers["dateOfCurrentConviction"], "2015-08-03", "an answer that was left as it was");
    let page = risk(&stage, &olwen, &case);
    assert!(page.says("The public High since Mon 2 Nov 2015"), "more stands at once: {}", page.text());
    assert!(page.says("Children Medium since Mon 3 Aug 2015"), "less waits: {}", page.text());
    assert!(page.says("Medium stands") && page.says("Calmer since the move."), "{}", page.text());
    let page = countersigned(&stage, &case);
    assert!(page.says("Children Low since Mon 2 Nov 2015"), "{}", page.text());
}

#[test]
fn an_assessment_that_lowers_nothing_waits_for_nobody_and_what_is_not_judged_stays_unknown() {
    let stage = scenarios::Stage::new(crate::START);
    let olwen = stage.sign_in("olwen");
    let never = scenarios::Sentence { assessed: None, ..scenarios::Sentence::default() };
    let case = stage.person("Nev Never", &never);
    let path = format!("{}/assess", case.home);
    let form = stage.page(&olwen, &path).form(&path);
    let nobody = stage.send(&olwen, &form.clone().with("judgement", "Steals when short of money."));
    assert!(nobody.status == 422 && nobody.says("to one group at least"), "{}", nobody.text());
    let form = form.with("judgement", "Steals when short of money.").with("harm:public:community", "low");
    stage.done(&olwen, &form);
    let page = risk(&stage, &olwen, &case);
    assert!(
        page.says("Low risk of serious harm in the community. Not judged, so unknown: children"),
        "{}",
        page.text()
    );
    assert!(!page.says("It takes effect when"), "{}", page.text());
    let adil = stage.sign_in("adil");
    assert_eq!(stage.get(&adil, &path).status, 403, "who assesses is a practitioner or a senior");
}
