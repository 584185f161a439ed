//! A colleague who must not meet somebody is not given their case, and does not cover for whoever holds it. Whom it is about, and
//! why, is not said: whoever is asked next may be anybody else.

use std::collections::BTreeSet;

use jiff::civil::Date;
use record::StreamId;
use store::{Snapshot, StoreError};

use crate::ahead::LAST_DAY;
use crate::booking::around::{diary, kept_apart};
use crate::streams::holds;
use crate::{Problem, Service};

impl Service {
    /// For which people, whom they must not meet, somebody who covers would answer on these days (no last one while nobody
    /// knows): cases of the absent colleague, or appointments in that diary. Each with the arrangements that say so; and the guards
    /// over all of it.
    pub(crate) async fn must_not_cover(
        &self,
        cover: &str,
        absent: &str,
        (from, until): (Date, Option<Date>),
    ) -> Result<NotToCover, Problem> {
        let (cover, absent) = (cover.to_owned(), absent.to_owned());
        let found = self.store.read(move |snapshot| {
            let names = vec![kept_apart(&cover), holds(&absent), diary(&absent)];
            let versions = snapshot.guard_versions(&names)?;
            let days = (from.to_string(), until.map_or_else(|| LAST_DAY.to_owned(), |day| day.to_string()));
            let mut found = Vec::new();
            for person in kept_from(snapshot, &cover, &days)? {
                if is_held(snapshot, &person, &absent, &days)? || is_booked(snapshot, &person, &absent, &days)? {
                    let apart = snapshot.apart_between(&person, &cover, (&days.0, &days.1))?;
                    found.push((person, apart));
                }
            }
            Ok(NotToCover { people: found, seen: names.into_iter().zip(versions).collect() })
        });
        Ok(found.await?)
    }
}

/// For whom somebody must not answer.
#[derive(Default)]
pub(crate) struct NotToCover {
    /// Each with the arrangements that say so.
    pub(crate) people: Vec<(StreamId, Vec<StreamId>)>,
    /// Guards with the versions they had: over whom the one must not meet, and over what the other holds and has booked.
    pub(crate) seen: Vec<(String, u64)>,
}

/// The people whom a member of staff must not meet on one of some days (`YYYY-MM-DD`, the first and the last).
fn kept_from(
    snapshot: &Snapshot,
    staff: &str,
    (from, to): &(String, String),
) -> Result<BTreeSet<StreamId>, StoreError> {
    let mut people = BTreeSet::new();
    for own in snapshot.apart_of(staff)?.iter().filter(|row| row.from_on <= *to && *from <= row.until_on) {
        let members = snapshot.apart_members(&own.stream)?;
        let others = members.iter().filter(|other| other.side != own.side && other.kind == "person");
        people.extend(others.filter_map(|other| other.who.parse::<StreamId>().ok()));
    }
    Ok(people)
}

fn is_held(
    snapshot: &Snapshot,
    person: &StreamId,
    staff: &str,
    (from, to): &(String, String),
) -> Result<bool, StoreError> {
    let managers = snapshot.managers_of(person)?;
    let then = |row: &store::ManagerRow| row.from_on <= *to && row.to_on.as_ref().is_none_or(|next| from < next);
    Ok(managers.iter().any(|row| row.staff == staff && then(row)))
}

fn is_booked(
    snapshot: &Snapshot,
    person: &StreamId,
    staff: &str,
    (from, to): &(String, String),
) -> Result<bool, StoreError> {
    let open = |row: &store::DiaryRow| row.outcome.is_none() && row.state != "cancelled";
    let then = |day: &str| from.as_str() <= day && day <= to.as_str();
    let slots = snapshot.diary_of(person)?;
    Ok(slots.iter().any(|row| row.officer == staff && open(row) && row.starts.get(..10).is_some_and(then)))
}
