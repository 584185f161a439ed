//! Calling off an appointment. What was booked stays on record.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Look, Problems, Shell, Token};

/// Calling off an appointment that is still to come.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/appointment_cancel.html")]
pub struct CancelPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The appointment as it stands.
    pub facts: Facts,
    /// The form.
    pub token: Token,
    /// Posted as `which`, of one of a series: `this` or `onward`.
    pub which: Option<Choices>,
    /// Posted as `asked_by`: `person` or `service`.
    pub asked_by: Choices,
    /// Posted as `reason`.
    pub reason: Field,
}

/// Who asks for an appointment to be moved or called off.
pub fn askers() -> Vec<Choice> {
    vec![
        Choice::new("person", "The person on probation"),
        Choice::new("service", "We did").hint("Never counts against the person."),
    ]
}

impl CancelPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Call off an appointment – Case", Here::Day).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            facts: Facts::from(vec![
                Fact::new("Now booked", "Office appointment, Tue 22 Dec 2015, 2pm"),
                Fact::new("Place", "Mill Lane office, Interview 2"),
                Fact::new("With", "Amina Rahman"),
            ]),
            token: Token::sample("/cases/k3v/appointments/7dq/cancel"),
            which: Some(
                Choices::new(
                    Look::Stack,
                    "which",
                    "It is one of a series",
                    vec![
                        Choice::new("this", "Only this one"),
                        Choice::new("onward", "This one and the 3 after it, until Tue 19 Jan 2016"),
                    ],
                )
                .chosen("this"),
            ),
            asked_by: Choices::new(Look::Stack, "asked_by", "Who asked?", askers()),
            reason: Field::new(Kind::Line, "reason", "Why"),
        }
    }
}
