//! Moving an appointment to another time, place or officer, and calling it off. What stood before is kept.

use access::Action;
use practice::Standards;
use record::StreamId;
use record::case::Appointment;
use record::facts::elsewhere::Elsewhere;
use record::facts::person::{AppointmentCancelled, AppointmentMoved, AskedBy, InDiary};
use record::time::{Happened, Minute};
use serde::Serialize;

use super::check::{Slot, apart, wrong};
use super::overriding::overridden;
use super::series::later;
use super::{Asked, Besides, place};
use crate::elsewhere::{is_work, marks_without_postcode, stands_elsewhere, typed_place};
use crate::project::SlotDetail;
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
    /// With whom from now on, by staff code; as it was when empty.
    pub officer: String,
    /// Whether it goes to a colleague although they are away then.
    pub although_away: bool,
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
    /// Whether those of its series that come after it are called off with it.
    pub which: Which,
    /// Who asked.
    pub asked_by: AskedBy,
    /// Why.
    pub reason: String,
}

/// Which appointments of a series are called off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Which {
    /// One alone.
    This,
    /// One, and every later one of its series that is still to be held.
    Onward,
}

impl Service {
    /// Moves an appointment that has not been held. Answers with the person's stream.
    pub async fn move_appointment(&self, ask: &Ask, form: &Form, said: &Moving) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permits = [self.permit(ask, Action::Book, &person).await?];
        let today = ask.today();
        let stood = self.held_by(&person, &said.appointment).await?;
        let (site, at) = self.moved_to(ask, &person, said, &stood).await?;
        let diary = self.passed_to(ask, said, &stood).await?;
        self.may_override(ask, &person, &said.besides).await?;
        let room = if at.is_some() { String::new() } else { said.besides.room.clone() };
        let overriding = !said.besides.override_reason.trim().is_empty();
        let asked = Asked {
            person: person.clone(),
            staff: diary.as_ref().map_or(stood.staff, |diary| diary.staff.clone()),
            site: place(&site, at.as_ref()),
            also: at.as_ref().map(marks_without_postcode).unwrap_or_default(),
            room: room.clone(),
            with: stood.with,
            day: said.starts.day(),
            overriding,
        };
        let moved = self.record_booking(&permits, std::slice::from_ref(&asked), ask, form, said, |streams| {
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
                at: at.as_ref(),
                one_off: &said.besides.one_off,
                override_reason: &said.besides.override_reason,
            };
            check_move(&slot, said, ask, self.standards)?;
            let moved = AppointmentMoved {
                starts: said.starts,
                minutes: appointment.booked.minutes,
                site: site.clone(),
                room: room.clone(),
                asked_by: said.asked_by,
                at: at.clone(),
                one_off: said.besides.one_off.trim().to_owned(),
                diary: diary.clone(),
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
        self.booking_within_limits(ask, (&person, &asked.site), moved).await
    }

    /// Calls off an appointment that is still to come, or that and the rest of its series. Answers with the person's stream.
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
            let after = if said.which == Which::Onward { later(&file, appointment) } else { Vec::new() };
            let off = |held: &Appointment| {
                Said::new(&person, AppointmentCancelled { asked_by: said.asked_by }, Happened::On(ask.today()))
                    .about(&held.component)
                    .because([held.entry.clone()])
                    .reason(&said.reason)
            };
            let facts = std::iter::once(appointment).chain(after).map(off).collect();
            Ok(Work { said: facts, answer: person.to_string(), ..Work::default() })
        })
        .await
    }

    /// Where an appointment is moved to: a building of the asker's organisation, or the one it stood at; or, for a visit and for
    /// unpaid work elsewhere, the address that was typed, or the one that stood.
    async fn moved_to(
        &self,
        ask: &Ask,
        person: &StreamId,
        said: &Moving,
        stood: &Stood,
    ) -> Result<(String, Option<Elsewhere>), Problem> {
        let typed = typed_place(&said.besides, &stood.contact)?;
        let stays = stood.visited().filter(|_| !is_work(&stood.contact) || said.site.is_empty());
        let at = typed.as_ref().or(stays);
        if stands_elsewhere(&stood.contact, at, self.standards) {
            return Ok((String::new(), Some(self.visited(ask, person, &stood.contact, at).await?)));
        }
        let site = if said.site.is_empty() { &stood.site } else { &said.site };
        if *site != stood.site {
            self.check_place(ask, site, "place").await?;
        }
        Ok((site.clone(), None))
    }

    /// In whose diary it stands from now on, where that changes: a colleague's. With somebody who has left it cannot stay.
    async fn passed_to(&self, ask: &Ask, said: &Moving, stood: &Stood) -> Result<Option<InDiary>, Problem> {
        if said.officer.is_empty() || said.officer == stood.staff {
            let staff = stood.staff.clone();
            let officer = self.store.read(move |snapshot| snapshot.staff(&staff)).await?;
            return match officer {
                Some(officer) if !officer.active => {
                    let message = format!("{} has left. Choose who is to see them", officer.name);
                    Err(Problem::field("officer", message))
                }
                _ => Ok(None),
            };
        }
        if self.colleagues(ask).await?.iter().all(|(code, _)| *code != said.officer) {
            return Err(Problem::field("officer", "Choose somebody of your own team"));
        }
        if !said.although_away {
            self.ask_about_absence(&said.officer, said.starts.day()).await?;
        }
        Ok(Some(InDiary { staff: said.officer.clone(), team: ask.actor.team.clone() }))
    }

    /// In whose diary an appointment stands, and where it is to be.
    pub(crate) async fn held_by(&self, person: &StreamId, appointment: &str) -> Result<Stood, Problem> {
        let (person, wanted) = (person.clone(), appointment.to_owned());
        let slots = self.store.read(move |snapshot| snapshot.diary_of(&person)).await?;
        let slot = slots.into_iter().find(|slot| slot.appointment == wanted).ok_or(Problem::NotFound)?;
        let detail: SlotDetail = serde_json::from_str(&slot.detail).unwrap_or_default();
        Ok(Stood { staff: slot.officer, site: slot.site, contact: slot.mode, at: detail.at, with: detail.with })
    }
}

/// An appointment as it stands.
pub(crate) struct Stood {
    /// In whose diary; staff code.
    pub(crate) staff: String,
    /// Where; empty for a visit.
    pub(crate) site: String,
    /// What kind it is.
    pub(crate) contact: String,
    /// Where, for a visit.
    at: Option<Elsewhere>,
    /// Who else is to be there, as it was typed.
    with: String,
}

impl Stood {
    /// Where a visit was to be, if not at their home: they may have moved since.
    pub(crate) fn visited(&self) -> Option<&Elsewhere> {
        self.at.as_ref().filter(|at| !at.whose.is_empty())
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
