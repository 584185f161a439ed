//! Booking, moving and calling off appointments.
//!
//! - here: booking, and the pure decision behind it. [`moving`]: moves and callings off. [`series`]: the same again.
//!   [`taking_over`]: what a leaver had booked, by whoever has the case now.
//! - [`check`]: whether a time and a place are sound. `overriding`: a senior lets be what must be kept apart.
//! - `around`: what that is decided over, and the guards that go with it. [`offers`]: what can be had instead. How often it may
//!   be tried is in `probing`, beside this.

pub(crate) mod around;
pub mod check;
pub mod moving;
pub mod offers;
pub(crate) mod overriding;
pub mod series;
pub mod taking_over;
pub(crate) mod third;

use access::Action;
use practice::Standards;
use record::StreamId;
use record::case::CaseFile;
use record::facts::elsewhere::Elsewhere;
use record::facts::person::AppointmentBooked;
use record::facts::site::Nearby;
use record::time::{Happened, Minute};
use serde::Serialize;

pub(crate) use around::{Around, Asked};
pub use moving::{Cancelling, Moving, Which};
pub use series::{Repeat, Skip, longest_series};

use crate::elsewhere::{mark, marks_without_postcode};
use crate::write::{Parts, Streams};
use crate::{Ask, Form, Problem, Said, Saved, Service};
use check::{APART, Slot, apart, wrong, wrong_kind};
use overriding::overridden;
use series::{dated, refuse_series, series};

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
    /// Site code; of a visit it is not looked at.
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
    /// Where a visit is made; none for the person's home. Where unpaid work is done; none for a building.
    pub at: Option<Elsewhere>,
    /// What such a place of work is close to; none while nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<Vec<Nearby>>,
    /// Why a senior lets it be although people must be kept apart.
    pub override_reason: String,
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
        let next = self.placed(ask, &person, &said.appointment, None, "place").await?;
        if !said.although_away {
            self.ask_about_absence(&said.appointment.staff, said.appointment.starts.day()).await?;
        }
        self.may_override(ask, &person, &next.besides).await?;
        let series = series(&next, said.repeat)?;
        let asked: Vec<Asked> = series.iter().map(|next| asked(&person, next)).collect();
        let booked = self.record_booking(std::slice::from_ref(&permit), &asked, ask, form, said, |streams| {
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
            let leave_out = said.repeat.is_some_and(|repeat| repeat.leave_out == Skip::Unfit);
            refuse_series(wrong, leave_out, parts.said(&person))?;
            Ok(parts.answer(person.to_string()))
        });
        // All of a series are in one place.
        let site = asked.first().map_or("", |asked| asked.site.as_str());
        self.booking_within_limits(ask, (&person, site), booked).await
    }

    /// A place has to be one of the asker's own organisation.
    pub(crate) async fn check_place(&self, ask: &Ask, site: &str, field: &'static str) -> Result<(), Problem> {
        let places = self.own_places(ask).await?;
        if places.iter().any(|place| place.code == site) {
            return Ok(());
        }
        Err(Problem::field(field, "Choose a place of your own organisation"))
    }
}

/// What a booking is decided over.
pub(crate) fn asked(person: &StreamId, next: &NextAppointment) -> Asked {
    Asked {
        person: person.clone(),
        staff: next.staff.clone(),
        site: place(&next.site, next.besides.at.as_ref()),
        also: next.besides.at.as_ref().map(marks_without_postcode).unwrap_or_default(),
        room: next.besides.room.clone(),
        with: next.besides.with.clone(),
        day: next.starts.day(),
        overriding: !next.besides.override_reason.trim().is_empty(),
    }
}

/// What stands for where somebody is to be: a building's code, or the mark of an address.
pub(crate) fn place(site: &str, at: Option<&Elsewhere>) -> String {
    match at {
        Some(at) => mark(&at.lines, &at.postcode).unwrap_or_default(),
        None => site.to_owned(),
    }
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
        at: next.besides.at.as_ref(),
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
        at: next.besides.at.clone(),
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

/// Whether an attempt was refused because people must be kept apart.
pub fn is_apart(problem: &Problem) -> bool {
    matches!(problem, Problem::Invalid(errors) if errors.iter().any(|error| error.field == APART))
}
