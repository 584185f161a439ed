//! An officer's day: who comes, what is owed, what was not recorded.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::{Action, Actor};
use jiff::civil::Date;
use practice::outcome_not_recorded::{OutcomeFacts, outcome_not_recorded};
use practice::owner::{Held, Owner};
use practice::{Duty, LimitName, Standards};
use record::facts::organisation::Role;
use record::facts::person::InDiary;
use record::time::Instant;
use record::{EntryId, StreamId};
pub use store::DiaryRow;
use store::{DutyRow, PersonRow, Scope, Snapshot, StoreError};

use crate::desks::Desks;
use crate::diaries::{Answered, Diaries, answered, holder_of, on_days, unrecorded_on};
use crate::diary::{Travel, travels};
use crate::door::{limits, limits_among};
use crate::elsewhere::still_home;
use crate::owner::Roster;
use crate::passed_over::fallen_to;
use crate::project::SlotDetail;
use crate::undo::is_just_recorded;
use crate::{Ask, Problem, Service};

/// No list of a day is longer: who has more than this has another problem than a list.
const MOST: usize = 200;

/// Whose day is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// One's own.
    Mine,
    /// One's team's.
    Team,
}

/// A day as its officer sees it.
#[derive(Debug)]
pub struct Day {
    /// Which day.
    pub date: Date,
    /// Appointments of the day, by time.
    pub slots: Vec<Slot>,
    /// Appointments of earlier days whose outcome was never recorded, newest first.
    pub unrecorded: Vec<Unrecorded>,
    /// What is owed within a week or overdue, by due day: one's own, that of colleagues one covers, and what falls to one of
    /// the teams that one leads.
    pub duties: Vec<Owing>,
    /// How much of that somebody put aside, and is not among them.
    pub quiet: usize,
    /// Colleagues who are away and whom one covers, by staff code.
    pub covers: Vec<String>,
    /// Teams that one leads besides one's own, by code: their seniors are not at work, or there is none.
    pub leads: Vec<String>,
    /// Whether no senior is on the books of whoever looks: what would fall to one falls to nobody.
    pub unled: bool,
}

/// An appointment in the diary.
#[derive(Debug)]
pub struct Slot {
    /// The appointment.
    pub row: DiaryRow,
    /// What else the slot shows.
    pub detail: SlotDetail,
    /// Whom it is with; none when access to their record is limited.
    pub person: Option<PersonRow>,
    /// The next appointment that is booked, where this one waits for its outcome.
    pub next: Option<DiaryRow>,
    /// In whose diary the next one goes, where that is not this one's: its officer no longer has the case.
    pub next_with: Option<InDiary>,
    /// The way from the appointment before.
    pub travel: Option<Travel>,
    /// Whether whoever asks recorded its outcome a moment ago, and can take it back.
    pub just_recorded: bool,
    /// Who answers for it and its outcome today.
    pub owner: Owner,
    /// Whether it stands in the diary of somebody who has left, or in nobody's.
    pub left: bool,
}

/// An appointment whose day is over and whose outcome nobody recorded.
#[derive(Debug)]
pub struct Unrecorded {
    /// The appointment.
    pub slot: Slot,
    /// By when its outcome is to be recorded, and why; none when that could not be worked out.
    pub duty: Option<Duty>,
}

/// A duty with the person it concerns.
#[derive(Debug)]
pub struct Owing {
    /// What is owed.
    pub row: DutyRow,
    /// About whom; none when access to their record is limited.
    pub person: Option<PersonRow>,
    /// Who answers for it today.
    pub owner: Owner,
}

impl Service {
    /// The day of whoever asks, or of their team; as it is now known, or as it was known at a moment.
    pub async fn day(
        &self,
        ask: &Ask,
        desks: &Arc<Desks>,
        date: Date,
        whose: Whose,
        known_at: Option<Instant>,
    ) -> Result<Day, Problem> {
        let (actor, today, standards) = (ask.actor.clone(), ask.today(), self.standards());
        let (reader, desks) = (ask.clone(), desks.clone());
        let leads = matches!(actor.role, Role::CaseAdministrator | Role::SeniorProbationOfficer);
        let team = whose == Whose::Team || leads;
        let day = self
            .store
            .read(move |snapshot| {
                let on = date.to_string();
                let mut roster = desks.roster();
                if let Some(at) = known_at {
                    let rows = if team {
                        snapshot.diary_of_team_known_at(&actor.team, &on, &on, at.0)?
                    } else {
                        snapshot.diary_of_officer_known_at(&actor.staff, &on, &on, at.0)?
                    };
                    let rows = answered(snapshot, rows, &mut roster, today)?;
                    let slots = slots_of(snapshot, rows, &reader, standards)?;
                    return Ok(Day {
                        date,
                        slots,
                        unrecorded: Vec::new(),
                        duties: Vec::new(),
                        quiet: 0,
                        covers: Vec::new(),
                        leads: Vec::new(),
                        unled: false,
                    });
                }
                let covers = if team { Vec::new() } else { desks.covers().to_vec() };
                // A senior's day is that of their own team, and what falls to them of the others that they lead.
                let mut leads: Vec<&str> = desks.leads().iter().map(|led| led.team.as_str()).collect();
                leads.retain(|led| !team || *led != actor.team);
                let own = if team { Diaries::Team(&actor.team) } else { Diaries::Own(&actor, &covers) };
                let fallen = fallen_to(snapshot, &actor, &desks, today)?;
                let of_cases = Diaries::OfCases(&actor, fallen);
                let diaries: Vec<Diaries<'_>> = std::iter::once(own)
                    .chain(leads.iter().map(|team| Diaries::FallingTo(&actor, team)))
                    .chain(Some(of_cases).filter(|_| !fallen.is_empty()))
                    .collect();
                let mut rows = Vec::new();
                for whose in &diaries {
                    rows.extend(on_days(snapshot, whose, (&on, &on), &mut roster, today)?);
                }
                let mut rows = each_once(rows);
                rows.sort_by(|a, b| (&a.row.starts, &a.row.officer).cmp(&(&b.row.starts, &b.row.officer)));
                let slots = slots_of(snapshot, rows, &reader, standards)?;
                let back = i64::from(standards.limit(LimitName::UnrecordedShown).value);
                let (from, to) = (shifted(today, -back), shifted(today, -1));
                let mut rows = Vec::new();
                for whose in &diaries {
                    rows.extend(unrecorded_on(snapshot, whose, (&from, &to), &mut roster, today)?);
                }
                let mut rows = each_once(rows);
                rows.sort_by(|a, b| b.row.starts.cmp(&a.row.starts));
                rows.truncate(MOST);
                let unrecorded = unrecorded_of(snapshot, rows, &actor.staff, today)?;
                let unrecorded = unrecorded.into_iter().map(|slot| outcome_owed(slot, today, standards)).collect();
                let due_to = shifted(today, i64::from(standards.limit(LimitName::DutiesAhead).value));
                let scopes = scopes(&actor, team, &covers);
                let (duties, quiet) =
                    owing(snapshot, &scopes, &leads, (&actor, &desks, today), (fallen, &due_to), roster)?;
                // A team that holds no case needs no saying.
                let told = leads.into_iter().filter(|team| desks.holds_cases(team)).map(str::to_owned).collect();
                let unled = !snapshot.has_role(&actor.provider, Role::SeniorProbationOfficer.code())?;
                Ok(Day { date, slots, unrecorded, duties, quiet, covers, leads: told, unled })
            })
            .await?;
        let rows = day.slots.len() + day.unrecorded.len() + day.duties.len();
        self.permit_list(ask, Action::ViewDay, rows).await?;
        Ok(day)
    }
}

/// What stands in several diaries, once.
fn each_once(mut rows: Vec<Answered>) -> Vec<Answered> {
    let mut known = BTreeSet::new();
    rows.retain(|found| known.insert((found.row.stream.clone(), found.row.appointment.clone())));
    rows
}

/// Whose rows these are, each once.
fn people_of<'a>(rows: impl Iterator<Item = &'a DiaryRow>) -> Vec<StreamId> {
    let people: BTreeSet<&StreamId> = rows.map(|row| &row.stream).collect();
    people.into_iter().cloned().collect()
}

fn slots_of(
    snapshot: &Snapshot,
    rows: Vec<Answered>,
    ask: &Ask,
    standards: &'static Standards,
) -> Result<Vec<Slot>, StoreError> {
    let (staff, today) = (ask.actor.staff.as_str(), ask.today());
    let own = InDiary { staff: staff.to_owned(), team: ask.actor.team.clone() };
    let tomorrow = shifted(today, 1);
    let is_open = |row: &DiaryRow| row.outcome.is_none() && row.state != "cancelled";
    let waits = |row: &DiaryRow| is_open(row) && row.starts.as_str() < tomorrow.as_str();
    let mut ways = travels(&as_held(&rows), |code| standards.contact_type(code));
    let people = visible_among(snapshot, &people_of(rows.iter().map(|found| &found.row)), staff, today)?;
    let waiting = people_of(rows.iter().map(|found| &found.row).filter(|row| waits(row)));
    let booked = snapshot.open_among(&waiting)?;
    let passed: BTreeSet<(StreamId, String)> =
        snapshot.left_behind_among(&waiting, &today.to_string())?.into_iter().collect();
    rows.into_iter()
        .map(|Answered { row, mut detail, owner, left }| {
            if is_open(&row) {
                still_home(snapshot, &row.stream, &mut detail)?;
            }
            let (mut next, mut next_with) = (None, None);
            if waits(&row) {
                // Of each person they come by start.
                next = booked.iter().find(|other| other.stream == row.stream && other.starts > row.starts).cloned();
                let key = (row.stream.clone(), row.appointment.clone());
                if passed.contains(&key) {
                    next_with = Some(holder_of(snapshot, &row, today)?.unwrap_or_else(|| own.clone()));
                }
            }
            let travel = ways.remove(&(row.stream.clone(), row.appointment.clone()));
            let just_recorded = is_just_recorded(snapshot, &row, &detail, ask, standards)?;
            let person = people.get(&row.stream).cloned();
            Ok(Slot { row, detail, person, next, next_with, travel, just_recorded, owner, left })
        })
        .collect()
}

/// Those of earlier days that wait for their outcome: who, when and whose.
fn unrecorded_of(snapshot: &Snapshot, rows: Vec<Answered>, staff: &str, today: Date) -> Result<Vec<Slot>, StoreError> {
    let people = visible_among(snapshot, &people_of(rows.iter().map(|found| &found.row)), staff, today)?;
    let slot = |Answered { row, detail, owner, left }: Answered| Slot {
        person: people.get(&row.stream).cloned(),
        next: None,
        next_with: None,
        travel: None,
        just_recorded: false,
        row,
        detail,
        owner,
        left,
    };
    Ok(rows.into_iter().map(slot).collect())
}

/// The rows with whoever will hold them: a leaver goes nowhere.
fn as_held(rows: &[Answered]) -> Vec<DiaryRow> {
    let holder = |found: &Answered| found.owner.staff.clone().filter(|_| found.left);
    let row = |found: &Answered| {
        let officer = holder(found).unwrap_or_else(|| found.row.officer.clone());
        DiaryRow { officer, ..found.row.clone() }
    };
    rows.iter().map(row).collect()
}

fn outcome_owed(slot: Slot, today: Date, standards: &'static Standards) -> Unrecorded {
    let on = slot.row.starts.split('T').next().and_then(|day| day.parse().ok());
    let owed = on.map(|appointment_on| OutcomeFacts {
        subject: slot.row.appointment.clone(),
        as_at: today,
        appointment_on,
        appointment: EntryId { stream: slot.row.stream.clone(), seq: slot.detail.version }.to_string(),
        outcome: None,
    });
    let ruled = owed.and_then(|facts| outcome_not_recorded(&facts, standards).ok());
    Unrecorded { slot, duty: ruled.map(|ruled| ruled.duty()) }
}

/// A team, or an officer with those they cover.
fn scopes(actor: &Actor, team: bool, covers: &[String]) -> Vec<Scope> {
    if team {
        return vec![Scope::Team(actor.team.clone())];
    }
    std::iter::once(&actor.staff).chain(covers).cloned().map(Scope::Officer).collect()
}

/// What is due up to a day, by due day, and how much of it was put aside: all of the scopes', and of the teams that the reader
/// leads besides, what falls to them.
fn owing(
    snapshot: &Snapshot,
    scopes: &[Scope],
    leads: &[&str],
    (reader, desks, today): (&Actor, &Desks, Date),
    (fallen, due_to): (&[StreamId], &str),
    mut roster: Roster,
) -> Result<(Vec<Owing>, usize), StoreError> {
    let day = today.to_string();
    let due = |scope: &Scope| match scope {
        Scope::Team(team) => snapshot.duties_of_team(team, &day, due_to),
        Scope::Officer(staff) => snapshot.duties_of_officer(staff, &day, due_to),
    };
    let mut rows = Vec::new();
    for scope in scopes {
        rows.extend(due(scope)?);
    }
    let shown: BTreeSet<StreamId> = rows.iter().map(|row| row.stream.clone()).collect();
    for team in leads {
        rows.extend(due(&Scope::Team((*team).to_owned()))?);
    }
    if desks.answers_for_unheld() {
        rows.extend(snapshot.duties_unheld(&reader.provider, due_to)?);
        roster.seniors(snapshot, &reader.provider, today)?;
    }
    for case in fallen {
        let due = snapshot.duties_of(case)?.into_iter();
        rows.extend(due.filter(|row| row.due_on.as_deref().is_some_and(|due_on| due_on <= due_to)));
    }
    rows.sort_by(|a, b| (&a.due_on, &a.stream, &a.duty, &a.subject).cmp(&(&b.due_on, &b.stream, &b.duty, &b.subject)));
    rows.dedup_by(|a, b| (&a.stream, &a.duty, &a.subject) == (&b.stream, &b.duty, &b.subject));
    let owed: BTreeSet<&StreamId> = rows.iter().map(|row| &row.stream).collect();
    let owed: Vec<StreamId> = owed.into_iter().cloned().collect();
    let managers = snapshot.managers_among(&owed, &day)?;
    roster.add(snapshot, &managers, today)?;
    let limits = limits_among(snapshot, &owed, today)?;
    let limited = managers.iter().filter(|row| limits.contains_key(&row.stream));
    limited.map(|row| &row.provider).try_for_each(|provider| roster.seniors(snapshot, provider, today))?;
    let mut held: BTreeMap<&StreamId, Vec<Held>> = BTreeMap::new();
    for manager in &managers {
        held.entry(&manager.stream).or_default().extend(crate::owner::held(manager));
    }
    let mut theirs: Vec<(DutyRow, Owner)> = Vec::new();
    for row in rows {
        let of_case = held.get(&row.stream).map_or(&[][..], Vec::as_slice);
        let owner = roster.case_owner(&row.component, of_case, &reader.provider, limits.get(&row.stream), today);
        if shown.contains(&row.stream) || owner.staff.as_ref() == Some(&reader.staff) {
            theirs.push((row, owner));
        }
    }
    let quiet: BTreeSet<(StreamId, String, String)> = snapshot.quiet_among(&owed)?.into_iter().collect();
    let all = theirs.len();
    theirs.retain(|(row, _)| !quiet.contains(&(row.stream.clone(), row.duty.clone(), row.subject.clone())));
    let put_aside = all - theirs.len();
    theirs.truncate(MOST);
    let whom: BTreeSet<StreamId> = theirs.iter().map(|(row, _)| row.stream.clone()).collect();
    let people = visible_among(snapshot, &whom.into_iter().collect::<Vec<_>>(), &reader.staff, today)?;
    let owing = theirs.into_iter().map(|(row, owner)| Owing { person: people.get(&row.stream).cloned(), owner, row });
    Ok((owing.collect(), put_aside))
}

/// The people's lines in the register, by their streams, but for those whom a limit keeps from this member of staff.
pub(crate) fn visible_among(
    snapshot: &Snapshot,
    people: &[StreamId],
    staff: &str,
    today: Date,
) -> Result<BTreeMap<StreamId, PersonRow>, StoreError> {
    let limits = limits_among(snapshot, people, today)?;
    let is_open = |person: &&StreamId| {
        let limited = limits.get(*person);
        limited.is_none_or(|(excluded, restricted_to)| !access::limited(staff, excluded, restricted_to))
    };
    let open: Vec<StreamId> = people.iter().filter(is_open).cloned().collect();
    let rows = snapshot.people_of(&open)?.into_iter();
    Ok(rows.map(|row| (row.stream.clone(), row)).collect())
}

/// The person's line in the register, unless a limit keeps it from this member of staff.
pub(crate) fn visible(
    snapshot: &Snapshot,
    person: &StreamId,
    staff: &str,
    today: Date,
) -> Result<Option<PersonRow>, StoreError> {
    let (excluded, restricted_to) = limits(snapshot, person, today)?;
    if access::limited(staff, &excluded, &restricted_to) {
        return Ok(None);
    }
    snapshot.person(person)
}

fn shifted(day: Date, days: i64) -> String {
    day.saturating_add(jiff::Span::new().days(days)).to_string()
}
