//! How somebody may be reached, what was to be sent to them, and what became of it.

use jiff::civil::Date;
use ledger::EntryId;

use super::file::{CaseFile, Letter};
use crate::entry::Content;
use crate::facts::Fact;
use crate::facts::message::{Channel, ContactDetails, EmailQueued, Language, MessageQueued, To};
use crate::time::{Happened, Minute};

/// How somebody may be reached, as somebody last said.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Number, address, and what is safe.
    pub details: ContactDetails,
    /// Since when.
    pub on: Date,
    /// Its entry.
    pub entry: EntryId,
}

/// A text message or an e-mail that was to be sent.
#[derive(Clone, Debug)]
pub struct Text {
    /// To whom, what it says, and what it reminds of.
    pub queued: Queued,
    /// When it was queued.
    pub happened: Happened,
    /// Its entry.
    pub entry: EntryId,
}

/// A reminder, however it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// What it is known by outside.
    pub key: String,
    /// Where it goes.
    pub to: To,
    /// The subject line of an e-mail; a text has none.
    pub subject: String,
    /// What it says.
    pub words: String,
    /// Which appointment it reminds of.
    pub appointment: String,
    /// When that was to be.
    pub starts: Minute,
    /// Where: site code.
    pub site: String,
    /// After this minute it must not go out any more.
    pub not_after: Minute,
}

impl Queued {
    fn text(queued: MessageQueued) -> Queued {
        let MessageQueued { key, to, words, appointment, starts, site, not_after } = queued;
        Queued { key, to: To::Mobile(to), subject: String::new(), words, appointment, starts, site, not_after }
    }

    fn email(queued: EmailQueued) -> Queued {
        let EmailQueued { key, to, subject, words, appointment, starts, site, not_after } = queued;
        Queued { key, to: To::Email(to), subject, words, appointment, starts, site, not_after }
    }

    /// What is said of it: as a text message, or as an e-mail.
    pub fn fact(&self) -> Fact {
        let Queued { key, to, subject, words, appointment, starts, site, not_after } = self.clone();
        match to {
            To::Mobile(to) => MessageQueued { key, to, words, appointment, starts, site, not_after }.into(),
            To::Email(to) => EmailQueued { key, to, subject, words, appointment, starts, site, not_after }.into(),
        }
    }
}

/// What became of a letter or a text message, a step at a time.
#[derive(Clone, Debug)]
pub struct Sending {
    /// The entry that issued the letter, or queued the message.
    pub about: EntryId,
    /// What became of it.
    pub state: SendState,
    /// When.
    pub happened: Happened,
    /// Why.
    pub reason: Option<String>,
    /// Who says so.
    pub by: String,
    /// Its entry.
    pub entry: EntryId,
}

impl Sending {
    /// Whether nothing more is to be heard of it.
    fn is_settled(&self) -> bool {
        matches!(self.state, SendState::Delivered | SendState::Failed | SendState::Returned)
    }
}

/// What became of a letter or a text message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendState {
    /// It left.
    Sent(Channel),
    /// It left, and has not arrived: whoever carries it goes on trying.
    Delayed,
    /// It reached the telephone, or the mailbox.
    Delivered,
    /// It could not be sent.
    Failed,
    /// It came back.
    Returned,
}

/// Adds a fact about reaching the person.
pub(super) fn fold(file: &mut CaseFile, content: &Content, id: &EntryId) {
    let state = match &content.fact {
        Fact::ContactDetails(details) => {
            file.reach = Some(Reach { details: details.clone(), on: content.happened.day(), entry: id.clone() });
            return;
        }
        Fact::MessageQueued(queued) => {
            let queued = Queued::text(queued.clone());
            file.texts.push(Text { queued, happened: content.happened, entry: id.clone() });
            return;
        }
        Fact::EmailQueued(queued) => {
            let queued = Queued::email(queued.clone());
            file.texts.push(Text { queued, happened: content.happened, entry: id.clone() });
            return;
        }
        Fact::MessageDispatched(sent) => SendState::Sent(sent.by),
        Fact::MessageDelivered(_) => SendState::Delivered,
        Fact::MessageDelayed(_) => SendState::Delayed,
        Fact::MessageFailed(_) => SendState::Failed,
        Fact::MessageReturned(_) => SendState::Returned,
        _ => return,
    };
    // What became of nothing is kept on the timeline, and changes nothing here.
    let Some(about) = content.because.first() else { return };
    // That it is late may be heard of after it arrived, or was given up.
    if state == SendState::Delayed && file.sendings_of(about).any(Sending::is_settled) {
        return;
    }
    file.sendings.push(Sending {
        about: about.clone(),
        state,
        happened: content.happened,
        reason: content.reason.clone(),
        by: content.by.staff.clone(),
        entry: id.clone(),
    });
}

impl Letter {
    /// Whether it goes by post: somebody has to send it.
    pub fn goes_by_post(&self) -> bool {
        self.by.contains("post")
    }
}

impl CaseFile {
    /// What became of a letter or a message, a step at a time, oldest first.
    pub fn sendings_of<'a>(&'a self, entry: &'a EntryId) -> impl DoubleEndedIterator<Item = &'a Sending> {
        self.sendings.iter().filter(move |sending| sending.about == *entry)
    }

    /// When and how a letter or a message left; none while nobody says that it did.
    pub fn sent<'a>(&'a self, entry: &'a EntryId) -> Option<&'a Sending> {
        self.sendings_of(entry).find(|sending| matches!(sending.state, SendState::Sent(_)))
    }

    /// What became of a letter or a message last of all.
    pub fn came_of<'a>(&'a self, entry: &'a EntryId) -> Option<&'a Sending> {
        self.sendings_of(entry).next_back()
    }

    /// Whether a letter is about a warning that no longer stands: then it is not to be sent.
    pub fn is_overtaken(&self, letter: &Letter) -> bool {
        let about = |warning: &&super::file::Warning| letter.component.as_deref() == Some(warning.appointment.as_str());
        let mut warnings = self.warnings.iter().filter(about).peekable();
        letter.letter.starts_with("warning-") && warnings.peek().is_some() && warnings.all(|w| w.withdrawn.is_some())
    }

    /// Letters that go by post and that nobody says were sent, oldest first.
    pub fn letters_waiting(&self) -> impl Iterator<Item = &Letter> {
        let waiting = |letter: &&Letter| {
            letter.goes_by_post() && self.sent(&letter.entry).is_none() && !self.is_overtaken(letter)
        };
        self.letters.iter().filter(waiting)
    }

    /// A letter by the entry that issued it.
    pub fn letter_of(&self, seq: u64) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.entry.seq == seq)
    }

    /// The language they want to be written to in.
    pub fn language(&self) -> Language {
        self.reach.as_ref().map(|reach| reach.details.language).unwrap_or_default()
    }

    /// The messages that remind of an appointment, oldest first.
    pub fn texts_about<'a>(&'a self, appointment: &'a str) -> impl DoubleEndedIterator<Item = &'a Text> {
        self.texts.iter().filter(move |text| text.queued.appointment == appointment)
    }
}
