//! Correcting what was recorded: a better entry in place of a wrong one, or an entry taken off the wrong person's
//! record and put where it belongs, in one act. Nothing is overwritten; both stay in the timeline.

use access::{Action, Permit};
use jiff::civil::Date;
use record::case::{Standing, View, fold, resolve};
use record::entry::{Content, Entry, Handling};
use record::facts::Fact;
use record::facts::person::{ContactNoted, OutcomeRecorded, Retracted, WarningWithdrawn};
use record::ids::Crn;
use record::time::Happened;
use record::{EntryId, StreamId};
use serde::Serialize;

use crate::attendance::too_soon;
use crate::booking::Asked;
use crate::booking::overriding::{reopened, reopening};
use crate::clocks::needs_decision;
use crate::day::visible;
use crate::leaving::{can_leave, lowers, recorded_there, rested_on};
use crate::notices::told_of;
use crate::probing::Trying;
use crate::readers::{Stood, first_of, with_those_who_judged};
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// A correction of an outcome or a note.
#[derive(Clone, Debug, Serialize)]
pub struct Correction {
    /// The person's stream.
    pub person: String,
    /// The seq of the wrong entry.
    pub seq: u64,
    /// The right outcome code; unused for a note.
    pub outcome: String,
    /// The right note.
    pub note: String,
    /// Whether it is sensitive. What is, stays so: a correction never opens it.
    pub handling: Handling,
    /// Why it was wrong.
    pub reason: String,
    /// On whose instruction it is corrected.
    pub instructed_by: String,
}

/// An entry that is about somebody else.
#[derive(Clone, Debug, Serialize)]
pub struct WrongPerson {
    /// The stream it stands in.
    pub person: String,
    /// Its seq.
    pub seq: u64,
    /// The CRN of the person it is about; empty when nobody knows.
    pub right_crn: String,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Corrects an outcome or a note. Answers with the person's stream.
    pub async fn correct(&self, ask: &Ask, form: &Form, said: &Correction) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Correct, &person).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say what was wrong"));
        }
        let today = ask.today();
        self.record_for(&[permit], ask, form, said, |streams| {
            let (entry, content) = standing(streams.of(&person), &person, said.seq, form)?;
            let mut undone = Vec::new();
            let fact: Fact = match &content.fact {
                Fact::OutcomeRecorded(_) if self.standards.outcome(&said.outcome).is_none() => {
                    return Err(Problem::field("outcome", "Choose what came of the appointment"));
                }
                Fact::OutcomeRecorded(_) => {
                    let file = streams.case(&person);
                    let appointment = content.component.as_deref().and_then(|c| file.appointment(c));
                    if let Some(wrong) = appointment.and_then(|a| too_soon(a, &said.outcome, ask, self.standards)) {
                        return Err(Problem::Invalid(vec![wrong]));
                    }
                    if !needs_decision(self.standards, &said.outcome) {
                        undone = undo_what_followed(streams.of(&person), &person, content, today);
                    }
                    OutcomeRecorded { outcome: said.outcome.clone(), note: said.note.trim().to_owned() }.into()
                }
                Fact::ContactNoted(noted) => {
                    ContactNoted { contact: noted.contact.clone(), note: said.note.trim().to_owned() }.into()
                }
                _ => return Err(Problem::field("reason", "This kind of entry cannot be corrected here")),
            };
            let handling = if content.handling == Handling::Ordinary { said.handling } else { content.handling };
            let fact = said_again(&person, fact, content)
                .handling(handling)
                .corrects(entry.id.clone())
                .reason(&said.reason)
                .instructed_by(&said.instructed_by);
            undone.insert(0, fact);
            Ok(Work { said: undone, answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Takes an entry off this record and, where it is known whose it is, records it there, in one act. Everybody who
    /// opened the record while it stood there is told.
    pub async fn wrong_person(&self, ask: &Ask, form: &Form, said: &WrongPerson) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Correct, &person).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say how it came to be here"));
        }
        let right = self.right_person(ask, &person, &said.right_crn).await?;
        let permits: Vec<Permit> = std::iter::once(permit).chain(right).collect();
        let right = permits.get(1).and_then(|permit| permit.case().cloned());
        let today = ask.today();
        let id = EntryId { stream: person.clone(), seq: said.seq };
        let before = self.entries_unasked(&person).await?;
        let first = first_of(&before, &id).ok_or(Problem::NotFound)?;
        let by_senior = self.permit_to_lower(ask, &before, &id).await?;
        let readers = self.shown(ask, &Stood::since(first)).await?;
        let readers = with_those_who_judged(ask, &before, first, readers);
        // An appointment that is still to come stands again: it is looked at as a booking is, and listed, never refused.
        let stood = fold(&before, View::default());
        let held = stood.appointments.iter().find(|held| held.held.as_ref().is_some_and(|of| of.entry == id));
        let again: Vec<Asked> =
            held.and_then(|held| reopening(&person, held, ask, self.standards)).into_iter().collect();
        let saved = self.record_booking(&permits, &again, ask, form, said, |streams| {
            let entries = streams.of(&person);
            let (entry, content) = standing(entries, &person, said.seq, form)?;
            if !can_leave(&content.fact) {
                return Err(Problem::field("reason", "An entry of this kind cannot be taken off here"));
            }
            let there = right.as_ref().map(|right| streams.next_id(right, 0));
            // Every version of it was about somebody else: taking back only the last would let the one before stand.
            let mut all: Vec<Said> = versions(entries, entry)
                .map(|version| {
                    let retracted = Retracted { recorded_elsewhere: right.is_some(), of_another: version == entry.id };
                    about(Said::new(&person, retracted, Happened::On(today)), content)
                        .retracts(version)
                        .because(there.clone())
                        .reason(&said.reason)
                })
                .collect();
            if matches!(content.fact, Fact::OutcomeRecorded(_)) {
                all.extend(undo_what_followed(entries, &person, content, today));
            }
            let rested = rested_on(entries, &person, &entry.id, ask);
            if !rested.is_empty() && !by_senior {
                return Err(Problem::field(
                    "what",
                    "A judgement of risk rests on this: a senior officer has to take it off",
                ));
            }
            all.extend(rested);
            all.extend(told_of(&person, &entry.id, &readers, today));
            all.extend(right.as_ref().map(|right| recorded_there(right, &entry.id, content)));
            let mut bumps = Vec::new();
            if let (Some(around), Some(held)) = (again.first().and_then(|asked| streams.around(asked)), held) {
                let why = "Its outcome was taken back: it had been recorded on the wrong person";
                all.extend(reopened(&streams.case(&person), held, around, ask, why));
                bumps = around.bumps();
            }
            Ok(Work { said: all, bumps, answer: person.to_string(), ..Work::default() })
        });
        let saved = saved.await?;
        self.tell_missed(ask, &permits[0], &id).await?;
        Ok(saved)
    }

    /// Leave to take off what may lower the risk that stands, or what a judgement of it rests on: a second person's, as for any
    /// other lowering. Whether it was needed, and given.
    async fn permit_to_lower(&self, ask: &Ask, entries: &[Entry], id: &EntryId) -> Result<bool, Problem> {
        let rested = !rested_on(entries, &id.stream, id, ask).is_empty();
        let judged: Vec<&Content> = entries
            .iter()
            .filter_map(|entry| Some((entry, entry.content.as_ref()?)))
            .filter(|(entry, content)| {
                lowers(&content.fact) && entry.id == *id || rested && content.because.contains(id)
            })
            .map(|(_, content)| content)
            .collect();
        if judged.is_empty() {
            return Ok(false);
        }
        if judged.iter().any(|content| content.by.staff == ask.actor.staff) {
            return Err(Problem::field(
                "what",
                "You recorded this yourself: a senior officer has to take it off. Raise it with yours from the case page",
            ));
        }
        self.permit(ask, Action::CountersignRisk, &id.stream).await?;
        Ok(true)
    }

    async fn right_person(&self, ask: &Ask, wrong: &StreamId, crn: &str) -> Result<Option<Permit>, Problem> {
        let crn = crn.trim();
        if crn.is_empty() {
            return Ok(None);
        }
        let parsed: Crn = crn.parse().map_err(|e| Problem::field("right_crn", format!("{e}")))?;
        let named = |problem: &Problem| matches!(problem, Problem::Invalid(_));
        let right = self.trying(ask, Trying::RightPerson, named, self.seen_by_number(ask, &parsed)).await?;
        if right == *wrong {
            return Err(Problem::field("right_crn", "That is this person. Give the CRN of the person it is about"));
        }
        self.permit(ask, Action::RecordContact, &right).await.map(Some)
    }

    /// Whose number it is. One that nobody has, and that of a record limited to others, get one answer, and it is counted.
    async fn seen_by_number(&self, ask: &Ask, crn: &Crn) -> Result<StreamId, Problem> {
        let (wanted, staff, today) = (crn.clone(), ask.actor.staff.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let Some(person) = snapshot.stream_of_crn(wanted.as_str())? else { return Ok(None) };
            let seen = visible(snapshot, &person, &staff, today)?.is_some();
            Ok(Some((person, seen)))
        });
        match found.await? {
            Some((person, true)) => return Ok(person),
            Some((person, false)) => self.log_not_named(ask, Action::Correct, &person).await?,
            None => {}
        }
        let words = format!("{crn} is no CRN that you can name. Look at it again, leave it empty, or ask your senior");
        Err(Problem::field("right_crn", words))
    }
}

/// The entry as it stands, if it still stands and the form saw it so.
fn standing<'a>(
    entries: &'a [Entry],
    person: &StreamId,
    seq: u64,
    form: &Form,
) -> Result<(&'a Entry, &'a Content), Problem> {
    let seen = resolve(entries, View::default()).into_iter().find(|r| r.entry.id.seq == seq);
    let seen = seen.ok_or(Problem::NotFound)?;
    match (seen.standing, seen.content) {
        (Standing::Stands, Some(content)) => Ok((seen.entry, content)),
        _ => Err(Problem::Changed {
            case: person.clone(),
            component: seen.content.and_then(|c| c.component.clone()).unwrap_or_default(),
            shown: form.version,
        }),
    }
}

/// An entry and every earlier version of it, newest first.
pub(crate) fn versions<'a>(entries: &'a [Entry], entry: &'a Entry) -> impl Iterator<Item = EntryId> + 'a {
    let before = |id: &EntryId| {
        let at = usize::try_from(id.seq).ok()?.checked_sub(1)?;
        entries.get(at)?.content.as_ref()?.corrects.clone()
    };
    std::iter::successors(Some(entry.id.clone()), before)
}

/// What was decided about a failure that, as it turns out, was none: the warning is withdrawn, and the decision and
/// referral no longer stand. Nobody is left with a warning that rests on nothing.
fn undo_what_followed(entries: &[Entry], person: &StreamId, outcome: &Content, today: Date) -> Vec<Said> {
    let standing = resolve(entries, View::default()).into_iter().filter(|r| r.standing == Standing::Stands);
    let of_it = standing
        .filter_map(|r| r.content.map(|c| (r.entry, c)))
        .filter(|(_, c)| outcome.component.is_some() && c.component == outcome.component);
    let mut undone = Vec::new();
    let mut withdrawn = false;
    for (entry, content) in of_it {
        match &content.fact {
            Fact::WarningWithdrawn(_) => withdrawn = true,
            Fact::FailureDecided(_) | Fact::BreachReferred(_) => undone.push(
                about(Said::new(person, Retracted::default(), Happened::On(today)), outcome)
                    .retracts(entry.id.clone())
                    .reason("The failure it rests on was put right"),
            ),
            Fact::WarningGiven(_) => undone.push(
                about(
                    Said::new(
                        person,
                        WarningWithdrawn { evidence: "The failure it rests on was put right".to_owned() },
                        Happened::On(today),
                    ),
                    outcome,
                )
                .because([entry.id.clone()]),
            ),
            _ => {}
        }
    }
    if withdrawn {
        undone.retain(|said| said.kind() != "warning_withdrawn");
    }
    undone
}

pub(crate) fn about(said: Said, content: &Content) -> Said {
    match &content.component {
        Some(component) => said.about(component),
        None => said,
    }
}

fn said_again(person: &StreamId, fact: Fact, content: &Content) -> Said {
    let said = Said::new(person, fact, content.happened).because(content.because.clone());
    about(said.basis(content.basis), content)
}
