//! Adding a note: a contact that was no appointment.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token, Why};

/// Adding a note.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/note.html")]
pub struct NotePage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `contact`.
    pub contact: Choices,
    /// Posted as `date`.
    pub date: Field,
    /// Posted as `basis`: `fact`, `opinion` or `third_party`.
    pub basis: Choices,
    /// Posted as `note`.
    pub note: Field,
    /// Said where much of the note stands in an earlier one.
    pub repeats: Option<String>,
    /// How that was found, with its figures.
    pub compared: Option<Why>,
    /// What stands for the note that this was said of, posted as `seen`.
    pub seen: String,
    /// Posted as `sensitive`: `yes`, or not at all.
    pub sensitive: Choices,
    /// Posted as `instructed_by`.
    pub instructed_by: Field,
}

/// Whether a note is folded shut. It cannot be opened up again: what was told in confidence stays so.
pub fn sensitive() -> Choices {
    let hint = "Folded shut wherever it is shown. Opening it is logged, and it stays so.";
    Choices::new(Look::Ticks, "sensitive", "Handling", vec![Choice::new("yes", "Sensitive").hint(hint)])
}

/// Whose word a note is.
pub fn bases() -> Vec<Choice> {
    vec![
        Choice::new("fact", "Seen or done by me"),
        Choice::new("opinion", "My judgement"),
        Choice::new("third_party", "Told by somebody else"),
    ]
}

impl NotePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Add a note – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/note"),
            contact: Choices::new(
                Look::List,
                "contact",
                "Kind",
                vec![Choice::new("NOTE", "Note"), Choice::new("PHONE", "Telephone call")],
            )
            .chosen("PHONE"),
            date: Field::new(Kind::Date, "date", "Day it happened").value("15/12/2015"),
            basis: Choices::new(Look::Stack, "basis", "Whose word is it?", bases()).chosen("fact"),
            note: Field::new(Kind::Lines, "note", "Note").value("Rang to say the bus was late."),
            repeats: Some("Much of this stands in the note of Tue 3 Nov 2015.".into()),
            compared: Some(Why::sample()),
            seen: String::new(),
            sensitive: sensitive(),
            instructed_by: Field::new(Kind::Line, "instructed_by", "On whose instruction, if anybody's")
                .hint("Leave empty when it is your own entry."),
        }
    }
}
