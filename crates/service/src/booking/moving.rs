//! Moving an appointment, and calling it off. What stood before is kept.

use access::Action;
use practice::Standards;
use record::StreamId;
use record::facts::person::{AppointmentCancelled, AppointmentMoved, AskedBy};
use record::time::{Happened, Minute};
use serde::Serialize;

use super::check::{Slot, apart, wrong};
use super::overriding::overridden;
use super::{Asked, Besides};
use crate::write::{Parts, Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

/// A move of an appointment.
#[derive(Clone, Debug, Serialize)]
pub struct Moving {
    /// The person's stream.
    pub person: String,
    /// The appointment's component.
    pub appointment: String,
    /// The new time.
    pub starts: Minute,
    /// The new place; the old one when empty.
    pub site: String,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Why.
    pub reason: String,
    /// What few bookings need.
    pub besides: Besides,
}

/// The calling off of an appointment.
#[derive(Clone, Debug, Serialize)]
pub struct Cancelling {
    /// The person's stream.
    pub person: String,
    /// The appointment's component.
    pub appointment: String,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Why.
    pub reason: String,
}

impl Service {
    /// Moves an appointment that has not been held. Answers with the person's stream.
    pub async fn move_appointment(&self, ask: &Ask, form: &Form, said: &Moving) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Book, &person).await?;
        let today = ask.today();
        let (staff, stood) = self.held_by(&person, &said.appointment).await?;
        let site = if said.site.is_empty() { stood.clone() } else { said.site.clone() };
        if site != stood {
            self.check_place(ask, &site, "place").await?;
        }
        self.may_override(ask, &person, &said.besides).await?;
        self.not_probing(ask).await?;
        let room = said.besides.room.clone();
        let overriding = !said.besides.override_reason.trim().is_empty();
        let asked =
            Asked { person: person.clone(), staff, site: site.clone(), room, day: said.starts.day(), overriding };
        let saved = self.record_booking(&permit, std::slice::from_ref(&asked), ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            let around = streams.around(&asked).ok_or(Problem::NotFound)?;
            let slot = Slot {
                person: &person,
                file: &file,
                moved: &said.appointment,
                contact: &appointment.booked.contact,
                starts: said.starts,
                minutes: appointment.booked.minutes,
                around,
                one_off: &said.besides.one_off,
                override_reason: &said.besides.override_reason,
            };
            check_move(&slot, said, ask, self.standards)?;
            let moved = AppointmentMoved {
                starts: said.starts,
                minutes: appointment.booked.minutes,
                site: site.clone(),
                room: said.besides.room.clone(),
                asked_by: said.asked_by,
            };
            let fact = Said::new(&person, moved, Happened::On(today))
                .about(&said.appointment)
                .because([appointment.entry.clone()])
                .reason(&said.reason);
            let mut parts = Parts::new(streams);
            parts.say(fact);
            for fact in overridden(&slot, &said.appointment, ask) {
                parts.say(fact);
            }
            parts.bump(around.bumps());
            Ok(parts.answer(person.to_string()))
        });
        self.noting_probes(ask, &person, saved.await).await
    }

    /// Calls off an appointment that is still to come. Answers with the person's stream.
    pub async fn cancel_appointment(&self, ask: &Ask, form: &Form, said: &Cancelling) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Book, &person).await?;
        self.record_for(&[permit], ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            let mut wrong = Vec::new();
            if !appointment.is_open() {
                wrong.push(FieldError::new("reason", "This appointment has an outcome, or was called off before"));
            } else if appointment.booked.starts <= ask.now.london() {
                wrong.push(FieldError::new("reason", "Its time has come: record what came of it instead"));
            }
            if said.reason.trim().is_empty() {
                wrong.push(FieldError::new("reason", "Say why it is called off"));
            }
            if !wrong.is_empty() {
                return Err(Problem::Invalid(wrong));
            }
            let fact = Said::new(&person, AppointmentCancelled { asked_by: said.asked_by }, Happened::On(ask.today()))
                .about(&said.appointment)
                .because([appointment.entry.clone()])
                .reason(&said.reason);
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// In whose diary an appointment stands, and where it is to be.
    pub(crate) async fn held_by(&self, person: &StreamId, appointment: &str) -> Result<(String, String), Problem> {
        let (person, wanted) = (person.clone(), appointment.to_owned());
        let slots = self.store.read(move |snapshot| snapshot.diary_of(&person)).await?;
        let slot = slots.into_iter().find(|slot| slot.appointment == wanted);
        slot.map(|slot| (slot.officer, slot.site)).ok_or(Problem::NotFound)
    }
}

fn check_move(slot: &Slot<'_>, said: &Moving, ask: &Ask, standards: &Standards) -> Result<(), Problem> {
    let mut found = Vec::new();
    let appointment = slot.file.appointment(slot.moved).ok_or(Problem::NotFound)?;
    if !appointment.is_open() {
        found.push(FieldError::new("date", "This appointment has an outcome and cannot be moved"));
    }
    if said.starts <= ask.now.london() {
        found.push(FieldError::new("date", "Choose a time that is still to come"));
    }
    if said.reason.trim().is_empty() {
        found.push(FieldError::new("reason", "Say why it is moved"));
    }
    if slot.file.order(&appointment.booked.order).is_some_and(|order| !order.is_active(said.starts.day())) {
        found.push(FieldError::new("date", "The order does not run on that day"));
    }
    found.extend(wrong(slot, ask, standards));
    if found.is_empty() {
        found.extend(apart(slot, standards));
    }
    if found.is_empty() { Ok(()) } else { Err(Problem::Invalid(found)) }
}
