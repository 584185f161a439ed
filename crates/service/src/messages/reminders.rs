//! Texts that remind of appointments. The service itself queues them, hands them over, and records what the gateway says.
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
use record::facts::message::Wording;
use record::time::Minute;

pub use send::{Done, Reached, Receipt, Sender, Step, TextToSend};

use crate::booking::check::civil;
use crate::elsewhere::is_at_home;

/// The job, by its name.
pub const JOB: &str = "texts";

/// How an appointment is reminded of: while it is still to be held, under an order that runs, and only where texts are safe.
/// None of a visit to another address than theirs: a text that says they are visited at home would send them the wrong way.
pub(crate) fn reminds_of(file: &CaseFile, appointment: &Appointment, standards: &Standards) -> Option<Reminds> {
    let running = file.order(&appointment.booked.order).is_some_and(|order| order.ended.is_none());
    let wanted = file.reach.as_ref().is_some_and(|reach| reach.details.texts_to().is_some());
    if !appointment.is_open() || !running || !wanted {
        return None;
    }
    let reminds = Reminds::of(standards.contact_type(&appointment.booked.contact)?)?;
    (reminds != Reminds::AtHome || is_at_home(file, appointment.booked.at.as_ref())).then_some(reminds)
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
    if file.reach.as_ref().and_then(|reach| reach.details.texts_to()) != Some(&text.queued.to) {
        return Some("texts to this number are no longer wanted or safe");
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
