//! Reception: who is expected, who is in the building, who must be asked first.

use record::StreamId;
use record::facts::Fact;
use record::facts::keepapart::{ApartReason, Confidence, KeepApartMade, Member, Who};
use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, LimitKind, NeedRecorded};
use record::time::{Happened, Minute};
use scenarios::{Answer, Browser, Case, Form, Sentence, Stage, day};
use service::Said;

use crate::{county, since};

const DESK: &str = "/sites/P01S1/2015-08-04";
const ASK: &str = "Ask Sana Senior before they sit down";

/// The form that says somebody came in or left.
fn press(page: &Answer, way: &str, case: &Case) -> Form {
    let path = format!("{DESK}/{way}");
    let mut forms = page.forms();
    forms.retain(|form| form.action == path && form.value("person") == case.stream.as_str());
    forms.pop().unwrap_or_else(|| panic!("no form for {}: {}", case.name, page.text()))
}

fn inside(page: &Answer) -> String {
    page.between("Register, to print", "Came without an appointment")
        .rsplit("In the building ")
        .next()
        .unwrap()
        .to_owned()
}

fn expected(page: &Answer) -> String {
    let text = page.between("Register, to print", "Came without an appointment");
    text.rsplit_once("In the building ").map_or(text.clone(), |(expected, _)| expected.to_owned())
}

fn apart(stage: &Stage, one: &Case, other: &Case) {
    let stream = StreamId::new("keepapart", [9; 16]);
    let member = |case: &Case, side: &str| Member { who: Who::Person(case.stream.clone()), side: side.to_owned() };
    let made = KeepApartMade {
        reason: ApartReason::RivalGroup,
        members: vec![member(one, "a"), member(other, "b")],
        source: "Police".into(),
        confidence: Confidence::Known,
        review_on: day("2015-12-01"),
        until: None,
        touches: Vec::new(),
        confirm_by: None,
    };
    stage.say(vec![Said::new(&stream, made, Happened::On(day("2015-08-03")))]);
}

/// The county on the morning of the fourth, with somebody due at ten, and who keeps the desk.
fn due() -> (Stage, Browser, Case, String) {
    let (stage, olwen, case) = county();
    let need = NeedRecorded { need: "Interpreter".into(), detail: "Polish".into() };
    stage.say(vec![Said::new(&case.stream, need, Happened::On(day("2015-08-03")))]);
    let appointment = stage.book(&olwen, &case, "2015-08-04T10:00");
    stage.set_clock("2015-08-04T09:50");
    let adil = stage.sign_in("adil");
    (stage, adil, case, appointment)
}

#[test]
fn one_press_says_that_somebody_came_and_one_that_they_left() {
    let (stage, adil, case, appointment) = due();
    assert!(stage.page(&adil, "/day").addresses().contains(&DESK.to_owned()), "the day leads to its reception");
    let page = stage.page(&adil, DESK);
    let line = expected(&page);
    for words in ["10am", "Sentenced, Sam", "Office appointment, with Olwen Officer", "Interpreter: Polish"] {
        assert!(line.contains(words), "{words}: {line}");
    }
    assert!(page.says("1 person expected, 0 in the building") && !page.says(&case.crn), "{}", page.text());

    let before = stage.entries_of(&case.stream).len();
    stage.done(&adil, &press(&page, "came", &case));
    let said = since(&stage, &case, before);
    let Fact::Arrived(visit) = &said[0].fact else { panic!("{:?}", said[0]) };
    assert_eq!((visit.site.as_str(), visit.appointment.as_deref()), ("P01S1", Some(appointment.as_str())));
    assert_eq!(said[0].happened, Happened::At("2015-08-04T09:50".parse().unwrap()));
    let page = stage.page(&adil, DESK);
    assert!(expected(&page).contains("In the building since 9:50am"), "{}", page.text());
    assert!(inside(&page).contains("Sentenced, Sam"), "{}", page.text());

    stage.set_clock("2015-08-04T10:35");
    stage.done(&adil, &press(&stage.page(&adil, DESK), "left", &case));
    let page = stage.page(&adil, DESK);
    assert!(!inside(&page).contains("Sentenced") && page.says("9:50am to 10:35am"), "{}", page.text());
    assert!(stage.timeline(&adil, &case).says("Came in") && stage.timeline(&adil, &case).says("Left the building"));
}

#[test]
fn two_at_the_desk_who_press_at_once_record_it_once() {
    let (stage, adil, case, _) = due();
    let sana = stage.sign_in("sana");
    let forms = [&adil, &sana].map(|browser| press(&stage.page(browser, DESK), "came", &case));
    let before = stage.entries_of(&case.stream).len();
    stage.done(&adil, &forms[0]);
    stage.done(&sana, &forms[1]);
    stage.done(&adil, &forms[0]);
    assert_eq!(stage.entries_of(&case.stream).len(), before + 1);
}

#[test]
fn whoever_comes_without_an_appointment_is_found_and_recorded_whoever_holds_them() {
    let (stage, adil, _, _) = due();
    let walker = stage.person("Win Walker", &Sentence::default());
    stage.allocate(&walker, "Q02T1A1", day("2015-08-03"));
    let find = format!("{DESK}/find");
    let form = stage.page(&adil, DESK).form(&find);
    assert_eq!(stage.send(&adil, &form).status, 422, "nothing was typed");
    let found = stage.send(&adil, &form.with("q", "walker"));
    assert!(found.says("Walker, Win") && found.says(&walker.crn), "{}", found.text());
    stage.done(&adil, &press(&found, "came", &walker));
    assert!(inside(&stage.page(&adil, DESK)).contains("without an appointment"));
}

#[test]
fn a_limited_record_is_received_by_its_number_and_never_named() {
    let (stage, adil, case, _) = due();
    let limited = AccessLimited { kind: LimitKind::Restriction, staff: vec!["P01T1A1".to_owned()] };
    stage.say(vec![Said::new(&case.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    let page = stage.page(&adil, DESK);
    assert!(expected(&page).contains("Name withheld") && !page.says("Sentenced") && !page.says("Polish"));
    assert!(stage.page(&adil, &format!("{DESK}/print")).says("Name withheld"));
    let form = stage.page(&adil, DESK).form(&format!("{DESK}/find"));
    let found = stage.send(&adil, &form.clone().with("q", &case.crn));
    assert!(found.says("the number you typed") && !found.says("Sentenced"), "{}", found.text());
    let by_name = stage.send(&adil, &form.with("q", "sentenced"));
    assert!(by_name.says("0 people"), "{}", by_name.text());
    let button = found.forms().into_iter().find(|form| form.value("person") == case.crn).expect("a button");
    stage.done(&adil, &button);
    let page = stage.page(&adil, DESK);
    assert!(page.says(&format!("Came with the number {}", case.crn)) && !page.says("Sentenced"), "{}", page.text());
    // Whoever may see the record sees that they are in the building, and when they leave.
    let olwen = stage.sign_in("olwen");
    let seen = stage.page(&olwen, DESK);
    assert!(inside(&seen).contains("Sentenced, Sam"), "{}", seen.text());
    stage.done(&olwen, &press(&seen, "left", &case));
}

#[test]
fn a_number_that_nobody_has_and_that_of_a_limited_record_are_received_in_one_way() {
    let (stage, adil, _, _) = due();
    let hidden = stage.person("Hester Hidden", &Sentence::default());
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A9".to_owned()] };
    stage.say(vec![Said::new(&hidden.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);
    let find = |number: &str| {
        let form = stage.page(&adil, DESK).form(&format!("{DESK}/find"));
        stage.send(&adil, &form.with("q", number))
    };
    let come = |number: &str| {
        let found = find(number);
        let button = found.forms().into_iter().find(|form| form.value("person") == number).expect("a button");
        let answer = stage.send(&adil, &button);
        assert_eq!(answer.status, 303, "{}", answer.text());
        // Once one of them is in the building, the desk asks before anybody sits down.
        let shown = found.between("Name or CRN", "Came in").replace(number, "…").replace(&format!("{ASK} "), "");
        (shown, answer.header("location").to_owned())
    };
    let unknown = come("Z999999");
    assert!(unknown.0.contains("1 person Name withheld the number you typed"), "{unknown:?}");
    assert!(stage.page(&adil, DESK).says("Came with the number Z999999"));
    // One more line for the senior, in the same words; pressed twice, the same again.
    let mut callers = 1;
    for _ in 0..2 {
        let limited = come(&hidden.crn);
        assert_eq!(limited, unknown);
        callers += 1;
        let page = stage.page(&adil, DESK);
        assert_eq!(page.text().matches("Came with the number").count(), callers, "{}", page.text());
    }
    let visits = stage
        .entries_of(&hidden.stream)
        .iter()
        .filter_map(|entry| entry.content.as_ref())
        .filter(|content| matches!(content.fact, Fact::Arrived(_)))
        .count();
    assert_eq!(visits, 1, "they are in the building, so that whom they must not meet is kept from them");
    assert!(find("A12345/67").says("0 people"), "what is no CRN is not offered");
}

#[test]
fn somebody_nobody_knows_is_noted_for_the_senior() {
    let (stage, adil, _, _) = due();
    let path = format!("{DESK}/caller");
    let form = stage.page(&adil, DESK).form(&path);
    stage.done(&adil, &form.with("note", "Says he is Tom, sent from court."));
    let page = stage.page(&adil, DESK);
    let callers = page.between("For Sana Senior to see to", "Throughcare uses");
    assert!(callers.contains("Says he is Tom, sent from court."), "{}", page.text());
    let sana = stage.sign_in("sana");
    let waiting = stage.page(&sana, "/day");
    assert!(waiting.says("1 caller nobody could find on record, at reception"), "{}", waiting.text());
    stage.done(&adil, &stage.page(&adil, DESK).form(&path));
    assert!(stage.page(&adil, DESK).says("Said nothing."), "even that is recorded");
}

/// Those whose day tells them of a caller.
fn told_of_callers(stage: &Stage) -> Vec<&'static str> {
    let told = |name: &&str| stage.page(&stage.sign_in(name), "/day").says("nobody could find on record");
    ["adil", "olwen", "sana", "uma", "vera"].into_iter().filter(told).collect()
}

#[test]
fn a_caller_is_on_the_day_of_the_senior_whom_the_desk_names_until_one_press_whatever_day_it_is() {
    let (stage, adil, _, _) = due();
    for (team, name, sign_in) in [("P01T2A", "South team", "uma"), ("P01T3A", "East team", "vera")] {
        stage.team(team, name);
        stage.joins(sign_in, &format!("{team}0"), &format!("{name} Senior"), Role::SeniorProbationOfficer);
    }
    let path = "/away/P01T1A0";
    let sana = stage.sign_in("sana");
    let form = stage.page(&sana, path).form(path).with("from", "4/8/2015").with("until", "5/8/2015");
    stage.done(&sana, &form.with("kind", "leave"));
    let note = |text: &str| {
        let path = format!("{DESK}/caller");
        stage.done(&adil, &stage.page(&adil, DESK).form(&path).with("note", text));
    };
    note("Says he is Tom, sent from court.");
    assert!(stage.page(&adil, DESK).says("For South team Senior to see to"));
    assert_eq!(told_of_callers(&stage), ["uma"], "she is away, and one other is named");

    stage.set_clock("2015-08-06T09:00");
    assert_eq!(told_of_callers(&stage), ["sana"], "two days later it stands with the senior who is back");
    let sana = stage.sign_in("sana");
    let page = stage.page(&sana, "/callers");
    assert!(page.says("Says he is Tom, sent from court."), "{}", page.text());
    let uma = stage.sign_in("uma");
    assert!(stage.page(&uma, "/callers").says("Nobody waits for you to see to them."), "the twin");
    let press = page.form("/callers");
    stage.done(&sana, &press);
    assert!(told_of_callers(&stage).is_empty());
    let entries = stage.entries();
    assert_eq!(stage.send(&sana, &press).status, 303, "pressed twice");
    assert_eq!(stage.entries(), entries, "it is recorded once");
    note("Came again.");
    assert_eq!(told_of_callers(&stage), ["sana"], "keyed for an earlier day");
}

#[test]
fn who_must_be_kept_apart_is_never_said_only_whom_to_ask() {
    let (stage, adil, case, _) = due();
    let olwen = stage.sign_in("olwen");
    let other = stage.person("Ray Rival", &Sentence::default());
    let neither = stage.person("Nan Neither", &Sentence::default());
    stage.book(&olwen, &neither, "2015-08-04T10:40");
    assert!(!stage.page(&adil, DESK).says(ASK));
    apart(&stage, &case, &other);
    assert!(!stage.page(&adil, DESK).says(ASK), "the other is not expected");

    let form = stage.page(&adil, DESK).form(&format!("{DESK}/find")).with("q", &other.crn);
    stage.done(&adil, &press(&stage.send(&adil, &form), "came", &other));
    let page = stage.page(&adil, DESK);
    let lines = expected(&page);
    let (his, hers) = lines.split_once("Neither, Nan").expect("both are expected");
    assert!(his.contains(ASK) && !hers.contains(ASK), "{lines}");
    assert!(inside(&page).contains(ASK), "{}", page.text());
    assert!(!stage.page(&adil, &format!("{DESK}/print")).says(ASK), "those who sign the register read it");
    assert!(!page.says("rival") && !page.says("apart") && !page.says("Police"), "{}", page.text());

    stage.done(&adil, &press(&page, "left", &other));
    assert!(!stage.page(&adil, DESK).says(ASK), "they have gone");
}

#[test]
fn somebody_in_the_building_long_before_the_other_is_due_is_no_alarm_yet() {
    let (stage, adil, case, _) = due();
    let other = stage.person("Ray Rival", &Sentence::default());
    stage.allocate(&other, "P01T1A2", day("2015-08-03"));
    apart(&stage, &case, &other);
    stage.set_clock("2015-08-04T08:30");
    let form = stage.page(&adil, DESK).form(&format!("{DESK}/find")).with("q", &other.crn);
    stage.done(&adil, &press(&stage.send(&adil, &form), "came", &other));
    assert!(!stage.page(&adil, DESK).says(ASK), "an hour and a half lie between them");
    stage.set_clock("2015-08-04T09:35");
    assert!(stage.page(&adil, DESK).says(ASK), "and now they do not");
}

#[test]
fn whoever_comes_early_is_asked_about_before_they_are_pressed_in() {
    let (stage, adil, case, _) = due();
    let other = stage.person("Ray Rival", &Sentence::default());
    let twin = stage.person("Nan Neither", &Sentence::default());
    apart(&stage, &case, &other);
    stage.set_clock("2015-08-04T09:05");
    let find = |of: &Case| stage.send(&adil, &stage.page(&adil, DESK).form(&format!("{DESK}/find")).with("q", &of.crn));
    stage.done(&adil, &press(&find(&other), "came", &other));
    stage.set_clock("2015-08-04T09:20");
    let early = "If they come now, ask Sana Senior before they sit down";
    let page = stage.page(&adil, DESK);
    assert!(expected(&page).contains(early) && !page.says(ASK), "forty minutes lie between them: {}", page.text());
    assert!(find(&case).says(ASK), "found as a walk-in, before the press");
    assert!(!find(&twin).says(ASK), "the twin: nobody is in her way");
    stage.done(&adil, &press(&page, "came", &case));
    assert!(inside(&stage.page(&adil, DESK)).contains(ASK));

    stage.done(&adil, &press(&stage.page(&adil, DESK), "left", &other));
    stage.done(&adil, &press(&stage.page(&adil, DESK), "left", &case));
    stage.set_clock("2015-08-04T09:55");
    let later = find(&case);
    assert!(!later.says(ASK) && !later.says(early), "they have gone: {}", later.text());
}

#[test]
fn the_register_is_printed_with_numbers_and_keyed_again_with_its_times() {
    let (stage, adil, case, _) = due();
    let print = stage.page(&adil, &format!("{DESK}/print"));
    let row = print.between("Signature", "Rows without a name");
    assert!(row.contains("1 10am Sentenced, Sam Interpreter: Polish Olwen Officer"), "{row}");
    assert!(row.contains('9'), "with empty rows: {row}");
    stage.set_clock("2015-08-06T09:00");
    let page = stage.page(&adil, DESK);
    let before = stage.entries_of(&case.stream).len();
    stage.done(&adil, &press(&page, "came", &case).with("at", "9.55"));
    stage.done(&adil, &press(&stage.page(&adil, DESK), "left", &case).with("at", "10:40am"));
    let times: Vec<Happened> = since(&stage, &case, before).iter().map(|content| content.happened).collect();
    let at = |text: &str| Happened::At(text.parse::<Minute>().unwrap());
    assert_eq!(times, [at("2015-08-04T09:55"), at("2015-08-04T10:40")]);
}

#[test]
fn a_press_after_the_session_ended_leads_back_to_the_desk() {
    let (stage, adil, case, _) = due();
    let form = press(&stage.page(&adil, DESK), "came", &case);
    let before = stage.entries();
    stage.let_pass(13 * 60);
    let answer = stage.send(&adil, &form);
    assert_eq!(answer.location(), format!("/sign-in?then={DESK}&sent=1"));
    assert_eq!(stage.entries(), before);
}

#[test]
fn the_desk_of_another_organisation_is_not_theirs_and_the_attempt_is_logged() {
    let (stage, _, case, _) = due();
    let (quinn, cora) = (stage.sign_in("quinn"), stage.sign_in("cora"));
    for browser in [&quinn, &cora] {
        for path in [DESK.to_owned(), format!("{DESK}/print")] {
            let refused = stage.get(browser, &path);
            assert_eq!(refused.status, 403, "{path}");
            assert!(!refused.says("Sentenced"), "{}", refused.text());
        }
    }
    let secret = stage.page(&quinn, "/find").form("/sign-out").value("csrf").to_owned();
    let before = stage.entries();
    let answer = stage.post(&quinn, &format!("{DESK}/came"), &format!("csrf={secret}&person={}", case.stream));
    assert_eq!(answer.status, 403);
    assert_eq!(stage.entries(), before);
}
