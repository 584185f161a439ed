//! Arrangements whose day has come to be looked at again. Until somebody does they hold: nobody is let into one room because a
//! date went by.

use std::collections::BTreeSet;

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use store::{EntryRow, Scope, Snapshot, StoreError};

use crate::Problem;
use crate::desks::Desks;
use crate::leading::Led;
use crate::write::read_entries;

/// An arrangement that waits to be looked at again.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// Its stream.
    pub stream: StreamId,
    /// By when.
    pub by: Date,
}

/// The arrangements about people whose cases somebody holds, or covers, or a team that they lead. Once all their cases have ended
/// it is the senior's of whoever made it: it goes on holding, and must not fall on nobody.
pub(crate) fn to_review(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &Desks,
    today: Date,
) -> Result<Vec<(StreamId, Vec<EntryRow>)>, StoreError> {
    if !role_does(actor.role, Action::KeepApart) {
        return Ok(Vec::new());
    }
    let own = std::iter::once(&actor.staff).chain(desks.covers()).cloned().map(Scope::Officer);
    let day = today.to_string();
    let mut streams = BTreeSet::new();
    for scope in desks.signs().iter().map(Led::scope).chain(own) {
        streams.extend(snapshot.apart_held(&scope, &day)?);
        if let Scope::Team(team) = &scope {
            streams.extend(snapshot.apart_unheld(team, &day)?);
        }
    }
    let with_entries = |stream: StreamId| snapshot.entries(&stream).map(|entries| (stream, entries));
    streams.into_iter().map(with_entries).collect()
}

/// Those of them that are to be looked at again by today or were before: the longest overdue first.
pub(crate) fn reviewed(arrangements: &[(StreamId, Vec<EntryRow>)], today: Date) -> Result<Vec<ToReview>, Problem> {
    let mut waiting = Vec::new();
    for (stream, rows) in arrangements {
        let stands = Arrangement::fold(&read_entries(stream, rows)?, View::default());
        let due = stands.filter(|stands| stands.holds(today) && stands.review_on <= today);
        waiting.extend(due.map(|stands| ToReview { by: stands.review_on, stream: stream.clone() }));
    }
    waiting.sort_by(|a, b| (a.by, &a.stream).cmp(&(b.by, &b.stream)));
    Ok(waiting)
}
