//! Booking, moving and calling off appointments.
//!
//! - here: the use cases, and the pure decision behind each. [`check`]: whether a time and a place are sound.
//! - `around`: what that is decided over, and the guards that go with it. [`offers`]: what can be had instead.

pub(crate) mod around;
pub mod check;
pub mod offers;

use access::Action;
use practice::Standards;
use record::StreamId;
use record::case::CaseFile;
use record::facts::keepapart::KeepApartOverridden;
use record::facts::person::{AppointmentBooked, AppointmentCancelled, AppointmentMoved, AskedBy};
use record::time::{Happened, Minute};
use serde::Serialize;

pub(crate) use around::{Around, Asked};

use crate::write::{Parts, Streams, Work, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};
use check::{APART, Slot, apart, meeting, wrong, wrong_kind};

/// An appointment to book.
#[derive(Clone, Debug, Serialize)]
pub struct NextAppointment {
    /// Contact type code.
    pub contact: String,
    /// Under which order; the running one when empty.
    pub order: String,
    /// When.
    pub starts: Minute,
    /// For how long, in minutes.
    pub minutes: u32,
    /// Site code.
    pub site: String,
    /// With whom; staff and team code.
    pub staff: String,
    /// Their team.
    pub team: String,
    /// What for.
    pub purpose: String,
    /// What few bookings need.
    pub besides: Besides,
}

/// What few bookings need.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Besides {
    /// The room, by its name at the site.
    pub room: String,
    /// Who else is to be there, in words.
    pub with: String,
    /// Why this one appointment may be held at a building that is not approved.
    pub one_off: String,
    /// Why a senior lets it be although people must be kept apart.
    pub override_reason: String,
}

/// The same appointment again, at equal distances.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Repeat {
    /// Days from one to the next: 1, 7, 14 or 28.
    pub every: i32,
    /// How many there are, the first included.
    pub times: u32,
    /// Whether those that cannot be booked are left out; else none is booked.
    pub leave_out: Skip,
}

/// What becomes of a series of which some cannot be booked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Skip {
    /// Nothing is booked, and the form says which.
    None,
    /// The others are booked.
    Unfit,
}

/// A series has at most so many.
pub const LONGEST_SERIES: u32 = 26;

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

/// The booking of an appointment for a person.
#[derive(Clone, Debug, Serialize)]
pub struct Booking {
    /// The person's stream.
    pub person: String,
    /// What is booked.
    pub appointment: NextAppointment,
    /// How often.
    pub repeat: Option<Repeat>,
    /// Whether it is booked although whoever is to see them is away then.
    pub although_away: bool,
}

impl Service {
    /// Books an appointment, or a series of them. Answers with the person's stream.
    pub async fn book(&self, ask: &Ask, form: &Form, said: &Booking) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Book, &person).await?;
        let colleagues = self.colleagues(ask).await?;
        if colleagues.iter().all(|(code, _)| *code != said.appointment.staff) {
            return Err(Problem::field("officer", "Choose somebody of your own team"));
        }
        self.check_place(ask, &said.appointment.site, "place").await?;
        if !said.although_away {
            self.ask_about_absence(&said.appointment).await?;
        }
        self.may_override(ask, &person, &said.appointment.besides).await?;
        let series = series(&said.appointment, said.repeat)?;
        let asked: Vec<Asked> = series.iter().map(|next| asked(&person, next)).collect();
        self.not_probing(ask).await?;
        let saved = self.record_booking(&permit, &asked, ask, form, said, |streams| {
            let mut parts = Parts::new(streams);
            let mut wrong = Vec::new();
            let named = format!("appointment-{}", streams.of(&person).len() + 1);
            for next in &series {
                match booking(streams, &person, next, ask, self.standards, parts.said(&person)) {
                    Ok(booked) => {
                        let series = (series.len() > 1).then(|| named.clone());
                        booked.say(&mut parts, series);
                    }
                    Err(Problem::Invalid(errors)) if series.len() > 1 => wrong.extend(dated(errors, next.starts)),
                    Err(problem) => return Err(problem),
                }
            }
            // Which days are left out would tell when somebody else is expected: then none is booked, and it counts as tried.
            let leave_out = said.repeat.is_some_and(|repeat| repeat.leave_out == Skip::Unfit)
                && wrong.iter().all(|error: &FieldError| error.field != APART);
            if !wrong.is_empty() && (!leave_out || parts.said(&person) == 0) {
                return Err(Problem::Invalid(wrong));
            }
            Ok(parts.answer(person.to_string()))
        });
        self.noting_probes(ask, &person, saved.await).await
    }

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

    /// A place has to be one of the asker's own organisation.
    pub(crate) async fn check_place(&self, ask: &Ask, site: &str, field: &'static str) -> Result<(), Problem> {
        let places = self.own_places(ask).await?;
        if places.iter().any(|place| place.code == site) {
            return Ok(());
        }
        Err(Problem::field(field, "Choose a place of your own organisation"))
    }

    /// Only a senior lets a booking be that would bring people together.
    async fn may_override(&self, ask: &Ask, person: &StreamId, besides: &Besides) -> Result<(), Problem> {
        if besides.override_reason.trim().is_empty() {
            return Ok(());
        }
        self.permit(ask, Action::OverrideApart, person).await.map(drop)
    }
}

/// What a booking is decided over.
pub(crate) fn asked(person: &StreamId, next: &NextAppointment) -> Asked {
    Asked {
        person: person.clone(),
        staff: next.staff.clone(),
        site: next.site.clone(),
        room: next.besides.room.clone(),
        day: next.starts.day(),
        overriding: !next.besides.override_reason.trim().is_empty(),
    }
}

/// The appointments of a series, the first included.
fn series(first: &NextAppointment, repeat: Option<Repeat>) -> Result<Vec<NextAppointment>, Problem> {
    let Some(repeat) = repeat else { return Ok(vec![first.clone()]) };
    if !(2..=LONGEST_SERIES).contains(&repeat.times) {
        return Err(Problem::field("times", format!("Choose between 2 and {LONGEST_SERIES} appointments")));
    }
    if ![1, 7, 14, 28].contains(&repeat.every) {
        return Err(Problem::field("every", "Choose how often"));
    }
    let starts = |nth: u32| {
        let days = jiff::Span::new().days(i64::from(repeat.every) * i64::from(nth));
        Minute::new(check::civil(first.starts).saturating_add(days))
    };
    Ok((0..repeat.times).map(|nth| NextAppointment { starts: starts(nth), ..first.clone() }).collect())
}

/// The same errors, each with the day it is about.
fn dated(errors: Vec<FieldError>, starts: Minute) -> Vec<FieldError> {
    let day = crate::letters::written(starts.day());
    errors.into_iter().map(|error| FieldError::new(error.field, format!("{day}: {}", error.message))).collect()
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

/// A sound booking: what is said of it, and the guards it raises.
pub(crate) struct Booked {
    fact: Said,
    body: AppointmentBooked,
    besides: Vec<Said>,
    bumps: Vec<String>,
}

impl Booked {
    /// Says it, as one of a series if it is.
    pub(crate) fn say(self, parts: &mut Parts<'_>, series: Option<String>) {
        parts.say(self.fact.with_fact(AppointmentBooked { series, ..self.body }));
        for fact in self.besides {
            parts.say(fact);
        }
        parts.bump(self.bumps);
    }
}

/// The booking of a person, once it is sound, as the `nth` new entry of their stream. Whichever form it comes from, it is
/// checked here.
pub(crate) fn booking(
    streams: &Streams,
    person: &StreamId,
    next: &NextAppointment,
    ask: &Ask,
    standards: &Standards,
    nth: usize,
) -> Result<Booked, Problem> {
    let file = streams.case(person);
    let around = streams.around(&asked(person, next)).ok_or(Problem::NotFound)?;
    let order = running(&file, next);
    let slot = Slot {
        person,
        file: &file,
        moved: "",
        contact: &next.contact,
        starts: next.starts,
        minutes: next.minutes,
        around,
        one_off: &next.besides.one_off,
        override_reason: &next.besides.override_reason,
    };
    let mut found = wrong_kind(next, order, ask, standards);
    found.extend(wrong(&slot, ask, standards));
    if found.is_empty() {
        found.extend(apart(&slot, standards));
    }
    let Some(order) = order.filter(|_| found.is_empty()) else { return Err(Problem::Invalid(found)) };
    let component = format!("appointment-{}", file.head + 1 + nth as u64);
    let body = AppointmentBooked {
        contact: next.contact.clone(),
        order: order.component.clone(),
        starts: next.starts,
        minutes: next.minutes,
        site: next.site.clone(),
        staff: next.staff.clone(),
        team: next.team.clone(),
        purpose: next.purpose.trim().to_owned(),
        room: next.besides.room.clone(),
        with: next.besides.with.trim().to_owned(),
        series: None,
    };
    let fact = Said::new(person, body.clone(), Happened::On(ask.today()))
        .about(&component)
        .because([order.entry.clone()])
        .reason(&next.besides.one_off);
    Ok(Booked { besides: overridden(&slot, &component, ask), fact, body, bumps: around.bumps() })
}

fn running<'a>(file: &'a CaseFile, next: &NextAppointment) -> Option<&'a record::case::Order> {
    match next.order.as_str() {
        "" => file.active_orders(next.starts.day()).last(),
        named => file.order(named),
    }
}

/// Where a senior lets it be, the arrangements that it goes against say so, and no others.
fn overridden(slot: &Slot<'_>, appointment: &str, ask: &Ask) -> Vec<Said> {
    let reason = slot.override_reason.trim();
    let near = meeting(slot);
    let fact = |stream: &StreamId| {
        let booking = KeepApartOverridden {
            person: slot.person.clone(),
            appointment: appointment.to_owned(),
            site: slot.around.asked.site.clone(),
            starts: slot.starts,
        };
        Said::new(stream, booking, Happened::On(ask.today())).reason(reason).sensitive()
    };
    let concerned = |tokens: &[String]| tokens.iter().any(|token| near.contains(&token.as_str()));
    let sides = slot.around.sides.iter().filter(|(_, tokens)| slot.around.must_not_see || concerned(tokens));
    sides.filter(|_| !reason.is_empty()).map(|(stream, _)| fact(stream)).collect()
}

/// Whether an attempt was refused because people must be kept apart.
pub fn is_apart(problem: &Problem) -> bool {
    matches!(problem, Problem::Invalid(errors) if errors.iter().any(|error| error.field == APART))
}
