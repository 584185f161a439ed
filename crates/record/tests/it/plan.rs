//! The sentence plan: objectives that can be referred to, reviewed, and worked on.

use jiff::civil::date;
use ledger::EntryId;
use record::case::{CaseFile, View, fold};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::person::AppointmentBooked;
use record::facts::plan::{NeedArea, Objective, ObjectiveState, PlanCompleted, PlanReviewed, Reviewed, WorkRecorded};
use record::time::{Happened, Instant};

use crate::written_and_read::{content, stream};

fn objective(id: &str, need: NeedArea, words: &str) -> Objective {
    Objective { id: id.into(), need: Some(need), words: words.into() }
}

/// Entries said of `component` on the days of December 2015.
fn folded(said: Vec<(i8, &str, Fact)>) -> CaseFile {
    let entries: Vec<Entry> = said
        .into_iter()
        .zip(1..)
        .map(|((day, component, fact), seq)| Entry {
            id: EntryId { stream: stream(), seq },
            recorded: Instant(1_449_000_000_000_000 + i64::try_from(seq).unwrap()),
            content: Some(Content {
                component: Some(component.into()),
                ..content(fact, Happened::On(date(2015, 12, day)))
            }),
        })
        .collect();
    fold(&entries, View::default())
}

fn planned() -> (i8, &'static str, Fact) {
    let objectives = vec![
        objective("1", NeedArea::Employment, "Find work"),
        objective("2", NeedArea::Alcohol, "Drink less, and know when to stop"),
    ];
    (1, "order-1", PlanCompleted { objectives }.into())
}

#[test]
fn a_plan_of_the_first_version_reads_with_numbered_objectives_and_no_need() {
    let bytes = br#"{"act":"a","basis":"fact","body":{"objectives":["Find work","Pay the fine"]},"by":{"organisation":"P01","role":"r","staff":"s"},"handling":"ordinary","happened":{"on":"2015-12-15"},"kind":"plan_completed","origin":"direct","v":1}"#;
    let read = Content::from_bytes(bytes).unwrap();
    let objective = |id: &str, words: &str| Objective { id: id.into(), need: None, words: words.into() };
    let objectives = vec![objective("1", "Find work"), objective("2", "Pay the fine")];
    assert_eq!(read.fact, Fact::PlanCompleted(PlanCompleted { objectives }));
    assert_eq!(read.fact.version(), 2);
}

#[test]
fn a_plan_is_laid_down_in_the_second_version_with_the_need_each_objective_answers() {
    let (_, _, plan) = planned();
    let said = content(plan, Happened::On(date(2015, 12, 1)));
    let text = String::from_utf8(said.to_bytes().unwrap()).unwrap();
    assert!(
        text.contains(r#"{"id":"1","need":"employment","words":"Find work"}"#) && text.ends_with(r#""v":2}"#),
        "{text}"
    );
    assert_eq!(Content::from_bytes(text.as_bytes()).unwrap(), said);
}

#[test]
fn a_review_says_where_each_objective_stands_and_adds_others() {
    let reviewed =
        |objective: &str, state, reason: &str| Reviewed { objective: objective.into(), state, reason: reason.into() };
    let review = PlanReviewed {
        reviewed: vec![
            reviewed("1.1", ObjectiveState::Achieved, ""),
            reviewed("1.2", ObjectiveState::Dropped, "Has not drunk since the summer"),
            reviewed("9.9", ObjectiveState::Achieved, "of no plan here"),
        ],
        added: vec![objective("1", NeedArea::Finance, "Pay the fine")],
    };
    let file = folded(vec![planned(), (10, "order-1", review.into())]);
    let plan = file.plan("order-1").unwrap();
    let found: Vec<_> = plan.objectives.iter().map(|o| (o.id.as_str(), o.state, o.since, o.reason.as_str())).collect();
    let (first, tenth) = (date(2015, 12, 1), date(2015, 12, 10));
    assert_eq!(plan.completed_on, first);
    assert_eq!(
        found,
        [
            ("1.1", ObjectiveState::Achieved, tenth, ""),
            ("1.2", ObjectiveState::Dropped, tenth, "Has not drunk since the summer"),
            ("2.1", ObjectiveState::InProgress, tenth, ""),
        ]
    );
    assert_eq!(plan.in_progress().count(), 1);
    assert_eq!(plan.reviews, [(tenth, EntryId { stream: stream(), seq: 2 })]);
}

#[test]
fn what_was_worked_on_belongs_to_its_appointment() {
    let booked = AppointmentBooked {
        contact: "COAP".into(),
        order: "order-1".into(),
        starts: "2015-12-08T10:00".parse().unwrap(),
        minutes: 30,
        site: "P01SITE".into(),
        staff: "P01T1A1".into(),
        team: "P01T1A".into(),
        purpose: String::new(),
        room: String::new(),
        with: String::new(),
        series: None,
        at: None,
    };
    let work = WorkRecorded { objectives: vec!["1.1".into()], words: "Two applications written".into() };
    let file = folded(vec![planned(), (2, "appointment-1", booked.into()), (8, "appointment-1", work.into())]);
    let worked = file.appointment("appointment-1").unwrap().worked.as_ref().unwrap();
    assert_eq!(worked.objectives, ["1.1"]);
    assert_eq!(file.objective("1.1").unwrap().words, "Find work");
}
