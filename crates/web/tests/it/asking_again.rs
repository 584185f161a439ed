//! Answers asked again as of their checkpoint: after a later pack of standards came into force, after an erasure, on the
//! other engine, and as a table.

use std::sync::Arc;

use access::Actor;
use cluster::Cluster;
use practice::Standards;
use practice::standards::StandardsFiles;
use record::facts::organisation::Role;
use scenarios::{Stage, day};
use service::questions::case::CaseAt;
use service::questions::end_of;
use service::{Ask, Chance, Service};
use store::{Database, Store};

use crate::asking::{auditor, history, noted, reports};
use crate::county;
use crate::erasing::{decide, propose, waiting};

struct Counting(std::sync::atomic::AtomicU8);

impl Chance for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
    }
}

/// A later pack: a plan may take longer.
fn later_pack() -> &'static Standards {
    let limits = include_str!("../../../../standards/split-2014/limits.toml")
        .replace("version = \"1\"", "version = \"2\"")
        .replace("within 15 business days of the first", "within 30 business days of the first")
        .replacen("value = 15\n", "value = 30\n", 1);
    let files = StandardsFiles {
        limits: &limits,
        outcomes: include_str!("../../../../standards/split-2014/outcomes.toml"),
        enforcement_actions: include_str!("../../../../standards/split-2014/enforcement-actions.toml"),
        contact_types: include_str!("../../../../standards/split-2014/contact-types.toml"),
        contact_standards: include_str!("../../../../standards/split-2014/contact-standards.toml"),
        letters: include_str!("../../../../standards/split-2014/letters.toml"),
        bank_holidays: include_str!("../../../../standards/bank-holidays.toml"),
    };
    Box::leak(Box::new(Standards::parse(&files).expect("a pack")))
}

fn program(stage: &Stage, standards: &'static Standards) -> Service {
    Service::new(stage.service.store().clone(), standards, Arc::new(Counting(1.into())))
}

pub(crate) fn operator(stage: &Stage) -> Ask {
    let (staff, name) = ("operator".to_owned(), "Operator".to_owned());
    let (team, provider, courts) = (String::new(), String::new(), Vec::new());
    let actor = Actor { staff, name, role: Role::Auditor, team, provider, courts };
    Ask { actor, now: stage.now(), screen: "serve" }
}

pub(crate) fn last_size(stage: &Stage) -> u64 {
    stage.read(store::Snapshot::last_checkpoint).expect("a checkpoint").size
}

#[test]
fn what_was_owed_is_by_the_standards_in_force_on_the_day_as_far_as_was_known_then() {
    let stage = Stage::new(crate::START);
    let olwen = stage.sign_in("olwen");
    let unplanned = scenarios::Sentence { planned: false, ..scenarios::Sentence::default() };
    let case = stage.person("Una Unplanned", &unplanned);
    stage.held(&olwen, &case, "2015-08-04T10:00", crate::CAME);
    let first = program(&stage, Standards::split_2014());
    stage.wait(first.comes_into_force(&operator(&stage))).expect("recorded");
    let entries = stage.entries();
    stage.wait(first.comes_into_force(&operator(&stage))).expect("said before");
    assert_eq!(stage.entries(), entries, "what is in force is recorded once");
    let size = last_size(&stage);
    let asked = |as_at: &str, known: Option<&str>| CaseAt {
        case: case.stream.clone(),
        as_at: Some(day(as_at)),
        known_at: known.map(|known| end_of(day(known))),
    };
    let report = |service: &Service, asked: CaseAt, size: Option<u64>| {
        let report = stage.wait(service.case_at(&auditor(&stage), asked, size)).expect("a report");
        String::from_utf8(report.to_bytes().expect("bytes")).expect("text")
    };
    let before = report(&first, asked("2015-08-05", None), Some(size));
    assert!(before.contains(r#""pack":"split-2014/1""#) && before.contains(r#""entry":"service-"#), "{before}");
    // 15 business days after 4 August.
    assert!(before.contains(r#""due_on":"2015-08-25","duty":"Sentence plan"#), "{before}");

    stage.set_clock("2015-09-01T10:00");
    let second = program(&stage, later_pack());
    stage.wait(second.comes_into_force(&operator(&stage))).expect("recorded");
    assert_eq!(
        report(&second, asked("2015-08-05", None), Some(size)),
        before,
        "the later program gives the same bytes"
    );
    let now = report(&second, asked("2015-09-02", None), None);
    assert!(now.contains(r#""pack":"split-2014/2""#) && now.contains(r#""due_on":"2015-09-16""#), "{now}");
    let not_yet = report(&second, asked("2015-09-02", Some("2015-08-31")), None);
    assert!(not_yet.contains(r#""pack":"split-2014/1""#), "nobody knew of the later pack then: {not_yet}");

    // An earlier release does not have the text of the later pack: it says so, and works nothing out by its own.
    let unkept = report(&first, asked("2015-09-02", None), None);
    assert!(unkept.contains(r#""kept":false"#) && unkept.contains(r#""owed":[]"#), "{unkept}");
    let later = program(&stage, Standards::split_2014()).keeping(&[later_pack()]);
    assert_eq!(report(&later, asked("2015-08-05", None), Some(size)), before);
    let entries = stage.entries();
    stage.wait(later.comes_into_force(&operator(&stage))).expect("said before");
    assert_eq!(stage.entries(), entries, "an earlier release beside a later one puts no pack back");
}

#[test]
fn a_record_that_names_the_pack_of_the_release_before_is_answered_by_that_text() {
    let stage = Stage::new(crate::START);
    let olwen = stage.sign_in("olwen");
    let case = stage.person("Una Unplanned", &scenarios::Sentence { planned: false, ..Default::default() });
    stage.held(&olwen, &case, "2015-08-04T10:00", crate::CAME);
    let [now, before] = Standards::kept();
    let digest = |pack: &Standards| record::Hash::of(pack.text().as_bytes()).to_string();
    stage.wait(program(&stage, before).comes_into_force(&operator(&stage))).expect("recorded");
    let service = program(&stage, now);
    let report = |on: &str| {
        let asked = CaseAt { case: case.stream.clone(), as_at: Some(day(on)), known_at: None };
        let report = stage.wait(service.case_at(&auditor(&stage), asked, None)).expect("a report");
        String::from_utf8(report.to_bytes().expect("bytes")).expect("text")
    };
    let then = report("2015-08-05");
    assert!(then.contains(&digest(before)) && then.contains(r#""kept":true"#), "{then}");
    assert!(then.contains(r#""due_on":"2015-08-25","duty":"Sentence plan"#), "{then}");
    stage.set_clock("2015-09-01T10:00");
    stage.wait(service.comes_into_force(&operator(&stage))).expect("recorded");
    let later = report("2015-09-02");
    assert!(later.contains(&digest(now)) && later.contains(r#""kept":true"#), "{later}");
    assert!(report("2015-08-05").contains(&digest(before)), "what was in force then stays so");
}

#[test]
fn an_answer_is_not_said_to_be_known_at_a_moment_that_is_still_to_come_or_after_its_checkpoint() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    let ada = stage.sign_in("ada");
    let (first, today) = (last_size(&stage), stage.now().day());
    let asked = |known: jiff::civil::Date, more: &str| {
        let path = format!("/questions/owed?team=P01T1A&on={today}&known_at={known}{more}");
        stage.page(&ada, &path).text()
    };
    let now = asked(today, "");
    assert!(now.contains("as known now, for") && now.contains("is still to come"), "{now}");
    assert!(!now.contains("as known at the end of Mon 17 Aug 2015"), "{now}");
    // The twins: a day that is over; and a checkpoint from before the moment that is asked for.
    let yesterday = today.yesterday().expect("a day");
    assert!(asked(yesterday, "").contains("as known at the end of Sun 16 Aug 2015"), "it is over");
    stage.set_clock(&format!("{}T09:00", today.tomorrow().expect("a day")));
    noted(&stage, &olwen, &case, "17/8/2015");
    let before = asked(today, &format!("&checkpoint={first}"));
    assert!(before.contains("as known at the checkpoint, signed"), "{before}");
}

#[test]
fn an_answer_after_an_erasure_says_that_it_differs_by_what_authority_and_otherwise_stays() {
    let (stage, olwen, case) = county();
    let first = history(&stage, &olwen, &case);
    let size = last_size(&stage);
    let before = reports(&stage, &case.stream, first, Some(size));
    assert!(before.iter().all(|report| !String::from_utf8_lossy(report).contains("erased_since")));
    let seq = (first + 1).to_string();
    propose(&stage, &stage.sign_in("ines"), &case.stream, &[("seqs", &seq)]);
    let ivan = stage.sign_in("ivan");
    stage.set_clock("2015-08-18T09:00");
    decide(&stage, &ivan, &waiting(&stage, &ivan), "erase");
    let erased = format!("{}/{}", case.stream, stage.entries_of(&case.stream).len());
    for (at, report) in reports(&stage, &case.stream, first, Some(size)).iter().enumerate() {
        let report = String::from_utf8_lossy(report);
        assert!(report.contains(&format!(r#""erased_since":["{erased}"]"#)), "report {at}: {report}");
    }
    let ada = stage.sign_in("ada");
    let page = stage.page(&ada, &format!("{}/then?on=2015-08-17&checkpoint={size}", case.home));
    assert!(page.says("1 erasure was carried out since this checkpoint") && page.says(&erased), "{}", page.text());
    // As of a checkpoint from after it, it says what it says from then on.
    let size = last_size(&stage);
    let after = reports(&stage, &case.stream, first, Some(size));
    noted(&stage, &olwen, &case, "18/8/2015");
    assert_eq!(reports(&stage, &case.stream, first, Some(size)), after);
    assert!(after.iter().all(|report| !String::from_utf8_lossy(report).contains("erased_since")));
}

#[test]
fn the_other_engine_gives_the_same_bytes_as_of_the_same_checkpoint() {
    let (stage, olwen, case) = county();
    let first = history(&stage, &olwen, &case);
    let size = last_size(&stage);
    let in_folder = reports(&stage, &case.stream, first, Some(size));
    let folder = stage.close();
    let url = Cluster::shared().database().expect("a database");
    let keys = folder.path().join("keys");
    let database = Database { url, keys, server: "one".into(), schema: None, standby: None };
    store::grow(&folder.path().join("data"), &database).expect("moved");
    let stage = Stage::over(folder, Store::connect(database).expect("the record"), "2015-09-01T10:00");
    // Keys of forms are drawn from the beginning again; those of the folder were used.
    (0..100).for_each(|_| drop(stage.service.fresh_key()));
    let olwen = stage.sign_in("olwen");
    noted(&stage, &olwen, &case, "11/8/2015");
    let in_database = reports(&stage, &case.stream, first, Some(size));
    for (at, (one, other)) in in_folder.iter().zip(&in_database).enumerate() {
        assert_eq!(String::from_utf8_lossy(one), String::from_utf8_lossy(other), "report {at}");
    }
}

#[test]
fn a_team_s_duties_and_alarms_are_had_again_from_the_page_s_own_link() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    stage.set_clock("2015-10-20T09:00");
    let ada = stage.sign_in("ada");
    let alarms = stage.page(&ada, "/alarms?team=P01T1A");
    let again = alarms.addresses().into_iter().find(|href| href.starts_with("/questions/alarms?")).expect("a link");
    let again = again.replace("&amp;", "&");
    let told = stage.page(&ada, &again);
    let rows = |text: String| text[text.find("No day known").expect("a table")..].to_owned();
    let of = |text: &str| text[..text.find("Counts").or(text.find("The checkpoint")).expect("an end")].to_owned();
    assert_eq!(of(&rows(told.text())), of(&rows(alarms.text())), "they are the figures of the page");
    let owed = format!("/questions/owed?team=P01T1A&on=2015-10-20&checkpoint={}", last_size(&stage));
    let owing = stage.page(&ada, &owed);
    assert!(owing.says(&case.crn) && owing.says("Olwen Officer"), "{}", owing.text());

    stage.set_clock("2015-10-21T09:00");
    stage.held(&olwen, &case, "2015-10-21T10:00", crate::CAME);
    stage.allocate(&case, "Q02T1A1", day("2015-10-02"));
    assert_eq!(rows(stage.page(&ada, &again).text()), rows(told.text()));
    assert!(stage.page(&ada, &owed).says(&case.crn), "it was the team’s, as far as was known");
    let now = stage.page(&ada, "/questions/owed?team=P01T1A&on=2015-10-20");
    assert!(!now.says(&case.crn), "now it is known that another held it: {}", now.text());

    // Others ask how their own team’s alarms did, and no question about cases.
    let sana = stage.sign_in("sana");
    assert!(stage.page(&sana, "/questions/alarms?team=Q02T1A").says("Alarms of North team"));
    assert_eq!(stage.get(&sana, "/questions/owed?team=P01T1A").status, 403);
}

#[test]
fn an_answer_is_had_as_a_table_with_its_checkpoint_and_the_same_table_again() {
    let (stage, olwen, case) = county();
    history(&stage, &olwen, &case);
    let size = last_size(&stage);
    let ada = stage.sign_in("ada");
    let paths = [
        "/questions/later?days=2&from=2015-08-01&to=2015-08-31".to_owned(),
        "/questions/announced?on=2015-08-14".to_owned(),
        "/questions/caseload?staff=P01T1A1&on=2015-08-11".to_owned(),
        "/questions/diary?staff=P01T1A1&on=2015-08-11".to_owned(),
        "/questions/owed?team=P01T1A&on=2015-08-17".to_owned(),
        "/questions/alarms?team=P01T1A&on=2015-08-17".to_owned(),
        format!("{}/then?on=2015-08-17", case.home),
        format!("{}/difference?from=2015-08-10", case.home),
    ];
    let table = |path: &String| {
        let file = stage.page(&ada, &format!("{path}&checkpoint={size}&format=csv"));
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8", "{path}");
        assert!(file.header("content-disposition").contains(&format!("-{size}.csv")), "{path}");
        file.body
    };
    let before: Vec<String> = paths.iter().map(table).collect();
    for (path, table) in paths.iter().zip(&before) {
        assert!(table.contains(&format!("checkpoint size,{size}\r\n")), "{path}: {table}");
        assert!(table.contains("checkpoint root,") && table.contains("asked "), "{path}: {table}");
    }
    stage.set_clock("2015-09-01T10:00");
    noted(&stage, &olwen, &case, "11/8/2015");
    assert_eq!(paths.iter().map(table).collect::<Vec<_>>(), before);
}
