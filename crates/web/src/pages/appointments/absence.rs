//! One appointment's outcome on a page of its own.

use askama::Template;

use super::outcome::OutcomeForm;
use super::refusal::WayOut;
use crate::components::{CaseHeader, Entry, Fact, Facts, Here, Link, Problems, Shell};

/// One appointment with its outcome form; where problems of the form in the day are shown too.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/absence.html")]
pub struct AbsencePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Office visit, Tue 15 Dec 2015, 9:30am".
    pub heading: String,
    /// Place, officer, moved from.
    pub facts: Facts,
    /// Where it is moved or called off, while it is still to come.
    pub change: Vec<Link>,
    /// The form; nothing once an outcome is recorded.
    pub form: Option<OutcomeForm>,
    /// Earlier failures in the last 12 months, which the decision rests on.
    pub earlier: Vec<Entry>,
    /// What is recorded about this appointment already.
    pub recorded: Vec<Entry>,
}

impl AbsencePage {
    /// A made-up example, with a problem.
    pub fn sample() -> Self {
        let mut form = OutcomeForm::sample("a");
        form.outcome = form.outcome.chosen("absent");
        form.decision = form.decision.chosen("none");
        form.decision_reason = form.decision_reason.error("Say why no further action follows");
        Self {
            shell: Shell {
                has_problems: true,
                ..Shell::sample("Record an outcome – Case", Here::Day).back("My day", "/day")
            },
            case: CaseHeader::sample(""),
            problems: Problems { list: vec![("a-decision_reason".into(), "Say why no further action follows".into())] },
            heading: "Office visit, Tue 15 Dec 2015, 9:30am".into(),
            facts: Facts::from(vec![
                Fact::new("Place", "Mill Lane office, room 2"),
                Fact::new("With", "Amina Rahman"),
                Fact::new("Booked", "Tue 8 Dec 2015").note("Moved once, from Mon 14 Dec, at the person's request"),
            ]),
            change: vec![
                Link::new("Move it", "/cases/k3v/appointments/7dq/move"),
                Link::new("Call it off", "/cases/k3v/appointments/7dq/cancel"),
            ],
            form: Some(form),
            earlier: vec![Entry { id: "entry-22".into(), ..Entry::sample() }],
            recorded: Vec::new(),
        }
    }

    /// A made-up example where the next appointment can't be had.
    pub fn sample_refused() -> Self {
        let form = OutcomeForm::sample("a");
        let page = Self::sample();
        Self {
            problems: Problems {
                list: vec![("a-apart".into(), "This person can’t be booked there at that time".into())],
            },
            form: Some(OutcomeForm {
                outcome: form.outcome.chosen("complied"),
                way_out: WayOut::sample("a"),
                ..OutcomeForm::sample("a")
            }),
            ..page
        }
    }
}
