//! Taking over what an earlier officer had booked; and moving an appointment to a colleague.

use record::facts::organisation::StaffLeft;
use record::facts::person::{AccessLimited, LimitKind};
use record::time::Happened;
use scenarios::{Browser, Case, Sentence, Stage, day};
use service::Said;

use crate::{CAME, county, one_act, since};

const PATH: &str = "/taking-over";

fn leaves(stage: &Stage, staff: &str) {
    let stream = stage.read(|snapshot| snapshot.staff(staff)).expect("they are known").stream;
    stage.say(vec![Said::new(&stream, StaffLeft {}, Happened::On(stage.now().day()))]);
}

/// In whose diary an appointment stands.
fn officer(stage: &Stage, case: &Case, appointment: &str) -> String {
    let rows = stage.read(|snapshot| snapshot.diary_of(&case.stream));
    rows.into_iter().find(|row| row.appointment == appointment).expect("it is in the diary").officer
}

fn press(stage: &Stage, browser: &Browser) -> scenarios::Answer {
    stage.send(browser, &stage.page(browser, PATH).form(PATH))
}

#[test]
fn what_clashes_or_must_be_kept_apart_is_listed_and_holds_up_no_other() {
    let (stage, olwen, sam) = county();
    let (una, kim, pia) =
        (stage.person("Una Unmet", &Sentence::default()), stage.person("Kim Kept", &Sentence::default()), {
            let pia = stage.unallocated("Pia Peters", &Sentence::default());
            stage.allocate(&pia, "P01T1A2", day("2015-08-03"));
            pia
        });
    let peter = stage.sign_in("peter");
    let free = stage.book(&olwen, &sam, "2015-08-11T10:00");
    let clash = stage.book(&olwen, &una, "2015-08-11T14:00");
    let apart = stage.book(&olwen, &kim, "2015-08-12T10:00");
    stage.book(&peter, &pia, "2015-08-11T14:15");
    let path = format!("{}/apart", kim.home);
    let form = stage.page(&olwen, &path).form(&path).with("others", "P01T1A2").with("why", "staff");
    let form = form.with("source", "Said so themselves").with("confidence", "likely").with("review_on", "1/12/2015");
    stage.done(&olwen, &form);
    leaves(&stage, "P01T1A1");
    for case in [&sam, &una, &kim] {
        stage.allocate(case, "P01T1A2", day("2015-08-03"));
    }

    let page = press(&stage, &peter);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.says("1 stands in your diary now. What could not be had as it stands is below."), "{}", page.text());
    assert!(page.says("Whoever is to see them has another appointment at 2:15pm"), "{}", page.text());
    assert!(page.says("Not taken over: It can’t be held by you then and there. Move it, or ask your senior."));
    assert!(!page.says("Sentenced, Sam") && !page.says("kept apart"), "{}", page.text());
    assert_eq!(officer(&stage, &sam, &free), "P01T1A2");
    assert_eq!(officer(&stage, &una, &clash), "P01T1A1");
    assert_eq!(officer(&stage, &kim, &apart), "P01T1A1");
    let text = stage.page(&peter, "/day").text();
    assert!(text.contains("1 appointment stands in the diary of somebody who has left"), "{text}");
    assert!(text.contains("Kept, Kim, Wed 12 Aug 2015, 10am: must be kept apart"), "told once, as what it is: {text}");

    let path = format!("{}/appointments/{clash}/move", una.home);
    assert!(page.addresses().contains(&path), "each leads to where it is moved");
    let form = stage.page(&peter, &path).form(&path);
    assert_eq!(form.value("officer"), "P01T1A2", "who has left is not proposed");
    let form = form.with("date", "11/8/2015").with("time", "4pm").with("asked_by", "service").with("reason", "Clash.");
    stage.done(&peter, &form);
    assert_eq!(officer(&stage, &una, &clash), "P01T1A2");
}

#[test]
fn what_stands_with_a_colleague_by_arrangement_stays_and_what_an_earlier_officer_kept_is_offered() {
    let (stage, olwen, sam) = county();
    let peter = stage.sign_in("peter");
    let olwens = stage.book(&olwen, &sam, "2015-08-11T10:00");
    let path = format!("{}/book", sam.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "12/8/2015").with("time", "10am");
    stage.done(&olwen, &form.with("officer", "P01T1A0"));
    assert!(
        !stage.page(&olwen, "/day").says("in the diary of somebody"),
        "her own case, and a colleague sees him once"
    );
    stage.allocate(&sam, "P01T1A2", day("2015-08-03"));
    let page = stage.page(&peter, PATH);
    assert!(page.says("Tue 11 Aug 2015, 10am") && !page.says("Wed 12 Aug"), "{}", page.text());
    assert_eq!(press(&stage, &peter).status, 303);
    assert_eq!(officer(&stage, &sam, &olwens), "P01T1A2");
    assert!(stage.page(&stage.sign_in("quinn"), PATH).says("None of your people’s appointments"));
    assert_eq!(stage.get(&stage.sign_in("ada"), PATH).status, 403, "who has no day has nothing to take over");
}

#[test]
fn of_a_limited_record_only_the_time_is_said_and_it_stays_where_it_is() {
    let (stage, olwen, sam) = county();
    let peter = stage.sign_in("peter");
    let kept = stage.book(&olwen, &sam, "2015-08-11T10:00");
    leaves(&stage, "P01T1A1");
    stage.allocate(&sam, "P01T1A2", day("2015-08-03"));
    let limit = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A2".into()] };
    stage.say(vec![
        Said::new(&sam.stream, limit, Happened::On(day("2015-08-03"))).about("limit-1").reason("A relation."),
    ]);
    let page = press(&stage, &peter);
    assert!(page.says("Restricted record") && !page.says("Sentenced"), "{}", page.text());
    assert!(!page.addresses().iter().any(|address| address.contains(&sam.home)));
    assert_eq!(officer(&stage, &sam, &kept), "P01T1A1");
}

#[test]
fn an_appointment_is_moved_to_a_colleague_who_is_asked_about_while_away_and_has_to_be_of_the_team() {
    let (stage, olwen, sam) = county();
    let appointment = stage.book(&olwen, &sam, "2015-08-11T10:00");
    let path = format!("{}/appointments/{appointment}/move", sam.home);
    let form = stage.page(&olwen, &path).form(&path);
    assert_eq!(form.value("officer"), "P01T1A1", "it stays with whoever has it");
    let form =
        form.with("date", "11/8/2015").with("time", "10am").with("asked_by", "service").with("reason", "At court.");
    let refused = stage.send(&olwen, &form.clone().with("officer", "Q02T1A1"));
    assert_eq!(refused.status, 422);
    assert!(refused.says("Choose somebody of your own team"), "{}", refused.text());

    let away = "/away/P01T1A2";
    let sana = stage.sign_in("sana");
    let absence = stage.page(&sana, away).form(away).with("from", "10/8/2015").with("until", "14/8/2015");
    stage.done(&sana, &absence.with("kind", "leave"));
    let asked = stage.send(&olwen, &form.with("officer", "P01T1A2"));
    assert_eq!(asked.status, 422);
    assert!(asked.says("They are away then, until Friday 14 August 2015"), "{}", asked.text());
    let before = stage.entries_of(&sam.stream).len();
    stage.done(&olwen, &asked.form(&path).with("although_away", "yes"));
    assert_eq!(one_act(&since(&stage, &sam, before)), ["appointment_moved"]);
    assert_eq!(officer(&stage, &sam, &appointment), "P01T1A2");
    assert!(!stage.page(&olwen, "/day/2015-08-11").says("Sentenced, Sam"));
    let own = stage.page(&olwen, &format!("{}/appointments/{appointment}", sam.home));
    assert!(own.says("Peter Practitioner") && !own.says("Moved from"), "{}", own.text());
}

#[test]
fn with_somebody_who_has_left_nothing_can_be_moved() {
    let (stage, olwen, sam) = county();
    let appointment = stage.book(&olwen, &sam, "2015-08-11T10:00");
    leaves(&stage, "P01T1A1");
    let sana = stage.sign_in("sana");
    let path = format!("{}/appointments/{appointment}/move", sam.home);
    let form = stage.page(&sana, &path).form(&path);
    let form =
        form.with("date", "11/8/2015").with("time", "11am").with("asked_by", "service").with("reason", "At court.");
    let refused = stage.send(&sana, &form.clone().with("officer", ""));
    assert_eq!(refused.status, 422);
    assert!(refused.says("Olwen Officer has left. Choose who is to see them"), "{}", refused.text());
    stage.done(&sana, &form.with("officer", "P01T1A2"));
    assert_eq!(officer(&stage, &sam, &appointment), "P01T1A2");
}

#[test]
fn an_outcome_is_taken_back_with_one_press_for_ten_minutes_by_whoever_recorded_it() {
    let (stage, olwen, sam) = county();
    let appointment = stage.book(&olwen, &sam, "2015-08-04T10:00");
    stage.set_clock("2015-08-04T10:20");
    let record = || {
        let own = format!("{}/appointments/{appointment}", sam.home);
        let day = stage.page(&olwen, "/day");
        let quick = day.forms().into_iter().find(|form| form.action.starts_with(&own)).expect("a press");
        stage.done(&olwen, &quick.with("outcome", "complied"))
    };
    assert_eq!(record().location(), "/day/2015-08-04?done=recorded#slot-1");
    let undo = |browser: &Browser| {
        let day = stage.page(browser, "/day");
        day.forms().into_iter().find(|form| form.action.contains("/undo"))
    };
    let sana = stage.sign_in("sana");
    assert!(undo(&sana).is_none(), "not what another recorded");
    let first = undo(&olwen).expect("it can be taken back");
    let back = stage.done(&olwen, &first);
    assert_eq!(back.location(), "/day/2015-08-04?done=undone#slot-1");
    let day_again = stage.page(&olwen, back.location().split('#').next().expect("a page"));
    assert!(day_again.says("Taken back.") && day_again.says("1 to record"), "{}", day_again.text());
    assert!(stage.timeline(&olwen, &sam).says("Taken back at once"), "both stay on record");

    record();
    let late = undo(&olwen).expect("it can be taken back");
    stage.set_clock("2015-08-04T10:31");
    assert!(undo(&olwen).is_none(), "after ten minutes it is corrected");
    let before = stage.entries_of(&sam.stream).len();
    let kept = stage.done(&olwen, &late);
    assert_eq!(kept.location(), "/day/2015-08-04?done=stays#slot-1");
    assert!(stage.page(&olwen, "/day?done=stays").says("It stands"));
    assert_eq!(stage.entries_of(&sam.stream).len(), before);
}

#[test]
fn what_was_decided_about_is_not_taken_back() {
    let (stage, olwen, sam) = county();
    stage.held(&olwen, &sam, "2015-08-04T10:00", CAME);
    let failed =
        [("outcome", "absent"), ("excuse", "rejected"), ("decision", "none"), ("decision_reason", "First one.")];
    stage.held(&olwen, &sam, "2015-08-11T10:00", &failed);
    let day = stage.page(&olwen, "/day");
    assert!(!day.forms().iter().any(|form| form.action.contains("/undo")), "{}", day.text());
}

#[test]
fn what_is_left_and_can_not_be_held_as_it_stands_either_is_told_once() {
    let (stage, olwen, sam) = county();
    let (una, kim) = (stage.person("Una Unmet", &Sentence::default()), stage.person("Kim Kept", &Sentence::default()));
    stage.allocate(&kim, "P01T1A2", day("2015-08-03"));
    let peter = stage.sign_in("peter");
    stage.book(&olwen, &sam, "2015-08-11T10:00");
    stage.book(&olwen, &una, "2015-08-12T10:00");
    stage.book(&peter, &kim, "2015-08-11T10:30");
    leaves(&stage, "P01T1A1");
    for case in [&sam, &una] {
        stage.allocate(case, "P01T1A2", day("2015-08-03"));
    }
    // The twin: while nobody has to be kept from anybody, both are only left.
    assert!(stage.page(&peter, "/day").says("2 appointments stand in the diary of somebody who has left"));

    let path = format!("{}/apart", kim.home);
    let form = stage.page(&peter, &path).form(&path).with("others", &sam.crn).with("why", "feud");
    let form = form.with("source", "Said so themselves").with("confidence", "likely").with("review_on", "1/12/2015");
    stage.done(&peter, &form);
    let text = stage.page(&peter, "/day").text();
    assert_eq!(text.matches("Sentenced, Sam, Tue 11 Aug 2015, 10am: must be kept apart").count(), 1, "{text}");
    assert!(text.contains("It stands in Olwen Officer’s diary, and you answer for it"), "{text}");
    assert!(text.contains("1 appointment stands in the diary of somebody who has left"), "{text}");
    assert!(stage.page(&peter, PATH).says("Sentenced, Sam"), "the list of what can be taken over has both");
}
