//! Facts of a person's stream about reaching them: how they may be reached, what was to be sent, and what became of it.
//!
//! A letter is to be sent from the moment it is issued ([`super::person::LetterIssued`]); a text or an e-mail is to be sent once it
//! is queued. What becomes of either is said of that entry, which `because` names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::email::EmailAddress;
use crate::phone::Mobile;
use crate::time::Minute;

/// Whether a text message, or an e-mail, can be sent to somebody without doing harm: somebody else may read it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextsSafe {
    /// They were asked, and said so.
    Yes,
    /// They were asked, and texts are not safe.
    No,
    /// Nobody asked them yet, which is not yes.
    #[default]
    NotAsked,
}

impl TextsSafe {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference whether to leave a field out")]
    fn is_not_asked(&self) -> bool {
        *self == TextsSafe::NotAsked
    }
}

/// How somebody would rather be reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefers {
    /// By letter.
    #[default]
    Post,
    /// By text message.
    Text,
    /// By neither: they are told when they come.
    Neither,
}

/// How much a text message gives away to whoever else reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// It says who sends it.
    #[default]
    Plain,
    /// It does not name the service.
    Discreet,
}

/// The language somebody wants to be written to in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Nobody asked them.
    #[default]
    NotAsked,
    /// English.
    English,
    /// Welsh: whoever provides a public service in Wales offers it.
    Welsh,
}

impl Language {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks by reference whether to leave a field out")]
    fn is_not_asked(&self) -> bool {
        *self == Language::NotAsked
    }
}

/// See [`super::Fact::ContactDetails`]. The component is [`REACH`]. A later one stands in place of an earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDetails {
    /// Mobile telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mobile: Option<Mobile>,
    /// E-mail address, as given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Who gave the e-mail address, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email_source: String,
    /// Whether reminders may go to it: they were asked, and said so.
    #[serde(default, skip_serializing_if = "TextsSafe::is_not_asked")]
    pub emails: TextsSafe,
    /// Whether texts are safe.
    pub texts: TextsSafe,
    /// How they would rather be reached.
    pub prefers: Prefers,
    /// How much a text gives away.
    pub wording: Wording,
    /// The language of what is sent.
    #[serde(default, skip_serializing_if = "Language::is_not_asked")]
    pub language: Language,
}

/// The component of a person's contact details.
pub const REACH: &str = "reach";

impl ContactDetails {
    /// The number texts may be sent to: only where the person said that they are safe, and wants them.
    pub fn texts_to(&self) -> Option<&Mobile> {
        self.mobile.as_ref().filter(|_| self.texts == TextsSafe::Yes && self.prefers == Prefers::Text)
    }

    /// Where reminders go: to the telephone where texts are safe and wanted; else to the e-mail address, where they said that this
    /// is safe and want to be reached at all; else nowhere.
    pub fn reminders_to(&self) -> Option<To> {
        let email = || {
            let wanted = self.emails == TextsSafe::Yes && self.prefers != Prefers::Neither;
            self.email.parse().ok().filter(|_| wanted).map(To::Email)
        };
        self.texts_to().cloned().map(To::Mobile).or_else(email)
    }
}

/// Where a reminder goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum To {
    /// To a telephone, as a text message.
    Mobile(Mobile),
    /// To an e-mail address.
    Email(EmailAddress),
}

impl fmt::Display for To {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            To::Mobile(mobile) => mobile.fmt(f),
            To::Email(address) => address.fmt(f),
        }
    }
}

/// See [`super::Fact::MessageQueued`]: a text message that reminds of an appointment. The component names the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageQueued {
    /// What it is known by outside: worked out from the appointment as it stood, so that it is queued once.
    pub key: String,
    /// The number it goes to.
    pub to: Mobile,
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

/// See [`super::Fact::EmailQueued`]: an e-mail that reminds of an appointment. The component names the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailQueued {
    /// What it is known by outside: worked out from the appointment as it stood, so that it is queued once.
    pub key: String,
    /// The address it goes to.
    pub to: EmailAddress,
    /// Its subject line.
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

/// How something left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A letter was posted.
    Post,
    /// A letter was handed over after all.
    Hand,
    /// A text message, or an e-mail, was given to its gateway.
    Text,
}

/// See [`super::Fact::MessageDispatched`]. It happened on the day it was posted, or the minute it was given to the gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDispatched {
    /// How.
    pub by: Channel,
}

/// See [`super::Fact::MessageDelivered`]: the gateway says that it reached the telephone, not that anybody read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDelivered {}

/// See [`super::Fact::MessageDelayed`]: it is on its way still, and may arrive or fail. The entry's reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageDelayed {}

/// See [`super::Fact::MessageFailed`]. The entry's reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageFailed {}

/// See [`super::Fact::MessageReturned`]: the letter came back. The entry's reason says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageReturned {}
