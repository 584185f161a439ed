//! Failure 32, at the desk: a refusal that helps, on whichever form it comes.
//!
//! Given two people who must be kept apart, one of whom is expected. When the other is to be booked beside them with an
//! outcome, or an appointment is moved there, then it is refused by the same sentence as a new booking, with the same halves
//! of days offered and the same senior named; one press takes what is offered, a senior lets it be with a reason. Of an
//! outcome nothing is recorded by that, and one press records it alone. The twins, later on the same day, are recorded at once.

use record::facts::Fact;
use scenarios::{Answer, Browser, Case, Form, Stage};

use crate::row_32_rivals::{booking, keep_apart};
use crate::{county, sentenced};

const SENTENCE: &str = "Pinemere office on Tue 11 Aug 2015, 2:30pm can’t be booked for this person. Free instead:";

/// Riva, who must not meet Rafe, has an appointment at 10am today and one on the 12th; Rafe is expected on the 11th at 2pm.
struct Rivals {
    stage: Stage,
    olwen: Browser,
    riva: Case,
    today: String,
    later: String,
}

fn rivals() -> Rivals {
    let (stage, olwen) = county();
    let (rafe, riva) = (sentenced(&stage, "Rafe North"), sentenced(&stage, "Riva South"));
    keep_apart(&stage, &olwen, &rafe, &[&riva], "feud");
    stage.done(&olwen, &booking(&stage, &olwen, &rafe, "11/8/2015 2pm", "P01S1"));
    let today = stage.book(&olwen, &riva, "2015-08-03T10:00");
    let later = stage.book(&olwen, &riva, "2015-08-12T14:00");
    stage.set_clock("2015-08-03T10:30");
    Rivals { stage, olwen, riva, today, later }
}

impl Rivals {
    /// They came today, and are to come again on the 11th.
    fn came(&self, browser: &Browser, again: &str) -> Form {
        let form = self.stage.outcome_form(browser, &self.riva, &self.today).with("outcome", "complied");
        form.with("next_date", "11/8/2015").with("next_time", again)
    }

    /// The appointment of the 12th is moved to the 11th.
    fn moved(&self, browser: &Browser, to: &str) -> Form {
        let path = format!("{}/appointments/{}/move", self.riva.home, self.later);
        let form = self.stage.page(browser, &path).form(&path).with("reason", "Nobody is in on the 12th");
        form.with("date", "11/8/2015").with("time", to)
    }

    fn refused(&self, browser: &Browser, form: &Form) -> Answer {
        let before = self.said();
        let answer = self.stage.send(browser, form);
        assert_eq!(answer.status, 422, "{}", answer.text());
        assert!(answer.says(SENTENCE), "{}", answer.text());
        assert_eq!(self.said(), before, "nothing is recorded");
        answer
    }

    /// How much is on record of them.
    fn said(&self) -> usize {
        self.stage.entries_of(&self.riva.stream).len()
    }

    fn last(&self) -> Fact {
        let last = self.stage.entries_of(&self.riva.stream).pop();
        last.and_then(|entry| entry.content).expect("an entry").fact
    }

    fn is_booked(&self, starts: &str) -> bool {
        let rows = self.stage.read(|snapshot| snapshot.diary_of(&self.riva.stream));
        rows.iter().any(|row| row.starts == starts)
    }

    /// Whether the arrangement says that a senior let it be.
    fn is_let_be(&self) -> bool {
        let rows = self.stage.read(|snapshot| snapshot.apart_of(self.riva.stream.as_str()));
        let entries = self.stage.entries_of(&rows[0].stream);
        let said = entries.last().and_then(|entry| entry.content.as_ref());
        said.is_some_and(|content| matches!(content.fact, Fact::KeepApartOverridden(_)))
    }
}

fn first_offer(refused: &Answer) -> String {
    let offer = refused.body.split("name=\"offer\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    offer.expect("an offer").to_owned()
}

#[test]
fn a_next_appointment_is_refused_with_what_can_be_had_instead() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    let refused = rivals.refused(olwen, &rivals.came(olwen, "2:30pm"));
    let part = refused.between("Next appointment", "Note (optional)");
    assert!(part.contains("ask Sana Senior, senior probation officer"), "{part}");
    for secret in ["Rafe", "feud", "Feud", "apart from"] {
        assert!(!part.contains(secret), "{secret} in {part}");
    }
    let offered = refused.between("Free instead:", "If it must");
    assert!(offered.contains("in the morning") && !offered.contains("pm,"), "halves of days: {offered}");
    assert!(!offered.contains("Tue 11 Aug 2015, in the afternoon, Pinemere"), "{offered}");

    let form = refused.form(&format!("{}/appointments/{today}", riva.home)).with("offer", &first_offer(&refused));
    let before = rivals.said();
    stage.done(olwen, &form);
    assert_eq!(rivals.said(), before + 2, "the outcome and the next one, with one press");
    assert!(rivals.is_booked("2015-08-11T09:00"));
}

#[test]
fn later_on_the_same_day_it_is_booked_with_the_outcome() {
    let rivals = rivals();
    rivals.stage.done(&rivals.olwen, &rivals.came(&rivals.olwen, "4pm"));
    assert!(rivals.is_booked("2015-08-11T16:00"));
}

#[test]
fn the_outcome_is_recorded_alone_with_one_press() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    let refused = rivals.refused(olwen, &rivals.came(olwen, "2:30pm"));
    assert!(refused.says("Nothing is recorded yet. What came of this appointment can be recorded now"));
    let before = rivals.said();
    stage.done(olwen, &refused.form(&format!("{}/appointments/{today}", riva.home)).with("alone", "yes"));
    assert_eq!(rivals.said(), before + 1);
    assert!(matches!(rivals.last(), Fact::OutcomeRecorded(said) if said.outcome == "ATTC"));
}

#[test]
fn a_warning_that_wants_a_next_date_waits_and_the_absence_does_not() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    let absent = rivals.came(olwen, "2:30pm").with("outcome", "absent").with("decision", "warning");
    let refused = rivals.refused(olwen, &absent.with("serve_by", "hand"));
    assert!(refused.says("The decision stays open meanwhile"), "{}", refused.text());
    let before = rivals.said();
    stage.done(olwen, &refused.form(&format!("{}/appointments/{today}", riva.home)).with("alone", "yes"));
    assert_eq!(rivals.said(), before + 1, "no decision and no letter");
    assert!(matches!(rivals.last(), Fact::OutcomeRecorded(said) if said.outcome == "AFTA"));
    assert!(stage.due(olwen).contains("South, Riva"), "{}", stage.due(olwen));
}

#[test]
fn whoever_was_refused_too_often_still_records_the_outcome() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    for _ in 0..5 {
        rivals.refused(olwen, &rivals.came(olwen, "2:30pm"));
    }
    let stopped = stage.send(olwen, &rivals.came(olwen, "2:30pm"));
    assert!(stopped.says("Ask your senior to book this one"), "{}", stopped.text());
    stage.done(olwen, &stopped.form(&format!("{}/appointments/{today}", riva.home)).with("alone", "yes"));
    assert!(matches!(rivals.last(), Fact::OutcomeRecorded(_)));
}

#[test]
fn on_the_page_of_the_day_it_is_refused_in_its_slot() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    let own = format!("{}/appointments/{today}", riva.home);
    let form = stage.page(olwen, "/day").form(&own).with("outcome", "complied");
    let refused = rivals.refused(olwen, &form.with("next_date", "11/8/2015").with("next_time", "2:30pm"));
    assert!(refused.says("Record the outcome alone"), "{}", refused.text());
    stage.done(olwen, &refused.form(&own).with("offer", &first_offer(&refused)));
    assert!(rivals.is_booked("2015-08-11T09:00"));
}

#[test]
fn a_senior_lets_a_next_appointment_be_and_nobody_else_does() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, today, .. } = &rivals;
    let sana = stage.sign_in("sana");
    let path = format!("{}/appointments/{today}", riva.home);
    assert_eq!(stage.send(olwen, &rivals.came(olwen, "2:30pm").with("override", "I know better.")).status, 403);
    let refused = rivals.refused(&sana, &rivals.came(&sana, "2:30pm"));
    assert!(refused.says("say why below and press Record."), "{}", refused.text());
    stage.done(&sana, &refused.form(&path).with("override", "Two doors, two colleagues."));
    assert!(rivals.is_booked("2015-08-11T14:30") && rivals.is_let_be());
}

#[test]
fn a_move_is_refused_with_what_can_be_had_instead() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, later, .. } = &rivals;
    let refused = rivals.refused(olwen, &rivals.moved(olwen, "2:30pm"));
    let offered = refused.between("Free instead:", "If it must");
    assert!(offered.contains("in the morning") && !offered.contains("pm,"), "halves of days: {offered}");
    let path = format!("{}/appointments/{later}/move", riva.home);
    stage.done(olwen, &refused.form(&path).with("offer", &first_offer(&refused)));
    assert!(rivals.is_booked("2015-08-11T09:00") && !rivals.is_booked("2015-08-12T14:00"));
    // The twin.
    stage.done(olwen, &rivals.moved(olwen, "4pm"));
    assert!(rivals.is_booked("2015-08-11T16:00"));
}

#[test]
fn a_senior_lets_a_move_be_and_nobody_else_does() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, later, .. } = &rivals;
    let sana = stage.sign_in("sana");
    let path = format!("{}/appointments/{later}/move", riva.home);
    assert_eq!(stage.send(olwen, &rivals.moved(olwen, "2:30pm").with("override", "I know better.")).status, 403);
    let refused = rivals.refused(&sana, &rivals.moved(&sana, "2:30pm"));
    assert!(refused.says("say why below and press Move it."), "{}", refused.text());
    // What a senior said already is asked for again with whatever else is wrong.
    let said = refused.form(&path).with("override", "Two doors, two colleagues.");
    let unfinished = stage.send(&sana, &said.clone().with("reason", ""));
    assert_eq!(unfinished.form(&path).value("override"), "Two doors, two colleagues.", "{}", unfinished.text());
    stage.done(&sana, &said);
    assert!(rivals.is_booked("2015-08-11T14:30") && rivals.is_let_be());
}

#[test]
fn the_refusal_is_the_same_on_every_form() {
    let rivals = rivals();
    let Rivals { stage, olwen, riva, .. } = &rivals;
    let forms = [
        booking(stage, olwen, riva, "11/8/2015 2:30pm", "P01S1"),
        rivals.moved(olwen, "2:30pm"),
        rivals.came(olwen, "2:30pm"),
    ];
    let said =
        forms.map(|form| rivals.refused(olwen, &form).between("Pinemere office on", ", senior probation officer."));
    assert!(said[0].contains("ask Sana Senior"), "{}", said[0]);
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
}
