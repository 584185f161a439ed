//! A letter, ready to print in a window envelope.

use askama::Template;

use crate::components::{Link, Token};

/// A letter on A4. It stands alone: no service frame, nothing a printer should not print.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/letter.html")]
pub struct LetterPage {
    /// The page's title, without personal data: "Warning letter".
    pub title: String,
    /// As "Draft: not sent" or "Issued Fri 11 Dec 2015, sha256 …". Shown on screen only.
    pub state: String,
    /// The way back, on screen only.
    pub back: Link,
    /// Issues it, on screen only; nothing for a preview or an issued letter.
    pub issue: Option<Token>,
    /// Sender, a line each: organisation, office, address, phone.
    pub sender: Vec<String>,
    /// Addressee, a line each, in the window.
    pub address: Vec<String>,
    /// Date in full.
    pub date: String,
    /// References, as ("Our reference", "X000001 / 7dq").
    pub references: Vec<(String, String)>,
    /// As "Dear Ada Sample".
    pub greeting: String,
    /// The subject line.
    pub subject: String,
    /// The parts of the letter, statutory ones included, in order.
    pub parts: Vec<Part>,
    /// The failures it is about: date, what, what we hold about why.
    pub failures: Vec<(String, String, String)>,
    /// The next appointment, if one is booked.
    pub next: Option<NextAppointment>,
    /// As "Yours sincerely".
    pub close: String,
    /// Name and role under the signature.
    pub signature: Vec<String>,
    /// The line about language and format, each with its language code: `en` or `cy`.
    pub language: Vec<(String, String)>,
    /// Whether the letter is set in large print.
    pub large: bool,
}

/// A part of a letter.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its heading, or none.
    pub heading: Option<String>,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
}

/// The next appointment, in a box.
#[derive(Clone, Debug)]
pub struct NextAppointment {
    /// As "Tuesday 22 December 2015 at 9:30am".
    pub when: String,
    /// Place, a line each.
    pub place: Vec<String>,
    /// With whom.
    pub with: String,
    /// What to do if they can't come.
    pub cannot: String,
}

impl LetterPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let lines = |lines: &[&str]| lines.iter().map(ToString::to_string).collect::<Vec<_>>();
        Self {
            title: "Warning letter".into(),
            state: "Draft: not sent".into(),
            back: Link::new("Back to the outcome", "/appointments/7dq"),
            issue: Some(Token::sample("/letters/9fd/issue")),
            sender: lines(&["Westmarch CRC", "Mill Lane office", "Mill Lane, Westmarch WM1 2AB", "Phone 01632 960040"]),
            address: lines(&["Ms Ada Sample", "12 Example Row", "Westmarch", "WM3 4CD"]),
            date: "15 December 2015".into(),
            references: vec![("Our reference".into(), "X000001".into()), ("Letter".into(), "9FD-1".into())],
            greeting: "Dear Ms Sample".into(),
            subject: "Warning: you did not keep to your community order".into(),
            parts: vec![
                Part {
                    heading: Some("What happened".into()),
                    paragraphs: lines(&[
                        "You had an appointment with us and you did not come. Up to today you have not given us a reasonable excuse.",
                    ]),
                },
                Part {
                    heading: Some("What this means".into()),
                    paragraphs: lines(&[
                        "This is not acceptable.",
                        "If within the next 12 months you again fail to do what your order requires, you will be liable to be brought before a court.",
                    ]),
                },
                Part {
                    heading: Some("If you had a good reason".into()),
                    paragraphs: lines(&[
                        "Tell us by Wednesday 23 December 2015 and send proof, such as a doctor's note or a letter from work.",
                    ]),
                },
            ],
            failures: vec![(
                "Tuesday 15 December 2015, 9:30am".into(),
                "Office visit, Mill Lane".into(),
                "Did not attend; no reason given".into(),
            )],
            next: Some(NextAppointment {
                when: "Tuesday 22 December 2015 at 9:30am".into(),
                place: lines(&["Mill Lane office, Mill Lane, Westmarch WM1 2AB"]),
                with: "Amina Rahman".into(),
                cannot: "If you can't come, phone 01632 960040 before the appointment.".into(),
            }),
            close: "Yours sincerely".into(),
            signature: lines(&["Amina Rahman", "Responsible officer"]),
            language: vec![
                ("cy".into(), "Mae'r llythyr hwn ar gael yn Gymraeg.".into()),
                ("en".into(), "This letter is available in Welsh, large print and easy read.".into()),
            ],
            large: false,
        }
    }
}
