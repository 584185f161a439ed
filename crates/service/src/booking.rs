//! Booking and moving appointments.

use access::Action;
use jiff::civil::Date;
use practice::Standards;
use record::StreamId;
use record::case::{Appointment, CaseFile};
use record::facts::person::{AppointmentBooked, AppointmentMoved, AskedBy};
use record::time::{Happened, Minute};
use serde::Serialize;

use crate::write::{Work, unchanged};
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
}

impl Service {
    /// Books an appointment. Answers with the person's stream.
    pub async fn book(&self, ask: &Ask, form: &Form, said: &Booking) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        self.permit(ask, Action::Book, &person).await?;
        let today = ask.today();
        self.record(ask, form, said, std::slice::from_ref(&person), |streams| {
            let file = streams.case(&person);
            if said.appointment.starts <= ask.now.london() {
                return Err(Problem::field("date", "Book an appointment that is still to come"));
            }
            let booked = booking(&person, &file, &said.appointment, today, self.standards)?;
            let bumps = guards(&said.appointment);
            Ok(Work { said: vec![booked], answer: person.to_string(), bumps, ..Work::default() })
        })
        .await
    }

    /// Moves an appointment that has not been held. Answers with the person's stream.
    pub async fn move_appointment(&self, ask: &Ask, form: &Form, said: &Moving) -> Result<Saved, Problem> {
        let person: StreamId = said.person.parse().map_err(|_| Problem::NotFound)?;
        self.permit(ask, Action::Book, &person).await?;
        let today = ask.today();
        self.record(ask, form, said, std::slice::from_ref(&person), |streams| {
            let file = streams.case(&person);
            let appointment = file.appointment(&said.appointment).ok_or(Problem::NotFound)?;
            unchanged(&file, &person, &said.appointment, form)?;
            check_move(&file, appointment, said, ask)?;
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
            Ok(Work { said: vec![fact], answer: person.to_string(), ..Work::default() })
        })
        .await
    }
}

fn check_move(file: &CaseFile, appointment: &Appointment, said: &Moving, ask: &Ask) -> Result<(), Problem> {
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
    if wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(wrong)) }
}

/// The fact of a booking, once it is sound.
pub(crate) fn booking(
    person: &StreamId,
    file: &CaseFile,
    next: &NextAppointment,
    today: Date,
    standards: &Standards,
) -> Result<Said, Problem> {
    let order = match next.order.as_str() {
        "" => file.active_orders(next.starts.day()).last(),
        named => file.order(named),
    };
    let mut wrong = Vec::new();
    if standards.contact_type(&next.contact).is_none_or(|kind| !kind.attendance) {
        wrong.push(FieldError::new("contact", "Choose what kind of appointment it is"));
    }
    match order {
        None => wrong.push(FieldError::new("date", "No order or licence is running on that day")),
        Some(order) if !order.is_active(next.starts.day()) => {
            wrong.push(FieldError::new("date", format!("The order runs from {} to {}", order.made.from, ends(order))));
        }
        Some(_) => {}
    }
    wrong.extend(clash(file.appointments.iter(), next.starts, next.minutes));
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
    Ok(Said::new(person, fact, Happened::On(today)).about(component).because([order.entry.clone()]))
}

fn clash<'a>(others: impl Iterator<Item = &'a Appointment>, starts: Minute, minutes: u32) -> Option<FieldError> {
    let ends = starts.plus_minutes(i64::from(minutes));
    let mut open = others.filter(|a| a.held.is_none());
    let other = open.find(|a| a.booked.starts < ends && starts < a.booked.starts.plus_minutes(i64::from(a.booked.minutes)))?;
    let (hour, minute) = other.booked.starts.clock();
    let message = format!("They have another appointment at {hour:02}:{minute:02} that day");
    Some(FieldError::new("date", message))
}

fn ends(order: &record::case::Order) -> String {
    order.made.until.map_or_else(|| "no set day".to_owned(), |last| last.to_string())
}

/// What a booking touches besides the person's own stream: whoever decides over one of these decides again.
fn guards(next: &NextAppointment) -> Vec<String> {
    let day = next.starts.day();
    vec![format!("officer/{}/{day}", next.staff), format!("site/{}/{day}", next.site)]
}
