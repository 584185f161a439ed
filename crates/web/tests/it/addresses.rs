//! Where somebody lives: recorded, ended, put right; and what no longer fits is listed at once.

use record::facts::Fact;
use record::facts::address::{AddressKind, AddressRecorded};
use scenarios::{Answer, Browser, Case, Form, Sentence, Stage, day};

use crate::{county, one_act, since};

fn form(stage: &Stage, browser: &Browser, case: &Case, kind: &str, address: &str, from: &str) -> Form {
    let path = format!("{}/addresses", case.home);
    let form = stage.page(browser, &path).form(&path).with("kind", kind).with("address", address);
    form.with("from", from).with("said_by", "He says so himself")
}

fn lives_at(stage: &Stage, browser: &Browser, case: &Case, address: &str, from: &str) {
    stage.done(browser, &form(stage, browser, case, "main", address, from));
}

fn page(stage: &Stage, browser: &Browser, case: &Case) -> Answer {
    stage.page(browser, &format!("{}/addresses", case.home))
}

/// The page of the address that stands last.
fn last_address(stage: &Stage, case: &Case) -> String {
    let of = |entry: &record::entry::Entry| {
        entry.content.as_ref().is_some_and(|content| matches!(content.fact, Fact::AddressRecorded(_)))
    };
    let seq = stage.entries_of(&case.stream).into_iter().rfind(of).expect("an address").id.seq;
    format!("{}/addresses/{seq}", case.home)
}

#[test]
fn a_new_home_stands_in_place_of_the_one_before() {
    let (stage, olwen, case) = county();
    assert!(
        stage.page(&olwen, &case.home).says("Address 1 Test Lane, Pinemere, ZZ1 1ZZ Addresses Since Mon 3 Aug 2015")
    );
    let before = stage.entries_of(&case.stream).len();
    lives_at(&stage, &olwen, &case, "14 Fox Lane\nPinemere\nZZ1 4FX", "3/8/2015");
    let told = since(&stage, &case, before);
    assert_eq!(one_act(&told), ["address_recorded"]);
    let Fact::AddressRecorded(recorded) = &told[0].fact else { panic!("{:?}", told[0].fact) };
    let expected = AddressRecorded {
        lines: vec!["14 Fox Lane".into(), "Pinemere".into()],
        postcode: "ZZ1 4FX".into(),
        from: day("2015-08-03"),
        until: None,
        kind: AddressKind::Main,
        said_by: "He says so himself".into(),
    };
    assert_eq!(recorded, &expected);
    let shown = page(&stage, &olwen, &case);
    assert!(
        shown.says("Main address 14 Fox Lane, Pinemere, ZZ1 4FX Since Mon 3 Aug 2015. Source: He says so himself.")
    );
    let over = shown.between("Before", "Throughcare");
    assert!(over.contains("1 Test Lane") && over.contains("until they lived elsewhere"), "{over}");
    assert!(stage.page(&olwen, &case.home).says("Address 14 Fox Lane, Pinemere, ZZ1 4FX"));
    assert!(stage.timeline(&olwen, &case).says("Main address recorded"));
}

#[test]
fn what_a_form_lacks_is_asked_for_and_what_was_typed_is_kept() {
    let (stage, olwen, case) = county();
    let refused = |form: &Form, words: &str| {
        let answer = stage.send(&olwen, form);
        assert_eq!(answer.status, 422, "{words}");
        assert!(answer.says(words), "{words}: {}", answer.text());
        answer
    };
    let typed = form(&stage, &olwen, &case, "main", "14 Fox Lane, ZZ1 4FX", "3/8/2015");
    let kept = refused(&typed.clone().with("said_by", ""), "Say who says so");
    assert!(kept.form(&format!("{}/addresses", case.home)).value("address").contains("14 Fox Lane"));
    refused(&typed.clone().with("kind", ""), "Choose what the address is to them");
    refused(&typed.clone().with("address", ""), "Type the address");
    refused(&typed.clone().with("from", "soon"), "Enter the day, such as 15/12/2015");
    refused(&typed.clone().with("from", "4/8/2015"), "Until then it is a proposed address");
    refused(&typed.clone().with("from", "1/7/2015"), "If they lived here before that, say until when");
    refused(&typed.clone().with("from", "1/7/2015").with("until", "1/6/2015"), "It ends before it begins");
    stage.done(&olwen, &typed.with("from", "1/7/2015").with("until", "2/8/2015"));
    assert!(stage.page(&olwen, &case.home).says("Address 1 Test Lane"), "an address of before is not their home");
    stage.done(&olwen, &form(&stage, &olwen, &case, "proposed", "2 New Road, ZZ1 2NR", "1/9/2015"));
    assert!(page(&stage, &olwen, &case).says("Proposed address 2 New Road, ZZ1 2NR"));
    assert!(stage.page(&olwen, &case.home).says("Address 1 Test Lane"), "nor is one they may have");
}

#[test]
fn somebody_of_no_fixed_abode_has_no_home_and_is_told_so_of() {
    let (stage, olwen, case) = county();
    stage.done(&olwen, &form(&stage, &olwen, &case, "no_fixed_abode", "", "3/8/2015"));
    assert!(stage.page(&olwen, &case.home).says("Address No fixed abode"));
    let book = stage.page(&olwen, &format!("{}/book", case.home));
    assert!(book.says("No address is recorded for them"), "{}", book.text());
}

#[test]
fn an_address_that_ended_leaves_nobody_thinking_they_live_there() {
    let (stage, olwen, case) = county();
    let path = last_address(&stage, &case);
    let form = stage.page(&olwen, &path).form(&path).with("what", "ended").with("on", "3/8/2015");
    let asked = stage.send(&olwen, &form);
    assert!(asked.status == 422 && asked.says("Say why, and where they went"), "{}", asked.text());
    let later = form.clone().with("on", "4/8/2015").with("reason", "Evicted");
    assert!(stage.send(&olwen, &later).says("That day is still to come"));
    let older = stage.page(&olwen, &path).form(&path).with("what", "ended").with("reason", "Evicted");
    stage.done(&olwen, &form.with("reason", "Evicted. Nobody knows where he is"));
    let shown = page(&stage, &olwen, &case);
    assert!(shown.says("Where they live is not known"), "{}", shown.text());
    assert!(shown.says("Evicted. Nobody knows where he is."), "{}", shown.text());
    assert!(stage.page(&olwen, &case.home).says("Address Not known Addresses They left 1 Test Lane"));
    assert_eq!(stage.send(&olwen, &older).status, 409, "made before");
}

#[test]
fn an_address_is_put_right_and_the_wrong_one_stays_on_the_timeline() {
    let (stage, olwen, case) = county();
    let path = last_address(&stage, &case);
    let form = stage.page(&olwen, &path).form(&path).with("what", "wrong").with("address", "11 Test Lane, ZZ1 1ZZ");
    let form = form.with("said_by", "His tenancy").with("reason", "A figure was left out");
    stage.done(&olwen, &form);
    assert!(stage.page(&olwen, &case.home).says("Address 11 Test Lane, ZZ1 1ZZ"));
    let timeline = stage.timeline(&olwen, &case);
    assert!(timeline.says("1 Test Lane") && timeline.says("A figure was left out"), "{}", timeline.text());
    assert_eq!(stage.get(&olwen, &path).status, 404, "that entry stands no longer");
}

#[test]
fn an_address_that_was_never_theirs_is_taken_off_and_whoever_read_it_is_told() {
    let (stage, olwen, case) = county();
    let peter = stage.sign_in("peter");
    lives_at(&stage, &olwen, &case, "14 Fox Lane, ZZ1 4FX", "3/8/2015");
    let path = last_address(&stage, &case);
    stage.set_clock("2015-08-03T09:30");
    stage.page(&peter, &case.home);
    let before = stage.entries_of(&case.stream).len();
    let form = stage.page(&olwen, &path).form(&path).with("what", "never").with("reason", "It is his brother’s");
    stage.done(&olwen, &form);
    assert_eq!(one_act(&since(&stage, &case, before)), ["retracted", "readers_told"]);
    assert!(stage.page(&olwen, &case.home).says("Address 1 Test Lane"), "where he lived before");
    assert!(!page(&stage, &olwen, &case).says("14 Fox Lane"));
    assert!(stage.page(&peter, "/day").addresses().iter().any(|path| path.starts_with("/notices/")));
}

#[test]
fn home_visits_and_letters_that_no_longer_fit_are_listed_at_once() {
    let stage = Stage::new("2015-12-01T09:00");
    let (olwen, adil) = (stage.sign_in("olwen"), stage.sign_in("adil"));
    let sentence = Sentence { from: day("2015-12-01"), until: day("2016-11-30"), ..Sentence::default() };
    let case = stage.person("Lena Leaving", &sentence);
    let warning = [("outcome", "absent"), ("decision", "warning"), ("serve_by", "post")];
    let warning = warning.into_iter().chain([("next_date", "17/12/2015"), ("next_time", "10am")]).collect::<Vec<_>>();
    stage.held(&olwen, &case, "2015-12-08T10:00", &warning);
    let path = format!("{}/book", case.home);
    let visit =
        stage.page(&olwen, &path).form(&path).with("kind", "CHVS").with("date", "18/12/2015").with("time", "2pm");
    stage.done(&olwen, &visit);
    assert!(!page(&stage, &olwen, &case).says("No longer fits"), "the twin: nothing was changed");
    stage.set_clock("2015-12-09T09:00");
    assert!(stage.page(&adil, "/post").says("Print it"), "it waits");

    lives_at(&stage, &olwen, &case, "14 Fox Lane, ZZ1 4FX", "9/12/2015");
    let told = page(&stage, &olwen, &case);
    assert!(
        told.says("A home visit on Fri 18 Dec 2015, 2pm is booked at 1 Test Lane, Pinemere, ZZ1 1ZZ"),
        "{}",
        told.text()
    );
    assert!(told.says("A letter of Tue 8 Dec 2015 waits with an address that is theirs no longer"), "{}", told.text());
    let overview = stage.page(&olwen, &case.home);
    assert!(overview.says("where they live no longer") && overview.says("theirs no longer"), "{}", overview.text());

    let tray = stage.page(&adil, "/post");
    assert!(tray.says("Warning: you did not keep to your community order"), "{}", tray.text());
    assert!(tray.says("send it in an envelope to 14 Fox Lane, ZZ1 4FX"), "{}", tray.text());
    assert!(tray.says("They are to come on Thu 17 Dec 2015, 10am"), "{}", tray.text());
    assert!(!tray.says("Print it") && !tray.addresses().contains(&"/post/posted".to_owned()), "{}", tray.text());
    let letter = tray.addresses().into_iter().find(|path| path.contains("/letters/")).expect("the letter");
    let printed = stage.page(&adil, &letter);
    assert!(printed.says("send it in an envelope to 14 Fox Lane, ZZ1 4FX"), "{}", printed.text());
    assert!(printed.between("Letter", "Dear").contains("1 Test Lane"), "as it was issued: {}", printed.text());

    let moves = told.addresses().into_iter().find(|path| path.ends_with("/move")).expect("a way to move it");
    let form = stage.page(&olwen, &moves).form(&moves).with("date", "18/12/2015").with("time", "3pm");
    stage.done(&olwen, &form.with("asked_by", "service").with("reason", "She moved"));
    assert!(!page(&stage, &olwen, &case).says("A home visit on"), "it is where she lives now");
    stage.set_clock("2015-12-18T09:00");
    assert!(stage.page(&stage.sign_in("olwen"), "/day").says("14 Fox Lane, ZZ1 4FX (their home)"));
}

#[test]
fn a_visit_at_an_address_they_left_says_so_on_the_day() {
    let (stage, olwen, case) = county();
    let path = format!("{}/book", case.home);
    let visit = stage.page(&olwen, &path).form(&path).with("kind", "CHVS").with("date", "3/8/2015").with("time", "2pm");
    stage.done(&olwen, &visit);
    assert!(stage.page(&olwen, "/day").says("(their home)"));
    lives_at(&stage, &olwen, &case, "14 Fox Lane, ZZ1 4FX", "3/8/2015");
    let told = stage.page(&olwen, "/day");
    assert!(told.says("their home when it was booked. They live elsewhere now"), "{}", told.text());
}

#[test]
fn the_form_is_recorded_once_however_often_it_is_sent() {
    let (stage, olwen, case) = county();
    let typed = form(&stage, &olwen, &case, "main", "14 Fox Lane, ZZ1 4FX", "3/8/2015");
    let before = stage.entries_of(&case.stream).len();
    stage.done(&olwen, &typed);
    stage.done(&olwen, &typed);
    assert_eq!(since(&stage, &case, before).len(), 1);
    let older = typed.with("key", "another");
    assert_eq!(stage.send(&olwen, &older).status, 409, "somebody else recorded one meanwhile");
}
