//! What stands beside the ledger: sessions, attempts, drafts, passwords, the reads log.

use std::time::Duration;

use super::samples::{START, act, entry, person, read_row, record, stream};
use super::{Outcome, same, words};
use crate::act::{Act, IdemKey, SideWrite};
use crate::drafts::DraftRow;
use crate::places::TeamRow;
use crate::rows::Rows;
use crate::seen::WhoRead;
use crate::sessions::SessionRow;
use crate::snapshot::Snapshot;
use crate::staff::StaffRow;
use crate::store::Store;

fn session(id: u8, staff: &str, expires: i64) -> SessionRow {
    let (created, csrf) = (START, format!("token-{id}"));
    SessionRow { id_hash: vec![id; 32], staff: staff.into(), created, last_seen: START, expires, csrf }
}

pub(super) async fn sessions_are_kept_and_ended(store: &Store) -> Outcome {
    for row in [session(1, "staff-1", START + 10), session(2, "staff-1", START + 20), session(3, "staff-2", START + 30)]
    {
        store.put(SideWrite::PutSession(row)).await.map_err(words)?;
    }
    store.put(SideWrite::TouchSession { id_hash: vec![3; 32], last_seen: START + 5 }).await.map_err(words)?;
    let found = || store.read(|snapshot| (1..=3).map(|id| snapshot.session(&[id; 32])).collect::<Result<Vec<_>, _>>());
    let seen = found().await.map_err(words)?;
    same("seen", &seen[2].as_ref().map(|row| row.last_seen), &Some(START + 5))?;
    store.put(SideWrite::DropSessionsExpired { before: START + 11 }).await.map_err(words)?;
    let left: Vec<_> = found().await.map_err(words)?.iter().map(Option::is_some).collect();
    same("not expired", &left, &vec![false, true, true])?;
    store.put(SideWrite::DropSessionsOf { staff: "staff-1".into() }).await.map_err(words)?;
    store.put(SideWrite::DropSession { id_hash: vec![3; 32] }).await.map_err(words)?;
    let left: Vec<_> = found().await.map_err(words)?.iter().map(Option::is_some).collect();
    same("ended", &left, &vec![false, false, false])
}

pub(super) async fn whose_a_session_is_comes_with_it(store: &Store) -> Outcome {
    let staff = StaffRow {
        stream: stream("staff", 1),
        staff: "staff-1".into(),
        name: "Somebody".into(),
        role: "practitioner".into(),
        team: "team-1".into(),
        provider: "provider-1".into(),
        courts: String::new(),
        active: true,
        sign_in: "somebody".into(),
    };
    let rows = vec![Rows::Staff { stream: staff.stream.clone(), rows: vec![staff.clone()] }];
    record(store, Act { rows, ..act(START, &staff.stream, "joined") }).await?;
    for row in [session(1, "staff-1", START + 10), session(2, "staff-unknown", START + 10)] {
        store.put(SideWrite::PutSession(row)).await.map_err(words)?;
    }
    let of = |id: u8| store.read(move |snapshot| snapshot.signed_in(&[id; 32]));
    let wanted = (session(1, "staff-1", START + 10), staff.clone());
    same("somebody", &of(1).await, &Ok(Some((wanted.0.clone(), wanted.1.clone(), None))))?;
    let unit = TeamRow {
        stream: stream("team", 1),
        team: "provider-1".into(),
        name: "The organisation".into(),
        provider: "provider-1".into(),
        office: String::new(),
        detail: String::new(),
    };
    let rows = vec![Rows::Team { stream: unit.stream.clone(), rows: vec![unit.clone()] }];
    record(store, Act { rows, ..act(START, &unit.stream, "formed") }).await?;
    same("of an organisation", &of(1).await, &Ok(Some((wanted.0, wanted.1, Some("The organisation".into())))))?;
    same("nobody here", &of(2).await, &Ok(None))?;
    same("no session", &of(3).await, &Ok(None))
}

pub(super) async fn what_is_foreseen_is_answered_as_if_it_had_not_been(store: &Store) -> Outcome {
    for (key, at) in [("name a", START), ("name a", START + 1), ("name b", START)] {
        store.put(SideWrite::Attempt { key: key.into(), at }).await.map_err(words)?;
    }
    store.put(SideWrite::PutSession(session(1, "staff-1", START + 10))).await.map_err(words)?;
    let asked = |snapshot: &Snapshot| {
        let attempts = ["name a", "name b", "name c"].map(|key| snapshot.attempts(key, START));
        let attempts = attempts.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok((attempts, snapshot.session(&[1; 32])?, snapshot.session(&[2; 32])?))
    };
    let plain = store.read(asked).await;
    let foreseen = store.read(move |snapshot| {
        snapshot.foresee(|ahead| {
            ahead.session(&[1; 32])?;
            ahead.foresee(|ahead| ahead.session(&[2; 32]).map(drop))?;
            // What has no answer yet may say so: that ends what is foreseen, and nothing else.
            ahead.attempts("name a", START).map(drop)
        })?;
        let once = asked(snapshot)?;
        snapshot.foresee(|ahead| ahead.attempts("name b", START).map(drop))?;
        Ok((once, asked(snapshot)?))
    });
    let (once, twice) = foreseen.await.map_err(words)?;
    same("found", &plain.as_ref().map(|(attempts, ..)| attempts.clone()), &Ok(vec![2, 1, 0]))?;
    same("foreseen", &Ok(once), &plain)?;
    same("asked again", &Ok(twice), &plain)?;
    // It holds for one reading and no longer.
    store.put(SideWrite::Attempt { key: "name a".into(), at: START + 2 }).await.map_err(words)?;
    let later = store.read(move |snapshot| snapshot.attempts("name a", START));
    same("later", &later.await, &Ok(3))
}

pub(super) async fn attempts_are_counted_since_an_instant(store: &Store) -> Outcome {
    for (key, at) in [("name a", START), ("name a", START), ("name a", START + 10), ("names b", START)] {
        store.put(SideWrite::Attempt { key: key.into(), at }).await.map_err(words)?;
    }
    let count = |since| store.read(move |snapshot| snapshot.attempts("name a", since));
    same("all", &count(START).await, &Ok(3))?;
    same("late", &count(START + 10).await, &Ok(1))?;
    store.put(SideWrite::TakeBackAttempt { key: "name a".into(), at: START + 10 }).await.map_err(words)?;
    store.put(SideWrite::TakeBackAttempt { key: "names b".into(), at: START + 10 }).await.map_err(words)?;
    same("one taken back", &count(START).await, &Ok(2))?;
    store.put(SideWrite::Attempt { key: "name a".into(), at: START + 10 }).await.map_err(words)?;
    store.put(SideWrite::DropAttempts { kind: "name", before: START + 5 }).await.map_err(words)?;
    same("left", &count(0).await, &Ok(1))?;
    same("of another kind", &store.read(|snapshot| snapshot.attempts("names b", 0)).await, &Ok(1))
}

pub(super) async fn what_nobody_waits_for_is_written_within_a_moment(store: &Store) -> Outcome {
    for n in 1..=3 {
        let (staff, at) = ("staff-1".to_owned(), START + i64::try_from(n).map_err(words)?);
        store.put_soon(SideWrite::Opened { staff, stream: person(n), at });
    }
    let wanted = Ok(vec![person(3), person(2), person(1)]);
    let opened = || store.read(|snapshot| snapshot.opened_lately("staff-1"));
    for _ in 0..200 {
        if opened().await == wanted {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    same("opened", &opened().await, &wanted)
}

pub(super) async fn drafts_are_kept_until_dropped(store: &Store) -> Outcome {
    let draft = |form: &str, body: &str, saved_at| DraftRow {
        staff: "staff-1".into(),
        form: form.into(),
        subject: person(1).to_string(),
        body: body.into(),
        saved_at,
    };
    for row in
        [draft("contact", "half", START), draft("transfer", "other", START + 1), draft("contact", "more", START + 2)]
    {
        store.put(SideWrite::PutDraft(row)).await.map_err(words)?;
    }
    let drafts = store.read(|snapshot| snapshot.drafts_of("staff-1")).await.map_err(words)?;
    same("drafts", &drafts, &vec![draft("contact", "more", START + 2), draft("transfer", "other", START + 1)])?;
    let (staff, form, subject) = ("staff-1".into(), "contact".into(), person(1).to_string());
    store.put(SideWrite::DropDraft { staff, form, subject }).await.map_err(words)?;
    let left = store.read(|snapshot| snapshot.draft("staff-1", "contact", person(1).as_str()));
    same("left", &left.await, &Ok(None))
}

pub(super) async fn side_writes_go_together_or_not_at_all(store: &Store) -> Outcome {
    let both = SideWrite::All(vec![
        SideWrite::PutPassword { staff: "staff-1".into(), phc: "$argon2id$x".into() },
        SideWrite::PutMeta { name: "origin".into(), value: "elsewhere".into() },
    ]);
    same("refused", &store.put(both).await.is_err(), &true)?;
    same("password", &store.read(|snapshot| snapshot.password("staff-1")).await, &Ok(None))?;
    let password = SideWrite::PutPassword { staff: "staff-1".into(), phc: "$argon2id$y".into() };
    store.put(SideWrite::All(vec![password])).await.map_err(words)?;
    same("kept", &store.read(|snapshot| snapshot.password("staff-1")).await, &Ok(Some("$argon2id$y".into())))
}

pub(super) async fn what_was_recorded_in_one_act_is_found_by_any_of_it(store: &Store) -> Outcome {
    let (one, other) = (person(1), person(2));
    let key = |key: &str| Some(IdemKey { actor: "staff-1".into(), key: key.into(), digest: [1; 32] });
    let both = Act { entries: vec![entry(&one, "left"), entry(&other, "came")], ..act(START, &one, "moved") };
    let moved = record(store, Act { key: key("moved"), ..both }).await?;
    let alone = record(store, Act { key: key("alone"), ..act(START, &one, "alone") }).await?;
    let bare = record(store, act(START, &one, "without a key")).await?;
    for (receipt, together) in [(&moved, moved.ids.clone()), (&alone, alone.ids.clone()), (&bare, Vec::new())] {
        for id in receipt.ids.clone() {
            let found = store.read(move |snapshot| {
                let entries = snapshot.entries(&id.stream)?;
                let recorded = entries.iter().find(|entry| entry.seq == id.seq).map_or(0, |entry| entry.recorded);
                snapshot.recorded_with(&id, recorded)
            });
            same("together", &found.await, &Ok(together.clone()))?;
        }
    }
    Ok(())
}

pub(super) async fn who_read_a_record_can_be_told(store: &Store) -> Outcome {
    let rows = [read_row(START, 1, "case"), read_row(START + 1, 2, "case"), read_row(START + 2, 1, "diary")];
    for row in &rows {
        store.log_read(row.clone()).await.map_err(words)?;
    }
    let told = |asked: WhoRead, limit| store.read(move |snapshot| snapshot.who_read(&asked, limit));
    let all = told(WhoRead::all(person(1)), 10).await.map_err(words)?;
    let found: Vec<_> = all.iter().map(|seen| seen.row.clone()).collect();
    same("told", &found, &vec![rows[2].clone(), rows[0].clone()])?;
    let first = told(WhoRead::all(person(1)), 1).await.map_err(words)?;
    same("the first page", &first, &all[..1].to_vec())?;
    let next = WhoRead { after: Some(first[0].place), ..WhoRead::all(person(1)) };
    same("the next page", &told(next, 1).await, &Ok(all[1..].to_vec()))?;
    let period = WhoRead { from: START, to: START + 2, ..WhoRead::all(person(1)) };
    same("a period", &told(period, 10).await, &Ok(all[1..].to_vec()))
}
