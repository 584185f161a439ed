//! Reading as at a day, as known at a moment.

use jiff::civil::{Date, date};
use ledger::EntryId;
use proptest::prelude::*;
use record::case::{CaseFile, Standing, View, chain, difference, fold, resolve, timeline};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::person::{
    AppointmentBooked, AppointmentMoved, AskedBy, ContactNoted, InDiary, Name, OutcomeRecorded, PersonRecorded,
    Retracted, Sex,
};
use record::time::{Happened, Instant, Minute};

use super::written_and_read::{content, stream};

struct Story(Vec<Entry>);

impl Story {
    fn new() -> Story {
        let person = PersonRecorded {
            crn: "Z000001".parse().unwrap(),
            name: Name { surname: "Example".into(), forenames: "Ada".into() },
            born: None,
            sex: Sex::Female,
        };
        Story(Vec::new()).then(date(2015, 6, 1), content(person, Happened::On(date(2015, 6, 1))))
    }

    /// Recorded at noon of `recorded`.
    fn then(mut self, recorded: Date, said: Content) -> Story {
        let noon = Minute::new(recorded.at(12, 0, 0, 0)).instant();
        let last = self.0.last().map_or(Instant(0), |e| e.recorded);
        let recorded = Instant(noon.0.max(last.0 + 1));
        let id = nth(self.0.len() + 1);
        self.0.push(Entry { id, recorded, content: Some(said) });
        self
    }

    fn view(&self, view: View) -> CaseFile {
        fold(&self.0, view)
    }
}

fn nth(seq: usize) -> EntryId {
    EntryId { stream: stream(), seq: seq as u64 }
}

fn on_appointment(said: Content) -> Content {
    Content { component: Some("appointment-1".into()), ..said }
}

fn booked(day: Date, starts: &str) -> Content {
    let fact = AppointmentBooked {
        contact: "COAP".into(),
        order: "order-1".into(),
        starts: starts.parse().unwrap(),
        minutes: 30,
        site: "P01S1".into(),
        staff: "P01T1A1".into(),
        team: "P01T1A".into(),
        purpose: String::new(),
        room: String::new(),
        with: String::new(),
        series: None,
        at: None,
    };
    on_appointment(content(fact, Happened::On(day)))
}

fn outcome(code: &str, day: Date) -> Content {
    on_appointment(content(OutcomeRecorded { outcome: code.into(), note: String::new() }, Happened::On(day)))
}

fn outcome_seen(file: &CaseFile) -> Option<&str> {
    file.appointment("appointment-1")?.held.as_ref().map(|h| h.outcome.as_str())
}

/// Missed on the 7th; recorded as attended on the 8th; corrected on the 14th.
fn corrected_story() -> Story {
    let story = Story::new()
        .then(date(2015, 12, 1), booked(date(2015, 12, 1), "2015-12-07T14:00"))
        .then(date(2015, 12, 8), outcome("ATTC", date(2015, 12, 7)));
    let wrong = nth(3);
    story.then(
        date(2015, 12, 14),
        Content {
            corrects: Some(wrong),
            reason: Some("Confused two people.".into()),
            ..outcome("UAAB", date(2015, 12, 7))
        },
    )
}

#[test]
fn a_correction_replaces_what_it_corrects() {
    let file = corrected_story().view(View::default());
    assert_eq!(outcome_seen(&file), Some("UAAB"));
}

#[test]
fn as_known_before_the_correction_the_old_outcome_still_stands() {
    let story = corrected_story();
    let known_at = Some(Minute::new(date(2015, 12, 10).at(9, 0, 0, 0)).instant());
    assert_eq!(outcome_seen(&story.view(View { known_at, as_at: None })), Some("ATTC"));
}

#[test]
fn as_at_the_day_before_the_appointment_there_is_no_outcome_but_the_booking_is_seen() {
    let story = corrected_story();
    let file = story.view(View { as_at: Some(date(2015, 12, 6)), known_at: None });
    assert_eq!(outcome_seen(&file), None);
    assert_eq!(file.appointments.len(), 1);
}

#[test]
fn a_diary_before_a_move_shows_the_old_time() {
    let moved = AppointmentMoved {
        starts: "2015-12-09T10:00".parse().unwrap(),
        minutes: 30,
        site: "P01S1".into(),
        asked_by: AskedBy::Person,
        room: String::new(),
        at: None,
        one_off: String::new(),
        diary: None,
    };
    let story = Story::new()
        .then(date(2015, 12, 1), booked(date(2015, 12, 1), "2015-12-07T14:00"))
        .then(date(2015, 12, 4), on_appointment(content(moved, Happened::On(date(2015, 12, 4)))));
    let starts = |view| story.view(view).appointment("appointment-1").unwrap().booked.starts.to_string();
    assert_eq!(starts(View::default()), "2015-12-09T10:00");
    assert_eq!(starts(View { as_at: Some(date(2015, 12, 3)), known_at: None }), "2015-12-07T14:00");
}

#[test]
fn an_appointment_that_is_taken_over_stands_in_another_diary_and_was_not_moved() {
    let over = |starts: &str, on| {
        let moved = AppointmentMoved {
            starts: starts.parse().unwrap(),
            minutes: 30,
            site: "P01S1".into(),
            asked_by: AskedBy::Service,
            room: String::new(),
            at: None,
            one_off: String::new(),
            diary: Some(InDiary { staff: "P01T1A2".into(), team: "P01T1A".into() }),
        };
        on_appointment(content(moved, Happened::On(on)))
    };
    let story = Story::new()
        .then(date(2015, 12, 1), booked(date(2015, 12, 1), "2015-12-07T14:00"))
        .then(date(2015, 12, 3), over("2015-12-07T14:00", date(2015, 12, 3)));
    let stands = |story: &Story, view| story.view(view).appointment("appointment-1").unwrap().clone();
    let now = stands(&story, View::default());
    assert_eq!((now.booked.staff.as_str(), now.booked.starts.to_string().as_str()), ("P01T1A2", "2015-12-07T14:00"));
    assert!(now.moves.is_empty(), "for whoever is to come nothing moved");
    assert_eq!(now.version, 3);
    let before = stands(&story, View { as_at: Some(date(2015, 12, 2)), known_at: None });
    assert_ne!(before.booked.staff, "P01T1A2");

    let story = story.then(date(2015, 12, 4), over("2015-12-09T10:00", date(2015, 12, 4)));
    assert_eq!(stands(&story, View::default()).moves.len(), 1, "another time is a move");
}

#[test]
fn a_move_that_leaves_the_diary_as_it_was_says_nothing_of_it() {
    let body = r#"{"starts":"2015-12-09T10:00","minutes":30,"site":"P01S1","asked_by":"person"}"#;
    let moved: AppointmentMoved = serde_json::from_str(body).unwrap();
    assert_eq!(moved.diary, None);
    assert_eq!(serde_json::to_string(&moved).unwrap(), body);
}

#[test]
fn what_was_retracted_leaves_the_case_file_and_stays_in_the_timeline() {
    let story = Story::new()
        .then(date(2015, 12, 1), content(note("Meant for somebody else."), Happened::On(date(2015, 12, 1))));
    let wrong = nth(2);
    let retraction = Content {
        retracts: Some(wrong.clone()),
        reason: Some("Wrong person.".into()),
        ..content(Retracted { recorded_elsewhere: true, ..Retracted::default() }, Happened::On(date(2015, 12, 2)))
    };
    let story = story.then(date(2015, 12, 2), retraction);
    assert!(story.view(View::default()).contacts.is_empty());
    let lines = timeline(&story.0, View::default());
    let line = lines.iter().find(|l| l.entry.id == wrong).unwrap();
    assert_eq!(line.standing, Standing::Retracted(nth(3)));
}

#[test]
fn a_correction_that_was_itself_retracted_lets_the_first_word_stand_again() {
    let story = corrected_story();
    let correction = nth(4);
    let retraction =
        Content { retracts: Some(correction), ..content(Retracted::default(), Happened::On(date(2015, 12, 15))) };
    let story = story.then(date(2015, 12, 15), retraction);
    assert_eq!(outcome_seen(&story.view(View::default())), Some("ATTC"));
}

#[test]
fn a_late_entry_says_how_many_days_later_it_was_recorded() {
    let story = Story::new().then(date(2015, 12, 14), content(note("Seen at home."), Happened::On(date(2015, 12, 5))));
    assert_eq!(timeline(&story.0, View::default())[0].recorded_days_later, 9);
}

fn note(text: &str) -> Fact {
    ContactNoted { contact: "NOTE".into(), note: text.into() }.into()
}

proptest! {
    /// What was known at a moment never changes, whatever is recorded afterwards.
    #[test]
    fn as_known_at_is_stable_under_everything_recorded_later(
        plan in proptest::collection::vec((0_u8..3, 0_usize..12, 1_i8..28), 1..25),
        cut in 1_usize..25,
    ) {
        let mut story = Story::new();
        for (what, target, day) in plan {
            let day = date(2015, 11, day);
            let target = nth(1 + target % story.0.len());
            let said = content(note("A note."), Happened::On(day));
            story = story.then(date(2015, 12, 1), match what {
                0 => said,
                1 => Content { corrects: Some(target), ..said },
                _ => Content { retracts: Some(target), ..content(Retracted::default(), Happened::On(day)) },
            });
        }
        let cut = cut.min(story.0.len());
        let known_at = Some(story.0[cut - 1].recorded);
        let before: Vec<_> = resolve(&story.0[..cut], View::default()).into_iter().map(|r| (r.entry.id.clone(), r.standing)).collect();
        let after: Vec<_> = resolve(&story.0, View { known_at, as_at: None }).into_iter().map(|r| (r.entry.id.clone(), r.standing)).collect();
        prop_assert_eq!(before, after);
    }
}

#[test]
fn what_changed_between_two_moments_is_what_was_added_and_what_lost_its_standing() {
    let story = corrected_story();
    let at = |day: Date| View { known_at: Some(Minute::new(day.at(23, 0, 0, 0)).instant()), as_at: None };
    let changes = difference(&story.0, at(date(2015, 12, 10)), at(date(2015, 12, 20)));
    let seen: Vec<_> = changes.iter().map(|c| (c.entry.id.seq, c.was.clone(), c.is.clone())).collect();
    let corrected = Standing::Corrected(nth(4));
    assert_eq!(seen, [(3, Some(Standing::Stands), Some(corrected)), (4, None, Some(Standing::Stands))]);
    assert!(difference(&story.0, at(date(2015, 12, 20)), at(date(2015, 12, 31))).is_empty());
}

#[test]
fn the_chain_of_an_entry_is_the_same_wherever_one_begins() {
    let story = corrected_story();
    let of = |seq| chain(&story.0, seq).iter().map(|link| link.entry.id.seq).collect::<Vec<_>>();
    assert_eq!((of(3), of(4)), (vec![3, 4], vec![3, 4]));
    assert_eq!((of(1), of(99)), (vec![1], vec![]));
}
