//! The rules, through their public face.

mod alarm;
mod contact;
mod enforcement;
mod load;
mod messages;
mod owner;
mod owner_histories;
mod pasted;
mod places;
mod reset;
mod risk;
mod seen;
mod service_of_warnings;
mod small_counts;
mod standards;
mod starting;
mod warnings;

use jiff::civil::Date;
use practice::facts::{Appointment, Event, NextAppointment};

fn day(text: &str) -> Date {
    text.parse().expect("a date in a test")
}

/// Recorded on the day it happened.
fn event(on: &str, entry: &str) -> Event {
    Event { on: day(on), recorded_on: day(on), entry: entry.to_owned() }
}

fn recorded(on: &str, recorded_on: &str, entry: &str) -> Event {
    Event { recorded_on: day(recorded_on), ..event(on, entry) }
}

/// A face-to-face appointment made a week before.
fn appointment(on: &str, attended: Option<bool>) -> Appointment {
    let on = day(on);
    let made_on = on.checked_sub(jiff::Span::new().days(7)).expect("a week earlier");
    Appointment { made_on, on, face_to_face: true, attended, entry: format!("person-a/{on}") }
}

fn next(on: &str) -> NextAppointment {
    NextAppointment { on: day(on), entry: "person-a/next".to_owned() }
}
