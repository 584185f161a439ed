//! One arrangement to keep people apart: looked at again, or ended.

use askama::Template;

use super::apart::Arranged;
use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// The arrangement and the form.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/apart_review.html")]
pub struct ApartReviewPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The arrangement.
    pub arranged: Arranged,
    /// Bookings that were let be, with who did and why.
    pub overridden: Vec<String>,
    /// What it came to touch after it was made.
    pub later: Vec<String>,
    /// The form; none once it has ended.
    pub form: Option<ReviewForm>,
}

/// The form.
#[derive(Clone, Debug)]
pub struct ReviewForm {
    /// Hidden fields.
    pub token: Token,
    /// Posted as `what`: `on`, `end`, a senior’s `confirm`, or of whoever left a group `release` or `retain`, with who and which.
    pub what: Choices,
    /// Posted as `reason`.
    pub reason: Field,
    /// Posted as `confidence`.
    pub confidence: Choices,
    /// Posted as `review_on`.
    pub review_on: Field,
    /// Posted as `until`.
    pub until: Field,
}

impl ApartReviewPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Kept apart", Here::Find).back("Find", "/find"),
            problems: Problems::default(),
            arranged: Arranged::sample(),
            overridden: vec![
                "Mon 14 Dec 2015, 10am, Mill Lane: let be by Sam Okoro. Two staff, separate doors.".into(),
            ],
            later: vec![
                "Somebody came to it with Northside, Mon 7 Dec 2015: 2 bookings were touched".into(),
                "Sample, Ada left Northside on Mon 14 Dec 2015: still kept apart until a senior confirms that it ends"
                    .into(),
            ],
            form: Some(ReviewForm {
                token: Token::sample("/apart/keepapart-k3v"),
                what: Choices::new(
                    Look::Stack,
                    "what",
                    "What now?",
                    vec![
                        Choice::new(
                            "release person-k3v Northside",
                            "Sample, Ada need not be kept apart for Northside any more",
                        ),
                        Choice::new(
                            "retain person-k3v Northside",
                            "Sample, Ada stays kept apart, though they left Northside",
                        ),
                        Choice::new("on", "It goes on"),
                        Choice::new("end", "It ends today"),
                    ],
                )
                .chosen("on"),
                reason: Field::new(Kind::Lines, "reason", "What was found"),
                confidence: Choices::new(
                    Look::List,
                    "confidence",
                    "How far the source is believed now",
                    vec![Choice::new("likely", "Likely")],
                )
                .chosen("likely"),
                review_on: Field::new(Kind::Date, "review_on", "Looked at again by"),
                until: Field::new(Kind::Date, "until", "Last day, if one is known"),
            }),
        }
    }
}
