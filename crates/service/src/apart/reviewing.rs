//! Arrangements whose day has come to be looked at again. Until somebody does they hold: nobody is let into one room because a
//! date went by. With those that wait for a senior's word they are found in one reading ([`found`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use record::StreamId;
use store::{Scope, Snapshot, StoreError};

use super::answering::{Answering, Falls, answering};
use super::briefs::{Brief, Briefs, Read};
use super::confirming::ToConfirm;
use super::works_with;
use crate::desks::Desks;
use crate::door::limits_among;
use crate::leading::Led;
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

/// The arrangements that may wait for somebody.
pub(crate) struct Found {
    read: Read,
    /// Those that a senior of a team they sign for confirms.
    to_confirm: BTreeSet<StreamId>,
    /// Those about people whose cases somebody holds, or covers, or a team that they lead; and those of which nobody holds any.
    to_review: BTreeSet<StreamId>,
    /// Those of the organisation about somebody to whose record access is limited: they may fall to anybody in it.
    limited: BTreeSet<StreamId>,
}

/// The arrangements that may wait for somebody today: those about people whose cases they hold, or cover, or a team that they
/// lead. Once all their cases have ended it is the senior's of whoever made it: it goes on holding, and must not fall on nobody.
pub(crate) fn found(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &Desks,
    briefs: &Briefs,
    today: Date,
) -> Result<Found, StoreError> {
    let day = today.to_string();
    let mut heads = BTreeMap::new();
    let mut to_confirm = BTreeSet::new();
    for Led { team, .. } in desks.signs() {
        to_confirm.extend(snapshot.unconfirmed(team, &day)?.into_iter().map(|row| row.stream));
    }
    let mut to_review = BTreeSet::new();
    if role_does(actor.role, Action::KeepApart) {
        let own = std::iter::once(&actor.staff).chain(desks.covers()).cloned().map(Scope::Officer);
        for scope in desks.signs().iter().map(Led::scope).chain(own) {
            let mut found = snapshot.apart_held(&scope, &day)?;
            if let Scope::Team(team) = &scope {
                found.extend(snapshot.apart_unheld(team, &day)?);
            }
            to_review.extend(found.iter().map(|(stream, _)| stream.clone()));
            heads.extend(found);
        }
    }
    let mut limited = BTreeSet::new();
    if role_does(actor.role, Action::KeepApartUnheld) {
        limited.extend(snapshot.apart_limited(&actor.provider, &day)?);
    }
    let others = to_confirm.iter().chain(&limited).filter(|stream| !heads.contains_key(*stream));
    let others: Vec<StreamId> = others.cloned().collect();
    heads.extend(snapshot.heads_among(&others)?);
    Ok(Found { read: briefs.read(snapshot, heads)?, to_confirm, to_review, limited })
}

/// What waits of some arrangements.
#[derive(Default)]
pub(crate) struct Waits {
    pub(crate) to_confirm: Vec<ToConfirm>,
    pub(crate) to_review: Vec<ToReview>,
}

impl Service {
    /// What waits of the arrangements that were found, with whom each falls to, what is due first: most days nothing does, and
    /// nothing more is read.
    pub(crate) async fn waits_of(&self, ask: &Ask, desks: &Desks, found: Found) -> Result<Waits, Problem> {
        let Found { read, to_confirm, to_review, limited } = found;
        let (actor, today, mut roster) = (ask.actor.clone(), ask.today(), desks.roster());
        let mut waiting = self.briefs.all(&read)?;
        waiting.retain(|_, brief| brief.waits(today) || brief.is_due(today));
        if waiting.is_empty() {
            return Ok(Waits::default());
        }
        let waits = self.store.read(move |snapshot| {
            let mut waits = Waits::default();
            for (stream, brief) in waiting {
                let answers = answering(snapshot, &actor, &brief, &mut roster, today)?;
                let is_theirs = opens(snapshot, &actor, &brief, today)?;
                let confirms = answers.confirms.as_ref() == Some(&actor.staff);
                let is_listed = to_confirm.contains(&stream) || limited.contains(&stream);
                if is_listed && (confirms || to_confirm.contains(&stream) && is_theirs) {
                    waits.to_confirm.extend(confirming(&stream, &brief, &answers));
                }
                let looks = answers.looks_again == Falls::To(actor.staff.clone());
                let is_listed = to_review.contains(&stream) || limited.contains(&stream);
                if brief.is_due(today) && is_listed && (looks || to_review.contains(&stream) && is_theirs) {
                    waits.to_review.push(ToReview { stream, by: brief.look_by(), falls_to: answers.looks_again });
                }
            }
            Ok(waits)
        });
        let mut waits = waits.await?;
        waits.to_confirm.sort_by(|a, b| (a.by, &a.stream, a.left_on).cmp(&(b.by, &b.stream, b.left_on)));
        waits.to_review.sort_by(|a, b| (a.by, &a.stream).cmp(&(b.by, &b.stream)));
        Ok(waits)
    }

    /// What waits for the asker of all the arrangements that concern them.
    pub(super) async fn waits_for(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Waits, Problem> {
        let (actor, of_day, briefs, today) = (ask.actor.clone(), desks.clone(), self.briefs.clone(), ask.today());
        let read = self.store.read(move |snapshot| found(snapshot, &actor, &of_day, &briefs, today));
        self.waits_of(ask, desks, read.await?).await
    }
}

/// Once to be confirmed, and once for each who left a group that it names.
fn confirming(stream: &StreamId, brief: &Brief, answers: &Answering) -> Vec<ToConfirm> {
    let falls_to = answers.confirms.clone().map_or(Falls::ToNobody, Falls::To);
    let left = brief.leaving.iter().map(|(by, on)| (*by, Some(*on)));
    let own = brief.confirm_by.map(|by| (by, None)).into_iter();
    let waits = |(by, left_on)| ToConfirm {
        stream: stream.clone(),
        by,
        made_by: brief.by.clone(),
        left_on,
        falls_to: falls_to.clone(),
    };
    own.chain(left).map(waits).collect()
}

/// Whether somebody whose day lists an arrangement can open it: where access to nobody's record is limited they can.
fn opens(snapshot: &Snapshot, actor: &Actor, brief: &Brief, today: Date) -> Result<bool, StoreError> {
    let limits = limits_among(snapshot, &brief.people, today)?;
    let is_shut = |person: &StreamId| {
        limits.get(person).is_some_and(|(excluded, named)| access::limited(&actor.staff, excluded, named))
    };
    if !brief.people.iter().any(is_shut) {
        return Ok(true);
    }
    for person in &brief.people {
        if !is_shut(person) && works_with(snapshot, actor, person, today)? {
            return Ok(true);
        }
    }
    Ok(false)
}
