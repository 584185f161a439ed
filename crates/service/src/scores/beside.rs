//! Other figures beside those in force: who would be somewhere else by them, before anybody is.

use std::collections::BTreeMap;

use assessment::allocation::{Facts, Rules, decide};
use assessment::caseload::{Other, Packs, Person, beside};
use jiff::civil::Date;
use record::StreamId;
use record::time::Instant;
use serde::{Deserialize, Serialize};

use super::person::Standing;

/// How many would go which way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    /// The pack and version in force.
    pub in_force: String,
    /// The pack and version set beside it.
    pub other: String,
    /// The day it is of.
    pub as_at: Date,
    /// What was recorded up to then is what it knows.
    pub known_at: Instant,
    /// People compared.
    pub people: u64,
    /// People who would be somewhere else by any measure.
    pub moved: u64,
    /// Each way there is to go.
    pub ways: Vec<Way>,
}

/// One way to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// Of which score or tier.
    pub measure: String,
    /// Where they are.
    pub from: String,
    /// Where they would be.
    pub to: String,
    /// How many.
    pub people: u64,
}

/// Somebody who would move; never kept, and told only to whoever asks for it by the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mover {
    /// Their stream.
    pub person: StreamId,
    /// Of which score or tier.
    pub measure: String,
    /// Where they are.
    pub from: String,
    /// Where they would be.
    pub to: String,
}

/// Everybody, gathered for a comparison.
#[derive(Debug)]
pub(super) struct Comparing<'o> {
    other: &'o Other,
    caseload: Vec<(StreamId, Person)>,
    people: u64,
    ways: BTreeMap<(usize, usize), Vec<StreamId>>,
}

impl<'o> Comparing<'o> {
    /// Nobody yet.
    pub(super) fn new(other: &'o Other) -> Comparing<'o> {
        Comparing { other, caseload: Vec::new(), people: 0, ways: BTreeMap::new() }
    }

    /// One person more.
    pub(super) fn add(&mut self, person: &StreamId, one: &Standing) {
        self.people += 1;
        match self.other {
            Other::Ogrs4(_) | Other::Tier(_) => self.caseload.push((person.clone(), one.person)),
            Other::Allocation(rules) => {
                let way = (rank(Rules::split_2014(), &one.split), rank(rules, &one.split));
                if way.0 != way.1 {
                    self.ways.entry(way).or_default().push(person.clone());
                }
            }
        }
    }

    /// How many would go which way, and who.
    pub(super) fn done(self, as_at: Date, known_at: Instant) -> (Movement, Vec<Mover>) {
        let now = Packs::published();
        let told = match self.other {
            Other::Ogrs4(ogrs4) => of_caseload(&now, &Packs { ogrs4, ..now }, &self.caseload),
            Other::Tier(tier) => of_caseload(&now, &Packs { tier, ..now }, &self.caseload),
            Other::Allocation(rules) => {
                let name = |rank: usize| rules.outcomes.get(rank).cloned().unwrap_or_default();
                let ways = self.ways.into_iter().map(|((from, to), who)| {
                    (Way { measure: rules.about.words.clone(), from: name(from), to: name(to), people: 0 }, who)
                });
                let ways: Vec<(Way, Vec<StreamId>)> = ways.collect();
                let moved = ways.iter().map(|(_, who)| who.len()).sum();
                (moved, ways)
            }
        };
        let (moved, ways) = told;
        let movers = ways.iter().flat_map(|(way, who)| {
            who.iter().map(|person| Mover {
                person: person.clone(),
                measure: way.measure.clone(),
                from: way.from.clone(),
                to: way.to.clone(),
            })
        });
        let movers = movers.collect();
        let movement = Movement {
            in_force: self.other.in_force(),
            other: self.other.name(),
            as_at,
            known_at,
            people: self.people,
            moved: moved as u64,
            ways: ways.into_iter().map(|(way, who)| Way { people: who.len() as u64, ..way }).collect(),
        };
        (movement, movers)
    }
}

fn rank(rules: &Rules, facts: &Facts) -> usize {
    decide(rules, facts).rank
}

type Told = (usize, Vec<(Way, Vec<StreamId>)>);

fn of_caseload(now: &Packs<'_>, new: &Packs<'_>, people: &[(StreamId, Person)]) -> Told {
    let found = beside(now, new, people);
    let ways = found.moves.into_iter().map(|way| {
        let told = Way { measure: way.measure.words().to_owned(), from: way.from, to: way.to, people: 0 };
        (told, way.who)
    });
    (found.moved, ways.collect())
}
