//! Making an assessment of risk.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// Making an assessment.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/assess.html")]
pub struct AssessPage {
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
    /// Posted as `judgement`.
    pub judgement: Field,
    /// A level for each group: posted as `harm:GROUP:SETTING`.
    pub harm: Vec<Choices>,
    /// When the answers were last given; empty when never.
    pub prefilled: String,
    /// The questions, grouped.
    pub groups: Vec<AnswerGroup>,
}

/// Questions that stand together.
#[derive(Clone, Debug)]
pub struct AnswerGroup {
    /// Their heading.
    pub heading: String,
    /// Days, numbers and choices.
    pub answers: Vec<Part>,
    /// What is ticked where it is so, under a legend.
    pub ticks: Vec<(String, Vec<Tick>)>,
}

/// An answer.
#[derive(Clone, Debug)]
pub enum Part {
    /// That is typed.
    Typed(Field),
    /// That is chosen.
    Chosen(Choices),
}

/// A box to tick.
#[derive(Clone, Debug)]
pub struct Tick {
    /// The posted name, and the id.
    pub name: String,
    /// The label.
    pub label: String,
    /// Whether it is ticked.
    pub ticked: bool,
}

impl AssessPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let levels = || {
            [("low", "Low"), ("medium", "Medium"), ("high", "High")]
                .map(|(code, words)| Choice::new(code, words))
                .to_vec()
        };
        let harm = |name: &str, label: &str| Choices::new(Look::List, name, label, levels()).chosen("medium");
        let tick = |name: &str, label: &str, ticked| Tick { name: name.into(), label: label.into(), ticked };
        Self {
            shell: Shell::sample("Assess risk – Case", Here::Find).back("Risk", "/cases/k3v/risk"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/assess"),
            order: Choices::new(Look::List, "order", "Under", vec![Choice::new("order-1", "Community order")])
                .chosen("order-1"),
            judgement: Field::new(
                Kind::Lines,
                "judgement",
                "Your judgement: who might be harmed, how, and what holds it",
            )
            .value("Settled when work and a room hold; harm is likeliest when both go."),
            harm: vec![
                harm("harm", "Children"),
                harm("harm:public", "The public"),
                harm("harm:known_adult", "A known adult"),
            ],
            prefilled: "The answers are those of Mon 3 Aug 2015: change what is different now.".into(),
            groups: vec![AnswerGroup {
                heading: "What is on record".into(),
                answers: vec![
                    Part::Typed(Field::new(Kind::Date, "dateOfCurrentConviction", "Convicted on").value("2015-08-03")),
                    Part::Typed(Field::new(Kind::Short, "ageAtFirstSanction", "Age at the first sanction").value("17")),
                    Part::Chosen(Choices::new(
                        Look::List,
                        "isUnemployed",
                        "Unemployed",
                        vec![Choice::new("true", "Yes"), Choice::new("false", "No")],
                    )),
                ],
                ticks: vec![(
                    "Convicted before of".into(),
                    vec![
                        tick("previousConvictions:ROBBERY", "Robbery", true),
                        tick("previousConvictions:NONE", "None of these", false),
                    ],
                )],
            }],
        }
    }
}
