//! Who answers for an arrangement: of all who may confirm one, or look at it again, at every instant one of each. The others may
//! do it as well, and see on its page and on their day to whom it falls.

use access::{Action, Actor, role_does};
use jiff::civil::Date;
use practice::owner::{Held, looks_again};
use record::StreamId;
use record::apart::Arrangement;
use record::facts::organisation::Role;
use store::{Snapshot, StoreError};

use super::{person_of, works_with};
use crate::owner::{Roster, held};

/// To whom an arrangement falls today, as far as whoever asks may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answering {
    /// Whose word it waits for, where it waits for a senior's: whoever signs for the team of its maker; staff code. None while that
    /// organisation has no senior on its books.
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
    stands: &Arrangement,
    roster: &mut Roster,
    today: Date,
) -> Result<Answering, StoreError> {
    let confirms = confirmer(snapshot, &stands.by, roster, today)?;
    let made_in = team_of(snapshot, &stands.by)?;
    let first = first_held(snapshot, stands, roster, today)?;
    let held = first.as_ref().map_or(&[][..], |(_, held)| held);
    let holder = roster.owner("", held, "", today).staff.unwrap_or_default();
    let role = snapshot.staff(&holder)?.and_then(|row| Role::of_code(&row.role));
    let may = role.is_some_and(|role| role_does(role, Action::KeepApart));
    let looks = looks_again(&roster.facts_of(held), (&made_in.0, &made_in.1), today, &|_| may);
    let is_told = match &first {
        Some((person, _)) if looks.as_ref() != Some(&actor.staff) => works_with(snapshot, actor, person, today)?,
        _ => true,
    };
    let looks_again = looks.map_or(Falls::ToNobody, |staff| if is_told { Falls::To(staff) } else { Falls::ToTheirs });
    Ok(Answering { confirms, looks_again })
}

/// To whom it falls to confirm what somebody arranged: whoever signs for their team.
pub(super) fn confirmer(
    snapshot: &Snapshot,
    maker: &str,
    roster: &mut Roster,
    today: Date,
) -> Result<Option<String>, StoreError> {
    let (team, provider) = team_of(snapshot, maker)?;
    roster.seniors(snapshot, &provider, today)?;
    Ok(roster.leading(&provider, today).signer(&team).map(str::to_owned))
}

/// The team and the organisation of somebody, where they were last if they have left.
fn team_of(snapshot: &Snapshot, staff: &str) -> Result<(String, String), StoreError> {
    Ok(snapshot.staff(staff)?.map(|row| (row.team, row.provider)).unwrap_or_default())
}

/// The first of its people whose case anybody holds, with who does. In the order in which they came to it: its maker's person is
/// the first.
fn first_held(
    snapshot: &Snapshot,
    stands: &Arrangement,
    roster: &mut Roster,
    today: Date,
) -> Result<Option<(StreamId, Vec<Held>)>, StoreError> {
    let day = today.to_string();
    for person in stands.members().iter().filter_map(person_of) {
        let mut rows = snapshot.managers_of(person)?;
        rows.retain(|row| row.from_on <= day && row.to_on.as_ref().is_none_or(|next| day < *next));
        if !rows.is_empty() {
            roster.add(snapshot, &rows, today)?;
            return Ok(Some((person.clone(), rows.iter().filter_map(held).collect())));
        }
    }
    Ok(None)
}
