//! Bookings of those one answers for that cannot be held where they stand.

use askama::Template;

use crate::components::{Here, Link, Shell};

/// What is to be moved.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/to_move.html")]
pub struct ToMovePage {
    /// The frame.
    pub shell: Shell,
    /// By building, by name.
    pub places: Vec<PlaceToMove>,
}

/// A building, and what is booked there.
#[derive(Clone, Debug)]
pub struct PlaceToMove {
    /// Its code, to be led to.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Each booking by time, and in whose diary it stands where that is not one's own.
    pub rows: Vec<(Link, String)>,
}

impl ToMovePage {
    /// A made-up example.
    pub fn sample() -> Self {
        let moved = |name: &str, time: &str, note: &str| {
            (Link::new(format!("{name}, {time}"), "/cases/k3v/appointments/7dq/move"), note.to_owned())
        };
        Self {
            shell: Shell::sample("Appointments to be moved", Here::Day).back("My day", "/day"),
            places: vec![
                PlaceToMove {
                    id: "P01S1".into(),
                    name: "Mill Lane office".into(),
                    rows: vec![
                        moved("Sample, Ada", "Tue 15 Dec 2015, 2pm", "It was looked at and not approved."),
                        moved(
                            "Example, Ben",
                            "Wed 16 Dec 2015, 9:30am",
                            "It was looked at and not approved. In Olwen Officer’s diary; you answer for it",
                        ),
                    ],
                },
                PlaceToMove {
                    id: "P01S3".into(),
                    name: "Chapel hall".into(),
                    rows: vec![moved("Other, Dee", "Thu 17 Dec 2015, 11am", "It is open from 13:00 to 20:00.")],
                },
            ],
        }
    }
}
