//! The refusal of a restricted record, and the way through in an emergency.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell, Token};

/// A restricted record the reader has no working relationship with.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/limited.html")]
pub struct LimitedPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the emergency form.
    pub problems: Problems,
    /// Why it was refused, a sentence each.
    pub because: Vec<String>,
    /// Who can open it: name and role, phone.
    pub ask: Vec<(String, String)>,
    /// As "This attempt was recorded at 9:52am".
    pub logged: String,
    /// Emergency access, for those who may claim it.
    pub emergency: Option<Emergency>,
}

/// Emergency access to one record.
#[derive(Clone, Debug)]
pub struct Emergency {
    /// The form.
    pub token: Token,
    /// Posted as `reason`.
    pub reason: Field,
    /// As "Opens the record until 1:52pm. Sam Okoro reviews it by Wed 16 Dec."
    pub terms: String,
}

impl LimitedPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("This record is restricted", Here::Find).back("Find a person", "/find"),
            problems: Problems::default(),
            because: vec![
                "You are not working with this person now.".into(),
                "The record is restricted to named staff.".into(),
            ],
            ask: vec![
                ("Sam Okoro, senior probation officer".into(), "01632 960041".into()),
                ("Duty manager, out of hours".into(), "01632 960099".into()),
            ],
            logged: "Your attempt to open it was recorded at 9:52am.".into(),
            emergency: Some(Emergency {
                token: Token::sample("/cases/k3v/emergency"),
                reason: Field::new(Kind::Line, "reason", "Why do you need it now?").hint("Your manager reads this."),
                terms: "Opens the record until 1:52pm today. Sam Okoro reviews it by Wed 16 Dec.".into(),
            }),
        }
    }
}
