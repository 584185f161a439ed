//! Taking an outcome back that was recorded a moment ago: a slip of the finger. Only whoever recorded it, only for a few
//! minutes, and only while nothing rests on it; everything else is a correction. Both stay in the timeline.

use access::Action;
use practice::{LimitName, Standards};
use record::StreamId;
use record::case::{Appointment, Held, View, fold};
use record::facts::person::Retracted;
use record::time::{Happened, Instant};
use serde::Serialize;
use store::{DiaryRow, Snapshot, StoreError};

use crate::booking::Asked;
use crate::booking::overriding::{reopened, reopening};
use crate::project::SlotDetail;
use crate::write::{Parts, unchanged};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// Why, as it is recorded.
const WHY: &str = "Taken back at once by whoever recorded it";

/// An outcome to be taken back.
#[derive(Clone, Debug, Serialize)]
pub struct Undoing {
    /// The person's stream.
    pub person: String,
    /// The appointment's component.
    pub appointment: String,
}

impl Service {
    /// Takes back the outcome that whoever asks has just recorded. Answers with the person's stream.
    pub async fn undo_outcome(&self, ask: &Ask, form: &Form, said: &Undoing) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        // An appointment that is still to come stands again: it is looked at as a booking is, and listed, never refused.
        let stood = fold(&self.entries_unasked(&person).await?, View::default());
        let appointment = stood.appointment(&said.appointment).ok_or(Problem::NotFound)?;
        let again: Vec<Asked> = reopening(&person, appointment, ask, self.standards).into_iter().collect();
        self.record_booking(std::slice::from_ref(&permit), &again, ask, form, said, |streams| {
            let file = streams.case(&person);
            unchanged(&file, &person, &said.appointment, form)?;
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            let held = appointment.held.as_ref().filter(|held| can_be_undone(appointment, held, ask, self.standards));
            let held = held.filter(|held| {
                let entry = streams.of(&person).iter().find(|entry| entry.id == held.entry);
                // A correction that is taken back would let what was wrong stand again.
                entry.and_then(|entry| entry.content.as_ref()).is_some_and(|content| content.corrects.is_none())
            });
            let Some(held) = held else {
                return Err(Problem::field("outcome", "This can no longer be taken back. Correct it instead"));
            };
            let mut parts = Parts::new(streams);
            let retracted = Retracted::default();
            let fact = Said::new(&person, retracted, Happened::On(ask.today()));
            parts.say(fact.about(&said.appointment).retracts(held.entry.clone()).reason(WHY));
            if let Some(around) = again.first().and_then(|asked| streams.around(asked)) {
                for fact in reopened(&file, appointment, around, ask, WHY) {
                    parts.say(fact);
                }
                parts.bump(around.bumps());
            }
            Ok(parts.answer(person.to_string()))
        })
        .await
    }
}

/// The outcome is the last that was said of the appointment, by whoever asks, a moment ago.
fn can_be_undone(appointment: &Appointment, held: &Held, ask: &Ask, standards: &Standards) -> bool {
    held.by == ask.actor.staff && held.entry.seq == appointment.version && is_recent(held.recorded, ask.now, standards)
}

fn is_recent(recorded: Instant, now: Instant, standards: &Standards) -> bool {
    now.0 - recorded.0 <= i64::from(standards.limit(LimitName::UndoOutcome).value) * 60_000_000
}

/// Whether whoever asks recorded the outcome of an appointment a moment ago, and nothing was said of it since.
pub(crate) fn is_just_recorded(
    snapshot: &Snapshot,
    row: &DiaryRow,
    detail: &SlotDetail,
    ask: &Ask,
    standards: &Standards,
) -> Result<bool, StoreError> {
    if row.outcome.is_none() || !row.starts.starts_with(&ask.today().to_string()) {
        return Ok(false);
    }
    let last = i64::try_from(detail.version).unwrap_or(0);
    let found = snapshot.news_entry(&row.stream, last)?;
    Ok(found.is_some_and(|news| {
        news.kind == "outcome_recorded"
            && news.staff == ask.actor.staff
            && is_recent(Instant(news.at), ask.now, standards)
    }))
}
