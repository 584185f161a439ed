//! The work of sending: what is due is queued, what is queued is handed over, and what the gateway says is recorded.

use access::{Action, Actor, Permit};
use practice::messages::Messages;
use record::StreamId;
use record::case::{CaseFile, Queued, SendState, View};
use record::entry::Origin;
use record::facts::Fact;
use record::facts::message::{
    Channel, Language, MessageDelayed, MessageDelivered, MessageDispatched, MessageFailed, To,
};
use record::facts::organisation::Role;
use record::time::{Happened, Instant, Minute};
use serde::{Deserialize, Serialize};
use store::{OutgoingRow, SideWrite, StoreError};

use super::wording::{Around, subject_of, words_of};
use super::{By, JOB, goes_to, is_reminded, key_of, may_go, overtaken, reminds_of};
use crate::booking::check::civil;
use crate::write::Work;
use crate::{Ask, Form, Problem, Said, Service};

/// How long a sender that is not heard of is believed to be at work, in microseconds: ten seconds, and it is heard of before
/// each text.
const LEASE: i64 = 10_000_000;

/// Whoever holds the job of sending: nobody else sends while its lease lasts.
#[derive(Debug)]
pub struct Sender {
    holder: String,
    around: Around,
}

/// A text that was queued, with leave to say what became of it.
#[derive(Debug)]
pub struct TextToSend {
    /// Whom it reminds.
    pub person: StreamId,
    /// What it is known by outside.
    pub key: String,
    /// Where it goes.
    pub to: To,
    /// The subject line of an e-mail; empty for a text.
    pub subject: String,
    /// What it says.
    pub words: String,
    /// Its language.
    pub language: Language,
    /// When it was queued: whenever it is handed over, it is of then.
    pub queued: Minute,
    /// After this minute it must not go out any more.
    pub not_after: Minute,
    seq: u64,
    permit: Permit,
}

/// What is to be done about a text that was queued.
#[derive(Debug)]
pub enum Step {
    /// Hand it over.
    HandOver(TextToSend),
    /// It must not go out any more: take it back if it is still there. Why, in words.
    TakeBack(TextToSend, &'static str),
}

/// What was done in one go, in figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When, by the record's clock, in microseconds.
    pub at: i64,
    /// Reminders queued.
    pub queued: u64,
    /// Texts handed over.
    pub handed_over: u64,
    /// Texts that must not go out any more, or of which nobody can say whether they did.
    pub not_sent: u64,
    /// Receipts recorded.
    pub receipts: u64,
    /// Receipts that could not be read, or were of no text of ours.
    pub unreadable: u64,
    /// Texts that something was wrong with; they are tried again.
    pub left: u64,
}

/// What a gateway says of a text.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// What the text is known by.
    pub key: String,
    /// Whether it reached the telephone, or the mailbox.
    pub reached: Reached,
}

/// Whether a text reached the telephone, or an e-mail the mailbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Reached {
    /// It did.
    Delivered,
    /// Not yet, and why: whoever carries it goes on trying.
    Delayed(String),
    /// It did not, and why.
    Failed(String),
}

impl Sender {
    /// The service itself, to ask with.
    pub fn ask(now: Instant) -> Ask {
        let system = || Role::System.code().to_owned();
        let actor = Actor {
            staff: system(),
            name: Role::System.words().to_owned(),
            role: Role::System,
            team: String::new(),
            provider: system(),
            courts: Vec::new(),
        };
        Ask { actor, now, screen: JOB }
    }
}

impl Service {
    /// Begins to send; none while another server does. Leases go by the machine's clock, for a demonstration's calendar must not
    /// lengthen one.
    pub async fn begin_sending(&self, machine: i64) -> Result<Option<Sender>, Problem> {
        let (name, holder) = (JOB.to_owned(), self.fresh_key());
        let begin = SideWrite::BeginJob { name, holder: holder.clone(), at: machine, until: machine + LEASE };
        match self.store.put(begin).await {
            Ok(()) => Ok(Some(Sender { holder, around: self.around().await? })),
            Err(StoreError::Refused(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on with the lease; refused to a sender that was thought gone, and whose work somebody else took up.
    pub async fn go_on_sending(&self, sender: &Sender, machine: i64) -> Result<(), Problem> {
        let (name, holder) = (JOB.to_owned(), sender.holder.clone());
        let until = machine + LEASE;
        Ok(self.store.put(SideWrite::AdvanceJob { name, holder, done: 0, total: 0, until }).await?)
    }

    /// Ends the work, with what was done in figures; without, where it failed.
    pub async fn end_sending(&self, sender: Sender, machine: i64, done: Option<&Done>) -> Result<(), Problem> {
        let result = done.map(serde_json::to_string).transpose().map_err(|e| Problem::Damaged(e.to_string()))?;
        let (name, holder) = (JOB.to_owned(), sender.holder);
        Ok(self.store.put(SideWrite::EndJob { name, holder, at: machine, result }).await?)
    }

    /// The reminders that may go out now by some gateways, so many at most.
    pub async fn reminders_due(&self, ask: &Ask, by: By, most: u64) -> Result<Vec<OutgoingRow>, Problem> {
        let now = ask.now.london();
        if !Messages::split_2014().is_by_day(civil(now)) {
            return Ok(Vec::new());
        }
        Ok(self.store.read(move |snapshot| snapshot.reminders_due(&now.to_string(), by.but(), most)).await?)
    }

    /// Queues a reminder that is due. Whether there was one to queue: the appointment may have been moved, called off or held
    /// since it was looked for.
    pub async fn queue_reminder(&self, ask: &Ask, sender: &Sender, due: &OutgoingRow) -> Result<bool, Problem> {
        let person = &due.stream;
        let component = due.message.strip_prefix("reminder-").unwrap_or_default();
        let opened = self.open(ask, Action::SendText, person, View::default()).await?;
        let key = opened.file.appointment(component).map(|held| key_of(person, &opened.file, held));
        let Some(key) = key else { return Ok(false) };
        let now = ask.now.london();
        let (permits, once) = ([opened.permit], form(&key, "queued"));
        let saved = self.record_for(&permits, ask, &once, &key, |streams| {
            let file = streams.case(person);
            let queued = to_queue(&file, person, component, now, self.standards, &sender.around)?;
            let queued = queued.filter(|queued| queued.key == key).ok_or(Problem::NotFound)?;
            let booking = file.appointment(component).map(|held| held.entry.clone());
            let said = said(person, queued.fact(), now).about(format!("text-{key}")).because(booking);
            Ok(Work { said: vec![said], answer: streams.next_id(person, 0).to_string(), ..Work::default() })
        });
        match saved.await {
            Ok(_) => Ok(true),
            Err(Problem::NotFound) => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// The texts and e-mails of which nobody knows what became, that were queued for some gateways, or for others that let their
    /// time go by; so many at most.
    pub async fn texts_queued(&self, ask: &Ask, by: By, most: u64) -> Result<Vec<OutgoingRow>, Problem> {
        let now = ask.now.london().to_string();
        Ok(self.store.read(move |snapshot| snapshot.texts_queued(by.but(), &now, most)).await?)
    }

    /// The texts that were handed over, may not have gone, and no longer say what they are to say; so many at most. The key of
    /// each stands where others say why.
    pub async fn texts_overtaken(&self, ask: &Ask, most: u64) -> Result<Vec<OutgoingRow>, Problem> {
        let now = ask.now.london().to_string();
        Ok(self.store.read(move |snapshot| snapshot.texts_overtaken(&now, most)).await?)
    }

    /// What is to be done about a text that was queued or handed over; none when it was done, or the night has to pass.
    pub async fn next_step(&self, ask: &Ask, row: &OutgoingRow) -> Result<Option<Step>, Problem> {
        let seq: u64 = row.message.strip_prefix("text-").and_then(|seq| seq.parse().ok()).unwrap_or(0);
        let opened = self.open(ask, Action::SendText, &row.stream, View::default()).await?;
        let file = &opened.file;
        let Some(text) = file.texts.iter().find(|text| text.entry.seq == seq) else { return Ok(None) };
        let handed_over = match file.came_of(&text.entry).map(|last| last.state) {
            None => false,
            Some(SendState::Sent(_) | SendState::Delayed) => true,
            Some(_) => return Ok(None),
        };
        let (now, queued) = (ask.now.london(), &text.queued);
        let late = || (!handed_over && now >= queued.not_after).then_some("it was too late");
        let why_not = overtaken(file, text, self.standards).or_else(late);
        let to_send = TextToSend {
            person: row.stream.clone(),
            key: queued.key.clone(),
            to: queued.to.clone(),
            subject: queued.subject.clone(),
            words: queued.words.clone(),
            language: file.language(),
            queued: match text.happened {
                Happened::At(minute) => minute,
                other => Minute::new(other.day().at(0, 0, 0, 0)),
            },
            not_after: queued.not_after,
            seq,
            permit: opened.permit,
        };
        Ok(match why_not {
            Some(why) => Some(Step::TakeBack(to_send, why)),
            None => (!handed_over && may_go(queued.starts, now)).then_some(Step::HandOver(to_send)),
        })
    }

    /// Records that a text was handed over to the gateway.
    pub async fn text_handed_over(&self, ask: &Ask, text: TextToSend) -> Result<(), Problem> {
        self.say_of_text(ask, text, MessageDispatched { by: Channel::Text }.into(), "handed-over", "").await
    }

    /// Records that a text did not go out, or that nobody can say whether it did.
    pub async fn text_not_sent(&self, ask: &Ask, text: TextToSend, why: &str) -> Result<(), Problem> {
        self.say_of_text(ask, text, MessageFailed {}.into(), "not-sent", why).await
    }

    async fn say_of_text(&self, ask: &Ask, text: TextToSend, fact: Fact, step: &str, why: &str) -> Result<(), Problem> {
        let TextToSend { person, key, seq, permit, .. } = text;
        let now = ask.now.london();
        let (permits, once) = ([permit], form(&key, step));
        let saved = self.record_for(&permits, ask, &once, &key, |streams| {
            let file = streams.case(&person);
            let text = file.texts.iter().find(|text| text.entry.seq == seq).ok_or(Problem::NotFound)?;
            let said = said(&person, fact.clone(), now).about(format!("text-{key}"));
            let said = said.because([text.entry.clone()]).reason(why);
            Ok(Work { said: vec![said], answer: person.to_string(), ..Work::default() })
        });
        saved.await.map(drop)
    }

    /// Records that a text had been taken back when the program was stopped: until somebody says so it counts as sent. Whether
    /// nobody had; not either where no text has this key, or what it said was erased.
    pub async fn text_taken_back(&self, ask: &Ask, key: &str) -> Result<bool, Problem> {
        let Some(queued) = self.sent_before(ask, &form(key, "queued")).await? else { return Ok(false) };
        let entry: record::EntryId = queued.answer.parse().map_err(|_| Problem::NotFound)?;
        let person = entry.stream.clone();
        let permit = self.permit(ask, Action::SendText, &person).await?;
        let (now, permits, once) = (ask.now.london(), [permit], form(key, "not-sent"));
        let saved = self.record_for(&permits, ask, &once, &key, |streams| {
            let file = streams.case(&person);
            let text = file.texts.iter().find(|text| text.entry == entry).ok_or(Problem::NotFound)?;
            let why = overtaken(&file, text, self.standards).unwrap_or("the program was stopped before it said why");
            let said = said(&person, MessageFailed {}, now).about(format!("text-{key}")).because([entry.clone()]);
            let said = said.reason(&format!("It was taken back before it went: {why}."));
            Ok(Work { said: vec![said], answer: person.to_string(), ..Work::default() })
        });
        match saved.await {
            Ok(saved) => Ok(!saved.repeat),
            Err(Problem::NotFound) => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// Records what the gateway says of a text. Not found where no text has this key, or what it said was erased.
    pub async fn record_receipt(&self, ask: &Ask, receipt: &Receipt) -> Result<(), Problem> {
        let queued = self.sent_before(ask, &form(&receipt.key, "queued")).await?.ok_or(Problem::NotFound)?;
        let entry: record::EntryId = queued.answer.parse().map_err(|_| Problem::NotFound)?;
        let person = entry.stream.clone();
        let permit = self.permit(ask, Action::SendText, &person).await?;
        let (fact, step, why): (Fact, _, &str) = match &receipt.reached {
            Reached::Delivered => (MessageDelivered {}.into(), "delivered", ""),
            Reached::Delayed(why) => (MessageDelayed {}.into(), "delayed", why),
            Reached::Failed(why) => (MessageFailed {}.into(), "failed", why),
        };
        let (key, now) = (&receipt.key, ask.now.london());
        let (permits, once) = ([permit], form(key, step));
        let saved = self.record_for(&permits, ask, &once, receipt, |streams| {
            let file = streams.case(&person);
            let text = file.texts.iter().find(|text| text.entry == entry).ok_or(Problem::NotFound)?;
            let of_text = |fact: Fact, why: &str| {
                said(&person, fact, now).about(format!("text-{key}")).because([text.entry.clone()]).reason(why)
            };
            let left = file.sendings_of(&text.entry).any(|sending| matches!(sending.state, SendState::Sent(_)));
            let mut all = Vec::new();
            if !left {
                // The program was stopped between handing it over and saying so: the receipt shows that it had been.
                all.push(of_text(MessageDispatched { by: Channel::Text }.into(), ""));
            }
            all.push(of_text(fact.clone(), why));
            Ok(Work { said: all, answer: person.to_string(), ..Work::default() })
        });
        saved.await.map(drop)
    }
}

/// The same step about the same text is recorded once.
fn form(key: &str, step: &str) -> Form {
    let digest = record::Hash::of(format!("{key} {step}").as_bytes()).0;
    Form { key: format!("{JOB} {key} {step}"), version: 0, digest: Some(digest) }
}

fn said(person: &StreamId, fact: impl Into<Fact>, now: Minute) -> Said {
    Said::new(person, fact, Happened::At(now)).origin(Origin::System)
}

/// The text that reminds of an appointment as it stands, if it may go out now.
fn to_queue(
    file: &CaseFile,
    person: &StreamId,
    component: &str,
    now: Minute,
    standards: &practice::Standards,
    around: &Around,
) -> Result<Option<Queued>, Problem> {
    let Some(appointment) = file.appointment(component) else { return Ok(None) };
    let Some(reminds) = reminds_of(file, appointment, standards) else { return Ok(None) };
    let starts = appointment.booked.starts;
    if is_reminded(file, appointment, standards) || !may_go(starts, now) {
        return Ok(None);
    }
    let Some(to) = goes_to(file) else { return Ok(None) };
    Ok(Some(Queued {
        key: key_of(person, file, appointment),
        subject: if matches!(to, To::Email(_)) { subject_of(file).to_owned() } else { String::new() },
        to,
        words: words_of(file, appointment, reminds, around)?,
        appointment: component.to_owned(),
        starts,
        site: appointment.booked.site.clone(),
        not_after: Minute::new(Messages::split_2014().window(civil(starts)).closes),
    }))
}
