//! Whose each appointment of a diary is: that of whoever's diary it stands in, or who answers in their place; and once they have
//! left, that of whoever has the case. So what a leaver had booked is on somebody's day from the moment they leave.

use std::collections::{BTreeMap, BTreeSet};

use access::Actor;
use jiff::civil::Date;
use practice::owner::{Held, Owner, holder};
use record::StreamId;
use record::facts::organisation::Role;
use record::facts::person::InDiary;
use store::{DiaryRow, ManagerRow, Scope, Snapshot, StaffRow, StoreError};

use crate::door::limits_among;
use crate::owner::{Roster, held};
use crate::project::SlotDetail;

/// Whose diaries are looked at.
pub(crate) enum Diaries<'a> {
    /// A member of staff's own, with those of the absent colleagues whom they cover.
    Own(&'a Actor, &'a [String]),
    /// A team's.
    Team(&'a str),
    /// What of a team's falls to somebody who leads it today: nobody at work keeps it.
    FallingTo(&'a Actor, &'a str),
    /// What falls to somebody of some cases, in whoever's diary it stands: those who would answer may not open the record.
    OfCases(&'a Actor, &'a [StreamId]),
}

/// An appointment, and who answers for it and its outcome.
pub(crate) struct Answered {
    pub(crate) row: DiaryRow,
    /// What else the slot shows.
    pub(crate) detail: SlotDetail,
    pub(crate) owner: Owner,
    /// Whether it stands in the diary of somebody who has left, or in nobody's.
    pub(crate) left: bool,
}

/// The appointments of these days (`YYYY-MM-DD`, both included) that are of some diaries, in no order.
pub(crate) fn on_days(
    snapshot: &Snapshot,
    whose: &Diaries<'_>,
    (from, to): (&str, &str),
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Answered>, StoreError> {
    let mut rows = match whose {
        Diaries::Team(team) | Diaries::FallingTo(_, team) => snapshot.diary_of_team(team, from, to)?,
        Diaries::Own(..) => each(whose, |staff| snapshot.diary_of_officer(staff, from, to))?,
        Diaries::OfCases(_, cases) => of_cases(snapshot, cases, (from, to))?,
    };
    for scope in scopes(snapshot, whose)? {
        rows.extend(snapshot.diary_of_leavers(&scope, &today.to_string(), from, to)?);
    }
    of_whom(snapshot, whose, rows, roster, today)
}

/// Those of them that were not called off and whose outcome nobody recorded.
pub(crate) fn unrecorded_on(
    snapshot: &Snapshot,
    whose: &Diaries<'_>,
    (from, to): (&str, &str),
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Answered>, StoreError> {
    let mut rows = match whose {
        Diaries::Team(team) | Diaries::FallingTo(_, team) => snapshot.unrecorded_of_team(team, from, to)?,
        Diaries::Own(..) => each(whose, |staff| snapshot.unrecorded_of_officer(staff, from, to))?,
        Diaries::OfCases(_, cases) => {
            let mut rows = of_cases(snapshot, cases, (from, to))?;
            rows.retain(|row| row.outcome.is_none() && row.state != "cancelled");
            rows
        }
    };
    for scope in scopes(snapshot, whose)? {
        rows.extend(snapshot.unrecorded_of_leavers(&scope, &today.to_string(), from, to)?);
    }
    of_whom(snapshot, whose, rows, roster, today)
}

/// What one's own diary holds, and each that one covers.
fn each(
    whose: &Diaries<'_>,
    read: impl Fn(&str) -> Result<Vec<DiaryRow>, StoreError>,
) -> Result<Vec<DiaryRow>, StoreError> {
    let Diaries::Own(actor, covers) = whose else { return Ok(Vec::new()) };
    let found: Result<Vec<_>, _> = std::iter::once(&actor.staff).chain(*covers).map(|staff| read(staff)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// What stands in any diary of some cases.
fn of_cases(snapshot: &Snapshot, cases: &[StreamId], (from, to): (&str, &str)) -> Result<Vec<DiaryRow>, StoreError> {
    let mut rows = Vec::new();
    for case in cases {
        rows.extend(snapshot.diary_of(case)?);
    }
    rows.retain(|row| row.starts.split('T').next().is_some_and(|day| from <= day && day <= to));
    Ok(rows)
}

fn of_whom(
    snapshot: &Snapshot,
    whose: &Diaries<'_>,
    mut rows: Vec<DiaryRow>,
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Answered>, StoreError> {
    let mut known = BTreeSet::new();
    rows.retain(|row| known.insert((row.stream.clone(), row.appointment.clone())));
    let mut found = answered(snapshot, rows, roster, today)?;
    found.retain(|found| is_of(whose, found));
    Ok(found)
}

/// Whose cases may have an appointment of theirs in a leaver's diary. Who covers for a senior answers for what the senior would.
fn scopes(snapshot: &Snapshot, whose: &Diaries<'_>) -> Result<Vec<Scope>, StoreError> {
    let (actor, covers) = match whose {
        Diaries::Team(team) | Diaries::FallingTo(_, team) => return Ok(vec![Scope::Team((*team).to_owned())]),
        Diaries::OfCases(..) => return Ok(Vec::new()),
        Diaries::Own(actor, covers) => (actor, covers),
    };
    let mut scopes = vec![Scope::Officer(actor.staff.clone())];
    for absent in *covers {
        let row = snapshot.staff(absent)?;
        let led = row.filter(|row| row.role == Role::SeniorProbationOfficer.code());
        scopes.extend(led.map(|row| Scope::Team(row.team)));
        scopes.push(Scope::Officer(absent.clone()));
    }
    Ok(scopes)
}

fn is_of(whose: &Diaries<'_>, found: &Answered) -> bool {
    let (row, owner) = (&found.row, &found.owner);
    match whose {
        Diaries::Team(team) if found.left => owner.team == *team || (owner.team.is_empty() && row.team == *team),
        Diaries::Team(_) => true,
        Diaries::FallingTo(actor, _) | Diaries::OfCases(actor, _) => owner.staff.as_ref() == Some(&actor.staff),
        Diaries::Own(actor, covers) => {
            let theirs = row.officer == actor.staff || covers.contains(&row.officer);
            if found.left { owner.staff.as_ref() == Some(&actor.staff) } else { theirs }
        }
    }
}

/// The same rows, each with who answers for it. Who works where is read on from what is known of it.
pub(crate) fn answered(
    snapshot: &Snapshot,
    rows: Vec<DiaryRow>,
    roster: &mut Roster,
    today: Date,
) -> Result<Vec<Answered>, StoreError> {
    let mut staff: BTreeMap<String, Option<StaffRow>> = BTreeMap::new();
    let mut cases: BTreeMap<StreamId, Case> = BTreeMap::new();
    for row in &rows {
        if !staff.contains_key(&row.officer) {
            roster.team(snapshot, &row.team, today)?;
            let of_team = roster.staff_of(&row.team).iter().find(|staff| staff.staff == row.officer).cloned();
            let found = if of_team.is_some() { of_team } else { snapshot.staff(&row.officer)? };
            staff.insert(row.officer.clone(), found);
        }
        let left = staff.get(&row.officer).is_none_or(|officer| !works(officer.as_ref()));
        if left && !cases.contains_key(&row.stream) {
            cases.insert(row.stream.clone(), Case::read(snapshot, &row.stream, today)?);
        }
    }
    let desks: BTreeMap<(&str, &str), ManagerRow> =
        rows.iter().map(|row| ((row.officer.as_str(), row.team.as_str()), desk_of(row, &staff))).collect();
    let managers = desks.values().chain(cases.values().flat_map(|case| &case.managers));
    roster.add(snapshot, managers, today)?;
    for case in cases.values().filter(|case| case.managers.is_empty()) {
        roster.seniors(snapshot, &case.recorded_by, today)?;
    }
    let people: BTreeSet<&StreamId> = rows.iter().map(|row| &row.stream).collect();
    let limits = limits_among(snapshot, &people.into_iter().cloned().collect::<Vec<_>>(), today)?;
    // Of a record that is limited any senior may come to answer.
    let limited = rows.iter().filter(|row| limits.contains_key(&row.stream));
    let providers: BTreeSet<&str> = limited
        .flat_map(|row| {
            let officer = staff.get(&row.officer).and_then(Option::as_ref).map(|officer| officer.provider.as_str());
            let case = cases.get(&row.stream).into_iter().flat_map(|case| &case.managers);
            officer.into_iter().chain(case.map(|manager| manager.provider.as_str()))
        })
        .collect();
    providers.into_iter().try_for_each(|provider| roster.seniors(snapshot, provider, today))?;
    let one = |row: DiaryRow| {
        let officer = staff.get(&row.officer).and_then(Option::as_ref);
        let desk = held(&desk_of(&row, &staff)).unwrap_or_else(nobodys);
        let case = cases.get(&row.stream);
        let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
        let of_case: Vec<Held> = case.iter().flat_map(|case| &case.managers).filter_map(held).collect();
        let recorded_by = case.map_or(desk.provider.as_str(), |case| case.recorded_by.as_str());
        let owner =
            roster.appointment_owner(&desk, (&detail.order, &of_case, recorded_by), limits.get(&row.stream), today);
        Answered { owner, left: !works(officer), detail, row }
    };
    Ok(rows.into_iter().map(one).collect())
}

fn works(staff: Option<&StaffRow>) -> bool {
    staff.is_some_and(|staff| staff.active)
}

/// A case whose appointment stands in a leaver's diary.
struct Case {
    managers: Vec<ManagerRow>,
    /// The organisation that answers while nobody was given it.
    recorded_by: String,
}

impl Case {
    fn read(snapshot: &Snapshot, stream: &StreamId, today: Date) -> Result<Case, StoreError> {
        let managers = current(snapshot, stream, today)?;
        let standing = if managers.is_empty() { snapshot.standing(stream)? } else { None };
        Ok(Case { managers, recorded_by: standing.map(|standing| standing.provider).unwrap_or_default() })
    }
}

/// Who manages which part of a case today.
fn current(snapshot: &Snapshot, stream: &StreamId, today: Date) -> Result<Vec<ManagerRow>, StoreError> {
    let day = today.to_string();
    let mut managers = snapshot.managers_of(stream)?;
    managers.retain(|row| row.from_on <= day && row.to_on.as_ref().is_none_or(|next| day < *next));
    Ok(managers)
}

/// A diary as the desk of whoever keeps it.
fn desk_of(row: &DiaryRow, staff: &BTreeMap<String, Option<StaffRow>>) -> ManagerRow {
    let officer = staff.get(&row.officer).and_then(Option::as_ref);
    ManagerRow {
        stream: row.stream.clone(),
        component: String::new(),
        staff: row.officer.clone(),
        from_on: "0001-01-01".to_owned(),
        provider: officer.map(|officer| officer.provider.clone()).unwrap_or_default(),
        team: row.team.clone(),
        to_on: None,
    }
}

fn nobodys() -> Held {
    let (staff, team, provider) = (String::new(), String::new(), String::new());
    Held { component: String::new(), from: Date::MIN, until: None, staff, team, provider }
}

/// Whoever holds the order of an appointment today and works here; none while nobody does.
pub(crate) fn holder_of(snapshot: &Snapshot, row: &DiaryRow, today: Date) -> Result<Option<InDiary>, StoreError> {
    let managers: Vec<Held> = current(snapshot, &row.stream, today)?.iter().filter_map(held).collect();
    let detail: SlotDetail = serde_json::from_str(&row.detail).unwrap_or_default();
    let Some(found) = holder(&detail.order, &managers, today) else { return Ok(None) };
    let works = works(snapshot.staff(&found.staff)?.as_ref());
    Ok(works.then(|| InDiary { staff: found.staff.clone(), team: found.team.clone() }))
}

/// In whose diary the next appointment after this one goes, where it cannot be this one's: that of whoever holds the case by
/// now; while nobody does, `own`.
pub(crate) fn next_with(
    snapshot: &Snapshot,
    row: &DiaryRow,
    own: &InDiary,
    today: Date,
) -> Result<Option<InDiary>, StoreError> {
    if !snapshot.is_left_behind(&row.stream, &today.to_string(), &row.appointment)? {
        return Ok(None);
    }
    Ok(Some(holder_of(snapshot, row, today)?.unwrap_or_else(|| own.clone())))
}
