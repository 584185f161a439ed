//! How somebody may be reached.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// How somebody may be reached.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/reach.html")]
pub struct ReachPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// The form.
    pub token: Token,
    /// Posted as `mobile`.
    pub mobile: Field,
    /// Posted as `email`.
    pub email: Field,
    /// Posted as `email_source`: who gave the address.
    pub email_source: Field,
    /// Posted as `emails`: `yes`, `no` or `not_asked`.
    pub emails: Choices,
    /// Posted as `texts`: `yes`, `no` or `not_asked`.
    pub texts: Choices,
    /// Posted as `prefers`: `text`, `post` or `neither`.
    pub prefers: Choices,
    /// Posted as `wording`: `discreet`, or not at all.
    pub wording: Choices,
    /// Posted as `language`: `english`, `welsh` or `not_asked`.
    pub language: Choices,
    /// What a text would say.
    pub example: String,
    /// How far its wording can be trusted; empty where nothing is to be said.
    pub checked: String,
}

/// Whether texts are safe.
pub fn texts() -> Choices {
    let options = vec![
        Choice::new("yes", "Yes, they say so"),
        Choice::new("no", "No"),
        Choice::new("not_asked", "Nobody has asked them"),
    ];
    Choices::new(Look::Stack, "texts", "Are texts safe?", options)
        .hint("Somebody else may read them. Without a yes no text is sent.")
}

/// Whether reminders may go by e-mail.
pub fn emails() -> Choices {
    let options = vec![
        Choice::new("yes", "Yes, they say so"),
        Choice::new("no", "No"),
        Choice::new("not_asked", "Nobody has asked them"),
    ];
    Choices::new(Look::Stack, "emails", "May reminders go by e-mail?", options)
        .hint("Where texts are safe and wanted, a text goes instead. Nothing but reminders goes by e-mail.")
}

/// How they would rather be reached.
pub fn prefers() -> Choices {
    let options = vec![
        Choice::new("text", "By text").hint("They are reminded of each appointment the day before."),
        Choice::new("post", "By post"),
        Choice::new("neither", "By neither: tell them when they come"),
    ];
    Choices::new(Look::Stack, "prefers", "How they would rather be reached", options)
}

/// How much a text gives away.
pub fn wording() -> Choices {
    let hint = "A text then holds day, time and telephone, and names neither us nor the place.";
    let options = vec![Choice::new("discreet", "Do not name the service").hint(hint)];
    Choices::new(Look::Ticks, "wording", "Wording", options)
}

/// The language of what is sent.
pub fn language() -> Choices {
    let options = vec![
        Choice::new("english", "English"),
        Choice::new("welsh", "Welsh"),
        Choice::new("not_asked", "Nobody has asked them"),
    ];
    Choices::new(Look::Stack, "language", "Language for letters and texts", options)
}

impl ReachPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("How to reach them – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            token: Token::sample("/cases/k3v/reach"),
            mobile: Field::new(Kind::Short, "mobile", "Mobile number").value("07700 900123"),
            email: Field::new(Kind::Line, "email", "E-mail address").value("ada.sample@example.org"),
            email_source: Field::new(Kind::Line, "email_source", "Who gave it").value("She did, at induction"),
            emails: emails().chosen("yes"),
            texts: texts().chosen("yes"),
            prefers: prefers().chosen("text"),
            wording: wording(),
            language: language().chosen("english"),
            checked: String::new(),
            example: "Reminder from Westmarch CRC: you have an appointment on Wednesday 16 December at 9:30am, at Mill Lane office. If you cannot come, ring 01632 960040.".into(),
        }
    }
}
