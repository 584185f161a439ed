//! From the narrow rows of what is held to the cases of a caseload: who holds each, who answers for it today, what is due. Who
//! they are is read last, and only for the rows that are shown.

use std::collections::BTreeMap;

use jiff::civil::Date;
use record::StreamId;
use store::{GlanceRow, HeldGlance, ManagerRow, PersonRow, Scope, Snapshot, StoreError};

use crate::caseload::{CaseRow, Due, Standing};
use crate::door::Limits;
use crate::owner::{Roster, held};

/// Every case of a scope, each once, in one question.
pub(crate) fn held_by(
    snapshot: &Snapshot,
    scope: &Scope,
    reader: &str,
    today: Date,
) -> Result<Vec<CaseRow>, StoreError> {
    let mut cases: BTreeMap<StreamId, (GlanceRow, Vec<ManagerRow>)> = BTreeMap::new();
    for HeldGlance { glance, component, staff, team, provider, from_on } in
        snapshot.glance_held(scope, &today.to_string())?
    {
        let stream = glance.stream.clone();
        let manager = ManagerRow { stream: stream.clone(), component, staff, from_on, provider, team, to_on: None };
        cases.entry(stream).or_insert_with(|| (glance, Vec::new())).1.push(manager);
    }
    let main = |managers: &[ManagerRow]| managers.iter().max_by_key(|row| main_first(row)).cloned();
    let cases: Vec<(GlanceRow, Option<ManagerRow>)> =
        cases.into_values().map(|(glance, managers)| (glance, main(&managers))).collect();
    let mut roster = Roster::of(snapshot, cases.iter().filter_map(|(_, main)| main.as_ref()), today)?;
    for (glance, main) in cases.iter().filter(|(glance, _)| !glance.limits.is_empty()) {
        let limits = limits_of(glance, today);
        if let Some(main) = main.as_ref().filter(|main| !roster.stays_in_team(main, limits.as_ref(), today)) {
            roster.seniors(snapshot, &main.provider, today)?;
        }
    }
    let mut carried: BTreeMap<String, usize> = BTreeMap::new();
    for main in cases.iter().filter_map(|(_, main)| main.as_ref()).filter(|main| !main.staff.is_empty()) {
        *carried.entry(main.staff.clone()).or_default() += 1;
    }
    let rows = cases.into_iter().map(|(glance, main)| {
        let row = row(glance, main.as_ref(), &roster, "", reader, today);
        CaseRow { beside: carried.get(&row.officer).copied().unwrap_or_default(), ..row }
    });
    Ok(rows.collect())
}

/// Cases recorded by an organisation that nobody was given yet; it answers for them.
pub(crate) fn unheld(
    snapshot: &Snapshot,
    provider: &str,
    reader: &str,
    today: Date,
) -> Result<Vec<CaseRow>, StoreError> {
    let streams: Vec<StreamId> = snapshot.unheld(provider)?.into_iter().map(|row| row.stream).collect();
    if streams.is_empty() {
        return Ok(Vec::new());
    }
    let roster = Roster::of_seniors(snapshot, provider, today)?;
    let glances = snapshot.glances(&streams)?.into_iter();
    Ok(glances.map(|glance| row(glance, None, &roster, provider, reader, today)).collect())
}

/// The same rows with who they are, where access is not limited.
pub(crate) fn named(snapshot: &Snapshot, mut rows: Vec<CaseRow>) -> Result<Vec<CaseRow>, StoreError> {
    let streams: Vec<StreamId> = rows.iter().filter(|row| !row.limited).map(|row| row.stream.clone()).collect();
    let people = snapshot.people_of(&streams)?.into_iter().map(|person| (person.stream.clone(), person));
    let people: BTreeMap<StreamId, PersonRow> = people.collect();
    for row in &mut rows {
        row.person = people.get(&row.stream).cloned();
    }
    Ok(rows)
}

/// Those of some people whose records are not limited for whoever asks, in the order given.
pub(crate) fn visible(
    snapshot: &Snapshot,
    streams: &[StreamId],
    reader: &str,
    today: Date,
) -> Result<Vec<PersonRow>, StoreError> {
    let open: Vec<StreamId> = snapshot
        .glances(streams)?
        .into_iter()
        .filter(|glance| limits_of(glance, today).is_none_or(|(not, to)| !access::limited(reader, &not, &to)))
        .map(|glance| glance.stream)
        .collect();
    let mut people = snapshot.people_of(&open)?;
    people.sort_by_key(|person| streams.iter().position(|stream| *stream == person.stream));
    Ok(people)
}

fn row(
    glance: GlanceRow,
    main: Option<&ManagerRow>,
    roster: &Roster,
    recorded_by: &str,
    reader: &str,
    today: Date,
) -> CaseRow {
    let held: Vec<practice::owner::Held> = main.and_then(held).into_iter().collect();
    let component = main.map_or("", |row| row.component.as_str());
    let limits = limits_of(&glance, today);
    let blank = CaseRow {
        owner: roster.case_owner(component, &held, recorded_by, limits.as_ref(), today),
        officer: main.map(|row| row.staff.clone()).unwrap_or_default(),
        limited: limits.as_ref().is_some_and(|(excluded, to)| access::limited(reader, excluded, to)),
        stream: glance.stream.clone(),
        person: None,
        standing: None,
        since: None,
        beside: 0,
        seen: None,
        next: None,
        duties: Vec::new(),
        named: (String::new(), String::new()),
    };
    // What is shown of a limited record: that there is one, and who answers for it.
    if blank.limited {
        return blank;
    }
    let day = today.to_string();
    CaseRow {
        since: main.and_then(|row| row.from_on.parse().ok()),
        seen: glance.seen_on.parse().ok(),
        next: glance.starts.lines().find(|starts| *starts >= day.as_str()).map(str::to_owned),
        duties: glance.due.lines().filter_map(due).collect(),
        standing: glance.harm.map(|harm| Standing {
            ends_on: glance.ends_on,
            harm,
            tier: glance.tier,
            waiting: glance.waiting,
        }),
        named: (glance.surname, glance.forenames),
        ..blank
    }
}

/// The hold by which a case is in this caseload: that on an order before that on a requirement.
fn main_first(row: &ManagerRow) -> (bool, String, String) {
    (!row.component.contains('.'), row.from_on.clone(), row.component.clone())
}

fn due(line: &str) -> Option<Due> {
    let mut words = line.split(' ');
    let (duty, day) = (words.next()?, words.next()?);
    let due_on = Some(day.to_owned()).filter(|day| day != "-");
    Some(Due { duty: duty.to_owned(), due_on, quiet: words.next().is_some() })
}

/// Who is kept from a record, and to whom it is restricted; none of most.
fn limits_of(glance: &GlanceRow, today: Date) -> Option<Limits> {
    let day = today.to_string();
    let of = |wanted: &str| -> Vec<String> {
        let named = |line: &str| {
            let mut words = line.split(' ');
            let (kind, staff, from) = (words.next()?, words.next()?, words.next()?);
            let running = from <= day.as_str() && words.next().is_none_or(|until| until > day.as_str());
            (kind == wanted && running).then(|| staff.to_owned())
        };
        glance.limits.lines().filter_map(named).collect()
    };
    (!glance.limits.is_empty()).then(|| (of("exclusion"), of("restriction")))
}
