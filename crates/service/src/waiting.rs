//! What waits for somebody besides their day, of appointments and of arrangements to keep people apart: read in one snapshot, with
//! the desks that they see to.

use std::collections::BTreeSet;
use std::sync::Arc;

use record::StreamId;
use store::PersonRow;

use crate::ahead::Ahead;
use crate::apart::confirming::ToConfirm;
use crate::apart::near::{TooNear, near_ahead};
use crate::apart::reviewing::{ToReview, Waits, found};
use crate::day::visible_among;
use crate::desks::Desks;
use crate::risk::signing::asked_of;
use crate::sites::stranded::{Stranded, stranded_ahead};
use crate::{Ask, Problem, Service};

/// What waits.
#[derive(Debug)]
pub struct Waiting {
    /// Appointments that bring people together who must be kept apart, by time.
    pub near: Vec<TooNear>,
    /// Bookings that cannot be held where they stand, by time.
    pub stranded: Vec<Stranded>,
    /// How many more appointments of the asker's own cases stand with an earlier officer: what is told above is told once.
    pub left: usize,
    /// Arrangements to keep people apart that wait for a senior.
    pub to_confirm: Vec<ToConfirm>,
    /// Those whose day has come to be looked at again.
    pub to_review: Vec<ToReview>,
    /// The cases, of teams that the asker signs for, in which a change of risk waits that nobody can be asked to countersign: each with
    /// their line in the register, none when access to their record is limited.
    pub unsigned: Vec<(StreamId, Option<PersonRow>)>,
}

impl Service {
    /// What waits for whoever asks today.
    pub async fn waiting(&self, ask: &Ask, desks: &Arc<Desks>) -> Result<Waiting, Problem> {
        let (actor, today, now, standards) = (ask.actor.clone(), ask.today(), ask.now.london(), self.standards);
        let (of_day, briefs) = (desks.clone(), self.briefs.clone());
        let read = self.store.read(move |snapshot| {
            let ahead = Ahead::read(snapshot, &actor, &of_day, today)?;
            let near = near_ahead(snapshot, &ahead, &actor.staff, (now, standards))?;
            let stranded = stranded_ahead(snapshot, &ahead, &actor.staff, today)?;
            let of_near = near.iter().map(|one| (&one.person, &one.appointment));
            let told: BTreeSet<(&StreamId, &String)> =
                of_near.chain(stranded.iter().map(|one| (&one.person, &one.appointment))).collect();
            let from = now.to_string();
            let own = ahead.passed_to(&actor.staff).filter(|row| row.starts >= from);
            let left = own.filter(|row| !told.contains(&(&row.stream, &row.appointment))).count();
            let unsigned = &asked_of(snapshot, &actor, &of_day, today)?.nobodys;
            let mut people = visible_among(snapshot, unsigned, &actor.staff, today)?;
            let unsigned = unsigned.iter().map(|case| (case.clone(), people.remove(case))).collect();
            Ok((near, stranded, (left, unsigned), found(snapshot, &actor, &of_day, &briefs, today)?))
        });
        let (near, stranded, (left, unsigned), found) = read.await?;
        let Waits { to_confirm, to_review } = self.waits_of(ask, desks, found).await?;
        Ok(Waiting { near, stranded, left, to_confirm, to_review, unsigned })
    }
}
