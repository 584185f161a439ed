//! A legal hold: nothing is erased while it stands.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell, Token};

/// Placing or lifting a legal hold.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/erasure_hold.html")]
pub struct HoldPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "A hold stands since 3 Mar 2015: Independent inquiry."
    pub state: String,
    /// The form.
    pub token: Token,
    /// Posted as `what`: `place` or `lift`.
    pub what: String,
    /// Posted as `authority`.
    pub authority: Field,
    /// The words of the button.
    pub button: String,
}

impl HoldPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Legal hold", Here::Erasures).for_information_officer().back("Erasures", "/erasures"),
            problems: Problems::default(),
            state: "A hold stands since 3 Mar 2015: Independent inquiry.".into(),
            token: Token::sample("/erasures/hold/person-k3v"),
            what: "lift".into(),
            authority: Field::new(Kind::Line, "authority", "Who decided that it may be lifted?"),
            button: "Lift the hold".into(),
        }
    }
}
