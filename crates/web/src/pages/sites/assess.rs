//! Saying what a place is fit for.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// Saying what a place is fit for.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site_assess.html")]
pub struct AssessPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Which place.
    pub heading: String,
    /// The form.
    pub token: Token,
    /// Posted as `approved`: `yes` or `no`, as are the next three.
    pub approved: Choices,
    /// Posted as `private`.
    pub private: Choices,
    /// Posted as `alarm`.
    pub alarm: Choices,
    /// Posted as `lone_working`.
    pub lone_working: Choices,
    /// Posted as `near`: `none`, `licensed_premises`, `school` or `both`.
    pub near: Choices,
    /// Posted as `until`.
    pub until: Field,
    /// Posted as `conditions`.
    pub conditions: Field,
}

/// A question with two answers.
pub fn yes_or_no(name: &str, legend: &str, yes: &str, no: &str) -> Choices {
    Choices::new(Look::Stack, name, legend, vec![Choice::new("yes", yes), Choice::new("no", no)])
}

/// What a place may be close to.
pub fn near() -> Choices {
    let options = vec![
        Choice::new("none", "Neither of these"),
        Choice::new("licensed_premises", "A public house, or a shop that sells alcohol"),
        Choice::new("school", "A school or nursery"),
        Choice::new("both", "Both"),
    ];
    Choices::new(Look::Stack, "near", "What is it close to?", options)
}

impl AssessPage {
    /// A made-up example, with a problem.
    pub fn sample() -> Self {
        Self {
            shell: Shell {
                has_problems: true,
                ..Shell::sample("Assess a site", Here::Sites).back("Site", "/sites/mill")
            },
            problems: Problems { list: vec![("until".into(), "Say until when: a day within 12 months".into())] },
            heading: "Mill Lane office".into(),
            token: Token::sample("/sites/mill/assess"),
            approved: yes_or_no("approved", "May people be seen there?", "Yes", "No").chosen("yes"),
            private: yes_or_no("private", "Is a conversation private?", "Yes", "No: it can be overheard").chosen("yes"),
            alarm: yes_or_no("alarm", "Can staff call for help?", "Yes", "No").chosen("yes"),
            lone_working: yes_or_no("lone_working", "May staff be there alone with somebody?", "Yes", "No")
                .chosen("no"),
            near: near().chosen("none"),
            until: Field::new(Kind::Date, "until", "Approved until")
                .hint("Like 22/12/2015: at the latest in 12 months")
                .error("Say until when: a day within 12 months"),
            conditions: Field::new(Kind::Lines, "conditions", "What must be kept to, or why it is not approved"),
        }
    }
}
