//! Arrangements whose day has come to be looked at again. Until somebody does they hold: nobody is let into one room because a
//! date went by.

use std::collections::BTreeSet;

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use store::{EntryRow, Scope, Snapshot, StoreError};

use super::answering::{Falls, answering};
use crate::desks::Desks;
use crate::leading::Led;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// An arrangement that waits to be looked at again.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// Its stream.
    pub stream: StreamId,
    /// By when.
    pub by: Date,
    /// To whom it falls; others concerned may say it as well.
    pub falls_to: Falls,
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
pub(crate) fn due(
    arrangements: Vec<(StreamId, Vec<EntryRow>)>,
    today: Date,
) -> Result<Vec<(StreamId, Arrangement)>, Problem> {
    let mut due = Vec::new();
    for (stream, rows) in arrangements {
        let stands = Arrangement::fold(&read_entries(&stream, &rows)?, View::default());
        let is_due = stands.filter(|stands| stands.holds(today) && stands.review_on <= today);
        due.extend(is_due.map(|stands| (stream, stands)));
    }
    due.sort_by(|(a, one), (b, other)| (one.review_on, a).cmp(&(other.review_on, b)));
    Ok(due)
}

impl Service {
    /// With whom each of them falls to. Most days there is none, and nothing is read.
    pub(crate) async fn with_whom_they_fall_to(
        &self,
        ask: &Ask,
        desks: &Desks,
        due: Vec<(StreamId, Arrangement)>,
    ) -> Result<Vec<ToReview>, Problem> {
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let (actor, today, mut roster) = (ask.actor.clone(), ask.today(), desks.roster());
        let waiting = self.store.read(move |snapshot| {
            let mut waiting = Vec::with_capacity(due.len());
            for (stream, stands) in due {
                let falls_to = answering(snapshot, &actor, &stands, &mut roster, today)?.looks_again;
                waiting.push(ToReview { stream, by: stands.review_on, falls_to });
            }
            Ok(waiting)
        });
        Ok(waiting.await?)
    }
}
