//! Completing a sentence plan.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Fact, Facts, Field, Here, Look, Problems, Shell, Token};

/// Completing a sentence plan.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/plan.html")]
pub struct PlanPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `order`.
    pub order: Choices,
    /// Posted as `objectives`, a line each.
    pub objectives: Field,
    /// Plans there are already, oldest first.
    pub plans: Facts,
}

impl PlanPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Sentence plan – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/plan"),
            order: Choices::new(Look::List, "order", "For", vec![Choice::new("order-1", "Community order")])
                .chosen("order-1"),
            objectives: Field::new(Kind::Lines, "objectives", "What is to be worked on")
                .hint("A line each.")
                .value("Keep the tenancy\nFinish the unpaid work by May"),
            plans: Facts::from(vec![Fact::new("Tue 3 Nov 2015", "Keep the tenancy")]),
        }
    }
}
