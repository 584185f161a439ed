//! Forms: sent twice, overtaken by somebody else, filled in wrongly.

use record::facts::Fact;
use scenarios::{Sentence, day};

use crate::{ABSENT, CAME, county, one_act, since};

#[test]
fn a_form_sent_twice_is_recorded_once() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Rang about Tuesday.");
    let first = stage.done(&olwen, &form);
    let before = stage.entries();
    let second = stage.done(&olwen, &form);
    assert_eq!(second.location(), first.location(), "the second answer is the first one");
    assert_eq!(stage.entries(), before);
}

#[test]
fn an_outcome_sent_twice_is_recorded_once_though_it_could_not_be_recorded_again() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    stage.set_clock("2015-08-03T10:30");
    let form = ABSENT
        .iter()
        .fold(stage.outcome_form(&olwen, &case, &appointment), |form, (name, value)| form.with(name, value))
        .with("next_date", "10/8/2015")
        .with("next_time", "10am");
    stage.done(&olwen, &form);
    let before = stage.entries();
    stage.set_clock("2015-08-11T09:00");
    stage.done(&olwen, &form);
    assert_eq!(stage.entries(), before, "not even after the day it booked has gone by");
}

#[test]
fn the_same_form_with_other_answers_is_a_conflict() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Rang about Tuesday.");
    stage.done(&olwen, &form);
    let before = stage.entries();
    let answer = stage.send(&olwen, &form.with("note", "Rang about Wednesday."));
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.says("This form was sent before"));
    assert_eq!(stage.entries(), before);
}

#[test]
fn the_same_key_of_somebody_else_is_another_key() {
    let (stage, olwen, case) = county();
    let path = format!("{}/note", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("note", "Rang.");
    stage.done(&olwen, &form);
    let before = stage.entries();
    let peter = stage.sign_in("peter");
    let secret = stage.page(&peter, "/find").form("/sign-out").value("csrf").to_owned();
    stage.done(&peter, &form.with("csrf", &secret));
    assert_eq!(stage.entries(), before + 1);
}

#[test]
fn a_form_overtaken_by_somebody_else_shows_both_and_records_nothing() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let form = stage.outcome_form(&olwen, &case, &appointment).with("outcome", "acceptable");
    let form = form.with("acceptable_reason", "medical").with("note", "Rang to say she was ill.");
    let peter = stage.sign_in("peter");
    assert_eq!(stage.record(&peter, &case, &appointment, CAME).status, 303);

    let before = stage.entries();
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 409, "{}", answer.text());
    assert!(answer.says("Attended and complied"), "what stands: {}", answer.text());
    assert!(answer.says("Rang to say she was ill."), "what was typed: {}", answer.text());
    assert_eq!(stage.entries(), before);
}

#[test]
fn an_outcome_on_a_day_to_come_is_refused_unless_it_excuses() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-10T10:00");
    let before = stage.entries();
    for outcome in [CAME, ABSENT] {
        let answer = stage.record(&olwen, &case, &appointment, outcome);
        assert_eq!(answer.status, 422);
        assert!(answer.says("This appointment is on a day to come"), "{}", answer.text());
        assert!(answer.title().starts_with("Error: "), "{}", answer.title());
    }
    assert_eq!(stage.entries(), before);
    let excused = [("outcome", "acceptable"), ("acceptable_reason", "employment")];
    assert_eq!(stage.record(&olwen, &case, &appointment, &excused).status, 303);
}

#[test]
fn somebody_may_come_early_and_nobody_is_absent_before_the_time() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let answer = stage.record(&olwen, &case, &appointment, ABSENT);
    assert_eq!(answer.status, 422);
    assert!(answer.says("This appointment is at 10am. Record an absence after it has started"), "{}", answer.text());
    assert_eq!(stage.record(&olwen, &case, &appointment, CAME).status, 303);
}

#[test]
fn an_appointment_outside_the_order_or_in_the_past_is_refused() {
    let (stage, olwen, _) = county();
    let sentence = Sentence { from: day("2015-09-01"), ..Sentence::default() };
    let case = stage.person("Ferdi Future", &sentence);
    let path = format!("{}/book", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("time", "10am");
    let before = stage.entries();
    for (component, date, words) in [
        ("", "20/8/2015", "No order or licence is running on that day"),
        ("order-1", "20/8/2015", "The order runs from Tuesday 1 September 2015 to"),
        ("order-1", "3/8/2016", "The order runs from Tuesday 1 September 2015 to"),
        ("order-1", "31/7/2015", "still to come"),
        ("order-1", "30/2/2016", "Enter a day, such as 22/12/2015"),
    ] {
        let answer = stage.send(&olwen, &form.clone().with("component", component).with("date", date));
        assert_eq!(answer.status, 422, "{date}: {}", answer.text());
        assert!(answer.says(words), "{date}: {}", answer.text());
        assert_eq!(answer.form(&path).value("date"), date, "what was typed stands in the form");
    }
    assert_eq!(stage.entries(), before);
    stage.done(&olwen, &form.with("component", "order-1").with("date", "1/9/2015"));
}

#[test]
fn nobody_is_booked_in_two_places_at_once() {
    let (stage, olwen, case) = county();
    stage.book(&olwen, &case, "2015-08-10T10:00");
    let path = format!("{}/book", case.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "10/8/2015");
    let answer = stage.send(&olwen, &form.clone().with("time", "10:15"));
    assert_eq!(answer.status, 422);
    assert!(answer.says("They have another appointment at 10:00 that day"), "{}", answer.text());
    stage.done(&olwen, &form.with("time", "10:30"));

    let other = stage.person("Olga Other", &Sentence::default());
    let path = format!("{}/book", other.home);
    let form = stage.page(&olwen, &path).form(&path).with("date", "10/8/2015").with("time", "10:15");
    let answer = stage.send(&olwen, &form);
    assert_eq!(answer.status, 422, "nor does anybody see two people at once");
    assert!(answer.says("Whoever is to see them has another appointment at 10am"), "{}", answer.text());
    assert!(!answer.says("Sentenced"), "which does not say with whom");
}

#[test]
fn attended_and_complied_is_one_press_on_the_days_page() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let before = stage.entries_of(&case.stream).len();
    let page = stage.page(&olwen, "/day");
    let own = format!("{}/appointments/{appointment}", case.home);
    let quick =
        page.forms().into_iter().find(|form| form.action.starts_with(&own) && form.value("outcome") == "complied");
    let answer = stage.done(&olwen, &quick.expect("the one button"));
    assert_eq!(answer.location(), "/day/2015-08-03?done=recorded#slot-1");
    let said = since(&stage, &case, before);
    assert_eq!(one_act(&said), ["outcome_recorded"]);
    assert!(matches!(&said[0].fact, Fact::OutcomeRecorded(outcome) if outcome.outcome == "ATTC"));
    let day = stage.page(&olwen, "/day/2015-08-03?done=recorded");
    assert!(day.says("Recorded and protected.") && day.says("Attended and complied"), "{}", day.text());
}

#[test]
fn what_is_wrong_on_the_days_form_is_said_on_the_day_with_the_answers_kept() {
    let (stage, olwen, case) = county();
    let appointment = stage.book(&olwen, &case, "2015-08-03T10:00");
    let own = format!("{}/appointments/{appointment}", case.home);
    let form = stage.page(&olwen, "/day").form(&own).with("outcome", "absent").with("note", "No answer by telephone.");
    let answer = stage.send(&olwen, &form.with("next_date", "").with("next_time", ""));
    assert_eq!(answer.status, 422);
    assert!(answer.says("Choose what to do about this"), "{}", answer.text());
    assert_eq!(answer.form(&own).value("note"), "No answer by telephone.");
    assert_eq!(answer.form(&own).value("outcome"), "absent");
}
