//! What must hold, asked of the record and compared with the model.

use std::collections::BTreeSet;

use ledger::{EntryId, StreamId};
use store::conformance::samples::person;
use store::{Act, Answered, Appended, DiaryRow, IdemKey, Snapshot, WhoRead};

use super::actors::{guard, staff};
use super::broken::{
    BESIDE, DOCUMENTS, ENTRIES, ERASED, GROWS, GUARDS, HEADS, Held, KNOWN, LOG, READS, REPEAT, ROWS, SEALED, VERIFIES,
    broken, same,
};
use super::model::{Answer, Model, erased_by};
use super::plan::{ACTORS, GUARDS as GUARD_COUNT, PEOPLE};
use super::subject::Subject;
use super::views::Views;

/// More rows than any plan makes.
const ALL: u32 = 1_000_000;

/// Whatever some acts touched.
pub(crate) fn touched(subject: &impl Subject, model: &Model, acts: &[Act], answers: &[Answer]) -> Held {
    let mut streams: BTreeSet<StreamId> =
        acts.iter().flat_map(|act| &act.entries).map(|one| one.stream.clone()).collect();
    streams.extend(acts.iter().flat_map(erased_by).map(|id| id.stream));
    let look = |snapshot: &Snapshot| {
        streams.iter().try_for_each(|stream| stands(snapshot, model, stream))?;
        guards(snapshot, model)?;
        answers.iter().try_for_each(|answer| sealed(snapshot, answer))
    };
    subject.store().read_here(|snapshot| Ok(look(snapshot)))?
}

/// Everything there is.
pub(crate) fn everything(subject: &impl Subject, model: &mut Model) -> Held {
    subject.store().protect_here()?;
    let look = |snapshot: &Snapshot| {
        for stream in (0..PEOPLE).map(person) {
            stands(snapshot, model, &stream)?;
            read(snapshot, model, &stream)?;
        }
        guards(snapshot, model)?;
        keys(snapshot, model)?;
        beside(snapshot, model)?;
        log(snapshot, model)?;
        known(snapshot, model)
    };
    subject.store().read_here(|snapshot| Ok(look(snapshot)))??;
    let last = subject.store().read_here(Snapshot::last_checkpoint)?;
    model.signed.extend(last.map(|last| (last.size, last.root)));
    verifies(subject, model)
}

/// What was known at each instant of the past.
pub(crate) fn past(subject: &impl Subject, model: &Model) -> Held {
    subject.store().read_here(|snapshot| Ok(known(snapshot, model)))?
}

/// A stream's entries and views.
fn stands(snapshot: &Snapshot, model: &Model, stream: &StreamId) -> Held {
    let said = model.streams.get(stream).map(Vec::as_slice).unwrap_or_default();
    let found = snapshot.whole_entries(stream)?;
    let place = |seq: u64, recorded: i64| format!("{stream}/{seq} at {recorded}");
    let places: Vec<_> = found.iter().map(|whole| place(whole.entry.seq, whole.entry.recorded)).collect();
    let wanted: Vec<_> = said.iter().zip(1..).map(|(said, seq)| place(seq, said.recorded)).collect();
    same(ENTRIES, "entries", &places, &wanted)?;
    for (whole, said) in found.iter().zip(said) {
        let id = format!("{stream}/{}", whole.entry.seq);
        let is_there = (whole.entry.content.is_some(), whole.salt.is_some());
        same(ERASED, &id, &is_there, &(said.content.is_some(), said.content.is_some()))?;
        if whole.entry.content != said.content {
            return Err(broken(ENTRIES, format!("{id} does not say what was said")));
        }
    }
    let head = snapshot.head(stream)?.map(|head| (head.seq, head.recorded, head.hash));
    let last = found.last().map(|whole| (whole.entry.seq, whole.entry.recorded, whole.entry.hash));
    same(HEADS, stream.as_str(), &head, &last)?;
    let (person, keys) = (snapshot.person(stream)?, snapshot.person_keys(stream)?);
    let views = Views { person, keys, diary: snapshot.diary_of(stream)?, duties: snapshot.duties_of(stream)? };
    let wanted = model.views.get(stream).and_then(|history| history.last()).map(|(_, views)| views.clone());
    same(ROWS, stream.as_str(), &views.sorted(), &wanted.unwrap_or_default())
}

fn guards(snapshot: &Snapshot, model: &Model) -> Held {
    let names: Vec<_> = (0..=GUARD_COUNT).map(guard).collect();
    let wanted = names.iter().map(|name| model.guard(name)).collect();
    same(GUARDS, "versions", &snapshot.guard_versions(&names)?, &wanted)
}

/// What was told as protected.
fn sealed(snapshot: &Snapshot, answer: &Answer) -> Held {
    let Ok(Appended::Recorded(receipt)) = answer else { return Ok(()) };
    let Some(id) = receipt.ids.last().filter(|_| receipt.protected) else { return Ok(()) };
    let position = snapshot.position_of(&id.stream, id.seq)?;
    let size = snapshot.last_checkpoint()?.map_or(0, |last| last.size);
    if position.is_some_and(|position| position < size) {
        return Ok(());
    }
    Err(broken(SEALED, format!("{id} stands at {position:?} of {size}")))
}

fn read(snapshot: &Snapshot, model: &Model, stream: &StreamId) -> Held {
    let seen = snapshot.who_read(&WhoRead::all(stream.clone()), ALL)?;
    let mut read: Vec<_> = seen.into_iter().map(|seen| seen.row).collect();
    let mut wanted = model.reads.clone();
    wanted.retain(|row| row.subject.as_deref() == Some(stream.as_str()));
    for rows in [&mut read, &mut wanted] {
        rows.sort_by(|a, b| a.detail.cmp(&b.detail));
    }
    same(READS, stream.as_str(), &read, &wanted)
}

fn keys(snapshot: &Snapshot, model: &Model) -> Held {
    for ((actor, key), keyed) in model.keys.iter().filter(|(_, keyed)| !keyed.erased) {
        let asked = IdemKey { actor: actor.clone(), key: key.clone(), digest: keyed.digest };
        let first = Answered::Before { act: keyed.receipt.act.clone(), answer: keyed.receipt.answer.clone() };
        same(REPEAT, key, &snapshot.answered(&asked)?, &Some(first))?;
    }
    Ok(())
}

/// Drafts and documents.
fn beside(snapshot: &Snapshot, model: &Model) -> Held {
    for actor in (0..ACTORS).map(staff) {
        let mut drafts = snapshot.drafts_of(&actor)?;
        drafts.sort_by(|a, b| (&a.form, &a.subject).cmp(&(&b.form, &b.subject)));
        let wanted = model.drafts.iter().filter(|((staff, _, _), _)| *staff == actor);
        let mut wanted: Vec<_> = wanted.map(|(_, draft)| draft.clone()).collect();
        wanted.sort_by(|a, b| (&a.form, &a.subject).cmp(&(&b.form, &b.subject)));
        same(BESIDE, &actor, &drafts, &wanted)?;
    }
    for (hash, (bytes, id)) in &model.documents {
        let found = snapshot.document(hash)?;
        let (invariant, wanted) = if model.erased.contains(id) { (ERASED, None) } else { (DOCUMENTS, Some(bytes)) };
        if found.as_ref() != wanted {
            return Err(broken(invariant, format!("the letter of {id} is there: {}", found.is_some())));
        }
    }
    Ok(())
}

fn log(snapshot: &Snapshot, model: &Model) -> Held {
    let log = snapshot.log_range(0, ALL)?;
    let row = log.iter().zip(0..).find(|(row, position)| row.position != *position);
    same(LOG, "a gap", &row.map(|(row, _)| row.position), &None)?;
    let back = log.windows(2).find(|pair| pair[1].recorded < pair[0].recorded).map(|pair| pair[1].position);
    same(LOG, "back in time", &back, &None)?;
    let id = |row: &store::LogRow| EntryId { stream: row.stream.clone(), seq: row.seq };
    let mut entries: Vec<_> = log.iter().filter(|row| row.is_entry).map(id).collect();
    entries.sort();
    let mut wanted: Vec<_> = model.ids().collect();
    wanted.sort();
    same(LOG, "entries", &entries, &wanted)?;
    let size = snapshot.last_checkpoint()?.map_or(0, |last| last.size);
    same(LOG, "unsealed, and signed", &(snapshot.unsealed()?, size), &(0, log.len() as u64))?;
    for (size, root) in &model.signed {
        let found = snapshot.checkpoint_covering(size - 1)?.map(|found| (found.size, found.root));
        same(GROWS, "a checkpoint", &found, &Some((*size, *root)))?;
    }
    Ok(())
}

/// The diary of everyone, at every instant at which something of it became known, and just before.
fn known(snapshot: &Snapshot, model: &Model) -> Held {
    let instants: BTreeSet<i64> = model.views.values().flatten().flat_map(|(at, _)| [at - 1, *at]).collect();
    for at in instants {
        let is_sharp = |stream: &StreamId| model.blurred.get(stream).is_none_or(|blurred| *blurred <= at);
        let seen = model.views.iter().filter(|(stream, _)| is_sharp(stream)).filter_map(|(_, history)| {
            let before = history.partition_point(|(since, _)| *since <= at);
            history.get(before.checked_sub(1)?)
        });
        let mut wanted: Vec<DiaryRow> = seen.flat_map(|(_, views)| views.diary.clone()).collect();
        let found = snapshot.diary_of_officer_known_at("staff-1", "2015-12-15", "2015-12-15", at)?;
        let (sharp, blurred): (Vec<_>, Vec<_>) = found.into_iter().partition(|row| is_sharp(&row.stream));
        if let Some(row) = blurred.iter().find(|row| !outlived(model, row)) {
            return Err(broken(ERASED, format!("what was known at {at} is still known: {row:?}")));
        }
        let mut found = sharp;
        for rows in [&mut found, &mut wanted] {
            rows.sort_by(|a, b| (&a.stream, &a.appointment).cmp(&(&b.stream, &b.appointment)));
        }
        same(KNOWN, &format!("as known at {at}"), &found, &wanted)?;
    }
    Ok(())
}

/// Whether a row still held when something of its stream was erased.
fn outlived(model: &Model, row: &DiaryRow) -> bool {
    let history = model.views.get(&row.stream).map(Vec::as_slice).unwrap_or_default();
    history.first().is_some_and(|(_, views)| views.diary.contains(row))
}

fn verifies(subject: &impl Subject, model: &Model) -> Held {
    let expect: Vec<_> = model.ids().map(|id| id.to_string()).collect();
    let report = subject.verify(&expect)?;
    if !report.ok {
        return Err(broken(VERIFIES, format!("{report:?}")));
    }
    let mut erased = report.erasures;
    erased.sort();
    let mut wanted: Vec<_> = model.erased.iter().map(ToString::to_string).collect();
    wanted.sort();
    same(VERIFIES, "entries and erasures", &(report.entries, erased), &(expect.len() as u64, wanted))
}
