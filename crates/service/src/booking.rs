//! Booking and moving appointments.

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::case::{Appointment, CaseFile};
use record::facts::person::{AppointmentBooked, AppointmentMoved, AskedBy};
use record::time::{Happened, Minute};
use serde::Serialize;
use store::DiaryRow;

use crate::write::{Streams, Work, officer_day, unchanged};
use crate::{Ask, FieldError, Form, Problem, Said, Saved, Service};

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
}

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
}

/// The booking of an appointment for a person.
#[derive(Clone, Debug, Serialize)]
pub struct Booking {
    /// The person's stream.
    pub person: String,
    /// What is booked.
    pub appointment: NextAppointment,
    /// Whether it is booked although whoever is to see them is away then.
    pub although_away: bool,
}

impl Service {
    /// Books an appointment. Answers with the person's stream.
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
        let days = [day_of(&said.appointment)];
        self.record_booking(&permit, &days, ask, form, said, |streams| {
            let (booked, bumps) = booking(streams, &person, &said.appointment, ask, self.standards)?;
            Ok(Work { said: vec![booked], answer: person.to_string(), bumps, ..Work::default() })
        })
        .await
    }

    /// Moves an appointment that has not been held. Answers with the person's stream.
    pub async fn move_appointment(&self, ask: &Ask, form: &Form, said: &Moving) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        let permit = self.permit(ask, Action::Book, &person).await?;
        let today = ask.today();
        let (staff, site) = self.held_by(&person, &said.appointment).await?;
        if !said.site.is_empty() && said.site != site {
            self.check_place(ask, &said.site, "place").await?;
        }
        let days = [(staff, said.starts.day())];
        self.record_booking(&permit, &days, ask, form, said, |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            check_move(streams, &person, &file, appointment, said, ask, self.standards)?;
            let moved = AppointmentMoved {
                starts: said.starts,
                minutes: appointment.booked.minutes,
                site: if said.site.is_empty() { appointment.booked.site.clone() } else { said.site.clone() },
                asked_by: said.asked_by,
            };
            let fact = Said::new(&person, moved, Happened::On(today))
                .about(&said.appointment)
                .because([appointment.entry.clone()])
                .reason(&said.reason);
            let bumps = vec![officer_day(&appointment.booked.staff, said.starts.day())];
            Ok(Work { said: vec![fact], answer: person.to_string(), bumps, ..Work::default() })
        })
        .await
    }

    /// Booking with somebody who is away is asked about, not refused: they may come in for it.
    async fn ask_about_absence(&self, next: &NextAppointment) -> Result<(), Problem> {
        let (staff, day) = (next.staff.clone(), next.starts.day().to_string());
        let away = self.store.read(move |snapshot| snapshot.away_of(&staff, &day)).await?;
        let day = next.starts.day().to_string();
        let Some(absence) = away.into_iter().find(|row| row.from_on <= day) else { return Ok(()) };
        let until = absence.until_on.and_then(|day| day.parse().ok()).map(crate::letters::written);
        let until = until.map_or_else(|| "with no day of return set".to_owned(), |day| format!("until {day}"));
        Err(Problem::field(
            "although_away",
            format!("They are away then, {until}. Choose somebody else, or say that it is meant"),
        ))
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
}

/// The officer's day that a booking falls on.
pub(crate) fn day_of(next: &NextAppointment) -> (String, Date) {
    (next.staff.clone(), next.starts.day())
}

fn check_move(
    streams: &Streams,
    person: &StreamId,
    file: &CaseFile,
    appointment: &Appointment,
    said: &Moving,
    ask: &Ask,
    standards: &Standards,
) -> Result<(), Problem> {
    let mut wrong = Vec::new();
    if appointment.held.is_some() {
        wrong.push(FieldError::new("date", "This appointment has an outcome and cannot be moved"));
    }
    if said.starts <= ask.now.london() {
        wrong.push(FieldError::new("date", "Choose a time that is still to come"));
    }
    if said.reason.trim().is_empty() {
        wrong.push(FieldError::new("reason", "Say why it is moved"));
    }
    let others = file.appointments.iter().filter(|a| a.component != said.appointment);
    wrong.extend(clash(others, said.starts, appointment.booked.minutes));
    let booked = &appointment.booked;
    wrong.extend(too_far(said.starts, ask));
    if file.order(&booked.order).is_some_and(|order| !order.is_active(said.starts.day())) {
        wrong.push(FieldError::new("date", "The order does not run on that day"));
    }
    wrong.extend(closed(&booked.contact, said.starts, standards));
    wrong.extend(engaged(
        streams.diary(&booked.staff, said.starts.day()),
        person,
        &said.appointment,
        said.starts,
        booked.minutes,
    ));
    if wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(wrong)) }
}

/// The fact of a booking, once it is sound, and the guards it raises. Whichever form it comes from, it is checked here.
pub(crate) fn booking(
    streams: &Streams,
    person: &StreamId,
    next: &NextAppointment,
    ask: &Ask,
    standards: &Standards,
) -> Result<(Said, Vec<String>), Problem> {
    let file = streams.case(person);
    let order = match next.order.as_str() {
        "" => file.active_orders(next.starts.day()).last(),
        named => file.order(named),
    };
    let mut wrong = Vec::new();
    if next.starts <= ask.now.london() {
        wrong.push(FieldError::new("date", "Book an appointment that is still to come"));
    }
    wrong.extend(too_far(next.starts, ask));
    if !(5..=600).contains(&next.minutes) {
        wrong.push(FieldError::new("length", "Choose how long it takes"));
    }
    if standards.contact_type(&next.contact).is_none_or(|kind| !kind.attendance) {
        wrong.push(FieldError::new("contact", "Choose what kind of appointment it is"));
    }
    match order {
        None => wrong.push(FieldError::new("date", "No order or licence is running on that day")),
        Some(order) if !order.is_active(next.starts.day()) => {
            wrong.push(FieldError::new(
                "date",
                format!("The order runs from {} to {}", crate::letters::written(order.made.from), ends(order)),
            ));
        }
        Some(_) => {}
    }
    wrong.extend(closed(&next.contact, next.starts, standards));
    wrong.extend(clash(file.appointments.iter(), next.starts, next.minutes));
    wrong.extend(engaged(streams.diary(&next.staff, next.starts.day()), person, "", next.starts, next.minutes));
    let Some(order) = order.filter(|_| wrong.is_empty()) else { return Err(Problem::Invalid(wrong)) };
    let component = format!("appointment-{}", file.head + 1);
    let fact = AppointmentBooked {
        contact: next.contact.clone(),
        order: order.component.clone(),
        starts: next.starts,
        minutes: next.minutes,
        site: next.site.clone(),
        staff: next.staff.clone(),
        team: next.team.clone(),
        purpose: next.purpose.trim().to_owned(),
    };
    let said = Said::new(person, fact, Happened::On(ask.today())).about(component).because([order.entry.clone()]);
    Ok((said, guards(next)))
}

fn clash<'a>(others: impl Iterator<Item = &'a Appointment>, starts: Minute, minutes: u32) -> Option<FieldError> {
    let ends = starts.plus_minutes(i64::from(minutes));
    let mut open = others.filter(|a| a.held.is_none());
    let other =
        open.find(|a| a.booked.starts < ends && starts < a.booked.starts.plus_minutes(i64::from(a.booked.minutes)))?;
    let (hour, minute) = other.booked.starts.clock();
    let message = format!("They have another appointment at {hour:02}:{minute:02} that day");
    Some(FieldError::new("date", message))
}

fn ends(order: &record::case::Order) -> String {
    order.made.until.map_or_else(|| "no set day".to_owned(), crate::letters::written)
}

/// Nobody books further ahead than two years; a slip of the pen does.
fn too_far(starts: Minute, ask: &Ask) -> Option<FieldError> {
    let last = ask.today().saturating_add(jiff::Span::new().years(2));
    (starts.day() > last).then(|| FieldError::new("date", "Choose a day within the next two years"))
}

/// Unpaid work goes on at weekends; an office does not, nor before seven or after nine in the evening.
fn closed(contact: &str, starts: Minute, standards: &Standards) -> Option<FieldError> {
    let day = starts.day();
    let works = practice::business_days::is_business_day(standards.holidays(), day).unwrap_or(true);
    if !works && contact != UNPAID_WORK {
        return Some(FieldError::new(
            "date",
            format!("{} is no working day. Choose another", crate::letters::written(day)),
        ));
    }
    let (hour, _) = starts.clock();
    (!(7..21).contains(&hour)).then(|| FieldError::new("time", "Choose a time between 7am and 9pm"))
}

/// The contact type of an unpaid work session.
const UNPAID_WORK: &str = "CUPA";

/// Whether the officer has somebody else then. Who it is is not said: the form may be another's.
fn engaged(slots: &[DiaryRow], person: &StreamId, moved: &str, starts: Minute, minutes: u32) -> Option<FieldError> {
    let ends = starts.plus_minutes(i64::from(minutes));
    let other = slots.iter().filter(|slot| slot.outcome.is_none()).find(|slot| {
        let own = slot.stream == *person && slot.appointment == moved;
        let Ok(begins) = slot.starts.parse::<Minute>() else { return false };
        !own && begins < ends && starts < begins.plus_minutes(slot.minutes)
    })?;
    let at = other.starts.parse::<Minute>().ok()?;
    let message = format!("Whoever is to see them has another appointment at {}", crate::letters::clock(at));
    Some(FieldError::new("time", message))
}

/// What a booking touches besides the person's own stream: whoever decides over one of these decides again.
fn guards(next: &NextAppointment) -> Vec<String> {
    let day = next.starts.day();
    vec![officer_day(&next.staff, day), format!("site/{}/{day}", next.site)]
}
