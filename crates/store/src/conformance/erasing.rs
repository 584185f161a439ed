//! Erasure: what it takes besides content and salt, and what it leaves.

use ledger::{Hash, StreamId};

use super::samples::{START, act, diary_row, entry, erasure, person, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, Appended, IdemKey, NewEntry, SideWrite};
use crate::court::CourtCaseRow;
use crate::drafts::DraftRow;
use crate::erasures::ErasureRow;
use crate::rows::Rows;
use crate::store::Store;

fn referring(stream: &StreamId, document: &[u8]) -> NewEntry {
    let content = format!(r#"{{"body":{{"document":"{}"}},"kind":"letter","v":1}}"#, Hash::of(document));
    NewEntry { content: content.into_bytes(), ..entry(stream, "letter") }
}

async fn erase(store: &Store, ids: &[String]) -> Result<(), String> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let entries = vec![erasure(&person(1), &ids)];
    record(store, Act { entries, ..act(START, &person(1), "erasing") }).await.map(drop)
}

pub(super) async fn a_document_goes_with_the_last_entry_that_refers_to_it(store: &Store) -> Outcome {
    let (own, shared) = (b"a letter".to_vec(), b"a notice to everybody".to_vec());
    let (one, two) = (person(1), person(2));
    let entries = vec![referring(&one, &own), referring(&one, &shared), referring(&two, &shared)];
    let documents = [&own, &shared].map(|bytes| (Hash::of(bytes), bytes.clone())).to_vec();
    record(store, Act { entries, documents, ..act(START, &one, "letters") }).await?;
    let left = || {
        let hashes = [Hash::of(&own), Hash::of(&shared)];
        store.read(move |snapshot| {
            Ok([snapshot.document(&hashes[0])?.is_some(), snapshot.document(&hashes[1])?.is_some()])
        })
    };
    erase(store, &[format!("{one}/1"), format!("{one}/2")]).await?;
    same("the other still refers to one", &left().await, &Ok([false, true]))?;
    erase(store, &[format!("{two}/1")]).await?;
    same("nobody refers to either", &left().await, &Ok([false, false]))
}

pub(super) async fn drafts_about_the_stream_go_and_others_stay(store: &Store) -> Outcome {
    let one = person(1);
    record(store, act(START, &one, "to be erased")).await?;
    let draft = |form: String, subject: String| {
        SideWrite::PutDraft(DraftRow { staff: "staff-1".into(), form, subject, body: "typed".into(), saved_at: START })
    };
    let home = |number: u64| format!("/cases/{}/note", person(number).as_str().trim_start_matches("person-"));
    let kept =
        vec![draft(home(1), String::new()), draft("note".into(), one.to_string()), draft(home(2), String::new())];
    store.put(SideWrite::All(kept)).await.map_err(words)?;
    erase(store, &[format!("{one}/1")]).await?;
    let left = store.read(|snapshot| snapshot.drafts_of("staff-1")).await.map_err(words)?;
    same("left", &left.into_iter().map(|row| row.form).collect::<Vec<_>>(), &vec![home(2)])
}

pub(super) async fn the_digest_of_an_erased_form_goes_and_its_key_stays(store: &Store) -> Outcome {
    let keyed = |key: &str| {
        let key = IdemKey { actor: "staff-1".into(), key: key.into(), digest: [7; 32] };
        Act { key: Some(key), ..act(START, &person(1), "typed") }
    };
    let first = record(store, keyed("first")).await?;
    record(store, keyed("second")).await?;
    erase(store, &[first.ids[0].to_string()]).await?;
    same("sent again", &store.append(keyed("first")).await, &Ok(Appended::KeyReused))?;
    let other = store.append(keyed("second")).await;
    same("another form", &matches!(other, Ok(Appended::Repeat(_))), &true)
}

pub(super) async fn what_was_once_shown_goes_with_what_was_said(store: &Store) -> Outcome {
    let show = |text: &str, starts: &str| {
        let rows = vec![Rows::Diary { stream: person(1), rows: vec![diary_row(1, "a", starts)] }];
        Act { rows, ..act(START, &person(1), text) }
    };
    let then = record(store, show("said", "2015-12-15T09:00")).await?.recorded;
    record(store, show("said again", "2015-12-15T11:00")).await?;
    let known =
        || store.read(move |snapshot| snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", then));
    same("before", &known().await.map(|rows| rows.len()), &Ok(1))?;
    erase(store, &[format!("{}/1", person(1))]).await?;
    same("after", &known().await, &Ok(vec![]))?;
    let now = store.read(|snapshot| snapshot.diary_of(&person(1))).await.map_err(words)?;
    same("what holds stays", &now, &vec![diary_row(1, "a", "2015-12-15T11:00")])
}

pub(super) async fn erasures_are_found_by_their_state(store: &Store) -> Outcome {
    let row = |number: u64, proposal, state: &str| ErasureRow {
        stream: person(number),
        proposal,
        state: state.into(),
        authority: "schedule".into(),
        proposed_by: "staff-1".into(),
        proposed_at: START + proposal,
        decided_by: None,
        entries: 0,
    };
    let own = |number, rows| Rows::Erasure { stream: person(number), rows };
    let rows = vec![own(1, vec![row(1, 1, "erased"), row(1, 2, "waiting")]), own(2, vec![row(2, 3, "waiting")])];
    record(store, Act { rows, ..act(START, &person(1), "proposed") }).await?;
    let found = store.read(|snapshot| Ok((snapshot.erasures("waiting", 10)?, snapshot.streams_with_erasures()?)));
    let expected = (vec![row(2, 3, "waiting"), row(1, 2, "waiting")], vec![person(1)]);
    same("waiting, and streams", &found.await.map_err(words)?, &expected)
}

pub(super) async fn streams_in_which_a_hold_was_placed_are_found_some_at_a_time(store: &Store) -> Outcome {
    let hold = |number| {
        let stream = person(number);
        let content = br#"{"body":{"authority":"inquiry"},"kind":"legal_hold_placed","v":1}"#.to_vec();
        NewEntry { content, ..entry(&stream, "hold") }
    };
    for number in 1..=4 {
        record(store, act(START, &person(number), &format!("said of {number}"))).await?;
    }
    for number in [2, 2, 4] {
        record(store, Act { entries: vec![hold(number)], ..act(START, &person(number), "") }).await?;
    }
    let (mut after, mut found, mut walks) = (None, Vec::new(), 0);
    loop {
        let from: Option<StreamId> = after.take();
        let walked = store.read(move |snapshot| snapshot.holds_placed(from.as_ref(), 3)).await.map_err(words)?;
        let Some(walked) = walked else { break };
        found.extend(walked.held);
        after = Some(walked.last);
        walks += 1;
    }
    same("held", &found, &vec![person(2), person(4)])?;
    same("walked more than once", &(walks > 1), &true)
}

pub(super) async fn where_else_somebody_is_listed_is_found(store: &Store) -> Outcome {
    let court = stream("court", 1);
    let case = |key: &str, defendant: &str| CourtCaseRow {
        stream: court.clone(),
        case_key: key.into(),
        court: "B01".into(),
        day: "2015-12-15".into(),
        room: "1".into(),
        session: "morning".into(),
        listing: 1,
        defendant: defendant.into(),
        digest: "d".into(),
        state: "listed".into(),
        person: None,
    };
    let theirs = case("1", r#"{"born":"1988-02-29"}"#);
    let rows = vec![Rows::CourtCase {
        stream: court.clone(),
        rows: vec![theirs.clone(), case("2", r#"{"born":"1988-02-28"}"#)],
    }];
    record(store, Act { rows, ..act(START, &person(1), "listed") }).await?;
    let found = store.read(|snapshot| snapshot.court_cases_with("1988-02-29", 9)).await.map_err(words)?;
    same("found", &found, &vec![theirs])
}
