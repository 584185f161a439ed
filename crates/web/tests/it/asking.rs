//! Questions about both times: what was recorded later, what was known when, and answers that stay as they were given.

use access::Actor;
use record::StreamId;
use record::facts::organisation::Role;
use record::time::Minute;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Ask;
use service::questions::case::{CaseAt, Difference, History};
use service::questions::past::{Caseload, PastDiary};
use service::questions::timing::{Announced, Later};
use service::questions::{end_of, start_of};

use crate::{ABSENT, CAME, county};

fn auditor(stage: &Stage) -> Ask {
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

fn noted(stage: &Stage, browser: &Browser, case: &Case, on: &str) -> u64 {
    let path = format!("{}/note", case.home);
    let form = stage.page(browser, &path).form(&path).with("date", on).with("note", "Talked about work.");
    stage.done(browser, &form);
    stage.entries_of(&case.stream).len() as u64
}

/// Six notes a week late and one in time, the first of them put right; an appointment kept and one missed.
fn history(stage: &Stage, olwen: &Browser, case: &Case) -> u64 {
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
fn reports(stage: &Stage, case: &StreamId, first: u64, checkpoint: Option<u64>) -> Vec<Vec<u8>> {
    let (service, ask) = (&stage.service, auditor(stage));
    let staff = "P01T1A1".to_owned();
    let (on, moment) = (day("2015-08-11"), Some(end_of(day("2015-08-12"))));
    let later = Later { days: 2, from: day("2015-08-01"), to: day("2015-12-31") };
    let announced = Announced { on: day("2015-08-14"), until: None };
    let caseload = Caseload { staff: staff.clone(), as_at: on, known_at: None };
    let diary = PastDiary { staff, on, known_at: moment };
    let case_at = CaseAt { case: case.clone(), as_at: Some(on), known_at: None };
    let difference = Difference { case: case.clone(), before: start_of(on), after: None };
    let entry = record::EntryId { stream: case.clone(), seq: first };
    stage.wait(async {
        vec![
            service.recorded_later(&ask, later, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.recorded_after(&ask, announced, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.past_caseload(&ask, caseload, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.past_diary(&ask, diary, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.case_at(&ask, case_at, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.case_difference(&ask, difference, checkpoint).await.unwrap().to_bytes().unwrap(),
            service.entry_history(&ask, History { entry }, checkpoint).await.unwrap().to_bytes().unwrap(),
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
    assert!(page.says("North team contact noted 7 not shown"), "six late would tell the one in time: {}", page.text());
    for _ in 0..4 {
        noted(&stage, &olwen, &case, "17/8/2015");
    }
    let page = stage.page(&ada, "/questions/later?days=2&from=2015-08-01&to=2015-08-31");
    assert!(page.says("North team contact noted 11 6"), "{}", page.text());
    assert!(page.says("North team outcome recorded not shown 0"), "two outcomes show no figure");
    assert!(page.says("neutral until it is explained"));
    for word in ["Olwen", "Officer", "offend", "suspicious", "falsif"] {
        assert!(!page.says(word), "{word}: {}", page.text());
    }
    assert!(stage.page(&ada, "/questions/later?days=7&from=2015-08-01&to=2015-08-31").says("contact noted 11 0"));
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
    let page = stage.page(&ada, "/questions/announced?on=2015-08-14");
    let entry = format!("{}/timeline#entry-{seq}", late.home);
    assert!(page.addresses().contains(&entry), "{}", page.text());
    assert!(!page.addresses().iter().any(|address| address.starts_with(&timely.home)));
    assert!(page.says("Mon 10 Aug 2015") && page.says("10 days"));
    let before = stage.page(&ada, "/questions/announced?on=2015-08-14&to=2015-08-19");
    assert!(before.says("Nothing was recorded from Fri 14 Aug 2015"), "{}", before.text());
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
