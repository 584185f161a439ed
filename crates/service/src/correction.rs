//! Correcting what was recorded: a better entry in place of a wrong one, or an entry taken off the wrong person's
//! record and put where it belongs, in one act. Nothing is overwritten; both stay in the timeline.

use access::Action;
use record::StreamId;
use record::case::{Standing, View, resolve};
use record::entry::{Content, Entry};
use record::facts::Fact;
use record::facts::person::{ContactNoted, OutcomeRecorded, Retracted};
use record::time::Happened;
use serde::Serialize;

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
        self.permit(ask, Action::Correct, &person).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say what was wrong"));
        }
        self.record(ask, form, said, std::slice::from_ref(&person), |streams| {
            let (entry, content) = standing(streams.of(&person), &person, said.seq, form)?;
            let fact: Fact = match &content.fact {
                Fact::OutcomeRecorded(_) if self.standards.outcome(&said.outcome).is_none() => {
                    return Err(Problem::field("outcome", "Choose what came of the appointment"));
                }
                Fact::OutcomeRecorded(_) => {
                    OutcomeRecorded { outcome: said.outcome.clone(), note: said.note.trim().to_owned() }.into()
                }
                Fact::ContactNoted(noted) => {
                    ContactNoted { contact: noted.contact.clone(), note: said.note.trim().to_owned() }.into()
                }
                _ => return Err(Problem::field("reason", "This kind of entry cannot be corrected here")),
            };
            let fact = said_again(&person, fact, content)
                .corrects(entry.id.clone())
                .reason(&said.reason)
                .instructed_by(&said.instructed_by);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Takes an entry off this record and, where it is known whose it is, records it there, in one act.
    pub async fn wrong_person(&self, ask: &Ask, form: &Form, said: &WrongPerson) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        self.permit(ask, Action::Correct, &person).await?;
        if said.reason.trim().is_empty() {
            return Err(Problem::field("reason", "Say how it came to be here"));
        }
        let right = self.right_person(ask, &person, &said.right_crn).await?;
        let streams: Vec<StreamId> = std::iter::once(person.clone()).chain(right.clone()).collect();
        let today = ask.today();
        self.record(ask, form, said, &streams, |streams| {
            let (entry, content) = standing(streams.of(&person), &person, said.seq, form)?;
            if !matches!(content.fact, Fact::OutcomeRecorded(_) | Fact::ContactNoted(_)) {
                return Err(Problem::field("reason", "Only a note or an outcome can be moved to another record"));
            }
            let retracted = Retracted { recorded_elsewhere: right.is_some() };
            let mut retraction = Said::new(&person, retracted, Happened::On(today))
                .retracts(entry.id.clone())
                .reason(&said.reason);
            if let Some(component) = &content.component {
                retraction = retraction.about(component);
            }
            let mut all = vec![retraction];
            all.extend(right.as_ref().map(|right| moved_note(right, content)));
            Ok(Work { said: all, answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    async fn right_person(&self, ask: &Ask, wrong: &StreamId, crn: &str) -> Result<Option<StreamId>, Problem> {
        let crn = crn.trim();
        if crn.is_empty() {
            return Ok(None);
        }
        let unknown = || Problem::field("right_crn", "There is nobody with this CRN");
        let parsed: record::ids::Crn = crn.parse().map_err(|e| Problem::field("right_crn", format!("{e}")))?;
        let right = self.store.read(move |snapshot| snapshot.stream_of_crn(parsed.as_str())).await?;
        let right = right.ok_or_else(unknown)?;
        if right == *wrong {
            return Err(Problem::field("right_crn", "That is this person. Give the CRN of the person it is about"));
        }
        self.permit(ask, Action::RecordContact, &right).await?;
        Ok(Some(right))
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

fn said_again(person: &StreamId, fact: Fact, content: &Content) -> Said {
    let said = Said::new(person, fact, content.happened).because(content.because.clone()).basis(content.basis);
    match &content.component {
        Some(component) => said.about(component),
        None => said,
    }
}

/// What was said about the wrong person, as a note on the right one: their appointments are not the other's.
fn moved_note(right: &StreamId, content: &Content) -> Said {
    let note = match &content.fact {
        Fact::OutcomeRecorded(outcome) => outcome.note.clone(),
        Fact::ContactNoted(noted) => noted.note.clone(),
        _ => String::new(),
    };
    let fact = ContactNoted { contact: "NOTE".to_owned(), note };
    Said::new(right, fact, content.happened).basis(content.basis).reason("Recorded on another person's record by mistake")
}
