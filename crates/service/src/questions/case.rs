//! One case at two moments, and one entry through its corrections.

use access::Action;
use jiff::civil::Date;
use record::case::{Standing, View, chain, difference, resolve};
use record::entry::{By, Content, Entry};
use record::time::{Happened, Instant};
use record::{EntryId, StreamId};
use serde::Serialize;

use super::{Pinned, Report, erasures_after, known, no_checkpoint, pin};
use crate::clocks::{Reading, owed};
use crate::{Ask, Problem, Service};

/// What did the record of a person say, as at a day, as known at a moment?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseAt {
    /// The person’s stream.
    pub case: StreamId,
    /// The day; none for the day of the checkpoint.
    pub as_at: Option<Date>,
    /// The moment; none for the checkpoint’s.
    pub known_at: Option<Instant>,
}

/// The answer: what was seen, and what was owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseAnswer {
    /// The entries seen, by the day they tell of.
    pub entries: Vec<Step>,
    /// What was owed, by the standards in force on the day, as known then.
    pub owed: Vec<OwedThen>,
}

/// Something that was owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OwedThen {
    /// What, in words.
    pub duty: String,
    /// By when, where a day was set.
    pub due_on: Option<Date>,
}

/// What changed in a case between two moments?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The person’s stream.
    pub case: StreamId,
    /// As known at this moment…
    pub before: Instant,
    /// …and at this one; none for the checkpoint’s.
    pub after: Option<Instant>,
}

/// How did an entry come to say what it says?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    /// The entry.
    pub entry: EntryId,
}

/// An entry, as an answer lists it: who said it, when, why, and how it stands. Not what it says: the timeline does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The entry.
    pub entry: EntryId,
    /// Its kind; `erased` once it says nothing any more.
    pub kind: String,
    /// When it happened.
    pub happened: Option<Happened>,
    /// When it was recorded.
    pub recorded: Instant,
    /// Who said so.
    pub by: Option<By>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The entry it replaces.
    pub corrects: Option<EntryId>,
    /// The entry it takes back.
    pub retracts: Option<EntryId>,
    /// How it stood before; none when it was not there, or nothing was asked about before.
    pub was: Option<&'static str>,
    /// How it stands.
    pub is: Option<&'static str>,
}

impl Service {
    /// A case as at a day, as known at a moment; as of a checkpoint.
    pub async fn case_at(
        &self,
        ask: &Ask,
        asked: CaseAt,
        checkpoint: Option<u64>,
    ) -> Result<Report<CaseAt, CaseAnswer>, Problem> {
        let checkpoint = self.pinned(checkpoint).await?;
        let moment = known(asked.known_at, &checkpoint);
        let view = View { as_at: asked.as_at, known_at: Some(moment) };
        let opened = self.open(ask, Action::ViewCase, &asked.case, view).await?;
        let seen: Vec<Entry> = opened.entries.iter().filter(|entry| entry.recorded <= moment).cloned().collect();
        let as_at = asked.as_at.unwrap_or(moment.day());
        let (pack, standards) = self.in_force(as_at, moment).await?;
        let reading = standards.map(|standards| Reading { file: &opened.file, entries: &seen, as_at, standards });
        let mut due: Vec<OwedThen> = reading
            .map(owed)
            .unwrap_or_default()
            .into_iter()
            .map(|owed| OwedThen { duty: owed.duty.duty.to_string(), due_on: owed.duty.due_on })
            .collect();
        due.sort_by(|a, b| (a.due_on, &a.duty).cmp(&(b.due_on, &b.duty)));
        let resolved = resolve(&opened.entries, view).into_iter();
        let entries = resolved.map(|seen| step(seen.entry, seen.content, None, Some(&seen.standing))).collect();
        let erased_since = erasures_after(&opened.entries, &checkpoint);
        let report = Report::new("case", asked, checkpoint, CaseAnswer { entries, owed: due });
        Ok(Report { standards: Some(pack), erased_since, ..report })
    }

    /// What changed in a case between two moments; as of a checkpoint.
    pub async fn case_difference(
        &self,
        ask: &Ask,
        asked: Difference,
        checkpoint: Option<u64>,
    ) -> Result<Report<Difference, Vec<Step>>, Problem> {
        let checkpoint = self.pinned(checkpoint).await?;
        let opened = self.open(ask, Action::ViewCase, &asked.case, View::default()).await?;
        let at = |moment| View { as_at: None, known_at: Some(moment) };
        let (before, after) = (at(asked.before.min(checkpoint.at)), at(known(asked.after, &checkpoint)));
        let changes = difference(&opened.entries, before, after).into_iter();
        let answer = changes
            .map(|change| step(change.entry, change.entry.content.as_ref(), change.was.as_ref(), change.is.as_ref()))
            .collect();
        let erased_since = erasures_after(&opened.entries, &checkpoint);
        Ok(Report { erased_since, ..Report::new("difference", asked, checkpoint, answer) })
    }

    /// An entry with everything it corrects and everything that corrects it; as of a checkpoint.
    pub async fn entry_history(
        &self,
        ask: &Ask,
        asked: History,
        checkpoint: Option<u64>,
    ) -> Result<Report<History, Vec<Step>>, Problem> {
        let checkpoint = self.pinned(checkpoint).await?;
        let opened = self.open(ask, Action::ViewCase, &asked.entry.stream, View::default()).await?;
        let erased_since = erasures_after(&opened.entries, &checkpoint);
        let mut known = opened.entries;
        known.retain(|entry| entry.recorded <= checkpoint.at);
        let answer: Vec<Step> = chain(&known, asked.entry.seq)
            .into_iter()
            .map(|link| step(link.entry, link.content, None, Some(&link.standing)))
            .collect();
        if answer.is_empty() {
            return Err(Problem::NotFound);
        }
        Ok(Report { erased_since, ..Report::new("history", asked, checkpoint, answer) })
    }

    pub(super) async fn pinned(&self, checkpoint: Option<u64>) -> Result<Pinned, Problem> {
        self.store.read(move |snapshot| pin(snapshot, checkpoint)).await?.ok_or_else(no_checkpoint)
    }
}

fn step(entry: &Entry, content: Option<&Content>, was: Option<&Standing>, is: Option<&Standing>) -> Step {
    Step {
        entry: entry.id.clone(),
        kind: content.map_or("erased", |content| content.fact.kind()).to_owned(),
        happened: content.map(|content| content.happened),
        recorded: entry.recorded,
        by: content.map(|content| content.by.clone()),
        reason: content.and_then(|content| content.reason.clone()),
        corrects: content.and_then(|content| content.corrects.clone()),
        retracts: content.and_then(|content| content.retracts.clone()),
        was: was.map(words),
        is: is.map(words),
    }
}

fn words(standing: &Standing) -> &'static str {
    match standing {
        Standing::Stands => "stands",
        Standing::Corrected(_) => "corrected",
        Standing::Retracted(_) => "taken off",
        Standing::Erased => "erased",
    }
}
