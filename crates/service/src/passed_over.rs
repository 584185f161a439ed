//! Cases that fall to somebody because access to the record is limited: whoever holds the case, covers for them or leads its team
//! may not open it, and the next one who may answers, by the same rule as for an absence ([`practice::owner`]). Such cases are
//! few: they are looked for among the records that are limited, and only for those who may lead.

use std::collections::{BTreeMap, BTreeSet};

use access::Actor;
use jiff::civil::Date;
use practice::owner::Held;
use record::StreamId;
use record::facts::organisation::Role;
use store::{Snapshot, StoreError};

use crate::desks::Desks;
use crate::door::limits_among;
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

/// What [`fallen_to`] asks for a senior who stands in for nobody, whatever else is answered.
pub(crate) fn foresee(ahead: &Snapshot, actor: &Actor, today: Date) -> Result<(), StoreError> {
    in_question(ahead, actor, std::slice::from_ref(&actor.team), today).map(drop)
}

/// The few of the limited records that may fall to them: which do, the rule says.
fn in_question(snapshot: &Snapshot, actor: &Actor, teams: &[String], today: Date) -> Result<Vec<StreamId>, StoreError> {
    let who = (actor.staff.as_str(), Role::SeniorProbationOfficer.code());
    snapshot.passed_over(teams, (&actor.provider, &today.to_string()), who)
}

fn find_fallen(snapshot: &Snapshot, actor: &Actor, desks: &Desks, today: Date) -> Result<Vec<StreamId>, StoreError> {
    let day = today.to_string();
    // A senior for whom they cover may have a colleague who leads the team: it is theirs only where the colleague may not open it.
    let mut roster = desks.roster();
    let led = desks.leads().iter().map(|led| led.team.as_str());
    let covered = desks.covers().iter().flat_map(|staff| roster.teams_of(staff));
    let teams: BTreeSet<&str> = led.chain(covered).chain([actor.team.as_str()]).collect();
    let teams: Vec<String> = teams.into_iter().map(str::to_owned).collect();
    let cases = in_question(snapshot, actor, &teams, today)?;
    if cases.is_empty() {
        return Ok(Vec::new());
    }
    snapshot.foresee(|ahead| {
        ahead.managers_among(&cases, &day)?;
        ahead.limits_among(&cases).map(drop)
    })?;
    let managers = snapshot.managers_among(&cases, &day)?;
    let limits = limits_among(snapshot, &cases, today)?;
    let mut held_by: BTreeMap<&StreamId, Vec<Held>> = BTreeMap::new();
    for row in &managers {
        held_by.entry(&row.stream).or_default().extend(held(row));
    }
    // Besides those who hold them and who covers for these, only seniors of the organisation answer for a case.
    roster.members(snapshot, managers.iter().map(|row| row.staff.as_str()), today)?;
    roster.seniors(snapshot, &actor.provider, today)?;
    let is_theirs = |case: &StreamId, holding: &[Held]| {
        let limits = limits.get(case);
        let is_shut = |staff: &String| limits.is_some_and(|(excluded, only)| access::limited(staff, excluded, only));
        // Of what another organisation holds somebody there answers.
        holding.iter().filter(|part| part.provider == actor.provider).any(|part| {
            let (component, by) = (part.component.as_str(), part.provider.as_str());
            // Who may open it answers as of any other case: only for the few others is somebody else sought among all.
            let usual = roster.owner(component, holding, by, today).staff;
            usual.as_ref().is_none_or(is_shut) && usual.as_ref() != Some(&actor.staff) && {
                let found = roster.case_owner(component, holding, by, limits, today).staff;
                found.as_ref() == Some(&actor.staff)
            }
        })
    };
    let theirs = held_by.iter().filter(|(case, holding)| is_theirs(case, holding));
    Ok(theirs.map(|(case, _)| (*case).clone()).collect())
}
