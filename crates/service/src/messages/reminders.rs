//! Texts and e-mails that remind of appointments. The service itself queues them, hands them over, and records what the gateway
//! says. An e-mail goes where a text does not: it has the same words, and a subject line.
//!
//! A text is put on record before it is handed over, under a key worked out from the person, the appointment, its time and its
//! place, and how many texts there were about it. So an appointment is reminded of once as it stands, and whatever was handed
//! over when the program was stopped is handed over again under the same name, not another. What no longer holds is taken back,
//! as long as the gateway has not picked it up. One server does it at a time, under a lease.

mod send;
mod wording;

use practice::Standards;
use practice::messages::{Messages, Reminds};
use record::StreamId;
use record::case::{Appointment, CaseFile, SendState, Text};
use record::facts::message::{To, Wording};
use record::time::Minute;

pub use send::{Done, Reached, Receipt, Sender, Step, TextToSend};

use crate::booking::check::civil;
use crate::elsewhere::is_at_home;

/// The job, by its name.
pub const JOB: &str = "texts";

/// By which gateways reminders go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By one for text messages.
    Texts,
    /// By one for e-mails.
    Emails,
    /// By both.
    Both,
}

/// What tells a row of an e-mail from one of a text.
pub(crate) const EMAIL: &str = "email";

impl By {
    /// The mark of the rows that do not go so.
    fn but(self) -> &'static str {
        match self {
            By::Texts => EMAIL,
            By::Emails => "",
            By::Both => "neither",
        }
    }
}

/// The mark of the row of something that goes there.
pub(crate) fn mark_of(to: &To) -> &'static str {
    match to {
        To::Mobile(_) => "",
        To::Email(_) => EMAIL,
    }
}

/// Where reminders to somebody go; none where none do.
pub(crate) fn goes_to(file: &CaseFile) -> Option<To> {
    file.reach.as_ref().and_then(|reach| reach.details.reminders_to())
}

/// How an appointment is reminded of: while it is still to be held, under an order that runs, and only where texts or e-mails are
/// safe.
/// None of a visit to another address than theirs, or of unpaid work at no building: no wording says where that is, and a text
/// that says they are visited at home would send them the wrong way.
pub(crate) fn reminds_of(file: &CaseFile, appointment: &Appointment, standards: &Standards) -> Option<Reminds> {
    let running = file.order(&appointment.booked.order).is_some_and(|order| order.ended.is_none());
    let wanted = goes_to(file).is_some();
    if !appointment.is_open() || !running || !wanted {
        return None;
    }
    let reminds = Reminds::of(standards.contact_type(&appointment.booked.contact)?)?;
    let at = appointment.booked.at.as_ref();
    let is_there = if reminds == Reminds::AtHome { is_at_home(file, at) } else { at.is_none() };
    is_there.then_some(reminds)
}

/// Whether texts to somebody are to give nothing away.
pub(crate) fn is_discreet(file: &CaseFile) -> bool {
    file.reach.as_ref().is_some_and(|reach| reach.details.wording == Wording::Discreet)
}

/// Why a text no longer says what it is to say, or to whom; none while it does.
pub(crate) fn overtaken(file: &CaseFile, text: &Text, standards: &Standards) -> Option<&'static str> {
    let appointment = file.appointment(&text.queued.appointment);
    let Some(appointment) = appointment.filter(|held| held.is_open()) else {
        return Some("the appointment is no longer to be held");
    };
    if !stands_in(text, appointment) {
        return Some("the appointment was moved");
    }
    if file.order(&appointment.booked.order).is_none_or(|order| order.ended.is_some()) {
        return Some("the order no longer runs");
    }
    if goes_to(file).as_ref() != Some(&text.queued.to) {
        return Some(match text.queued.to {
            To::Mobile(_) => "texts to this number are no longer wanted or safe",
            To::Email(_) => "e-mails to this address are no longer wanted or safe",
        });
    }
    let Some(reminds) = reminds_of(file, appointment, standards) else { return Some("it is not where the text says") };
    let made = wording::wording(file, reminds).made(&text.queued.words, is_discreet(file));
    (!made).then_some("another wording is asked for")
}

/// Whether they were reminded of the appointment as it stands: the last text about it says so. One that failed counts only
/// while nothing changed: a number that is wrong is not tried again and again.
pub(crate) fn is_reminded(file: &CaseFile, appointment: &Appointment, standards: &Standards) -> bool {
    let changed = file.reach.as_ref().map_or(0, |reach| reach.entry.seq).max(appointment.version);
    let counts = |text: &&Text| {
        let failed = file.came_of(&text.entry).filter(|last| last.state == SendState::Failed);
        failed.is_none_or(|failed| failed.entry.seq > changed && overtaken(file, text, standards).is_none())
    };
    file.texts_about(&appointment.component).rev().find(counts).is_some_and(|text| stands_in(text, appointment))
}

/// Whether a text reminds of the appointment as it now stands, at that time and place.
pub(crate) fn stands_in(text: &Text, appointment: &Appointment) -> bool {
    let queued = &text.queued;
    queued.appointment == appointment.component
        && queued.starts == appointment.booked.starts
        && queued.site == appointment.booked.site
}

/// Whether a reminder may go out at this minute: in its time, and by day.
pub(crate) fn may_go(starts: Minute, now: Minute) -> bool {
    let (messages, now) = (Messages::split_2014(), civil(now));
    let window = messages.window(civil(starts));
    messages.is_by_day(now) && window.opens <= now && now < window.closes
}

/// What the next reminder of an appointment is known by outside: nothing can be read from it, and another time, another place or
/// an earlier text about it makes another.
pub(crate) fn key_of(person: &StreamId, file: &CaseFile, appointment: &Appointment) -> String {
    let (booked, component) = (&appointment.booked, &appointment.component);
    let before = file.texts_about(component).count();
    let named = format!("{JOB} {person} {component} {} {} {before}", booked.starts, booked.site);
    record::Hash::of(named.as_bytes()).to_string()[..26].to_owned()
}
