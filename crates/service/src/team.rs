//! A team's week, for whoever leads it: what would otherwise be with nobody, what is late, what waits for a signature, and
//! how much each officer carries against what can be done. Counts of cases and duties, never scores of people.

use std::collections::BTreeMap;

use access::Action;
use practice::limits::Limit;
use practice::owner::Owner;
use practice::working::{WorkingFigure, value};
use practice::{LimitName, Standards};
use record::facts::organisation::Role;
use store::{AwayRow, PersonRow, StaffRow};

use crate::caseload::{CaseRow, Show, Whose, shifted};
use crate::holding::{named, unheld};
use crate::{Ask, Problem, Service};

/// Days back that a load is compared with.
pub fn load_days() -> i64 {
    value(WorkingFigure::LoadDays).into()
}

/// A team's week.
#[derive(Debug)]
pub struct TeamWeek {
    /// How many cases each question finds.
    pub counts: Vec<(Show, usize)>,
    /// The cases that cannot wait for a filter: nobody at work holds them.
    pub unattended: Vec<CaseRow>,
    /// Changes that lower risk and wait for a second person.
    pub countersign: Vec<CaseRow>,
    /// The team's practitioners and what they carry, by name.
    pub officers: Vec<Load>,
    /// Cases recorded by the organisation that no team was given, where access is not limited.
    pub unheld: Vec<PersonRow>,
    /// Who answers for those.
    pub unheld_owner: Option<Owner>,
    /// The number of cases above which work suffers, and who says so.
    pub ceiling: &'static Limit,
    /// How many cases the team holds.
    pub held: usize,
}

/// What one officer carries.
#[derive(Clone, Debug)]
pub struct Load {
    /// Who.
    pub staff: StaffRow,
    /// When they are away, if they are today.
    pub away: Option<AwayRow>,
    /// People they hold.
    pub now: u64,
    /// People they held four weeks ago.
    pub before: u64,
    /// People they were given since.
    pub new: usize,
    /// Duties of their cases that are late.
    pub late: usize,
    /// Duties due within a week.
    pub soon: usize,
}

impl Service {
    /// The week of a team that whoever asks leads: their own where none is named.
    pub async fn team_week(&self, ask: &Ask, team: &str) -> Result<TeamWeek, Problem> {
        self.permit_list(ask, Action::LeadTeam, 1).await?;
        let team = self.team_to_see(ask, team).await?;
        let standards: &'static Standards = self.standards();
        let (actor, today) = (ask.actor.clone(), ask.today());
        let rows = self.cases_held(ask, Whose::Team(team.clone())).await?;
        let (before, day) = (shifted(today, -load_days()), today.to_string());
        let mut by_officer: BTreeMap<&str, Vec<&CaseRow>> = BTreeMap::new();
        for row in &rows {
            by_officer.entry(&row.officer).or_default().push(row);
        }
        let since = today.saturating_sub(jiff::Span::new().days(load_days()));
        let carried: BTreeMap<String, (usize, usize, usize)> = by_officer
            .into_iter()
            .map(|(staff, rows)| {
                let new = rows.iter().filter(|row| row.since.is_some_and(|from| from > since)).count();
                let late = rows.iter().map(|row| row.late(today)).sum();
                (staff.to_owned(), (new, late, rows.iter().map(|row| row.soon(today)).sum()))
            })
            .collect();
        let (officers, unheld, unheld_owner) = self
            .store
            .read(move |snapshot| {
                let away = snapshot.away_in(&team, &day)?;
                let held_now: BTreeMap<String, u64> = snapshot.counts_held(&team, &day)?.into_iter().collect();
                let held_then: BTreeMap<String, u64> = snapshot.counts_held(&team, &before)?.into_iter().collect();
                let mut officers = Vec::new();
                for staff in snapshot.staff_of_team(&team)? {
                    let (new, late, soon) = carried.get(&staff.staff).copied().unwrap_or_default();
                    let now = held_now.get(&staff.staff).copied().unwrap_or_default();
                    if now == 0 && (!staff.active || staff.role != Role::Practitioner.code()) {
                        continue;
                    }
                    officers.push(Load {
                        away: away.iter().rfind(|row| row.staff == staff.staff && row.from_on <= day).cloned(),
                        before: held_then.get(&staff.staff).copied().unwrap_or_default(),
                        now,
                        new,
                        late,
                        soon,
                        staff,
                    });
                }
                let unheld = named(snapshot, unheld(snapshot, &actor.provider, &actor.staff, today)?)?;
                let owner = unheld.first().map(|row| row.owner.clone());
                let unheld: Vec<PersonRow> = unheld.into_iter().filter_map(|row| row.person).collect();
                Ok((officers, unheld, owner))
            })
            .await?;
        let of = |show: Show| rows.iter().filter(move |row| row.is_shown(show, today, standards));
        let mut listed: Vec<CaseRow> = of(Show::Unattended).cloned().collect();
        let unattended = listed.len();
        listed.extend(of(Show::Countersign).cloned());
        let mut listed = self.store.read(move |snapshot| named(snapshot, listed)).await?;
        let countersign = listed.split_off(unattended);
        let week = TeamWeek {
            counts: Show::ALL.iter().map(|show| (*show, of(*show).count())).collect(),
            unattended: listed,
            countersign,
            officers,
            unheld,
            unheld_owner,
            ceiling: standards.limit(LimitName::CaseloadCeiling),
            held: rows.len(),
        };
        self.permit_list(ask, Action::LeadTeam, rows.len()).await?;
        Ok(week)
    }
}
