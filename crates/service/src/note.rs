//! Adding a note: a contact that was no appointment. What happened is never refused; a day to come did not happen.

use access::Action;
use jiff::civil::Date;
use record::StreamId;
use record::entry::{Basis, Handling};
use record::facts::person::ContactNoted;
use record::time::Happened;
use serde::Serialize;

use crate::contact::repeats::{may_open, repeats};
use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A note to be added.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
    /// The person's stream.
    pub person: String,
    /// Contact type code.
    pub contact: String,
    /// The day it happened; none when what was typed is no day.
    pub on: Option<Date>,
    /// The note, as typed.
    pub note: String,
    /// Whose word it is.
    pub basis: Basis,
    /// Whether it is folded shut wherever it is shown.
    pub handling: Handling,
    /// On whose instruction it is entered.
    pub instructed_by: String,
    /// What the form says of the note that was last found to repeat another: it is asked about once ([`as_seen`]).
    pub seen: String,
}

/// What stands for a note that its writer was asked about.
pub fn as_seen(note: &str) -> String {
    record::Hash::of(note.trim().as_bytes()).to_string()
}

impl Service {
    /// Adds a note. Where much of it stands in an earlier one, that is said first, under `repeats`; sent again, it is added.
    /// Answers with the person's stream.
    pub async fn add_note(&self, ask: &Ask, form: &Form, said: &Note) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::RecordContact, &person).await?;
        let mut wrong = Vec::new();
        if self.standards.contact_type(&said.contact).is_none() {
            wrong.push(FieldError::new("contact", "Choose what kind of contact it was"));
        }
        if said.note.trim().is_empty() {
            wrong.push(FieldError::new("note", "Type the note"));
        }
        match said.on {
            None => wrong.push(FieldError::new("date", "Enter the day it happened, such as 15/12/2015")),
            Some(day) if day > ask.today() => {
                wrong.push(FieldError::new("date", "This day is still to come. Enter the day it happened"));
            }
            Some(_) => {}
        }
        let Some(day) = said.on.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
        let asks = said.seen != as_seen(&said.note);
        let elsewhere = asks && self.stands_elsewhere(ask, &person, &said.note).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            if streams.of(&person).is_empty() {
                return Err(Problem::NotFound);
            }
            let found = || repeats(&said.note, streams.of(&person), may_open(ask), elsewhere, self.standards);
            if let Some(repeats) = asks.then(found).flatten() {
                return Err(Problem::field("repeats", repeats.words()));
            }
            let noted = ContactNoted { contact: said.contact.clone(), note: said.note.trim().to_owned() };
            let fact = Said::new(&person, noted, Happened::On(day)).basis(said.basis).handling(said.handling);
            let fact = fact.instructed_by(&said.instructed_by);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}
