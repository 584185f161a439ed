//! What became of one letter: posted, handed over after all, not to be sent, or come back.

use access::{Action, Because, Permit};
use jiff::civil::Date;
use record::StreamId;
use record::case::{CaseFile, Letter, SendState, View};
use record::facts::Fact;
use record::facts::message::{Channel, MessageDispatched, MessageFailed, MessageReturned};
use record::time::Happened;
use serde::{Deserialize, Serialize};

use crate::write::Work;
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// What somebody says of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It was posted.
    Posted,
    /// It was handed over after all.
    HandedOver,
    /// It could not be sent.
    CouldNot,
    /// It came back.
    CameBack,
}

/// What became of a letter, as typed.
#[derive(Clone, Debug, Serialize)]
pub struct Saying {
    /// The person's stream.
    pub person: String,
    /// The letter: the seq of the entry that issued it.
    pub letter: u64,
    /// What became of it; none when nothing was chosen.
    pub fate: Option<Fate>,
    /// The day; none when what was typed is no day.
    pub on: Option<Date>,
    /// Why.
    pub reason: String,
}

/// The version of a letter that a form has to carry: the seq of the last entry about what became of it, 0 when there is none.
pub fn version(file: &CaseFile, letter: &Letter) -> u64 {
    file.came_of(&letter.entry).map_or(0, |last| last.entry.seq)
}

/// A letter somebody may say the fate of, and how much of the case they may see beside it.
#[derive(Debug)]
pub struct ToSend {
    /// The case.
    pub file: CaseFile,
    /// Whether they see the case by right of more than sending its letters.
    pub whole: bool,
}

impl Service {
    /// Opens a letter to say what became of it: to those who work with the person; to those who send the letters of an
    /// office, if it waits there.
    pub async fn letter_to_send(&self, ask: &Ask, person: &StreamId, seq: u64) -> Result<ToSend, Problem> {
        let opened = self.open(ask, Action::SendPost, person, View::default()).await?;
        self.of_their_post(ask, &opened.permit, person, seq).await?;
        let whole = opened.permit.because() != Because::SendsPost;
        Ok(ToSend { file: opened.file, whole })
    }

    async fn of_their_post(&self, ask: &Ask, permit: &Permit, person: &StreamId, seq: u64) -> Result<(), Problem> {
        if permit.because() != Because::SendsPost || self.waits_in_their_office(ask, person, &[seq]).await? == [seq] {
            return Ok(());
        }
        Err(Problem::NotFound)
    }

    /// Records what became of a letter. Answers with the person's stream.
    pub async fn say_of_letter(&self, ask: &Ask, form: &Form, said: &Saying) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::SendPost, &person).await?;
        if self.sent_before(ask, form).await?.is_none() {
            self.of_their_post(ask, &permit, &person, said.letter).await?;
        }
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let letter = file.letter_of(said.letter).filter(|letter| letter.goes_by_post()).ok_or(Problem::NotFound)?;
            if version(&file, letter) != form.version {
                let component = format!("letter-{}", said.letter);
                return Err(Problem::Changed { case: person.clone(), component, shown: form.version });
            }
            let (fact, on) = checked(&file, letter, said, ask.today())?;
            let fact = Said::new(&person, fact, Happened::On(on)).because([letter.entry.clone()]).reason(&said.reason);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}

fn checked(file: &CaseFile, letter: &Letter, said: &Saying, today: Date) -> Result<(Fact, Date), Problem> {
    let mut wrong = Vec::new();
    let left = file.sent(&letter.entry);
    match (said.fate, left) {
        (None, _) => wrong.push(FieldError::new("fate", "Choose what became of the letter")),
        (Some(Fate::CameBack), None) => {
            wrong.push(FieldError::new("fate", "It has not left as far as is recorded. Say first that it was posted"));
        }
        (Some(Fate::CameBack), Some(_)) | (Some(_), None) => {}
        (Some(_), Some(sent)) => {
            let how = if sent.state == SendState::Sent(Channel::Hand) { "handed over" } else { "posted" };
            let message = format!("It was {how} on {}", crate::letters::written(sent.happened.day()));
            wrong.push(FieldError::new("fate", message));
        }
    }
    let first = left.map_or(letter.on, |sent| sent.happened.day());
    match said.on {
        None => wrong.push(FieldError::new("on", "Enter the day, such as 15/12/2015")),
        Some(day) if day > today => wrong.push(FieldError::new("on", "This day is still to come")),
        Some(day) if day < first => {
            let message = format!("The letter was with us until {}", crate::letters::written(first));
            wrong.push(FieldError::new("on", message));
        }
        Some(_) => {}
    }
    let needs_reason = matches!(said.fate, Some(Fate::CouldNot | Fate::CameBack));
    if needs_reason && said.reason.trim().is_empty() {
        wrong.push(FieldError::new("reason", "Say why: no printer, postage not paid, not known at the address"));
    }
    let (Some(fate), Some(on), true) = (said.fate, said.on, wrong.is_empty()) else {
        return Err(Problem::Invalid(wrong));
    };
    let fact = match fate {
        Fate::Posted => MessageDispatched { by: Channel::Post }.into(),
        Fate::HandedOver => MessageDispatched { by: Channel::Hand }.into(),
        Fate::CouldNot => MessageFailed {}.into(),
        Fate::CameBack => MessageReturned {}.into(),
    };
    Ok((fact, on))
}
