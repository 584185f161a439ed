//! Raising something with whoever leads: one senior has it, it stands on their day until it is answered, and whoever raised it sees
//! who has it and what came of it.

use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, LimitKind};
use record::facts::risk::{HarmLevel, RISK};
use record::time::Happened;
use scenarios::{Answer, Browser, Case, Stage, assessment, day};
use service::Said;

use crate::correcting::ask;
use crate::county;

const WORDS: &str = "May I see him at the library until the summer?";

fn raise(stage: &Stage, browser: &Browser, case: &Case, words: &str) -> Answer {
    let path = format!("{}/raised", case.home);
    stage.send(browser, &stage.page(browser, &path).form(&path).with("words", words))
}

/// Where somebody's day leads to, to answer it.
fn asked(stage: &Stage, browser: &Browser) -> Vec<String> {
    let addresses = stage.page(browser, "/day").addresses();
    addresses.into_iter().filter(|to| to.contains("/raised/")).collect()
}

/// A second team with a senior of its own.
fn beside(stage: &Stage) {
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Other", Role::SeniorProbationOfficer);
}

#[test]
fn what_is_raised_stands_on_one_seniors_day_until_it_is_answered_and_its_author_sees_by_whom() {
    let (stage, olwen, sam) = county();
    beside(&stage);
    let (sana, uma) = (stage.sign_in("sana"), stage.sign_in("uma"));
    assert!(stage.page(&olwen, &sam.home).says("Raise with your senior"), "from the case: one press away");
    let empty = raise(&stage, &olwen, &sam, "  ");
    assert!(empty.status == 422 && empty.says("Say what you ask"), "{}", empty.text());
    assert!(asked(&stage, &sana).is_empty(), "nothing yet");
    assert_eq!(raise(&stage, &olwen, &sam, WORDS).status, 303);

    assert!(stage.page(&olwen, &sam.home).says("Raised by Olwen Officer, Mon 3 Aug 2015. Sana Senior has it."));
    assert!(stage.page(&olwen, "/day").says("Sana Senior has what you raised about Sentenced, Sam"));
    let to_answer = asked(&stage, &sana);
    assert_eq!(to_answer.len(), 1, "{}", stage.page(&sana, "/day").text());
    assert!(stage.page(&sana, "/inbox").says("raised by Olwen Officer, Mon 3 Aug 2015"));
    assert!(asked(&stage, &uma).is_empty() && asked(&stage, &stage.sign_in("peter")).is_empty(), "the twins");

    let to_sign = stage.page(&sana, "/teams/P01T1A/cases?show=countersign");
    assert!(!to_sign.says("Sentenced, Sam"), "there is nothing to countersign: {}", to_sign.text());

    let path = &to_answer[0];
    let form = stage.page(&sana, path).form(path);
    let late = stage.page(&sana, path).form(path).with("words", "No.");
    stage.done(&sana, &form.with("words", "Yes, until June."));
    let again = stage.send(&sana, &late);
    assert!(again.status == 422 && again.says("Somebody has answered this meanwhile"), "{}", again.text());
    assert!(asked(&stage, &sana).is_empty());
    assert!(!stage.page(&olwen, "/day").says("has what you raised"));
    let told = stage.page(&olwen, &format!("{}/raised", sam.home));
    assert!(told.says("Yes, until June.") && told.says("Answered by Sana Senior, Mon 3 Aug 2015"), "{}", told.text());
    assert!(stage.page(&olwen, "/inbox").says("What was raised was answered"));
    let seen = stage.timeline(&olwen, &sam);
    assert!(seen.says(WORDS) && seen.says("Yes, until June."), "{}", seen.text());
}

#[test]
fn it_falls_by_name_to_whoever_signs_today_and_to_nobody_who_may_not_open_the_record() {
    let (stage, olwen, sam) = county();
    beside(&stage);
    raise(&stage, &olwen, &sam, WORDS);
    let path = "/away/P01T1A0";
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, path).form(path).with("from", "4/8/2015").with("until", "5/8/2015");
    stage.done(&sana, &form.with("kind", "leave"));
    stage.set_clock("2015-08-04T09:00");
    let (olwen, sana, uma) = (stage.sign_in("olwen"), stage.sign_in("sana"), stage.sign_in("uma"));
    assert!(asked(&stage, &sana).is_empty() && asked(&stage, &uma).len() == 1, "she is away");
    assert!(stage.page(&olwen, &sam.home).says("Uma Other has it."));
    stage.set_clock("2015-08-06T09:00");
    let (olwen, sana, uma) = (stage.sign_in("olwen"), stage.sign_in("sana"), stage.sign_in("uma"));
    assert!(asked(&stage, &sana).len() == 1 && asked(&stage, &uma).is_empty(), "she is back");

    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A0".to_owned()] };
    stage.say(vec![Said::new(&sam.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    assert!(asked(&stage, &sana).is_empty(), "she may not open it any more");
    let to_answer = asked(&stage, &uma);
    assert_eq!(to_answer.len(), 1, "another senior has it");
    assert!(stage.page(&olwen, &sam.home).says("Uma Other has it."));
    let form = stage.page(&uma, &to_answer[0]).form(&to_answer[0]);
    stage.done(&uma, &form.with("words", "Until June."));
    assert!(asked(&stage, &uma).is_empty());
}

#[test]
fn what_a_sole_senior_judged_herself_and_is_to_be_taken_off_falls_to_another_who_takes_it_off() {
    let (stage, olwen, sam) = county();
    beside(&stage);
    let by = ask("P01T1A0", Role::SeniorProbationOfficer, stage.now()).actor;
    let made = assessment(day("2015-08-03"), HarmLevel::VeryHigh);
    stage.say_as(&by, vec![Said::new(&sam.stream, made, Happened::On(day("2015-08-03"))).about(RISK)]);
    let seq = stage.entries_of(&sam.stream).len();
    let (path, risk) = (format!("{}/entries/{seq}/correct", sam.home), format!("{}/risk", sam.home));
    let take_off = |browser: &Browser| {
        let form = stage.page(browser, &path).form(&path).with("what", "wrong_person").with("reason", "Wrong window.");
        stage.send(browser, &form)
    };
    let (sana, uma) = (stage.sign_in("sana"), stage.sign_in("uma"));
    assert_eq!(stage.get(&uma, &path).status, 403, "another team’s senior has nothing to do with it yet");
    let refused = take_off(&sana);
    assert!(refused.status == 422 && refused.says("Raise it with yours from the case page"), "{}", refused.text());
    raise(&stage, &sana, &sam, "The assessment of today is about somebody else, and I made it: please take it off.");
    assert!(asked(&stage, &sana).is_empty(), "nobody answers themselves");
    let to_answer = asked(&stage, &uma);
    assert_eq!(to_answer.len(), 1, "{}", stage.page(&uma, "/day").text());

    assert!(stage.page(&olwen, &risk).says("Very high"));
    let taken = take_off(&uma);
    assert_eq!(taken.status, 303, "she is let into the record while it waits: {}", taken.text());
    assert!(!stage.page(&olwen, &risk).says("Very high"));
    stage.done(&uma, &stage.page(&uma, &to_answer[0]).form(&to_answer[0]).with("words", "It is taken off."));
    assert!(asked(&stage, &uma).is_empty());
    assert!(stage.page(&sana, &format!("{}/raised", sam.home)).says("Answered by Uma Other"));
    stage.set_clock("2015-08-05T09:00");
    assert_eq!(stage.get(&stage.sign_in("uma"), &path).status, 403, "and no longer, once it is answered");
}
