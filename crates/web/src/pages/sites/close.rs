//! Closing a place for good.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Problems, Shell, Token};

/// Closing a place for good.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/site_close.html")]
pub struct ClosePage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// Which place.
    pub heading: String,
    /// What is booked there, as "14 appointments are booked there from today on. They stay booked: move each of them."
    pub booked: String,
    /// The form.
    pub token: Token,
    /// Posted as `from`.
    pub from: Field,
    /// Posted as `reason`.
    pub reason: Field,
}

impl ClosePage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Close a site", Here::Sites).back("Site", "/sites/mill"),
            problems: Problems::default(),
            heading: "Mill Lane office".into(),
            booked: "14 appointments are booked there from today on. They stay booked: move each of them.".into(),
            token: Token::sample("/sites/mill/close"),
            from: Field::new(Kind::Date, "from", "First day on which nobody is seen there").hint("Like 22/12/2015"),
            reason: Field::new(Kind::Line, "reason", "Why"),
        }
    }
}
