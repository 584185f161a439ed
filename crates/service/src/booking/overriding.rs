//! A booking that goes against an arrangement to keep people apart and stands all the same: a senior lets it be, by name and
//! with a reason, or it stands again because its outcome was taken back. The arrangements it goes against say so.

use access::Action;
use practice::Standards;
use record::StreamId;
use record::case::{Appointment, CaseFile};
use record::facts::keepapart::{KeepApartOverridden, KeepApartTouched};
use record::time::Happened;

use super::check::{Slot, meeting};
use super::{Around, Asked, Besides};
use crate::elsewhere::{is_mark, marks_without_postcode, whereabouts};
use crate::{Ask, Problem, Said, Service};

impl Service {
    /// Only a senior lets a booking be that would bring people together.
    pub(crate) async fn may_override(&self, ask: &Ask, person: &StreamId, besides: &Besides) -> Result<(), Problem> {
        if besides.override_reason.trim().is_empty() {
            return Ok(());
        }
        self.permit(ask, Action::OverrideApart, person).await.map(drop)
    }
}

/// Where a senior lets it be, the arrangements that it goes against say so, and no others.
pub(super) fn overridden(slot: &Slot<'_>, appointment: &str, ask: &Ask) -> Vec<Said> {
    let reason = slot.override_reason.trim();
    let fact = |stream: &StreamId| {
        let booking = KeepApartOverridden {
            person: slot.person.clone(),
            appointment: appointment.to_owned(),
            site: if is_mark(&slot.around.asked.site) { String::new() } else { slot.around.asked.site.clone() },
            starts: slot.starts,
        };
        Said::new(stream, booking, Happened::On(ask.today())).reason(reason).sensitive()
    };
    against(slot).filter(|_| !reason.is_empty()).map(fact).collect()
}

/// The arrangements that a time and a place go against: those by which the person must not meet whoever sees them, and those of
/// whose other sides somebody is near.
fn against<'a>(slot: &Slot<'a>) -> impl Iterator<Item = &'a StreamId> {
    let near = meeting(slot);
    let around = slot.around;
    let concerned = |near: &[&str], tokens: &[String]| tokens.iter().any(|token| near.contains(&token.as_str()));
    let of_staff = near.clone();
    let sides =
        around.sides.iter().filter(move |(stream, tokens)| around.between.contains(stream) || concerned(&near, tokens));
    let staff_sides = around.staff_sides.iter().filter(move |(_, tokens)| concerned(&of_staff, tokens));
    sides.chain(staff_sides).map(|(stream, _)| stream)
}

/// What is decided over when an appointment stands again that had an outcome; nothing when its time has passed.
pub(crate) fn reopening(person: &StreamId, held: &Appointment, ask: &Ask, standards: &Standards) -> Option<Asked> {
    (held.ends() > ask.now.london() && held.cancelled.is_none()).then(|| Asked {
        person: person.clone(),
        staff: held.booked.staff.clone(),
        site: whereabouts(&held.booked, standards),
        also: held.booked.at.as_ref().map(marks_without_postcode).unwrap_or_default(),
        room: held.booked.room.clone(),
        with: held.booked.with.clone(),
        day: held.booked.starts.day(),
        overriding: true,
    })
}

/// An appointment stands again: what happened is never refused, so each arrangement that it goes against says so.
pub(crate) fn reopened(file: &CaseFile, held: &Appointment, around: &Around, ask: &Ask, why: &str) -> Vec<Said> {
    let slot = Slot {
        person: &around.asked.person,
        file,
        moved: &held.component,
        contact: &held.booked.contact,
        starts: held.booked.starts,
        minutes: held.booked.minutes,
        around,
        at: held.booked.at.as_ref(),
        one_off: "",
        override_reason: "",
    };
    let fact = |stream: &StreamId| {
        let touched = KeepApartTouched {
            person: around.asked.person.clone(),
            appointment: held.component.clone(),
            starts: held.booked.starts,
        };
        Said::new(stream, touched, Happened::On(ask.today())).because([held.entry.clone()]).reason(why).sensitive()
    };
    against(&slot).map(fact).collect()
}
