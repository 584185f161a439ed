//! Moving an appointment.

use askama::Template;

use super::book::Visit;
use super::cancel::askers;
use super::refusal::Refusal;
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Link, Look, Problems, Shell, Token};

/// Moving an appointment. The old time is kept.
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
    /// Posted as `room`: the place's code, a stroke, the room's name; nothing for none.
    pub room: Choices,
    /// Where it is, when it is a visit, or may be a place of unpaid work.
    pub visit: Option<Visit>,
    /// Whether it is unpaid work, which can be at a place of ours as well: of a visit no place and no room are asked for.
    pub is_work: bool,
    /// Posted as `officer`: who is to see them.
    pub officer: Choices,
    /// Posted as `although_away`: asked for where that colleague is away then.
    pub although_away: Option<Choices>,
    /// Posted as `asked_by`: `person` or `service`.
    pub asked_by: Choices,
    /// Posted as `reason`.
    pub reason: Field,
    /// Posted as `one_off`: asked for where the place is not approved.
    pub one_off: Option<Field>,
    /// Posted as `override`: a senior's, beside a refusal.
    pub override_reason: Option<Field>,
    /// Where it is called off instead.
    pub cancel: Link,
}

impl ReschedulePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Move an appointment – Case", Here::Day).back("My day", "/day"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            refusal: Some(Refusal::sample()),
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
            room: Choices::new(
                Look::List,
                "room",
                "Room (optional)",
                vec![Choice::new("mill/Interview 2", "Mill Lane office: Interview 2")],
            )
            .chosen("mill/Interview 2"),
            visit: None,
            is_work: false,
            officer: Choices::new(
                Look::List,
                "officer",
                "With",
                vec![Choice::new("P01T1A1", "Amina Rahman"), Choice::new("P01T1A2", "Peter Practitioner")],
            )
            .chosen("P01T1A1"),
            although_away: None,
            asked_by: Choices::new(Look::Stack, "asked_by", "Who asked?", askers()),
            reason: Field::new(Kind::Line, "reason", "Reason"),
            one_off: None,
            override_reason: Some(Field::new(Kind::Line, "override", "Why it must be then and there")),
            cancel: Link::new("Call it off instead", "/cases/k3v/appointments/7dq/cancel"),
        }
    }
}
