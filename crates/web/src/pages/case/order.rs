//! The order and its requirements.

use askama::Template;

use super::overview::Requirement;
use crate::components::{CaseHeader, Fact, Facts, Flag, Here, Shell, Tone, Why};

/// The order and its requirements.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/case_order.html")]
pub struct OrderPage {
    /// The frame.
    pub shell: Shell,
    /// Who, which order, what to be careful about.
    pub case: CaseHeader,
    /// Each order, the live one first.
    pub orders: Vec<Order>,
}

/// One order.
#[derive(Clone, Debug)]
pub struct Order {
    /// As "Community order, 12 months".
    pub name: String,
    /// Live, ended, revoked.
    pub flag: Flag,
    /// Court, date, offence, ends, last day to lay a breach.
    pub facts: Facts,
    /// Its requirements.
    pub requirements: Vec<Requirement>,
    /// Who answers for what, and since when.
    pub accountable: Facts,
}

impl OrderPage {
    /// A made-up example.
    pub fn sample() -> Self {
        Self {
            shell: Shell::sample("Order and requirements – Case", Here::Find).back("My day", "/day"),
            case: CaseHeader::sample("Order and requirements"),
            orders: vec![Order {
                name: "Community order, 12 months".into(),
                flag: Flag::new(Tone::Good, "In force"),
                facts: Facts::from(vec![
                    Fact::new("Made by", "Westmarch Magistrates' Court, Mon 4 May 2015"),
                    Fact::new("For", "Common assault"),
                    Fact::new("Ends", "Tue 3 May 2016").note("4 months and 18 days left"),
                    Fact::new("Last day to lay a breach", "Tue 3 May 2016").why(Why::sample()),
                ]),
                requirements: vec![Requirement {
                    name: "Unpaid work".into(),
                    progress: "46 of 120 hours".into(),
                    done: 46,
                    whole: 120,
                    note: "Stays in force until the hours are done".into(),
                    flag: Some(Flag::new(Tone::Soon, "Behind")),
                    why: Some(Why::sample()),
                }],
                accountable: Facts::from(vec![
                    Fact::new("Contact", "Amina Rahman, Westmarch CRC").note("Since Mon 4 May 2015"),
                    Fact::new("Enforcement decision", "Amina Rahman, Westmarch CRC"),
                    Fact::new("Presenting a breach", "National Probation Service, Westmarch court team"),
                ]),
            }],
        }
    }
}
