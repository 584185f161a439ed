//! What a team owed on a day, and what had become of its alarms: projected anew from what was known of its cases at the
//! moment, by the function that writes the views and with the standards in force then.

use std::collections::BTreeMap;

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::facts::organisation::Role;
use record::time::Instant;
use serde::Serialize;
use store::{AlarmCount, AlarmRow, DutyRow, ManagerRow, Snapshot, StoreError};

use super::past::{Rows, parted};
use super::{Pinned, Report, known, no_checkpoint, pin};
use crate::alarms::{RuleAlarms, by_rule};
use crate::packs::PackThen;
use crate::write::read_entries;
use crate::{Ask, Problem, Service, newer};

/// Of which team, on which day, as known at a moment?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfTeam {
    /// Team code.
    pub team: String,
    /// The day.
    pub on: Date,
    /// The moment; none for the checkpoint’s.
    pub known_at: Option<Instant>,
}

/// Something that a team owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TeamOwed {
    /// The last day in time; none where it could not be worked out.
    pub due_on: Option<String>,
    /// The person’s stream.
    pub case: StreamId,
    /// Their number.
    pub crn: String,
    /// Which duty, as a code.
    pub duty: String,
    /// What it is about.
    pub subject: String,
    /// Who held the component on the day; empty while the team held it without one.
    pub staff: String,
}

/// What had become of a team’s alarms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlarmsThen {
    /// No count under this is shown; the others are in steps of it, so that two moments tell no small one between them.
    pub fewest: u64,
    /// By rule.
    pub rules: Vec<RuleAlarms>,
}

impl Service {
    /// What a team owed on a day, as known at a moment; as of a checkpoint.
    pub async fn team_owed(
        &self,
        ask: &Ask,
        asked: OfTeam,
        checkpoint: Option<u64>,
    ) -> Result<Report<OfTeam, Vec<TeamOwed>>, Problem> {
        let known = self.team_as_known(ask, &asked, checkpoint).await?;
        let of = |case: &CaseThen| case.owed_by(&asked.team, asked.on);
        let left_out = known.kept.iter().filter(|case| !of(case).is_empty()).count();
        let mut answer: Vec<TeamOwed> = known.shown.iter().flat_map(of).collect();
        answer.sort_by(|a, b| {
            let key =
                |owed: &TeamOwed| (owed.due_on.clone(), owed.crn.clone(), owed.duty.clone(), owed.subject.clone());
            key(a).cmp(&key(b))
        });
        self.permit_list(ask, Action::AskTheRecord, answer.len()).await?;
        let erased_since = self.erased_since(&known.checkpoint).await?;
        let report = Report::new("team_owed", asked, known.checkpoint, answer);
        Ok(Report { left_out, standards: Some(known.pack), erased_since, ..report })
    }

    /// What had become of a team’s alarms on a day, as known at a moment; as of a checkpoint. One's own team’s; those who
    /// check records may name any.
    pub async fn team_alarms(
        &self,
        ask: &Ask,
        asked: OfTeam,
        checkpoint: Option<u64>,
    ) -> Result<Report<OfTeam, AlarmsThen>, Problem> {
        let asked = match ask.actor.role {
            Role::Auditor => asked,
            _ => OfTeam { team: ask.actor.team.clone(), ..asked },
        };
        let known = self.team_as_known(ask, &asked, checkpoint).await?;
        let (_, fewest) = self.fewest(&known.checkpoint).await?;
        let day = asked.on.to_string();
        // They are counts of a team and name nobody: those that are kept from whoever asks are counted like all others.
        let alarms = known.shown.iter().chain(&known.kept).flat_map(|case| &case.alarms);
        let of_team = alarms.filter(|row| row.team == asked.team && row.due_on.as_ref().is_none_or(|due| *due < day));
        let rules = by_rule(&counted(of_team), fewest);
        self.permit_list(ask, Action::ViewAlarms, rules.len()).await?;
        let erased_since = self.erased_since(&known.checkpoint).await?;
        let report = Report::new("alarms", asked, known.checkpoint, AlarmsThen { fewest, rules });
        Ok(Report { standards: Some(known.pack), erased_since, ..report })
    }

    async fn team_as_known(&self, ask: &Ask, asked: &OfTeam, checkpoint: Option<u64>) -> Result<TeamAsKnown, Problem> {
        let team = asked.team.clone();
        let found = self.aside(move |snapshot| {
            let Some(pinned) = pin(snapshot, checkpoint)? else { return Ok(None) };
            Ok(Some((pinned, ever_of(snapshot, &team)?)))
        });
        let (checkpoint, rows) = found.await?.ok_or_else(no_checkpoint)?;
        let moment = known(asked.known_at, &checkpoint);
        let (pack, standards) = self.in_force(asked.on, moment).await?;
        let (whoever, today) = (ask.actor.staff.clone(), ask.today());
        let (shown, kept) = self.store.read(move |snapshot| parted(snapshot, rows, &whoever, today)).await?;
        Ok(TeamAsKnown {
            checkpoint,
            pack,
            shown: projected(shown, moment, standards)?,
            kept: projected(kept, moment, standards)?,
        })
    }
}

/// A team’s cases as they were known.
struct TeamAsKnown {
    checkpoint: Pinned,
    pack: PackThen,
    shown: Vec<CaseThen>,
    kept: Vec<CaseThen>,
}

/// What the views showed of a case.
struct CaseThen {
    stream: StreamId,
    crn: String,
    duties: Vec<DutyRow>,
    managers: Vec<ManagerRow>,
    alarms: Vec<AlarmRow>,
}

impl CaseThen {
    fn owed_by(&self, team: &str, on: Date) -> Vec<TeamOwed> {
        let on = on.to_string();
        let holds =
            |row: &&ManagerRow| row.team == team && row.from_on <= on && row.to_on.as_ref().is_none_or(|to| *to > on);
        let held: Vec<&ManagerRow> = self.managers.iter().filter(holds).collect();
        let duties = self.duties.iter().filter_map(|duty| {
            let holder = held.iter().find(|row| row.component == duty.component)?;
            Some(TeamOwed {
                due_on: duty.due_on.clone(),
                case: self.stream.clone(),
                crn: self.crn.clone(),
                duty: duty.duty.clone(),
                subject: duty.subject.clone(),
                staff: holder.staff.clone(),
            })
        });
        duties.collect()
    }
}

fn ever_of(snapshot: &Snapshot, team: &str) -> Result<Rows, StoreError> {
    let streams = snapshot.ever_of_team(team)?;
    streams.into_iter().map(|stream| snapshot.entries(&stream).map(|entries| (stream, entries))).collect()
}

/// The views of each case as they were at a moment. Without standards nothing is owed, and nothing was an alarm.
fn projected(rows: Rows, moment: Instant, standards: Option<&'static Standards>) -> Result<Vec<CaseThen>, Problem> {
    let Some(standards) = standards else { return Ok(Vec::new()) };
    let mut all = Vec::with_capacity(rows.len());
    for (stream, rows) in rows {
        let mut entries = read_entries(&stream, &rows)?;
        entries.retain(|entry| entry.recorded <= moment);
        // An answer that leaves something out would look settled.
        if newer::is_newer(&entries) {
            return Err(newer::cannot_be_judged());
        }
        let (crn, duties, managers, alarms) = (String::new(), Vec::new(), Vec::new(), Vec::new());
        let mut case = CaseThen { stream, crn, duties, managers, alarms };
        for rows in crate::project::project(&case.stream, &entries, standards) {
            match rows {
                store::Rows::Person { rows, .. } => case.crn = rows.into_iter().next().map_or(case.crn, |row| row.crn),
                store::Rows::Duty { rows, .. } => case.duties = rows,
                store::Rows::Manager { rows, .. } => case.managers = rows,
                store::Rows::Alarm { rows, .. } => case.alarms = rows,
                _ => {}
            }
        }
        all.push(case);
    }
    Ok(all)
}

/// Alarms counted as the store counts them ([`Snapshot::alarms_of_team`]).
fn counted<'a>(alarms: impl Iterator<Item = &'a AlarmRow>) -> Vec<AlarmCount> {
    let mut counts: BTreeMap<(&str, &str), AlarmCount> = BTreeMap::new();
    for row in alarms {
        let none = || AlarmCount { duty: row.duty.clone(), dismissed: row.dismissed.clone(), all: 0, dated: 0, met: 0 };
        let count = counts.entry((&row.duty, &row.dismissed)).or_insert_with(none);
        count.all += 1;
        count.dated += u64::from(row.due_on.is_some());
        count.met += u64::from(row.met_on.is_some());
    }
    counts.into_values().collect()
}
