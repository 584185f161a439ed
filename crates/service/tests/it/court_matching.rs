//! Who a defendant may be, and what a human's word opens.

use access::{Action, Refusal};
use jiff::civil::{Date, date};
use record::StreamId;
use record::case::View;
use service::court::compare::{Agreement, What};
use service::court::confirm::Choice;
use service::court::day::{Defendant, State};
use service::court::matching::FoundBy;
use service::{Ask, Form, Problem};

use super::court_world::{COURT, DAY, LIST, World, at, court, officer, other_court, stranger};

const QUILL: (&str, &str) = ("Quill", "Zoé");
const BORN: Date = date(1988, 2, 29);

async fn listed(world: &World, text: &str) -> String {
    world.service.import_court_list(&court(), "list.xml", text.into()).await.unwrap();
    world.service.court_day(&court(), COURT, DAY).await.unwrap().rows[0].key.clone()
}

async fn defendant(world: &World, key: &str) -> Defendant {
    world.service.listed_defendant(&court(), COURT, DAY, key).await.unwrap()
}

fn choice(key: &str, person: Option<&StreamId>) -> Choice {
    Choice {
        court: COURT.into(),
        day: DAY.to_string(),
        case: key.into(),
        person: person.map(ToString::to_string).unwrap_or_default(),
    }
}

async fn form(world: &World, key: &str) -> Form {
    Form { key: world.service.fresh_key(), version: defendant(world, key).await.version, ..Form::default() }
}

async fn confirm(world: &World, key: &str, person: &StreamId) {
    let form = form(world, key).await;
    world.service.confirm_match(&court(), &form, &choice(key, Some(person))).await.unwrap();
}

async fn opens(world: &World, ask: &Ask, person: &StreamId) -> bool {
    match world.service.open(ask, Action::ViewCase, person, View::default()).await {
        Ok(_) => true,
        Err(Problem::Refused { .. }) => false,
        Err(problem) => panic!("{problem}"),
    }
}

/// How a list with these facts finds the one person on record, with what agrees.
async fn check(name: (&str, &str), born: Date, pnc: Option<&str>, expected: Option<(FoundBy, [Agreement; 3])>) {
    let world = World::new();
    world.person(9, ("Other", "Ann"), date(1970, 1, 1), None).await;
    let person = world.person(5, name, born, pnc).await;
    let key = listed(&world, LIST).await;
    let found = defendant(&world, &key).await.candidates;
    let seen = found.people.first().map(|c| {
        assert_eq!(c.person, person);
        let of = |what: What| c.compared.iter().find(|c| c.what == what).unwrap().agreement;
        (c.found_by, [of(What::Name), of(What::Born), of(What::Pnc)])
    });
    assert_eq!(seen, expected, "{name:?} {born} {pnc:?}");
    assert!(found.people.len() <= 1 && found.limited == 0);
}

#[tokio::test]
async fn people_are_found_by_number_then_by_name_and_date_of_birth() {
    use Agreement::{Differs, Near, Same, Unknown};
    check(QUILL, BORN, Some("2003/0011985X"), Some((FoundBy::Pnc, [Same, Same, Same]))).await;
    check(("Vane", "Odile"), date(1990, 1, 1), Some("03/11985X"), Some((FoundBy::Pnc, [Differs, Differs, Same]))).await;
    check(QUILL, BORN, None, Some((FoundBy::NameAndBirth, [Same, Same, Unknown]))).await;
    check(("Quill", "Zoé Ann"), BORN, None, Some((FoundBy::NameAndBirth, [Near, Same, Unknown]))).await;
    check(("Quill", "Yolanda"), BORN, None, Some((FoundBy::SurnameAndBirth, [Differs, Same, Unknown]))).await;
    check(QUILL, date(1988, 3, 1), None, None).await;
    check(("Quillfeather", "Zoé"), BORN, None, None).await;
    check(QUILL, BORN, Some("2004/0012345D"), Some((FoundBy::NameAndBirth, [Same, Same, Differs]))).await;
}

#[tokio::test]
async fn a_listed_number_with_a_wrong_check_letter_still_finds_its_digits() {
    let world = World::new();
    let person = world.person(5, ("Gwilym", "Noël"), date(1980, 1, 1), Some("2004/0012345D")).await;
    let imported = world.service.import_court_list(&court(), "list.xml", LIST.into()).await.unwrap();
    assert_eq!((imported.matched, imported.new), (1, 2), "the organisation is neither");
    let day = world.service.court_day(&court(), COURT, date(2015, 12, 15)).await.unwrap();
    let found = world.service.listed_defendant(&court(), COURT, day.date, &day.rows[0].key).await.unwrap();
    assert_eq!(found.candidates.people[0].person, person);
    let pnc = found.candidates.people[0].compared.iter().find(|c| c.what == What::Pnc).unwrap();
    assert_eq!((pnc.agreement, pnc.listed.as_str()), (Agreement::Near, "2004/0012345U"));
}

#[tokio::test]
async fn day_and_month_swapped_is_found_and_said() {
    let swapped = LIST.replace("29/02/1988", "03/02/1988");
    let world = World::new();
    world.person(5, QUILL, date(1988, 3, 2), None).await;
    let key = listed(&world, &swapped).await;
    let found = &defendant(&world, &key).await.candidates.people[0];
    assert_eq!(found.found_by, FoundBy::NameAndSwappedBirth);
    assert_eq!(found.compared[1].agreement, Agreement::Near);
}

#[tokio::test]
async fn confirming_opens_the_record_to_court_officers_and_to_nobody_else() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, Some("2003/0011985X")).await;
    let key = listed(&world, LIST).await;
    assert!(!opens(&world, &court(), &person).await, "a candidate's record stays closed");
    confirm(&world, &key, &person).await;
    for ask in [court(), other_court(), at("2015-12-21T17:00")] {
        assert!(opens(&world, &ask, &person).await, "{ask:?}");
    }
    assert!(!opens(&world, &at("2015-12-22T09:00"), &person).await, "five working days are over");
    assert!(!opens(&world, &stranger(), &person).await);
    let found = defendant(&world, &key).await;
    assert!(found.candidates.people.is_empty());
    let known = found.answer.unwrap().known.unwrap().unwrap();
    assert_eq!(known.person, person);
}

#[tokio::test]
async fn taking_it_back_closes_the_record_again() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    let key = listed(&world, LIST).await;
    confirm(&world, &key, &person).await;
    let form = form(&world, &key).await;
    world.service.undo_match(&court(), &form, &choice(&key, None), 0).await.unwrap();
    assert!(!opens(&world, &court(), &person).await);
    let found = defendant(&world, &key).await;
    assert!(found.answer.is_none() && found.candidates.people.len() == 1);
    confirm(&world, &key, &person).await;
    assert!(opens(&world, &court(), &person).await, "and it can be said again");
}

#[tokio::test]
async fn a_later_version_of_the_list_keeps_who_the_defendant_is() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    let key = listed(&world, LIST).await;
    confirm(&world, &key, &person).await;
    let moved = LIST.replace("<line1>1 Test Lane", "<line1>9 Test Lane");
    let later = at("2015-12-15T07:00");
    world.service.import_court_list(&later, "list.xml", moved.into()).await.unwrap();
    let day = world.service.court_day(&court(), COURT, DAY).await.unwrap();
    assert!(matches!(&day.rows[0].state, State::Known(Some(row)) if row.stream == person), "{:?}", day.rows[0].state);
}

#[tokio::test]
async fn only_a_court_officer_says_who_a_defendant_is() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    let key = listed(&world, LIST).await;
    let form = form(&world, &key).await;
    let refused = world.service.confirm_match(&officer(), &form, &choice(&key, Some(&person))).await;
    assert!(matches!(refused, Err(Problem::Refused { refusal: Refusal::NotTheirRole, .. })));
    let seen = world.service.listed_defendant(&officer(), COURT, DAY, &key).await.unwrap();
    assert!(!seen.may_confirm && seen.candidates.people.is_empty());
}

#[tokio::test]
async fn nobody_can_be_confirmed_whom_nothing_on_the_list_points_to() {
    let world = World::new();
    let unlike = world.person(6, ("Other", "Ann"), date(1970, 1, 1), None).await;
    let key = listed(&world, LIST).await;
    let form = form(&world, &key).await;
    let refused = world.service.confirm_match(&court(), &form, &choice(&key, Some(&unlike))).await;
    assert!(matches!(refused, Err(Problem::Invalid(_))), "{refused:?}");
    assert!(!opens(&world, &court(), &unlike).await);
}

#[tokio::test]
async fn of_a_limited_record_nothing_is_shown_and_nothing_can_be_confirmed() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    world.restrict(&person).await;
    let key = listed(&world, LIST).await;
    let found = defendant(&world, &key).await.candidates;
    assert_eq!((found.people.len(), found.limited), (0, 1));
    let form = form(&world, &key).await;
    let refused = world.service.confirm_match(&court(), &form, &choice(&key, Some(&person))).await;
    assert!(matches!(refused, Err(Problem::Refused { refusal: Refusal::Limited, .. })), "{refused:?}");
}

#[tokio::test]
async fn whoever_answers_second_is_told_that_somebody_was_faster() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    let key = listed(&world, LIST).await;
    let (mine, theirs) = (form(&world, &key).await, form(&world, &key).await);
    world.service.confirm_no_record(&other_court(), &theirs, &choice(&key, None)).await.unwrap();
    let second = world.service.confirm_match(&court(), &mine, &choice(&key, Some(&person))).await;
    assert!(matches!(second, Err(Problem::Changed { .. })), "{second:?}");
    let day = world.service.court_day(&court(), COURT, DAY).await.unwrap();
    assert!(matches!(day.rows[0].state, State::NoRecord));
    assert_eq!(defendant(&world, &key).await.answer.unwrap().by, "N02CRT1");
}

#[tokio::test]
async fn the_same_form_twice_is_recorded_once() {
    let world = World::new();
    let person = world.person(5, QUILL, BORN, None).await;
    let key = listed(&world, LIST).await;
    let form = form(&world, &key).await;
    let before = world.court_entries().await;
    for repeat in [false, true] {
        let saved = world.service.confirm_match(&court(), &form, &choice(&key, Some(&person))).await.unwrap();
        assert_eq!(saved.repeat, repeat);
    }
    assert_eq!(world.court_entries().await, before + 1);
}
