//! Where somebody lives, has lived, or can be written to; and recording another address.

use askama::Template;

use super::overview::Concern;
use crate::components::form::Kind;
use crate::components::{CaseHeader, Choice, Choices, Field, Flag, Here, Link, Look, Problems, Shell, Token, Tone};

/// The addresses of a person, and the form that records another.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_addresses.html")]
pub struct AddressesPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// What is wrong with the form.
    pub problems: Problems,
    /// What no longer fits where they live: visits, letters, others who live there.
    pub touched: Vec<Concern>,
    /// Those that count, where they live first.
    pub now: Vec<AddressLine>,
    /// Those that are over, newest first.
    pub before: Vec<AddressLine>,
    /// Hidden fields.
    pub token: Token,
    /// The form.
    pub form: AddressFields,
}

/// An address.
#[derive(Clone, Debug)]
pub struct AddressLine {
    /// As "Main address".
    pub kind: Flag,
    /// The address in a line; empty where there is none.
    pub line: String,
    /// As "Since Tue 1 Dec 2015. Source: he says so himself."
    pub known: String,
    /// Where it is ended or put right.
    pub change: Link,
}

/// What is asked of an address.
#[derive(Clone, Debug)]
pub struct AddressFields {
    /// Posted as `kind`.
    pub kind: Choices,
    /// Posted as `address`.
    pub address: Field,
    /// Posted as `from`.
    pub from: Field,
    /// Posted as `until`.
    pub until: Field,
    /// Posted as `said_by`.
    pub said_by: Field,
}

impl AddressFields {
    /// The fields with nothing in them; `kinds` are what an address can be.
    pub fn new(kinds: Vec<Choice>) -> Self {
        Self {
            kind: Choices::new(Look::List, "kind", "What it is to them", kinds),
            address: Field::new(Kind::Lines, "address", "Address")
                .hint("A line each, the postcode last. Of no fixed abode: where they are met, or nothing"),
            from: Field::new(Kind::Date, "from", "From").hint("Like 1/12/2015"),
            until: Field::new(Kind::Date, "until", "Last day, if it is over"),
            said_by: Field::new(Kind::Line, "said_by", "Who says so")
                .hint("Themselves, the court, a colleague who was there"),
        }
    }
}

impl AddressLine {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            kind: Flag::new(Tone::Good, "Main address"),
            line: "12 Example Row, Westmarch, WM3 4CD".into(),
            known: "Since Tue 1 Dec 2015. Source: she says so herself.".into(),
            change: Link::new("They left, or it is wrong", "/cases/k3v/addresses/9"),
        }
    }
}

impl AddressesPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Addresses – Case", Here::Find).back("Case overview", "/cases/k3v"),
            case: CaseHeader::sample(""),
            problems: Problems::default(),
            touched: vec![Concern {
                tone: Tone::Soon,
                text: "A home visit on Tue 22 Dec 2015, 2pm is booked at 3 Old Street, WM1 1AA, where they live no longer.".into(),
                change: "Move it: it is then at the address they have now.".into(),
                why: None,
                actions: vec![Link::new("Move it", "/cases/k3v/appointments/7dq/move")],
            }],
            now: vec![AddressLine::sample()],
            before: vec![AddressLine {
                kind: Flag::new(Tone::Neutral, "Main address"),
                line: "3 Old Street, WM1 1AA".into(),
                known: "From Mon 2 Jun 2014, until they lived elsewhere. Source: the court.".into(),
                change: Link::new("It is wrong", "/cases/k3v/addresses/2"),
            }],
            token: Token::sample("/cases/k3v/addresses"),
            form: AddressFields::new(vec![Choice::new("main", "Main address")]),
        }
    }
}
