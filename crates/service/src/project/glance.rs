//! How a case looks from afar, put together from the other rows of the stream: what a caseload is sorted and filtered by.

use std::collections::HashSet;

use practice::Standards;
use record::StreamId;
use store::{AlarmRow, DiaryRow, DutyRow, GlanceRow, LimitRow, PersonRow, Rows, StandingRow};

/// The rows it is put together from.
#[derive(Default)]
struct Of<'a> {
    person: Option<&'a PersonRow>,
    standing: Option<&'a StandingRow>,
    diary: &'a [DiaryRow],
    duties: &'a [DutyRow],
    alarms: &'a [AlarmRow],
    limits: &'a [LimitRow],
    to_sign: i64,
}

/// One row for whoever is in the register. Of what waits for a second person only changes of risk are seen from afar (`to_sign`): what
/// was raised is no reason to countersign.
pub(super) fn rows(stream: &StreamId, rows: &[Rows], to_sign: usize, standards: &Standards) -> Rows {
    let mut of = Of { to_sign: i64::try_from(to_sign).unwrap_or(0), ..Of::default() };
    for rows in rows {
        match rows {
            Rows::Person { rows, .. } => of.person = rows.first(),
            Rows::Standing { rows, .. } => of.standing = rows.first(),
            Rows::Diary { rows, .. } => of.diary = rows,
            Rows::Duty { rows, .. } => of.duties = rows,
            Rows::Alarm { rows, .. } => of.alarms = rows,
            Rows::Limit { rows, .. } => of.limits = rows,
            _ => {}
        }
    }
    let row = of.person.map(|person| glance(person, &of, standards));
    Rows::Glance { stream: stream.clone(), rows: row.into_iter().collect() }
}

fn glance(person: &PersonRow, of: &Of<'_>, standards: &Standards) -> GlanceRow {
    let came = |outcome: &str| standards.outcome(outcome).is_some_and(|outcome| outcome.attended == Some(true));
    let stands = || of.diary.iter().filter(|row| row.state != "cancelled");
    let attended = stands().filter(|row| row.outcome.as_deref().is_some_and(came));
    let seen_on = attended.filter_map(|row| row.starts.split('T').next()).max().unwrap_or_default();
    let mut starts: Vec<&str> = stands().filter(|row| row.outcome.is_none()).map(|row| row.starts.as_str()).collect();
    starts.sort_unstable();
    let quiet: HashSet<(&str, &str)> =
        of.alarms.iter().filter(|row| row.quiet).map(|row| (row.duty.as_str(), row.subject.as_str())).collect();
    let due = of.duties.iter().map(|row| {
        let quiet = if quiet.contains(&(row.duty.as_str(), row.subject.as_str())) { " quiet" } else { "" };
        format!("{} {}{quiet}", row.duty, row.due_on.as_deref().unwrap_or("-"))
    });
    let limits = of.limits.iter().map(|row| {
        let until = row.to_on.as_ref().map(|day| format!(" {day}")).unwrap_or_default();
        format!("{} {} {}{until}", row.kind, row.staff, row.from_on)
    });
    GlanceRow {
        stream: person.stream.clone(),
        surname: person.surname.clone(),
        forenames: person.forenames.clone(),
        ends_on: of.standing.and_then(|standing| standing.ends_on.clone()),
        harm: of.standing.map(|standing| standing.harm.clone()),
        tier: of.standing.map(|standing| standing.tier.clone()).unwrap_or_default(),
        waiting: of.standing.map_or(0, |_| of.to_sign),
        seen_on: seen_on.to_owned(),
        starts: starts.join("\n"),
        due: due.collect::<Vec<_>>().join("\n"),
        limits: limits.collect::<Vec<_>>().join("\n"),
    }
}
