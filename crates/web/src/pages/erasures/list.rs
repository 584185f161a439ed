//! What is proposed for erasure, and what was erased.

use askama::Template;

use crate::components::{Field, Here, Link, Problems, Shell, Token, form::Kind};

/// All erasures.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/erasures.html")]
pub struct ErasuresPage {
    /// The frame.
    pub shell: Shell,
    /// What is wrong with the form.
    pub problems: Problems,
    /// As "3 erasures since the database was last scrubbed"; none where nothing is left in its files.
    pub unscrubbed: Option<String>,
    /// Waiting for a second person.
    pub waiting: Vec<Row>,
    /// Erased, the latest first.
    pub erased: Vec<Row>,
    /// Declined, the latest first.
    pub declined: Vec<Row>,
    /// Leads to any stream by the name of one of its entries, posted as `entry`; none for those who only look.
    pub find: Option<(Token, Field)>,
}

/// One erasure.
#[derive(Clone, Debug)]
pub struct Row {
    /// As "Thu 3 Mar 2016".
    pub on: String,
    /// By what authority; leads to the decision where one is owed.
    pub authority: Link,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who decided; empty while nobody has.
    pub decided_by: String,
    /// As "14 entries"; empty while nothing is erased.
    pub entries: String,
}

impl ErasuresPage {
    /// A made-up example.
    pub fn sample() -> Self {
        let row = |authority: &str, decided_by: &str, entries: &str| Row {
            on: "Mon 14 Dec 2015".into(),
            authority: Link::new(authority, "/erasures/decide/person-k3v/17"),
            proposed_by: "Ines Keeper".into(),
            decided_by: decided_by.into(),
            entries: entries.into(),
        };
        Self {
            shell: Shell::sample("Erasures", Here::Erasures).for_information_officer(),
            problems: Problems::default(),
            unscrubbed: Some("Still in the database’s files until it is scrubbed: 1 erasure".into()),
            waiting: vec![row("Retention schedule: six years after the end of the order", "", "")],
            erased: vec![row("Order of the county court", "Ivan Keeper", "14 entries")],
            declined: vec![row("Asked for by the person", "Ivan Keeper", "")],
            find: Some((
                Token::sample("/erasures"),
                Field::new(Kind::Line, "entry", "Name of an entry")
                    .hint("As a timeline, an export or verify gives it: court-…/12"),
            )),
        }
    }
}
