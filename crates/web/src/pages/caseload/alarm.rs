//! Putting aside the alarm of something due.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Clock, Field, Here, Look, Problems, Shell, Token, Tone};

/// Putting an alarm aside.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/alarm.html")]
pub struct AlarmPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What is due; none when it is no longer.
    pub clock: Option<Clock>,
    /// Said when somebody put it aside already, and for as long as its ground stands.
    pub aside: Option<String>,
    /// The form, with the ground that is shown.
    pub token: Token,
    /// The ground, posted as `ground`.
    pub ground: String,
    /// Posted as `why`.
    pub why: Choices,
    /// Posted as `reason`.
    pub reason: Field,
}

impl AlarmPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Put aside what is due – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            clock: Some(Clock {
                when: "Late by 3 days".into(),
                tone: Tone::Act,
                what: "Decision to make after a failure.".into(),
                person: None,
                action: None,
                why: Some(crate::components::Why::sample()),
                aside: None,
            }),
            aside: None,
            token: Token::sample("/cases/k3v/alarms/decision-after-failure.appointment-4"),
            ground: "2015-12-12 person-k3v/41".into(),
            why: Choices::new(Look::Stack, "why", "Why", vec![Choice::new("in_hand", "In hand")]),
            reason: Field::new(Kind::Lines, "reason", "For whoever looks next"),
        }
    }
}
