//! What other figures would change, before they change anything: the same people scored by both, side by side.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Packs, Person, Said, Scored, score};
use crate::tiers::v3::Letter;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// The band of all reoffending.
    All,
    /// The band of violent reoffending.
    Violent,
    /// The band of serious violent reoffending.
    SeriousViolent,
    /// The band of direct contact sexual reoffending.
    DirectContact,
    /// The band of images and indirect contact sexual reoffending.
    Images,
    /// The band of combined serious reoffending.
    Combined,
    /// The tier of 2026.
    Tier,
    /// The two-part tier.
    TwoPartTier,
}

/// Everybody who would go from one place to another, so that somebody can look at them first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move<I> {
    /// Of what.
    pub measure: Measure,
    /// Where they are.
    pub from: String,
    /// Where they would be.
    pub to: String,
    /// Who, in the order they were given.
    pub who: Vec<I>,
}

impl<I> Move<I> {
    /// How many.
    pub fn count(&self) -> usize {
        self.who.len()
    }
}

/// The same people by two sets of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside<I> {
    /// How many people were compared.
    pub people: usize,
    /// How many would be anywhere else by any measure.
    pub moved: usize,
    /// Each way there is to go, by measure, then from, then to.
    pub moves: Vec<Move<I>>,
}

/// Scores everybody by both sets of figures and says who would move. Nothing is recorded and nobody is moved.
pub fn beside<I: Clone>(now: &Packs<'_>, new: &Packs<'_>, people: &[(I, Person)]) -> Beside<I> {
    let mut ways: BTreeMap<(Measure, Place<'_>, Place<'_>), Vec<I>> = BTreeMap::new();
    let mut moved = 0;
    for (id, person) in people {
        let (stands, would_stand) = (score(now, person), score(new, person));
        let mut anywhere_else = false;
        for measure in Measure::ALL {
            let (from, to) = (measure.place(now, &stands), measure.place(new, &would_stand));
            if from.name() != to.name() {
                anywhere_else = true;
                ways.entry((measure, from, to)).or_default().push(id.clone());
            }
        }
        moved += usize::from(anywhere_else);
    }
    let told = |((measure, from, to), who): ((Measure, Place<'_>, Place<'_>), Vec<I>)| Move {
        measure,
        from: from.name().into_owned(),
        to: to.name().into_owned(),
        who,
    };
    Beside { people: people.len(), moved, moves: ways.into_iter().map(told).collect() }
}

/// Where somebody stands, lowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'p> {
    /// Nowhere: there is no score.
    None,
    /// A band or a letter, and its rank among them.
    Named(usize, &'p str),
    /// Protect and change.
    TwoPart(char, u8),
}

impl<'p> Place<'p> {
    fn name(self) -> Cow<'p, str> {
        match self {
            Place::None => Cow::Borrowed("no score"),
            Place::Named(_, name) => Cow::Borrowed(name),
            Place::TwoPart(protect, change) => Cow::Owned(format!("{protect}{change}")),
        }
    }
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 8] = [
        Measure::All,
        Measure::Violent,
        Measure::SeriousViolent,
        Measure::DirectContact,
        Measure::Images,
        Measure::Combined,
        Measure::Tier,
        Measure::TwoPartTier,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Measure::All => "All reoffending (ARP)",
            Measure::Violent => "Violent reoffending (VRP)",
            Measure::SeriousViolent => "Serious violent reoffending (SVRP)",
            Measure::DirectContact => "Direct contact sexual reoffending (DC-SRP)",
            Measure::Images => "Images and indirect contact sexual reoffending (IIC-SRP)",
            Measure::Combined => "Serious reoffending (CSRP)",
            Measure::Tier => "Tier, A to G",
            Measure::TwoPartTier => "Two-part tier",
        }
    }

    fn place<'p>(self, packs: &Packs<'p>, scored: &Scored) -> Place<'p> {
        match self {
            Measure::All => band(scored.all),
            Measure::Violent => band(scored.violent),
            Measure::SeriousViolent => band(scored.serious_violent),
            Measure::DirectContact => band(scored.direct_contact),
            Measure::Images => band(scored.images),
            Measure::Combined => band(scored.combined),
            Measure::Tier => scored.tier.map_or(Place::None, |(letter, _)| {
                let rank =
                    if let Letter::Rank(rank) = letter { rank + 2 } else { usize::from(letter == Letter::Missing) };
                Place::Named(rank, letter.name(packs.tier))
            }),
            Measure::TwoPartTier => Place::TwoPart(scored.two_part.protect_level, scored.two_part.change_level),
        }
    }
}

fn band<'p>(said: Option<Said>) -> Place<'p> {
    said.and_then(|said| said.band).map_or(Place::None, |band| Place::Named(band as usize, band.name()))
}
