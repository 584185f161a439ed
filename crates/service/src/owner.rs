//! Who answers for a case today, worked out from who holds it, who is away and who leads: the facts for
//! [`practice::owner`]. The desks that somebody answers for besides their own are worked out from it in [`crate::desks`].

use std::collections::{BTreeMap, BTreeSet};

use access::{Actor, Tie};
use jiff::civil::Date;
use practice::owner::{Absence, Because, Held, Owner, OwnerFacts, Post, appointment_owner, owner};
use practice::seniors::Seniors;
use record::StreamId;
use record::facts::organisation::Role;
use store::{AwayRow, ManagerRow, Snapshot, StaffRow, StoreError};

use crate::door::Limits;

/// Who works where and who is away, as far as some cases need it.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    posts: Vec<Post>,
    absences: Vec<Absence>,
    known: BTreeSet<String>,
    /// The teams whose staff were read, with everybody of theirs: those who have left have no post.
    teams: BTreeMap<String, Vec<StaffRow>>,
    /// The organisations whose seniors were.
    led: BTreeSet<String>,
}

impl Roster {
    /// Everybody who could answer for what these managers hold.
    pub(crate) fn of<'a>(
        snapshot: &Snapshot,
        managers: impl IntoIterator<Item = &'a ManagerRow>,
        today: Date,
    ) -> Result<Roster, StoreError> {
        let mut roster = Roster::default();
        roster.add(snapshot, managers, today)?;
        Ok(roster)
    }

    /// Reads on: everybody who could answer for what these managers hold.
    pub(crate) fn add<'a>(
        &mut self,
        snapshot: &Snapshot,
        managers: impl IntoIterator<Item = &'a ManagerRow>,
        today: Date,
    ) -> Result<(), StoreError> {
        let managers: Vec<&ManagerRow> = managers.into_iter().collect();
        self.holders(snapshot, &managers, today)?;
        let teams: BTreeSet<_> = managers.iter().map(|row| (row.team.as_str(), row.provider.as_str())).collect();
        let unled = teams.into_iter().filter(|(team, _)| !self.is_led(team, today));
        let providers: BTreeSet<&str> = unled.map(|(_, provider)| provider).collect();
        providers.into_iter().try_for_each(|provider| self.seniors(snapshot, provider, today))
    }

    fn holders(&mut self, snapshot: &Snapshot, managers: &[&ManagerRow], today: Date) -> Result<(), StoreError> {
        managers.iter().try_for_each(|row| self.team(snapshot, &row.team, today))?;
        self.members(snapshot, managers.iter().map(|row| row.staff.as_str()), today)
    }

    /// Everybody of a team that was read, by name, those who have left as well.
    pub(crate) fn staff_of(&self, team: &str) -> &[StaffRow] {
        self.teams.get(team).map_or(&[], Vec::as_slice)
    }

    /// Those who hold a case, with everybody of the teams that hold it, and who is away of them.
    pub(crate) fn of_holders(snapshot: &Snapshot, held_by: &[ManagerRow], today: Date) -> Result<Roster, StoreError> {
        let mut roster = Roster::default();
        roster.holders(snapshot, &held_by.iter().collect::<Vec<_>>(), today)?;
        Ok(roster)
    }

    /// The seniors of an organisation, with whoever covers for them: everybody who could lead one of its teams, or answer for
    /// a case that it recorded and nobody was given.
    pub(crate) fn of_seniors(snapshot: &Snapshot, provider: &str, today: Date) -> Result<Roster, StoreError> {
        let mut roster = Roster::default();
        roster.seniors(snapshot, provider, today)?;
        Ok(roster)
    }

    /// The facts about who works here and who is away, and about no case.
    pub(crate) fn facts(&self) -> OwnerFacts<'_> {
        self.facts_of(&[])
    }

    /// The same, about a case that these hold.
    pub(crate) fn facts_of<'a>(&'a self, held: &'a [Held]) -> OwnerFacts<'a> {
        let (posts, absences) = (&self.posts, &self.absences);
        OwnerFacts { component: "", held, recorded_by: "", posts, absences, kept_out: &[] }
    }

    /// Who leads the teams of an organisation whose seniors were read, and who signs for them.
    pub(crate) fn leading(&self, provider: &str, today: Date) -> Seniors<'_> {
        Seniors::of(&self.facts(), provider, today)
    }

    /// The team of somebody who was read; none once they have left.
    pub(crate) fn teams_of(&self, staff: &str) -> impl Iterator<Item = &str> {
        self.posts.iter().filter(move |post| post.staff == staff).map(|post| post.team.as_str())
    }

    /// Whether somebody works in a team.
    pub(crate) fn is_of_team(&self, staff: &str, team: &str) -> bool {
        self.posts.iter().any(|post| post.staff == staff && post.team == team)
    }

    /// Who answers for a component of whatever these hold, of a record that is open to whoever works with it.
    pub fn owner(&self, component: &str, held: &[Held], recorded_by: &str, today: Date) -> Owner {
        owner(&OwnerFacts { component, recorded_by, ..self.facts_of(held) }, today)
    }

    /// The same of a case, whose record may be limited.
    pub(crate) fn case_owner(
        &self,
        component: &str,
        held: &[Held],
        recorded_by: &str,
        limits: Option<&Limits>,
        today: Date,
    ) -> Owner {
        let kept_out = self.kept_out(limits);
        owner(&OwnerFacts { component, recorded_by, kept_out: &kept_out, ..self.facts_of(held) }, today)
    }

    /// Who answers for an appointment in a diary, under an order of a case that these hold.
    pub(crate) fn appointment_owner(
        &self,
        diary: &Held,
        (order, held, recorded_by): (&str, &[Held], &str),
        limits: Option<&Limits>,
        today: Date,
    ) -> Owner {
        let kept_out = self.kept_out(limits);
        let facts = OwnerFacts { component: order, recorded_by, kept_out: &kept_out, ..self.facts_of(held) };
        appointment_owner(diary, &facts, today)
    }

    /// Who of those known may not open a record.
    fn kept_out(&self, limits: Option<&Limits>) -> Vec<String> {
        let Some((excluded, restricted_to)) = limits else { return Vec::new() };
        let staff = self.posts.iter().map(|post| &post.staff);
        staff.filter(|staff| access::limited(staff, excluded, restricted_to)).cloned().collect()
    }

    /// Until when somebody is away, who is away today; none inside while nobody knows.
    pub fn away(&self, staff: &str, today: Date) -> Option<Option<Date>> {
        let running = |a: &&Absence| a.staff == staff && a.from <= today && a.until.is_none_or(|last| today <= last);
        self.absences.iter().filter(running).map(|a| a.until).max_by_key(|until| until.unwrap_or(Date::MAX))
    }

    /// Whether somebody who was read works here, and is not away.
    fn is_at_work(&self, staff: &str, today: Date) -> bool {
        self.posts.iter().any(|post| post.staff == staff) && self.away(staff, today).is_none()
    }

    /// Whether somebody who was read is at work and may open a record.
    fn can_see_to(&self, staff: &str, limits: Option<&Limits>, today: Date) -> bool {
        self.is_at_work(staff, today) && limits.is_none_or(|(excluded, only)| !access::limited(staff, excluded, only))
    }

    /// Whether whoever holds a case can see to it, or a senior of the team that holds it: no senior of another team is sought then.
    pub(crate) fn stays_in_team(&self, held: &ManagerRow, limits: Option<&Limits>, today: Date) -> bool {
        let leads = |post: &&Post| post.leads && post.team == held.team && post.provider == held.provider;
        let seniors = self.posts.iter().filter(leads).map(|post| &post.staff);
        seniors.chain([&held.staff]).any(|staff| self.can_see_to(staff, limits, today))
    }

    /// Whether a senior of a team is at work.
    pub(crate) fn is_led(&self, team: &str, today: Date) -> bool {
        let mut seniors = self.posts.iter().filter(|post| post.leads && post.team == team);
        seniors.any(|post| self.away(&post.staff, today).is_none())
    }

    pub(crate) fn team(&mut self, snapshot: &Snapshot, team: &str, today: Date) -> Result<(), StoreError> {
        if team.is_empty() || self.teams.contains_key(team) {
            return Ok(());
        }
        let rows = snapshot.staff_of_team(team)?;
        for row in &rows {
            if self.known.insert(row.staff.clone()) {
                self.posts.extend(post(row));
            }
        }
        self.teams.insert(team.to_owned(), rows);
        let away = snapshot.away_in(team, &today.to_string())?;
        self.absent(snapshot, &away, today)
    }

    /// Some members of staff and whoever covers for them: asked of together, for an organisation may have hundreds away.
    pub(crate) fn members<'a>(
        &mut self,
        snapshot: &Snapshot,
        staff: impl IntoIterator<Item = &'a str>,
        today: Date,
    ) -> Result<(), StoreError> {
        let unread = staff.into_iter().filter(|code| !code.is_empty() && self.known.insert((*code).to_owned()));
        let unread: Vec<String> = unread.map(str::to_owned).collect();
        if unread.is_empty() {
            return Ok(());
        }
        let day = today.to_string();
        snapshot.foresee(|ahead| {
            ahead.staff_among(&unread)?;
            ahead.away_among(&unread, &day).map(drop)
        })?;
        self.posts.extend(snapshot.staff_among(&unread)?.iter().filter_map(post));
        let away = snapshot.away_among(&unread, &day)?;
        self.absent(snapshot, &away, today)
    }

    pub(crate) fn seniors(&mut self, snapshot: &Snapshot, provider: &str, today: Date) -> Result<(), StoreError> {
        if !self.led.insert(provider.to_owned()) {
            return Ok(());
        }
        let senior = Role::SeniorProbationOfficer.code();
        for row in snapshot.staff_in_role(provider, senior)? {
            if self.known.insert(row.staff.clone()) {
                self.posts.extend(post(&row));
            }
        }
        let away = snapshot.away_in_role(provider, senior, &today.to_string())?;
        self.absent(snapshot, &away, today)
    }

    fn absent(&mut self, snapshot: &Snapshot, rows: &[AwayRow], today: Date) -> Result<(), StoreError> {
        let read: Vec<Absence> = rows.iter().filter_map(absence).collect();
        let covers: Vec<String> = read.iter().filter_map(|absence| absence.cover.clone()).collect();
        self.absences.extend(read);
        self.members(snapshot, covers.iter().map(String::as_str), today)
    }
}

/// Somebody who has left has no post.
fn post(row: &StaffRow) -> Option<Post> {
    row.active.then(|| Post {
        staff: row.staff.clone(),
        team: row.team.clone(),
        provider: row.provider.clone(),
        leads: row.role == Role::SeniorProbationOfficer.code(),
        from: Date::MIN,
        until: None,
    })
}

fn absence(row: &AwayRow) -> Option<Absence> {
    Some(Absence {
        staff: row.staff.clone(),
        from: row.from_on.parse().ok()?,
        until: row.until_on.as_ref().and_then(|day| day.parse().ok()),
        cover: row.cover.clone(),
    })
}

/// A manager as the rule takes it.
pub(crate) fn held(row: &ManagerRow) -> Option<Held> {
    Some(Held {
        component: row.component.clone(),
        from: row.from_on.parse().ok()?,
        until: row.to_on.as_ref().and_then(|day| day.parse().ok()),
        staff: row.staff.clone(),
        team: row.team.clone(),
        provider: row.provider.clone(),
    })
}

/// Officers who are away today and whose cases somebody covers.
pub(crate) fn covered(snapshot: &Snapshot, actor: &Actor, today: Date) -> Result<Vec<String>, StoreError> {
    let rows = snapshot.covered_by(&actor.staff, &today.to_string())?;
    let mut roster = Roster::default();
    roster.members(snapshot, rows.iter().map(|row| row.staff.as_str()), today)?;
    Ok(answers_for_covered(&roster, rows.iter().map(|row| &row.staff), actor, today))
}

/// Those of the officers who named somebody to cover for whom that one answers: each once.
pub(crate) fn answers_for_covered<'a>(
    roster: &Roster,
    absent: impl Iterator<Item = &'a String>,
    actor: &Actor,
    today: Date,
) -> Vec<String> {
    let answers = |staff: &&String| {
        let found = roster.owner("", &[desk(staff, &actor.team, &actor.provider)], &actor.provider, today);
        found.staff.as_deref() == Some(&actor.staff) && found.because == Because::Covers((*staff).clone())
    };
    let mut desks: Vec<String> = absent.filter(answers).cloned().collect();
    desks.dedup();
    desks
}

/// All that somebody has on their own, as the rule takes it.
pub(crate) fn desk(staff: &str, team: &str, provider: &str) -> Held {
    Held {
        component: String::new(),
        from: Date::MIN,
        until: None,
        staff: staff.to_owned(),
        team: team.to_owned(),
        provider: provider.to_owned(),
    }
}

/// Whoever answers for a case in place of those who hold it, and are away, have left, or may not open it: they may, or nobody could
/// do what is owed.
pub(crate) fn standing_in(
    snapshot: &Snapshot,
    case: &StreamId,
    held_by: &[ManagerRow],
    limits: &Limits,
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Tie>, StoreError> {
    let away: Vec<&ManagerRow> =
        held_by.iter().filter(|row| !roster.can_see_to(&row.staff, Some(limits), today)).collect();
    let is_limited = !limits.0.is_empty() || !limits.1.is_empty();
    let mut recorded_by = String::new();
    if held_by.is_empty() {
        let Some(standing) = snapshot.standing(case)?.filter(|standing| !standing.held) else { return Ok(Vec::new()) };
        roster.seniors(snapshot, &standing.provider, today)?;
        recorded_by = standing.provider;
    }
    roster.add(snapshot, away.iter().copied(), today)?;
    if is_limited {
        // Its own senior may be kept out as well.
        away.iter().try_for_each(|row| roster.seniors(snapshot, &row.provider, today))?;
    }
    let held: Vec<Held> = held_by.iter().filter_map(self::held).collect();
    let limits = Some(limits).filter(|_| is_limited);
    let components: Vec<&str> =
        if held_by.is_empty() { vec![""] } else { away.iter().map(|row| row.component.as_str()).collect() };
    let owners =
        components.into_iter().map(|component| roster.case_owner(component, &held, &recorded_by, limits, today));
    // Whoever is of the team that holds the case may open it anyway.
    let from_elsewhere = |owner: &Owner| {
        let own = |post: &&Post| Some(&post.staff) == owner.staff.as_ref() && post.team == owner.team;
        roster.posts.iter().find(own).is_none()
    };
    let tie = |owner: Owner| Some(Tie { staff: owner.staff?, team: owner.team, provider: owner.provider });
    Ok(owners.filter(from_elsewhere).filter_map(tie).collect())
}
