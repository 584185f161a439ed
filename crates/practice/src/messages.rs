//! Policy about text messages and e-mails that remind of appointments, read whole from its file: when one may go out, and what it says.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::{Span, ToSpan};
use serde::Deserialize;

use crate::catalogue::{ContactType, Mode};
use crate::figure::{Figure, figures, one_each};
use crate::letters::{LetterError, fill};
use crate::limits::Status;
use crate::standards::StandardsError;

static SPLIT_2014: LazyLock<Messages> = LazyLock::new(|| {
    let text = include_str!("../../../standards/split-2014/messages.toml");
    // Embedded at build and read by a test: it cannot fail in a program that passed its tests.
    Messages::parse(text).unwrap_or_else(|error| panic!("the embedded standards do not hold: {error}"))
});

/// What a wording may be filled with: nothing about the person, the order or what they did.
const NAMES: [&str; 5] = ["day", "time", "telephone", "place", "organisation"];
/// What a discreet one may be: the name of a place may say whose it is.
const DISCREET: &[&str] = NAMES.split_at(3).0;

/// A figure of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageFigure {
    /// Days before the appointment.
    DaysBefore,
    /// The first hour of the day in which texts go out.
    FirstHour,
    /// The first hour of the evening in which none does.
    LastHour,
    /// Minutes before the appointment in which none goes out any more.
    LeastNoticeMinutes,
    /// Minutes without anything seeing to the texts after which none are taken to be sent.
    SilentMinutes,
}

const FIGURES: [MessageFigure; 5] = [
    MessageFigure::DaysBefore,
    MessageFigure::FirstHour,
    MessageFigure::LastHour,
    MessageFigure::LeastNoticeMinutes,
    MessageFigure::SilentMinutes,
];

/// How the appointment takes place that a text reminds of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reminds {
    /// They come to a place.
    AtPlace,
    /// Somebody comes to them.
    AtHome,
    /// Somebody rings them.
    ByTelephone,
    /// They join by video.
    ByVideo,
}

pub(crate) const REMINDS: [Reminds; 4] = [Reminds::AtPlace, Reminds::AtHome, Reminds::ByTelephone, Reminds::ByVideo];

impl Reminds {
    /// How a kind of contact takes place; none where nobody is to attend, so that there is nothing to be reminded of, and none
    /// of a meeting somewhere else than at home or at a place of the service: no wording says where that is.
    pub fn of(kind: &ContactType) -> Option<Reminds> {
        match kind.mode {
            _ if !kind.attendance => None,
            Mode::InPerson if kind.at_home => Some(Reminds::AtHome),
            Mode::InPerson if kind.elsewhere => None,
            Mode::InPerson => Some(Reminds::AtPlace),
            Mode::Telephone => Some(Reminds::ByTelephone),
            Mode::Video => Some(Reminds::ByVideo),
            Mode::Written | Mode::None => None,
        }
    }
}

/// What a text says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageWording {
    /// Of what.
    pub reminds: Reminds,
    /// The words, with `{names}` to fill.
    pub plain: String,
    /// The words for somebody whose telephone others read.
    pub discreet: String,
    /// Where they come from.
    pub source: String,
    /// How far to trust that.
    pub status: Status,
}

/// The subject of an e-mail. Nothing is filled into it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    /// The words.
    pub plain: String,
    /// The words for somebody whose screen others see.
    pub discreet: String,
    /// Where they come from.
    pub source: String,
    /// How far to trust that.
    pub status: Status,
}

impl Subject {
    /// Whether it is two lines of plain words with a source.
    pub(crate) fn check(&self, file: &str) -> Result<(), StandardsError> {
        if self.source.trim().is_empty() {
            return Err(StandardsError::NoSource(format!("the subject in {file}")));
        }
        let sound = |words: &&String| !words.trim().is_empty() && !words.contains(['{', '}', '\n', '\r']);
        let lacks = || StandardsError::Letter(format!("subject in {file}"), "a line that fills in nothing".to_owned());
        if [&self.plain, &self.discreet].iter().all(sound) { Ok(()) } else { Err(lacks()) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessagesFile {
    pack: String,
    version: String,
    figure: Vec<Figure<MessageFigure>>,
    wording: Vec<MessageWording>,
    email: Subject,
}

/// The file, read and whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages {
    version: String,
    figures: Vec<Figure<MessageFigure>>,
    wordings: Vec<MessageWording>,
    subject: Subject,
}

/// When a reminder may go out: from one minute on, and before another. Both are London's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From when.
    pub opens: DateTime,
    /// From when not any more.
    pub closes: DateTime,
}

impl Messages {
    /// The split service of England and Wales, 2014 to 2016.
    pub fn split_2014() -> &'static Messages {
        &SPLIT_2014
    }

    /// Reads the file and refuses it whole if a figure or wording is missing, double, without a source, or says too much.
    pub fn parse(text: &str) -> Result<Messages, StandardsError> {
        let unreadable = |why: String| StandardsError::Unreadable { file: "messages", why };
        let file: MessagesFile = toml::from_str(text).map_err(|error| unreadable(error.to_string()))?;
        let figures = figures("messages", &FIGURES, file.figure)?;
        let wordings =
            one_each("messages", &REMINDS, file.wording, |wording| wording.reminds, |wording| &wording.source)?;
        for wording in &wordings {
            check(wording)?;
        }
        file.email.check("messages")?;
        let version = format!("{}/{}", file.pack, file.version);
        Ok(Messages { version, figures, wordings, subject: file.email })
    }

    /// The pack and its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One figure, with its source.
    pub fn figure(&self, name: MessageFigure) -> &Figure<MessageFigure> {
        &self.figures[name as usize]
    }

    /// When a reminder of an appointment may go out.
    pub fn window(&self, starts: DateTime) -> Window {
        let value = |name| i64::from(self.figure(name).value);
        let day = starts.date().saturating_sub(value(MessageFigure::DaysBefore).days());
        let opens =
            day.to_datetime(jiff::civil::Time::midnight()).saturating_add(value(MessageFigure::FirstHour).hours());
        let notice = Span::new().minutes(value(MessageFigure::LeastNoticeMinutes));
        Window { opens, closes: starts.saturating_sub(notice) }
    }

    /// Whether texts go out at this hour of a day at all.
    pub fn is_by_day(&self, now: DateTime) -> bool {
        let hour = u32::try_from(now.hour()).unwrap_or(0);
        (self.figure(MessageFigure::FirstHour).value..self.figure(MessageFigure::LastHour).value).contains(&hour)
    }

    /// The subject of an e-mail.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// What reminds of an appointment that takes place so.
    pub fn wording(&self, reminds: Reminds) -> &MessageWording {
        &self.wordings[reminds as usize]
    }
}

impl MessageWording {
    /// What a text says of it, by how much it gives away.
    pub fn words(&self, discreet: bool) -> &str {
        if discreet { &self.discreet } else { &self.plain }
    }

    /// Whether a text was made of this wording: it holds all that stands between the names, in order.
    pub fn made(&self, text: &str, discreet: bool) -> bool {
        let Ok(between) = fill(self.words(discreet), &mut |_| Ok("\0".to_owned())) else { return false };
        let mut parts = between.split('\0');
        let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        parts.all(|part| match rest.split_once(part) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    }
}

/// A text filled in. A missing or blank value is an error: nothing goes out half filled.
pub fn filled(words: &str, values: &BTreeMap<&str, String>) -> Result<String, LetterError> {
    fill(words, &mut |name| {
        let value = values.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
        value.map(str::to_owned).ok_or_else(|| LetterError::Missing(name.to_owned()))
    })
}

/// A wording asks for nothing but day, time, telephone, place and organisation; a discreet one for neither of the last two.
pub(crate) fn check(wording: &MessageWording) -> Result<(), StandardsError> {
    let lacks = |what: &str| StandardsError::Letter(format!("{:?}", wording.reminds), what.to_owned());
    for (words, may) in [(&wording.plain, &NAMES[..]), (&wording.discreet, DISCREET)] {
        let mut named = Vec::new();
        fill(words, &mut |name| {
            named.push(name.to_owned());
            Ok(String::new())
        })
        .map_err(|error| lacks(&error.to_string()))?;
        if let Some(other) = named.iter().find(|name| !may.contains(&name.as_str())) {
            return Err(lacks(&format!("leave to say {other}")));
        }
        if let Some(needed) = ["day", "time", "telephone"].into_iter().find(|name| named.iter().all(|n| n != name)) {
            return Err(lacks(needed));
        }
    }
    Ok(())
}
