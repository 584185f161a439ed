//! Moving or cancelling an appointment.

use askama::Template;

use super::book::Refusal;
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Look, Problems, Shell, Token};

/// Moving or cancelling an appointment. The old time is kept.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/appointment_move.html")]
pub struct ReschedulePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// A refusal.
    pub refusal: Option<Refusal>,
    /// The appointment as it stands.
    pub facts: Facts,
    /// The form.
    pub token: Token,
    /// Posted as `date`.
    pub date: Field,
    /// Posted as `time`.
    pub time: Field,
    /// Posted as `place`.
    pub place: Choices,
    /// Posted as `asked_by`: `person` or `service`.
    pub asked_by: Choices,
    /// Posted as `reason`.
    pub reason: Field,
    /// The form that cancels it instead; it posts `reason` too.
    pub cancel: Option<Token>,
}

impl ReschedulePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Move an appointment – Case", Here::Day).back("My day", "/day"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            refusal: None,
            facts: Facts::from(vec![
                Fact::new("Now", "Office visit, Tue 15 Dec 2015, 2pm").note("Booked Tue 8 Dec 2015 by Amina Rahman"),
                Fact::new("Place", "Mill Lane office, room 2"),
            ]),
            token: Token::sample("/appointments/7dq/move"),
            date: Field::new(Kind::Date, "date", "New date").hint("Like 22/12/2015"),
            time: Field::new(Kind::Time, "time", "New time").hint("Like 9:30am"),
            place: Choices::new(
                Look::List,
                "place",
                "Place",
                vec![Choice::new("mill", "Mill Lane office"), Choice::new("quay", "Quay House")],
            )
            .chosen("mill"),
            asked_by: Choices::new(
                Look::Stack,
                "asked_by",
                "Who asked?",
                vec![
                    Choice::new("person", "The person on probation"),
                    Choice::new("service", "We did").hint("Never counts against the person."),
                ],
            ),
            reason: Field::new(Kind::Line, "reason", "Reason"),
            cancel: Some(Token::sample("/appointments/7dq/cancel")),
        }
    }
}
