//! What was recorded later than it happened, across all cases, by team: neutral until explained.
//!
//! Nothing is folded: the store keeps the two times of every entry, written with it (`store/src/timing.rs`).

use access::Action;
use jiff::civil::Date;
use practice::limits::LimitName;
use practice::small_counts::{Sum, shown};
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
    /// Figures that rest on fewer entries are not shown, nor those that would tell one.
    pub fewest: u64,
    /// A team and a kind a row.
    pub rows: Vec<LaterRow>,
}

/// What a team recorded of a kind. A figure that rests on too few entries, or would tell one that does, is left out.
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
    /// Figures that rest on fewer entries are not shown, unless the entries are listed.
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
        let least = if lists { 0 } else { fewest };
        let teams = teams.into_iter().map(|count| team_row(count, least)).collect();
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

/// A figure about a team must not become one about a person. What was recorded in time is not shown, and would be told by the
/// other two.
fn later_row(count: LaterCount, fewest: u64) -> LaterRow {
    let in_time = count.recorded.saturating_sub(count.later);
    let figures = shown(&[count.recorded, count.later, in_time], &[Sum { whole: 0, parts: vec![1, 2] }], fewest);
    LaterRow { team: count.team, kind: count.kind, recorded: figures[0], later: figures[1] }
}

/// No sum of these is shown, here or for all teams, so that each stands for itself.
fn team_row(count: AboutCount, fewest: u64) -> AnnouncedTeam {
    let figures = shown(&[count.days, count.week, count.month, count.longer], &[], fewest);
    let [days, week, month, longer] = [figures[0], figures[1], figures[2], figures[3]];
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
    use super::*;

    #[track_caller]
    fn check(recorded: u64, later: u64, expected: (Option<u64>, Option<u64>)) {
        let count = LaterCount { team: "team".to_owned(), kind: "noted".to_owned(), recorded, later };
        let row = later_row(count, 10);
        assert_eq!((row.recorded, row.later), expected, "{later} of {recorded}");
    }

    #[test]
    fn neither_what_was_late_nor_what_was_in_time_is_told_where_it_is_of_a_few() {
        check(100, 40, (Some(100), Some(40)));
        check(100, 0, (Some(100), Some(0)));
        check(40, 40, (Some(40), Some(40)));
        check(100, 3, (Some(100), None));
        // Three in time: a hundred less ninety-seven would tell them.
        check(100, 97, (Some(100), None));
        // None at all tells of nobody.
        check(9, 0, (None, Some(0)));
        check(9, 9, (None, None));
        check(9, 4, (None, None));
    }

    #[test]
    fn each_figure_of_an_announcement_stands_for_itself_and_all_are_shown_to_whoever_may_count_the_entries() {
        let count = || AboutCount { team: "team".to_owned(), days: 12, week: 3, month: 0, longer: 9 };
        let told = |fewest| {
            let AnnouncedTeam { days, week, month, longer, .. } = team_row(count(), fewest);
            [days, week, month, longer]
        };
        assert_eq!(told(10), [Some(12), None, Some(0), None]);
        assert_eq!(told(0), [Some(12), Some(3), Some(0), Some(9)]);
    }
}
