//! What is sent: letters that have to leave, and when a reminder may go out.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, date};
use practice::letter_posted::{LetterPostedFacts, letter_posted};
use practice::messages::{MessageFigure, Messages, Reminds, Window, filled};
use practice::{DutyState, Event, Standards, Status};

fn event(on: Date, entry: &str) -> Event {
    Event { on, recorded_on: on, entry: entry.to_owned() }
}

fn letter(issued: Date, left: Option<Date>) -> LetterPostedFacts {
    LetterPostedFacts {
        subject: "letter-5".to_owned(),
        as_at: date(2016, 1, 31),
        issued: event(issued, "person-x/5"),
        left: left.map(|on| event(on, "person-x/6")),
        failed: None,
        served_on: None,
    }
}

fn check(issued: Date, left: Option<Date>, day: Date, expected: Option<DutyState>) {
    let found = letter_posted(&letter(issued, left), Standards::split_2014()).unwrap();
    assert_eq!(found.map(|ruled| ruled.duty().state(day)), expected, "issued {issued}, left {left:?}, on {day}");
}

#[test]
fn a_letter_leaves_by_the_next_working_day() {
    let (friday, monday, tuesday) = (date(2015, 12, 11), date(2015, 12, 14), date(2015, 12, 15));
    check(friday, None, monday, Some(DutyState::Due));
    check(friday, None, tuesday, Some(DutyState::Overdue));
    check(friday, Some(monday), tuesday, Some(DutyState::Met));
    check(friday, Some(tuesday), tuesday, Some(DutyState::MetLate));
}

#[test]
fn of_letters_issued_before_the_standard_nothing_is_asked() {
    check(date(2015, 11, 1), None, date(2015, 12, 15), None);
    check(date(2015, 11, 2), None, date(2015, 12, 15), Some(DutyState::Overdue));
}

#[test]
fn a_letter_that_could_not_be_sent_says_why_and_is_still_to_be_sent() {
    let failed = (event(date(2015, 12, 14), "person-x/6"), "The franking machine is not paid for.".to_owned());
    let facts = LetterPostedFacts { failed: Some(failed), ..letter(date(2015, 12, 11), None) };
    let ruled = letter_posted(&facts, Standards::split_2014()).unwrap().unwrap();
    assert_eq!(
        ruled.why.words,
        "The letter could not be sent on 14 December 2015: The franking machine is not paid for."
    );
    assert_eq!(ruled.why.from, ["person-x/5", "person-x/6"]);
    assert_eq!(ruled.duty().state(date(2015, 12, 15)), DutyState::Overdue);
}

fn at(day: i8, hour: i8, minute: i8) -> DateTime {
    date(2015, 12, day).at(hour, minute, 0, 0)
}

#[test]
fn a_reminder_goes_out_the_day_before_until_an_hour_before() {
    let check = |starts: DateTime, opens: DateTime, closes: DateTime| {
        assert_eq!(Messages::split_2014().window(starts), Window { opens, closes }, "{starts}");
    };
    check(at(16, 9, 30), at(15, 9, 0), at(16, 8, 30));
    check(at(16, 14, 0), at(15, 9, 0), at(16, 13, 0));
    check(at(16, 0, 30), at(15, 9, 0), at(15, 23, 30));
}

#[test]
fn no_text_goes_out_in_the_night() {
    let check = |now: DateTime, by_day: bool| assert_eq!(Messages::split_2014().is_by_day(now), by_day, "{now}");
    check(at(15, 8, 59), false);
    check(at(15, 9, 0), true);
    check(at(15, 19, 59), true);
    check(at(15, 20, 0), false);
}

#[test]
fn a_meeting_somewhere_else_is_not_said_to_be_at_home_or_at_an_office() {
    let of = |code: &str| Reminds::of(Standards::split_2014().contact_type(code).expect("a kind of contact"));
    assert_eq!((of("COAP"), of("CHVS"), of("COOO")), (Some(Reminds::AtPlace), Some(Reminds::AtHome), None));
}

#[test]
fn a_text_that_lacks_something_is_not_made() {
    let wording = &Messages::split_2014().wording(Reminds::AtPlace).plain;
    let mut values: BTreeMap<&str, String> =
        [("day", "Wednesday 16 December"), ("time", "9:30am"), ("place", "Mill Lane office"), ("organisation", "us")]
            .map(|(name, value)| (name, value.to_owned()))
            .into();
    assert!(filled(wording, &values).is_err());
    values.insert("telephone", "01632 960111".to_owned());
    let words = filled(wording, &values).unwrap();
    assert_eq!(
        words,
        "Reminder from us: you have an appointment on Wednesday 16 December at 9:30am, at Mill Lane office. If you cannot come, ring 01632 960111."
    );
}

#[test]
fn a_text_is_known_by_the_wording_it_was_made_of() {
    let at_place = Messages::split_2014().wording(Reminds::AtPlace);
    let discreet = "Reminder: you have an appointment on Monday 1 May at 9am. If you cannot come, ring 01632 960111.";
    assert!(at_place.made(discreet, true) && !at_place.made(discreet, false));
    assert!(!Messages::split_2014().wording(Reminds::AtHome).made(discreet, true));
}

#[test]
fn a_file_whose_discreet_text_names_the_service_is_refused() {
    let text = include_str!("../../../../standards/split-2014/messages.toml");
    assert!(Messages::parse(text).is_ok());
    let tells = text.replace("discreet = \"Reminder: a visit", "discreet = \"{organisation}: a visit");
    assert!(Messages::parse(&tells).unwrap_err().to_string().contains("organisation"));
    let places = text.replace("discreet = \"Reminder: a visit", "discreet = \"{place}: a visit");
    assert!(Messages::parse(&places).unwrap_err().to_string().contains("place"));
    let names_them = text.replace("plain = \"Reminder from {organisation}: we", "plain = \"{name}: we");
    assert!(Messages::parse(&names_them).is_err());
    assert!(Messages::parse(&text.replacen("source = \"This program\"", "source = \"\"", 1)).is_err());
}

#[test]
fn the_one_figure_that_somebody_measured_is_told_from_those_nobody_did() {
    let messages = Messages::split_2014();
    assert_eq!(messages.figure(MessageFigure::DaysBefore).status, Status::Secondary);
    assert_eq!(messages.figure(MessageFigure::LeastNoticeMinutes).status, Status::Design);
}
