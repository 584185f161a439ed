//! Whoever may have seen in a list what was recorded on the wrong person is told, and whoever cannot have is not.

use scenarios::{Browser, Case, Stage, day};

use crate::county;

const NOTICE: &str = "You may have seen in a list what was recorded on the wrong person";

fn noted(stage: &Stage, olwen: &Browser, case: &Case) -> u64 {
    let path = format!("{}/note", case.home);
    stage.done(olwen, &stage.page(olwen, &path).form(&path).with("note", "Told me about his brother’s trial."));
    stage.entries_of(&case.stream).len() as u64
}

fn take_off(stage: &Stage, browser: &Browser, case: &Case, seq: u64) {
    let path = format!("{}/entries/{seq}/correct", case.home);
    let form = stage.page(browser, &path).form(&path).with("what", "wrong_person").with("reason", "Wrong window.");
    stage.done(browser, &form);
}

/// The page of who is told, when all lists were gone through.
fn told(stage: &Stage, browser: &Browser, case: &Case, seq: u64) -> String {
    for _ in 0..500 {
        let page = stage.page(browser, &format!("{}/entries/{seq}/readers", case.home));
        if page.says("gone through: days") {
            return page.text();
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("lists were not gone through");
}

#[test]
fn whoever_saw_a_list_that_held_the_person_meanwhile_is_told_that_they_may_have_seen_it() {
    let (stage, olwen, sam) = county();
    let (peter, sana, quinn, adil) =
        (stage.sign_in("peter"), stage.sign_in("sana"), stage.sign_in("quinn"), stage.sign_in("adil"));
    stage.book(&olwen, &sam, "2015-08-20T10:00");
    // Before the entry was there.
    stage.page(&sana, "/team");
    stage.set_clock("2015-08-04T09:00");
    let seq = noted(&stage, &olwen, &sam);
    stage.set_clock("2015-08-04T10:00");
    stage.page(&peter, "/teams/P01T1A/cases");
    stage.page(&adil, &sam.home);
    stage.page(&adil, "/teams/P01T1A/cases");
    stage.page(&quinn, "/caseload");
    stage.page(&quinn, "/day");
    let search = stage.page(&quinn, "/find").form("/find").with("q", "sentenced");
    stage.send(&quinn, &search);
    stage.set_clock("2015-08-04T11:00");
    take_off(&stage, &olwen, &sam, seq);
    stage.set_clock("2015-08-04T12:00");

    let list = told(&stage, &olwen, &sam, seq);
    assert!(list.contains("Peter Practitioner, practitioner Last saw a list that may have held them"), "{list}");
    assert!(
        list.contains("Adil Administrator, case administrator Opened the record last"),
        "once, by what was more: {list}"
    );
    assert!(!list.contains("Quinn") && !list.contains("Sana"), "their lists did not hold him: {list}");
    assert!(list.contains("searches") && list.contains("seen by 1 person"), "what cannot be told is counted: {list}");
    let day = stage.page(&peter, "/day");
    assert!(day.says(NOTICE), "{}", day.text());
    assert!(!stage.page(&quinn, "/day").says(NOTICE) && !stage.page(&olwen, "/day").says(NOTICE));
    assert!(!stage.page(&adil, "/day").says(NOTICE), "he is told that he opened it");
    assert!(stage.timeline(&olwen, &sam).says("1 person may have seen it meanwhile in a list: told"));

    let path = day.addresses().into_iter().find(|address| address.starts_with("/notices/")).expect("a notice");
    let notice = stage.page(&peter, &path);
    assert!(notice.says("You saw such a list last") && !notice.says("brother") && !notice.says(&sam.name));
    stage.done(&peter, &notice.form(&path));
    assert!(!stage.page(&peter, "/day").says(NOTICE));
    assert!(told(&stage, &olwen, &sam, seq).contains("Has seen the notice"));
}

#[test]
fn a_list_is_judged_by_what_was_known_when_it_was_read() {
    let (stage, olwen, sam) = county();
    let (peter, quinn) = (stage.sign_in("peter"), stage.sign_in("quinn"));
    stage.set_clock("2015-08-04T09:00");
    let seq = noted(&stage, &olwen, &sam);
    // Quinn sees her caseload before the case is given to her: it did not hold him, though it holds him by now.
    stage.set_clock("2015-08-04T10:00");
    stage.page(&quinn, "/caseload");
    stage.set_clock("2015-08-05T09:00");
    stage.allocate(&sam, "Q02T1A1", day("2015-08-04"));
    stage.set_clock("2015-08-05T10:00");
    // By now it is not of Peter's team any more.
    stage.page(&peter, "/teams/P01T1A/cases");
    take_off(&stage, &quinn, &sam, seq);
    stage.set_clock("2015-08-05T12:00");
    let list = told(&stage, &quinn, &sam, seq);
    assert!(!list.contains("Peter"), "{list}");
    assert!(!stage.page(&quinn, "/day").says(NOTICE), "who put it right is not told");
}

#[test]
fn what_was_begun_and_stopped_is_done_by_whoever_goes_on_and_once() {
    let (stage, olwen, sam) = county();
    let peter = stage.sign_in("peter");
    stage.set_clock("2015-08-04T09:00");
    let seq = noted(&stage, &olwen, &sam);
    stage.set_clock("2015-08-04T10:00");
    stage.page(&peter, "/caseload");
    stage.page(&peter, "/day?whose=team");
    stage.set_clock("2015-08-04T11:00");
    let (service, entry) = (&stage.service, record::EntryId { stream: sam.stream.clone(), seq });
    // Somebody began, and was stopped before the entry was taken off.
    stage.wait(service.begin_telling(stage.machine(), &entry)).expect("asked").expect("begun");
    assert_eq!(stage.wait(service.telling_left()).expect("asked"), std::slice::from_ref(&entry));
    take_off(&stage, &olwen, &sam, seq);
    let held = stage.wait(service.begin_telling(stage.machine(), &entry)).expect("asked");
    assert!(held.is_none(), "the lease of the first still goes");
    stage.let_pass(3);
    let before = stage.entries();
    for _ in 0..2 {
        let telling = stage.wait(service.begin_telling(stage.machine(), &entry)).expect("asked").expect("begun");
        let machine = stage.machine();
        stage.wait(service.tell_list_readers(stage.now(), telling, &|| machine)).expect("told");
        assert_eq!(stage.entries(), before + 1, "they are told once");
    }
    assert_eq!(stage.wait(service.telling_left()).expect("asked"), []);
    assert!(stage.page(&peter, "/day").says(NOTICE));
}

/// A note on the record, lists that others read an hour later, and the note taken off: who is told.
fn told_of_those_who_read(sam: &Case, (stage, olwen): (&Stage, &Browser), read: impl Fn()) -> String {
    stage.set_clock("2015-08-04T09:00");
    let seq = noted(stage, olwen, sam);
    stage.set_clock("2015-08-04T10:00");
    read();
    stage.set_clock("2015-08-04T11:00");
    take_off(stage, olwen, sam, seq);
    stage.set_clock("2015-08-04T12:00");
    told(stage, olwen, sam, seq)
}

#[test]
fn of_those_at_a_desk_only_who_saw_that_place_on_that_day_is_told() {
    let (stage, olwen, sam) = county();
    stage.book(&olwen, &sam, "2015-08-20T10:00");
    let (adil, peter) = (stage.sign_in("adil"), stage.sign_in("peter"));
    let (quinn, rhys) = (stage.sign_in("quinn"), stage.sign_in("rhys"));
    // Somebody is expected there too: a page on which nobody stands is no list of people.
    let neighbour = stage.person("Nan Neighbour", &scenarios::Sentence::default());
    let path = format!("{}/book", neighbour.home);
    for (site, on) in [("P01S1", "19/8/2015"), ("P01S3", "20/8/2015")] {
        let form = stage.page(&olwen, &path).form(&path).with("place", site).with("date", on);
        stage.done(&olwen, &form.with("time", "2pm"));
    }
    let list = told_of_those_who_read(&sam, (&stage, &olwen), || {
        assert!(stage.page(&adil, "/sites/P01S1/2015-08-20").says("Sentenced, Sam"));
        assert!(!stage.page(&peter, "/sites/P01S1/2015-08-19").says("Sentenced, Sam"), "another day");
        for browser in [&quinn, &rhys] {
            assert!(stage.page(browser, "/sites/P01S3/2015-08-20").says("Neighbour"), "another place");
        }
    });
    assert!(list.contains("Adil Administrator, case administrator Last saw a list"), "{list}");
    for name in ["Peter", "Quinn", "Rhys"] {
        assert!(!list.contains(name), "{name}: {list}");
    }
}

#[test]
fn whoever_saw_what_cannot_be_held_at_a_place_is_told_however_far_ahead_it_is() {
    let (stage, olwen, sam) = county();
    stage.book(&olwen, &sam, "2015-10-20T10:00");
    let (sana, adil, quinn) = (stage.sign_in("sana"), stage.sign_in("adil"), stage.sign_in("quinn"));
    let path = "/sites/P01S1/close";
    let form = stage.page(&sana, path).form(path).with("from", "1/10/2015").with("reason", "The lease ends.");
    stage.done(&sana, &form);
    let list = told_of_those_who_read(&sam, (&stage, &olwen), || {
        assert!(
            stage.page(&adil, "/sites/P01S1").says("Sentenced, Sam"),
            "{}",
            stage.page(&adil, "/sites/P01S1").text()
        );
        stage.page(&quinn, "/sites/P01S3");
    });
    assert!(list.contains("Adil Administrator, case administrator Last saw a list"), "{list}");
    assert!(!list.contains("Quinn"), "{list}");
}

#[test]
fn of_a_case_that_nobody_held_a_seniors_lists_are_counted_as_not_known() {
    let (stage, ..) = county();
    let sana = stage.sign_in("sana");
    let rhys = stage.sign_in("rhys");
    stage.joins("tess", "P01T1A7", "Tess Senior", record::facts::organisation::Role::SeniorProbationOfficer);
    let tess = stage.sign_in("tess");
    let nobodys = stage.unallocated("Una Unheld", &scenarios::Sentence::default());
    let list = told_of_those_who_read(&nobodys, (&stage, &sana), || {
        stage.page(&tess, "/team");
        stage.page(&rhys, "/team");
    });
    assert!(list.contains("seen by 1 person, nobody can tell"), "of the organisation that recorded it: {list}");
    assert!(!list.contains("Rhys"), "{list}");
}
