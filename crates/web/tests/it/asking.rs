//! Questions about both times: what was recorded later, what was known when, and answers that stay as they were given.

use access::Actor;
use cluster::Cluster;
use record::StreamId;
use record::facts::organisation::Role;
use record::facts::person::LimitKind;
use record::time::Minute;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Ask;
use service::questions::case::{CaseAt, Difference, History};
use service::questions::past::{Caseload, PastDiary};
use service::questions::team::OfTeam;
use service::questions::timing::{Announced, EntriesFor, Later};
use service::questions::{end_of, start_of};
use store::{Database, Store};

use crate::limits::limit;
use crate::{ABSENT, CAME, county};

pub(crate) fn auditor(stage: &Stage) -> Ask {
    let actor = Actor {
        staff: "AUD0001".to_owned(),
        name: "Ada Auditor".to_owned(),
        role: Role::Auditor,
        team: "AUD000".to_owned(),
        provider: "AUD".to_owned(),
        courts: Vec::new(),
    };
    Ask { actor, now: stage.now(), screen: "questions" }
}

pub(crate) fn noted(stage: &Stage, browser: &Browser, case: &Case, on: &str) -> u64 {
    let path = format!("{}/note", case.home);
    let form = stage.page(browser, &path).form(&path).with("date", on).with("note", "Talked about work.");
    stage.done(browser, &form);
    stage.entries_of(&case.stream).len() as u64
}

/// Six notes a week late and one in time, the first of them put right; an appointment kept and one missed.
pub(crate) fn history(stage: &Stage, olwen: &Browser, case: &Case) -> u64 {
    stage.held(olwen, case, "2015-08-04T10:00", CAME);
    stage.held(olwen, case, "2015-08-11T10:00", ABSENT);
    stage.set_clock("2015-08-17T15:00");
    let first = noted(stage, olwen, case, "10/8/2015");
    for _ in 0..5 {
        noted(stage, olwen, case, "10/8/2015");
    }
    noted(stage, olwen, case, "17/8/2015");
    let path = format!("{}/entries/{first}/correct", case.home);
    let form = stage.page(olwen, &path).form(&path).with("note", "Talked about a job.").with("reason", "Heard wrong.");
    stage.done(olwen, &form);
    first
}

/// Every report there is, as bytes.
pub(crate) fn reports(stage: &Stage, case: &StreamId, first: u64, checkpoint: Option<u64>) -> Vec<Vec<u8>> {
    let (service, ask) = (&stage.service, auditor(stage));
    let staff = "P01T1A1".to_owned();
    let (on, moment) = (day("2015-08-11"), Some(end_of(day("2015-08-12"))));
    let later = Later { days: 2, from: day("2015-08-01"), to: day("2015-12-31") };
    let announced = Announced { on: day("2015-08-14"), from: None, until: None, what_for: Some(EntriesFor::Audit) };
    let caseload = Caseload { staff: staff.clone(), as_at: on, known_at: None };
    let diary = PastDiary { staff, on, known_at: moment };
    let case_at = CaseAt { case: case.clone(), as_at: Some(on), known_at: None };
    let difference = Difference { case: case.clone(), before: start_of(on), after: None };
    let entry = record::EntryId { stream: case.clone(), seq: first };
    let team = OfTeam { team: "P01T1A".to_owned(), on: day("2015-09-20"), known_at: None };
    stage.wait(async {
        vec![
            service.recorded_later(&ask, later, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.recorded_after(&ask, announced, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.past_caseload(&ask, caseload, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.past_diary(&ask, diary, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.case_at(&ask, case_at, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.case_difference(&ask, difference, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.entry_history(&ask, History { entry }, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.team_owed(&ask, team.clone(), checkpoint).await.unwrap().to_bytes().unwrap(),
            service.team_alarms(&ask, team, checkpoint).await.unwrap().to_bytes().unwrap(),
        ]
    })
}

#[test]
fn a_report_asked_again_as_of_its_checkpoint_is_the_same_bytes_whatever_was_recorded_since() {
    let (stage, olwen, case) = county();
    let first = history(&stage, &olwen, &case);
    let size = stage.read(store::Snapshot::last_checkpoint).expect("a checkpoint").size;
    let before = reports(&stage, &case.stream, first, Some(size));
    for report in &before {
        let report = String::from_utf8(report.clone()).expect("text");
        assert!(report.contains(&format!(r#""size":{size}"#)), "it carries its checkpoint: {report}");
    }
    // More late notes, a second correction, the case given away from a day long past, one more appointment recorded.
    stage.set_clock("2015-09-01T10:00");
    for _ in 0..6 {
        noted(&stage, &olwen, &case, "11/8/2015");
    }
    let path = format!("{}/entries/{}/correct", case.home, stage.entries_of(&case.stream).len());
    stage.done(&olwen, &stage.page(&olwen, &path).form(&path).with("note", "Other.").with("reason", "Again."));
    stage.held(&olwen, &case, "2015-09-02T10:00", CAME);
    stage.allocate(&case, "Q02T1A1", day("2015-08-05"));
    let after = reports(&stage, &case.stream, first, Some(size));
    for (at, (before, after)) in before.iter().zip(&after).enumerate() {
        assert_eq!(String::from_utf8_lossy(before), String::from_utf8_lossy(after), "report {at}");
    }
    let now = reports(&stage, &case.stream, first, None);
    assert!(now.iter().zip(&before).all(|(now, before)| now != before), "as of now each says something else");
}

#[test]
fn late_records_are_counted_by_team_in_neutral_words_and_small_figures_are_not_shown() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    let ada = stage.sign_in("ada");
    let page = stage.page(&ada, "/questions/later?days=2&from=2015-08-01&to=2015-08-31");
    assert!(page.says("North team contact noted 5 5"), "seven, six of them late, tell not of the one: {}", page.text());
    for _ in 0..4 {
        noted(&stage, &olwen, &case, "17/8/2015");
    }
    let page = stage.page(&ada, "/questions/later?days=2&from=2015-08-01&to=2015-08-31");
    assert!(page.says("North team contact noted 10 5"), "{}", page.text());
    assert!(page.says("North team outcome recorded not shown 0"), "two outcomes show no figure");
    assert!(page.says("neutral until it is explained"));
    for word in ["Olwen", "Officer", "offend", "suspicious", "falsif"] {
        assert!(!page.says(word), "{word}: {}", page.text());
    }
    assert!(stage.page(&ada, "/questions/later?days=7&from=2015-08-01&to=2015-08-31").says("contact noted 10 0"));
}

#[test]
fn two_questions_taken_from_each_other_tell_nothing_of_the_one_entry_between_them() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-08-20T15:00");
    for _ in 0..6 {
        noted(&stage, &olwen, &case, "10/8/2015");
    }
    let ada = stage.sign_in("ada");
    let told = |path: &str| stage.page(&ada, path).between("North team", "The checkpoint");
    let paths = |to: &str| {
        [
            format!("/questions/later?days=2&from=2015-08-01&to={to}"),
            format!("/questions/announced?on=2015-08-14&to={to}"),
        ]
    };
    stage.set_clock("2015-08-21T15:00");
    noted(&stage, &olwen, &case, "10/8/2015");
    stage.set_clock("2015-08-24T15:00");
    for (without, with) in paths("2015-08-20").iter().zip(&paths("2015-08-21")) {
        assert_eq!(told(without), told(with), "{without}");
    }
    // The twin: as many more as may be told.
    for _ in 0..3 {
        noted(&stage, &olwen, &case, "10/8/2015");
    }
    for (without, with) in paths("2015-08-20").iter().zip(&paths("2015-08-24")) {
        assert_ne!(told(without), told(with), "{without}");
    }
}

#[test]
fn what_was_recorded_after_an_announcement_about_a_time_before_it_is_listed_and_its_twin_is_not() {
    let (stage, olwen, late) = county();
    let timely = stage.person("Tim Timely", &Sentence::default());
    stage.set_clock("2015-08-10T15:00");
    noted(&stage, &olwen, &timely, "10/8/2015");
    stage.set_clock("2015-08-20T15:00");
    let seq = noted(&stage, &olwen, &late, "10/8/2015");
    let ada = stage.sign_in("ada");
    let page = stage.page(&ada, "/questions/announced?on=2015-08-14&for=audit");
    let entry = format!("{}/timeline#entry-{seq}", late.home);
    assert!(page.addresses().contains(&entry), "{}", page.text());
    assert!(!page.addresses().iter().any(|address| address.starts_with(&timely.home)));
    assert!(page.says("Mon 10 Aug 2015") && page.says("10 days"));
    let before = stage.page(&ada, "/questions/announced?on=2015-08-14&to=2015-08-19");
    assert!(before.says("Nothing was recorded from Fri 14 Aug 2015"), "{}", before.text());
}

#[test]
fn what_is_not_shown_after_an_announcement_cannot_be_counted_back_by_whoever_does_not_say_what_for() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-08-20T15:00");
    // Of a few the figure is left out; of another team's many it is not.
    let late: Vec<u64> = (0..3).map(|_| noted(&stage, &olwen, &case, "10/8/2015")).collect();
    for _ in 0..12 {
        noted(&stage, &olwen, &case, "17/8/2015");
    }
    let ada = stage.sign_in("ada");
    let asked = "/questions/announced?on=2015-08-18";
    let page = stage.page(&ada, asked);
    assert!(page.says("North team 0 10 not shown 0"), "{}", page.text());
    assert_eq!(page.text().matches("North team").count(), 1, "nothing else is told of the team: {}", page.text());
    assert!(!page.addresses().iter().any(|address| address.starts_with(&case.home)), "{:?}", page.addresses());
    let file = stage.page(&ada, &format!("{asked}&format=json"));
    let report: serde_json::Value = serde_json::from_str(&file.body).expect("a report");
    assert_eq!(report["answer"]["entries"], serde_json::json!([]));
    assert_eq!((&report["answer"]["teams"][0]["month"], &report["answer"]["more"]), (&().into(), &false.into()));
    assert!(!file.body.contains(case.stream.as_str()) && !file.body.contains("2015-08-10"), "{}", file.body);
    // Whatever else can be asked of it tells no more: other days, a minute of them.
    for narrower in ["&to=2015-08-20", "&on_time=14:59", "&to=2015-08-31"] {
        let page = stage.page(&ada, &format!("{asked}{narrower}"));
        assert_eq!(page.text().matches("North team").count(), 1, "{narrower}: {}", page.text());
        assert!(!page.says("Mon 10 Aug 2015"), "{narrower}: {}", page.text());
    }
    // The twin says what for, and that is logged with the question.
    let page = stage.page(&ada, &format!("{asked}&for=conduct"));
    assert!(page.says("North team 0 12 3 0") && page.says("An inquiry into how somebody records"), "{}", page.text());
    assert!(late.iter().all(|seq| page.addresses().contains(&format!("{}/timeline#entry-{seq}", case.home))));
    let log = rusqlite::Connection::open(stage.folder().join("reads.db")).expect("the log opens");
    let text = "SELECT COUNT(*) FROM read WHERE screen = 'questions' AND row_count = 15 AND detail LIKE '%\"for\":\"conduct\"%'";
    assert_eq!(log.query_row(text, [], |row| row.get::<_, i64>(0)).expect("a count"), 1, "it is logged");
    let wrong = stage.get(&ada, &format!("{asked}&for=curiosity"));
    assert!(wrong.status == 422 && wrong.says("Choose what you need the entries for"), "{}", wrong.text());
}

#[test]
fn a_caseload_and_a_diary_are_shown_as_they_were_known() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-06T10:00");
    stage.set_clock("2015-08-05T09:00");
    let path = format!("{}/appointments/{appointment}/move", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "07/08/2015").with("time", "9:00am");
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "Room closed."));
    stage.allocate(&case, "Q02T1A1", day("2015-08-04"));
    let ada = stage.sign_in("ada");
    let says = |question: &str| stage.page(&ada, &format!("/questions/{question}")).says(&case.crn);
    assert!(says("caseload?staff=P01T1A1&on=2015-08-04&known_at=2015-08-04"), "then it was known to be Olwen’s");
    assert!(!says("caseload?staff=P01T1A1&on=2015-08-04"), "now it is known that it was not");
    assert!(says("caseload?staff=Q02T1A1&on=2015-08-04"));
    assert!(says("diary?staff=P01T1A1&on=2015-08-06&known_at=2015-08-04"));
    assert!(!says("diary?staff=P01T1A1&on=2015-08-06"), "it was moved");
    assert!(says("diary?staff=P01T1A1&on=2015-08-07"));
}

#[test]
fn one_case_tells_what_changed_and_one_entry_how_it_came_to_be() {
    let (stage, olwen, case) = county();
    let first = history(&stage, &olwen, &case);
    let changed = stage.page(&olwen, &format!("{}/difference?from=2015-08-16", case.home));
    assert!(changed.says(&format!("contact noted, entry {first}")) && changed.says("added, and since corrected"));
    let none = stage.page(&olwen, &format!("{}/difference?from=2015-08-17", case.home));
    assert!(none.says("Nothing changed from the end of Mon 17 Aug 2015 to now"), "{}", none.text());

    let path = format!("{}/entries/{first}/history", case.home);
    assert!(stage.timeline(&olwen, &case).addresses().contains(&path));
    let chain = stage.page(&olwen, &path);
    assert!(chain.says("Heard wrong. stands") && chain.says("Olwen Officer, practitioner"), "{}", chain.text());
    let last = stage.entries_of(&case.stream).len();
    assert!(chain.says(&format!("entry {first} ")) && chain.says(&format!("entry {last} ")));
}

#[test]
fn only_those_who_check_the_record_ask_across_cases() {
    let (stage, _, _) = county();
    for name in ["olwen", "sana", "adil", "cora", "ines", "ada"] {
        let browser = stage.sign_in(name);
        for path in ["", "/later", "/announced", "/caseload?staff=P01T1A1", "/diary?staff=P01T1A1"] {
            let status = stage.get(&browser, &format!("/questions{path}")).status;
            assert_eq!(status, if name == "ada" { 200 } else { 403 }, "{name} {path}");
        }
    }
    let minute: Minute = "2015-08-03T00:00".parse().expect("a minute");
    assert_eq!(start_of(day("2015-08-03")), minute.instant());
}

#[test]
fn what_is_mistyped_is_told_beside_its_field_and_nothing_else_is_answered() {
    let (stage, olwen, case) = county();
    let ada = stage.sign_in("ada");
    let check = |browser: &Browser, path: &str, words: &str| {
        let answer = stage.get(browser, path);
        assert!(answer.status == 422 && answer.says(words), "{path}: {} {}", answer.status, answer.text());
        assert!(answer.says("Nothing was answered"), "{path}: {}", answer.text());
    };
    check(&ada, "/questions/later?days=x", "Give a whole number of days");
    check(&ada, "/questions/later?checkpoint=abc", "Give the size of a checkpoint as a whole number");
    check(&ada, "/questions/later?checkpoint=1", "There is no checkpoint of this size");
    check(&ada, "/questions/announced?on=31%2F2%2F2015", "Give a day that there is");
    check(&ada, "/questions/announced?on=2015-08-01&on_time=late", "Give a time such as 2pm");
    check(&ada, "/questions/caseload?staff=P01T1A1&known_time=14:00", "Give the day of this time");
    check(&ada, "/questions/diary?staff=P01T1A1&on=tomorrow", "Give a day that there is");
    check(&olwen, &format!("{}/difference?from=soon", case.home), "Give a day that there is");
    check(&olwen, &format!("{}/entries/1/history?checkpoint=x", case.home), "Give the size of a checkpoint");
    let kept = stage.get(&ada, "/questions/later?days=two&from=2015-08-01");
    assert!(kept.body.contains(r#"value="two""#) && kept.body.contains(r#"value="2015-08-01""#), "{}", kept.body);
}

#[test]
fn an_answer_is_had_again_from_its_own_link_and_its_bytes_are_those_of_the_report() {
    let (stage, olwen, case) = county();
    let first = history(&stage, &olwen, &case);
    let ada = stage.sign_in("ada");
    let size = stage.read(store::Snapshot::last_checkpoint).expect("a checkpoint").size;
    let reports = reports(&stage, &case.stream, first, Some(size));
    let again = format!("/questions/later?days=2&from=2015-08-01&to=2015-12-31&checkpoint={size}");
    let told = stage.page(&ada, &again).text();
    // Whatever is recorded since, the link leads to the same answer, and its file holds the same bytes.
    stage.set_clock("2015-09-01T10:00");
    noted(&stage, &olwen, &case, "11/8/2015");
    let page = stage.page(&ada, &again);
    assert!(page.addresses().contains(&again), "{:?}", page.addresses());
    let rows = |text: &str| text[text.find("Team Kind").expect("a table")..].to_owned();
    assert_eq!(rows(&page.text()), rows(&told));
    let file = stage.page(&ada, &format!("{again}&format=json"));
    assert_eq!(file.header("content-type"), "application/json");
    assert!(file.header("content-disposition").contains(&format!("recorded-later-{size}.json")));
    assert_eq!(file.body.strip_suffix('\n').map(str::as_bytes), Some(&reports[0][..]));
    let diary =
        format!("/questions/diary?staff=P01T1A1&on=2015-08-11&known_at=2015-08-12&checkpoint={size}&format=json");
    assert_eq!(stage.page(&ada, &diary).body.as_bytes().strip_suffix(b"\n"), Some(&reports[3][..]));
}

#[test]
fn an_answer_says_how_old_it_is() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    let ada = stage.sign_in("ada");
    let size = stage.read(store::Snapshot::last_checkpoint).expect("a checkpoint").size;
    let path = format!("/questions/later?days=2&from=2015-08-01&to=2015-08-31&checkpoint={size}");
    stage.set_clock("2015-08-17T15:21");
    noted(&stage, &olwen, &case, "17/8/2015");
    let page = stage.page(&ada, &path);
    assert!(page.says("As the record stood 20 minutes ago."), "{}", page.text());
    stage.set_clock("2015-08-18T15:00");
    let page = stage.page(&ada, &path);
    assert!(page.says("As the record stood at Mon 17 Aug 2015, 3pm"), "{}", page.text());
}

#[test]
fn a_time_of_a_day_is_a_moment_too() {
    let (stage, olwen, case) = county();
    stage.set_clock("2015-08-20T13:00");
    let early = noted(&stage, &olwen, &case, "10/8/2015");
    stage.set_clock("2015-08-20T15:00");
    let late = noted(&stage, &olwen, &case, "10/8/2015");
    let ada = stage.sign_in("ada");
    let entry = |seq: u64| format!("{}/timeline#entry-{seq}", case.home);
    let listed = |path: &str| stage.page(&ada, path).addresses();
    let after = listed("/questions/announced?on=2015-08-20&on_time=14:00&for=audit");
    assert!(after.contains(&entry(late)) && !after.contains(&entry(early)), "{after:?}");
    let day = listed("/questions/announced?on=2015-08-20&for=audit");
    assert!(day.contains(&entry(late)) && day.contains(&entry(early)), "the whole day");
    let path = format!("{}/difference?from=2015-08-20&from_time=2pm", case.home);
    let changed = stage.page(&olwen, &path);
    assert!(changed.says("From 2pm on Thu 20 Aug 2015 to now"), "{}", changed.text());
    assert!(changed.addresses().contains(&entry(late)) && !changed.addresses().contains(&entry(early)));
    let known = stage.page(&olwen, &format!("{}/timeline?known_at=2015-08-20&known_time=14:00", case.home));
    assert!(known.says("As known at 2pm on Thu 20 Aug 2015"), "{}", known.text());
    let ids = |seq: u64| format!(r#"id="entry-{seq}""#);
    assert!(known.body.contains(&ids(early)) && !known.body.contains(&ids(late)));
    let wrong = stage.get(&olwen, &format!("{}/timeline?known_at=2015-08-20&known_time=late", case.home));
    assert!(wrong.status == 422 && wrong.says("Give a time such as 2pm"), "{}", wrong.text());
}

#[test]
fn a_report_from_a_standby_says_how_old_it_is_and_one_that_fell_behind_is_not_asked() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    // The record moves into a database; what a standby has that follows no more is the same as it was then.
    let folder = stage.close();
    let keys = folder.path().join("keys");
    let moved = |standby: Option<String>| {
        let url = Cluster::shared().database().expect("a database");
        let database = Database { url, keys: keys.clone(), server: "one".into(), schema: None, standby };
        store::grow(&folder.path().join("data"), &database).expect("moved");
        // Of a copy of the folder it would be the same; this one is moved once only.
        std::fs::remove_file(folder.path().join("data/moved")).expect("the mark");
        database
    };
    let behind = moved(None).url;
    let store = Store::connect(moved(Some(behind))).expect("the record");
    let stage = Stage::over(folder, store, "2015-08-17T15:00");
    let size = || stage.read(store::Snapshot::last_checkpoint).expect("a checkpoint").size;
    let protected = || stage.service.store().protect_here().expect("sealed");
    let then = size();
    let (olwen, ada) = (stage.sign_in("olwen"), stage.sign_in("ada"));
    let path = "/questions/later?days=2&from=2015-08-01&to=2015-08-31";
    noted(&stage, &olwen, &case, "10/8/2015");
    protected();
    let page = stage.page(&ada, path);
    assert!(page.says("As the record stood 0 seconds ago."), "{}", page.text());
    assert!(page.says("contact noted 5 5") && page.says(&format!("Size of the log {then}")), "{}", page.text());

    // A checkpoint that it does not have yet is not one that there is not.
    let now = size();
    let page = stage.page(&ada, &format!("{path}&checkpoint={now}"));
    assert!(page.says("contact noted 5 5") && page.says(&format!("Size of the log {now}")), "{}", page.text());

    stage.set_clock("2015-08-17T15:05");
    noted(&stage, &olwen, &case, "10/8/2015");
    protected();
    let page = stage.page(&ada, path);
    let told = page.says("contact noted 5 5") && page.says(&format!("Size of the log {}", size()));
    assert!(told && size() > now, "five minutes behind is too far: {}", page.text());
}

#[test]
fn records_that_are_kept_from_whoever_asks_are_left_out_and_counted() {
    let (stage, _, case) = county();
    let path = "/questions/caseload?staff=P01T1A1&on=2015-08-04";
    let ada = stage.sign_in("ada");
    assert!(!stage.page(&ada, path).says("left out"));
    limit(&stage, &case, LimitKind::Exclusion, "AUD0001");
    let page = stage.page(&ada, path);
    assert!(page.says("1 record is left out") && !page.says(&case.crn), "{}", page.text());
    let file = stage.page(&ada, &format!("{path}&format=json"));
    assert!(file.body.contains(r#""left_out":1"#) && !file.body.contains(case.stream.as_str()), "{}", file.body);
}
