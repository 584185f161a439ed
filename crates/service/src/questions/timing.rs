//! What was recorded later than it happened, across all cases, by team: neutral until explained.
//!
//! Nothing is folded: the store keeps the two times of every entry, written with it (`store/src/timing.rs`).

use access::Action;
use jiff::civil::Date;
use practice::limits::LimitName;
use practice::small_counts::in_steps;
use record::EntryId;
use record::time::{Instant, Minute};
use serde::Serialize;
use store::{AboutCount, LaterCount, TimingRow};

use super::{Moment, Pinned, Report, end_of, known, no_checkpoint, pin, start_of};
use crate::packs::PackThen;
use crate::{Ask, Problem, Service};

/// What was recorded more than some days after it happened?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Later {
    /// More than so many days.
    pub days: u32,
    /// Recorded from this day…
    pub from: Date,
    /// …to this one.
    pub to: Date,
}

/// The answer, by team and kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LaterAnswer {
    /// Figures that rest on fewer entries are not shown; the others are rounded down to a multiple of it.
    pub fewest: u64,
    /// A team and a kind a row.
    pub rows: Vec<LaterRow>,
}

/// What a team recorded of a kind. A figure that rests on too few entries is left out, and no other is exact.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LaterRow {
    /// The team whose work it is; empty where nobody held the case.
    pub team: String,
    /// The kind of fact.
    pub kind: String,
    /// Entries recorded.
    pub recorded: Option<u64>,
    /// Of these, recorded later.
    pub later: Option<u64>,
}

/// What was recorded after something was announced, about a time before it?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Announced {
    /// The day of the announcement, of an inspection or an audit.
    pub on: Date,
    /// The minute of that day, where it is known: what was recorded earlier that day is not asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Minute>,
    /// The last day of recording that is asked about; none for up to now.
    pub until: Option<Date>,
    /// What the entries themselves are wanted for; none where figures are enough.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub what_for: Option<EntriesFor>,
}

/// What entries may be listed one by one for. Saying so is the authority under which individuals are seen, and is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EntriesFor {
    /// To read what was recorded, in an audit or an inspection.
    Audit,
    /// An inquiry into how somebody records.
    Conduct,
    /// To have the record put right.
    PuttingRight,
}

impl EntriesFor {
    /// All there are.
    pub const ALL: [EntriesFor; 3] = [EntriesFor::Audit, EntriesFor::Conduct, EntriesFor::PuttingRight];

    /// As it stands in an address, in a report and in the log.
    pub fn code(self) -> &'static str {
        match self {
            EntriesFor::Audit => "audit",
            EntriesFor::Conduct => "conduct",
            EntriesFor::PuttingRight => "putting_right",
        }
    }

    /// In words, to choose from.
    pub fn words(self) -> &'static str {
        match self {
            EntriesFor::Audit => "To read them, in an audit or an inspection",
            EntriesFor::Conduct => "An inquiry into how somebody records",
            EntriesFor::PuttingRight => "To have the record put right",
        }
    }

    /// The one with this code.
    pub fn of_code(code: &str) -> Option<EntriesFor> {
        EntriesFor::ALL.into_iter().find(|one| one.code() == code)
    }
}

impl Announced {
    /// An announcement on a day, or at a minute of it.
    pub fn at(moment: Moment, until: Option<Date>) -> Announced {
        let (on, from) = match moment {
            Moment::EndOf(on) => (on, None),
            Moment::At(minute) => (minute.day(), Some(minute)),
        };
        Announced { on, from, until, what_for: None }
    }

    /// The same, with the entries themselves.
    pub fn listing(self, what_for: Option<EntriesFor>) -> Announced {
        Announced { what_for, ..self }
    }

    /// When it was made: a day, or a minute.
    pub fn moment(&self) -> Moment {
        self.from.map_or(Moment::EndOf(self.on), Moment::At)
    }
}

/// The answer: by team; and the entries themselves, where it was said what for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnouncedAnswer {
    /// Figures that rest on fewer entries are not shown, and the others are rounded down to a multiple of it, unless the entries are
    /// listed.
    pub fewest: u64,
    /// A team a row.
    pub teams: Vec<AnnouncedTeam>,
    /// The entries, the latest recorded for their day first; not all, where there are many. None where nobody said what for:
    /// each names its team and its days, and what is not shown could be had by counting them.
    pub entries: Vec<AnnouncedEntry>,
    /// Whether there are more.
    pub more: bool,
}

/// What a team recorded then, by how many days later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnouncedTeam {
    /// The team.
    pub team: String,
    /// One or two days later: the ordinary course.
    pub days: Option<u64>,
    /// Three to seven.
    pub week: Option<u64>,
    /// Eight to thirty.
    pub month: Option<u64>,
    /// More than thirty.
    pub longer: Option<u64>,
}

/// An entry recorded after the announcement, about a day before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnnouncedEntry {
    /// The entry.
    pub entry: EntryId,
    /// Its kind.
    pub kind: String,
    /// The team whose work it is.
    pub team: String,
    /// The day it tells of.
    pub happened_on: String,
    /// When it was recorded.
    pub recorded: Instant,
    /// Whole days between.
    pub days: i64,
    /// Whether it puts right an earlier entry.
    pub corrects: bool,
}

/// Entries listed one by one.
const LISTED: u32 = 500;

impl Service {
    /// What was recorded more than some days after it happened, by team and kind; as of a checkpoint.
    pub async fn recorded_later(
        &self,
        ask: &Ask,
        asked: Later,
        checkpoint: Option<u64>,
    ) -> Result<Report<Later, LaterAnswer>, Problem> {
        let (from, to, days) = (start_of(asked.from), end_of(asked.to), asked.days);
        let found = self.aside(move |snapshot| {
            let Some(pinned) = pin(snapshot, checkpoint)? else { return Ok(None) };
            let counts = snapshot.recorded_later(from.0, known(Some(to), &pinned).0, days)?;
            Ok(Some((pinned, counts)))
        });
        let (checkpoint, counts): (Pinned, Vec<LaterCount>) = found.await?.ok_or_else(no_checkpoint)?;
        self.permit_list(ask, Action::AskTheRecord, counts.len()).await?;
        let (pack, fewest) = self.fewest(&checkpoint).await?;
        let rows = counts.into_iter().map(|count| later_row(count, fewest));
        let answer = LaterAnswer { fewest, rows: rows.collect() };
        let erased_since = self.erased_since(&checkpoint).await?;
        let report = Report::new("recorded_later", asked, checkpoint, answer);
        Ok(Report { standards: Some(pack), erased_since, ..report })
    }

    /// What was recorded after an announcement about a time before it; as of a checkpoint.
    pub async fn recorded_after(
        &self,
        ask: &Ask,
        asked: Announced,
        checkpoint: Option<u64>,
    ) -> Result<Report<Announced, AnnouncedAnswer>, Problem> {
        let from = asked.from.map_or_else(|| start_of(asked.on), Minute::instant);
        let (until, before, lists) = (asked.until.map(end_of), asked.on.to_string(), asked.what_for.is_some());
        let found = self.aside(move |snapshot| {
            let Some(pinned) = pin(snapshot, checkpoint)? else { return Ok(None) };
            let to = known(until, &pinned);
            let teams = snapshot.recorded_about_by_team(from.0, to.0, &before)?;
            let rows = if lists { snapshot.recorded_about(from.0, to.0, &before, LISTED + 1)? } else { Vec::new() };
            Ok(Some((pinned, teams, rows)))
        });
        let (checkpoint, teams, mut rows): (Pinned, Vec<AboutCount>, Vec<TimingRow>) =
            found.await?.ok_or_else(no_checkpoint)?;
        let what_for = asked.what_for.map(EntriesFor::code);
        let told = if lists { rows.len() } else { teams.len() };
        self.permit_list_for(ask, Action::AskTheRecord, told, what_for).await?;
        let more = rows.len() > LISTED as usize;
        rows.truncate(LISTED as usize);
        let (pack, fewest) = self.fewest(&checkpoint).await?;
        // Whoever is shown the entries could count them.
        let step = (!lists).then_some(fewest);
        let teams = teams.into_iter().map(|count| team_row(count, step)).collect();
        let entries = rows.into_iter().map(listed).collect();
        let answer = AnnouncedAnswer { fewest, teams, entries, more };
        let erased_since = self.erased_since(&checkpoint).await?;
        let report = Report::new("recorded_after_announcement", asked, checkpoint, answer);
        Ok(Report { standards: Some(pack), erased_since, ..report })
    }

    /// The fewest entries that a figure may rest on, by the standards in force when the checkpoint was signed: a figure that
    /// was shown then is shown again. Where their text is not kept it is by those of today.
    pub(super) async fn fewest(&self, pinned: &Pinned) -> Result<(PackThen, u64), Problem> {
        let (pack, kept) = self.in_force(pinned.at.day(), pinned.at).await?;
        let standards = kept.unwrap_or(self.standards);
        Ok((pack, u64::from(standards.limit(LimitName::FewestShown).value)))
    }
}

/// A figure about a team must not become one about a person: not by itself, nor by the same question about a day, a minute, a number
/// of days or a checkpoint more. What was in time is not shown; taken from each other, two figures in steps leave it as many sizes.
fn later_row(count: LaterCount, step: u64) -> LaterRow {
    let (recorded, later) = (in_steps(count.recorded, step), in_steps(count.later, step));
    LaterRow { team: count.team, kind: count.kind, recorded, later }
}

/// No sum of these is shown, here or for all teams, so that each stands for itself. Without a step each is told as it is.
fn team_row(count: AboutCount, step: Option<u64>) -> AnnouncedTeam {
    let told = |figure| step.map_or(Some(figure), |step| in_steps(figure, step));
    let (days, week, month, longer) = (told(count.days), told(count.week), told(count.month), told(count.longer));
    AnnouncedTeam { team: count.team, days, week, month, longer }
}

fn listed(row: TimingRow) -> AnnouncedEntry {
    AnnouncedEntry {
        entry: EntryId { stream: row.stream, seq: u64::try_from(row.seq).unwrap_or(0) },
        kind: row.kind,
        team: row.team,
        happened_on: row.happened_on,
        recorded: Instant(row.recorded),
        days: row.later,
        corrects: row.again,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn row(recorded: u64, later: u64) -> (Option<u64>, Option<u64>) {
        let row = later_row(LaterCount { team: "team".to_owned(), kind: "noted".to_owned(), recorded, later }, 10);
        (row.recorded, row.later)
    }

    #[test]
    fn what_was_late_is_told_in_steps_and_not_where_it_is_of_a_few() {
        assert_eq!(row(109, 40), (Some(100), Some(40)));
        assert_eq!(row(100, 0), (Some(100), Some(0)), "none at all tells of nobody");
        assert_eq!(row(100, 3), (Some(100), None));
        assert_eq!(row(9, 0), (None, Some(0)));
        assert_eq!(row(9, 4), (None, None));
    }

    #[test]
    fn no_two_answers_tell_what_lies_between_them_nor_one_what_was_in_time() {
        // Of every answer, what each of the three figures may be: recorded, late, in time.
        let mut could_be: BTreeMap<_, [BTreeSet<u64>; 3]> = BTreeMap::new();
        for (recorded, later) in (0..40).flat_map(|recorded| (0..=recorded).map(move |later| (recorded, later))) {
            let figures = could_be.entry(row(recorded, later)).or_default();
            for (at, figure) in [recorded, later, recorded - later].into_iter().enumerate() {
                figures[at].insert(figure);
            }
        }
        let only = |figures: &BTreeSet<u64>| figures.first().copied().filter(|_| figures.len() == 1);
        for (one, other) in could_be.values().flat_map(|one| could_be.values().map(move |other| (one, other))) {
            for (before, after) in one.iter().zip(other) {
                let (Some(before), Some(after)) = (only(before), only(after)) else { continue };
                assert_eq!(before, after, "a change is told exactly");
            }
        }
    }

    #[test]
    fn each_figure_of_an_announcement_stands_for_itself_and_is_exact_only_for_whoever_may_count_the_entries() {
        let count = || AboutCount { team: "team".to_owned(), days: 12, week: 3, month: 0, longer: 9 };
        let told = |step| {
            let AnnouncedTeam { days, week, month, longer, .. } = team_row(count(), step);
            [days, week, month, longer]
        };
        assert_eq!(told(Some(10)), [Some(10), None, Some(0), None]);
        assert_eq!(told(None), [Some(12), Some(3), Some(0), Some(9)]);
    }
}
