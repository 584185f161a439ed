//! What the synthetic service was meant to look like, and what it came to.

use record::entry::Entry;
use record::facts::Fact;
use record::facts::person::{OrderKind, Sex};
use record::time::Instant;
use serde::Serialize;

use crate::PilotError;
use crate::calendar::days_between;
use crate::profile::{Profile, World};

/// A share the service was made by, and the share it came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Of what.
    pub what: &'static str,
    /// As it was meant, from 0 to 1.
    pub wanted: f64,
    /// As it came out, from 0 to 1.
    pub achieved: f64,
    /// Where the figure is from.
    pub source: &'static str,
    /// How far it may be trusted: `verified`, `secondary`, `memory` or `design`.
    pub status: &'static str,
}

/// Counts over people and entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) people: u64,
    pub(crate) entries: u64,
    national: u64,
    women: u64,
    ended: u64,
    /// Community and suspended sentence orders, and among them those with unpaid work.
    orders: u64,
    unpaid_work: u64,
    outcomes: u64,
    attended: u64,
    acceptable: u64,
    unacceptable: u64,
    cancelled: u64,
    typed_late: u64,
}

impl Tally {
    /// What one person's entries add.
    pub(crate) fn of(world: &World<'_>, number: u32, entries: &[Entry]) -> Result<Tally, PilotError> {
        let who = Profile::new(world, number)?;
        let mut tally = Tally {
            people: 1,
            entries: entries.len() as u64,
            national: u64::from(who.place.provider == 0),
            women: u64::from(who.sex == Sex::Female),
            ended: u64::from(who.order.ended.is_some()),
            ..Tally::default()
        };
        for entry in entries {
            let Some(content) = &entry.content else { continue };
            match &content.fact {
                Fact::OutcomeRecorded(outcome) if content.corrects.is_none() => {
                    tally.outcome(&outcome.outcome, days_between(content.happened.day(), recorded(entry)));
                }
                Fact::OrderMade(made) => tally.order(made.kind, made.requirements.iter().map(|r| r.category.as_str())),
                _ => {}
            }
        }
        Ok(tally)
    }

    fn outcome(&mut self, code: &str, days: i32) {
        self.outcomes += 1;
        self.typed_late += u64::from(days > 4);
        match code {
            "ATTC" | "AFTC" | "ATSS" => self.attended += 1,
            "UAAB" | "AFTA" => self.unacceptable += 1,
            "RSSR" | "AASD" => self.cancelled += 1,
            _ => self.acceptable += 1,
        }
    }

    fn order<'a>(&mut self, kind: OrderKind, mut asked: impl Iterator<Item = &'a str>) {
        let community = matches!(kind, OrderKind::CommunityOrder | OrderKind::SuspendedSentenceOrder);
        if let (true, Some(first)) = (community, asked.next()) {
            self.orders += 1;
            self.unpaid_work += u64::from(first == crate::asked::UNPAID_WORK);
        }
    }

    pub(crate) fn add(&mut self, other: &Tally) {
        let pairs = [
            (&mut self.people, other.people),
            (&mut self.entries, other.entries),
            (&mut self.national, other.national),
            (&mut self.women, other.women),
            (&mut self.ended, other.ended),
            (&mut self.orders, other.orders),
            (&mut self.unpaid_work, other.unpaid_work),
            (&mut self.outcomes, other.outcomes),
            (&mut self.attended, other.attended),
            (&mut self.acceptable, other.acceptable),
            (&mut self.unacceptable, other.unacceptable),
            (&mut self.cancelled, other.cancelled),
            (&mut self.typed_late, other.typed_late),
        ];
        for (sum, more) in pairs {
            *sum += more;
        }
    }

    pub(crate) fn rates(&self) -> Vec<Rate> {
        const MIX: &str = "This program: anchored in published shares of missed appointments and unacceptable absences";
        let rate =
            |what, wanted, part, of, source, status| Rate { what, wanted, achieved: share(part, of), source, status };
        vec![
            rate("Appointments attended", 0.68, self.attended, self.outcomes, MIX, "design"),
            rate("Acceptable absences and rearrangements", 0.14, self.acceptable, self.outcomes, MIX, "design"),
            rate("Unacceptable absences", 0.15, self.unacceptable, self.outcomes, MIX, "design"),
            rate("Cancelled by the service", 0.03, self.cancelled, self.outcomes, MIX, "design"),
            rate(
                "Outcomes typed in more than four days later",
                0.08,
                self.typed_late,
                self.outcomes,
                "This program",
                "design",
            ),
            rate(
                "People with the public service",
                0.25,
                self.national,
                self.people,
                "National Audit Office and press figures of 2016: about 80 in 100 with companies",
                "secondary",
            ),
            rate(
                "Women",
                0.13,
                self.women,
                self.people,
                "Ministry of Justice: 10 to 15 in 100 of those supervised",
                "memory",
            ),
            rate(
                "Community and suspended sentence orders with unpaid work",
                0.52,
                self.unpaid_work,
                self.orders,
                "Ministry of Justice, 2014: slightly more than half of all community sentences",
                "verified",
            ),
            rate("People whose order has ended", 0.17, self.ended, self.people, "This program", "design"),
        ]
    }
}

fn recorded(entry: &Entry) -> jiff::civil::Date {
    Instant(entry.recorded.0).day()
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn share(part: u64, of: u64) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}
