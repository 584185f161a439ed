//! Cases that fall to somebody because access to the record is limited: whoever holds the case, covers for them or leads its team
//! may not open it, and the next one who may answers, by the same rule as for an absence ([`practice::owner`]). Such cases are
//! few: they are looked for among the records that are limited, and only for those who may lead.

use std::collections::BTreeMap;

use access::Actor;
use jiff::civil::Date;
use practice::owner::Held;
use record::StreamId;
use record::facts::organisation::Role;
use store::{Snapshot, StoreError};

use crate::desks::Desks;
use crate::door::limits_among;
use crate::owner::{Roster, held};

/// The cases of their organisation of which something falls to somebody today that would be another's to answer for, could that one
/// open the record.
pub(crate) fn fallen_to(
    snapshot: &Snapshot,
    actor: &Actor,
    desks: &Desks,
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<StreamId>, StoreError> {
    if actor.role != Role::SeniorProbationOfficer && desks.covers().is_empty() {
        return Ok(Vec::new());
    }
    let day = today.to_string();
    let managers = snapshot.limited_held(&actor.provider, &day)?;
    let cases: Vec<StreamId> = managers.chunk_by(|a, b| a.stream == b.stream).map(|of| of[0].stream.clone()).collect();
    if cases.is_empty() {
        return Ok(cases);
    }
    let limits = limits_among(snapshot, &cases, today)?;
    roster.add(snapshot, &managers, today)?;
    roster.seniors(snapshot, &actor.provider, today)?;
    let mut holding: BTreeMap<&StreamId, Vec<Held>> = BTreeMap::new();
    for row in &managers {
        holding.entry(&row.stream).or_default().extend(held(row));
    }
    let theirs = |case: &StreamId| {
        let held = holding.get(case).map_or(&[][..], Vec::as_slice);
        held.iter().any(|part| {
            let (component, by) = (part.component.as_str(), part.provider.as_str());
            // Who may open it answers as of any other case: only for the few others is somebody else sought among all.
            let usual = roster.owner(component, held, by, today).staff;
            let is_shut = |staff: &String| {
                limits.get(case).is_some_and(|(excluded, only)| access::limited(staff, excluded, only))
            };
            usual.as_ref().is_none_or(is_shut) && usual.as_ref() != Some(&actor.staff) && {
                let found = roster.case_owner(component, held, by, limits.get(case), today).staff;
                found.as_ref() == Some(&actor.staff)
            }
        })
    };
    Ok(cases.iter().filter(|case| theirs(case)).cloned().collect())
}
