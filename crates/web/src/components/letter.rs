//! A letter as it is printed.

use askama::Template;
use askama::filters::HtmlSafe;

/// A letter on A4, for a window envelope.
#[derive(Clone, Debug, Template)]
#[template(path = "components/letter.html")]
pub struct LetterSheet {
    /// What a screen reader calls it, as "Letter 1 of 2".
    pub label: String,
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
    /// A line in Welsh under it; empty for none.
    pub welsh: String,
    /// What stands in Welsh before the English: a heading and paragraphs; none where the letter is in English alone.
    pub in_welsh: Option<(String, Vec<String>)>,
}

impl HtmlSafe for LetterSheet {}

impl LetterSheet {
    /// A made-up example.
    pub fn sample(name: &str, reference: &str) -> Self {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self {
            label: "Letter".into(),
            sender: lines(&["Westmarch CRC", "Mill Lane office", "Mill Lane, Westmarch WM1 2AB"]),
            address: lines(&[name, "12 Example Row", "Westmarch", "WM3 4CD"]),
            date: "Friday 11 December 2015".into(),
            reference: reference.into(),
            greeting: format!("Dear {name}"),
            subject: "Warning: you did not keep to your community order".into(),
            paragraphs: lines(&[
                "On Tuesday 1 December 2015 you were told to attend an appointment at 9:30am on Tuesday 8 December 2015. You did not attend.",
                "On what I know now, I have decided that you did not have a reasonable excuse. The failure is unacceptable.",
                "If you had a good reason, show us by Wednesday 23 December 2015: for example a letter from a doctor.",
                "If you cannot come, ring 01632 960040 before the appointment.",
            ]),
            signature: lines(&["Amina Rahman", "Probation practitioner"]),
            welsh: String::new(),
            in_welsh: None,
        }
    }
}
