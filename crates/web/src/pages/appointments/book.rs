//! Booking an appointment.

use askama::Template;

use super::refusal::Refusal;
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Look, Problems, Shell, Token};

/// Booking an appointment.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/appointment_new.html")]
pub struct BookPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// A refusal: why in general terms, never naming anybody.
    pub refusal: Option<Refusal>,
    /// The form.
    pub token: Token,
    /// Posted as `kind`.
    pub kind: Choices,
    /// Posted as `component`: the order or requirement it counts towards.
    pub component: Choices,
    /// Posted as `date`.
    pub date: Field,
    /// Posted as `time`.
    pub time: Field,
    /// Posted as `length`, in minutes.
    pub length: Choices,
    /// Posted as `place`.
    pub place: Choices,
    /// Posted as `officer`.
    pub officer: Choices,
    /// Posted as `although_away`; asked only where whoever is to see them is away then.
    pub although_away: Option<Choices>,
    /// Where it is, when it is a visit.
    pub visit: Visit,
    /// Posted as `note`.
    pub note: Field,
    /// Posted as `one_off`: asked for only where the place is not approved.
    pub one_off: Option<Field>,
    /// Posted as `override`: a senior's, beside a refusal.
    pub override_reason: Option<Field>,
    /// What few bookings need.
    pub more: More,
    /// Beside the form: needs, the way there and onward from what was typed, the last and next appointment.
    pub mind: Facts,
}

/// Where a visit is made, folded away until the kind asks for it.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Whether it is unfolded.
    pub open: bool,
    /// Posted as `visit`: empty for their home.
    pub address: Field,
    /// Posted as `whose`.
    pub whose: Field,
    /// Posted as `near`: what a place of unpaid work is close to; none where it is a visit.
    pub near: Option<Choices>,
    /// What is known, and what is not, before somebody goes there.
    pub known: Facts,
}

/// What a place of unpaid work may be close to: nobody has assessed it, so whoever books it says.
pub fn near() -> Choices {
    let options = crate::pages::sites::assess::near().options;
    Choices::new(Look::List, "near", "What is a place of unpaid work close to?", options)
}

impl Visit {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            open: true,
            address: Field::new(Kind::Lines, "visit", "Address of the visit, or of the place of work")
                .hint("For a home visit leave it empty: 14 Fox Lane, Westmarch, ZZ1 4FX"),
            whose: Field::new(Kind::Line, "whose", "Whose it is, or what place").hint("Her sister’s, the library"),
            near: Some(near()),
            known: Facts::from(vec![
                Fact::new("Registers", "Risk to staff"),
                Fact::new("Who else lives there", "Not known: nobody was asked"),
                Fact::new("Dogs, weapons, a way out", "Not known: nobody was asked"),
            ]),
        }
    }
}

/// What few bookings need, folded away until it is asked for.
#[derive(Clone, Debug)]
pub struct More {
    /// Whether it is unfolded: something in it was typed, or is wrong.
    pub open: bool,
    /// Posted as `room`.
    pub room: Choices,
    /// Posted as `with`.
    pub with: Field,
    /// Posted as `every`: days from one to the next.
    pub every: Choices,
    /// Posted as `times`.
    pub times: Field,
    /// Posted as `leave_out`.
    pub leave_out: Choices,
}

impl BookPage {
    /// A made-up example, with a refusal.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Book an appointment – Case", Here::Day).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            refusal: Some(Refusal::sample()),
            token: Token::sample("/appointments/new"),
            kind: Choices::new(
                Look::List,
                "kind",
                "Kind",
                vec![
                    Choice::new("office", "Office visit"),
                    Choice::new("home", "Home visit"),
                    Choice::new("phone", "Phone call"),
                ],
            )
            .chosen("office"),
            component: Choices::new(
                Look::List,
                "component",
                "Counts towards",
                vec![Choice::new("rar", "Rehabilitation activity"), Choice::new("order", "The order itself")],
            )
            .chosen("order"),
            date: Field::new(Kind::Date, "date", "Date").hint("Like 22/12/2015").value("22/12/2015"),
            time: Field::new(Kind::Time, "time", "Time").hint("Like 9:30am").value("2pm"),
            length: Choices::new(
                Look::List,
                "length",
                "Length",
                vec![Choice::new("30", "30 minutes"), Choice::new("60", "1 hour")],
            )
            .chosen("30"),
            place: Choices::new(
                Look::List,
                "place",
                "Place",
                vec![Choice::new("mill", "Mill Lane office"), Choice::new("quay", "Quay House")],
            )
            .chosen("mill"),
            officer: Choices::new(
                Look::List,
                "officer",
                "With",
                vec![Choice::new("amina", "Amina Rahman (you)"), Choice::new("joel", "Joel Marsh")],
            )
            .chosen("amina"),
            although_away: None,
            visit: Visit::sample(),
            note: Field::new(Kind::Lines, "note", "What for (optional)"),
            one_off: Some(Field::new(Kind::Line, "one_off", "Why this one appointment may be held there")),
            override_reason: Some(Field::new(Kind::Line, "override", "Why it must be then and there")),
            more: More {
                open: true,
                room: Choices::new(Look::List, "room", "Room", vec![Choice::new("Interview 1", "Interview 1")]),
                with: Field::new(Kind::Line, "with", "Who else is to be there")
                    .hint("An interpreter, a social worker, a colleague by name"),
                every: Choices::new(Look::List, "every", "Again", vec![Choice::new("7", "Every week")]).chosen("7"),
                times: Field::new(Kind::Short, "times", "How many in all").value("6"),
                leave_out: Choices::new(
                    Look::Ticks,
                    "leave_out",
                    "If some of them can’t be had",
                    vec![Choice::new("yes", "Book the others")],
                ),
            },
            mind: Facts::from(vec![
                Fact::new("Needs", "Interpreter: Polish").note("The interpreter is asked for when you book"),
                Fact::new("Travel", "20 minutes to get there: allow 30; to the next one: 45 minutes to get there"),
                Fact::new("Can't come", "Mon to Wed before 9:30am: school run"),
                Fact::new("Last seen", "Tue 10 Nov 2015"),
                Fact::new("Next", "Nothing booked"),
            ]),
        }
    }
}
