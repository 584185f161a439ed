//! Absences: who answers meanwhile, what they see, and that nothing is with nobody.

use access::Actor;
use record::StreamId;
use record::facts::organisation::{ProviderKind, Role, StaffLeft};
use record::facts::person::{Allocated, LimitKind, Registered};
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::limits::limit;
use crate::{ABSENT, CAME, county};

const TODAY: &str = "2015-09-08T09:00";

/// Olwen's case with a decision overdue and an appointment today.
fn overdue(stage: &Stage, olwen: &Browser, case: &Case) {
    stage.held(olwen, case, "2015-08-04T10:00", CAME);
    stage.held(olwen, case, "2015-08-11T10:00", ABSENT);
    stage.book(olwen, case, "2015-09-08T14:00");
    stage.set_clock(TODAY);
}

fn away(stage: &Stage, browser: &Browser, staff: &str, from: &str, until: &str, cover: &str) {
    let path = format!("/away/{staff}");
    let form = stage.page(browser, &path).form(&path);
    let form = form.with("from", from).with("until", until).with("kind", "leave").with("cover", cover);
    stage.done(browser, &form);
}

const DECIDE: &str = "Decision to make after a failure";

#[test]
fn during_an_absence_the_cover_sees_the_cases_the_appointments_and_what_is_due() {
    let (stage, olwen, sam) = county();
    overdue(&stage, &olwen, &sam);
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    assert!(!stage.due(&peter).contains(DECIDE), "it is not his while she is here");
    away(&stage, &sana, "P01T1A1", "7/9/2015", "11/9/2015", "P01T1A2");

    let due = stage.due(&peter);
    assert!(due.contains(DECIDE) && due.contains("You answer while Olwen Officer is away"), "{due}");
    let today = stage.page(&peter, "/day");
    assert!(today.says("You cover for Olwen Officer") && today.says("2pm"), "{}", today.text());
    let list = stage.page(&peter, "/caseload");
    assert!(list.says("Sentenced, Sam") && list.says("Peter Practitioner covers for Olwen Officer"), "{}", list.text());
    let week = stage.page(&sana, "/team");
    assert!(week.says("Away, until Fri 11 Sep 2015; Peter Practitioner covers"), "{}", week.text());
    let nobody = week.between("Whose officer is not at work", "Lower risk");
    assert!(nobody.contains("Sentenced, Sam Peter Practitioner covers"), "{nobody}");
    assert!(stage.due(&sana).contains("Peter Practitioner answers while Olwen Officer is away"));

    stage.set_clock("2015-09-12T09:00");
    assert!(!stage.due(&peter).contains(DECIDE), "she is back");
    assert!(stage.page(&sana, "/team").says("Every case is with somebody who is at work"));
}

#[test]
fn without_a_cover_the_senior_answers_until_the_officer_is_back() {
    let (stage, olwen, sam) = county();
    overdue(&stage, &olwen, &sam);
    let sana = stage.sign_in("sana");
    away(&stage, &olwen, "P01T1A1", "7/9/2015", "", "");
    let nobody = stage.page(&sana, "/team").between("Whose officer is not at work", "Lower risk");
    assert!(nobody.contains("Sana Senior answers: Olwen Officer is away or has left"), "{nobody}");
    assert_eq!(stage.page(&sana, "/teams/P01T1A/cases?show=unattended").status, 200);
    assert!(stage.due(&sana).contains("You answer while Olwen Officer is away"), "{}", stage.due(&sana));

    let back = stage.page(&olwen, "/away/P01T1A1").form("/away/P01T1A1/back").with("on", "8/9/2015");
    stage.done(&olwen, &back);
    assert!(stage.page(&sana, "/team").says("Every case is with somebody who is at work"));
    assert!(!stage.due(&sana).contains("You answer while"));
}

#[test]
fn an_absence_says_what_is_missing_and_only_ones_own_or_ones_teams_is_recorded() {
    let (stage, olwen, _) = county();
    let path = "/away/P01T1A1";
    let form = stage.page(&olwen, path).form(path);
    let wrong = form.with("from", "8/9/2015").with("until", "7/9/2015").with("cover", "Q02T1A1");
    let before = stage.entries();
    let answer = stage.send(&olwen, &wrong);
    assert_eq!(answer.status, 422);
    for words in ["The last day is before the first", "Choose why", "Choose a colleague of the same team"] {
        assert!(answer.says(words), "{words}: {}", answer.text());
    }
    assert_eq!(stage.entries(), before);
    assert!(answer.body.contains("value=\"8/9/2015\""), "nothing typed is lost");
    assert_eq!(stage.get(&stage.sign_in("peter"), path).status, 403);
    assert_eq!(stage.get(&stage.sign_in("rhys"), path).status, 404, "of another team");
}

#[test]
fn a_case_nobody_was_given_is_with_a_named_senior_who_may_open_it() {
    let (stage, _, _) = county();
    let lost = stage.unallocated("Una Unheld", &Sentence::default());
    let (sana, olwen) = (stage.sign_in("sana"), stage.sign_in("olwen"));
    let week = stage.page(&sana, "/team");
    assert!(
        week.says("Given to no team yet Sana Senior answers for these until they are allocated"),
        "{}",
        week.text()
    );
    assert!(week.says("Unheld, Una"));
    assert_eq!(stage.get(&sana, &lost.home).status, 200, "who answers can act");
    assert_eq!(stage.get(&olwen, &lost.home).status, 403, "and nobody else comes in by that");
    stage.allocate(&lost, "P01T1A1", day("2015-08-03"));
    assert!(!stage.page(&sana, "/team").says("Given to no team yet"));
    assert_eq!(stage.get(&olwen, &lost.home).status, 200);
}

#[test]
fn booking_with_somebody_who_is_away_is_asked_about_and_not_refused() {
    let (stage, olwen, sam) = county();
    away(&stage, &olwen, "P01T1A1", "10/8/2015", "14/8/2015", "");
    let path = format!("{}/book", sam.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "11/8/2015").with("time", "10am");
    let asked = stage.send(&olwen, &form);
    assert_eq!(asked.status, 422);
    assert!(asked.says("They are away then, until Friday 14 August 2015"), "{}", asked.text());
    let form = asked.form(&path);
    assert_eq!(form.value("date"), "11/8/2015", "nothing typed is lost");
    stage.done(&olwen, &form.with("although_away", "yes"));
    let after = stage.page(&olwen, &path).form(&path).with("date", "17/8/2015").with("time", "10am");
    stage.done(&olwen, &after);
}

#[test]
fn every_duty_of_a_team_is_on_the_day_of_exactly_one_person_who_is_at_work() {
    let (stage, olwen, sam) = county();
    overdue(&stage, &olwen, &sam);
    let peters = stage.person("Pia Peters", &Sentence { planned: false, assessed: None, ..Sentence::default() });
    stage.allocate(&peters, "P01T1A2", day("2015-08-03"));
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    let answering = |who: &Browser, mine: bool, case: &str| {
        let due = stage.due(who);
        let own = mine && due.contains(case) && !due.contains("is away");
        own || due.split(case).skip(1).any(|rest| rest.contains("You answer"))
            || due.contains("You answer") && due.contains(case)
    };
    assert!(answering(&olwen, true, "Sentenced, Sam") && !answering(&peter, false, "Sentenced, Sam"));
    away(&stage, &sana, "P01T1A1", "7/9/2015", "11/9/2015", "P01T1A2");
    assert!(answering(&peter, false, "Sentenced, Sam") && !answering(&sana, false, "Sentenced, Sam"));
    away(&stage, &sana, "P01T1A2", "8/9/2015", "8/9/2015", "P01T1A1");
    assert!(answering(&sana, false, "Sentenced, Sam") && answering(&sana, false, "Peters, Pia"), "both are away");
}

/// Says that nobody may be seen at the office any more, and keeps Sam apart from somebody who is booked beside him.
fn to_be_moved(stage: &Stage, olwen: &Browser, sam: &Case) {
    let rival = stage.person("Riva Rival", &Sentence::default());
    stage.book(olwen, sam, "2015-09-15T14:00");
    stage.book(olwen, &rival, "2015-09-15T14:30");
    stage.book(olwen, sam, "2015-09-22T14:00");
    stage.book(olwen, sam, "2015-09-29T14:00");
    let path = format!("{}/apart", sam.home);
    let form = stage.page(olwen, &path).form(&path).with("others", &rival.crn).with("why", "feud");
    let form = form.with("source", "One of them").with("confidence", "likely").with("review_on", "1/12/2015");
    stage.done(olwen, &form);
    let (sana, path) = (stage.sign_in("sana"), "/sites/P01S1/assess");
    let form = stage.page(&sana, path).form(path).with("approved", "no").with("private", "no").with("alarm", "no");
    let form = form.with("lone_working", "no").with("near", "none").with("conditions", "The alarm was taken out");
    stage.done(&sana, &form);
}

const BESIDE: &str = "Sentenced, Sam, Tue 15 Sep 2015, 2pm: must be kept apart from somebody who is to be there. Move it. \
                      It can’t be held there either: It was looked at and not approved";
const STRANDED: &str = "2 appointments at Pinemere office can’t be held there. Move them";
const LATER: &str = "Sentenced, Sam, Tue 22 Sep 2015, 2pm";
const INSTEAD: &str = ". It stands in Olwen Officer’s diary, and you answer for it";

/// Who of the team is told of both, in her place.
fn answers_instead<'a>(stage: &Stage, team: &[&'a str]) -> Vec<&'a str> {
    let told = |name: &&&str| {
        let day = stage.page(&stage.sign_in(name), "/day");
        let (beside, stranded) = (day.says(&format!("{BESIDE}{INSTEAD}")), day.says(STRANDED));
        assert_eq!(beside, stranded, "{name}: {}", day.text());
        let listed = stage.page(&stage.sign_in(name), "/to-move");
        let instead = format!("{LATER} It was looked at and not approved. In Olwen Officer’s diary; you answer for it");
        assert_eq!(listed.says(&instead), beside, "{name}: {}", listed.text());
        beside
    };
    team.iter().filter(told).copied().collect()
}

#[test]
fn what_must_be_moved_is_on_the_day_of_exactly_one_who_is_at_work() {
    let (stage, _, sam) = county();
    stage.set_clock("2015-09-07T08:30");
    to_be_moved(&stage, &stage.sign_in("olwen"), &sam);
    stage.set_clock(TODAY);
    let team = ["peter", "sana", "adil", "rhys"];
    let sana = stage.sign_in("sana");
    let hers = stage.page(&stage.sign_in("olwen"), "/day");
    assert!(hers.says(BESIDE) && hers.says(STRANDED) && !hers.says("You answer"), "{}", hers.text());
    assert_eq!(hers.text().matches("Sentenced, Sam, Tue 15 Sep 2015, 2pm").count(), 1, "told once: {}", hers.text());
    assert!(hers.addresses().contains(&"/to-move#P01S1".to_owned()), "{:?}", hers.addresses());
    let listed = stage.page(&stage.sign_in("olwen"), "/to-move");
    assert!(listed.says("Pinemere office") && listed.says(LATER) && !listed.says("diary"), "{}", listed.text());
    assert_eq!(answers_instead(&stage, &team), Vec::<&str>::new(), "she is at work");

    away(&stage, &sana, "P01T1A1", "7/9/2015", "18/9/2015", "P01T1A2");
    assert_eq!(answers_instead(&stage, &team), ["peter"], "the cover");
    away(&stage, &sana, "P01T1A2", "8/9/2015", "8/9/2015", "");
    assert_eq!(answers_instead(&stage, &team), ["sana"], "the cover is away as well");
    away(&stage, &sana, "P01T1A0", "8/9/2015", "8/9/2015", "P01T1A9");
    assert_eq!(answers_instead(&stage, &team), ["adil"], "whoever covers for the senior");

    stage.set_clock("2015-09-09T09:00");
    assert_eq!(answers_instead(&stage, &team), ["peter"], "he is back, and so is the senior");
}

#[test]
fn what_somebody_had_booked_who_has_left_is_whoevers_leads_the_team_until_the_case_is_given_on() {
    let (stage, _, sam) = county();
    stage.set_clock("2015-09-07T08:30");
    let olwen = stage.sign_in("olwen");
    to_be_moved(&stage, &olwen, &sam);
    stage.set_clock(TODAY);
    let left = Said::new(&StreamId::new("staff", [1; 16]), StaffLeft {}, Happened::On(day("2015-09-08")));
    stage.say(vec![left]);
    assert_eq!(answers_instead(&stage, &["peter", "sana", "adil", "rhys"]), ["sana"]);
    stage.allocate(&sam, "P01T1A2", day("2015-09-08"));
    let team = ["peter", "sana", "adil", "rhys"];
    assert_eq!(answers_instead(&stage, &team), ["peter"], "whose case it is by now");
}

/// Another team of the organisation, led by Uma.
fn south(stage: &Stage) {
    stage.team("P01T2A", "South team");
    stage.joins("uma", "P01T2A0", "Uma Senior", Role::SeniorProbationOfficer);
}

const ALL: [&str; 5] = ["peter", "sana", "adil", "rhys", "uma"];

#[test]
fn what_a_leaver_had_booked_is_with_whoever_leads_the_team_that_has_the_case_by_now() {
    let (stage, _, sam) = county();
    south(&stage);
    stage.set_clock("2015-09-07T08:30");
    to_be_moved(&stage, &stage.sign_in("olwen"), &sam);
    stage.set_clock(TODAY);
    let on = Happened::On(day("2015-09-08"));
    stage.say(vec![Said::new(&StreamId::new("staff", [1; 16]), StaffLeft {}, on)]);
    assert_eq!(answers_instead(&stage, &ALL), ["sana"], "the twin: the case is with her team still");
    let to = Allocated {
        provider: "P01".to_owned(),
        provider_kind: ProviderKind::Crc,
        team: "P01T2A".to_owned(),
        staff: String::new(),
    };
    stage.say(vec![Said::new(&sam.stream, to, on).about("order-1")]);
    assert_eq!(answers_instead(&stage, &ALL), ["uma"]);
}

#[test]
fn what_waits_of_a_record_that_is_limited_is_with_whoever_may_open_it() {
    let (stage, _, sam) = county();
    south(&stage);
    stage.set_clock("2015-09-07T08:30");
    let olwen = stage.sign_in("olwen");
    to_be_moved(&stage, &olwen, &sam);
    stage.set_clock(TODAY);
    raise(&stage, &sam);
    let waits = |name: &&&str| {
        let browser = stage.sign_in(name);
        let (day, inbox) = (stage.page(&browser, "/day"), stage.page(&browser, "/inbox"));
        assert_eq!(day.says(STRANDED), inbox.says("Register flag raised"), "{name}: {} {}", day.text(), inbox.text());
        day.says(STRANDED)
    };
    let waiting = || ["olwen"].iter().chain(&ALL).filter(waits).copied().collect::<Vec<_>>();
    assert_eq!(waiting(), ["olwen"], "the twin: her own, while she may open it");
    limit(&stage, &sam, LimitKind::Restriction, "P01T2A0");
    assert_eq!(waiting(), ["uma"]);
    assert_eq!(answers_instead(&stage, &ALL), ["uma"]);
}

/// A flag is raised on somebody's record by a colleague of another organisation.
fn raise(stage: &Stage, case: &Case) {
    let flag = Registered { register: "ALSH".to_owned(), words: "Self-harm".to_owned(), review_on: None };
    let fact = Said::new(&case.stream, flag, Happened::On(stage.now().day())).about("register-1");
    let quinn = Actor {
        staff: "Q02T1A1".to_owned(),
        name: "Quinn Practitioner".to_owned(),
        role: Role::Practitioner,
        team: "Q02T1A".to_owned(),
        provider: "Q02".to_owned(),
        courts: Vec::new(),
    };
    stage.say_as(&quinn, vec![fact]);
}

#[test]
fn what_is_recorded_while_an_officer_is_away_waits_for_the_cover_and_for_the_officer() {
    let (stage, olwen, sam) = county();
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    stage.set_clock(TODAY);
    away(&stage, &olwen, "P01T1A1", "8/9/2015", "11/9/2015", "P01T1A2");
    raise(&stage, &sam);
    let waits = |browser: &Browser| stage.page(browser, "/inbox").says("Register flag raised");
    assert!(waits(&peter) && waits(&olwen) && !waits(&sana));
    assert!(stage.page(&peter, "/find").between("Court", "Find").contains("Inbox (1)"));
    let inbox = stage.page(&peter, "/inbox");
    stage.done(&peter, &inbox.form("/inbox"));
    assert!(!waits(&peter) && waits(&olwen), "seen by the cover is not seen by her");
    stage.set_clock("2015-09-14T09:00");
    raise(&stage, &sam);
    assert!(!waits(&peter) && waits(&olwen), "she is back");
}

#[test]
fn what_is_recorded_of_a_case_that_nobody_at_work_holds_waits_for_the_senior() {
    let (stage, olwen, sam) = county();
    let unheld = stage.unallocated("Una Unheld", &Sentence::default());
    let (peter, sana) = (stage.sign_in("peter"), stage.sign_in("sana"));
    stage.set_clock(TODAY);
    let named = |browser: &Browser| {
        let inbox = stage.page(browser, "/inbox");
        ["Sentenced, Sam", "Unheld, Una"].into_iter().filter(|name| inbox.says(name)).collect::<Vec<_>>()
    };
    raise(&stage, &sam);
    raise(&stage, &unheld);
    assert_eq!(named(&sana), ["Unheld, Una"], "the officer is at work for the other");
    away(&stage, &olwen, "P01T1A1", "8/9/2015", "11/9/2015", "");
    assert_eq!(named(&sana), ["Sentenced, Sam", "Unheld, Una"]);
    assert!(named(&peter).is_empty());
    stage.done(&sana, &stage.page(&sana, "/inbox").form("/inbox"));
    assert_eq!(named(&sana).len(), 1, "one press a person");
}

#[test]
fn on_a_very_full_day_what_stands_in_a_colleagues_diary_is_recorded_on_a_page_of_its_own() {
    let (stage, olwen, _) = county();
    let cases: Vec<Case> = (0..13).map(|nth| stage.person(&format!("Sam Sample{nth}"), &Sentence::default())).collect();
    let at = |nth: usize| format!("2015-09-08T{:02}:{:02}", 8 + nth / 2, nth % 2 * 30);
    let booked: Vec<String> = cases.iter().zip(0..).map(|(case, nth)| stage.book(&olwen, case, &at(nth))).collect();
    stage.set_clock(TODAY);
    let (olwen, peter, sana) = (stage.sign_in("olwen"), stage.sign_in("peter"), stage.sign_in("sana"));
    away(&stage, &sana, "P01T1A1", "7/9/2015", "11/9/2015", "P01T1A2");
    let forms = |browser: &Browser| {
        let page = stage.page(browser, "/day");
        (page.body.matches("class=\"tc-outcome\"").count(), page.text().matches("Other outcome, note").count())
    };
    assert_eq!(forms(&peter), (0, 13), "each is one press away");
    assert_eq!(forms(&olwen), (13, 13), "her own stand on it however many they are");
    let appointment = format!("{}/appointments/{}", cases[1].home, booked[1]);
    let page = stage.page(&peter, "/day");
    assert!(page.addresses().contains(&appointment), "{appointment}: {:?}", page.addresses());
    let own = stage.page(&peter, &appointment).form(&appointment);
    stage.done(&peter, &own.with("outcome", "complied"));
    assert!(stage.page(&peter, "/day").says("1 recorded, 12 to record"), "{}", stage.page(&peter, "/day").text());
    assert_eq!(forms(&peter), (12, 12), "the twin: twelve stand on the page");
}
