//! Texts that remind of appointments. The service itself queues them, hands them over, and records what the gateway says.
//!
//! A text is put on record before it is handed over, under a key worked out from the person, the appointment, its time and its
//! place. So an appointment is reminded of once as it stands, and whatever was handed over when the program was stopped
//! is handed over again under the same name, not another. One server does it at a time, under a lease.

mod send;
mod wording;

use practice::Standards;
use practice::messages::{Messages, Reminds};
use record::StreamId;
use record::case::{Appointment, CaseFile, Text};
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

/// What a reminder is known by outside: nothing can be read from it, and another time or place makes another.
pub(crate) fn key_of(person: &StreamId, appointment: &Appointment) -> String {
    let booked = &appointment.booked;
    let named = format!("{JOB} {person} {} {} {}", appointment.component, booked.starts, booked.site);
    record::Hash::of(named.as_bytes()).to_string()[..26].to_owned()
}
