//! A legal hold on a person, against what a court's list says of them; and whoever opened a record that a case was linked with by
//! mistake.

use access::{Action, Actor};
use jiff::civil::{Date, date};
use record::StreamId;
use record::case::View;
use record::facts::organisation::Role;
use service::court::confirm::Choice;
use service::erasure::{Decision, Hold, Proposal};
use service::{Ask, Form, Problem};

use super::court_world::{COURT, DAY, LIST, World, at, court, officer};

const QUILL: (&str, &str) = ("Quill", "Zoé");
const BORN: Date = date(1988, 2, 29);

fn keeper(staff: &str) -> Ask {
    let actor = Actor {
        staff: staff.into(),
        name: "Ines Keeper".into(),
        role: Role::InformationOfficer,
        team: "N00INF".into(),
        provider: "N00".into(),
        courts: Vec::new(),
    };
    Ask { actor, ..at("2015-12-14T10:00") }
}

/// The list with Zoé Quill on it, who is on record: the key of the case, its stream, and their record.
async fn world() -> (World, String, StreamId, StreamId) {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    world.service.import_court_list(&court(), "list.xml", LIST.into()).await.unwrap();
    let key = world.service.court_day(&court(), COURT, DAY).await.unwrap().rows[0].key.clone();
    let days = world.service.store().read(|snapshot| snapshot.court_cases(COURT, &DAY.to_string()));
    let stream = days.await.unwrap()[0].stream.clone();
    (world, key, stream, person)
}

async fn form(world: &World, key: &str) -> Form {
    let version = world.service.listed_defendant(&court(), COURT, DAY, key).await.unwrap().version;
    Form { key: world.service.fresh_key(), version, ..Form::default() }
}

fn choice(key: &str, person: Option<&StreamId>) -> Choice {
    let person = person.map(ToString::to_string).unwrap_or_default();
    Choice { court: COURT.into(), day: DAY.to_string(), case: key.into(), person }
}

async fn link(world: &World, key: &str, person: &StreamId) {
    let form = form(world, key).await;
    world.service.confirm_match(&court(), &form, &choice(key, Some(person))).await.unwrap();
}

async fn hold(world: &World, person: &StreamId) {
    let said = Hold { stream: person.to_string(), authority: "Independent inquiry".into() };
    world.service.place_hold(&keeper("N00INF1"), &Form::default(), &said).await.unwrap();
}

/// What comes of erasing the entries of a court's list, which two people want.
async fn erase(world: &World, stream: &StreamId, seqs: &[u64]) -> Result<(), Problem> {
    let said = Proposal {
        stream: stream.to_string(),
        whole: false,
        seqs: seqs.to_vec(),
        authority: "Schedule".into(),
        reason: "Out of time".into(),
    };
    world.service.propose_erasure(&keeper("N00INF1"), &Form::default(), &said).await?;
    let proposal = world.service.store().entries(stream.clone()).await.unwrap().len() as u64;
    let decision = Decision { stream: stream.to_string(), proposal, erase: Some(true), reason: String::new() };
    world.service.decide_erasure(&keeper("N00INF2"), &Form::default(), &decision).await.map(drop)
}

/// The seqs of what a court's list says of a case, as listed.
async fn listed(world: &World, stream: &StreamId, key: &str) -> Vec<u64> {
    let rows = world.service.store().entries(stream.clone()).await.unwrap();
    let of_it = rows.into_iter().filter(|row| {
        let content = String::from_utf8(row.content.clone().unwrap_or_default()).unwrap();
        content.contains(&format!(r#""component":"{key}""#)) && content.contains(r#""kind":"case_listed""#)
    });
    of_it.map(|row| row.seq).collect()
}

fn is_held(outcome: &Result<(), Problem>) -> bool {
    let words = "A legal hold stands on somebody whom some of this is about";
    matches!(outcome, Err(Problem::Invalid(wrong)) if wrong[0].message.starts_with(words))
}

#[tokio::test]
async fn a_hold_on_a_person_keeps_the_case_of_theirs_on_a_courts_list_and_the_twin_that_is_nobodys_goes() {
    let (world, key, stream, person) = world().await;
    link(&world, &key, &person).await;
    hold(&world, &person).await;
    let seqs = listed(&world, &stream, &key).await;
    let held = erase(&world, &stream, &seqs).await;
    assert!(is_held(&held), "{held:?}");
    let rows = world.service.court_day(&court(), COURT, DAY).await.unwrap().rows;
    let twin = rows.iter().find(|row| row.key != key).unwrap().key.clone();
    let seqs = listed(&world, &stream, &twin).await;
    erase(&world, &stream, &seqs).await.unwrap();
}

#[tokio::test]
async fn a_hold_on_whoever_a_case_was_linked_with_by_mistake_keeps_nothing_of_it() {
    let (world, key, stream, person) = world().await;
    link(&world, &key, &person).await;
    let undo = form(&world, &key).await;
    world.service.undo_match(&court(), &undo, &choice(&key, None), 0).await.unwrap();
    hold(&world, &person).await;
    let seqs = listed(&world, &stream, &key).await;
    erase(&world, &stream, &seqs).await.unwrap();
}

#[tokio::test]
async fn a_case_that_was_not_linked_with_somebody_is_named_before_they_are_erased() {
    let (world, key, stream, person) = world().await;
    let said = Proposal {
        stream: person.to_string(),
        whole: true,
        seqs: Vec::new(),
        authority: "Schedule".into(),
        reason: "Out of time".into(),
    };
    let keeper = keeper("N00INF1");
    world.service.propose_erasure(&keeper, &Form::default(), &said).await.unwrap();
    let proposal = world.service.store().entries(person.clone()).await.unwrap().len() as u64;
    let found = world.service.erasure(&keeper, &person, proposal).await.unwrap().elsewhere;
    let streams: Vec<&StreamId> = found.listed.iter().map(|listing| &listing.stream).collect();
    assert_eq!(streams, [&stream]);
    link(&world, &key, &person).await;
    let found = world.service.erasure(&keeper, &person, proposal).await.unwrap().elsewhere;
    assert!(found.listed.is_empty(), "{found:?}");
}

#[tokio::test]
async fn whoever_opened_a_record_while_a_case_was_linked_with_it_by_mistake_is_told() {
    let (world, key, _, person) = world().await;
    link(&world, &key, &person).await;
    world.service.open(&officer(), Action::ViewCase, &person, View::default()).await.unwrap();
    assert!(world.service.notices(&officer()).await.unwrap().is_empty());
    let undo = form(&world, &key).await;
    world.service.undo_match(&court(), &undo, &choice(&key, None), 0).await.unwrap();
    assert_eq!(world.service.notices(&officer()).await.unwrap().len(), 1);
    assert!(world.service.notices(&court()).await.unwrap().is_empty(), "who took it back knows");
}
