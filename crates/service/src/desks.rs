//! What somebody stands in for today, worked out once a request: for whom they cover, which teams they lead or sign for, whose
//! appointments and whose cases they answer for. The rules are those of [`practice::owner`]; who works where and who is away is
//! read once, and handed on to whatever is asked of one day.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use access::Actor;
use jiff::civil::Date;
use practice::owner::Because;
use record::StreamId;
use record::facts::organisation::Role;
use store::{Desk, Snapshot, StoreError};

use crate::leading::{Led, by_rule};
use crate::owner::{Roster, answers_for_covered, desk};
use crate::risk::signing::AskedOf;

/// The desks that somebody sees to today besides their own. It holds for one request: nothing about access is kept.
#[derive(Clone, Debug, Default)]
pub struct Desks {
    covers: Vec<String>,
    leads: Vec<Led>,
    signs: Vec<Led>,
    holding: BTreeSet<String>,
    staff: Vec<String>,
    cases: Vec<Desk>,
    unheld: bool,
    countersigns: Vec<String>,
    roster: Roster,
    /// What waits for them as the second person, once it was asked: the number in the inbox is on every page.
    asked: OnceLock<AskedOf>,
    /// The cases that fall to them because others may not open the record, once that was asked.
    fallen: OnceLock<Vec<StreamId>>,
}

impl Desks {
    /// What waits for them as the second person, found once for a request.
    pub(crate) fn asked(&self, find: impl FnOnce() -> Result<AskedOf, StoreError>) -> Result<&AskedOf, StoreError> {
        once(&self.asked, find)
    }

    /// The cases that fall to them because others may not open the record, found once for a request.
    pub(crate) fn fallen(
        &self,
        find: impl FnOnce() -> Result<Vec<StreamId>, StoreError>,
    ) -> Result<&[StreamId], StoreError> {
        Ok(once(&self.fallen, find)?)
    }

    /// What [`Desks::read`] asks whatever else is answered.
    pub(crate) fn foresee(ahead: &Snapshot, actor: &Actor, today: Date) -> Result<(), StoreError> {
        ahead.covered_by(&actor.staff, &today.to_string())?;
        if actor.role == Role::SeniorProbationOfficer {
            Roster::of_seniors(ahead, &actor.provider, today)?;
            crate::leading::teams_of(ahead, actor)?;
            crate::passed_over::foresee(ahead, actor, today)?;
        }
        Ok(())
    }

    /// Works it out. Of most, who cover for nobody and lead no team, one question says so.
    pub(crate) fn read(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Desks, StoreError> {
        let day = today.to_string();
        let covered = snapshot.covered_by(&actor.staff, &day)?;
        let senior = actor.role == Role::SeniorProbationOfficer;
        let mut desks = Desks::default();
        desks.roster.members(snapshot, covered.iter().map(|row| row.staff.as_str()), today)?;
        desks.covers = answers_for_covered(&desks.roster, covered.iter().map(|row| &row.staff), actor, today);
        desks.staff = std::iter::once(&actor.staff).chain(&desks.covers).cloned().collect();
        desks.cases = desks.staff.iter().cloned().map(Desk::Officer).collect();
        if senior || !covered.is_empty() {
            desks.lead(snapshot, actor, today)?;
        }
        Ok(desks)
    }

    /// What they lead: of the teams that hold cases, whose staff and cases nobody at work sees to.
    fn lead(&mut self, snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<(), StoreError> {
        let senior = actor.role == Role::SeniorProbationOfficer;
        let roster = &mut self.roster;
        roster.seniors(snapshot, &actor.provider, today)?;
        let teams = crate::leading::teams_of(snapshot, actor)?;
        let seniors = roster.leading(&actor.provider, today);
        self.leads = by_rule(&teams, actor, |team| seniors.leader(team));
        if senior {
            self.signs = by_rule(&teams, actor, |team| seniors.signer(team));
            // Nobody signs their own: what the signer of a team proposes falls to the next.
            let next = |team: &str| seniors.countersigner(team, seniors.signer(team)?, &|_| true);
            let next = by_rule(&teams, actor, next);
            self.countersigns = self.signs.iter().chain(&next).map(|led| led.team.clone()).collect();
            self.unheld = answers(&roster.owner("", &[], &actor.provider, today), actor);
        }
        for Led { team, provider } in &self.leads {
            let holders = snapshot.desks_of_team(team, &today.to_string())?;
            roster.team(snapshot, team, today)?;
            roster.members(snapshot, holders.iter().map(String::as_str), today)?;
            for row in roster.staff_of(team) {
                let found = roster.owner("", &[desk(&row.staff, team, &row.provider)], &row.provider, today);
                let leads = found.because == Because::LeadsFor(row.staff.clone());
                if leads && answers(&found, actor) && !self.staff.contains(&row.staff) {
                    self.staff.push(row.staff.clone());
                }
            }
            self.holding.extend((!holders.is_empty()).then(|| team.clone()));
            for staff in holders {
                let found = roster.owner("", &[desk(&staff, team, provider)], provider, today);
                if answers(&found, actor) && found.because != Because::Manages {
                    self.cases.push(Desk::InTeam { staff, team: team.clone() });
                }
            }
        }
        for Led { team, .. } in &self.signs {
            if !self.leads.iter().any(|led| led.team == *team) && snapshot.holds_cases(team, &today.to_string())? {
                self.holding.insert(team.clone());
            }
        }
        self.cases.extend(self.unheld.then(|| Desk::Unheld(actor.provider.clone())));
        Ok(())
    }

    /// Colleagues who are away and for whom they cover, by staff code.
    pub fn covers(&self) -> &[String] {
        &self.covers
    }

    /// The teams that they lead, their own first.
    pub(crate) fn leads(&self) -> &[Led] {
        &self.leads
    }

    /// The teams for which they do what only a senior may, their own first.
    pub(crate) fn signs(&self) -> &[Led] {
        &self.signs
    }

    /// The teams of which a change of risk may be theirs to countersign: those that they sign for, and those whose signer's own
    /// proposals fall to them.
    pub(crate) fn countersigns(&self) -> &[String] {
        &self.countersigns
    }

    /// Whether a team that they lead or sign for holds cases.
    pub(crate) fn holds_cases(&self, team: &str) -> bool {
        self.holding.contains(team)
    }

    /// The other teams for which they sign today, by code, where cases are held.
    pub fn teams_besides(&self, own: &str) -> Vec<String> {
        let others = self.signs.iter().map(|led| &led.team).filter(|team| *team != own && self.holds_cases(team));
        others.cloned().collect()
    }

    /// Those whose appointments they answer for, by staff code: themselves first, then colleagues who are away or have left. Of
    /// those who are at work, exactly one answers for each.
    pub(crate) fn staff(&self) -> &[String] {
        &self.staff
    }

    /// The desks whose cases they answer for: their own; those of absent colleagues whom they cover; and of the teams they lead
    /// those whose cases nobody at work holds.
    pub(crate) fn cases(&self) -> &[Desk] {
        &self.cases
    }

    /// Whether they answer for the cases that their organisation recorded and nobody was given.
    pub(crate) fn answers_for_unheld(&self) -> bool {
        self.unheld
    }

    /// Who works where and who is away, as far as that was read: to be read on from.
    pub(crate) fn roster(&self) -> Roster {
        self.roster.clone()
    }
}

fn once<T>(kept: &OnceLock<T>, find: impl FnOnce() -> Result<T, StoreError>) -> Result<&T, StoreError> {
    if let Some(found) = kept.get() {
        return Ok(found);
    }
    let found = find()?;
    Ok(kept.get_or_init(|| found))
}

fn answers(found: &practice::owner::Owner, actor: &Actor) -> bool {
    found.staff.as_ref() == Some(&actor.staff)
}
