//! The outgoing tray of an office: letters that wait, those waiting longest first; one run prints them, one press posts them.

use std::collections::BTreeMap;

use access::{Action, Because, Permit};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use practice::{LimitName, Standards};
use record::StreamId;
use record::case::{SendState, View, fold};
use record::facts::message::{Channel, MessageDispatched};
use record::time::{Happened, Instant, Minute};
use serde::Serialize;
use store::{OfficeCount, OutgoingRow, PersonRow};

use super::reminders::{Done, JOB};
use super::{Readdressed, readdressed};
use crate::day::visible;
use crate::directory::Place;
use crate::letters::{IssuedLetter, Post};
use crate::write::{Parts, Streams};
use crate::{Ask, Form, Problem, Said, Saved, Service};

/// Letters printed in one run: a tray of paper.
pub const RUN: usize = 60;

/// What is to be sent from an office.
#[derive(Debug)]
pub struct Tray {
    /// The office.
    pub office: Place,
    /// The letters that wait, oldest first.
    pub letters: Vec<Waiting>,
    /// How many wait in each office of the provider, those waiting longest first, with the office's name.
    pub offices: Vec<(String, OfficeCount)>,
    /// Reminders of the office that go out until tomorrow evening, or should have gone.
    pub reminders: u64,
    /// When texts were last seen to; none while nothing sends them.
    pub texts: Option<Instant>,
}

/// A letter that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Whose: none where access to their record is limited.
    pub person: Option<PersonRow>,
    /// Their stream.
    pub stream: StreamId,
    /// The seq of the entry that issued it.
    pub seq: u64,
    /// The day it was issued.
    pub issued_on: Date,
    /// The day it is to have left.
    pub due_on: Option<Date>,
    /// Which letter of the standards.
    pub letter: String,
    /// Why it could not be sent, and when somebody said so.
    pub failed: Option<(String, Date)>,
    /// Where it would go now, if they are written to elsewhere since it was issued: it is not printed with the others.
    pub readdressed: Option<Readdressed>,
    /// When they are to come next, where it could not be sent or would go astray: it can be handed over then.
    pub next: Option<Minute>,
    /// The day by which it asks for an answer, where it could no longer arrive by then: it is not printed with the others.
    pub outrun: Option<Date>,
}

/// Letters that were posted together, as typed: each a stream and a seq.
#[derive(Clone, Debug, Serialize)]
pub struct Posting {
    /// Which.
    pub letters: Vec<(String, u64)>,
}

impl Service {
    /// What is to be sent from the office of the asker's team.
    pub async fn tray(&self, ask: &Ask) -> Result<Tray, Problem> {
        if !access::role_does(ask.actor.role, Action::ViewPost) {
            self.permit_list(ask, Action::ViewPost, 0).await?;
        }
        let office = self.own_office(ask).await?.ok_or(Problem::NotFound)?;
        let (actor, code, today) = (ask.actor.clone(), office.code.clone(), ask.today());
        let standards = self.standards;
        let (now, by) = (ask.now.london().to_string(), tomorrow_evening(today).to_string());
        let read = self.store.read(move |snapshot| {
            let mut letters = Vec::new();
            for row in snapshot.letters_waiting(&actor.provider, &code)? {
                let person = visible(snapshot, &row.stream, &actor.staff, today)?;
                letters.extend(waiting(row, person, today, standards));
            }
            let mut offices = Vec::new();
            for count in snapshot.letters_by_office(&actor.provider)? {
                let name = snapshot.site(&count.office)?.map_or_else(|| count.office.clone(), |site| site.name);
                offices.push((name, count));
            }
            let reminders = snapshot.reminders_waiting(&actor.provider, &code, &now, &by)?;
            let done = snapshot.job(JOB)?.and_then(|job| serde_json::from_str::<Done>(&job.result).ok());
            let texts = done.map(|done| Instant(done.at));
            Ok((letters, offices, reminders, texts))
        });
        let (mut letters, offices, reminders, texts) = read.await?;
        self.permit_list(ask, Action::ViewPost, letters.len()).await?;
        for waiting in letters.iter_mut().filter(|waiting| waiting.person.is_some() && waiting.is_stuck()) {
            self.look_into(ask, waiting).await?;
        }
        Ok(Tray { office, letters, offices, reminders, texts })
    }

    /// The letters of a run, as they were issued; those of records that are limited are left out. Each is logged.
    pub async fn print_run(&self, ask: &Ask) -> Result<Vec<(Waiting, IssuedLetter)>, Problem> {
        let tray = self.tray(ask).await?;
        let mut run = Vec::new();
        for waiting in tray.letters.into_iter().filter(Waiting::goes_with_the_run).take(RUN) {
            let letter = self.letter_for(ask, Action::SendPost, &waiting.stream, waiting.seq).await?;
            run.push((waiting, letter));
        }
        Ok(run)
    }

    /// Says of a letter that is stuck what it is and why, from the record: its row has room for one of the two.
    async fn look_into(&self, ask: &Ask, waiting: &mut Waiting) -> Result<(), Problem> {
        let entries = self.entries_unasked(&waiting.stream).await?;
        let file = fold(&entries, View::default());
        let Some(letter) = file.letter_of(waiting.seq) else { return Ok(()) };
        waiting.letter.clone_from(&letter.letter);
        waiting.readdressed = readdressed(&entries, &file, letter);
        let failed = file.came_of(&letter.entry).filter(|last| last.state == SendState::Failed);
        waiting.failed = failed.map(|last| (last.reason.clone().unwrap_or_default(), last.happened.day()));
        waiting.next = file.next_appointment_after(ask.now.london()).map(|next| next.booked.starts);
        Ok(())
    }

    /// Which of a person's letters wait in the office of the asker's team.
    pub(super) async fn waits_in_their_office(
        &self,
        ask: &Ask,
        person: &StreamId,
        letters: &[u64],
    ) -> Result<Vec<u64>, Problem> {
        let office = self.own_office(ask).await?.ok_or(Problem::NotFound)?.code;
        let provider = ask.actor.provider.clone();
        let waiting = self.store.read(move |snapshot| snapshot.letters_waiting(&provider, &office)).await?;
        let waits = |seq: &u64| {
            let message = format!("letter-{seq}");
            waiting.iter().any(|row| row.stream == *person && row.message == message)
        };
        Ok(letters.iter().copied().filter(waits).collect())
    }

    /// Records that the letters of a run were posted today, in one act. Letters that left meanwhile are passed over. Answers with
    /// how many were posted.
    pub async fn post_run(&self, ask: &Ask, form: &Form, said: &Posting) -> Result<Saved, Problem> {
        let mut wanted: BTreeMap<StreamId, Vec<u64>> = BTreeMap::new();
        for (person, seq) in &said.letters {
            let person: StreamId = person.parse().map_err(|_| Problem::NotFound)?;
            wanted.entry(person).or_default().push(*seq);
        }
        if wanted.is_empty() || said.letters.len() > RUN {
            return Err(Problem::field("letters", "Print the letters first"));
        }
        let mut permits: Vec<Permit> = Vec::with_capacity(wanted.len());
        for (person, letters) in &mut wanted {
            let permit = self.permit(ask, Action::SendPost, person).await?;
            if permit.because() == Because::SendsPost {
                *letters = self.waits_in_their_office(ask, person, letters).await?;
            }
            permits.push(permit);
        }
        self.record_for(&permits, ask, form, said, |streams| {
            let mut parts = Parts::new(streams);
            let posted: usize =
                wanted.iter().map(|(person, letters)| post(&mut parts, streams, person, letters, ask.today())).sum();
            if posted == 0 {
                return Err(Problem::field("letters", "Somebody else posted these letters meanwhile"));
            }
            Ok(parts.answer(posted.to_string()))
        })
        .await
    }
}

fn post(parts: &mut Parts<'_>, streams: &Streams, person: &StreamId, letters: &[u64], today: Date) -> usize {
    let file = streams.case(person);
    let waiting: Vec<_> = file.letters_waiting().filter(|letter| letters.contains(&letter.entry.seq)).collect();
    for letter in &waiting {
        let fact = Said::new(person, MessageDispatched { by: Channel::Post }, Happened::On(today));
        parts.say(fact.because([letter.entry.clone()]));
    }
    waiting.len()
}

impl Waiting {
    /// Whether it is printed and posted with the others: whoever sends them may see it, what it says can still be done, and it
    /// has the address they are written to.
    pub fn goes_with_the_run(&self) -> bool {
        self.person.is_some() && self.outrun.is_none() && self.readdressed.is_none()
    }

    /// Whether it could not be sent, or would go to an address that is theirs no longer.
    fn is_stuck(&self) -> bool {
        self.failed.is_some() || self.readdressed.is_some()
    }
}

fn waiting(row: OutgoingRow, person: Option<PersonRow>, today: Date, standards: &Standards) -> Option<Waiting> {
    let failed = row.state == "failed";
    let issued_on: Date = row.from_at.parse().ok()?;
    let arrives = Post::FirstClass.served_on(today, standards).ok();
    let answer_by: Option<Date> = row.until_at.parse().ok();
    Some(Waiting {
        seq: row.message.strip_prefix("letter-")?.parse().ok()?,
        person,
        stream: row.stream,
        issued_on,
        due_on: standards.due(LimitName::LetterPosted, issued_on).ok(),
        outrun: answer_by.filter(|last| arrives.is_some_and(|day| day > *last)),
        letter: if failed { String::new() } else { row.why.clone() },
        failed: failed.then_some((row.why, issued_on)),
        readdressed: (row.state == "moved").then_some(Readdressed { to: None }),
        next: None,
    })
}

fn tomorrow_evening(today: Date) -> Minute {
    let day = today.saturating_add(1.days());
    Minute::new(day.to_datetime(jiff::civil::Time::midnight()).saturating_add(Span::new().hours(23)))
}
