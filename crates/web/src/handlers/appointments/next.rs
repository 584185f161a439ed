//! The next appointment on the form of an outcome: what is proposed, what was typed, and the ways out where it cannot be had.

use jiff::ToSpan;
use jiff::civil::Date;
use practice::Standards;
use record::time::Minute;
use service::booking::check::APART;
use service::booking::offers::Refused;
use service::directory::Names;
use service::people::read_date;
use service::{FieldError, Problem};

use super::refusal::{offered, offered_officer, override_reason, refusal};
use crate::components::Field;
use crate::pages::appointments::outcome::OutcomeForm;
use crate::pages::appointments::refusal::{Refusal, WayOut};
use crate::posted::Fields;
use crate::visitor::Visitor;
use crate::words::{clock, minute, read_time, typed_day};

/// The same weekday and time a week on, or the next business day after it.
pub fn proposal(standards: &Standards, held: Minute, today: Date) -> Option<Minute> {
    let holidays = standards.holidays();
    let mut day = held.day().checked_add(7.days()).ok()?;
    while day <= today || !practice::business_days::is_business_day(holidays, day).ok()? {
        day = day.tomorrow().ok()?;
    }
    let (hour, minute) = held.clock();
    Some(Minute::new(day.at(hour, minute, 0, 0)))
}

/// Fills in the proposal, unless an appointment is booked already.
pub fn propose(form: &mut OutcomeForm, booked: Option<Minute>, proposed: Option<Minute>) {
    match (booked, proposed) {
        (Some(at), _) => {
            form.next_note = Some(format!("{} is booked already. Leave this empty to keep it.", minute(at)));
        }
        (None, Some(at)) => {
            form.next_date.value = typed_day(at.day());
            form.next_time.value = clock(at);
            form.next_note = Some("A proposal: change it or take it out.".to_owned());
        }
        (None, None) => {}
    }
}

/// Whether the outcome is to be recorded without the next appointment, and without what needs one.
pub fn alone(typed: &Fields) -> bool {
    !typed.get("alone").is_empty()
}

/// When and where the next one is to be: the free time that was pressed, else what was typed; none where none is asked for,
/// or it cannot be read.
pub fn when_and_where(typed: &Fields, now: Minute, errors: &mut Vec<FieldError>) -> Option<(Minute, String)> {
    if alone(typed) {
        return None;
    }
    if let Some(taken) = offered(typed) {
        return Some(taken);
    }
    let (day, time) = (typed.trimmed("next_date"), typed.trimmed("next_time"));
    if day.is_empty() && time.is_empty() {
        return None;
    }
    let (date, at) = (read_date(day), read_time(time));
    if date.is_none() {
        errors.push(FieldError::new("next_date", "Enter a day, such as 22/12/2015"));
    }
    if at.is_none() {
        errors.push(FieldError::new("next_time", "Enter a time, such as 9:30am"));
    }
    let ((hour, minutes), date) = (at?, date?);
    let starts = Minute::new(date.at(hour, minutes, 0, 0));
    if starts <= now {
        errors.push(FieldError::new("next_date", "Choose a day that is still to come"));
        return None;
    }
    Some((starts, typed.trimmed("next_place").to_owned()))
}

/// The ways out of a form that came back because its next appointment cannot be had. `stood` is the appointment whose outcome
/// it is.
pub async fn way_out(
    visitor: &Visitor,
    form: &OutcomeForm,
    stood: Refused,
    names: &Names,
    typed: &Fields,
    errors: &[FieldError],
) -> Result<WayOut, Problem> {
    let asked = when_and_where(typed, visitor.now.london(), &mut Vec::new());
    let staff = offered_officer(typed).map_or_else(|| stood.staff.clone(), str::to_owned);
    let stood = Refused { staff, ..stood };
    let refused = match asked {
        // A visit is made where the last one was.
        Some((starts, site)) if !stood.site.is_empty() && !site.is_empty() => Refused { starts, site, ..stood },
        Some((starts, _)) => Refused { starts, ..stood },
        None => stood,
    };
    let refusal = refusal(visitor, &refused, names, (&form.button, ""), errors).await?;
    Ok(WayOut {
        refusal: refusal.map(|refusal| Refusal { id: form.id(&refusal.id), ..refusal }),
        override_reason: override_reason(visitor, typed, errors)
            .map(|field| Field { id: form.id(&field.name), ..field }),
        alone: recordable_alone(typed, errors).then(|| why_alone(typed).to_owned()),
    })
}

/// Whether an outcome was said, and nothing is wrong but with the next appointment.
fn recordable_alone(typed: &Fields, errors: &[FieldError]) -> bool {
    let of_next = |error: &FieldError| error.field == APART || error.field.starts_with("next_");
    !errors.is_empty() && errors.iter().all(of_next) && !typed.trimmed("outcome").is_empty()
}

fn why_alone(typed: &Fields) -> &'static str {
    if typed.trimmed("decision") == "warning" {
        return "Nothing is recorded yet. What came of this appointment can be recorded now. The decision stays open \
                meanwhile: a warning letter gives the next appointment.";
    }
    "Nothing is recorded yet. What came of this appointment can be recorded now, and the next one booked afterwards."
}
