//! Who answers for an arrangement: of all who may confirm one, or look at it again, at every instant one of each. The others may
//! do it as well, and see on its page and on their day to whom it falls. It falls to nobody to whom the record is closed that it is
//! decided over: to the next senior, wherever in the organisation; and where it is closed to all of them, to whoever signs for the
//! team, who says it without seeing whose it is.

use std::collections::BTreeSet;

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use practice::owner::{Held, looks_again};
use record::StreamId;
use record::facts::organisation::Role;
use store::{Snapshot, StoreError};

use super::briefs::Brief;
use super::works_with;
use crate::door::limits_among;
use crate::owner::{Roster, held};

/// To whom an arrangement falls today, as far as whoever asks may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// Whose word it waits for, where it waits for a senior's: whoever signs for the team of its maker, of those who may open the
    /// record of their person; staff code. None while that organisation has no senior on its books.
    pub confirms: Option<String>,
    /// Who says whether it goes on, once its day has come.
    pub looks_again: Falls,
}

impl Answering {
    /// The staff codes in it, to be named.
    pub fn staff(&self) -> impl Iterator<Item = String> {
        let looks = match &self.looks_again {
            Falls::To(staff) => Some(staff),
            Falls::ToTheirs | Falls::ToNobody => None,
        };
        self.confirms.iter().chain(looks).cloned()
    }
}

/// To whom something falls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Falls {
    /// To a member of staff, by code.
    To(String),
    /// To whoever has the case of somebody whom the asker does not work with: that name would tell something of whose it is.
    ToTheirs,
    /// To nobody: the organisation has no senior on its books, and its head answers.
    #[default]
    ToNobody,
}

/// Works it out. `roster` is who works where and who is away, as far as it was read: it is read on.
pub(super) fn answering(
    snapshot: &Snapshot,
    actor: &Actor,
    stands: &Brief,
    roster: &mut Roster,
    today: Date,
) -> Result<Answering, StoreError> {
    let made_in = team_of(snapshot, &stands.by)?;
    roster.seniors(snapshot, &made_in.1, today)?;
    let limits = limits_among(snapshot, &stands.people, today)?;
    // Of each question the record that it is decided over: it falls to nobody to whom that is closed, while another can.
    let opens = |person: Option<&StreamId>, staff: &str| {
        let limits = person.and_then(|person| limits.get(person));
        limits.is_none_or(|(excluded, named)| !access::limited(staff, excluded, named))
    };
    let of_maker = stands.people.first();
    let first = first_held(snapshot, stands, roster, today)?;
    let held = first.as_ref().map_or(&[][..], |(_, held)| held);
    for provider in held.iter().map(|held| &held.provider).filter(|_| !limits.is_empty()).collect::<BTreeSet<_>>() {
        roster.seniors(snapshot, provider, today)?;
    }
    let confirms = roster.leading(&made_in.1, today).speaker(&made_in.0, &|staff| opens(of_maker, staff));
    let confirms = confirms.map(str::to_owned);
    let holder = roster.owner("", held, "", today).staff.unwrap_or_default();
    let role = snapshot.staff(&holder)?.and_then(|row| Role::of_code(&row.role));
    let may = role.is_some_and(|role| role_does(role, Action::KeepApart));
    let decided_over = first.as_ref().map_or(of_maker, |(person, _)| Some(person));
    let opens = |staff: &str| opens(decided_over, staff);
    let looks = looks_again(&roster.facts_of(held), (&made_in.0, &made_in.1), today, &|_| may, &opens);
    let is_told = match &first {
        Some((person, _)) if looks.as_ref() != Some(&actor.staff) => works_with(snapshot, actor, person, today)?,
        _ => true,
    };
    let looks_again = looks.map_or(Falls::ToNobody, |staff| if is_told { Falls::To(staff) } else { Falls::ToTheirs });
    Ok(Answering { confirms, looks_again })
}

/// The team and the organisation of somebody, where they were last if they have left.
fn team_of(snapshot: &Snapshot, staff: &str) -> Result<(String, String), StoreError> {
    Ok(snapshot.staff(staff)?.map(|row| (row.team, row.provider)).unwrap_or_default())
}

/// The first of its people whose case anybody holds, with who does. In the order in which they came to it: its maker's person is
/// the first.
fn first_held(
    snapshot: &Snapshot,
    stands: &Brief,
    roster: &mut Roster,
    today: Date,
) -> Result<Option<(StreamId, Vec<Held>)>, StoreError> {
    let day = today.to_string();
    for person in &stands.people {
        let mut rows = snapshot.managers_of(person)?;
        rows.retain(|row| row.from_on <= day && row.to_on.as_ref().is_none_or(|next| day < *next));
        if !rows.is_empty() {
            roster.add(snapshot, &rows, today)?;
            return Ok(Some((person.clone(), rows.iter().filter_map(held).collect())));
        }
    }
    Ok(None)
}
