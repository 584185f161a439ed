//! Failure 32, from the other side: what keeps people apart must not tell who they are, to whoever tries it out.
//!
//! Given two who must be kept apart. When many times are tried at once, to however many servers, then no more are answered
//! than of the same tried one after another. When numbers are typed to see who is on record, then a number that nobody has
//! and that of a record that is limited get the same answer, and after a few none. The twins: as many who are booked with
//! nobody in the way, and a slip of the pen.

use access::Actor;
use record::facts::organisation::Role;
use record::facts::person::{AccessLimited, LimitKind};
use record::time::{Happened, Minute};
use scenarios::{Answer, Browser, Case, Stage, day};
use service::booking::{Besides, Booking, NextAppointment, is_apart};
use service::{Ask, FieldError, Form, Problem, Said};
use tokio::task::JoinSet;

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

/// Olwen, as whoever asks.
pub(crate) fn olwen_asks(stage: &Stage) -> Ask {
    let actor = Actor {
        staff: "P01T1A1".to_owned(),
        name: String::new(),
        role: Role::Practitioner,
        team: "P01T1A".to_owned(),
        provider: "P01".to_owned(),
        courts: Vec::new(),
    };
    Ask { actor, now: stage.now(), screen: "book" }
}

/// Half an hour with Olwen in the Pinemere office on 11 August, from a minute on.
pub(crate) fn half_an_hour(case: &Case, from: &str) -> Booking {
    let starts: Minute = format!("2015-08-11T{from}").parse().expect("a minute");
    let appointment = NextAppointment {
        contact: "COAP".to_owned(),
        order: String::new(),
        starts,
        minutes: 30,
        site: "P01S1".to_owned(),
        staff: "P01T1A1".to_owned(),
        team: "P01T1A".to_owned(),
        purpose: String::new(),
        besides: Besides::default(),
    };
    Booking { person: case.stream.to_string(), appointment, repeat: None, although_away: false }
}

/// Books somebody for half an hour each from these minutes on, all at once.
fn all_at_once(stage: &Stage, case: &Case, from: &[&str]) -> Vec<Result<(), Problem>> {
    let book = |time: &&str| {
        let (service, ask, said) = (stage.service.clone(), olwen_asks(stage), half_an_hour(case, time));
        async move { service.book(&ask, &Form::default(), &said).await.map(drop) }
    };
    stage.wait(async { from.iter().map(book).collect::<JoinSet<_>>().join_all().await })
}

/// Whether somebody was asked to send it again, and told nothing else.
fn is_to_come_again(problem: &Problem) -> bool {
    let said = |error: &FieldError| error.message.contains("are still being looked at");
    matches!(problem, Problem::Invalid(errors) if errors.iter().all(said))
}

fn refused(answers: &[Result<(), Problem>]) -> usize {
    answers.iter().filter(|answer| answer.as_ref().is_err_and(is_apart)).count()
}

const TIMES: [&str; 12] =
    ["14:00", "14:01", "14:02", "14:03", "14:04", "14:05", "14:06", "14:07", "14:08", "14:09", "14:10", "14:11"];

#[test]
fn of_many_times_tried_at_once_no_more_are_answered_than_one_by_one() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let at_two = booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1").with("officer", "P01T1A2");
    stage.done(&olwen, &at_two);

    let answers = all_at_once(&stage, &riva, &TIMES);
    assert!(refused(&answers) <= 5, "{} of 12 were told", refused(&answers));
    assert!(answers.iter().all(Result::is_err), "nothing was booked beside him");
    // Whatever of them was not answered is not held against her: the limit is reached by what was told, one by one.
    for nth in refused(&answers)..5 {
        let again = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 2:30pm", "P01S1"));
        assert!(again.says("can’t be booked for this person"), "{nth}: {}", again.text());
    }
    let stopped = stage.send(&olwen, &booking(&stage, &olwen, &riva, "11/8/2015 5pm", "P01S1"));
    assert!(stopped.says("Ask your senior to book this one"), "{}", stopped.text());
}

#[test]
fn whoever_need_not_be_kept_from_anybody_is_booked_as_often_as_it_takes() {
    let (stage, olwen) = county();
    let (rafe, riva, twin) =
        (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"), sentenced(&stage, "Tod Twin"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    let hours = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00", "12:30"];
    let answers = all_at_once(&stage, &twin, &hours);
    let told = answers.iter().filter_map(|answer| answer.as_ref().err()).find(|problem| !is_to_come_again(problem));
    assert!(told.is_none(), "{told:?}");
    // Booked one after another, somebody in an arrangement is too.
    for (nth, hour) in (13..20).enumerate() {
        let at = format!("12/8/2015 {hour}:00");
        let form = booking(&stage, &olwen, &riva, &at, "P01S1");
        assert_eq!(stage.send(&olwen, &form).status, 303, "{nth}");
    }
}

fn named(stage: &Stage, browser: &Browser, case: &Case, others: &str) -> Answer {
    let path = format!("{}/apart", case.home);
    let form = stage.page(browser, &path).form(&path).with("others", others).with("why", "feud");
    let form = form.with("source", "Police intelligence").with("confidence", "likely");
    stage.send(browser, &form.with("review_on", "1/12/2015"))
}

/// What is said of a code, without the code.
fn told(answer: &Answer, code: &str) -> String {
    assert_eq!(answer.status, 422, "{}", answer.text());
    answer.between("There is a problem", "CRN").replace(code, "…")
}

#[test]
fn a_number_that_nobody_has_and_that_of_a_limited_record_get_one_answer() {
    let (stage, olwen) = county();
    let (rafe, hidden) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Hester Hidden"));
    let limited = AccessLimited { kind: LimitKind::Exclusion, staff: vec!["P01T1A1".to_owned()] };
    stage.say(vec![Said::new(&hidden.stream, limited, Happened::On(day("2015-08-03"))).about("limit-1")]);

    let unknown = named(&stage, &olwen, &rafe, "Z999999");
    assert!(unknown.says("Z999999 is no code that you can name"), "{}", unknown.text());
    let limited = named(&stage, &olwen, &rafe, &hidden.crn);
    assert_eq!(told(&limited, &hidden.crn), told(&unknown, "Z999999"));
    let twice = |code: &str| named(&stage, &olwen, &rafe, &format!("{code}, {code}"));
    assert_eq!(told(&twice(&hidden.crn), &hidden.crn), told(&twice("Z999999"), "Z999999"), "nor if it is typed twice");
    assert!(stage.read(|snapshot| snapshot.apart_of(rafe.stream.as_str())).is_empty());
    let rows = stage.read(|snapshot| snapshot.who_read(&store::WhoRead::all(hidden.stream.clone()), 50));
    assert_eq!(rows.iter().filter(|seen| seen.row.purpose == "access to the record is limited").count(), 1, "logged");

    // The twin: whose record is not limited to her.
    let sana = stage.sign_in("sana");
    assert_eq!(named(&stage, &sana, &rafe, &hidden.crn).status, 303);
}

#[test]
fn numbers_tried_one_by_one_are_stopped_and_a_slip_of_the_pen_is_not() {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    assert!(named(&stage, &olwen, &rafe, "Z99999").says("is no code that you can name"));
    assert_eq!(named(&stage, &olwen, &rafe, &riva.crn).status, 303);
    for nth in 0..4 {
        let answer = named(&stage, &olwen, &rafe, &format!("Z99999{nth}"));
        assert!(answer.says("is no code that you can name"), "{nth}: {}", answer.text());
    }
    let stopped = [named(&stage, &olwen, &rafe, "Z999999"), named(&stage, &olwen, &rafe, &riva.crn)];
    for answer in &stopped {
        assert!(answer.says("Ask your senior to arrange this one"), "{}", answer.text());
    }
    stage.set_clock("2015-08-03T10:30");
    assert_eq!(named(&stage, &olwen, &rafe, "P01S3").status, 303);
}
