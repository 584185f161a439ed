//! Signing in.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell};

/// The sign-in page. A demonstration lists its named roles, each a button that signs in.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/sign_in.html")]
pub struct SignInPage {
    /// The frame, with nobody signed in.
    pub shell: Shell,
    /// What is wrong.
    pub problems: Problems,
    /// Where both forms are posted.
    pub action: String,
    /// The form secret.
    pub csrf: String,
    /// Where to go afterwards: a path of ours, so that work in hand is taken up again.
    pub then: String,
    /// The named roles of a demonstration; none in a real service.
    pub roles: Vec<DemoRole>,
    /// User name, posted as `user`; `None` in a demonstration without passwords.
    pub user: Option<Field>,
    /// Id and problem of the password, posted as `password`.
    pub password_error: Option<String>,
}

/// A role of the demonstration, posted as `role`.
#[derive(Clone, Debug)]
pub struct DemoRole {
    /// What is posted.
    pub value: String,
    /// The person's name.
    pub name: String,
    /// Role.
    pub role: String,
    /// Organisation.
    pub organisation: String,
    /// What they can try.
    pub hint: String,
}

impl SignInPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let role = |value: &str, name: &str, role: &str, organisation: &str, hint: &str| DemoRole {
            value: value.into(),
            name: name.into(),
            role: role.into(),
            organisation: organisation.into(),
            hint: hint.into(),
        };
        Self {
            shell: Shell { signed_in: None, ..Shell::sample("Sign in", Here::Elsewhere) },
            problems: Problems::default(),
            action: "/sign-in".into(),
            csrf: "c5r4f".into(),
            then: "/day".into(),
            roles: vec![
                role(
                    "officer",
                    "Amina Rahman",
                    "Probation practitioner",
                    "Westmarch CRC",
                    "A full day: seven appointments, two decisions due.",
                ),
                role(
                    "court",
                    "Gwen Pritchard",
                    "Court duty officer",
                    "National Probation Service",
                    "Thirty-four defendants in five rooms this morning.",
                ),
                role(
                    "senior",
                    "Sam Okoro",
                    "Senior probation officer",
                    "Westmarch CRC",
                    "What the team has due, late and unknown.",
                ),
                role(
                    "auditor",
                    "Ruth Feld",
                    "Auditor",
                    "Contract Assurance",
                    "Reads everything in scope, writes nothing.",
                ),
            ],
            user: Some(Field::new(Kind::Line, "user", "User name")),
            password_error: None,
        }
    }
}
