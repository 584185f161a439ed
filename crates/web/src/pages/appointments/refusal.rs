//! What is said where people must be kept apart, the same on every form that books, and the ways out.

use askama::Template;
use askama::filters::HtmlSafe;

use crate::components::Field;
use crate::components::form::Kind;

/// A booking that can't be made, and what can.
#[derive(Clone, Debug, Template)]
#[template(path = "components/refusal.html")]
pub struct Refusal {
    /// The id, unique on the page; a problem links to it.
    pub id: String,
    /// As "Mill Lane on Tue 22 Dec 2015, 2pm can't be booked for this person."
    pub text: String,
    /// Who to ask.
    pub ask: String,
    /// Free times offered instead: what is posted as `offer`, and what is read, with the way there. Each is a button.
    pub offers: Vec<(String, String)>,
}

impl HtmlSafe for Refusal {}

impl Refusal {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            id: "apart".into(),
            text: "Mill Lane on Tue 22 Dec 2015, 2pm can’t be booked for this person.".into(),
            ask: "If it must be then and there, ask Sam Okoro, senior probation officer.".into(),
            offers: vec![
                ("2015-12-22T09:00 mill".into(), "Tue 22 Dec, in the morning, Mill Lane".into()),
                ("2015-12-23T09:00 mill".into(), "Wed 23 Dec, in the morning, Mill Lane".into()),
                (
                    "2015-12-22T14:00 quay".into(),
                    "Tue 22 Dec, in the afternoon, Quay House (15 minutes to get there: allow 30)".into(),
                ),
            ],
        }
    }
}

/// The ways out of an outcome whose next appointment can't be had: nothing of it is recorded yet.
#[derive(Clone, Debug, Default)]
pub struct WayOut {
    /// What is said where people must be kept apart.
    pub refusal: Option<Refusal>,
    /// Posted as `override`: a senior's, beside a refusal.
    pub override_reason: Option<Field>,
    /// What is said beside the button that records the outcome alone; none where something else is wrong too.
    pub alone: Option<String>,
}

impl WayOut {
    /// A made-up example in a form whose ids start with `prefix`.
    pub fn sample(prefix: &str) -> Self {
        let reason = Field::new(Kind::Line, "override", "Why it must be then and there");
        Self {
            refusal: Some(Refusal { id: format!("{prefix}-apart"), ..Refusal::sample() }),
            override_reason: Some(reason.within(prefix)),
            alone: Some(
                "Nothing is recorded yet. What came of this appointment can be recorded now, and the next one booked \
                 afterwards."
                    .into(),
            ),
        }
    }
}
