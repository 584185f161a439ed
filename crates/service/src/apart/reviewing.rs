//! Arrangements whose day has come to be looked at again. Until somebody does they hold: nobody is let into one room because a
//! date went by.

use std::collections::BTreeSet;

use access::{Action, role_does};
use jiff::civil::Date;
use record::StreamId;
use record::apart::Arrangement;
use record::case::View;
use record::facts::organisation::Role;
use store::Scope;

use crate::leading::{Led, signed_for};
use crate::owner::covered;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// An arrangement that waits to be looked at again.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// Its stream.
    pub stream: StreamId,
    /// By when.
    pub by: Date,
}

impl Service {
    /// The arrangements about people whose cases the asker holds, or covers, or a team that they lead, that are to be looked at
    /// again by today or were before: the longest overdue first.
    pub async fn apart_to_review(&self, ask: &Ask) -> Result<Vec<ToReview>, Problem> {
        let (actor, today) = (ask.actor.clone(), ask.today());
        if !role_does(actor.role, Action::KeepApart) {
            return Ok(Vec::new());
        }
        let found = self.store.read(move |snapshot| {
            let mut scopes: Vec<Scope> = match actor.role {
                Role::SeniorProbationOfficer => signed_for(snapshot, &actor, today)?.iter().map(Led::scope).collect(),
                _ => Vec::new(),
            };
            scopes.push(Scope::Officer(actor.staff.clone()));
            scopes.extend(covered(snapshot, &actor, today)?.into_iter().map(Scope::Officer));
            let mut streams = BTreeSet::new();
            for scope in scopes {
                streams.extend(snapshot.apart_held(&scope, &today.to_string())?);
            }
            streams.into_iter().map(|stream| Ok((snapshot.entries(&stream)?, stream))).collect::<Result<Vec<_>, _>>()
        });
        let mut waiting = Vec::new();
        for (rows, stream) in found.await? {
            let stands = Arrangement::fold(&read_entries(&stream, &rows)?, View::default());
            let due = stands.filter(|stands| stands.holds(today) && stands.review_on <= today);
            waiting.extend(due.map(|stands| ToReview { by: stands.review_on, stream }));
        }
        waiting.sort_by(|a, b| (a.by, &a.stream).cmp(&(b.by, &b.stream)));
        Ok(waiting)
    }
}
