//! A human's word for who a listed defendant is: this person, nobody on record, or neither after all.

use access::Action;
use exchange::CourtCode;
use record::StreamId;
use record::facts::court::{CaseListed, MatchConfirmed, NoRecordConfirmed};
use record::facts::person::Retracted;
use record::time::Happened;
use serde::Serialize;

use super::compare::Agreement;
use super::matching::{Candidate, candidates, is_limited};
use super::{Answered, Listed, day_stream, listed};
use crate::notices::told_of;
use crate::readers::Stood;
use crate::write::{Streams, Work};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// Whom a form is about: a listed case and, where somebody is meant, a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Court code.
    pub court: String,
    /// The day, `YYYY-MM-DD`.
    pub day: String,
    /// The case's key.
    pub case: String,
    /// The person's stream; empty where nobody is chosen.
    pub person: String,
}

impl Service {
    /// Records that a defendant is a person on record. Answers with the person's stream.
    ///
    /// Only one of the candidates can be confirmed: otherwise naming anybody would open their record.
    pub async fn confirm_match(&self, ask: &Ask, form: &Form, choice: &Choice) -> Result<Saved, Problem> {
        self.permit_list(ask, Action::ConfirmMatch, 1).await?;
        let (stream, person) = (choice.stream()?, choice.person.parse::<StreamId>().map_err(|_| Problem::NotFound)?);
        let candidate = self.candidate(ask, &stream, &choice.case, &person).await?;
        let agreed: Vec<String> = candidate
            .compared
            .iter()
            .filter(|c| matches!(c.agreement, Agreement::Same | Agreement::Near))
            .map(|c| c.what.words().to_owned())
            .collect();
        self.record(ask, form, choice, std::slice::from_ref(&stream), |streams| {
            let open = unanswered(streams, &stream, choice, form)?;
            let confirmed = MatchConfirmed { person: person.clone(), agreed: agreed.clone() };
            let fact = Said::new(&stream, confirmed, Happened::On(ask.today()));
            let fact = fact.about(choice.case.as_str()).because([open.entry]);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Records that a defendant is nobody on record. Answers with nothing.
    pub async fn confirm_no_record(&self, ask: &Ask, form: &Form, choice: &Choice) -> Result<Saved, Problem> {
        self.permit_list(ask, Action::ConfirmMatch, 1).await?;
        let stream = choice.stream()?;
        self.record(ask, form, choice, std::slice::from_ref(&stream), |streams| {
            let open = unanswered(streams, &stream, choice, form)?;
            let fact = Said::new(&stream, NoRecordConfirmed {}, Happened::On(ask.today()));
            let fact = fact.about(choice.case.as_str()).because([open.entry]);
            Ok(Work { said: vec![fact], ..Work::default() })
        })
        .await
    }

    /// Takes back what was said of who a defendant is. The record closes again, unless another tie keeps it open. If it was said
    /// to be somebody, whoever opened their record since is told, and it is looked again for those who did meanwhile: the case stood
    /// on it. Of lists only a court's day shows it, and the log does not say of which court one was. `machine` is the machine's
    /// clock.
    pub async fn undo_match(&self, ask: &Ask, form: &Form, choice: &Choice, machine: i64) -> Result<Saved, Problem> {
        let permit = self.permit_list(ask, Action::ConfirmMatch, 1).await?;
        let stream = choice.stream()?;
        let before = self.entries_unasked(&stream).await?;
        let linked = listed(&before).remove(choice.case.as_str()).and_then(|case| case.answered);
        let (mut readers, mut opened) = (Vec::new(), None);
        if let Some(Answered { person: Some(person), recorded, entry, .. }) = &linked {
            self.look_again_later(machine, entry).await?;
            readers = self.shown(ask, &Stood::beside(person, *recorded)).await?;
            opened = Some(entry);
        }
        let saved = self.record(ask, form, choice, std::slice::from_ref(&stream), |streams| {
            let case = shown(streams, &stream, choice, form)?;
            let Some(Answered { entry, person, .. }) = case.answered else {
                return Err(Problem::field("undo", "Nobody has said who this is, so there is nothing to take back"));
            };
            let retracted = Retracted { of_another: person.is_some(), ..Retracted::default() };
            let fact = Said::new(&stream, retracted, Happened::On(ask.today()));
            let told = told_of(&stream, &entry, &readers, ask.today());
            let fact = fact.about(choice.case.as_str()).retracts(entry);
            Ok(Work { said: std::iter::once(fact).chain(told).collect(), ..Work::default() })
        });
        let saved = saved.await?;
        if let Some(entry) = opened {
            self.tell_missed(ask, &permit, entry).await?;
        }
        Ok(saved)
    }

    /// The candidate that was chosen, once the asker may know of them.
    async fn candidate(&self, ask: &Ask, day: &StreamId, case: &str, person: &StreamId) -> Result<Candidate, Problem> {
        let (day, case, wanted) = (day.clone(), case.to_owned(), person.clone());
        let (actor, today) = (ask.actor.clone(), ask.today());
        let found = self.store.read(move |snapshot| {
            let Some(row) = snapshot.court_case(&day, &case)? else { return Ok(None) };
            let Ok(case) = serde_json::from_str::<CaseListed>(&row.defendant) else { return Ok(None) };
            let limited = is_limited(snapshot, &actor, &wanted, today)?;
            Ok(Some((limited, candidates(snapshot, &actor, today, &case)?)))
        });
        let (limited, candidates) = found.await?.ok_or(Problem::NotFound)?;
        if limited {
            // Refuses, and logs that it did.
            self.permit(ask, Action::ViewCase, person).await?;
        }
        candidates.people.into_iter().find(|c| c.person == *person).ok_or_else(|| {
            Problem::field("person", "Nothing on the list agrees with this record, so it cannot be confirmed here")
        })
    }
}

impl Choice {
    fn stream(&self) -> Result<StreamId, Problem> {
        let court = CourtCode::parse(&self.court).ok_or(Problem::NotFound)?;
        Ok(day_stream(&court, self.day.parse().map_err(|_| Problem::NotFound)?))
    }
}

/// The case as the form showed it.
fn shown<'a>(streams: &'a Streams, stream: &StreamId, choice: &Choice, form: &Form) -> Result<Listed<'a>, Problem> {
    let case = listed(streams.of(stream)).remove(choice.case.as_str()).ok_or(Problem::NotFound)?;
    if case.version != form.version {
        return Err(Problem::Changed { case: stream.clone(), component: choice.case.clone(), shown: form.version });
    }
    Ok(case)
}

/// The same, of whom nobody has yet said who they are.
fn unanswered<'a>(
    streams: &'a Streams,
    stream: &StreamId,
    choice: &Choice,
    form: &Form,
) -> Result<Listed<'a>, Problem> {
    let case = shown(streams, stream, choice, form)?;
    if case.answered.is_some() {
        return Err(Problem::field("person", "Somebody has said who this is. Take that back first"));
    }
    Ok(case)
}
