//! The same appointment again and again: a series.

use practice::working::{WorkingFigure, value};
use record::case::{Appointment, CaseFile};
use record::time::Minute;
use serde::Serialize;

use super::NextAppointment;
use super::check::{APART, civil};
use crate::{FieldError, Problem};

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
pub fn longest_series() -> u32 {
    value(WorkingFigure::Series)
}

/// The appointments of a series, the first included.
pub(super) fn series(first: &NextAppointment, repeat: Option<Repeat>) -> Result<Vec<NextAppointment>, Problem> {
    let Some(repeat) = repeat else { return Ok(vec![first.clone()]) };
    let longest = longest_series();
    if !(2..=longest).contains(&repeat.times) {
        return Err(Problem::field("times", format!("Choose between 2 and {longest} appointments")));
    }
    if ![1, 7, 14, 28].contains(&repeat.every) {
        return Err(Problem::field("every", "Choose how often"));
    }
    let starts = |nth: u32| {
        let days = jiff::Span::new().days(i64::from(repeat.every) * i64::from(nth));
        Minute::new(civil(first.starts).saturating_add(days))
    };
    Ok((0..repeat.times).map(|nth| NextAppointment { starts: starts(nth), ..first.clone() }).collect())
}

/// Those of the same series that come after an appointment and are still to be held, by time; none of one that stands alone.
pub fn later<'a>(file: &'a CaseFile, held: &Appointment) -> Vec<&'a Appointment> {
    let Some(series) = &held.booked.series else { return Vec::new() };
    let same = |other: &&Appointment| other.booked.series.as_ref() == Some(series) && other.is_open();
    let after = |other: &&Appointment| other.booked.starts > held.booked.starts;
    let mut later: Vec<&Appointment> = file.appointments.iter().filter(same).filter(after).collect();
    later.sort_by_key(|other| other.booked.starts);
    later
}

/// The same errors, each with the day it is about.
pub(super) fn dated(errors: Vec<FieldError>, starts: Minute) -> Vec<FieldError> {
    let day = crate::letters::written(starts.day());
    errors.into_iter().map(|error| FieldError::new(error.field, format!("{day}: {}", error.message))).collect()
}

/// Refuses a series of which some days cannot be booked, unless those are to be left out and `booked` others remain.
///
/// Which days are left out would tell when somebody else is expected: where people must be kept apart none is booked, and it
/// counts as tried. Where nothing is left out, a series with a mistake in it tells nothing, as one appointment does.
pub(super) fn refuse_series(mut wrong: Vec<FieldError>, leave_out: bool, booked: usize) -> Result<(), Problem> {
    let of_apart = |error: &FieldError| error.field == APART;
    if leave_out && booked > 0 && !wrong.iter().any(of_apart) {
        return Ok(());
    }
    if !leave_out && !wrong.iter().all(of_apart) {
        wrong.retain(|error| !of_apart(error));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Problem::Invalid(wrong)) }
}
