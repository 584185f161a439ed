//! Appointments of one's cases that stand in the diary of an earlier officer.

use askama::Template;

use crate::components::{Here, Link, Shell, Token};

/// What is to be taken over.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/taking_over.html")]
pub struct TakingOverPage {
    /// The frame.
    pub shell: Shell,
    /// What the last press did, where something is left; else empty.
    pub done: String,
    /// The press; none when nothing is left.
    pub token: Option<Token>,
    /// The appointments, by time.
    pub rows: Vec<Left>,
    /// How many come after these, where one press takes no more; else empty.
    pub more: String,
}

/// An appointment that stands with an earlier officer.
#[derive(Clone, Debug)]
pub struct Left {
    /// As "Tue 15 Dec 2015, 2pm".
    pub time: String,
    /// Whom it is with.
    pub person: Link,
    /// Kind, place and whose diary.
    pub what: String,
    /// Why it could not be taken over as it stands; else empty.
    pub why: String,
    /// Where it is moved instead; none for a limited record.
    pub change: Option<String>,
}

impl TakingOverPage {
    /// A made-up example, after a press that could not take one of them.
    pub fn sample() -> Self {
        let left = |time: &str, name: &str, why: &str| Left {
            time: time.into(),
            person: Link::new(name, "/cases/k3v"),
            what: "Office visit, Mill Lane office, with Olwen Officer".into(),
            why: why.into(),
            change: Some("/cases/k3v/appointments/7dq/move".into()),
        };
        Self {
            shell: Shell::sample("Appointments to take over", Here::Day).back("My day", "/day"),
            done: "5 stand in your diary now. What could not be had as it stands is below.".into(),
            token: Some(Token::sample("/taking-over")),
            rows: vec![
                left("Tue 15 Dec 2015, 2pm", "Sample, Ada", "Whoever is to see them has another appointment at 2pm"),
                left("Wed 16 Dec 2015, 9:30am", "Example, Ben", ""),
            ],
            more: "12 more after these. One press takes 60 over: press again for the next.".into(),
        }
    }
}
