//! When somebody is away, and who covers.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// When somebody is away.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/away.html")]
pub struct AwayPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "When Amina Rahman is away".
    pub heading: String,
    /// Absences from today on, a sentence each.
    pub absences: Vec<String>,
    /// Says that they are back, posted with `on`; none while they are at work.
    pub back: Option<(Token, Field)>,
    /// The form.
    pub token: Token,
    /// Posted as `from`.
    pub from: Field,
    /// Posted as `until`.
    pub until: Field,
    /// Posted as `kind`.
    pub kind: Choices,
    /// Posted as `cover`.
    pub cover: Choices,
    /// Posted as `override`: beside a refusal because people must be kept apart.
    pub override_reason: Option<Field>,
}

impl AwayPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Away", Here::Team).back("My team’s week", "/team"),
            problems: Problems::default(),
            heading: "When Amina Rahman is away".into(),
            absences: vec!["Mon 14 Dec 2015 to Fri 18 Dec 2015: on leave. Peter Practitioner covers.".into()],
            back: Some((
                Token::sample("/away/P01T1A1/back"),
                Field::new(Kind::Date, "on", "First day at work again").value("15/12/2015"),
            )),
            token: Token::sample("/away/P01T1A1"),
            from: Field::new(Kind::Date, "from", "First day away").hint("Like 21/12/2015"),
            until: Field::new(Kind::Date, "until", "Last day away").hint("Leave it empty while nobody knows"),
            kind: Choices::new(Look::Segments, "kind", "Why", vec![Choice::new("leave", "On leave")]),
            cover: Choices::new(
                Look::List,
                "cover",
                "Who answers for the cases meanwhile",
                vec![Choice::new("P01T1A2", "Peter Practitioner")],
            ),
            override_reason: None,
        }
    }
}
