//! Caseloads: sorted, filtered and cut over all rows; kept ways of looking; the file; what was opened lately.

use jiff::ToSpan as _;
use record::facts::risk::HarmLevel;
use scenarios::{Answer, Browser, Sentence, Stage, day};

use crate::{ABSENT, CAME, county};

/// The names in the order of the table.
fn names(page: &Answer) -> Vec<String> {
    let cells = page.body.split("<th scope=\"row\">").skip(1);
    cells
        .map(|cell| cell.split('>').nth(1).unwrap_or_default().split('<').next().unwrap_or_default().to_owned())
        .collect()
}

fn listed(stage: &Stage, browser: &Browser, query: &str) -> Vec<String> {
    names(&stage.page(browser, &format!("/caseload{query}")))
}

/// Three people besides Sam: one in high risk, one whom nobody assessed and who has no plan, one whose order ends first.
fn three_more(stage: &Stage) {
    let add = |name: &str, sentence: Sentence| stage.person(name, &sentence);
    add("Hal Highrisk", Sentence { assessed: Some(HarmLevel::High), until: day("2016-06-01"), ..Sentence::default() });
    add("Una Unknown", Sentence { assessed: None, planned: false, ..Sentence::default() });
    add("Eve Ending", Sentence { assessed: Some(HarmLevel::Low), until: day("2015-09-01"), ..Sentence::default() });
}

#[test]
fn a_caseload_is_sorted_and_filtered_over_all_of_it() {
    let (stage, olwen, sam) = county();
    three_more(&stage);
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    stage.set_clock("2015-08-25T09:00");
    assert_eq!(
        listed(&stage, &olwen, "?sort=name"),
        ["Ending, Eve", "Highrisk, Hal", "Sentenced, Sam", "Unknown, Una"]
    );
    assert_eq!(listed(&stage, &olwen, "?sort=name&dir=down")[0], "Unknown, Una");
    assert_eq!(listed(&stage, &olwen, "?sort=ends")[..2], ["Ending, Eve", "Highrisk, Hal"]);
    assert_eq!(listed(&stage, &olwen, "?sort=risk")[..2], ["Unknown, Una", "Highrisk, Hal"], "unknown is not low");
    assert_eq!(listed(&stage, &olwen, "?sort=seen")[3], "Sentenced, Sam", "who was never seen comes first");
    assert_eq!(listed(&stage, &olwen, "?show=high"), ["Highrisk, Hal"]);
    assert_eq!(listed(&stage, &olwen, "?show=unknown"), ["Unknown, Una"]);
    assert_eq!(listed(&stage, &olwen, "?show=ending"), ["Ending, Eve"]);
    assert!(listed(&stage, &olwen, "?show=late").contains(&"Unknown, Una".to_owned()));
    assert_eq!(listed(&stage, &olwen, "?show=unseen").len(), 3, "Sam was seen three weeks ago");
    let page = stage.page(&olwen, "/caseload?sort=name");
    assert!(page.says("4 cases") && page.says("Risk unknown 1"), "{}", page.text());
    assert!(page.body.contains("aria-sort=\"ascending\"") && page.says("4 Aug 2015, 21 days ago"), "{}", page.text());
    assert_eq!(listed(&stage, &olwen, "?sort=nonsense&show=nonsense&page=99").len(), 4, "what is no code is not asked");
}

#[test]
fn a_long_list_is_cut_after_it_is_sorted_and_says_how_long_it_is() {
    let (stage, olwen, _) = county();
    for number in 0..29 {
        let letter = char::from(b'a' + u8::try_from(number % 26).unwrap());
        stage.person(&format!("Ann Person{letter}{number}"), &Sentence::default());
    }
    let first = stage.page(&olwen, "/caseload?sort=name");
    assert!(first.says("1 to 25 of 30"), "{}", first.text());
    let next = first.addresses().into_iter().find(|href| href.contains("page=2")).expect("a second page");
    let second = stage.page(&olwen, &next);
    assert!(second.says("26 to 30 of 30"), "{}", second.text());
    let all: Vec<String> = names(&first).into_iter().chain(names(&second)).collect();
    let mut sorted = all.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!((all.len(), &all), (30, &sorted), "each once, in order");
}

#[test]
fn the_file_holds_the_rows_that_are_shown_on_all_pages() {
    let (stage, olwen, _) = county();
    three_more(&stage);
    stage.set_clock("2015-08-25T09:00");
    let file = stage.page(&olwen, "/caseload/csv?show=unknown");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("caseload-2015-08-25.csv"));
    let lines: Vec<&str> = file.body.lines().collect();
    assert_eq!(lines.len(), 2, "{}", file.body);
    assert!(lines[0].starts_with("\"Name\",\"CRN\"") && lines[1].starts_with("\"Unknown, Una\""), "{}", file.body);
    assert_eq!(stage.page(&olwen, "/caseload/csv").body.lines().count(), 5, "every row, however many pages they make");
}

#[test]
fn a_way_of_looking_is_kept_under_a_name_that_is_posted_and_can_be_removed() {
    let (stage, olwen, _) = county();
    let page = stage.page(&olwen, "/caseload?show=unknown&sort=name");
    let form = page.form("/caseload/views");
    let empty = stage.send(&olwen, &form.clone().with("name", "  "));
    assert_eq!(empty.status, 422);
    assert!(empty.says("Give it a name"), "{}", empty.text());
    let kept = stage.send(&olwen, &form.with("name", "Monday morning").with("query", "show=unknown&sort=name&x=y"));
    assert_eq!((kept.status, kept.location()), (303, "/caseload?show=unknown&sort=name"));
    let page = stage.page(&olwen, "/caseload");
    assert!(page.says("Monday morning"), "{}", page.text());
    assert!(page.addresses().iter().all(|href| !href.contains("Monday")), "what is typed stands in no address");
    assert!(!stage.page(&stage.sign_in("peter"), "/caseload").says("Monday morning"), "it is one's own");
    let remove =
        page.forms().into_iter().find(|form| form.value("drop") == "Monday morning").expect("a way to remove it");
    stage.done(&olwen, &remove);
    assert!(!stage.page(&olwen, "/caseload").says("Monday morning"));
}

#[test]
fn the_records_one_opened_last_are_found_again_and_nobody_elses() {
    let (stage, olwen, sam) = county();
    let other = stage.person("Oli Other", &Sentence::default());
    assert!(!stage.page(&olwen, "/find").says("Opened lately"));
    stage.page(&olwen, &sam.home);
    stage.set_clock("2015-08-03T09:30");
    stage.page(&olwen, &other.home);
    // Nobody waits for it to be noted; a sign-in is written after it.
    let peter = stage.sign_in("peter");
    let find = stage.page(&olwen, "/find").between("Opened lately", "Throughcare uses");
    let (first, second) = (find.find("Other, Oli"), find.find("Sentenced, Sam"));
    assert!(first.is_some() && first < second, "{find}");
    assert!(stage.page(&olwen, "/caseload").says("Opened lately"));
    assert!(!stage.page(&peter, "/find").says("Opened lately"));
}

#[test]
fn a_team_list_is_for_the_team_and_its_week_for_whoever_leads_it() {
    let (stage, olwen, _) = county();
    let (sana, adil, quinn) = (stage.sign_in("sana"), stage.sign_in("adil"), stage.sign_in("quinn"));
    for browser in [&olwen, &sana, &adil] {
        assert!(stage.page(browser, "/teams/P01T1A/cases").says("Sentenced, Sam"));
    }
    assert_eq!(stage.get(&quinn, "/teams/P01T1A/cases").status, 404);
    assert_eq!(stage.get(&stage.sign_in("cora"), "/caseload").status, 403);
    let week = stage.page(&sana, "/team");
    assert!(week.says("1 case, 2 officers, 0 away today"), "{}", week.text());
    for browser in [&olwen, &adil, &quinn] {
        assert_ne!(stage.get(browser, "/team").status, 200);
    }
}

#[test]
fn a_week_sets_each_load_against_what_can_be_done_and_ranks_nobody() {
    let (stage, _, _) = county();
    for number in 0..50 {
        stage.person(&format!("Ann Person{number}"), &Sentence::default());
    }
    let peters = stage.person("Pia Peters", &Sentence::default());
    stage.allocate(&peters, "P01T1A2", day("2015-08-03"));
    let sana = stage.sign_in("sana");
    let later = day("2015-08-03") + 40.days();
    stage.set_clock(&format!("{later}T09:00"));
    let page = stage.page(&sana, "/team");
    let officers = page.between("Officer Cases 4 weeks ago", "By name.");
    let (olwen, peter) = (officers.find("Olwen Officer"), officers.find("Peter Practitioner"));
    assert!(olwen.is_some() && olwen < peter, "{officers}");
    assert!(officers.contains("51 Above 50"), "{officers}");
    assert!(page.says("HM Inspectorate of Probation") && page.says("from a secondary source"), "{}", page.text());
    assert!(page.says("not of how well anybody works"));
}

#[test]
fn what_was_given_above_the_limit_and_a_breach_near_its_last_day_are_found_by_the_week() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    let found = |show: &str| listed(&stage, &olwen, &format!("?show={show}")).len();
    for number in 1..50 {
        stage.person(&format!("Ann Person{number}"), &Sentence::default());
    }
    assert_eq!(found("above"), 0, "as many as can be done");
    stage.person("Una Unmet", &Sentence::default());
    assert!(found("above") > 0 && stage.page(&sana, "/team").says("51 Given above the limit"));

    let warning = [("outcome", "absent"), ("decision", "warning"), ("serve_by", "hand")];
    let next = [("next_date", "11/8/2015"), ("next_time", "10am")];
    stage.held(&olwen, &sam, "2015-08-04T10:00", &[&warning[..], &next[..]].concat());
    let rows = stage.read(|snapshot| snapshot.diary_of(&sam.stream));
    let second = &rows.iter().find(|row| row.starts == "2015-08-11T10:00").expect("booked").appointment;
    stage.set_clock("2015-08-11T10:30");
    assert_eq!(stage.record(&olwen, &sam, second, ABSENT).status, 303);
    stage.set_clock("2015-08-12T09:00");
    assert_eq!(found("breach"), 0, "there is time");
    stage.set_clock("2015-08-20T09:00");
    assert_eq!(listed(&stage, &olwen, "?show=breach"), ["Sentenced, Sam"]);
    let week = stage.page(&sana, "/team");
    assert!(week.says("1 Breach near its last day"), "{}", week.text());
    stage.set_clock("2015-09-14T09:00");
    assert_eq!(found("above"), 0, "given six weeks ago");
}

#[test]
fn a_week_leads_to_what_is_to_be_signed_and_confirmed_and_everybody_who_may_finds_how_the_alarms_did() {
    let (stage, olwen, sam) = county();
    let sana = stage.sign_in("sana");
    assert!(stage.page(&sana, "/team").addresses().contains(&"/contact/since".to_owned()), "nothing is to be signed");
    let other = stage.person("Una Unmet", &Sentence::default());
    stage.allocate(&other, "Q02T1A1", day("2015-08-03"));
    let path = format!("{}/apart", sam.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", &other.crn).with("why", "rival_group");
    let form = form.with("source", "Police intelligence").with("confidence", "likely").with("review_on", "1/12/2015");
    stage.done(&olwen, &form);
    let week = stage.page(&sana, "/team");
    assert!(week.says("Confirm that people are kept apart: due by"), "{}", week.text());
    stage.set_clock("2015-12-01T09:00");
    let week = stage.page(&sana, "/team");
    assert!(week.addresses().contains(&"/contact/sign-off/2015-11".to_owned()), "{}", week.text());
    for (name, page) in [("olwen", "/day"), ("adil", "/day"), ("sana", "/team"), ("ada", "/questions")] {
        let browser = stage.sign_in(name);
        assert!(stage.page(&browser, page).addresses().contains(&"/alarms".to_owned()), "{name}");
        assert_eq!(stage.get(&browser, "/alarms").status, 200, "{name}");
    }
}
