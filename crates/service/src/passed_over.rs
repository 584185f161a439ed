//! Cases that fall to somebody because access to the record is limited: whoever holds the case, covers for them or leads its team
//! may not open it, and the next one who may answers, by the same rule as for an absence ([`practice::owner`]). Such cases are
//! few: they are looked for among the records that are limited, and only for those who may lead.

use std::collections::BTreeMap;

use access::Actor;
use jiff::civil::Date;
use practice::owner::{Held, holder};
use record::StreamId;
use record::facts::organisation::Role;
use store::{ManagerRow, Snapshot, StoreError};

use crate::desks::Desks;
use crate::door::limits_held;
use crate::owner::held;

/// The cases of their organisation of which something falls to somebody today that would be another's to answer for, could that one
/// open the record. Found once for a request.
pub(crate) fn fallen_to<'a>(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &'a Desks,
    today: Date,
) -> Result<&'a [StreamId], StoreError> {
    desks.fallen(|| {
        let leads = actor.role == Role::SeniorProbationOfficer || !desks.covers().is_empty();
        if leads { find_fallen(snapshot, actor, desks, today) } else { Ok(Vec::new()) }
    })
}

/// What [`fallen_to`] asks for a senior, whatever else is answered.
pub(crate) fn foresee(ahead: &Snapshot, actor: &Actor, today: Date) -> Result<(), StoreError> {
    let day = today.to_string();
    ahead.limited_held(&actor.provider, &day)?;
    ahead.limits_held(&actor.provider, &day)?;
    ahead.limited_at_work(&actor.provider, &day).map(drop)
}

fn find_fallen(snapshot: &Snapshot, actor: &Actor, desks: &Desks, today: Date) -> Result<Vec<StreamId>, StoreError> {
    let day = today.to_string();
    let managers = snapshot.limited_held(&actor.provider, &day)?;
    let mut cases: BTreeMap<&StreamId, (Vec<&ManagerRow>, Vec<Held>)> = BTreeMap::new();
    for row in &managers {
        let (rows, holding) = cases.entry(&row.stream).or_default();
        rows.push(row);
        holding.extend(held(row));
    }
    let limits = limits_held(snapshot, &actor.provider, today)?;
    cases.retain(|case, _| limits.contains_key(case));
    // Most are held by somebody who is at work and may open them: who else might answer need not be known.
    let at_work = snapshot.limited_at_work(&actor.provider, &day)?;
    let is_shut = |case: &StreamId, staff: &str| {
        limits.get(case).is_some_and(|(excluded, only)| access::limited(staff, excluded, only))
    };
    cases.retain(|case, (_, holding)| {
        let seen_to = |part: &Held| {
            let by = holder(&part.component, holding, today);
            // Of what another organisation holds somebody there answers.
            part.provider != actor.provider
                || by.is_some_and(|by| at_work.contains(&by.staff) && !is_shut(case, &by.staff))
        };
        !holding.iter().all(seen_to)
    });
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    // Besides those who hold them and who covers for these, only seniors of the organisation answer for a case.
    let mut roster = desks.roster();
    roster.members(snapshot, cases.values().flat_map(|(rows, _)| rows).map(|row| row.staff.as_str()), today)?;
    roster.seniors(snapshot, &actor.provider, today)?;
    let is_theirs = |case: &StreamId, holding: &[Held]| {
        holding.iter().filter(|part| part.provider == actor.provider).any(|part| {
            let (component, by) = (part.component.as_str(), part.provider.as_str());
            // Who may open it answers as of any other case: only for the few others is somebody else sought among all.
            let usual = roster.owner(component, holding, by, today).staff;
            usual.as_ref().is_none_or(|staff| is_shut(case, staff)) && usual.as_ref() != Some(&actor.staff) && {
                let found = roster.case_owner(component, holding, by, limits.get(case), today).staff;
                found.as_ref() == Some(&actor.staff)
            }
        })
    };
    let theirs = cases.iter().filter(|(case, (_, holding))| is_theirs(case, holding));
    Ok(theirs.map(|(case, _)| (*case).clone()).collect())
}
