//! Samples of quality: what was drawn by chance, and what was found when it was read.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Link, Look, Problems, Shell, Token};

/// A team's samples, with the form that draws another.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/samples.html")]
pub struct SamplesPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Cases of North team, drawn by chance".
    pub heading: String,
    /// As "5 cases are drawn at a time (design).".
    pub rule: String,
    /// The form that draws; none while the last sample is to be read.
    pub token: Option<Token>,
    /// As "3 cases of the last sample are to be read before there is another"; empty where there are none.
    pub to_read: String,
    /// The draws, the latest first.
    pub draws: Vec<DrawRow>,
}

/// Cases that were drawn together.
#[derive(Clone, Debug)]
pub struct DrawRow {
    /// As "Mon 14 Dec 2015, by Sana Okafor".
    pub heading: String,
    /// Its place on the page, for what is labelled by it.
    pub id: String,
    /// As "5 of 131 cases; 2 more are limited for whoever drew".
    pub of: String,
    /// Each case: who, leading to what is to be answered or was found, and what became of it.
    pub cases: Vec<(Link, String)>,
    /// Cases that whoever looks may not open; empty where there are none.
    pub hidden: String,
    /// Each question with how often each answer was given, as "3 yes, 1 partly, 0 no".
    pub counts: Vec<(String, String)>,
    /// The seed.
    pub seed: String,
    /// By what the list is known.
    pub list: String,
}

/// A case that was drawn: what is to be answered, or what was found.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/sampled.html")]
pub struct SampledPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The person, leading to their record.
    pub person: Link,
    /// Who held the case when it was drawn.
    pub about: String,
    /// What was found; none while it is to be read.
    pub found: Option<FoundHere>,
    /// The form; none once it was read.
    pub form: Option<ReadForm>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct FoundHere {
    /// Who read it, and when.
    pub by: String,
    /// Each question, with its answer.
    pub answers: Vec<(String, String)>,
    /// In words.
    pub words: String,
}

/// What is answered of a case.
#[derive(Clone, Debug)]
pub struct ReadForm {
    /// The form.
    pub token: Token,
    /// Each question, posted under its code.
    pub questions: Vec<Choices>,
    /// Posted as `words`.
    pub words: Field,
    /// Who asks these, and how far to trust that they are the right ones.
    pub asked_by: String,
}

impl SamplesPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Drawn by chance", Here::Team).back("My team’s week", "/team"),
            problems: Problems::default(),
            heading: "Cases of North team, drawn by chance".into(),
            rule: "5 cases are drawn at a time (design).".into(),
            token: Some(Token::sample("/samples/P01T1A")),
            to_read: String::new(),
            draws: vec![DrawRow {
                heading: "Mon 14 Dec 2015, by Sana Okafor".into(),
                id: "draw-1".into(),
                of: "5 of 131 cases; 2 more are limited for whoever drew".into(),
                cases: vec![
                    (Link::new("Sample, Ada", "/samples/P01T1A/2"), "To be read. With Amina Rahman then".into()),
                    (Link::new("Example, Ben", "/samples/P01T1A/3"), "Read Tue 15 Dec 2015 by Sana Okafor".into()),
                ],
                hidden: "1 case that you may not open".into(),
                counts: vec![(
                    "Was each missed appointment decided and acted on in time?".into(),
                    "3 yes, 1 partly, 0 no".into(),
                )],
                seed: "6b1f0c2e9d5a4478".into(),
                list: "3f2a".into(),
            }],
        }
    }
}

impl SampledPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let choices = ["Yes", "Partly", "No"].map(|words| Choice::new(words, words)).to_vec();
        Self {
            shell: Shell::sample("A case that was drawn", Here::Team).back("Drawn by chance", "/samples/P01T1A"),
            problems: Problems::default(),
            person: Link::new("Sample, Ada", "/cases/k3v"),
            about: "With Amina Rahman when it was drawn, Mon 14 Dec 2015".into(),
            found: Some(FoundHere {
                by: "Sana Okafor, Tue 15 Dec 2015".into(),
                answers: vec![("Was each missed appointment decided and acted on in time?".into(), "Partly".into())],
                words: "The warning of 3 December was good work; the plan has not moved since June.".into(),
            }),
            form: Some(ReadForm {
                token: Token::sample("/samples/P01T1A/2"),
                questions: vec![Choices::new(
                    Look::Segments,
                    "missed",
                    "Was each missed appointment decided and acted on in time?",
                    choices,
                )],
                words: Field::new(Kind::Lines, "words", "What you found"),
                asked_by: "This program’s own questions (design)".into(),
            }),
        }
    }
}
