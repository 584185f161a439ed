//! Putting an entry right.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Entry, Field, Here, Look, Problems, Shell, Token};

/// Putting an entry right: something in it is wrong, or it is about another person.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/correction.html")]
pub struct CorrectionPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The entry as it stands.
    pub entry: Entry,
    /// The form.
    pub token: Token,
    /// Posted as `what`: `details` or `wrong_person`.
    pub what: Choices,
    /// Posted as `outcome`, where the entry holds one.
    pub outcome: Option<Choices>,
    /// The fields that can be replaced, holding what stands now.
    pub fields: Vec<Field>,
    /// Posted as `sensitive`; none where it is sensitive already, for it stays so.
    pub sensitive: Option<Choices>,
    /// Whose entry it is, posted as `other_crn`.
    pub other_person: Field,
    /// Why, posted as `reason`.
    pub reason: Field,
    /// Who is told, as "Two people who read it since will be told".
    pub told: String,
}

impl CorrectionPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Put an entry right – Case", Here::Find).back("Timeline", "/cases/k3v/timeline"),
            case: CaseHeader::sample("Timeline"),
            problems: Problems::default(),
            entry: Entry { correct: None, ..Entry::sample() },
            token: Token::sample("/entries/k3v-41/correct"),
            what: Choices::new(
                Look::Stack,
                "what",
                "What is wrong?",
                vec![
                    Choice::new("details", "Something in it is wrong")
                        .hint("The entry is replaced. What it said before stays for auditors."),
                    Choice::new("wrong_person", "It is about somebody else")
                        .hint("It leaves this record and is recorded for the right person, in one step."),
                ],
            )
            .chosen("details"),
            outcome: None,
            fields: vec![
                Field::new(Kind::Date, "happened_date", "Date it happened").value("15/12/2015"),
                Field::new(Kind::Time, "happened_time", "Time").value("9:30am"),
                Field::new(Kind::Lines, "text", "What it says").value("Brought the housing letter."),
            ],
            sensitive: Some(super::note::sensitive()),
            other_person: Field::new(Kind::Short, "other_crn", "CRN of the right person")
                .hint("Leave empty if you don't know: it is kept aside for your manager."),
            reason: Field::new(Kind::Line, "reason", "Why is it being put right?"),
            told: "Two people opened this entry since it was recorded. They will be told.".into(),
        }
    }
}
