//! Which teams somebody leads today: their own, and those whose senior is away, has left or never was. The rule is
//! [`practice::seniors`]; whatever is asked of "whoever leads the team" is asked here.

use access::{Actor, Tie};
use jiff::civil::Date;
use record::facts::organisation::Role;
use store::{ManagerRow, Scope, Snapshot, StoreError};

use crate::owner::Roster;
use crate::{Ask, Problem, Service};

/// A team that somebody leads today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Led {
    /// Its code.
    pub(crate) team: String,
    /// Its organisation.
    pub(crate) provider: String,
}

impl Led {
    pub(crate) fn scope(&self) -> Scope {
        Scope::Team(self.team.clone())
    }
}

/// The teams that somebody leads today, their own first: what nobody at work holds there is theirs to answer for.
pub(crate) fn led(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<Led>, StoreError> {
    let covered = snapshot.covered_by(&actor.staff, &today.to_string())?;
    if actor.role != Role::SeniorProbationOfficer && covered.is_empty() {
        return Ok(Vec::new());
    }
    let roster = Roster::of_seniors(snapshot, &actor.provider, today)?;
    let seniors = roster.leading(&actor.provider, today);
    Ok(by_rule(&teams_of(snapshot, actor)?, actor, |team| seniors.leader(team)))
}

/// The teams for which somebody does today what only a senior may.
pub(crate) fn signed_for(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<Led>, StoreError> {
    if actor.role != Role::SeniorProbationOfficer {
        return Ok(Vec::new());
    }
    let roster = Roster::of_seniors(snapshot, &actor.provider, today)?;
    let seniors = roster.leading(&actor.provider, today);
    Ok(by_rule(&teams_of(snapshot, actor)?, actor, |team| seniors.signer(team)))
}

/// The teams of somebody's organisation, their own first.
pub(crate) fn teams_of(snapshot: &Snapshot, actor: &Actor) -> Result<Vec<String>, StoreError> {
    // An organisation is a unit beside its teams, and none of them.
    let units = snapshot.teams_of(&actor.provider)?.into_iter().map(|unit| unit.team);
    let others = units.filter(|team| *team != actor.team && *team != actor.provider);
    Ok(std::iter::once(actor.team.clone()).chain(others).collect())
}

/// Those of some teams of somebody's organisation that a rule says are theirs.
pub(crate) fn by_rule<'a>(teams: &[String], actor: &Actor, rule: impl Fn(&str) -> Option<&'a str>) -> Vec<Led> {
    let theirs = |team: &&String| rule(team) == Some(actor.staff.as_str());
    teams.iter().filter(theirs).map(|team| Led { team: team.clone(), provider: actor.provider.clone() }).collect()
}

/// The senior who signs today for the team of somebody.
pub(crate) fn senior_today(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Option<String>, StoreError> {
    let [_, signs] = of_team(snapshot, (&actor.team, &actor.provider), today)?;
    Ok(signs)
}

/// Who leads a team today, and who signs for it. While a senior of its own is at work, those of the others need not be known.
fn of_team(
    snapshot: &Snapshot,
    (team, provider): (&str, &str),
    today: Date,
) -> Result<[Option<String>; 2], StoreError> {
    let mut roster = Roster::default();
    roster.team(snapshot, team, today)?;
    if !roster.is_led(team, today) {
        roster.seniors(snapshot, provider, today)?;
    }
    let seniors = roster.leading(provider, today);
    Ok([seniors.leader(team), seniors.signer(team)].map(|staff| staff.map(str::to_owned)))
}

/// Whether somebody leads a team of their organisation today, or signs for it.
pub(crate) fn leads(snapshot: &Snapshot, actor: &Actor, team: &str, today: Date) -> Result<bool, StoreError> {
    if team != actor.team {
        // An organisation is a unit beside its teams, and none of them.
        let unit = snapshot.team(team)?.filter(|unit| unit.provider == actor.provider && team != actor.provider);
        if unit.is_none() {
            return Ok(false);
        }
    }
    Ok(of_team(snapshot, (team, &actor.provider), today)?.iter().flatten().any(|staff| *staff == actor.staff))
}

/// Whether the list of a team is somebody's to see: their own team's, and that of one they lead today, or sign for.
pub(crate) fn is_of(snapshot: &Snapshot, actor: &Actor, team: &str, today: Date) -> Result<bool, StoreError> {
    Ok(team == actor.team || leads(snapshot, actor, team, today)?)
}

/// Those who lead from elsewhere, today, the teams that hold a case: what is signed there, or answered for, they must be able
/// to open. While somebody of the team leads it, nobody. The roster has those teams.
pub(crate) fn leading(
    snapshot: &Snapshot,
    held_by: &[ManagerRow],
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Tie>, StoreError> {
    let mut teams: Vec<(&str, &str)> = held_by.iter().map(|row| (row.team.as_str(), row.provider.as_str())).collect();
    teams.sort_unstable();
    teams.dedup();
    let mut ties = Vec::new();
    for (team, provider) in teams.into_iter().filter(|(team, _)| !team.is_empty()) {
        if roster.is_led(team, today) {
            continue;
        }
        roster.seniors(snapshot, provider, today)?;
        let seniors = roster.leading(provider, today);
        let (leads, signs) = (seniors.leader(team), seniors.signer(team));
        for staff in leads.into_iter().chain(signs).filter(|staff| !roster.is_of_team(staff, team)) {
            let tie = Tie { staff: staff.to_owned(), team: team.to_owned(), provider: provider.to_owned() };
            if !ties.contains(&tie) {
                ties.push(tie);
            }
        }
    }
    Ok(ties)
}

impl Service {
    /// A team whose lists whoever asks may see: their own where none is named, or one that they lead today. Any other is not
    /// told from one that does not exist.
    pub async fn team_to_see(&self, ask: &Ask, team: &str) -> Result<String, Problem> {
        if team.is_empty() || team == ask.actor.team {
            return Ok(ask.actor.team.clone());
        }
        let (actor, today, wanted) = (ask.actor.clone(), ask.today(), team.to_owned());
        let theirs = self.store.read(move |snapshot| is_of(snapshot, &actor, &wanted, today)).await?;
        if theirs { Ok(team.to_owned()) } else { Err(Problem::NotFound) }
    }
}
