//! Signing a month off: of each person not seen in time, why or what is done.

use askama::Template;

use crate::components::form::Kind;
use crate::components::{Field, Here, Link, Problems, Shell, Token, Why};

/// Signing a month off.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/contact_sign_off.html")]
pub struct SignOffPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "Sign off November 2015".
    pub heading: String,
    /// As "Due by Mon 7 Dec 2015. 312 running cases, 1 not seen in time".
    pub summary: String,
    /// Why by then.
    pub why: Option<Why>,
    /// The form.
    pub token: Token,
    /// Those not seen in time.
    pub cases: Vec<CaseToSign>,
    /// That others are counted, and on whose day it is asked what is done; empty where there are none.
    pub left_out: String,
    /// What list is signed for: as it is now, or as it stood.
    pub as_of: String,
}

/// Somebody not seen in time.
#[derive(Clone, Debug)]
pub struct CaseToSign {
    /// Who.
    pub person: Link,
    /// As "43 days, since Mon 2 Nov 2015. Nothing booked".
    pub about: String,
    /// Posted as `action-…`.
    pub action: Field,
}

impl SignOffPage {
    /// A made-up example, with a problem.
    pub fn sample() -> Self {
        let words = "Say of each person why, or what is done about it";
        Self {
            shell: Shell {
                has_problems: true,
                ..Shell::sample("Sign off contact", Here::Contact).back("No attended contact since", "/contact/since")
            },
            problems: Problems { list: vec![("action-k1v".into(), words.into())] },
            heading: "Sign off November 2015".into(),
            summary: "Due by Mon 7 Dec 2015. 312 running cases, 2 not seen face to face in time.".into(),
            why: Some(Why::sample()),
            token: Token::sample("/contact/sign-off/2015-11"),
            cases: vec![CaseToSign {
                person: Link::new("Sample, Ada", "/cases/k1v"),
                about: "43 days, since Mon 2 Nov 2015. Nothing booked. Held by Amina Rahman.".into(),
                action: Field::new(Kind::Line, "action-k1v", "Why, or what is done").error(words),
            }],
            left_out: "1 of them is a restricted record, or another team’s by now. It is counted. What is done \
                       about it is asked on one senior’s day, which may be yours."
                .into(),
            as_of: "You sign for the list as it stood at the end of Mon 7 Dec 2015, the last day for it. It cannot be \
                    changed afterwards."
                .into(),
        }
    }
}
