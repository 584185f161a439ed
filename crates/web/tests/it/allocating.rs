//! Giving cases to officers: those nobody holds, a leaver's, and one; and what is asked above what can be done.

use record::StreamId;
use record::facts::organisation::{StaffLeft, TeamFormed};
use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::{START, county};

const NOBODY: &str = "/allocate/nobody";

fn field(case: &Case) -> String {
    format!("to-{}", case.home.trim_start_matches("/cases/"))
}

fn holds(stage: &Stage, browser: &Browser, name: &str) -> bool {
    stage.page(browser, "/caseload").says(name)
}

#[test]
fn a_case_that_nobody_holds_is_given_and_the_officer_is_told() {
    let stage = Stage::new(START);
    let (sana, olwen) = (stage.sign_in("sana"), stage.sign_in("olwen"));
    let new = stage.unallocated("Ned New", &Sentence::default());
    let week = stage.page(&sana, "/team");
    assert!(week.says("Given to no team yet") && week.addresses().contains(&NOBODY.to_owned()), "{}", week.text());

    let page = stage.page(&sana, NOBODY);
    assert!(page.says("1 case. Sana Senior answers for them until they are allocated"), "{}", page.text());
    assert!(page.says("New, Ned") && page.says("Olwen Officer, 0 cases"), "{}", page.text());
    let done = stage.done(&sana, &page.form(NOBODY).with(&field(&new), "P01T1A1"));
    assert_eq!(done.location(), "/team?done=allocated");
    assert!(stage.page(&sana, "/team?done=allocated").says("Recorded and protected."));
    assert!(holds(&stage, &olwen, "New, Ned"));
    assert!(stage.page(&olwen, "/inbox").says("Allocated"), "the officer is told");
    assert!(stage.page(&sana, NOBODY).says("There is none."));
    assert!(!stage.page(&sana, "/team").says("Given to no team yet"));
}

#[test]
fn whoever_holds_the_cases_is_not_among_those_they_can_be_given_to() {
    let (stage, _, _) = county();
    let page = stage.page(&stage.sign_in("sana"), "/allocate/P01T1A1");
    assert!(page.says("Cases of Olwen Officer") && page.says("Peter Practitioner, 0 cases"), "{}", page.text());
    assert!(!page.says("Olwen Officer, 1 case") && page.says("Stays where it is"), "{}", page.text());
}

#[test]
fn above_what_can_be_done_a_reason_is_asked_and_until_then_the_senior_answers() {
    let (stage, olwen, _) = county();
    for number in 1..50 {
        stage.person(&format!("Ann Person{number}"), &Sentence::default());
    }
    let new = stage.unallocated("Ned New", &Sentence::default());
    let sana = stage.sign_in("sana");
    let page = stage.page(&sana, NOBODY);
    assert!(page.says("Olwen Officer, 50 cases: one more is above 50, and asks for a reason"), "{}", page.text());
    assert!(page.says("HM Inspectorate of Probation"), "the figure has its source");
    let form = page.form(NOBODY).with(&field(&new), "P01T1A1");
    let before = stage.entries();
    let asked = stage.send(&sana, &form);
    assert_eq!(asked.status, 422);
    assert!(
        asked.says("Olwen Officer would hold 51: above 50 the quality of the work falls. Say why"),
        "{}",
        asked.text()
    );
    assert_eq!(stage.entries(), before, "nothing is recorded");
    assert!(
        stage.page(&sana, "/team").says("Sana Senior answers for these until they are allocated. Every clock runs.")
    );
    assert!(!holds(&stage, &olwen, "New, Ned"));

    stage.done(&sana, &asked.form(NOBODY).with("why", "Nobody else is at work before Monday."));
    assert!(stage.timeline(&olwen, &new).says("Reason: Nobody else is at work before Monday."));
}

#[test]
fn a_leavers_cases_are_given_on_in_one_form_each_to_whom_it_suits() {
    let (stage, _, sam) = county();
    let (una, kim) = (stage.person("Una Unmet", &Sentence::default()), stage.person("Kim Kept", &Sentence::default()));
    let olwen = stage.read(|snapshot| snapshot.staff("P01T1A1")).expect("she is known").stream;
    stage.set_clock("2015-09-01T09:00");
    stage.say(vec![Said::new(&olwen, StaffLeft {}, Happened::On(day("2015-09-01")))]);
    let (sana, peter) = (stage.sign_in("sana"), stage.sign_in("peter"));
    let week = stage.page(&sana, "/team");
    let path = "/allocate/P01T1A1";
    assert!(week.says("Has left") && week.addresses().contains(&path.to_owned()), "{}", week.text());

    let page = stage.page(&sana, path);
    assert!(page.says("Cases of Olwen Officer") && page.says("3 cases."), "{}", page.text());
    assert!(!page.says("Olwen Officer, "), "nobody is given to who has left: {}", page.text());
    let form = page.form(path).with("all", "P01T1A2").with(&field(&una), "P01T1A0").with(&field(&kim), "leave");
    let before = stage.entries();
    stage.done(&sana, &form);
    assert_eq!(stage.entries(), before + 2, "one entry for each case that moved");
    assert!(holds(&stage, &peter, "Sentenced, Sam"));
    assert!(!holds(&stage, &peter, "Unmet, Una") && holds(&stage, &sana, "Unmet, Una"));
    assert!(stage.page(&sana, path).says("1 case."), "who was left stays where they are");

    let acts = |case: &Case| stage.entries_of(&case.stream).pop().and_then(|entry| entry.content).expect("said").act;
    assert_eq!(acts(&sam), acts(&una), "one act");
}

#[test]
fn one_case_goes_to_a_colleague_with_loads_and_absences_in_view() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    stage.set_clock("2015-09-01T09:00");
    let away = "/away/P01T1A2";
    let form =
        stage.page(&sana, away).form(away).with("from", "1/9/2015").with("kind", "leave").with("until", "4/9/2015");
    stage.done(&sana, &form);
    let path = format!("{}/allocate", sam.home);
    assert!(stage.page(&sana, &sam.home).addresses().contains(&path));
    let page = stage.page(&sana, &path);
    assert!(page.says("Held by Olwen Officer since Mon 3 Aug 2015."), "{}", page.text());
    assert!(
        page.says("Peter Practitioner 0 cases. Away, until Fri 4 Sep 2015; nobody named to cover"),
        "{}",
        page.text()
    );
    assert!(page.says("Giving a case to another organisation is a transfer, which is not done here yet."));
    let form = page.form(&path);
    assert_eq!(stage.send(&sana, &form).status, 422, "somebody has to be chosen");
    let form = form.with("to", "P01T1A2");
    assert!(stage.send(&sana, &form.clone().with("from", "2/9/2015")).says("This day is still to come"));
    assert!(stage.send(&sana, &form.clone().with("from", "1/7/2015")).says("given to somebody later than that"));
    stage.done(&sana, &form.clone().with("from", "31/8/2015"));
    assert!(stage.page(&sana, &sam.home).says("Peter Practitioner, Pinemere Rehabilitation Company"));
    assert!(!holds(&stage, &olwen, "Sentenced, Sam"));

    let again = stage.send(&sana, &form.with("key", "another").with("to", "P01T1A0"));
    assert_eq!(again.status, 422);
    assert!(again.says("Somebody gave a case on meanwhile"), "{}", again.text());
}

#[test]
fn another_team_of_the_organisation_takes_it_without_having_to_accept_and_its_senior_answers() {
    let (stage, _, sam) = county();
    let south = TeamFormed {
        code: "P01T1B".to_owned(),
        name: "South team".to_owned(),
        provider: "P01".to_owned(),
        site: "P01S1".to_owned(),
    };
    let stream = StreamId::new("team", [77; 16]);
    stage.say(vec![Said::new(&stream, south, Happened::On(day("2015-08-03")))]);
    let sana = stage.sign_in("sana");
    let path = format!("{}/allocate", sam.home);
    let page = stage.page(&sana, &path);
    assert!(page.says("Or another team of Pinemere Rehabilitation Company"), "{}", page.text());
    let form = page.form(&path).with("team", "P01T1B");
    let both = stage.send(&sana, &form.clone().with("to", "P01T1A2"));
    assert!(both.says("Choose an officer or a team, not both"), "{}", both.text());
    assert_eq!(stage.send(&sana, &form.clone().with("team", "Q02T1A")).status, 422, "not another organisation’s");
    stage.done(&sana, &form);
    let timeline = stage.timeline(&stage.sign_in("ada"), &sam);
    assert!(timeline.says("No officer yet, South team"), "{}", timeline.text());
}

#[test]
fn only_whoever_leads_the_team_that_holds_a_case_gives_it() {
    let (stage, olwen, sam) = county();
    let path = format!("{}/allocate", sam.home);
    for name in ["olwen", "adil", "cora", "ada", "ines", "rhys", "quinn"] {
        let browser = stage.sign_in(name);
        assert_eq!(stage.get(&browser, &path).status, 403, "{name}");
        assert!(
            stage.get(&browser, &sam.home).status != 200
                || !stage.page(&browser, &sam.home).addresses().contains(&path)
        );
    }
    assert_eq!(stage.get(&olwen, NOBODY).status, 403);
    let rhys = stage.sign_in("rhys");
    assert_eq!(stage.get(&rhys, "/allocate/P01T1A1").status, 404, "another organisation’s officer");
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, &path).form(&path).with("to", "P01T1A2");
    let theirs = stage.page(&rhys, "/team");
    let csrf = theirs.forms().iter().map(|form| form.value("csrf").to_owned()).find(|csrf| !csrf.is_empty());
    let refused = stage.send(&rhys, &form.with("csrf", &csrf.unwrap_or_default()));
    assert_eq!(refused.status, 403, "{}", refused.text());
}

#[test]
fn nobody_is_given_a_record_that_they_may_not_open_nor_an_order_before_it_began() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    let limit = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A2".into()] };
    stage.say(vec![
        Said::new(&sam.stream, limit, Happened::On(day("2015-08-03"))).about("limit-1").reason("A relation."),
    ]);
    let path = format!("{}/allocate", sam.home);
    let form = stage.page(&sana, &path).form(&path);
    let before = stage.entries();
    let refused = stage.send(&sana, &form.clone().with("to", "P01T1A2"));
    assert_eq!(refused.status, 422);
    assert!(refused.says("may not open one of these records"), "{}", refused.text());
    let early = stage.send(&sana, &form.clone().with("to", "P01T1A0").with("from", "1/1/2010"));
    assert_eq!(early.status, 422, "{}", early.text());
    assert_eq!(stage.entries(), before);
    assert!(holds(&stage, &olwen, "Sentenced, Sam"));
    stage.done(&sana, &form.with("to", "P01T1A0"));
    assert!(!holds(&stage, &olwen, "Sentenced, Sam"));
}
