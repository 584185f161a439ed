//! The sentence plan: what stands, with the sessions that worked on it; completing one; reviewing one.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Flag, Here, Link, Look, Problems, Shell, Token, Tone};

/// The sentence plan of a case, and the form that completes one.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/plan.html")]
pub struct PlanPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Plans there are, the latest first.
    pub plans: Vec<Plan>,
    /// Where the plan that stands is reviewed.
    pub review: Option<Link>,
    /// The form.
    pub token: Token,
    /// Posted as `order`.
    pub order: Choices,
    /// Rows for what is to be worked on.
    pub aims: Vec<Aim>,
}

/// A plan as it stands.
#[derive(Clone, Debug)]
pub struct Plan {
    /// As "Community order: completed Tue 3 Nov 2015, reviewed Mon 7 Dec 2015".
    pub heading: String,
    /// Its objectives.
    pub objectives: Vec<Objective>,
}

/// An objective as it stands.
#[derive(Clone, Debug)]
pub struct Objective {
    /// In words.
    pub words: String,
    /// What it answers.
    pub need: String,
    /// Where it stands.
    pub state: Flag,
    /// Since when, and why.
    pub note: String,
    /// How many sessions worked on it, in words.
    pub sessions: String,
    /// The latest of them.
    pub latest: Vec<Link>,
}

/// A row for something to work on: posted as `need_1` and `objective_1`.
#[derive(Clone, Debug)]
pub struct Aim {
    /// What it answers.
    pub need: Choices,
    /// In words.
    pub words: Field,
}

/// The review of a sentence plan.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/plan_review.html")]
pub struct PlanReviewPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `order`.
    pub order: String,
    /// The objectives in progress.
    pub reviewed: Vec<Reviewed>,
    /// Rows for what is worked on besides.
    pub aims: Vec<Aim>,
}

/// An objective under review.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The objective, with what it answers.
    pub words: String,
    /// How many sessions worked on it, in words.
    pub sessions: String,
    /// Posted as `state_…`.
    pub state: Choices,
    /// Posted as `reason_…`.
    pub reason: Field,
}

impl Aim {
    /// An empty row.
    pub fn new(n: usize, needs: Vec<Choice>) -> Self {
        Self {
            need: Choices::new(Look::List, &format!("need_{n}"), "What it answers", needs),
            words: Field::new(Kind::Line, &format!("objective_{n}"), &format!("Objective {n}")),
        }
    }
}

fn sample_needs() -> Vec<Choice> {
    vec![Choice::new("accommodation", "Accommodation"), Choice::new("alcohol", "Alcohol")]
}

impl PlanPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let objective = |words: &str, need: &str, tone, state: &str, note: &str, sessions: &str| Objective {
            words: words.into(),
            need: need.into(),
            state: Flag::new(tone, state),
            note: note.into(),
            sessions: sessions.into(),
            latest: vec![Link::new("Tue 8 Dec 2015", "/cases/k3v/appointments/appointment-7")],
        };
        Self {
            shell: Shell::sample("Sentence plan – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            plans: vec![Plan {
                heading: "Community order: completed Tue 3 Nov 2015, reviewed Mon 7 Dec 2015".into(),
                objectives: vec![
                    objective("Keep the tenancy", "Accommodation", Tone::Note, "In progress", "", "4 sessions"),
                    Objective {
                        latest: Vec::new(),
                        ..objective(
                            "Find work by spring",
                            "Work and training",
                            Tone::Neutral,
                            "Dropped",
                            "Mon 7 Dec 2015: cares for a parent now",
                            "No session",
                        )
                    },
                ],
            }],
            review: Some(Link::new("Review the plan", "/cases/k3v/plan/review")),
            token: Token::sample("/cases/k3v/plan"),
            order: Choices::new(Look::List, "order", "For", vec![Choice::new("order-1", "Community order")])
                .chosen("order-1"),
            aims: (1..=3).map(|n| Aim::new(n, sample_needs())).collect(),
        }
    }
}

/// Where an objective may stand, to choose from.
pub fn states() -> Vec<Choice> {
    vec![
        Choice::new("in_progress", "In progress"),
        Choice::new("achieved", "Achieved"),
        Choice::new("dropped", "Dropped: say why"),
    ]
}

impl PlanReviewPage {
    /// A made-up example, with a problem.
    pub fn sample() -> Self {
        let reviewed = |n: &str, words: &str, chosen: &str| Reviewed {
            words: words.into(),
            sessions: "4 sessions".into(),
            state: Choices::new(Look::Segments, &format!("state_{n}"), "Where it stands", states()).chosen(chosen),
            reason: Field::new(Kind::Line, &format!("reason_{n}"), "Why"),
        };
        let mut dropped = reviewed("12.2", "Find work by spring (Work and training)", "dropped");
        dropped.reason = dropped.reason.error("Say why an objective is dropped");
        Self {
            shell: Shell {
                has_problems: true,
                ..Shell::sample("Review of the plan – Case", Here::Find).back("Sentence plan", "/cases/k3v/plan")
            },
            case: CaseHeader::sample(""),
            problems: Problems { list: vec![("reason_12.2".into(), "Say why an objective is dropped".into())] },
            token: Token::sample("/cases/k3v/plan/review"),
            order: "order-1".into(),
            reviewed: vec![reviewed("12.1", "Keep the tenancy (Accommodation)", "in_progress"), dropped],
            aims: vec![Aim::new(1, sample_needs())],
        }
    }
}
