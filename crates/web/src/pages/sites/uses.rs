//! Saying which other organisations see people at a place.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Choice, Choices, Field, Here, Look, Problems, Shell, Token};

/// Who else uses a place.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site_uses.html")]
pub struct UsesPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Which place.
    pub heading: String,
    /// The organisations that are said to use it, by name.
    pub used_by: Vec<String>,
    /// The form.
    pub token: Token,
    /// Posted as `organisation`.
    pub organisation: Choices,
    /// Posted as `what`: `begins` or `ends`.
    pub what: Choices,
    /// Posted as `from`.
    pub from: Field,
}

impl UsesPage {
    /// What can change.
    pub fn changes() -> Vec<Choice> {
        vec![Choice::new("begins", "They see people there"), Choice::new("ends", "They no longer do")]
    }

    /// A made-up example.
    pub fn sample() -> Self {
        let others = vec![Choice::new("Q02", "Quay Rehabilitation"), Choice::new("N00", "National Probation Service")];
        Self {
            shell: Shell::sample("Who else uses a site", Here::Sites).back("Site", "/sites/mill"),
            problems: Problems::default(),
            heading: "Mill Lane office".into(),
            used_by: vec!["Quay Rehabilitation".into()],
            token: Token::sample("/sites/mill/uses"),
            organisation: Choices::new(Look::List, "organisation", "Organisation", others),
            what: Choices::new(Look::Segments, "what", "What changes", Self::changes()),
            from: Field::new(Kind::Date, "from", "From").value("15/12/2015"),
        }
    }
}
