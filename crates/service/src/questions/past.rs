//! A caseload, or a diary, as it was on a day and as it was known at a moment: folded anew from the cases that may
//! concern the officer, by the same fold as every page. There is no second implementation for the past.

use std::collections::BTreeSet;

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::case::{CaseFile, View, fold};
use record::time::{Instant, Minute};
use serde::Serialize;
use store::{Snapshot, StoreError};

use super::{Pinned, Report, known, no_checkpoint, pin};
use crate::day::visible;
use crate::write::read_entries;
use crate::{Ask, Problem, Service};

/// Whose cases were they, as at a day, as known at a moment?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caseload {
    /// Staff code.
    pub staff: String,
    /// The day.
    pub as_at: Date,
    /// The moment; none for the checkpoint’s.
    pub known_at: Option<Instant>,
}

/// A case, or part of one, that the officer held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldCase {
    /// The person’s stream.
    pub case: StreamId,
    /// Their number; empty where it was not known yet.
    pub crn: String,
    /// The order or requirement.
    pub component: String,
    /// Since when.
    pub from: Date,
}

/// What stood in a diary, as known at a moment?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastDiary {
    /// Staff code.
    pub staff: String,
    /// The day of the diary.
    pub on: Date,
    /// The moment; none for the checkpoint’s.
    pub known_at: Option<Instant>,
}

/// An appointment as it was known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PastSlot {
    /// The person’s stream.
    pub case: StreamId,
    /// Their number.
    pub crn: String,
    /// The appointment’s component.
    pub appointment: String,
    /// When it was to start.
    pub starts: Minute,
    /// Contact type code.
    pub contact: String,
    /// The outcome, if one was known.
    pub outcome: Option<String>,
}

impl Service {
    /// An officer’s caseload as at a day, as known at a moment; as of a checkpoint.
    pub async fn past_caseload(
        &self,
        ask: &Ask,
        asked: Caseload,
        checkpoint: Option<u64>,
    ) -> Result<Report<Caseload, Vec<HeldCase>>, Problem> {
        let (staff, day) = (asked.staff.clone(), asked.as_at);
        let known = self.as_known(ask, &staff, day, asked.known_at, checkpoint).await?;
        let of = |(stream, file): &(StreamId, CaseFile)| held_by(stream, file, &staff, day);
        let left_out = known.kept.iter().filter(|kept| !of(kept).is_empty()).count();
        let mut answer: Vec<HeldCase> = known.shown.iter().flat_map(of).collect();
        answer.sort_by(|a, b| (&a.crn, &a.component).cmp(&(&b.crn, &b.component)));
        self.permit_list(ask, Action::AskTheRecord, answer.len()).await?;
        let erased_since = self.erased_since(&known.checkpoint).await?;
        Ok(Report { left_out, erased_since, ..Report::new("caseload", asked, known.checkpoint, answer) })
    }

    /// An officer’s diary of a day as known at a moment; as of a checkpoint.
    pub async fn past_diary(
        &self,
        ask: &Ask,
        asked: PastDiary,
        checkpoint: Option<u64>,
    ) -> Result<Report<PastDiary, Vec<PastSlot>>, Problem> {
        let (staff, on) = (asked.staff.clone(), asked.on);
        let known = self.as_known(ask, &staff, on, asked.known_at, checkpoint).await?;
        let of = |(stream, file): &(StreamId, CaseFile)| slots_of(stream, file, &staff, on);
        let left_out = known.kept.iter().filter(|kept| !of(kept).is_empty()).count();
        let mut answer: Vec<PastSlot> = known.shown.iter().flat_map(of).collect();
        answer.sort_by(|a, b| (a.starts, &a.crn, &a.appointment).cmp(&(b.starts, &b.crn, &b.appointment)));
        self.permit_list(ask, Action::AskTheRecord, answer.len()).await?;
        let erased_since = self.erased_since(&known.checkpoint).await?;
        Ok(Report { left_out, erased_since, ..Report::new("diary", asked, known.checkpoint, answer) })
    }

    /// The cases that may concern an officer, as known at a moment.
    async fn as_known(
        &self,
        ask: &Ask,
        staff: &str,
        day: Date,
        known_at: Option<Instant>,
        checkpoint: Option<u64>,
    ) -> Result<AsKnown, Problem> {
        let staff = staff.to_owned();
        let found = self.aside(move |snapshot| {
            let Some(pinned) = pin(snapshot, checkpoint)? else { return Ok(None) };
            Ok(Some((pinned, concerning(snapshot, &staff, day)?)))
        });
        let (checkpoint, rows) = found.await?.ok_or_else(no_checkpoint)?;
        // Who may see what is never asked of a standby: a limit of this minute counts.
        let (asker, today) = (ask.actor.staff.clone(), ask.today());
        let seen = self.store.read(move |snapshot| parted(snapshot, rows, &asker, today));
        let (shown, kept) = seen.await?;
        let view = View { as_at: None, known_at: Some(known(known_at, &checkpoint)) };
        Ok(AsKnown { checkpoint, shown: folded(shown, view)?, kept: folded(kept, view)? })
    }
}

/// Cases as they were known.
struct AsKnown {
    checkpoint: Pinned,
    /// Those that whoever asks may see.
    shown: Vec<(StreamId, CaseFile)>,
    /// Those that are kept from them: they are counted, and nothing else is said of them.
    kept: Vec<(StreamId, CaseFile)>,
}

pub(super) type Rows = Vec<(StreamId, Vec<store::EntryRow>)>;

fn concerning(snapshot: &Snapshot, staff: &str, day: Date) -> Result<Rows, StoreError> {
    let streams = snapshot.ever_of_officer(staff, &day.to_string())?;
    streams.into_iter().map(|stream| snapshot.entries(&stream).map(|entries| (stream, entries))).collect()
}

/// What somebody may see today, and what is kept from them.
pub(super) fn parted(snapshot: &Snapshot, rows: Rows, asker: &str, today: Date) -> Result<(Rows, Rows), StoreError> {
    let (mut shown, mut kept) = (Vec::with_capacity(rows.len()), Vec::new());
    for (stream, entries) in rows {
        let of = if visible(snapshot, &stream, asker, today)?.is_some() { &mut shown } else { &mut kept };
        of.push((stream, entries));
    }
    Ok((shown, kept))
}

fn folded(rows: Rows, view: View) -> Result<Vec<(StreamId, CaseFile)>, Problem> {
    let file = |(stream, rows): (StreamId, Vec<store::EntryRow>)| {
        let file = fold(&read_entries(&stream, &rows)?, view);
        Ok((stream, file))
    };
    rows.into_iter().map(file).collect()
}

/// What stood in somebody’s diary of a day with a case.
fn slots_of(stream: &StreamId, file: &CaseFile, staff: &str, on: Date) -> Vec<PastSlot> {
    let own = file.appointments.iter().filter(|a| a.booked.staff == staff && a.booked.starts.day() == on);
    own.map(|a| PastSlot {
        case: stream.clone(),
        crn: crn(file),
        appointment: a.component.clone(),
        starts: a.booked.starts,
        contact: a.booked.contact.clone(),
        outcome: a.held.as_ref().map(|held| held.outcome.clone()),
    })
    .collect()
}

/// What of a case somebody held on a day.
fn held_by(stream: &StreamId, file: &CaseFile, staff: &str, day: Date) -> Vec<HeldCase> {
    let mut held = Vec::new();
    for order in &file.orders {
        if order.ended.as_ref().is_some_and(|(on, ..)| *on <= day) {
            continue;
        }
        let components: BTreeSet<&str> = order.allocations.iter().map(|a| a.component.as_str()).collect();
        for component in components {
            let mut of_it = order.allocations.iter().filter(|a| a.component == component && a.from <= day);
            if let Some(last) = of_it.next_back().filter(|last| last.staff == staff) {
                held.push(HeldCase {
                    case: stream.clone(),
                    crn: crn(file),
                    component: component.to_owned(),
                    from: last.from,
                });
            }
        }
    }
    held
}

fn crn(file: &CaseFile) -> String {
    file.person.as_ref().map(|person| person.recorded.crn.to_string()).unwrap_or_default()
}
