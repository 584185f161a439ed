//! The letters of an office in one print run: a page each.

use askama::Template;

use super::tray::Posted;
use crate::components::{Link, Token};

/// The letters of a run. It stands alone, as a letter does.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/post_run.html")]
pub struct RunPage {
    /// As "3 letters, in the order of the tray". Shown on screen only.
    pub state: String,
    /// The way back, on screen only.
    pub back: Link,
    /// The press that says they were posted, on screen only.
    pub posted: Option<Posted>,
    /// The letters.
    pub letters: Vec<Sheet>,
}

/// A letter on A4.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Sender, a line each.
    pub sender: Vec<String>,
    /// Addressee, a line each, in the window.
    pub address: Vec<String>,
    /// Date in full.
    pub date: String,
    /// Our reference.
    pub reference: String,
    /// As "Dear Ada Sample".
    pub greeting: String,
    /// The subject line.
    pub subject: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Name and role under the signature.
    pub signature: Vec<String>,
}

impl RunPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        let sheet = |name: &str, number: &str| Sheet {
            sender: lines(&["Westmarch CRC", "Mill Lane office", "Mill Lane, Westmarch WM1 2AB"]),
            address: lines(&[name, "12 Example Row", "Westmarch", "WM3 4CD"]),
            date: "Friday 11 December 2015".into(),
            reference: number.into(),
            greeting: format!("Dear {name}"),
            subject: "Warning: you did not keep to your community order".into(),
            paragraphs: lines(&[
                "On Tuesday 1 December 2015 you were told to attend an appointment at 9:30am on Tuesday 8 December 2015. You did not attend.",
                "On what I know now, I have decided that you did not have a reasonable excuse. The failure is unacceptable.",
                "If you cannot come, ring 01632 960040 before the appointment.",
            ]),
            signature: lines(&["Amina Rahman", "Probation practitioner"]),
        };
        Self {
            state: "2 letters, in the order of the tray.".into(),
            back: Link::new("Post", "/post"),
            posted: Some(Posted {
                token: Token::sample("/post/posted"),
                letters: "person-k3v/1 person-k3v/2".into(),
                words: "All 2 were posted today".into(),
            }),
            letters: vec![sheet("Ada Sample", "X000001"), sheet("Ben Example", "X000002")],
        }
    }
}
