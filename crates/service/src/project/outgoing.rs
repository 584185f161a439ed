//! What the views show of what is still to be sent: letters that were issued and have not left, appointments to remind of, texts
//! that were queued.

use practice::messages::Messages;
use record::StreamId;
use record::case::{Appointment, Letter, Order, SendState, Text};
use record::time::{Happened, Minute};
use store::OutgoingRow;

use crate::booking::check::civil;
use crate::clocks::Reading;
use crate::messages::reminders::{goes_to, is_reminded, mark_of, overtaken, reminds_of};
use crate::messages::{is_asked_for, order_of, readdressed, warning_of};

/// Everything of a person's that is still to be sent.
pub(super) fn rows(stream: &StreamId, reading: Reading<'_>) -> Vec<OutgoingRow> {
    let file = reading.file;
    let letters = file.letters_waiting().filter_map(|letter| waiting(stream, reading, letter));
    let reminders = file.appointments.iter().filter_map(|appointment| reminder(stream, reading, appointment));
    let texts = file.texts.iter().filter_map(|text| text_row(stream, reading, text));
    let mut rows: Vec<OutgoingRow> = letters.chain(reminders).chain(texts).collect();
    rows.sort_by(|a, b| a.message.cmp(&b.message));
    rows.dedup_by(|a, b| a.message == b.message);
    rows
}

fn waiting(stream: &StreamId, reading: Reading<'_>, letter: &Letter) -> Option<OutgoingRow> {
    let order = order_of(reading.file, letter).filter(|_| is_asked_for(reading.file, letter, reading.standards))?;
    let failed = reading.file.came_of(&letter.entry).filter(|last| last.state == SendState::Failed);
    let state = match &failed {
        Some(_) => "failed",
        None if readdressed(reading.entries, reading.file, letter).is_some() => "moved",
        None => "waiting",
    };
    Some(OutgoingRow {
        stream: stream.clone(),
        message: format!("letter-{}", letter.entry.seq),
        kind: "letter".to_owned(),
        team: team(order),
        site: String::new(),
        from_at: letter.on.to_string(),
        until_at: warning_of(reading.file, letter).map(|warning| warning.evidence_by.to_string()).unwrap_or_default(),
        state: state.to_owned(),
        why: failed.map_or_else(|| letter.letter.clone(), |failed| failed.reason.clone().unwrap_or_default()),
    })
}

/// An appointment that is still to be held, of somebody who wants to be reminded by text or e-mail, and was not yet as it stands.
fn reminder(stream: &StreamId, reading: Reading<'_>, appointment: &Appointment) -> Option<OutgoingRow> {
    let file = reading.file;
    reminds_of(file, appointment, reading.standards)?;
    if is_reminded(file, appointment, reading.standards) {
        return None;
    }
    let window = Messages::split_2014().window(civil(appointment.booked.starts));
    Some(OutgoingRow {
        stream: stream.clone(),
        message: format!("reminder-{}", appointment.component),
        kind: "reminder".to_owned(),
        team: file.order(&appointment.booked.order).map(team).unwrap_or_default(),
        site: appointment.booked.site.clone(),
        from_at: Minute::new(window.opens).to_string(),
        until_at: Minute::new(window.closes).to_string(),
        state: "waiting".to_owned(),
        why: goes_to(file).as_ref().map(mark_of).unwrap_or_default().to_owned(),
    })
}

/// A text that is queued, or that was handed over and is to be taken back if it has not gone: not once the appointment was held.
fn text_row(stream: &StreamId, reading: Reading<'_>, text: &Text) -> Option<OutgoingRow> {
    let queued = &text.queued;
    let held = || reading.file.appointment(&queued.appointment).is_some_and(|appointment| appointment.held.is_some());
    let (state, why) = match reading.file.came_of(&text.entry).map(|last| last.state) {
        None => ("waiting", mark_of(&queued.to).to_owned()),
        Some(SendState::Sent(_) | SendState::Delayed)
            if !held() && overtaken(reading.file, text, reading.standards).is_some() =>
        {
            ("handed", queued.key.clone())
        }
        Some(_) => return None,
    };
    let order = reading.file.appointment(&queued.appointment).and_then(|held| reading.file.order(&held.booked.order));
    Some(OutgoingRow {
        stream: stream.clone(),
        message: format!("text-{}", text.entry.seq),
        kind: "text".to_owned(),
        team: order.map(team).unwrap_or_default(),
        site: queued.site.clone(),
        from_at: match text.happened {
            Happened::At(minute) => minute.to_string(),
            other => other.day().to_string(),
        },
        until_at: queued.not_after.to_string(),
        state: state.to_owned(),
        why,
    })
}

/// Whoever holds the case sends its letters.
fn team(order: &Order) -> String {
    let held = order.allocations.iter().rev().find(|allocation| allocation.component == order.component);
    held.or(order.allocations.last()).map(|to| to.team.clone()).unwrap_or_default()
}
