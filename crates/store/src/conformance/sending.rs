//! What is still to be sent: letters of an office, reminders of a minute.

use super::samples::{START, person, stream};
use super::{Outcome, same, words};
use crate::act::SideWrite;
use crate::outgoing::{OfficeCount, OutgoingRow};
use crate::places::TeamRow;
use crate::rows::Rows;
use crate::store::Store;

async fn project(store: &Store, rows: Vec<Rows>) -> Outcome {
    store.put(SideWrite::Project { rows, at: START }).await.map_err(words)
}

fn row(number: u64, message: &str, team: &str, from_at: &str, until_at: &str) -> OutgoingRow {
    OutgoingRow {
        stream: person(number),
        message: message.into(),
        kind: message.split('-').next().unwrap_or_default().into(),
        team: team.into(),
        site: "site-1".into(),
        from_at: from_at.into(),
        until_at: until_at.into(),
        state: "waiting".into(),
        why: String::new(),
    }
}

fn of(rows: &[&OutgoingRow]) -> Rows {
    Rows::Outgoing { stream: rows[0].stream.clone(), rows: rows.iter().map(|row| (*row).clone()).collect() }
}

fn teams() -> Rows {
    let team = |team: &str, provider: &str, office: &str| TeamRow {
        stream: stream("team", 1),
        team: team.into(),
        name: team.into(),
        provider: provider.into(),
        office: office.into(),
        detail: "{}".into(),
    };
    let rows = vec![
        team("team-1", "provider-1", "office-1"),
        team("team-2", "provider-1", "office-1"),
        team("team-3", "provider-1", "office-2"),
        team("team-4", "provider-2", "office-1"),
    ];
    Rows::Team { stream: stream("team", 1), rows }
}

pub(super) async fn letters_wait_in_the_office_of_whoever_manages_the_case(store: &Store) -> Outcome {
    let late = row(1, "letter-5", "team-1", "2015-12-11", "2015-12-14");
    let failed = OutgoingRow { state: "failed".into(), ..row(2, "letter-7", "team-2", "2015-12-09", "2015-12-10") };
    let elsewhere = row(3, "letter-2", "team-3", "2015-12-01", "2015-12-02");
    let others = row(4, "letter-2", "team-4", "2015-12-01", "2015-12-02");
    let text = row(1, "text-8", "team-1", "2015-12-11T09:00", "2015-12-12T09:00");
    project(store, vec![teams(), of(&[&late, &text]), of(&[&failed]), of(&[&elsewhere]), of(&[&others])]).await?;
    let waiting = store.read(|snapshot| snapshot.letters_waiting("provider-1", "office-1"));
    same("of the office", &waiting.await, &Ok(vec![failed, late]))?;
    let office = |office: &str, letters, oldest: &str, failed| OfficeCount {
        office: office.into(),
        letters,
        oldest: oldest.into(),
        failed,
    };
    let counts = store.read(|snapshot| snapshot.letters_by_office("provider-1"));
    let wanted = vec![office("office-2", 1, "2015-12-01", 0), office("office-1", 2, "2015-12-09", 1)];
    same("of the provider", &counts.await, &Ok(wanted))?;
    let none = store.read(|snapshot| snapshot.letters_waiting("provider-2", "office-2"));
    same("of another office", &none.await, &Ok(Vec::new()))
}

pub(super) async fn a_reminder_is_due_while_its_time_is_open(store: &Store) -> Outcome {
    let soon = row(1, "reminder-a", "team-1", "2015-12-14T09:00", "2015-12-15T10:00");
    let later = row(2, "reminder-a", "team-3", "2015-12-15T09:00", "2015-12-16T08:30");
    let text = row(2, "text-9", "team-3", "2015-12-15T09:05", "2015-12-16T10:00");
    let handed =
        OutgoingRow { state: "handed".into(), ..row(2, "text-7", "team-3", "2015-12-15T09:01", "2015-12-16T09:00") };
    let of_email = |row| OutgoingRow { why: "email".into(), ..row };
    let email = of_email(row(5, "reminder-a", "team-4", "2015-12-17T09:00", "2015-12-18T10:00"));
    let queued = of_email(row(5, "text-3", "team-4", "2015-12-17T09:00", "2015-12-18T10:00"));
    let rows = vec![teams(), of(&[&soon]), of(&[&later, &text, &handed]), of(&[&email, &queued])];
    project(store, rows).await?;
    let due_but = |but: &'static str| store.read(move |snapshot| snapshot.reminders_due("2015-12-17T09:00", but, 10));
    same("by e-mail", &due_but("").await, &Ok(vec![email.clone()]))?;
    same("by text", &due_but("email").await, &Ok(Vec::new()))?;
    same("by either", &due_but("neither").await, &Ok(vec![email]))?;
    let queued_but =
        |but: &'static str, now: &'static str| store.read(move |snapshot| snapshot.texts_queued(but, now, 10));
    same("queued for e-mail", &queued_but("", "2015-12-15T09:00").await, &Ok(vec![queued.clone()]))?;
    let due = |now: &'static str, most| store.read(move |snapshot| snapshot.reminders_due(now, "email", most));
    same("before", &due("2015-12-14T08:59", 10).await, &Ok(Vec::new()))?;
    same("opened", &due("2015-12-14T09:00", 10).await, &Ok(vec![soon.clone()]))?;
    same("both", &due("2015-12-15T09:00", 10).await, &Ok(vec![soon.clone(), later.clone()]))?;
    same("the first", &due("2015-12-15T09:00", 1).await, &Ok(vec![soon]))?;
    same("closed", &due("2015-12-15T10:00", 10).await, &Ok(vec![later]))?;
    same("queued", &queued_but("email", "2015-12-18T09:59").await, &Ok(vec![text.clone()]))?;
    same("let go by", &queued_but("email", "2015-12-18T10:00").await, &Ok(vec![text, queued]))?;
    let overtaken = |now: &'static str| store.read(move |snapshot| snapshot.texts_overtaken(now, 10));
    same("to be taken back", &overtaken("2015-12-16T08:59").await, &Ok(vec![handed]))?;
    same("gone by then", &overtaken("2015-12-16T09:00").await, &Ok(Vec::new()))?;
    let waiting = |office: &'static str, now: &'static str, by: &'static str| {
        store.read(move |snapshot| snapshot.reminders_waiting("provider-1", office, now, by))
    };
    same("one office", &waiting("office-1", "2015-12-14T08:00", "2015-12-14T20:00").await, &Ok(1))?;
    same("the other", &waiting("office-2", "2015-12-14T08:00", "2015-12-15T20:00").await, &Ok(2))?;
    same("closed", &waiting("office-1", "2015-12-15T10:00", "2015-12-15T20:00").await, &Ok(0))
}

pub(super) async fn what_has_left_has_no_row(store: &Store) -> Outcome {
    let letter = row(1, "letter-5", "team-1", "2015-12-11", "2015-12-14");
    project(store, vec![teams(), of(&[&letter])]).await?;
    project(store, vec![Rows::Outgoing { stream: person(1), rows: Vec::new() }]).await?;
    let waiting = store.read(|snapshot| snapshot.letters_waiting("provider-1", "office-1"));
    same("of the office", &waiting.await, &Ok(Vec::new()))
}
