//! Who leads a team today: where its senior is away, has left or never was, each of its duties stands on exactly one named
//! senior's day, who can do it; and on nobody else's.

use record::facts::organisation::Role;
use record::facts::person::Registered;
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::{ABSENT, CAME, county};

const TODAY: &str = "2015-12-08T09:00";

/// Everybody of the company whose day is looked at.
const ALL: [&str; 6] = ["olwen", "peter", "adil", "sana", "uma", "vera"];

/// The county with two more teams of Olwen's company, a senior in each.
fn three_teams() -> (Stage, Browser, Case) {
    let (stage, olwen, sam) = county();
    stage.team("P01T2A", "South team");
    stage.team("P01T3A", "East team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
    stage.joins("vera", "P01T3A0", "Vera Senior", Role::SeniorProbationOfficer);
    (stage, olwen, sam)
}

fn away(stage: &Stage, browser: &Browser, staff: &str, cover: &str) {
    let path = format!("/away/{staff}");
    let form = stage.page(browser, &path).form(&path).with("from", "7/12/2015").with("until", "11/12/2015");
    stage.done(browser, &form.with("kind", "leave").with("cover", cover));
}

/// A lower risk is proposed, which waits for a second person.
fn propose(stage: &Stage, olwen: &Browser, case: &Case) {
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", "Moved out; no contact since."));
    let evidence = stage.entries_of(&case.stream).len().to_string();
    let path = format!("{}/risk/change", case.home);
    let form = stage.page(olwen, &path).form(&path).with("what", "harm:known_adult:community").with("to", "low");
    stage.done(olwen, &form.with("evidence", &evidence).with("reason", "Lives alone now, forty miles away."));
}

/// Of Olwen's: a decision that is late, a booking at an office that lost its approval, one of today, an arrangement to look at
/// again and one to confirm, a change that waits for a second person. Olwen is away, and nobody covers.
fn with_everything(stage: &Stage, olwen: &Browser, sam: &Case) {
    stage.held(olwen, sam, "2015-08-04T10:00", CAME);
    stage.held(olwen, sam, "2015-11-17T10:00", ABSENT);
    stage.set_clock("2015-11-18T09:00");
    let olwen = stage.sign_in("olwen");
    stage.book(&olwen, sam, "2015-12-08T14:00");
    stage.book(&olwen, sam, "2015-12-15T14:00");
    propose(stage, &olwen, sam);
    let rival = stage.person("Riva Rival", &Sentence::default());
    for (others, review) in [(rival.crn.as_str(), "1/12/2015"), ("Q02T1A1", "1/2/2016")] {
        let path = format!("{}/apart", sam.home);
        let form = stage.page(&olwen, &path).form(&path).with("others", others).with("why", "feud");
        let form = form.with("source", "One of them").with("confidence", "likely").with("review_on", review);
        stage.done(&olwen, &form);
    }
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, "/sites/P01S1/assess").form("/sites/P01S1/assess").with("approved", "no");
    let form = form.with("private", "no").with("alarm", "no").with("lone_working", "no").with("near", "none");
    stage.done(&sana, &form.with("conditions", "The alarm was taken out"));
    away(stage, &sana, "P01T1A1", "");
    stage.set_clock(TODAY);
    raise(stage, sam);
}

/// A flag, which is news to whoever answers.
fn raise(stage: &Stage, case: &Case) {
    let flag = Registered { register: "ALSH".to_owned(), words: "Self-harm".to_owned(), review_on: None };
    let fact = Said::new(&case.stream, flag, Happened::On(stage.now().day())).about("register-1");
    let quinn = access::Actor {
        staff: "Q02T1A1".to_owned(),
        name: "Quinn Practitioner".to_owned(),
        role: Role::Practitioner,
        team: "Q02T1A".to_owned(),
        provider: "Q02".to_owned(),
        courts: Vec::new(),
    };
    stage.say_as(&quinn, vec![fact]);
}

/// What somebody's pages say is theirs to do of the team.
fn stands_with(stage: &Stage, name: &str) -> Vec<&'static str> {
    let browser = stage.sign_in(name);
    let page = stage.page(&browser, "/day?due=all").text();
    let mine = page.contains("You answer while Olwen Officer is away");
    let mut found: Vec<&str> = Vec::new();
    found.extend((mine && page.contains("Decision to make after a failure")).then_some("duty"));
    found.extend(page.contains("Confirm that people are kept apart").then_some("confirm"));
    found.extend(page.contains("Say whether people are still to be kept apart").then_some("review"));
    let own = if name == "sana" { "who was" } else { "who of North team was" };
    found.extend(page.contains(&format!("Sign off {own} not seen in November")).then_some("sign"));
    found.extend(page.contains("can’t be held there").then_some("stranded"));
    found.extend(page.contains("2pm 30 min Sentenced, Sam").then_some("appointment"));
    let inbox = stage.page(&browser, "/inbox");
    found.extend(inbox.says("Register flag raised").then_some("news"));
    found.extend(inbox.addresses().iter().any(|href| href.ends_with("/risk/countersign")).then_some("countersign"));
    found
}

/// Who of the company has how much of it, but for Olwen, whose own it stays to look at.
fn answering(stage: &Stage) -> Vec<(&'static str, Vec<&'static str>)> {
    let found = ALL.into_iter().skip(1).map(|name| (name, stands_with(stage, name)));
    found.filter(|(_, found)| !found.is_empty()).collect()
}

const EVERYTHING: [&str; 8] = ["duty", "confirm", "review", "sign", "stranded", "appointment", "news", "countersign"];

#[test]
fn with_a_senior_at_work_all_of_a_team_stands_on_theirs_alone() {
    let (stage, olwen, sam) = three_teams();
    with_everything(&stage, &olwen, &sam);
    assert_eq!(answering(&stage), [("adil", vec!["appointment"]), ("sana", EVERYTHING.to_vec())]);
    let (uma, sana) = (stage.sign_in("uma"), stage.sign_in("sana"));
    assert_eq!(stage.get(&uma, &sam.home).status, 403, "nobody else gains by it");
    for path in ["/teams/P01T1A", "/teams/P01T1A/cases", "/away/P01T1A1", "/allocate/P01T1A1"] {
        assert_eq!(stage.get(&uma, path).status, 404, "{path}");
        assert_eq!(stage.get(&sana, path).status, 200, "{path}");
    }
    assert_eq!(stage.get(&uma, "/contact/sign-off/2015-11/P01T1A").status, 404);
    assert!(!stage.page(&uma, "/team").says("You lead"), "{}", stage.page(&uma, "/team").text());
}

/// Everything of the team stands with one senior, who does it through the pages they are led to.
fn does_everything(stage: &Stage, name: &str, case: &Case) {
    let browser = stage.sign_in(name);
    let day = stage.page(&browser, "/day");
    assert!(day.says("You lead North team today: what nobody at work holds there is here too."), "{}", day.text());
    let week = stage.page(&browser, "/team");
    assert!(week.says("You lead these teams as well today") && week.says("The week of North team"), "{}", week.text());
    let theirs = stage.page(&browser, "/teams/P01T1A");
    assert!(theirs.says("North team") && theirs.says("2 cases"), "{}", theirs.text());
    for path in ["/teams/P01T1A/cases", "/teams/P01T1A/cases/csv", "/away/P01T1A1", "/contact/since?team=P01T1A"] {
        assert_eq!(stage.get(&browser, path).status, 200, "{path}");
    }
    stage.page(&browser, &case.home);

    let path = format!("{}/risk/countersign", case.home);
    let form = stage.page(&browser, &path).form(&path).with("decided", "agreed").with("reason", "Read the note.");
    stage.done(&browser, &form);

    let href = |page: &scenarios::Answer, words: &str| {
        let all = page.addresses();
        all.into_iter().find(|href| href.starts_with(words)).unwrap_or_else(|| panic!("{words}: {}", page.text()))
    };
    let waiting: Vec<String> = day.addresses().into_iter().filter(|href| href.starts_with("/apart/")).collect();
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    for path in waiting {
        let page = stage.page(&browser, &path);
        let what = if page.says("I confirm it") { "confirm" } else { "on" };
        let form = page.form(&path).with("what", what).with("reason", "Rang the officer who made it.");
        stage.done(&browser, &form.with("review_on", "1/2/2016"));
    }
    let after = stage.page(&browser, "/day");
    assert!(!after.says("people are kept apart") && !after.says("still to be kept apart"), "{}", after.text());

    let path = href(&day, "/contact/sign-off/2015-11/P01T1A");
    let page = stage.page(&browser, &path);
    assert!(page.says("Sign off November 2015 for North team"), "{}", page.text());
    let mut form = page.form(&path);
    for (name, _) in form.clone().fields {
        if name.starts_with("action-") {
            form = form.with(&name, "Their officer is ill: seen on Thursday.");
        }
    }
    stage.done(&browser, &form);
    assert!(!stage.page(&browser, "/day").says("who of North team was not seen in November"));
    let signed = stage.page(&browser, "/contact/since?team=P01T1A");
    assert!(signed.says("November 2015 is signed off"), "{}", signed.text());

    let to = stage.page(&browser, "/allocate/P01T1A1").form("/allocate/P01T1A1").with("all", "P01T1A2");
    stage.done(&browser, &to);
    assert!(!stage.due(&browser).contains("Sentenced, Sam"), "Peter is at work, and has the case");
    assert!(stage.due(&stage.sign_in("peter")).contains("Sentenced, Sam"));
}

#[test]
fn while_its_senior_is_away_all_of_a_team_is_with_the_first_senior_at_work_who_can_do_it() {
    let (stage, olwen, sam) = three_teams();
    with_everything(&stage, &olwen, &sam);
    let sana = stage.sign_in("sana");
    away(&stage, &sana, "P01T1A0", "");
    let sees = vec!["appointment"];
    let expected = [("adil", sees.clone()), ("sana", sees), ("uma", EVERYTHING.to_vec())];
    assert_eq!(answering(&stage), expected, "the team’s diary is still theirs to see");
    assert_eq!(stage.get(&stage.sign_in("vera"), &sam.home).status, 403, "there are never two");
    does_everything(&stage, "uma", &sam);

    stage.set_clock("2015-12-12T09:00");
    let uma = stage.sign_in("uma");
    assert_eq!(stage.get(&uma, &sam.home).status, 403, "the senior is back");
    assert_eq!(stage.get(&uma, "/teams/P01T1A").status, 404);
}

#[test]
fn once_its_senior_has_left_all_of_a_team_is_with_the_first_senior_at_work() {
    let (stage, olwen, sam) = three_teams();
    with_everything(&stage, &olwen, &sam);
    stage.leaves("sana", day("2015-12-08"));
    let answering = |who: &[&'static str]| -> Vec<(&'static str, usize)> {
        let found = who.iter().map(|name| (*name, stands_with(&stage, name).len()));
        found.filter(|(_, found)| *found > 1).collect()
    };
    assert_eq!(answering(&["peter", "adil", "uma", "vera"]), [("uma", EVERYTHING.len())]);
    away(&stage, &stage.sign_in("uma"), "P01T2A0", "");
    assert_eq!(answering(&["peter", "adil", "uma", "vera"]), [("vera", EVERYTHING.len())]);
    does_everything(&stage, "vera", &sam);
}

#[test]
fn a_cover_who_is_no_senior_answers_and_what_only_a_senior_may_do_is_with_one() {
    let (stage, olwen, sam) = three_teams();
    with_everything(&stage, &olwen, &sam);
    away(&stage, &stage.sign_in("sana"), "P01T1A0", "P01T1A2");
    let answers = ["duty", "stranded", "appointment", "news"];
    let signs = ["confirm", "review", "sign", "countersign"];
    let sees = || vec!["appointment"];
    let expected = [("peter", answers.to_vec()), ("adil", sees()), ("sana", sees()), ("uma", signs.to_vec())];
    assert_eq!(answering(&stage), expected);
}

#[test]
fn a_team_that_never_had_a_senior_is_with_the_first_of_its_organisation() {
    let (stage, _, _) = county();
    stage.team("P01T2A", "South team");
    stage.joins("osman", "P01T2A1", "Osman Officer", Role::Practitioner);
    let case = stage.person("Ned Nosenior", &Sentence { planned: false, ..Sentence::default() });
    stage.allocate(&case, "P01T2A1", day("2015-08-03"));
    let (sana, osman) = (stage.sign_in("sana"), stage.sign_in("osman"));
    stage.set_clock("2015-09-08T09:00");
    let stands = |browser: &Browser| stage.due(browser).contains("Nosenior, Ned");
    assert!(stands(&osman) && !stands(&sana), "he is at work");
    assert_eq!(stage.get(&sana, &case.home).status, 200, "who signs for the team may open what it holds");
    away_from(&stage, &osman, "P01T2A1");
    assert!(stands(&sana) && stage.due(&sana).contains("You answer while Osman Officer is away"));
    assert!(stage.page(&sana, "/team").says("The week of South team"));
    assert_eq!(stage.get(&stage.sign_in("rhys"), "/teams/P01T2A").status, 404, "of another organisation");
    assert!(!stage.page(&stage.sign_in("rhys"), "/day").says("You lead"));
}

fn away_from(stage: &Stage, browser: &Browser, staff: &str) {
    let path = format!("/away/{staff}");
    let form = stage.page(browser, &path).form(&path).with("from", "8/9/2015").with("kind", "illness");
    stage.done(browser, &form);
}

#[test]
fn what_is_due_of_a_case_nobody_was_given_stands_on_one_seniors_day() {
    let (stage, _, _) = three_teams();
    stage.unallocated("Una Unheld", &Sentence { planned: false, ..Sentence::default() });
    stage.set_clock("2015-09-08T09:00");
    let stands = |name: &&str| stage.due(&stage.sign_in(name)).contains("Unheld, Una");
    assert_eq!(ALL.into_iter().filter(stands).collect::<Vec<_>>(), ["sana"]);
}

#[test]
fn that_somebody_leads_the_team_is_why_they_were_let_in_and_it_is_logged_so() {
    let (stage, olwen, sam) = three_teams();
    with_everything(&stage, &olwen, &sam);
    away(&stage, &stage.sign_in("sana"), "P01T1A0", "");
    let uma = stage.sign_in("uma");
    stage.page(&uma, &sam.home);
    let path = format!("{}/seen?for=lawfulness", sam.home);
    let seen = stage.page(&stage.sign_in("ada"), &path);
    assert!(seen.says("answers in place of whoever holds the case or leads its team"), "{}", seen.text());
}
