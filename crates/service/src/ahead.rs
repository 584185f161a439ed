//! What stands in diaries from today on and is somebody's to see to: their own, and that of those they answer for; what stands with
//! an earlier officer of a case that is theirs by now; a leaver's, of a case that nobody at work holds; and what falls to them
//! because others may not open the record. Of each appointment exactly one is told, whichever list it is on.

use std::collections::{BTreeMap, BTreeSet};

use access::Actor;
use jiff::civil::Date;
use record::StreamId;
use store::{DiaryRow, Snapshot, StoreError};

use crate::desks::Desks;
use crate::diaries::{answered, holder_of};
use crate::passed_over::fallen_to;

/// The day after which nothing is booked.
pub(crate) const LAST_DAY: &str = "9999-12-31";

/// What may be theirs to see to in others' diaries, and how to tell.
pub(crate) struct Ahead<'a> {
    actor: &'a Actor,
    desks: &'a Desks,
    today: Date,
    /// Appointments that stand with earlier officers of cases held at one of the desks, each with that desk.
    passed: Vec<(String, DiaryRow)>,
    /// Those, and what else stands in the diaries of people for whom they do not answer.
    besides: Vec<DiaryRow>,
}

/// Which of the appointments of a diary are looked at.
#[derive(Clone, Copy)]
pub(crate) enum Look<'a> {
    /// Every one.
    All,
    /// These, by person and name.
    These(&'a BTreeSet<(&'a StreamId, &'a str)>),
}

impl Look<'_> {
    pub(crate) fn takes(self, person: &StreamId, appointment: &str) -> bool {
        match self {
            Look::All => true,
            Look::These(these) => these.contains(&(person, appointment)),
        }
    }
}

impl<'a> Ahead<'a> {
    /// Reads what stands elsewhere, today and later.
    pub(crate) fn read(
        snapshot: &Snapshot,
        actor: &'a Actor,
        desks: &'a Desks,
        today: Date,
    ) -> Result<Ahead<'a>, StoreError> {
        let day = today.to_string();
        let (mut passed, mut besides) = (Vec::new(), Vec::new());
        for desk in desks.staff() {
            for row in snapshot.left_behind(desk, &day, &day)? {
                // A case may be held in parts: the appointment goes with its own order.
                if holder_of(snapshot, &row, today)?.is_some_and(|holder| holder.staff == *desk) {
                    passed.push((desk.clone(), row.clone()));
                    besides.push(row);
                }
            }
        }
        for led in desks.leads() {
            besides.extend(snapshot.diary_of_leavers(&led.scope(), &day, &day, LAST_DAY)?);
        }
        besides.extend(snapshot.open_among(fallen_to(snapshot, actor, desks, today)?)?);
        besides.retain(|row| row.starts >= day && row.outcome.is_none() && row.state != "cancelled");
        Ok(Ahead { actor, desks, today, passed, besides })
    }

    /// Those that stand with earlier officers of cases that somebody of the desks holds.
    pub(crate) fn passed_to(&self, desk: &str) -> impl Iterator<Item = &DiaryRow> {
        self.passed.iter().filter(move |(to, _)| to == desk).map(|(_, row)| row)
    }

    /// Asks a question of every diary with something in it that may be theirs, and puts the answers together.
    pub(crate) fn of_diaries<T>(
        &self,
        mut ask: impl FnMut(&str, Look<'_>) -> Result<Vec<T>, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut found = Vec::new();
        for officer in self.desks.staff() {
            found.extend(ask(officer, Look::All)?);
        }
        let mut elsewhere: BTreeMap<&str, BTreeSet<(&StreamId, &str)>> = BTreeMap::new();
        for row in self.besides.iter().filter(|row| !self.desks.staff().contains(&row.officer)) {
            elsewhere.entry(&row.officer).or_default().insert((&row.stream, row.appointment.as_str()));
        }
        for (officer, these) in &elsewhere {
            found.extend(ask(officer, Look::These(these))?);
        }
        Ok(found)
    }

    /// Which of some appointments are theirs to see to, by person and name.
    pub(crate) fn theirs(
        &self,
        snapshot: &Snapshot,
        mut rows: Vec<DiaryRow>,
    ) -> Result<BTreeSet<(StreamId, String)>, StoreError> {
        let day = self.today.to_string();
        for row in &mut rows {
            if snapshot.is_left_behind(&row.stream, &day, &row.appointment)?
                && let Some(holder) = holder_of(snapshot, row, self.today)?
            {
                (row.officer, row.team) = (holder.staff, holder.team);
            }
        }
        let mut roster = self.desks.roster();
        let answered = answered(snapshot, rows, &mut roster, self.today)?;
        // Whoever is away and looks all the same sees what is in their own diary.
        let is_away = roster.away(&self.actor.staff, self.today).is_some();
        let own = answered.into_iter().filter(|found| {
            found.owner.staff.as_ref() == Some(&self.actor.staff) || is_away && found.row.officer == self.actor.staff
        });
        Ok(own.map(|found| (found.row.stream, found.row.appointment)).collect())
    }
}
