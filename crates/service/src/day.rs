//! An officer's day: who comes, what is owed, what was not recorded.

use std::collections::BTreeSet;

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
use store::{DutyRow, ManagerRow, PersonRow, Scope, Snapshot, StoreError};

use crate::diaries::{Answered, Diaries, answered, next_with, on_days, unrecorded_on};
use crate::diary::{Travel, travels};
use crate::door::limits;
use crate::elsewhere::still_home;
use crate::leading::led;
use crate::owner::{Roster, answers_for_unheld};
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
    pub async fn day(&self, ask: &Ask, date: Date, whose: Whose, known_at: Option<Instant>) -> Result<Day, Problem> {
        let (actor, today, standards) = (ask.actor.clone(), ask.today(), self.standards());
        let reader = ask.clone();
        let leads = matches!(actor.role, Role::CaseAdministrator | Role::SeniorProbationOfficer);
        let team = whose == Whose::Team || leads;
        let day = self
            .store
            .read(move |snapshot| {
                let on = date.to_string();
                if let Some(at) = known_at {
                    let rows = if team {
                        snapshot.diary_of_team_known_at(&actor.team, &on, &on, at.0)?
                    } else {
                        snapshot.diary_of_officer_known_at(&actor.staff, &on, &on, at.0)?
                    };
                    let slots = slots_of(snapshot, answered(snapshot, rows, today)?, &reader, standards)?;
                    return Ok(Day {
                        date,
                        slots,
                        unrecorded: Vec::new(),
                        duties: Vec::new(),
                        quiet: 0,
                        covers: Vec::new(),
                        leads: Vec::new(),
                    });
                }
                let covers = if team { Vec::new() } else { crate::owner::covered(snapshot, &actor, today)? };
                // A senior's day is that of their own team, and what falls to them of the others that they lead.
                let mut leads: Vec<String> = led(snapshot, &actor, today)?.into_iter().map(|led| led.team).collect();
                leads.retain(|led| !team || *led != actor.team);
                let own = if team { Diaries::Team(&actor.team) } else { Diaries::Own(&actor, &covers) };
                let looked_at = |read: &dyn Fn(&Diaries<'_>) -> Result<Vec<Answered>, StoreError>| {
                    let mut rows = read(&own)?;
                    for team in &leads {
                        rows.extend(read(&Diaries::FallingTo(&actor, team))?);
                    }
                    let mut known = BTreeSet::new();
                    rows.retain(|found| known.insert((found.row.stream.clone(), found.row.appointment.clone())));
                    Ok::<_, StoreError>(rows)
                };
                let mut rows = looked_at(&|whose| on_days(snapshot, whose, (&on, &on), today))?;
                rows.sort_by(|a, b| (&a.row.starts, &a.row.officer).cmp(&(&b.row.starts, &b.row.officer)));
                let slots = slots_of(snapshot, rows, &reader, standards)?;
                let back = i64::from(standards.limit(LimitName::UnrecordedShown).value);
                let (from, to) = (shifted(today, -back), shifted(today, -1));
                let mut rows = looked_at(&|whose| unrecorded_on(snapshot, whose, (&from, &to), today))?;
                rows.sort_by(|a, b| b.row.starts.cmp(&a.row.starts));
                rows.truncate(MOST);
                let slots_before = slots_of(snapshot, rows, &reader, standards)?;
                let unrecorded = slots_before.into_iter().map(|slot| outcome_owed(slot, today, standards)).collect();
                let ahead = i64::from(standards.limit(LimitName::DutiesAhead).value);
                let (duties, quiet) = owing(snapshot, &scopes(&actor, team, &covers), &leads, (&actor, today), ahead)?;
                // A team that holds no case needs no saying.
                let mut told = Vec::new();
                for team in leads {
                    told.extend((!snapshot.desks_of_team(&team, &today.to_string())?.is_empty()).then_some(team));
                }
                Ok(Day { date, slots, unrecorded, duties, quiet, covers, leads: told })
            })
            .await?;
        let rows = day.slots.len() + day.unrecorded.len() + day.duties.len();
        self.permit_list(ask, Action::ViewDay, rows).await?;
        Ok(day)
    }
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
    let mut ways = travels(&as_held(&rows), |code| standards.contact_type(code));
    rows.into_iter()
        .map(|Answered { row, owner, left }| {
            let person = visible(snapshot, &row.stream, staff, today)?;
            let mut detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
            if row.outcome.is_none() && row.state != "cancelled" {
                still_home(snapshot, &row.stream, &mut detail)?;
            }
            let waits = row.outcome.is_none() && row.state != "cancelled" && row.starts.as_str() < tomorrow.as_str();
            let next = if waits { snapshot.next_booked(&row.stream, &row.starts)? } else { None };
            let next_with = if waits { next_with(snapshot, &row, &own, today)? } else { None };
            let travel = ways.remove(&(row.stream.clone(), row.appointment.clone()));
            let just_recorded = is_just_recorded(snapshot, &row, &detail, ask, standards)?;
            Ok(Slot { row, detail, person, next, next_with, travel, just_recorded, owner, left })
        })
        .collect()
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

/// What is due, by due day, and how much of it was put aside: all of the scopes', and of the teams that the reader leads
/// besides, what falls to them.
fn owing(
    snapshot: &Snapshot,
    scopes: &[Scope],
    leads: &[String],
    (reader, today): (&Actor, Date),
    ahead: i64,
) -> Result<(Vec<Owing>, usize), StoreError> {
    let mut found = Found { due_to: shifted(today, ahead), ..Found::default() };
    for scope in scopes {
        found.held(snapshot, scope, today)?;
    }
    let shown: BTreeSet<StreamId> = found.managers.iter().map(|manager| manager.stream.clone()).collect();
    for team in leads {
        found.held(snapshot, &Scope::Team(team.clone()), today)?;
    }
    let unheld = answers_for_unheld(snapshot, reader, today)?;
    if unheld {
        found.unheld(snapshot, &reader.provider)?;
    }
    let Found { mut rows, managers, quiet, .. } = found;
    rows.sort_by(|a, b| (&a.due_on, &a.stream, &a.duty, &a.subject).cmp(&(&b.due_on, &b.stream, &b.duty, &b.subject)));
    rows.dedup_by(|a, b| (&a.stream, &a.duty, &a.subject) == (&b.stream, &b.duty, &b.subject));
    let mut roster = Roster::of(snapshot, &managers, today)?;
    if unheld {
        roster.seniors(snapshot, &reader.provider, today)?;
    }
    let mut theirs: Vec<(DutyRow, Owner)> = Vec::new();
    for row in rows {
        let of_case = managers.iter().filter(|manager| manager.stream == row.stream);
        let held: Vec<Held> = of_case.filter_map(crate::owner::held).collect();
        let owner = roster.owner(&row.component, &held, &reader.provider, today);
        if shown.contains(&row.stream) || owner.staff.as_ref() == Some(&reader.staff) {
            theirs.push((row, owner));
        }
    }
    let all = theirs.len();
    theirs.retain(|(row, _)| !quiet.contains(&(row.stream.clone(), row.duty.clone(), row.subject.clone())));
    let put_aside = all - theirs.len();
    theirs.truncate(MOST);
    let owing = theirs
        .into_iter()
        .map(|(row, owner)| Ok(Owing { person: visible(snapshot, &row.stream, &reader.staff, today)?, owner, row }));
    Ok((owing.collect::<Result<_, StoreError>>()?, put_aside))
}

/// What is due somewhere, who holds what there, and what was put aside.
#[derive(Default)]
struct Found {
    /// The last day of what is due soon.
    due_to: String,
    rows: Vec<DutyRow>,
    managers: Vec<ManagerRow>,
    quiet: BTreeSet<(StreamId, String, String)>,
}

impl Found {
    fn held(&mut self, snapshot: &Snapshot, scope: &Scope, today: Date) -> Result<(), StoreError> {
        let (day, due_to) = (today.to_string(), &self.due_to);
        self.rows.extend(match scope {
            Scope::Team(team) => snapshot.duties_of_team(team, &day, due_to)?,
            Scope::Officer(staff) => snapshot.duties_of_officer(staff, &day, due_to)?,
        });
        self.managers.extend(snapshot.managers_held(scope, &day)?);
        self.quiet.extend(snapshot.quiet_held(scope, &day)?);
        Ok(())
    }

    /// Of the cases that an organisation recorded and nobody was given.
    fn unheld(&mut self, snapshot: &Snapshot, provider: &str) -> Result<(), StoreError> {
        for row in snapshot.unheld(provider)? {
            let owed = snapshot.duties_of(&row.stream)?;
            self.rows
                .extend(owed.into_iter().filter(|duty| duty.due_on.as_ref().is_some_and(|due| *due <= self.due_to)));
        }
        Ok(())
    }
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
